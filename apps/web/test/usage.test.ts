import { describe, expect, it } from 'vitest';
import { type Reading, burnDays, forecast, usageSentence } from '../src/features/usage/forecast.ts';
import { usageSearch } from '../src/features/usage/search.ts';
import { splitsOf, topKeys } from '../src/features/usage/snapshot.ts';
import { ago, cycleDays, nextDayKey, untilWords } from '../src/shared/format/date.ts';

const reading: Reading = {
  starts_at: '2026-11-05T09:00:00.000Z',
  ends_at: '2026-12-05T09:00:00.000Z',
  now: Date.parse('2026-11-21T12:00:00.000Z'),
  limit: 50_000,
  plan_used: 31_420,
  used: 31_420,
  plan_left: 18_580,
  bonus_left: 12_500,
  active_days: 15,
  even: 28_333,
  in_trial: false,
};

describe('the usage sentence', () => {
  const said = (change: Partial<Reading> = {}) => {
    const { strong, rest } = usageSentence({ ...reading, ...change }, 'UTC');
    return strong + rest;
  };

  it('opens with what is used and ends with how far it goes', () => {
    expect(said()).toBe(
      '31,420 of 50,000 plan credits used; even pace is 28,333. Plan credits last until about 1\u00A0Dec; bonus covers the rest.',
    );
  });

  it('says when the bonus will not cover the rest', () => {
    expect(said({ bonus_left: 2_000 })).toContain('bonus lasts until about 2\u00A0Dec.');
    expect(said({ bonus_left: 0 })).toContain('no bonus is left after them.');
  });

  it('counts used bonus apart, so that both make the table’s total', () => {
    expect(said({ used: 53_000, plan_used: 50_000, plan_left: 0 })).toMatch(
      /^50,000 of 50,000 plan credits used, and 3,000 bonus; .* Plan credits are used up;/,
    );
  });

  it('forecasts nothing before three active days', () => {
    expect(forecast({ ...reading, active_days: 2 })).toBeNull();
    expect(said({ active_days: 2 })).toBe('31,420 of 50,000 plan credits used; even pace is 28,333.');
  });

  it('speaks of a trial as one: it ends, and its bonus waits', () => {
    expect(said({ in_trial: true })).toMatch(/trial credits used; .* They last until about 1\u00A0Dec\.$/);
    expect(said({ in_trial: true, plan_left: 0 })).toMatch(/ The trial’s credits are used up\.$/);
    expect(said({ in_trial: true, used: 9_000, plan_used: 9_000, plan_left: 41_000 })).toContain(
      'At this pace they last until the trial ends on 5\u00A0Dec.',
    );
  });

  it('says so when the pace lasts', () => {
    expect(said({ used: 9_000, plan_used: 9_000, plan_left: 41_000 })).toContain(
      'At this pace the plan credits last until they reset on 5\u00A0Dec.',
    );
  });
});

describe('the days of a cycle', () => {
  it('has 30 of them from the 5th to the 5th, and the last morning once it has come', () => {
    const days = (until: string) => cycleDays(reading.starts_at, reading.ends_at, 'UTC', Date.parse(until));
    expect(days('2026-11-21T12:00:00Z')).toHaveLength(30);
    expect(days('2026-11-21T12:00:00Z').at(-1)).toBe('2026-12-04');
    expect(days('2026-12-05T08:00:00Z').at(-1)).toBe('2026-12-05');
  });

  it('adds up day by day, without days to come', () => {
    const keys = ['2026-11-05', '2026-11-06', '2026-11-07', '2026-11-08'];
    const days = burnDays(
      keys,
      new Map([
        ['2026-11-05', 10],
        ['2026-11-07', 5],
      ]),
      100,
      '2026-11-07',
    );
    expect(days.map((day) => day.so_far)).toEqual([10, 10, 15]);
    expect(days.map((day) => day.even)).toEqual([25, 50, 75]);
  });

  it('crosses months and summer time', () => {
    expect(nextDayKey('2026-02-28')).toBe('2026-03-01');
    expect(nextDayKey('2026-10-25')).toBe('2026-10-26');
  });

  it('speaks of days to come and of moments gone', () => {
    const now = Date.parse('2026-11-22T12:00:00.000Z');
    expect(untilWords('2026-11-22T20:00:00.000Z', now)).toBe('today');
    expect(untilWords('2026-11-24T11:00:00.000Z', now)).toBe('in 2 days');
    expect(ago(now - 3_400, now)).toBe('3 s ago');
    expect(ago(now - 120_000, now)).toBe('2 min ago');
  });
});

describe('a day’s parts', () => {
  const row = (day: string, key: string, credits: number) => ({ day, key, credits, refunded: 0, outputs: 1 });

  it('add up to the day; what only came back is no part', () => {
    const rows = [row('2026-11-05', 'ines', 20), row('2026-11-05', 'jun', -5), row('2026-11-06', 'ines', 7)];
    expect(splitsOf(rows)).toEqual([
      { day: '2026-11-05', total: 15, parts: [{ key: 'ines', credits: 20 }] },
      { day: '2026-11-06', total: 7, parts: [{ key: 'ines', credits: 7 }] },
    ]);
  });

  it('name the five largest', () => {
    const rows = [1, 2, 3, 4, 5, 6].map((credits, index) => row('2026-11-05', `m${index}`, credits));
    expect(topKeys(splitsOf(rows))).toEqual(['m5', 'm4', 'm3', 'm2', 'm1']);
  });
});

it('the address keeps only filters that are known', () => {
  expect(usageSearch({ cycle: 2, by: 'source', x: 1 })).toEqual({ cycle: 2, by: 'source' });
  expect(usageSearch({ cycle: 0 })).toEqual({ cycle: 0 });
  expect(usageSearch({ cycle: 'current', by: 'label' })).toEqual({});
});
