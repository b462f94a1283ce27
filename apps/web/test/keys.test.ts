import { describe, expect, it } from 'vitest';
import { chargedBy } from '../src/features/history/charged-by.ts';
import { requestDays } from '../src/features/settings/key-requests.tsx';
import { keysSearch } from '../src/features/settings/keys-search.ts';
import { explanation, routeWords } from '../src/features/settings/refusal-words.ts';

describe('the address of the keys', () => {
  it('keeps a code and a key, and nothing else', () => {
    const all = { code: 'insufficient_credits', key: 'key_1a' };
    expect(keysSearch({ ...all, page: 2 })).toEqual(all);
    expect(keysSearch({ code: '', key: 'a b', other: 1 })).toEqual({});
    expect(keysSearch({ code: 402 })).toEqual({});
  });
});

describe('why a request was refused', () => {
  const told = (detail: string, figures: Record<string, unknown>) =>
    explanation({ detail, figures, idempotency_key: 'charge-1' });

  it('is said by the figures of credits, each once', () => {
    const detail = '90000 credits are needed and 30043 are available.';
    const figures = {
      asked: 90_000,
      available: 30_043,
      available_by_bucket: { plan: 17_543, trial: 0, bonus: 12_500 },
      resets_at: '2026-12-12T09:00:00.000Z',
      member: 'ines',
      member_cap: null,
      member_left: null,
    };
    expect(told(detail, figures)).toEqual([
      'Asked for 90,000.',
      '30,043 available (17,543 plan, 12,500 bonus).',
      'Resets 12\u00A0Dec.',
      'Member ines.',
    ]);
  });

  it('is said by a cap that is reached', () => {
    const detail = 'jun has 0 of 3000 credits left in this cycle.';
    const figures = { asked: 500, member: 'jun', member_cap: 3_000, member_left: 0 };
    expect(told(detail, figures)).toEqual(['Asked for 500.', '0 left of a cap of 3,000.']);
  });

  it('is said by each field that is wrong', () => {
    const errors = [
      { field: 'body.words', message: 'must be a whole number' },
      { field: 'body.membre', message: 'is not a field of this request' },
    ];
    expect(told('body.words: must be a whole number', { errors })).toEqual([
      'Body.words must be a whole number.',
      'Body.membre is not a field of this request.',
    ]);
  });

  it('is its own sentence where there is nothing to add, and what that does not name', () => {
    expect(told('There is no output out-1.', { output: 'out-1' })).toEqual(['There is no output out-1.']);
    expect(told('The hold is resolved.', { hold: 'hold_1' })).toEqual([
      'The hold is resolved.',
      'Hold hold_1.',
    ]);
    expect(told('Out of reach', {})).toEqual(['Out of reach.']);
    // The key stands beside it already.
    expect(told('It was used before.', { key: 'charge-1' })).toEqual(['It was used before.']);
  });

  it('names the route, behind the account that is the workspace’s own', () => {
    const path = '/v1/accounts/{account}/charges';
    expect(routeWords({ route: 'createCharge', method: 'POST', path })).toBe('POST …/charges');
    expect(routeWords({ route: 'listPlans', method: 'GET', path: '/v1/plans' })).toBe('GET /v1/plans');
    expect(routeWords({ route: 'gone', method: '', path: '' })).toBe('gone');
  });
});

it('requests are told by day: those that were answered, and the others by code', () => {
  const row = (day: string, outcome: string, requests: number) => ({ day, outcome, requests });
  const data = [
    row('2026-11-28', 'insufficient_credits', 2),
    row('2026-11-28', 'ok', 7),
    row('2026-11-26', 'rate_limited', 1),
  ] as Parameters<typeof requestDays>[0];
  expect(requestDays(data)).toEqual([
    { day: '2026-11-28', answered: 7, refused: [{ code: 'insufficient_credits', requests: 2 }] },
    { day: '2026-11-26', answered: 0, refused: [{ code: 'rate_limited', requests: 1 }] },
  ]);
});

it('an output of a program says by what it was charged', () => {
  const nameOf = (member: string) => (member === 'ines' ? 'Ines' : member);
  const key = { key: 'key_1', name: 'Blog' };
  expect(chargedBy({ key, actor: 'key:key_1' }, nameOf)).toBe('charged by the key Blog');
  expect(chargedBy({ key: null, actor: 'operator' }, nameOf)).toBe('charged by the operator’s key');
  expect(chargedBy({ key: null, actor: 'member:ines' }, nameOf)).toBe('charged by Ines over the API');
  expect(chargedBy({ key: null, actor: 'key:key_gone' }, nameOf)).toBe('charged over the API');
});
