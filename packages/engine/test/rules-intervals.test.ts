import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Entry, Interval } from '../src/index.ts';
import { type Asked, cancel, convert, edit, pause, resume, settings, withdrawCancel } from './commands.ts';
import { withdrawEdit } from './commands.ts';
import { Ledger, PLANS, asStored, at, open, openTrial, planOf, replayed } from './harness.ts';

const NEXT = '2026-02-05T09:00:00Z';
const billed = (interval: Interval, plan = 'small', effective?: 'now' | 'next_cycle'): Asked => ({
  ...(edit(plan, effective) as Extract<Asked, { op: 'edit_plan' }>),
  interval,
});
const yearly = (more = {}) => open('small', { interval: 'year', ...more });

describe('A1. Months and years', () => {
  test('[A1] a year is twelve cycles, counted from the anchor', () => {
    const acme = open('small', { interval: 'year', anchor_at: at('2024-11-30T09:00:00Z') });
    expect(acme.does(billed('month'))).toMatchObject({ applies_at: '2026-11-30T09:00:00.000Z' });
    const told = yearly({ now: '2026-01-31T09:00:00Z' }).does(billed('month'));
    expect(told).toMatchObject({ applies_at: '2027-01-31T09:00:00.000Z' });
  });

  test('[A1] or from the cycle in which the interval became a year', () => {
    const acme = open('small');
    acme.does(billed('year'));
    acme.on('2026-02-06T00:00:00Z');
    expect(acme.does(billed('month'))).toMatchObject({ applies_at: '2027-02-05T09:00:00.000Z' });
    const told = open('small').on('2026-03-10T00:00:00Z');
    told.does(settings({ interval: 'year' }));
    expect(told.does(billed('month'))).toMatchObject({ applies_at: '2027-03-05T09:00:00.000Z' });
  });

  test('[A1] a later anchor begins the year anew', () => {
    const acme = yearly();
    acme.on('2026-04-20T12:00:00Z').does(cancel('now'));
    acme.does(resume);
    expect(acme.does(billed('month'))).toMatchObject({ applies_at: '2027-04-20T12:00:00.000Z' });
  });

  test('[A1] telling the interval in force counts no year anew', () => {
    const acme = yearly();
    acme.on('2026-05-10T00:00:00Z').does(settings({ interval: 'year' }));
    expect(acme.does(billed('month'))).toMatchObject({ applies_at: '2027-01-05T09:00:00.000Z' });
  });

  test('[A1] the end of a year is read in the zone that it will be in', () => {
    const acme = yearly({ time_zone: 'Europe/London' });
    acme.does(settings({ time_zone: 'Asia/Tokyo' }));
    expect(acme.does(billed('month'))).toMatchObject({ applies_at: '2027-01-05T00:00:00.000Z' });
    acme.on('2026-06-01T00:00:00Z').touch();
    expect(acme.state).toMatchObject({ time_zone: 'Asia/Tokyo', pending_interval: 'month' });
    acme.on('2027-01-05T00:00:00Z').touch();
    expect(acme.state).toMatchObject({ interval: 'month', cycle: { number: 13 } });
  });
});

