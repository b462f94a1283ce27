import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { DAY_MS, type Shop, openShop } from './harness.ts';

describe.each(BACKENDS)('plans that are paid for on %s', (backend) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop(backend);
  });
  afterAll(() => shop.close());
  beforeEach(() => {
    shop.fake.card = 'good';
    shop.fake.charged.length = 0;
  });

  const priceOf = (subscription: string) => {
    const [item] = shop.fake.subscriptions.get(subscription)!.items.data;
    return [item!.price.unit_amount, item!.price.recurring!.interval];
  };

  it('[A4] a trial converts only with a way to pay', async () => {
    const account = await shop.workspace();
    await shop.reconcile();
    expect(await shop.account(account)).toMatchObject({ trial_converts: false });
    const { body } = await shop.ask(account, 'startCheckout', {
      plan: 'team',
      interval: 'month',
      start: 'after_trial',
    });
    await shop.deliver(shop.fake.complete(body.url));
    expect(shop.fake.charged).toEqual([]);
    expect(await shop.account(account)).toMatchObject({ phase: 'trialing', plan: 'team' });
    const made = [...shop.fake.subscriptions.values()].at(-1)!;
    await shop.deliver([shop.fake.event('customer.subscription.created', made)]);
    expect(await shop.account(account)).toMatchObject({ trial_converts: true });
    shop.clock.now += 6 * DAY_MS;
    expect(await shop.account(account)).toMatchObject({ phase: 'active', plan: 'team' });
    await shop.deliver(shop.fake.renew(made.id));
    expect(shop.fake.charged).toEqual([9_900]);
    expect(await shop.account(account)).toMatchObject({ phase: 'active', cycle: { number: 1 } });
    expect(shop.firsts).toContain(account);
  });

  it('[A4] one that waited for its owner’s proof converts only with a way to pay as well', async () => {
    const account = await shop.workspace({ trial_waits: true });
    await shop.reconcile();
    await shop.do({ op: 'start_trial', account });
    expect(await shop.account(account)).toMatchObject({ phase: 'trialing', trial_converts: false });
    shop.clock.now += 6 * DAY_MS;
    expect(await shop.account(account)).toMatchObject({ phase: 'canceled' });
  });

  it('[A4] without one it ends, and starts again when it is paid for', async () => {
    const account = await shop.workspace();
    await shop.reconcile();
    shop.clock.now += 6 * DAY_MS;
    expect(await shop.account(account)).toMatchObject({ phase: 'canceled' });
    expect((await shop.act(account, 'resumeAccount')).body.code).toBe('payment_required');
    const { body } = await shop.ask(account, 'startCheckout', {
      plan: 'starter',
      interval: 'month',
      start: 'now',
    });
    await shop.deliver(shop.fake.complete(body.url).toReversed());
    const after = await shop.account(account);
    expect(after).toMatchObject({ phase: 'active', plan: 'starter', balance: { plan: { limit: 20_000 } } });
  });

  it('a workspace that is deleted is charged no more; one without a subscription has nothing to end', async () => {
    const { account, subscription } = await shop.subscribed();
    expect(await shop.payments.leave(account)).toBeNull();
    expect(shop.fake.subscriptions.get(subscription)!.status).toBe('canceled');
    expect(await shop.payments.leave(await shop.workspace())).toBeNull();
  });

  it('[A4] "Start now" in a trial with a card pays at once and converts', async () => {
    const account = await shop.workspace();
    const kept = await shop.ask(account, 'startCheckout', {
      plan: 'pro',
      interval: 'month',
      start: 'after_trial',
    });
    await shop.deliver(shop.fake.complete(kept.body.url));
    await shop.reconcile();
    await shop.deliver([
      shop.fake.event('customer.subscription.created', [...shop.fake.subscriptions.values()].at(-1)!),
    ]);
    expect((await shop.act(account, 'convertTrial')).body.code).toBe('payment_required');
    const { status } = await shop.ask(account, 'startCheckout', {
      plan: 'pro',
      interval: 'month',
      start: 'now',
    });
    expect(status).toBe(200);
    expect(shop.fake.charged).toEqual([5_900]);
    expect(await shop.account(account)).toMatchObject({ phase: 'active', plan: 'pro' });
  });

  it('[E6] an edit up costs the difference, once, and never twice in a cycle', async () => {
    const { account, subscription } = await shop.subscribed('pro');
    await shop.spend(account, 31_420);
    const edit = { plan: 'team', effective: 'now', price_due_cents: 4_000 } as const;
    shop.fake.charged.length = 0;
    const answers = [
      await shop.ask(account, 'editPaidPlan', edit, { key: 'up' }),
      await shop.ask(account, 'editPaidPlan', edit, { key: 'up' }),
    ];
    expect(answers.map(({ status, body }) => [status, body.state])).toEqual([
      [200, 'applied'],
      [200, 'applied'],
    ]);
    expect(shop.fake.charged).toEqual([4_000]);
    expect(await shop.account(account)).toMatchObject({
      plan: 'team',
      balance: { plan: { available: 68_580 } },
    });
    expect(priceOf(subscription)).toEqual([9_900, 'month']);
    const down = await shop.ask(account, 'editPaidPlan', {
      plan: 'pro',
      effective: 'now',
      price_due_cents: 0,
    });
    expect(down.body.state).toBe('applied');
    const again = await shop.ask(account, 'editPaidPlan', { ...edit, price_due_cents: 0 });
    expect(again.body.state).toBe('applied');
    expect(shop.fake.charged).toEqual([4_000]);
  });

  it('[E6] nothing changes while the difference is not paid, and all of it when it is', async () => {
    const { account } = await shop.subscribed('pro');
    shop.fake.card = 'declined';
    const edit = { plan: 'team', effective: 'now', price_due_cents: 4_000 } as const;
    const { body } = await shop.ask(account, 'editPaidPlan', edit);
    expect(body).toMatchObject({ state: 'pay', edit: null });
    expect(body.url).toContain('https://invoice.stripe.example/');
    expect(await shop.account(account)).toMatchObject({ plan: 'pro' });
    shop.fake.card = 'good';
    await shop.deliver(shop.fake.retry(new URL(body.url).pathname.slice(1)));
    expect(await shop.account(account)).toMatchObject({ plan: 'team' });
  });

  it('[E6] a price that was not agreed to is refused, and nothing is charged', async () => {
    const { account } = await shop.subscribed('pro');
    shop.fake.charged.length = 0;
    const wrong = await shop.ask(account, 'editPaidPlan', {
      plan: 'team',
      effective: 'now',
      price_due_cents: 1,
    });
    expect(wrong).toMatchObject({ status: 409, body: { code: 'invalid_state', price_due_cents: 4_000 } });
    const direct = await shop.act(account, 'editPlan', { plan: 'team', effective: 'now', preview: false });
    expect(direct).toMatchObject({ status: 402, body: { code: 'payment_required', price_due_cents: 4_000 } });
    expect(shop.fake.charged).toEqual([]);
    expect(await shop.account(account)).toMatchObject({ plan: 'pro' });
  });

  it('[E3] the next renewal costs what the next cycle’s plan costs, and withdrawing puts it back', async () => {
    const { account, subscription } = await shop.subscribed('pro');
    await shop.ask(account, 'editPaidPlan', { plan: 'starter', effective: 'next_cycle', price_due_cents: 0 });
    expect(priceOf(subscription)).toEqual([2_900, 'month']);
    expect(await shop.account(account)).toMatchObject({ plan: 'pro', pending_edit: { plan: 'starter' } });
    await shop.act(account, 'withdrawPlanEdit');
    expect(priceOf(subscription)).toEqual([5_900, 'month']);
    const { subscription: kept } = (await shop.ask(account, 'getBilling')).body as never;
    expect(kept).toMatchObject({ price_cents: 5_900 });
  });

  it('[E6] a year is ten months; going up in it pays for every cycle that is left', async () => {
    const { account, subscription } = await shop.subscribed('pro', 'year');
    expect(shop.fake.charged).toEqual([59_000]);
    expect(priceOf(subscription)).toEqual([59_000, 'year']);
    expect(await shop.account(account)).toMatchObject({
      interval: 'year',
      balance: { plan: { limit: 50_000 } },
    });
    shop.clock.now += 62 * DAY_MS;
    const seen = await shop.act(account, 'editPlan', { plan: 'team', preview: true });
    const due = seen.body.price_due_cents as number;
    expect(due).toBe((8_250 - 4_917) * 10);
    const later = { plan: 'team', effective: 'next_cycle', price_due_cents: 0 } as const;
    expect((await shop.ask(account, 'editPaidPlan', later)).body.code).toBe('invalid_state');
    await shop.ask(account, 'editPaidPlan', { plan: 'team', effective: 'now', price_due_cents: due });
    expect(shop.fake.charged).toEqual([59_000, due]);
    expect(priceOf(subscription)).toEqual([99_000, 'year']);
  });

  it('[E6] a failed renewal pauses the account; paid, it goes on, in the same cycle', async () => {
    const { account, subscription } = await shop.subscribed('pro');
    shop.clock.now += 32 * DAY_MS;
    shop.fake.card = 'declined';
    await shop.deliver(shop.fake.renew(subscription));
    expect(await shop.account(account)).toMatchObject({ phase: 'paused' });
    expect(await shop.spend(account, 1)).toBe(false);
    const billing = (await shop.ask(account, 'getBilling')).body;
    expect(billing).toMatchObject({ past_due: { amount_cents: 5_900 }, next_charge: null });
    expect((await shop.act(account, 'resumeAccount')).body.code).toBe('payment_required');
    const invoice = shop.fake.subscriptions.get(subscription)!.latest_invoice!;
    await shop.deliver(shop.fake.retry(invoice));
    expect(await shop.account(account)).toMatchObject({ phase: 'paused' });
    shop.fake.card = 'good';
    await shop.deliver(shop.fake.retry(invoice));
    const after = await shop.account(account);
    expect(after).toMatchObject({
      phase: 'active',
      cycle: { number: 2 },
      balance: { plan: { available: 50_000 } },
    });
  });

  it('[E6] [K1] nobody keeps an unpaid account going by using up the key of its pause', async () => {
    const { account, subscription } = await shop.subscribed('pro');
    shop.clock.now += 32 * DAY_MS;
    shop.fake.card = 'declined';
    const events = shop.fake.renew(subscription);
    const invoice = shop.fake.subscriptions.get(subscription)!.latest_invoice!;
    const charge = { op: 'charge', output: 'mine', member: 'ines', source: 'api', words: 0 } as const;
    await shop.do({ ...charge, account, key: `stripe:${invoice}:pause` });
    await shop.deliver(events);
    expect(await shop.account(account)).toMatchObject({ phase: 'paused' });
  });

  it('[A5] an unpaid plan can be ended at once, and started again by paying anew', async () => {
    const { account, subscription } = await shop.subscribed('pro');
    shop.clock.now += 32 * DAY_MS;
    shop.fake.card = 'declined';
    await shop.deliver(shop.fake.renew(subscription));
    await shop.act(account, 'cancelAccount', { when: 'now' });
    expect(shop.fake.subscriptions.get(subscription)!.status).toBe('canceled');
    expect(await shop.account(account)).toMatchObject({ phase: 'canceled' });
    shop.fake.card = 'good';
    const { body } = await shop.ask(account, 'startCheckout', {
      plan: 'pro',
      interval: 'year',
      start: 'now',
    });
    await shop.deliver(shop.fake.complete(body.url));
    const after = await shop.account(account);
    expect(after).toMatchObject({
      phase: 'active',
      interval: 'year',
      balance: { plan: { available: 50_000 } },
    });
    expect((await shop.ask(account, 'getBilling')).body).toMatchObject({ past_due: null });
    expect((await shop.ledger.verify(account))!.ok).toBe(true);
  });

  it('[A5] cancel waits for the cycle’s end at both, keep withdraws it, and the end of it ends the plan', async () => {
    const { account, subscription } = await shop.subscribed('pro');
    await shop.act(account, 'cancelAccount', { when: 'cycle_end' });
    expect(shop.fake.subscriptions.get(subscription)!.cancel_at_period_end).toBe(true);
    expect((await shop.account(account)).cancels_at).not.toBeNull();
    await shop.act(account, 'withdrawCancel');
    expect(shop.fake.subscriptions.get(subscription)!.cancel_at_period_end).toBe(false);
    expect((await shop.account(account)).cancels_at).toBeNull();
    await shop.deliver(shop.fake.end(subscription));
    expect(await shop.account(account)).toMatchObject({ phase: 'canceled' });
    expect((await shop.ask(account, 'getBilling')).body).toMatchObject({ subscription: null });
  });

  it('[A5] pause stops the renewals, resume lets them go on', async () => {
    const { account, subscription } = await shop.subscribed('pro');
    await shop.act(account, 'pauseAccount');
    expect(shop.fake.subscriptions.get(subscription)!.cancel_at_period_end).toBe(true);
    expect(await shop.account(account)).toMatchObject({ phase: 'paused', cancels_at: null });
    await shop.act(account, 'resumeAccount');
    expect(shop.fake.subscriptions.get(subscription)!.cancel_at_period_end).toBe(false);
    expect(await shop.account(account)).toMatchObject({ phase: 'active' });
  });

  it('an operator edits without paying, and the next renewal follows', async () => {
    const { account, subscription } = await shop.subscribed('pro');
    shop.fake.charged.length = 0;
    await shop.act(account, 'editPlan', { plan: 'team', preview: false }, { operator: true });
    expect(await shop.account(account)).toMatchObject({ plan: 'team' });
    expect(shop.fake.charged).toEqual([]);
    expect(priceOf(subscription)).toEqual([9_900, 'month']);
  });

  it('what no event told is found by looking', async () => {
    const { account, subscription } = await shop.subscribed('pro');
    shop.clock.now += 32 * DAY_MS;
    shop.fake.card = 'declined';
    shop.fake.renew(subscription);
    await shop.reconcile();
    expect(await shop.account(account)).toMatchObject({ phase: 'paused' });
    shop.fake.card = 'good';
    shop.fake.retry(shop.fake.subscriptions.get(subscription)!.latest_invoice!);
    shop.clock.now += 11 * 60_000;
    await shop.reconcile();
    expect(await shop.account(account)).toMatchObject({ phase: 'active' });
  });
});
