import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectClean } from './support/audit.ts';
import { type Visit, api, visit } from './support/browser.ts';
import { numbersAgree } from './support/numbers.ts';
import { type Shop, openShop } from './support/shop.ts';
import { openStage } from './support/stage.ts';

const BILLING = '/settings/billing';

describe('billing with payments', () => {
  let shop: Shop;
  let seen: Visit;
  let page: Page;

  beforeAll(async () => {
    shop = await openShop();
    seen = await visit({ reducedMotion: 'reduce' });
    page = seen.page;
    await shop.pays(page);
    await page.goto(shop.instance.sign_in_url);
    await page.getByRole('navigation').first().waitFor();
  });

  afterAll(async () => {
    await seen.close();
    await shop.close();
  });

  it('a plan starts by its price, and only when it is paid', async () => {
    await page.goto(shop.instance.url + BILLING);
    await page.getByText('This workspace has not been charged so far.').waitFor();
    await expectClean(page);
    await page.getByRole('button', { name: 'Start Pro now, $59/month' }).click();
    await page.getByText('The plan is paid and has started.').waitFor();
    expect(shop.fake.charged).toEqual([5_900]);
    await page.getByText('Visa ending in 4242, expires 08/2029').waitFor();
    await page.getByRole('cell', { name: 'Plan, first payment' }).waitFor();
    await expectClean(page);
  });

  it('[E6] an edit up shows what is due and charges it', async () => {
    await page.getByRole('link', { name: 'Edit plan' }).click();
    await page.getByRole('row').filter({ hasText: 'Team' }).getByRole('radio').check();
    await page
      .getByRole('row', { name: /Due today/ })
      .getByText('$40')
      .waitFor();
    await page.getByText('Charged now: Visa ending in 4242').waitFor();
    await expectClean(page);
    await page.getByRole('button', { name: 'Switch to 100,000 now' }).click();
    await page.getByText(/^Team, 100,000 credits, \$99\/month, renews/).waitFor();
    expect(shop.fake.charged).toEqual([5_900, 4_000]);
    await page.getByRole('cell', { name: 'Upgrade to Team' }).waitFor();
  });

  it('[E3] a smaller plan waits for the next cycle and can be withdrawn', async () => {
    await page.getByRole('link', { name: 'Edit plan' }).click();
    await page.getByRole('row').filter({ hasText: 'Starter' }).getByRole('radio').check();
    await page.getByRole('button', { name: /^Switch to Starter on/ }).click();
    await page.getByText(/^Starter from/).waitFor();
    await page.getByText(/^\$29 on/).waitFor();
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText(/^\$99 on/).waitFor();
  });

  it('[E1] a month becomes a year at the next renewal, and can be withdrawn', async () => {
    await page.getByRole('link', { name: 'Edit plan' }).click();
    await page.getByRole('group', { name: 'Billed' }).getByText('Yearly').click();
    await page
      .getByText(/^Billed yearly from .*, \$990\/year\. Credits refill each month as before\.$/)
      .waitFor();
    await page
      .getByRole('row', { name: /Due today/ })
      .getByText('$0')
      .waitFor();
    const next = page.getByRole('row', { name: /^Next charge/ });
    expect(await next.innerText()).toMatch(/^Next charge\s+\$99\s+.*\s+\$990\s/);
    expect(await page.getByRole('radio', { name: 'Now' }).count()).toBe(0);
    await expectClean(page);
    await page.getByRole('button', { name: /^Switch to yearly on/ }).click();
    await page.getByText(/^Team, billed yearly, from/).waitFor();
    await page.getByText(/^\$990 on/).waitFor();
    expect(shop.fake.charged).toEqual([5_900, 4_000]);
    await page.getByRole('link', { name: 'Edit plan' }).click();
    await page.getByRole('row').filter({ hasText: 'Starter' }).getByRole('radio').check();
    await page.getByText(/^This takes the place of what waits: Team, billed yearly, from/).waitFor();
    await page.getByRole('link', { name: 'Back to Billing' }).click();
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText(/^\$99 on/).waitFor();
  });

  it('[L3] a pack is bought, and topping up is asked for with its limit', async () => {
    await page.getByRole('button', { name: 'Buy 5,000 for $10' }).click();
    await page.getByText('Thank you. The pack is in the bonus').waitFor();
    await page.getByText('5,000 left').waitFor();
    await page.getByRole('radio', { name: 'Top up' }).check();
    await page.getByText('$0 of $20 spent on top-ups in this cycle.').waitFor();
    await page.getByLabel('At most, in a cycle').fill('50');
    await page.getByRole('button', { name: 'Keep this limit' }).click();
    await page.getByText('$0 of $50 spent on top-ups in this cycle.').waitFor();
    const account = await api<{ top_up_monthly_limit: number }>(
      page,
      `/v1/accounts/${shop.instance.account}`,
    );
    expect(account.top_up_monthly_limit).toBe(5_000);
  });

  it('[A5] cancelling waits, and can be taken back', async () => {
    await page.getByRole('button', { name: 'Cancel the plan' }).click();
    await page.getByRole('button', { name: /^Cancel on/ }).click();
    await page
      .locator('main p')
      .filter({ hasText: /^Cancels/ })
      .waitFor();
    expect([...shop.fake.subscriptions.values()][0]!.cancel_at_period_end).toBe(true);
    await page.getByRole('button', { name: 'Keep plan' }).click();
    await page.getByRole('button', { name: 'Cancel the plan' }).waitFor();
    expect([...shop.fake.subscriptions.values()][0]!.cancel_at_period_end).toBe(false);
  });

  it('[E6] a renewal that fails is told before all else, and paid it goes on', async () => {
    const [subscription] = shop.fake.subscriptions.keys();
    shop.fake.card = 'declined';
    await shop.deliver(shop.fake.renew(subscription!));
    await page.getByRole('alert').getByText('could not be paid').waitFor();
    await page.getByRole('button', { name: 'Pay the invoice' }).waitFor();
    await page.getByText('$99 is due now').waitFor();
    await expectClean(page);
    shop.fake.card = 'good';
    await shop.deliver(shop.fake.retry(shop.fake.subscriptions.get(subscription!)!.latest_invoice!));
    await expect.poll(() => page.getByText('could not be paid').count()).toBe(0);
    await shop.instance.verify();
  });

  it('members see balances and no prices', async () => {
    const other = await visit();
    await other.page.goto(await shop.instance.invite('milo', 'member'));
    await other.page.getByRole('navigation').first().waitFor();
    await other.page.goto(shop.instance.url + BILLING);
    await other.page.getByText('Prices and changes of the plan are for owners and admins.').waitFor();
    expect(await other.page.locator('main').innerText()).not.toMatch(/[$]|Invoices|Card/);
    expect(other.complaints).toEqual([]);
    await other.close();
  });

  it('leaves every number agreeing with every other', () => numbersAgree(page));

  it('left the console clean', () => expect(seen.complaints).toEqual([]));
});

