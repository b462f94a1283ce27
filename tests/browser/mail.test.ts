import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Inbox, mailEnv, openInbox } from '../../apps/server/test/mail/server.ts';
import { expectClean } from './support/audit.ts';
import { type Visit, api, closeVisits, left, visit } from './support/browser.ts';
import type { Instance } from './support/instance.ts';
import { PASSWORD, startWorkspace } from './support/people.ts';
import { openInstance } from './support/stage.ts';

/** What is refused on purpose is told by the browser as well: the door, a wrong code, one mail too many. */
const REFUSED = /status of (400|401|404|429)/;

/** A person who signs up on an instance that sends mail, the mails read by a mail server of the test. */
describe('an address that is confirmed', () => {
  let inbox: Inbox;
  let instance: Instance;
  let ines: Visit;
  let tomas: Visit;
  const mail = 'ines@juniper.example';
  const his = 'tomas@juniper.example';
  const next = 'tomas@fern.example';

  beforeAll(async () => {
    inbox = await openInbox();
    instance = await openInstance('none', mailEnv(inbox));
    [ines, tomas] = await Promise.all([
      visit({ reducedMotion: 'reduce' }),
      visit({ reducedMotion: 'reduce' }),
    ]);
  });
  afterAll(async () => {
    await closeVisits();
    await instance.verify();
    await instance.close();
    await inbox.close();
  });

  /** The link of the newest mail to an address. */
  const linkTo = async (address: string, count = 1): Promise<string> =>
    /^(http:\S+\/confirm#\S+)$/m.exec((await inbox.newest(address, count)).mail.text!)![1]!;

  it('[L4] comes in at once, looks around and writes, while the trial waits', async () => {
    const { page } = ines;
    await page.goto(instance.url);
    await page.getByRole('button', { name: 'Start my workspace' }).click();
    await page.getByText('once you have confirmed your mail address').waitFor();
    await page.getByLabel('Your name').fill('Ines');
    await page.getByLabel('Mail').fill(mail);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Continue' }).click();
    await startWorkspace(page, 'Juniper');
    await page.getByText('Confirm your mail address to start your 10,000 trial credits.').waitFor();
    await page.getByText(`Sent to ${mail}.`).waitFor();
    await page.getByText('Trial not started').first().waitFor();
    expect(await left(page)).toBe(0);
    await expectClean(page);
    await page.getByRole('button', { name: 'New document' }).first().click();
    await page.getByRole('textbox', { name: 'Title' }).fill('A first one');
    await expect
      .poll(async () => (await api<{ data: unknown[] }>(page, '/app/documents')).data.length)
      .toBeGreaterThan(0);
    await page.goto(`${instance.url}/settings/billing`);
    await page.getByText('Pro, 50,000 credits, $59/month, its trial has not started').waitFor();
    await expectClean(page);
  });

  it('a wrong code is told, the mail can be sent again, and the code of it starts the trial', async () => {
    const { page } = ines;
    const banner = page.getByRole('region', { name: 'Your trial' });
    await banner.getByLabel(`Code from the mail to ${mail}`).fill('12');
    await banner.getByRole('button', { name: 'Confirm' }).click();
    await banner.getByText('The code must be the six digits of the mail.').waitFor();
    await banner.getByRole('button', { name: 'Send again' }).click();
    await inbox.newest(mail, 2);
    await banner.getByRole('button', { name: 'Send again' }).click();
    await inbox.newest(mail, 3);
    await banner.getByRole('button', { name: 'Send again' }).click();
    await banner.getByText(/^Too many tries\. Repeat in \d+ s\.$/).waitFor();
    const code = /^(\d{6})$/m.exec((await inbox.newest(mail, 3)).mail.text!)![1]!;
    await banner.getByLabel(`Code from the mail to ${mail}`).fill(code);
    await banner.getByRole('button', { name: 'Confirm' }).click();
    await banner.getByText(`${mail} is confirmed. Your trial has started.`).waitFor();
    await expect.poll(() => left(page)).toBe(10_000);
    await banner.getByRole('button', { name: 'Put away' }).click();
    expect(await banner.count()).toBe(0);
  });

  it('the link does as well, in another browser; the page that waits follows by itself', async () => {
    const { page } = tomas;
    await page.goto(instance.url);
    await page.getByRole('button', { name: 'Start my workspace' }).click();
    await page.getByLabel('Your name').fill('Tomas');
    await page.getByLabel('Mail').fill(his);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Continue' }).click();
    await startWorkspace(page, 'Tomas’s');
    await page.getByText('Confirm your mail address to start').waitFor();
    const link = await linkTo(his);
    const phone = await visit({ viewport: { width: 390, height: 800 } });
    await phone.page.goto(link);
    await phone.page.getByRole('heading', { name: 'Confirm your mail address' }).waitFor();
    expect(await left(page)).toBe(0);
    await expectClean(phone.page);
    await phone.page.getByRole('button', { name: 'Confirm this address' }).click();
    await phone.page.getByText(`${his} is yours, and your trial has started.`).waitFor();
    await expect.poll(() => left(page)).toBe(10_000);
    await expect.poll(() => page.getByRole('region', { name: 'Your trial' }).count()).toBe(0);
    await phone.page.goto('about:blank');
    await phone.page.goto(link);
    await phone.page.getByRole('button', { name: 'Confirm this address' }).click();
    await phone.page.getByRole('heading', { name: 'This link confirms nothing any more' }).waitFor();
    await phone.close();
  });

  it('a new address takes the place of the old one when it is confirmed, or is called off', async () => {
    const { page } = tomas;
    await page.goto(`${instance.url}/settings/you`);
    await page.getByText(`${his} is confirmed.`).waitFor();
    await page.getByRole('textbox', { name: 'Mail', exact: true }).fill(next);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(`${next} is not confirmed yet. ${his} stays until it is.`).waitFor();
    expect(await page.getByRole('textbox', { name: 'Mail', exact: true }).inputValue()).toBe(his);
    await expectClean(page);
    await page.getByRole('button', { name: `Keep ${his}` }).click();
    await expect.poll(() => page.getByText('is not confirmed yet').count()).toBe(0);
    await page.getByRole('textbox', { name: 'Mail', exact: true }).fill(next);
    await page.getByRole('button', { name: 'Save' }).click();
    const link = await linkTo(next, 2);
    const tab = await tomas.context.newPage();
    await tab.goto(link);
    await tab.getByRole('button', { name: 'Confirm this address' }).click();
    await tab.getByText(`${next} is yours.`).waitFor();
    await tab.close();
    await page.reload();
    await page.getByText(`${next} is confirmed.`).waitFor();
    expect((await inbox.newest(his, 2)).mail.subject).toBe('Your mail address for Inkwell was changed');
  });

  it('mails about credits are turned off here, and by the link that each of them has', async () => {
    const { page } = tomas;
    const box = page.getByRole('checkbox', { name: /^Mail me about credits/ });
    await box.uncheck();
    await expect.poll(async () => (await api<{ notices: boolean }>(page, '/app/me')).notices).toBe(false);
    await box.check();
    await expect.poll(async () => (await api<{ notices: boolean }>(page, '/app/me')).notices).toBe(true);
    const { account, member } = await api<{ account: string; member: string }>(page, '/app/session');
    const charge = { output: 'most', member, source: 'api', words: 9_500 };
    await instance.operator('POST', `/v1/accounts/${account}/charges`, charge);
    await instance.turn('notice_mail');
    const told = await inbox.newest(next, 3);
    expect(told.mail.subject).toBe('Tomas’s has used 90% of its plan credits');
    const off = /(http:\S+\/mail-off#\S+)/.exec(told.mail.text!)![1]!;
    await page.goto(off);
    await page.getByRole('heading', { name: 'Mails about credits' }).waitFor();
    await expectClean(page);
    await page.getByRole('button', { name: 'Stop these mails' }).click();
    await page.getByRole('heading', { name: 'No more mails about credits' }).waitFor();
    expect((await api<{ notices: boolean }>(page, '/app/me')).notices).toBe(false);
  });

  it('staff confirm by hand whom no mail reaches', async () => {
    inbox.refuses = { code: 550, of: 'priya@nowhere.example' };
    const priya = await visit();
    await priya.page.goto(instance.url);
    await priya.page.getByRole('button', { name: 'Start my workspace' }).click();
    await priya.page.getByLabel('Your name').fill('Priya');
    await priya.page.getByLabel('Mail').fill('priya@nowhere.example');
    await priya.page.getByLabel('Password').fill(PASSWORD);
    await priya.page.getByRole('button', { name: 'Continue' }).click();
    await startWorkspace(priya.page, 'Priya’s');
    await priya.page.getByText('Confirm your mail address to start').waitFor();
    const staff = await visit({ reducedMotion: 'reduce' });
    const { page } = staff;
    await page.goto(instance.sign_in_url);
    await page.getByRole('navigation').first().waitFor();
    await page.goto(`${instance.url}/staff`);
    await page.getByRole('link', { name: 'Priya’s' }).click();
    await page.getByText('Trial not started, Pro').waitFor();
    await page.getByText('Priya’s address is not confirmed.').waitFor();
    await expectClean(page);
    await page.getByRole('button', { name: 'Confirm by hand' }).click();
    await page.getByText('In its trial, Pro').waitFor();
    await expect.poll(() => left(priya.page)).toBe(10_000);
    await page.goto(`${instance.url}/staff/acts`);
    await page.getByText('priya@nowhere.example').waitFor();
    expect(staff.complaints).toEqual([]);
  });

  it('left the console clean', () => {
    for (const { complaints } of [ines, tomas])
      expect(complaints.filter((text) => !REFUSED.test(text))).toEqual([]);
  });
});
