import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Visit, api, visit } from './support/browser.ts';
import { numbersAgree } from './support/numbers.ts';
import { signUp, startWorkspace } from './support/people.ts';
import { openStage } from './support/stage.ts';

const REASON = 'Thank you for the careful bug report';

interface Grants {
  data: { amount: number; reason: string }[];
}

/** Staff, a customer and a friend of theirs: each step goes on from the one before it. */
describe('staff and earning', () => {
  const stage = openStage('none');
  let staff: Visit;
  let customer: Visit;
  let friend: Visit;
  let link = '';

  beforeAll(async () => {
    [staff, customer, friend] = await Promise.all([visit(), visit(), visit()]);
    await staff.page.goto(stage.instance.sign_in_url);
  });

  async function start(page: Page, name: string, workspace: string): Promise<void> {
    await signUp(page, name, 'Continue');
    await startWorkspace(page, workspace);
    await page.getByRole('link', { name: 'Earn credits' }).waitFor();
  }

  const grants = (account: string) =>
    stage.instance.operator('GET', `/v1/accounts/${account}/grants`) as unknown as Promise<Grants>;
  const accountOf = async (page: Page) => (await api<{ account: string }>(page, '/app/session')).account;

  it('Earn shows the link; members see no staff console', async () => {
    const { page } = customer;
    await page.goto(stage.instance.url);
    await page.getByRole('button', { name: 'Start my workspace' }).click();
    await start(page, 'Ada', 'Engines');
    await page.getByRole('link', { name: 'Earn credits' }).click();
    await page.getByRole('heading', { name: 'Give 10,000, get 10,000' }).waitFor();
    link = await page.getByLabel('Your workspace’s link').inputValue();
    expect(link).toContain('/?ref=');
    expect(await page.getByRole('link', { name: 'Staff' }).count()).toBe(0);
    await page.goto(`${stage.instance.url}/staff`);
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    await page.goto(`${stage.instance.url}/earn`);
  });

  it('staff find the workspace by mail and award: a double click awards once', async () => {
    const { page } = staff;
    await page.getByRole('link', { name: 'Staff', exact: true }).click();
    await page.getByLabel('Name of a workspace, or mail of a member').fill('ada@example.com');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('link', { name: 'Engines' }).click();
    await page.getByText(/^Verified \d+ entries, \d\d:\d\d/).waitFor();
    await page.getByRole('button', { name: '5,000', exact: true }).click();
    await page.getByText(/^Bonus 0 → 5,000\. Locked until the trial ends/).waitFor();
    const send = page.getByRole('button', { name: 'Award 5,000' });
    expect(await send.isDisabled()).toBe(true);
    await page.getByLabel('Reason (the customer sees this)').fill(REASON);
    await page.getByLabel('Internal note').fill('Ticket 12');
    await send.dblclick();
    await page.getByText('5,000 awarded. Owners told.').first().waitFor();
    const { data } = await grants(await accountOf(customer.page));
    expect(data.filter(({ reason }) => reason === REASON)).toHaveLength(1);
  });

  it('the workspace reads amount, reason and name', async () => {
    const { page } = customer;
    await page.getByText(`5,000 credits awarded by Owner: ${REASON}`).first().waitFor();
    await page.getByRole('cell', { name: `${REASON} Awarded by Owner` }).waitFor();
    expect(await page.getByText('Ticket 12').count()).toBe(0);
  });

  it('the same amount asks again; what is unspent is revoked', async () => {
    const { page } = staff;
    await page.getByRole('button', { name: 'Award again' }).click();
    await page.getByRole('button', { name: '5,000', exact: true }).click();
    await page.getByLabel('Reason (the customer sees this)').fill(`${REASON}, again`);
    await page.getByRole('button', { name: 'Award 5,000' }).click();
    await page.getByRole('alert').getByText('within the last 24 hours').waitFor();
    await page.getByRole('button', { name: 'Yes, award 5,000 again' }).click();
    // The page says it before it shows it: what is first then is the award before.
    await page.getByRole('button', { name: 'Award again' }).waitFor();
    await page.getByRole('button', { name: 'Revoke unspent' }).first().click();
    await page.getByLabel('Reason for revoking').fill('Awarded twice by mistake');
    await page.getByRole('button', { name: 'Revoke what is unspent' }).click();
    await page.getByText('5,000 unspent were revoked.').waitFor();
    await page.getByRole('link', { name: 'Record' }).click();
    await page.getByRole('heading', { name: 'Record' }).waitFor();
    const awards = page.getByRole('listitem').getByText(/awarded 5,000/);
    await expect.poll(() => awards.count()).toBe(2);
    await page.getByText('Note: Ticket 12').waitFor();
  });

  it('a promo code is made and used once', async () => {
    await staff.page.getByRole('link', { name: 'Codes and referrals' }).click();
    await staff.page.getByLabel('Code', { exact: true }).fill('springink');
    await staff.page.getByLabel('Credits', { exact: true }).fill('2,500');
    await staff.page.getByRole('button', { name: 'Make the code' }).click();
    await staff.page.getByText('SPRINGINK, 2,500 credits').waitFor();
    const { page } = customer;
    const use = async () => {
      await page.getByLabel('Code', { exact: true }).fill('SpringInk');
      await page.getByRole('button', { name: 'Use it' }).click();
    };
    await use();
    await page.getByText('2,500 credits more.').waitFor();
    await use();
    await page.getByRole('alert').getByText('This workspace has used SPRINGINK already.').waitFor();
  });

  it('a friend comes by the link, over a reload; staff approve, both have their credits', async () => {
    const { page } = friend;
    await page.goto(link);
    await page.getByLabel('Your name').waitFor();
    await page.goto(stage.instance.url);
    await page.getByRole('button', { name: 'Start my workspace' }).click();
    await start(page, 'Ben', 'Looms');
    await staff.page.reload();
    await staff.page.getByText('Looms came by Engines').waitFor();
    await staff.page.getByRole('button', { name: 'Approve the referral of Looms' }).click();
    await staff.page.getByText('Paid', { exact: true }).waitFor();
    for (const who of [customer, friend]) {
      const { data } = await grants(await accountOf(who.page));
      expect(data.filter(({ amount }) => amount === 10_000).length).toBeGreaterThan(0);
    }
    await customer.page.getByText('1 workspace came by it').waitFor();
  });

  it('every number of both workspaces agrees with every other', async () => {
    for (const { page } of [customer, friend]) await numbersAgree(page);
  });

  it('feedback, record and instance open, and nothing complains', async () => {
    const { page } = staff;
    await page.getByRole('link', { name: 'Feedback' }).click();
    await page.getByText('No downvote has a reason in this time.').waitFor();
    await page.getByRole('link', { name: 'Instance' }).click();
    await page.getByText('None on this instance').waitFor();
    await page.getByRole('heading', { name: 'Forgotten passwords' }).waitFor();
    // Browsers tell each refusal themselves; everything else would be ours.
    const ours = [...staff.complaints, ...customer.complaints, ...friend.complaints].filter(
      (line) => !line.includes('status of 409') && !line.includes('status of 401'),
    );
    expect(ours).toEqual([]);
  });
});
