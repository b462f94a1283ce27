import { describe, expect, test } from 'vitest';
import { award, cancel, charge, convert, create, down, edit, extend, hold, pause } from './commands.ts';
import { release, resume, revoke, settings, settle, startTrial, withdrawCancel } from './commands.ts';
import { Ledger, at, open, openTrial } from './harness.ts';

const TRIAL_END = '2026-01-10T09:00:00Z';
const NEXT_CYCLE = '2026-02-05T09:00:00Z';

describe('A4. Trials', () => {
  test('[A4] a trial is cycle 0 with a trial grant instead of a plan grant', () => {
    const acme = openTrial();
    expect(acme.cycle).toEqual([0, '2026-01-05T09:00', '2026-01-10T09:00']);
    expect(acme.balance).toMatchObject({
      phase: 'trialing',
      available: 100,
      plan: null,
      trial: { limit: 100, available: 100, held: 0, spent: 0 },
      refunds: { cap: 20 },
    });
    expect(acme.grants('plan')).toEqual([]);
  });

  test('[A4] at its end it becomes active, that instant the anchor, and the first plan grant is made', () => {
    const acme = openTrial();
    acme.does(charge(30));
    acme.on('2026-01-20T00:00:00Z').touch();
    expect(acme.state).toMatchObject({ phase: 'active', anchor: '2026-01-10T09:00:00.000' });
    expect(acme.cycle).toEqual([1, '2026-01-10T09:00', '2026-02-10T09:00']);
    expect(acme.balance).toMatchObject({ trial: null, plan: { limit: 500, available: 500, spent: 0 } });
    expect(acme.grants('trial')[0]).toMatchObject({ spent: 30, expired: 70, state: 'expired' });
    expect(acme.entries.find((entry) => entry.kind === 'trial_ended')!.at).toBe(at(TRIAL_END));
  });

  test('[A4] whether it converts can be told until its end, by whoever takes the payments', () => {
    const acme = openTrial();
    acme.does(settings({ trial_converts: false }));
    expect(acme.state!.trial_converts).toBe(false);
    acme.on(TRIAL_END).touch();
    expect(acme.balance).toMatchObject({ phase: 'canceled' });
    const late = openTrial('small', { trial_converts: false });
    late.does(settings({ trial_converts: true }));
    late.on(TRIAL_END).touch();
    expect(late.balance).toMatchObject({ phase: 'active', plan: { limit: 500, available: 500 } });
  });

  test('[A1] the interval that is told counts for the next price', () => {
    const acme = openTrial();
    acme.does(settings({ interval: 'year' }));
    acme.does(convert);
    expect(acme.state!.interval).toBe('year');
    const monthly = openTrial();
    monthly.does(convert);
    expect(acme.state!.cycle.paid_price_cents).toBeLessThan(monthly.state!.cycle.paid_price_cents);
  });

  test('[A4] one that does not convert becomes canceled, bonus kept', () => {
    const acme = openTrial('small', { trial_converts: false });
    acme.does(award(40));
    acme.on(TRIAL_END).touch();
    expect(acme.balance).toMatchObject({ phase: 'canceled', available: 0, bonus: { available: 40 } });
    expect(acme.grants('plan')).toEqual([]);
    expect(acme.code(charge(1))).toBe('account_canceled');
  });

  test('[A4] a cancellation that waits at its end keeps it from converting', () => {
    const acme = openTrial();
    acme.does(cancel());
    expect(acme.on(TRIAL_END).phase).toBe('canceled');
  });

  test('[A4] convert early: the same at once, unused trial credits expire', () => {
    const acme = openTrial('small', { trial_converts: false });
    acme.does(charge(10));
    const answer = acme.on('2026-01-07T12:00:00Z').does(convert);
    expect(answer).toMatchObject({ phase: 'active', anchor: '2026-01-07T12:00:00.000Z' });
    expect(answer.balance).toMatchObject({ available: 500, plan: { limit: 500 }, cycle: { number: 1 } });
    expect(acme.grants('trial')[0]).toMatchObject({ available: 0, expired: 90 });
    expect(acme.code(convert)).toBe('invalid_state');
  });

  test('[A4] open trial holds follow H6: a settle spends trial credits, a release expires them', () => {
    const acme = openTrial();
    const one = acme.does(hold(40, { ttl_s: 3600 })).hold;
    const two = acme.does(hold(20, { ttl_s: 3600 })).hold;
    acme.does(convert);
    expect(acme.balance).toMatchObject({ available: 500, held: 60, plan: { held: 0 } });
    const settled = acme.does(settle(one, 25));
    expect(settled).toMatchObject({ charged: 25, returned: 0, expired: 15 });
    expect(settled.slices).toMatchObject([{ kind: 'trial', credits: 25 }]);
    expect(acme.does(release(two))).toMatchObject({ returned: 0, expired: 20 });
    expect(acme.balance.plan).toMatchObject({ available: 500, spent: 0 });
    expect(acme.member()).toMatchObject({ held: 0, spent: 0 });
  });

  test('[A4] a plan without trial days has no trial; a trial has no anchor of its own', () => {
    const acme = new Ledger('2026-01-05T09:00:00Z');
    expect(acme.refuses(create('bare', { trial: true })).figures).toEqual({ field: 'trial' });
    const beside = create('small', { trial: true, anchor_at: at('2025-12-01T00:00:00Z') });
    expect(acme.refuses(beside)).toMatchObject({ code: 'invalid_request', figures: { field: 'anchor' } });
  });

  test('[A4] a trial that waits has no credits, no cycle of its own, and nothing falls due', () => {
    const acme = openTrial('small', { trial_waits: true });
    expect(acme.balance).toMatchObject({ phase: 'canceled', available: 0, cycle: { number: 0 } });
    expect(acme.grants('trial')).toEqual([]);
    expect(acme.code(charge(1))).toBe('account_canceled');
    acme.does(award(40));
    const before = acme.state!.seq;
    acme.on('2026-03-01T00:00:00Z').touch();
    expect(acme.state!.seq).toBe(before);
    expect(acme.does(settings({}))).toMatchObject({ trial_waits: true, anchor: null, trial_ends_at: null });
  });

  test('[A4] it begins when it is started, once, and is a trial like any other from then on', () => {
    const acme = openTrial('small', { trial_waits: true });
    acme.on('2026-03-01T12:00:00Z');
    const started = acme.does(startTrial);
    expect(started).toMatchObject({
      phase: 'trialing',
      trial_waits: false,
      trial_ends_at: '2026-03-06T12:00:00.000Z',
      balance: { available: 100, trial: { limit: 100, available: 100 } },
    });
    expect(acme.code(startTrial)).toBe('invalid_state');
    acme.does(charge(30));
    acme.on('2026-03-05T12:00:00Z').touch();
    expect(acme.notices()).toEqual(['trial_last_day']);
    acme.on('2026-03-06T12:00:00Z').touch();
    expect(acme.cycle).toEqual([1, '2026-03-06T12:00', '2026-04-06T12:00']);
    acme.does(cancel('now'));
    expect(acme.code(startTrial)).toBe('invalid_state');
  });

  test('[A4] a zone that waits comes into force with it', () => {
    const acme = openTrial('small', { trial_waits: true, time_zone: 'Europe/London' });
    acme.does(settings({ time_zone: 'America/New_York' }));
    const started = acme.on('2026-03-05T12:00:00Z').does(startTrial);
    // New York's clocks go forward on 8 March, London's later: the wall-clock time is New York's.
    expect(started).toMatchObject({
      time_zone: 'America/New_York',
      next_time_zone: null,
      trial_ends_at: '2026-03-10T11:00:00.000Z',
    });
  });

  test('[A4] an account that resumes instead has had no trial and gets none; one that was canceled neither', () => {
    const acme = openTrial('small', { trial_waits: true });
    expect(acme.does(resume)).toMatchObject({ phase: 'active', trial_waits: false, cycle: { number: 1 } });
    expect(acme.code(startTrial)).toBe('invalid_state');
    const left = openTrial('small');
    left.does(cancel('now'));
    expect(left.code(startTrial)).toBe('invalid_state');
  });

  test('[A4] a waiting zone is the zone of the anchor', () => {
    const acme = openTrial();
    acme.does(settings({ time_zone: 'Asia/Tokyo' }));
    acme.on(TRIAL_END).touch();
    expect(acme.state).toMatchObject({ anchor: '2026-01-10T18:00:00.000', time_zone: 'Asia/Tokyo' });
  });
});

