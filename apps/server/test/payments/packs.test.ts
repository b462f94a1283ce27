import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { DAY_MS, type Shop, openShop } from './harness.ts';

const TOP_UP = { op: 'change_settings', when_empty: 'top_up', top_up_monthly_limit: 2_000 } as const;

describe.each(BACKENDS)('packs on %s', (backend) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop(backend);
  });
  afterAll(() => shop.close());
  beforeEach(() => {
    shop.fake.card = 'good';
    shop.fake.charged.length = 0;
  });

  it('[L3] a pack’s credits come when it is paid for, once, in either order', async () => {
    for (const turn of [0, 1]) {
      const { account } = await shop.subscribed('pro');
      const { body } = await shop.ask(account, 'buyPack', { pack: 'words-5000', price_cents: 1_000 });
      expect(await shop.bonus(account)).toBe(0);
      const events = shop.fake.complete(body.url);
      await shop.deliver(turn === 0 ? events : events.toReversed());
      await shop.deliver(events);
      expect(await shop.bonus(account)).toBe(5_000);
      const grants = await shop.ledger.reads.grants((await shop.ledger.reads.load(account))!, 1_000, 10);
      expect(grants.filter(({ grant }) => grant.source === 'purchase')).toHaveLength(1);
    }
  });

  it('a pack at a price that was not shown is refused', async () => {
    const { account } = await shop.subscribed('pro');
    const wrong = await shop.ask(account, 'buyPack', { pack: 'words-5000', price_cents: 999 });
    expect(wrong.body.code).toBe('invalid_state');
    expect((await shop.ask(account, 'buyPack', { pack: 'none', price_cents: 1 })).body.code).toBe(
      'invalid_request',
    );
  });

  it('[L3] nothing is bought that nobody asked for', async () => {
    const { account } = await shop.subscribed('pro');
    shop.fake.charged.length = 0;
    await shop.spend(account, 50_000);
    expect(await shop.spend(account, 1)).toBe(false);
    await shop.payments.idle();
    shop.clock.now += 2 * 60_000;
    await shop.reconcile();
    expect(shop.fake.charged).toEqual([]);
    expect(shop.fake.calls.filter(({ path }) => path.endsWith('/pay'))).toEqual([]);
  });

  it('[L3] a refusal queues one, waits for none, and the limit holds for the cycle', async () => {
    const { account } = await shop.subscribed('pro');
    shop.fake.charged.length = 0;
    await shop.do({ ...TOP_UP, account });
    await shop.spend(account, 50_000);
    const refused = await Promise.all(Array.from({ length: 20 }, () => shop.spend(account, 5_000)));
    expect(refused).toEqual(refused.map(() => false));
    await shop.payments.idle();
    expect(shop.fake.charged).toEqual([1_000]);
    expect(await shop.bonus(account)).toBe(5_000);
    for (let turn = 0; turn < 3; turn += 1) {
      await shop.spend(account, 5_000);
      await shop.spend(account, 5_000);
      await shop.payments.idle();
    }
    expect(shop.fake.charged).toEqual([1_000, 1_000]);
    expect((await shop.ask(account, 'getBilling')).body).toMatchObject({
      top_up: { state: 'limit_reached', spent_cents: 2_000 },
    });
    shop.clock.now += 32 * DAY_MS;
    expect((await shop.ask(account, 'getBilling')).body).toMatchObject({
      top_up: { state: 'idle', spent_cents: 0 },
    });
    expect((await shop.ledger.verify(account))!.ok).toBe(true);
  });

  it('[L3] a refused card rests, and what it did not pay is void', async () => {
    const { account } = await shop.subscribed('pro');
    shop.fake.charged.length = 0;
    await shop.do({ ...TOP_UP, account });
    await shop.spend(account, 50_000);
    shop.fake.card = 'declined';
    await shop.spend(account, 1);
    await shop.payments.idle();
    expect([...shop.fake.invoices.values()].at(-1)!.status).toBe('void');
    shop.fake.card = 'good';
    await shop.spend(account, 1);
    await shop.payments.idle();
    expect(shop.fake.charged).toEqual([]);
    expect((await shop.ask(account, 'getBilling')).body).toMatchObject({
      top_up: { state: 'failed', spent_cents: 0 },
    });
    shop.clock.now += 7 * 3_600_000;
    await shop.spend(account, 1);
    await shop.payments.idle();
    expect(shop.fake.charged).toEqual([1_000]);
    expect(await shop.bonus(account)).toBe(5_000);
  });

  it('[L3] one that broke off is finished later, and charged once', async () => {
    const { account } = await shop.subscribed('pro');
    shop.fake.charged.length = 0;
    await shop.do({ ...TOP_UP, account });
    await shop.spend(account, 50_000);
    shop.fake.is_down = true;
    await shop.spend(account, 1);
    await shop.payments.idle();
    shop.fake.is_down = false;
    expect((await shop.ask(account, 'getBilling')).body).toMatchObject({ top_up: { state: 'in_flight' } });
    await shop.spend(account, 1);
    await shop.payments.idle();
    expect(shop.fake.charged).toEqual([]);
    shop.clock.now += 2 * 60_000;
    await shop.reconcile();
    await shop.reconcile();
    expect(shop.fake.charged).toEqual([1_000]);
    expect(await shop.bonus(account)).toBe(5_000);
  });

  it('members see no prices, and a workspace only its own invoices', async () => {
    const { account } = await shop.subscribed('pro');
    for (const route of [
      'getBilling',
      'listInvoices',
      'startCheckout',
      'openPortal',
      'buyPack',
      'editPaidPlan',
    ] as const)
      expect((await shop.ask(account, route, {}, { role: 'member', query: { limit: 50 } })).status).toBe(403);
    const { body } = await shop.ask(account, 'listInvoices', {}, { query: { limit: 50 } });
    expect(body.data).toMatchObject([{ reason: 'Plan, first payment', amount_cents: 5_900, status: 'paid' }]);
    const other = await shop.workspace();
    expect((await shop.ask(other, 'listInvoices', {}, { query: { limit: 50 } })).body.data).toEqual([]);
    expect((await shop.ask(account, 'openPortal')).body.url).toContain('portal');
  });
});
