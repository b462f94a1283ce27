import { describe, expect, test } from 'vitest';
import { type Entry, applyDue, cloneState } from '../src/index.ts';
import { advance, cancel, charge, create, hold, pause, resume, settings, settle, upTo } from './commands.ts';
import { Ledger, PLANS, at, catalogueOf, minuteOf, open, openTrial, planOf } from './harness.ts';

/** The instants at which the next cycles start, to the minute. */
function starts(acme: Ledger, count: number): string[] {
  const found: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const [, , ends] = acme.cycle;
    found.push(ends);
    acme.on(`${ends}:00Z`);
  }
  return found;
}

describe('A. Account and cycle: the calendar', () => {
  test('[A1] an account has a plan, an interval, a phase, an anchor, a zone and a cycle', () => {
    const acme = new Ledger('2026-01-05T09:00:00Z');
    const made = acme.does(create('small', { interval: 'year', time_zone: 'Europe/London' }));
    expect(made).toMatchObject({
      account: 'acme',
      plan: 'small',
      interval: 'year',
      phase: 'active',
      anchor: '2026-01-05T09:00:00.000Z',
      time_zone: 'Europe/London',
      cycle: { number: 1, ends_at: '2026-02-05T09:00:00.000Z' },
    });
  });

  test('[A1] credits refill monthly whether billed by the month or the year', () => {
    const acme = open('small', { interval: 'year' });
    expect(acme.on('2026-02-05T09:00:00Z').balance.plan).toMatchObject({ limit: 500, available: 500 });
    expect(acme.cycle[0]).toBe(2);
  });

  test('[A2] 31 Jan → 28 Feb → 31 Mar → 30 Apr: counted from the original anchor, clamped', () => {
    const acme = open('small', { now: '2026-01-31T09:00:00Z' });
    expect(starts(acme, 4)).toEqual([
      '2026-02-28T09:00',
      '2026-03-31T09:00',
      '2026-04-30T09:00',
      '2026-05-31T09:00',
    ]);
    expect(acme.cycle[0]).toBe(5);
  });

  test('[A2] 31 Jan of a leap year → 29 Feb', () => {
    expect(starts(open('small', { now: '2028-01-31T09:00:00Z' }), 2)).toEqual([
      '2028-02-29T09:00',
      '2028-03-31T09:00',
    ]);
  });

  test.each([
    ['Europe/London, into summer time', 'Europe/London', '2026-03-05T09:00:00Z', ['2026-04-05T08:00']],
    ['Europe/London, out of it', 'Europe/London', '2026-10-05T08:00:00Z', ['2026-11-05T09:00']],
    ['America/New_York, into it', 'America/New_York', '2026-02-20T14:00:00Z', ['2026-03-20T13:00']],
    ['America/New_York, out of it', 'America/New_York', '2026-10-20T13:00:00Z', ['2026-11-20T14:00']],
    // A skipped wall-clock time is taken later by the gap; one that comes twice is taken the first time.
    [
      'London, 01:30 on 29 March is in the gap',
      'Europe/London',
      '2026-01-29T01:30:00Z',
      ['2026-02-28T01:30', '2026-03-29T01:30', '2026-04-29T00:30'],
    ],
    [
      'London, 01:30 on 25 October is in the fold',
      'Europe/London',
      '2026-09-25T00:30:00Z',
      ['2026-10-25T00:30', '2026-11-25T01:30'],
    ],
    [
      'New York, 02:30 on 8 March is in the gap',
      'America/New_York',
      '2026-02-08T07:30:00Z',
      ['2026-03-08T07:30', '2026-04-08T06:30'],
    ],
    [
      'New York, 01:30 on 1 November is in the fold',
      'America/New_York',
      '2026-10-01T05:30:00Z',
      ['2026-11-01T05:30', '2026-12-01T06:30'],
    ],
  ])('[A2] the wall-clock time is kept across DST: %s', (_, time_zone, now, expected) => {
    expect(starts(open('small', { now, time_zone }), expected.length)).toEqual(expected);
  });

  test('[A2] an account made in the second pass of a fold starts no cycle in its past', () => {
    const acme = open('small', { now: '2026-10-25T01:30:00Z', time_zone: 'Europe/London' });
    expect(acme.cycle[0]).toBe(1);
    expect(starts(acme, 1)).toEqual(['2026-11-25T01:30']);
  });

  test('[A2] start inclusive, end exclusive', () => {
    const acme = open('small', { now: '2026-01-05T09:00:00Z' });
    acme.does(charge(500));
    expect(acme.on('2026-02-05T08:59:59.999Z').balance.available).toBe(0);
    expect(acme.on('2026-02-05T09:00:00.000Z').balance.available).toBe(500);
  });

  test('[A2] a past anchor grants only the cycle that holds the creation', () => {
    const acme = open('small', { now: '2026-03-30T12:00:00Z', anchor_at: at('2025-12-31T09:00:00Z') });
    expect(acme.cycle).toEqual([3, '2026-02-28T09:00', '2026-03-31T09:00']);
    expect(acme.grants('plan').map((grant) => grant.amount)).toEqual([500]);
    expect(acme.on('2026-03-31T09:00:00Z').cycle[0]).toBe(4);
  });

  test('[A2] an anchor on a boundary of its own, to the millisecond', () => {
    const acme = open('small', { now: '2026-02-28T09:00:00Z', anchor_at: at('2026-01-31T09:00:00Z') });
    expect(acme.cycle[0]).toBe(2);
    const before = open('small', { now: '2026-02-28T08:59:59.999Z', anchor_at: at('2026-01-31T09:00:00Z') });
    expect(before.cycle[0]).toBe(1);
  });

  test('[A2] a future anchor is an invalid request', () => {
    const acme = new Ledger('2026-01-05T09:00:00Z');
    const wrong = acme.refuses(create('small', { anchor_at: at('2026-01-05T09:00:00.001Z') }));
    expect(wrong).toMatchObject({ code: 'invalid_request', figures: { field: 'anchor' } });
    expect(acme.state).toBeUndefined();
  });

  test('[A2] a zone change counts from the next cycle on: consecutive numbers, no month granted twice', () => {
    const acme = open('small', { now: '2026-01-31T22:00:00Z', time_zone: 'UTC' });
    acme.does(charge(500));
    const told = acme.on('2026-02-10T00:00:00Z').does(settings({ time_zone: 'Asia/Tokyo' }));
    expect(told).toMatchObject({ time_zone: 'UTC', next_time_zone: 'Asia/Tokyo' });
    expect(acme.cycle[2]).toBe('2026-02-28T22:00');
    // From here 22:00 on the anchor's day is Tokyo's.
    expect(starts(acme, 3)).toEqual(['2026-02-28T22:00', '2026-03-31T13:00', '2026-04-30T13:00']);
    acme.touch();
    expect(acme.grants('plan').map((grant) => grant.cycle)).toEqual([1, 2, 3, 4]);
    expect(acme.state!.time_zone).toBe('Asia/Tokyo');
  });

  test('[A2] asking for the zone in force withdraws the waiting one', () => {
    const acme = open('small', { time_zone: 'UTC' });
    acme.does(settings({ time_zone: 'Asia/Tokyo' }));
    expect(acme.does(settings({ time_zone: 'UTC' })).next_time_zone).toBeNull();
    expect(starts(acme, 2)).toEqual(['2026-02-05T09:00', '2026-03-05T09:00']);
  });

  test('[A3] due events are journalled at their due instants, in due order, holds first in a tie', () => {
    const acme = open('small', { now: '2026-01-05T09:00:00Z' });
    acme.on('2026-02-05T08:50:00Z').does(hold(10, { ttl_s: 600 }));
    acme.does(hold(20, { ttl_s: 300 }));
    const seq = acme.state!.seq;
    acme.on('2026-03-05T10:00:00Z').touch();
    const written = acme.entries.filter((entry) => entry.seq > seq);
    expect(written.map((entry) => `${entry.kind} ${minuteOf(entry.at)}`)).toEqual([
      'hold_expired 2026-02-05T08:55',
      'hold_expired 2026-02-05T09:00',
      'grant_expired 2026-02-05T09:00',
      'cycle_started 2026-02-05T09:00',
      'notice 2026-02-05T09:00',
      'grant_expired 2026-03-05T09:00',
      'cycle_started 2026-03-05T09:00',
      'notice 2026-03-05T09:00',
    ]);
    expect(written.every((entry) => entry.key === null && entry.actor === 'system')).toBe(true);
    // Both holds came back before their grant expired.
    expect(acme.grants('plan').map((grant) => grant.expired)).toEqual([500, 500, 0]);
  });

  test('[A3] holds that expire together expire by sequence', () => {
    const acme = open('small');
    const [one, two] = [acme.does(hold(1)).hold, acme.does(hold(2)).hold];
    acme.state!.holds = new Map([...acme.state!.holds].toReversed());
    acme.on('2026-01-05T09:10:00Z').touch();
    const freed = acme.entries.filter((entry) => entry.kind === 'hold_expired').map((e) => e.facts.hold);
    expect(freed).toEqual([one, two].map((id) => Number(id.split('_')[1])));
  });

  test('[A3] a boundary: expire the grant; then the cancel, or the pending edit; then the new grant', () => {
    const edited = open('medium');
    edited.does({ op: 'edit_plan', plan: 'small' });
    edited.on('2026-02-05T09:00:00Z').touch();
    expect(edited.kinds().slice(-4)).toEqual(['grant_expired', 'plan_edited', 'cycle_started', 'notice']);
    const canceled = open('medium');
    canceled.does({ op: 'edit_plan', plan: 'small' });
    canceled.does(cancel());
    canceled.on('2026-02-05T09:00:00Z').touch();
    expect(canceled.kinds().slice(-2)).toEqual(['grant_expired', 'canceled']);
    expect(canceled.state).toMatchObject({ phase: 'canceled', plan: 'medium', pending_plan: null });
  });

  test('[A3] an event uses the version of the plan in force at its instant, however late it is applied', () => {
    const plans = [...PLANS, planOf('small', 700, { version: 2, effective_at: at('2026-02-20T00:00:00Z') })];
    const acme = open('small', { plans });
    acme.on('2026-04-01T00:00:00Z').touch();
    expect(acme.grants('plan').map((grant) => grant.amount)).toEqual([500, 500, 700]);
  });

  test('[A3] the effective now is never before the last entry', () => {
    const acme = open('small', { now: '2026-01-05T09:00:00Z' });
    acme.on('2026-01-05T10:00:00Z').does(charge(1));
    acme.on('2026-01-05T09:30:00Z').does(charge(1));
    expect(acme.entries.at(-1)!.at).toBe(at('2026-01-05T10:00:00Z'));
  });

  test('[A3b] reads and refusals project what is due and write nothing', () => {
    const acme = open('small');
    acme.does(upTo(1000));
    const { seq, head } = acme.state!;
    acme.on('2026-02-05T09:00:00Z');
    expect(acme.balance).toMatchObject({ available: 500, held: 0, cycle: { number: 2 } });
    const refused = acme.refuses(charge(501));
    expect(refused.figures).toMatchObject({ available: 500, resets_at: '2026-03-05T09:00:00.000Z' });
    expect(acme.state).toMatchObject({ seq, head });
  });

  test('[A6] a test clock stands still until it is moved, and visits every due instant on the way', () => {
    const acme = new Ledger('2026-06-01T00:00:00Z');
    acme.clock_now = at('2030-01-31T09:00:00Z');
    acme.does(create('small', { clock: 'clock_1' }));
    const { hold: id } = acme.does(hold(100));
    // The wall clock goes on; the account's time does not.
    acme.on('2027-06-01T00:00:00Z').touch();
    expect(acme.balance).toMatchObject({ held: 100, as_of: '2030-01-31T09:00:00.000Z' });
    acme.does(advance('2030-03-31T09:00:00Z'));
    expect(acme.kinds().filter((kind) => kind === 'cycle_started')).toHaveLength(3);
    expect(acme.entries.find((entry) => entry.kind === 'hold_expired')!.at).toBe(at('2030-01-31T09:10:00Z'));
    expect(acme.entries.at(-1)).toMatchObject({ kind: 'clock_advanced', at: at('2030-03-31T09:00:00Z') });
    expect(acme.does(settle(id, 5))).toMatchObject({ late: true, charged: 5 });
  });

  test('[A6] in steps or at once, a clock brings the same balances', () => {
    const through = (stops: string[]) => {
      const acme = new Ledger('2026-06-01T00:00:00Z');
      acme.clock_now = at('2030-01-31T09:00:00Z');
      acme.does(create('small', { clock: 'clock_1', trial: true }));
      for (const stop of stops) acme.does(advance(stop));
      const { seq: _seq, ...balance } = acme.balance;
      return balance;
    };
    const end = '2030-04-15T00:00:00Z';
    expect(through(['2030-02-05T09:00:00Z', '2030-02-28T08:59:59Z', end])).toEqual(through([end]));
  });

  test('[A6] an unknown clock is not found, whether or not the account is there (X)', () => {
    const acme = new Ledger('2026-06-01T00:00:00Z');
    expect(acme.code(create('small', { clock: 'clock_9' }))).toBe('clock_not_found');
    acme.does(create('small'));
    expect(acme.code(create('small', { clock: 'clock_9' }))).toBe('clock_not_found');
    expect(acme.code(create('none-such'))).toBe('plan_not_found');
  });

  test('[A5] a paused account passes its boundaries without grants', () => {
    const acme = open('small');
    acme.does(pause);
    acme.on('2026-03-10T00:00:00Z').touch();
    expect(acme.cycle[0]).toBe(3);
    expect(acme.grants('plan')).toHaveLength(1);
    expect(acme.balance.plan).toMatchObject({ limit: 500, available: 0 });
    acme.does(resume);
    expect(acme.grants('plan').map((grant) => grant.cycle)).toEqual([1, 3]);
  });

  test('[A4] a trial ends by the calendar of its zone', () => {
    const acme = openTrial('small', { now: '2026-03-26T09:00:00Z', time_zone: 'Europe/London' });
    // Five calendar days later summer time has begun: the wall clock says 09:00 again.
    expect(acme.cycle).toEqual([0, '2026-03-26T09:00', '2026-03-31T08:00']);
  });
});

describe('A. Account and cycle: many due events', () => {
  test('[H5] [A3] however many end at a time, they are looked through once, and end in order', () => {
    const acme = open('small');
    for (let nth = 0; nth < 200; nth += 1) acme.does(hold(1, { ttl_s: nth % 2 === 0 ? 60 : 30 }));
    const state = cloneState(acme.state!);
    let looks = 0;
    state.holds = new Proxy(state.holds, {
      get: (holds, name) => {
        if (name === 'values') looks += 1;
        const value = holds[name as keyof typeof holds];
        return typeof value === 'function' ? value.bind(holds) : value;
      },
    });
    const entries: Entry[] = [];
    applyDue(state, { catalogue: catalogueOf(PLANS) }, state.last_at + 3_600_000, entries);
    const ended = entries.map((entry) => entry.facts.hold as number);
    const [short, long] = [ended.slice(0, 100), ended.slice(100)];
    expect([short, long]).toEqual([short.toSorted((a, b) => a - b), long.toSorted((a, b) => a - b)]);
    expect([short[0], long[0]]).toEqual([4, 3]);
    expect(state.totals.held).toBe(0);
    expect(looks).toBe(1);
  });
});