describe('E. Edits of the interval', () => {
  test('[E1] a month becomes a year with the next cycle, unless told otherwise; credits refill as before', () => {
    const acme = open('small');
    expect(acme.does(billed('year'))).toMatchObject({
      plan: 'small',
      interval: 'year',
      effective: 'next_cycle',
      applies_at: '2026-02-05T09:00:00.000Z',
      price_due_cents: 0,
      next_charge: {
        before: { at: '2026-02-05T09:00:00.000Z', amount_cents: 500, interval: 'month' },
        after: { at: '2026-02-05T09:00:00.000Z', amount_cents: 5_000, interval: 'year' },
      },
    });
    expect(acme.state).toMatchObject({ interval: 'month', plan: 'small' });
    acme.on(NEXT).touch();
    expect(acme.state).toMatchObject({ interval: 'year', pending_plan: null, cycle: { number: 2 } });
    expect(acme.balance.plan).toMatchObject({ limit: 500, available: 500 });
    expect(acme.on('2026-03-05T09:00:00Z').balance.cycle.number).toBe(3);
  });

  test('[E1] a year becomes a month when it is over, a plan beside it included', () => {
    const acme = yearly({ now: '2026-01-05T09:00:00Z' });
    acme.on('2026-04-10T00:00:00Z');
    expect(acme.does(billed('month', 'large'))).toMatchObject({
      effective: 'next_cycle',
      applies_at: '2027-01-05T09:00:00.000Z',
      price_due_cents: 0,
      next_charge: {
        before: { at: '2027-01-05T09:00:00.000Z', amount_cents: 5_000, interval: 'year' },
        after: { at: '2027-01-05T09:00:00.000Z', amount_cents: 2_000, interval: 'month' },
      },
    });
    acme.on('2026-12-31T00:00:00Z').touch();
    expect(acme.state).toMatchObject({ interval: 'year', plan: 'small', cycle: { number: 12 } });
    acme.on('2027-01-05T09:00:00Z').touch();
    expect(acme.state).toMatchObject({
      interval: 'month',
      plan: 'large',
      cycle: { number: 13, limit: 2000 },
    });
    expect(acme.state!.cycle.paid_price_cents).toBe(2_000);
  });

  test('[E1] the interval in force is no other: the edit is one of the plan', () => {
    const acme = open('small');
    expect(acme.does(billed('month', 'medium'))).toMatchObject({ effective: 'now', interval: 'month' });
    expect(acme.does(billed('month', 'small'))).toMatchObject({ effective: 'next_cycle' });
    expect(acme.state!.pending_interval).toBeNull();
  });

  test('[E1] the next charge is told by the price in force on its day, and by what waits', () => {
    const dearer = planOf('small', 500, {
      version: 2,
      effective_at: at('2026-02-01T00:00:00Z'),
      monthly_price_cents: 700,
    });
    const acme = open('small', { plans: [...PLANS, dearer] });
    acme.does(edit('tiny', 'next_cycle'));
    const { next_charge } = acme.does(billed('month', 'small', 'next_cycle'));
    expect(next_charge).toMatchObject({ before: { amount_cents: 200 }, after: { amount_cents: 700 } });
  });

  test('[E1] where nothing will be charged, none is told', () => {
    const acme = open('small');
    acme.does(cancel());
    expect(acme.does(billed('year')).next_charge).toEqual({ before: null, after: null });
    acme.does(withdrawCancel);
    expect(acme.does(withdrawEdit)).toMatchObject({ pending_edit: null });
    const trial = openTrial('small', { trial_converts: false });
    expect(trial.does(billed('year')).next_charge).toEqual({ before: null, after: null });
  });

  test('[E3] one edit waits, whatever it is of; a newer one replaces it; it can be withdrawn', () => {
    const acme = open('medium');
    const answer = acme.does(billed('year', 'medium'));
    expect(answer).toMatchObject({ applies_at: '2026-02-05T09:00:00.000Z' });
    expect(acme.does(settings({ when_empty: 'stop' })).pending_edit).toEqual({
      plan: 'medium',
      interval: 'year',
      applies_at: '2026-02-05T09:00:00.000Z',
    });
    acme.does(edit('small'));
    expect(acme.does(settings({})).pending_edit).toMatchObject({ plan: 'small', interval: 'month' });
    acme.does(billed('year', 'large'));
    acme.does(withdrawEdit);
    acme.on(NEXT).touch();
    expect(acme.state).toMatchObject({ interval: 'month', plan: 'medium', pending_interval: null });
  });

  test('[E3] an edit now, and a cancellation that is due, drop the interval that waits', () => {
    const acme = open('small');
    acme.does(billed('year'));
    acme.does(edit('medium'));
    expect(acme.on(NEXT).read()).toMatchObject({ interval: 'month', plan: 'medium' });
    const left = yearly();
    left.does(billed('month'));
    left.does(cancel());
    left.on(NEXT).touch();
    expect(left.state).toMatchObject({ phase: 'canceled', interval: 'year', pending_interval: null });
    expect(left.state!.pending_cycle).toBeNull();
  });

  test('[E3] what waits takes effect at its boundary in a pause as well', () => {
    const acme = open('small');
    acme.does(billed('year'));
    acme.does(pause);
    acme.on('2026-02-20T00:00:00Z').touch();
    expect(acme.state).toMatchObject({ phase: 'paused', interval: 'year', year_cycle: 2 });
  });

  test('[E4] in a trial it stands at once, and the plan begins with it', () => {
    const acme = openTrial('small');
    expect(acme.does(billed('year', 'medium'))).toMatchObject({
      applies_at: '2026-01-10T09:00:00.000Z',
      price_due_cents: 0,
      next_charge: {
        before: { at: '2026-01-10T09:00:00.000Z', amount_cents: 500, interval: 'month' },
        after: { at: '2026-01-10T09:00:00.000Z', amount_cents: 10_000, interval: 'year' },
      },
    });
    expect(acme.state).toMatchObject({ phase: 'trialing', interval: 'year', plan: 'medium' });
    acme.does(convert);
    expect(acme.does(billed('month', 'medium'))).toMatchObject({ applies_at: '2027-01-05T09:00:00.000Z' });
  });

  test('[E6] a year that begins now costs its price less what this cycle has cost, and counts from this cycle', () => {
    const acme = open('small').on('2026-01-20T00:00:00Z');
    expect(acme.does(billed('year', 'small', 'now'))).toMatchObject({
      effective: 'now',
      price_due_cents: 5_000 - 500,
      next_charge: { after: { at: '2027-01-05T09:00:00.000Z', amount_cents: 5_000, interval: 'year' } },
    });
    // What this cycle had cost went into the year, so an edit up is measured against the twelfth.
    expect(acme.does(edit('medium')).price_due_cents).toBe(Math.round(10_000 / 12) - Math.round(5_000 / 12));
  });

  test('[E6] a month that begins now costs the difference of this cycle and gives no money back', () => {
    const acme = yearly();
    const due = 500 - Math.round(5_000 / 12);
    expect(acme.does(billed('month', 'small', 'now')).price_due_cents).toBe(due);
    expect(acme.does(billed('month', 'tiny', 'now')).price_due_cents).toBe(0);
    expect(acme.does(settings({}))).toMatchObject({ interval: 'month' });
  });

  test('[K1] an edit without an interval is the request that it was before there was one', () => {
    const acme = open('small');
    acme.does(edit('medium'), 'k');
    expect(acme.refuses(billed('year', 'medium'), 'k')).toMatchObject({
      code: 'idempotency_mismatch',
      figures: { field: 'interval' },
    });
  });
});

describe('J. Journals from before years were counted', () => {
  const entries = JSON.parse(
    readFileSync(new URL('./journal-before-years.json', import.meta.url), 'utf8'),
  ) as Entry[];

  test('[J2] they replay to the account that they made, with what had waited; its years count from the anchor', () => {
    const state = replayed('acme', entries);
    expect(state).toMatchObject({
      plan: 'large',
      interval: 'year',
      year_cycle: 0,
      pending_plan: 'medium',
      pending_interval: null,
      pending_cycle: null,
    });
    const acme = new Ledger('2026-02-08T00:00:00Z');
    acme.state = state;
    acme.entries = entries.map((entry) => asStored(entry));
    expect(acme.does(billed('month', 'medium'))).toMatchObject({ applies_at: '2027-01-05T09:00:00.000Z' });
    acme.does(withdrawEdit);
    acme.does(edit('medium'));
    acme.on('2026-03-05T09:00:00Z').touch();
    expect(acme.state).toMatchObject({ plan: 'medium', interval: 'year', pending_plan: null });
  });
});
