import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Receiver, openReceiver } from '../../apps/server/test/webhooks/receiver.ts';
import { expectClean } from './support/audit.ts';
import { type Visit, visit } from './support/browser.ts';
import { openStage } from './support/stage.ts';

/** An owner and a receiver: each step goes on from the one before it. */
describe('webhooks', () => {
  const stage = openStage('none', { env: { INKWELL_WEBHOOK_PRIVATE: 'allow' } });
  let seen: Visit;
  let page: Page;
  let receiver: Receiver;

  beforeAll(async () => {
    receiver = await openReceiver();
    seen = await visit({ reducedMotion: 'reduce' });
    page = seen.page;
    await page.goto(stage.instance.sign_in_url);
    await page.getByRole('navigation').first().waitFor();
  });
  afterAll(() => receiver.close());

  /** The lines of the log, newest first: what, state, answer, tries. */
  const log = () =>
    page
      .locator('tbody tr:has(button[aria-expanded])')
      .evaluateAll((rows) =>
        rows.map((row) => [...row.querySelectorAll('td')].slice(1).map((cell) => cell.innerText)),
      );
  const shows = (...lines: string[][]) => expect.poll(log, { timeout: 20_000 }).toEqual(lines);

  it('is registered for some of the types; the secret is shown once', async () => {
    await page.goto(`${stage.instance.url}/settings/webhooks`);
    await page.getByLabel('Address').fill('http://169.254.169.254/latest');
    await page.getByLabel('What is it for? (optional)').fill('Books');
    await page.getByLabel('A new cycle begins').uncheck();
    await page.getByText('These alone.').waitFor();
    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByText('Address must be a public one.').waitFor();
    await expectClean(page);
    await page.getByLabel('Address').fill(receiver.url);
    await page.getByRole('button', { name: 'Register' }).click();
    const secret = await page.getByLabel('Secret, shown this once').inputValue();
    expect(secret).toMatch(/^whsec_/);
    receiver.secrets.push(secret);
    await expectClean(page);
    await page.getByRole('link', { name: 'Send a test' }).click();
    await page.getByRole('heading', { name: 'Webhook', exact: true }).waitFor();
    expect(await page.content()).not.toContain(secret);
    await page.getByText('Nothing yet. Send a test').waitFor();
  });

  it('a test arrives, and stands in the log', async () => {
    await page.getByRole('button', { name: 'Send a test' }).click();
    await shows(['webhook.test', 'Delivered', '200', '1']);
    expect(receiver.received.map(({ event }) => event.type)).toEqual(['webhook.test']);
    await page.getByText(/^On, last delivered/).waitFor();
  });

  it('one that fails is dead; its answer can be read, and it is replayed', async () => {
    receiver.next = [500];
    await page.getByRole('button', { name: 'Send a test' }).click();
    const arrived = ['webhook.test', 'Delivered', '200', '1'];
    await shows(['webhook.test', 'Dead', '500', '1'], arrived);
    await page
      .getByRole('button', { name: /^webhook\.test/ })
      .first()
      .click();
    await page.getByText('answered 500', { exact: true }).waitFor();
    await page.getByText('"type": "webhook.test"').waitFor();
    await expectClean(page);
    const address = page.url();
    expect(address).toMatch(/delivery=msg_[0-9a-f]+/);
    await page.reload();
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await shows(['webhook.test', 'Delivered', '200', '2'], arrived);
    await page.getByText(/^Delivered .*, after 2 tries\.$/).waitFor();
    const [, second, third] = receiver.received;
    expect(third!.id).toBe(second!.id);
  });

  it('all dead ones are replayed at once', async () => {
    receiver.next = [500, 500];
    for (const dead of [1, 2]) {
      await page.getByRole('button', { name: 'Send a test' }).click();
      await page.getByRole('button', { name: `Replay ${dead} dead one` }).waitFor();
    }
    await page.locator('label', { hasText: 'Dead' }).click();
    await page.getByRole('button', { name: 'Replay 2 dead ones' }).click();
    await page.getByText('None.', { exact: true }).waitFor();
    await page.locator('label', { hasText: 'All' }).click();
    await expect
      .poll(async () => (await log()).map(([, state]) => state), { timeout: 20_000 })
      .toEqual(Array(4).fill('Delivered'));
  });

  it('what happens to the credits is told, as far as it was chosen', async () => {
    receiver.received.length = 0;
    const path = `/v1/accounts/${stage.instance.account}`;
    await stage.instance.operator('POST', `${path}/grants`, { credits: 700, reason: 'Thank you' });
    await expect
      .poll(() => receiver.received.map(({ event }) => event.type), { timeout: 20_000 })
      .toEqual(['grant.created', 'credits.notice']);
    expect(receiver.received[0]!.event).toMatchObject({ data: { credits: 700, kind: 'bonus' } });
    await expect.poll(async () => (await log()).length, { timeout: 20_000 }).toBe(6);
  });

  it('is paused, resumed, changed; a new secret signs along with the old one', async () => {
    await page.getByRole('button', { name: 'Pause' }).click();
    await page
      .locator('#main')
      .getByText(/^Paused/)
      .waitFor();
    expect(await page.getByRole('button', { name: 'Send a test' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText(/^On, last delivered/).waitFor();
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByLabel('A new cycle begins').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Everything.').waitFor();
    await page.getByRole('button', { name: 'New secret' }).click();
    await page.getByRole('button', { name: 'Yes, make a new secret' }).click();
    const secret = await page.getByLabel('Secret, shown this once').inputValue();
    receiver.secrets = [secret];
    receiver.received.length = 0;
    await page.getByText('signs along until').waitFor();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(1);
    expect(receiver.received[0]!.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    expect(receiver.unproved).toEqual([]);
  });

  it('stands in the list with its health, and is removed for good', async () => {
    await page.getByRole('link', { name: 'All webhooks' }).click();
    const row = page.getByRole('listitem').filter({ hasText: receiver.url });
    await row.getByText('Books').waitFor();
    await row.getByText(/^On, last delivered/).waitFor();
    await expectClean(page);
    await row.getByRole('link').click();
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('button', { name: 'Yes, remove it and its log' }).click();
    await page.getByRole('button', { name: 'Register' }).waitFor();
    expect(await page.getByText(receiver.url).count()).toBe(0);
    expect(seen.complaints.filter((text) => !text.includes('400 (Bad Request)'))).toEqual([]);
  });

  it('is nothing for members', async () => {
    const other = await visit();
    await other.page.goto(await stage.instance.invite('mona', 'member'));
    await other.page.getByRole('navigation').first().waitFor();
    await other.page.goto(`${stage.instance.url}/settings/webhooks`);
    await other.page.getByText('Webhooks are for owners and admins.').waitFor();
    await other.close();
  });
});
