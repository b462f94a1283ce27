import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { DAY_MS, START, type Shop, openShop } from './harness.ts';
import type { StripeEvent } from './stripe-objects.ts';

/** Every order of a short list. */
function orders<T>(items: T[]): T[][] {
  if (items.length < 2) return [items];
  return items.flatMap((item, at) =>
    orders([...items.slice(0, at), ...items.slice(at + 1)]).map((rest) => [item, ...rest]),
  );
}

describe.each(BACKENDS)('events on %s', (backend) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop(backend);
  });
  afterAll(() => shop.close());

  async function checkout(): Promise<{ account: string; events: StripeEvent[] }> {
    const account = await shop.workspace();
    const { body } = await shop.ask(account, 'startCheckout', {
      plan: 'team',
      interval: 'month',
      start: 'now',
    });
    return { account, events: shop.fake.complete(body.url) };
  }

  it('[E6] a plan starts when its payment is heard of, in whatever order and however often', async () => {
    for (const order of orders([0, 1, 2])) {
      const { account, events } = await checkout();
      for (const at of order) expect(await shop.send(events[at]!)).toBe(200);
      for (const event of events) expect(await shop.send(event)).toBe(200);
      expect(await shop.account(account)).toMatchObject({ phase: 'active', plan: 'team', interval: 'month' });
      const { body } = await shop.ask(account, 'getBilling');
      expect(body).toMatchObject({ subscription: { plan: 'team', price_cents: 9_900, status: 'active' } });
      const loaded = (await shop.ledger.reads.load(account))!;
      const entries = await shop.ledger.reads.entries(loaded, 1_000, 100);
      expect(entries.filter(({ kind }) => kind === 'cycle_started')).toHaveLength(2);
      expect(shop.firsts.filter((one) => one === account)).toEqual([account]);
      expect((await shop.ledger.verify(account))!.ok).toBe(true);
    }
  });

  it('[E6] until it is paid there is nothing', async () => {
    const { account, events } = await checkout();
    expect(await shop.send(events[2]!)).toBe(200);
    expect(await shop.account(account)).toMatchObject({ phase: 'trialing', plan: 'pro' });
  });

  it('does not believe a wrong signature, a changed body, an old event or one of live mode', async () => {
    const { account, events } = await checkout();
    const paid = events[1]!;
    expect(await shop.send(paid, { secret: 'whsec_of_somebody_else' })).toBe(400);
    expect(await shop.send(paid, { payload: JSON.stringify({ ...paid, type: 'invoice.voided' }) })).toBe(400);
    expect(await shop.send(paid, { at: START - 301_000 })).toBe(400);
    expect(await shop.send({ ...paid, livemode: true })).toBe(400);
    expect(await shop.account(account)).toMatchObject({ phase: 'trialing' });
    expect(await shop.send(paid, { at: START - 299_000 })).toBe(200);
    expect(await shop.account(account)).toMatchObject({ phase: 'active' });
  });

  it('takes what it does not know, and what is not ours, and does nothing', async () => {
    const { account } = await shop.subscribed();
    const before = await shop.account(account);
    const { customer } = [...shop.fake.subscriptions.values()].at(-1)!;
    expect(await shop.send(shop.fake.event('radar.early_fraud_warning.created', { id: 'x', customer }))).toBe(
      200,
    );
    expect(await shop.send(shop.fake.event('something.new', { anything: true }))).toBe(200);
    const foreign = {
      ...[...shop.fake.invoices.values()].at(-1)!,
      id: 'in_foreign',
      customer: 'cus_foreign',
    };
    expect(await shop.send(shop.fake.event('invoice.paid', foreign))).toBe(200);
    expect(await shop.account(account)).toEqual(before);
  });

  it('an invoice that was paid stays paid when the news of its failure comes late', async () => {
    const { account, subscription } = await shop.subscribed();
    shop.clock.now += 32 * DAY_MS;
    shop.fake.card = 'declined';
    const failed = shop.fake.renew(subscription);
    shop.fake.card = 'good';
    const paid = shop.fake.retry(shop.fake.subscriptions.get(subscription)!.latest_invoice!);
    await shop.deliver([...paid, ...failed.toReversed()]);
    expect(await shop.account(account)).toMatchObject({ phase: 'active' });
  });

  it('goes on where a database that went away has broken it off', async () => {
    const { account, events } = await checkout();
    const execute = shop.ledger.execute.bind(shop.ledger);
    for (let step = 0; step < 6; step += 1) {
      let left = step;
      shop.ledger.execute = (command) => {
        if (left === 0) return Promise.reject(new Error('the database is gone'));
        left -= 1;
        return execute(command);
      };
      const status = await shop.send(events[1]!);
      expect([200, 500]).toContain(status);
    }
    shop.ledger.execute = execute;
    expect(await shop.send(events[1]!)).toBe(200);
    const loaded = (await shop.ledger.reads.load(account))!;
    expect(loaded.state).toMatchObject({ phase: 'active', plan: 'team' });
    const entries = await shop.ledger.reads.entries(loaded, 1_000, 100);
    expect(entries.filter(({ kind }) => kind === 'cycle_started')).toHaveLength(2);
    expect(shop.firsts.filter((one) => one === account)).toEqual([account]);
  });

  it('asks for an event again while Stripe itself can’t be asked', async () => {
    const { account, events } = await checkout();
    shop.fake.is_down = true;
    expect(await shop.send(events[0]!)).toBe(503);
    shop.fake.is_down = false;
    await shop.deliver(events);
    expect(await shop.account(account)).toMatchObject({ phase: 'active', plan: 'team' });
  });
});
