import { describe, expect, test } from 'vitest';
import { type EditPlan, previewEdit } from '../src/index.ts';
import { award, cancel, charge, convert, down, edit, hold, release, withdrawEdit } from './commands.ts';
import { type Ledger, PLANS, at, open, openTrial, planOf } from './harness.ts';

const NEXT = '2026-02-05T09:00:00Z';

function preview(acme: Ledger, plan: string, effective?: 'now' | 'next_cycle') {
  const command = acme.command(edit(plan, effective)) as EditPlan;
  const state = acme.read();
  const before = JSON.stringify([...state.grants]);
  const told = previewEdit(state, command, acme.context(command), acme.now);
  expect(JSON.stringify([...state.grants])).toBe(before);
  return told;
}

describe('E. Plan edits', () => {
  test('[E1] up applies now, down at the next cycle, unless told otherwise', () => {
    const acme = open('small');
    expect(acme.does(edit('medium'))).toMatchObject({
      effective: 'now',
      applies_at: '2026-01-05T09:00:00.000Z',
    });
    expect(acme.balance.plan).toMatchObject({ limit: 1000, available: 1000 });
    expect(acme.does(edit('small'))).toMatchObject({
      effective: 'next_cycle',
      applies_at: '2026-02-05T09:00:00.000Z',
    });
    expect(acme.balance.plan).toMatchObject({ limit: 1000 });
    expect(acme.on(NEXT).balance.plan).toMatchObject({ limit: 500, available: 500 });
    expect(acme.does(edit('large', 'next_cycle')).effective).toBe('next_cycle');
    expect(acme.does(edit('tiny', 'now')).effective).toBe('now');
  });

  test('[E1] a preview tells every bucket before and after, the price and the date, and changes nothing', () => {
    const acme = open('small');
    acme.does(award(70));
    acme.does(charge(100));
    acme.does(hold(50, { ttl_s: 3600 }));
    const { seq } = acme.state!;
    const told = preview(acme, 'medium');
    expect(told).toMatchObject({
      preview: true,
      plan: 'medium',
      effective: 'now',
      applies_at: '2026-01-05T09:00:00.000Z',
      price_due_cents: 500,
      currency: 'usd',
      before: {
        plan: 'small',
        available: 420,
        buckets: { plan: { limit: 500, available: 350, held: 50, spent: 100 }, bonus: { available: 70 } },
        refunds: { cap: 100 },
      },
      after: {
        plan: 'medium',
        available: 920,
        buckets: { plan: { limit: 1000, available: 850, held: 50, spent: 100 }, bonus: { available: 70 } },
        refunds: { cap: 200 },
      },
    });
    expect(acme.state!.seq).toBe(seq);
    expect(acme.does(edit('medium'))).toMatchObject({ ...told, preview: false, balance: expect.anything() });
  });

  test('[E1] a preview of the next cycle shows the buckets after the boundary', () => {
    const acme = open('medium');
    acme.does(charge(100));
    expect(preview(acme, 'small')).toMatchObject({
      effective: 'next_cycle',
      applies_at: '2026-02-05T09:00:00.000Z',
      price_due_cents: 0,
      before: { buckets: { plan: { limit: 1000, available: 900 } } },
      after: { available: 500, buckets: { plan: { limit: 500, available: 500, held: 0, spent: 0 } } },
    });
    expect(preview(acme, 'none')).toMatchObject({ code: 'plan_not_found' });
  });

  test.each([
    ['up', 'small', 'medium', 300, 100, { limit: 1000, available: 600, held: 100, spent: 300 }],
    ['down, use below the limit', 'medium', 'small', 300, 100, { limit: 500, available: 100 }],
    ['down, use above the limit', 'medium', 'small', 600, 100, { limit: 500, available: 0 }],
    ['down, use at the limit', 'medium', 'small', 400, 100, { limit: 500, available: 0 }],
  ])('[E2] now: amount = max(limit, spent + held): %s', (_, from, to, spent, held, expected) => {
    const acme = open(from);
    acme.does(charge(spent));
    acme.does(hold(held));
    acme.does(edit(to, 'now'));
    expect(acme.balance.plan).toMatchObject(expected);
    expect(acme.grants('plan')[0]!.amount).toBe(Math.max(expected.limit, spent + held));
    expect(acme.balance.cycle.ends_at).toBe('2026-02-05T09:00:00.000Z');
  });

  test('[E2] through every later release, refund and edit', () => {
    const acme = open('medium');
    const { output } = acme.does(charge(500));
    const id = acme.does(hold(200)).hold;
    acme.does(edit('small', 'now'));
    expect(acme.does(release(id))).toMatchObject({ returned: 0, absorbed: 200 });
    expect(acme.does(down(output))).toMatchObject({ refunded: 100, absorbed: 0 });
    expect(acme.balance.plan).toEqual({ limit: 500, available: 100, held: 0, spent: 400 });
    acme.does(edit('medium'));
    expect(acme.balance.plan).toEqual({ limit: 1000, available: 600, held: 0, spent: 400 });
  });

  test('[E2] what returns above the limit is absorbed and counts against the refund cap', () => {
    const acme = open('medium');
    const { output } = acme.does(charge(570));
    acme.does(edit('small', 'now'));
    const voted = acme.does(down(output));
    expect(voted).toMatchObject({ refunded: 30, absorbed: 70, capped: 470, refunds: { used: 100, left: 0 } });
    expect(acme.balance.plan).toEqual({ limit: 500, available: 30, held: 0, spent: 470 });
  });

  test('[E2] a held slice of the cycle’s grant that expires above the limit is absorbed', () => {
    const acme = open('medium');
    acme.does(charge(500));
    acme.does(hold(100));
    acme.does(edit('small', 'now'));
    acme.on('2026-01-05T09:10:00Z').touch();
    expect(acme.grants('plan')[0]).toMatchObject({ amount: 500, available: 0, held: 0, spent: 500 });
  });

  test.each([
    ['down and up', 'medium', ['small', 'medium']],
    ['up and down', 'medium', ['large', 'medium']],
    ['down, down, up, up', 'medium', ['small', 'tiny', 'small', 'medium']],
  ])('[E2] %s restores nothing and destroys nothing', (_, from, path) => {
    const acme = open(from);
    acme.does(award(50));
    acme.does(charge(640));
    acme.does(hold(60));
    const { plan, bonus, available } = acme.balance;
    for (const to of path) acme.does(edit(to, 'now'));
    expect(acme.balance).toMatchObject({ plan, bonus, available });
  });

  test('[E2] the anchor stays', () => {
    const acme = open('small');
    const { anchor } = acme.state!;
    acme.on('2026-01-20T00:00:00Z').does(edit('medium'));
    expect(acme.state).toMatchObject({ anchor, anchor_cycle: 1 });
  });

  test('[E3] one pending edit at a time: a newer one replaces it, it can be withdrawn', () => {
    const acme = open('large');
    acme.does(edit('medium'));
    acme.does(edit('small'));
    expect(acme.state!.pending_plan).toBe('small');
    expect(acme.does(withdrawEdit)).toMatchObject({ plan: 'large', pending_edit: null });
    expect(acme.code(withdrawEdit)).toBe('invalid_state');
    acme.does(edit('small'));
    expect(acme.on(NEXT).balance.plan!.limit).toBe(500);
  });

  test('[E3] an edit now replaces the pending one', () => {
    const acme = open('medium');
    acme.does(edit('small'));
    acme.does(edit('large'));
    expect(acme.state!.pending_plan).toBeNull();
    expect(acme.on(NEXT).balance.plan!.limit).toBe(2000);
  });

  test('[E4] in a trial an edit chooses the plan to come; the trial grant stays', () => {
    const acme = openTrial('small');
    acme.does(charge(40));
    const answer = acme.does(edit('medium'));
    expect(answer).toMatchObject({ applies_at: '2026-01-10T09:00:00.000Z', price_due_cents: 0 });
    expect(answer.after).toMatchObject({ buckets: { trial: null, plan: { limit: 1000, available: 1000 } } });
    expect(acme.balance.trial).toEqual({ limit: 100, available: 60, held: 0, spent: 40 });
    expect(acme.code(edit('large', 'now'))).toBe('invalid_state');
    acme.does(edit('large', 'next_cycle'));
    expect(acme.does(convert).balance.plan).toMatchObject({ limit: 2000, available: 2000 });
  });

  test('[E5] editing a plan of the catalogue touches accounts only at their next cycle', () => {
    const more = { version: 2, effective_at: at('2026-01-10T00:00:00Z'), refund_ratio_bp: 1_000 };
    const acme = open('small', { plans: [...PLANS, planOf('small', 800, more)] });
    acme.does(charge(100));
    acme.on('2026-01-20T00:00:00Z');
    expect(acme.balance).toMatchObject({ plan: { limit: 500, available: 400 }, refunds: { cap: 100 } });
    expect(acme.on(NEXT).balance).toMatchObject({ plan: { limit: 800 }, refunds: { cap: 80 } });
  });

  test('[E5] up or down is measured against the cycle’s own limit', () => {
    const more = { version: 2, effective_at: at('2026-01-10T00:00:00Z') };
    const acme = open('medium', { plans: [...PLANS, planOf('medium', 300, more)] });
    acme.on('2026-01-20T00:00:00Z');
    expect(acme.does(edit('small')).effective).toBe('next_cycle');
  });

  test('[E6] up now costs the difference to the highest price paid in this cycle, not prorated', () => {
    const acme = open('small');
    acme.on('2026-02-04T00:00:00Z');
    expect(acme.does(edit('medium')).price_due_cents).toBe(500);
    // Down gives no money back, and up again to what was paid already costs nothing.
    expect(acme.does(edit('tiny', 'now')).price_due_cents).toBe(0);
    expect(acme.does(edit('medium')).price_due_cents).toBe(0);
    expect(acme.does(edit('large')).price_due_cents).toBe(1000);
    expect(acme.on(NEXT).does(edit('medium', 'now')).price_due_cents).toBe(0);
  });

  test('[E6] billed by the year, the monthly price is a twelfth of the yearly one', () => {
    const acme = open('small', { interval: 'year' });
    expect(acme.does(edit('medium')).price_due_cents).toBe(Math.round(10_000 / 12) - Math.round(5_000 / 12));
  });

  test('[E3] a cancellation that is due drops the pending edit', () => {
    const acme = open('medium');
    acme.does(edit('small'));
    acme.does(cancel());
    acme.on(NEXT).touch();
    expect(acme.state).toMatchObject({ phase: 'canceled', plan: 'medium', pending_plan: null });
  });
});
