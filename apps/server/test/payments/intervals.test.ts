import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { type Answered, DAY_MS, type Shop, openShop } from './harness.ts';

const HOUR_MS = 3_600_000;

describe.each(BACKENDS)('months and years that are paid for on %s', (backend) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop(backend);
  });
  afterAll(() => shop.close());
  beforeEach(() => {
    shop.fake.card = 'good';
  });

  const YEARLY = { plan: 'pro', interval: 'year', price_due_cents: 0 } as const;
  const MONTHLY = { plan: 'pro', interval: 'month', price_due_cents: 0 } as const;

  const edit = (account: string, body: object, more = {}): Promise<Answered> =>
    shop.ask(account, 'editPaidPlan', { ...body }, more);
  const preview = async (account: string, body: object) =>
    (await shop.act(account, 'editPlan', { ...body, preview: true })).body;
  const billing = async (account: string) =>
    (await shop.ask(account, 'getBilling')).body as unknown as {
      next_charge: { at: string; amount_cents: number } | null;
      past_due: { amount_cents: number } | null;
      subscription: { interval: string; price_cents: number };
    };
  const atStripe = (subscription: string) => shop.fake.subscriptions.get(subscription)!;
  const billedAs = (subscription: string) => {
    const { price } = atStripe(subscription).items.data[0]!;
    return [price.unit_amount, price.recurring!.interval];
  };
  const periodEnd = (subscription: string) =>
    atStripe(subscription).items.data[0]!.current_period_end * 1_000;
  const tellings = async (account: string) => {
    const entries = await shop.ledger.reads.entries((await shop.ledger.reads.load(account))!, 1_000, 100);
    return entries.filter(({ kind }) => kind === 'settings_changed').length;
  };
  const isoOf = (at: number) => new Date(at).toISOString();
  const started = async (plan = 'pro', interval: 'month' | 'year' = 'month') => {
    const made = await shop.subscribed(plan, interval);
    shop.fake.charged.length = 0;
    return made;
  };

  it('[E1] a month becomes a year at the next renewal: nothing is due today, and both are told', async () => {
    const { account, subscription } = await started();
    const at = isoOf(periodEnd(subscription));
    const { price_due_cents: _, ...asked } = YEARLY;
    expect(await preview(account, asked)).toMatchObject({
      effective: 'next_cycle',
      interval: 'year',
      applies_at: at,
      price_due_cents: 0,
      next_charge: {
        before: { at, amount_cents: 5_900, interval: 'month' },
        after: { at, amount_cents: 59_000, interval: 'year' },
      },
    });
    expect((await edit(account, YEARLY)).body).toMatchObject({ state: 'applied' });
    expect(await shop.account(account)).toMatchObject({
      interval: 'month',
      pending_edit: { plan: 'pro', interval: 'year', applies_at: at },
    });
    expect(await billing(account)).toMatchObject({
      next_charge: { at, amount_cents: 59_000 },
      subscription: { interval: 'month', price_cents: 59_000 },
    });
    expect(billedAs(subscription)).toEqual([5_900, 'month']);
    expect(shop.fake.charged).toEqual([]);
  });

  it.each([
    ['after the cycle', HOUR_MS],
    ['before the cycle', -HOUR_MS],
  ])('[A1] the renewal comes %s: the year is charged once and counted from its cycle', async (_, off_ms) => {
    const { account, subscription } = await started();
    await edit(account, YEARLY);
    const told = await tellings(account);
    const boundary = periodEnd(subscription);
    shop.clock.now = boundary + off_ms;
    // Whoever looks in between must not call off what the other has not done yet.
    await shop.ask(account, 'editPaidPlan', { plan: 'none', price_due_cents: 0 });
    await shop.deliver([shop.fake.event('customer.subscription.updated', atStripe(subscription))]);
    const events = shop.fake.renew(subscription);
    for (const event of [...events.toReversed(), ...events, ...events])
      expect(await shop.send(event)).toBe(200);
    shop.clock.now = boundary + 2 * HOUR_MS;
    await shop.reconcile();
    await shop.deliver([shop.fake.event('customer.subscription.updated', atStripe(subscription))]);
    expect(shop.fake.charged).toEqual([59_000]);
    expect(billedAs(subscription)).toEqual([59_000, 'year']);
    // The edit has turned it, at the cycle's own boundary; neither of the two has told the other.
    expect(await tellings(account)).toBe(told);
    expect(await shop.account(account)).toMatchObject({
      phase: 'active',
      interval: 'year',
      pending_edit: null,
      cycle: { number: 2 },
    });
    const { applies_at, next_charge } = await preview(account, { plan: 'pro', interval: 'month' });
    expect(applies_at).toBe(isoOf(periodEnd(subscription)));
    expect(next_charge).toMatchObject({ before: { amount_cents: 59_000 }, after: { amount_cents: 5_900 } });
    expect(await billing(account)).toMatchObject({ next_charge: { amount_cents: 59_000 } });
    expect((await shop.ledger.verify(account))!.ok).toBe(true);
  });

  it('[E3] it can be withdrawn, and asked for again; an edit up now takes its place', async () => {
    const { account, subscription } = await started();
    await edit(account, YEARLY, { key: 'year' });
    await edit(account, YEARLY, { key: 'year' });
    expect([...shop.fake.schedules.values()].filter((one) => one.subscription === subscription)).toHaveLength(
      1,
    );
    await shop.act(account, 'withdrawPlanEdit');
    expect(atStripe(subscription).schedule).toBeNull();
    expect(await billing(account)).toMatchObject({ next_charge: { amount_cents: 5_900 } });
    await edit(account, { ...YEARLY, plan: 'starter' });
    expect(await billing(account)).toMatchObject({ next_charge: { amount_cents: 29_000 } });
    await edit(account, YEARLY);
    expect(await billing(account)).toMatchObject({ next_charge: { amount_cents: 59_000 } });
    await edit(account, { plan: 'team', effective: 'now', price_due_cents: 4_000 });
    expect(shop.fake.charged).toEqual([4_000]);
    expect(atStripe(subscription).schedule).toBeNull();
    expect(billedAs(subscription)).toEqual([9_900, 'month']);
    expect(await shop.account(account)).toMatchObject({ plan: 'team', pending_edit: null });
  });

  it('[E1] a year becomes a month when it is over, with another plan, and not before', async () => {
    const { account, subscription } = await started('pro', 'year');
    const at = isoOf(periodEnd(subscription));
    shop.clock.now += 62 * DAY_MS;
    expect((await edit(account, { ...MONTHLY, plan: 'team' })).body).toMatchObject({ state: 'applied' });
    expect(await shop.account(account)).toMatchObject({
      interval: 'year',
      plan: 'pro',
      pending_edit: { plan: 'team', interval: 'month', applies_at: at },
    });
    expect(await billing(account)).toMatchObject({ next_charge: { at, amount_cents: 9_900 } });
    shop.clock.now = periodEnd(subscription) - HOUR_MS;
    expect(await shop.account(account)).toMatchObject({ plan: 'pro', cycle: { number: 12 } });
    shop.clock.now += 2 * HOUR_MS;
    await shop.deliver(shop.fake.renew(subscription).toReversed());
    expect(shop.fake.charged).toEqual([9_900]);
    const after = await shop.account(account);
    expect(after).toMatchObject({ plan: 'team', interval: 'month', balance: { plan: { limit: 100_000 } } });
    expect(await billing(account)).toMatchObject({ subscription: { interval: 'month' } });
    // The schedule's one month is over: what is left of it calls nothing off.
    shop.clock.now = periodEnd(subscription) + HOUR_MS;
    await shop.deliver(shop.fake.renew(subscription));
    expect(shop.fake.charged).toEqual([9_900, 9_900]);
    expect(await shop.account(account)).toMatchObject({ phase: 'active', cycle: { number: 14 } });
    expect((await shop.ledger.verify(account))!.ok).toBe(true);
  });

  it('[A5] cancelling and pausing call the change off at the provider, going on brings it back', async () => {
    const { account, subscription } = await started();
    await edit(account, YEARLY);
    await shop.act(account, 'cancelAccount', { when: 'cycle_end' });
    expect(atStripe(subscription)).toMatchObject({ cancel_at_period_end: true, schedule: null });
    expect(await billing(account)).toMatchObject({ next_charge: null });
    await shop.act(account, 'withdrawCancel');
    expect(await billing(account)).toMatchObject({ next_charge: { amount_cents: 59_000 } });
    await shop.act(account, 'pauseAccount');
    expect(atStripe(subscription)).toMatchObject({ cancel_at_period_end: true, schedule: null });
    await shop.act(account, 'resumeAccount');
    expect(await billing(account)).toMatchObject({ next_charge: { amount_cents: 59_000 } });
    expect(await shop.payments.leave(account)).toBeNull();
    expect(atStripe(subscription).status).toBe('canceled');
  });

  it('[E6] a year that can’t be paid pauses the account; paid, it goes on in the year', async () => {
    const { account, subscription } = await started();
    await edit(account, YEARLY);
    shop.clock.now = periodEnd(subscription) + HOUR_MS;
    shop.fake.card = 'declined';
    await shop.deliver(shop.fake.renew(subscription));
    expect(await shop.account(account)).toMatchObject({ phase: 'paused', interval: 'year' });
    expect(await billing(account)).toMatchObject({ past_due: { amount_cents: 59_000 }, next_charge: null });
    shop.fake.card = 'good';
    await shop.deliver(shop.fake.retry(atStripe(subscription).latest_invoice!));
    expect(await shop.account(account)).toMatchObject({ phase: 'active', interval: 'year' });
    expect(shop.fake.charged).toEqual([59_000]);
  });

  it('[E1] now is refused, to people and to operators: what is paid runs to its end', async () => {
    const { account, subscription } = await started();
    const now = { plan: 'pro', interval: 'year', effective: 'now' } as const;
    expect(await edit(account, { ...now, price_due_cents: 53_100 })).toMatchObject({
      status: 409,
      body: { code: 'invalid_state' },
    });
    expect(await preview(account, now)).toMatchObject({ code: 'invalid_state' });
    const asked = { ...now, preview: false };
    const operator = await shop.act(account, 'editPlan', asked, { operator: true });
    expect(operator).toMatchObject({ status: 409, body: { code: 'invalid_state' } });
    const later = { ...asked, effective: 'next_cycle' };
    expect((await shop.act(account, 'editPlan', later, { operator: true })).status).toBe(200);
    expect(await billing(account)).toMatchObject({ next_charge: { amount_cents: 59_000 } });
    expect(billedAs(subscription)).toEqual([5_900, 'month']);
    expect(shop.fake.charged).toEqual([]);
  });

  it.each([false, true])('[E4] in a trial with a card it stands at once (operator: %s)', async (operator) => {
    const account = await shop.workspace();
    const kept = await shop.ask(account, 'startCheckout', {
      plan: 'pro',
      interval: 'month',
      start: 'after_trial',
    });
    await shop.deliver(shop.fake.complete(kept.body.url));
    const subscription = [...shop.fake.subscriptions.keys()].at(-1)!;
    await shop.deliver([shop.fake.event('customer.subscription.created', atStripe(subscription))]);
    shop.fake.charged.length = 0;
    const asked = { plan: 'team', interval: 'year', preview: false } as const;
    expect((await shop.act(account, 'editPlan', asked, { operator })).status).toBe(200);
    expect(billedAs(subscription)).toEqual([99_000, 'year']);
    expect(await shop.account(account)).toMatchObject({ phase: 'trialing', plan: 'team', interval: 'year' });
    shop.clock.now += 6 * DAY_MS;
    await shop.deliver(shop.fake.renew(subscription));
    expect(shop.fake.charged).toEqual([99_000]);
    expect(await shop.account(account)).toMatchObject({ phase: 'active', plan: 'team', interval: 'year' });
  });

  it('what Stripe could not be told at once is told later', async () => {
    const { account, subscription } = await started();
    shop.fake.is_down = true;
    expect((await edit(account, YEARLY)).body.code).toBe('payment_provider_error');
    shop.fake.is_down = false;
    expect(await shop.account(account)).toMatchObject({ pending_edit: { interval: 'year' } });
    await shop.reconcile();
    expect(await billing(account)).toMatchObject({ next_charge: { amount_cents: 59_000 } });
    expect(atStripe(subscription).schedule).not.toBeNull();
  });

  it('a schedule that was made at Stripe’s own pages is left alone', async () => {
    const { account, subscription } = await started();
    const form = new URLSearchParams({ from_subscription: subscription });
    await fetch(`${shop.fake.address()}/v1/subscription_schedules`, { method: 'POST', body: form });
    const { schedule } = atStripe(subscription);
    expect(schedule).not.toBeNull();
    await shop.deliver([shop.fake.event('customer.subscription.updated', atStripe(subscription))]);
    expect(atStripe(subscription).schedule).toBe(schedule);
    expect((await shop.account(account)).cancels_at).toBeNull();
  });
});