describe('billing without payments', () => {
  const stage = openStage('demo');

  it('says so, and edits directly', async () => {
    const seen = await visit({ reducedMotion: 'reduce' });
    const { page } = seen;
    await page.goto(stage.instance.sign_in_url);
    await page.getByRole('navigation').first().waitFor();
    await page.goto(stage.instance.url + BILLING);
    await page.getByText('No payments on this instance. Plans change').waitFor();
    expect(await page.getByRole('radio', { name: 'Top up' }).isDisabled()).toBe(true);
    await page.getByRole('link', { name: 'Edit plan' }).click();
    await page.getByRole('row').filter({ hasText: 'Team' }).getByRole('radio').check();
    await page.getByText('No payments on this instance: nothing is charged.').waitFor();
    await page.getByRole('button', { name: 'Switch to 100,000 now' }).click();
    await page.getByText(/^Team, 100,000 credits, \$99\/month, renews/).waitFor();
    await page.getByRole('link', { name: 'Edit plan' }).click();
    await page.getByRole('group', { name: 'Billed' }).getByText('Yearly').click();
    await page.getByRole('group', { name: 'When' }).getByText('Now').click();
    await page.getByText('Billed yearly from now on. Credits refill each month as before.').waitFor();
    expect(await page.getByRole('row', { name: /^Next charge/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Switch to yearly now' }).click();
    await page.getByText('Team, 100,000 credits, $990/year', { exact: true }).waitFor();
    await numbersAgree(page);
    expect(seen.complaints).toEqual([]);
    await seen.close();
  });
});