describe('A5. Cancel, pause, resume', () => {
  test('[A5] cancel at the cycle’s end is the default and takes effect there', () => {
    const acme = open('small');
    acme.does(award(30));
    const answer = acme.does(cancel());
    expect(answer).toMatchObject({ phase: 'active', cancels_at: '2026-02-05T09:00:00.000Z' });
    acme.does(charge(100));
    acme.on(NEXT_CYCLE).touch();
    expect(acme.balance).toMatchObject({ phase: 'canceled', available: 0, bonus: { available: 30 } });
    expect(acme.grants('plan')[0]).toMatchObject({ spent: 100, expired: 400 });
    // No boundaries pass while canceled.
    expect(acme.on('2027-01-01T00:00:00Z').cycle[0]).toBe(1);
  });

  test('[A5] it can be withdrawn, and be asked for twice', () => {
    const acme = open('small');
    acme.does(cancel());
    expect(acme.does(cancel()).cancels_at).not.toBeNull();
    expect(acme.does(withdrawCancel).cancels_at).toBeNull();
    expect(acme.code(withdrawCancel)).toBe('invalid_state');
    expect(acme.on(NEXT_CYCLE).phase).toBe('active');
  });

  test('[A5] cancel now: plan credits expire, the pending edit is dropped, bonus stays', () => {
    const acme = open('medium');
    acme.does(award(30));
    acme.does(edit('small'));
    const answer = acme.does(cancel('now'));
    expect(answer).toMatchObject({ phase: 'canceled', pending_edit: null });
    expect(acme.balance).toMatchObject({ available: 0, bonus: { available: 30, locked_by: 'canceled' } });
    expect(acme.grants('plan')[0]).toMatchObject({ available: 0, expired: 1000, state: 'expired' });
    expect(acme.code(cancel('now'))).toBe('invalid_state');
    expect(acme.code(cancel())).toBe('invalid_state');
  });

  test('[A5] what returns to the plan grant after a cancellation expires', () => {
    const acme = open('small');
    acme.does(award(10));
    const id = acme.does(hold(505, { ttl_s: 3600 })).hold;
    acme.does(cancel('now'));
    expect(acme.does(settle(id, 100))).toMatchObject({ charged: 100, returned: 5, expired: 400 });
    expect(acme.grants('plan')[0]).toMatchObject({ spent: 100, expired: 400, held: 0 });
  });

  test('[A5] a trial can’t pause; neither can a paused or canceled account', () => {
    expect(openTrial().code(pause)).toBe('invalid_state');
    const acme = open('small');
    acme.does(pause);
    expect(acme.code(pause)).toBe('invalid_state');
    acme.does(cancel('now'));
    expect(acme.code(pause)).toBe('invalid_state');
  });

  test('[A5] resume in the same cycle: no second grant', () => {
    const acme = open('small');
    acme.does(charge(120));
    acme.does(pause);
    const answer = acme.on('2026-01-20T00:00:00Z').does(resume);
    expect(answer.balance).toMatchObject({ phase: 'active', available: 380, cycle: { number: 1 } });
    expect(acme.grants('plan')).toHaveLength(1);
    expect(acme.code(resume)).toBe('invalid_state');
  });

  test('[A5] resume in a later cycle: the current cycle by A2, with its grant, once', () => {
    const acme = open('small', { now: '2026-01-31T09:00:00Z' });
    acme.does(charge(120));
    acme.does(pause);
    acme.on('2026-03-31T10:00:00Z').does(resume);
    expect(acme.cycle).toEqual([3, '2026-03-31T09:00', '2026-04-30T09:00']);
    expect(acme.balance.available).toBe(500);
    acme.does(charge(50));
    acme.does(pause);
    expect(acme.does(resume).balance.available).toBe(450);
    expect(acme.grants('plan').map((grant) => [grant.cycle, grant.expired])).toEqual([
      [1, 380],
      [3, 0],
    ]);
  });

  test('[A5] a pending edit and a waiting cancellation take effect in a pause all the same', () => {
    const edited = open('medium');
    edited.does(edit('small'));
    edited.does(pause);
    edited.on(NEXT_CYCLE).does(resume);
    expect(edited.balance.plan).toMatchObject({ limit: 500, available: 500 });
    const canceled = open('medium');
    canceled.does(cancel());
    canceled.does(pause);
    expect(canceled.on(NEXT_CYCLE).phase).toBe('canceled');
  });

  test('[A5] resume from canceled: a new anchor, a new grant, numbering goes on', () => {
    const acme = open('small', { now: '2026-01-31T09:00:00Z' });
    acme.on('2026-03-05T00:00:00Z').does(cancel('now'));
    const answer = acme.on('2026-07-15T10:30:00Z').does(resume);
    expect(answer).toMatchObject({ phase: 'active', anchor: '2026-07-15T10:30:00.000Z' });
    expect(acme.cycle).toEqual([3, '2026-07-15T10:30', '2026-08-15T10:30']);
    expect(acme.balance).toMatchObject({ available: 500, refunds: { used: 0 } });
    expect(acme.on('2026-08-15T10:30:00Z').cycle[0]).toBe(4);
  });

  test('[A5] resume of a trial that was canceled: cycle 1, as any first plan grant', () => {
    const acme = openTrial('small', { trial_converts: false });
    acme.on('2026-02-01T00:00:00Z').does(resume);
    expect(acme.cycle[0]).toBe(1);
    expect(acme.balance).toMatchObject({ trial: null, plan: { available: 500 } });
  });

  const stopped: [string, (acme: Ledger) => void, string][] = [
    ['paused', (acme) => acme.does(pause), 'account_paused'],
    ['canceled', (acme) => acme.does(cancel('now')), 'account_canceled'],
  ];
  test.each(stopped)('[A5] %s: hold, extend, charge and plan edit are refused', (_, stop, code) => {
    const acme = open('small');
    const id = acme.does(hold(10)).hold;
    stop(acme);
    const asked = [hold(1), extend(id, 1), charge(1), charge(0), edit('medium'), extend('hold_9', 1)];
    expect(asked.map((one) => acme.code(one))).toEqual(asked.map(() => code));
  });

  test.each(stopped)('[A5] %s: settle, release, vote, award, revoke and a late settle work', (_, stop) => {
    const acme = open('small');
    const { output } = acme.does(charge(20));
    const [one, two, three] = [10, 20, 30].map((credits) => acme.does(hold(credits)).hold);
    stop(acme);
    expect(acme.does(settle(one!, 8))).toMatchObject({ charged: 8, shortfall: 0 });
    acme.does(release(two!));
    expect(acme.does(down(output)).vote).toBe('down');
    const { grant } = acme.does(award(5));
    acme.does(revoke(grant));
    acme.on('2026-01-05T10:00:00Z');
    const late = acme.does(settle(three!, 12));
    expect(late).toMatchObject({ late: true, charged: 0, shortfall: 12, slices: [] });
  });

  test.each(stopped)('[A5] %s: an open hold never takes more than it holds', (_, stop) => {
    const acme = open('small');
    const id = acme.does(hold(10)).hold;
    stop(acme);
    expect(acme.does(settle(id, 25, { excess: 'charge' }))).toMatchObject({ charged: 10, shortfall: 15 });
  });
});
