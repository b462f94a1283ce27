import { describe, expect, it } from 'vitest';
import { id, idempotencyKey, parseRequest, routeList, routes } from '../src/index.ts';
import { PARAMS, paramsOf, parseQuery } from './helpers.ts';

describe('queries', () => {
  it('has defaults', () => {
    expect(parseQuery('listEntries', '')).toEqual({ query: { limit: 50 } });
    expect(parseQuery('getUsage', '')).toEqual({ query: { group_by: 'member' } });
  });

  it('draws charts of the current cycle by member unless told otherwise', () => {
    expect(parseQuery('getDailyUsage', '')).toEqual({ query: { cycle: 'current', by: 'member' } });
    expect(parseQuery('getDailyUsage', 'by=label')).toEqual({ fields: ['query.by'] });
  });

  it('reads numbers, cycles and spans', () => {
    expect(parseQuery('listEntries', 'limit=200&cursor=abc-1')).toEqual({
      query: { limit: 200, cursor: 'abc-1' },
    });
    expect(parseQuery('getUsage', 'cycle=3&group_by=day')).toEqual({ query: { cycle: 3, group_by: 'day' } });
    expect(parseQuery('getUsage', 'cycle=previous')).toMatchObject({ query: { cycle: 'previous' } });
    expect(parseQuery('getUsage', 'from=2026-11-01&to=2026-11-05T10:00:00%2B02:00')).toMatchObject({
      query: { from: '2026-11-01', to: '2026-11-05T08:00:00.000Z' },
    });
    expect(parseQuery('explainHold', 'credits=75&member=ines')).toEqual({
      query: { credits: 75, member: 'ines', mode: 'exact' },
    });
  });

  it.each([
    ['listEntries', 'limit=0', 'query.limit'],
    ['listEntries', 'limit=201', 'query.limit'],
    ['listEntries', 'limit=-1', 'query.limit'],
    ['listEntries', 'limit=1.5', 'query.limit'],
    ['listEntries', 'limit=1e2', 'query.limit'],
    ['listEntries', 'limit=%201', 'query.limit'],
    ['listEntries', 'limit=', 'query.limit'],
    ['listEntries', 'limit=1&limit=2', 'query.limit'],
    ['listEntries', 'cursor=', 'query.cursor'],
    ['listEntries', 'cursor=%00', 'query.cursor'],
    ['listEntries', `cursor=${'x'.repeat(513)}`, 'query.cursor'],
    ['listEntries', 'page=2', 'query.page'],
    ['getUsage', 'cycle=next', 'query.cycle'],
    ['getUsage', 'cycle=-1', 'query.cycle'],
    ['getUsage', 'cycle=99999999999', 'query.cycle'],
    ['getUsage', 'cycle=current&from=2026-11-01&to=2026-11-02', 'query.cycle'],
    ['getUsage', 'from=2026-11-01', 'query.to'],
    ['getUsage', 'from=2026-11-31&to=2026-12-01', 'query.from'],
    ['getUsage', 'group_by=hour', 'query.group_by'],
    ['explainHold', 'member=ines', 'query.credits'],
    ['explainHold', 'credits=0&member=ines', 'query.credits'],
    ['explainHold', 'credits=10', 'query.member'],
  ] as const)('%s refuses ?%s', (route, query, field) => {
    expect(parseQuery(route, query)).toEqual({ fields: [field] });
  });
});

describe('paths', () => {
  it.each(routeList.filter((route) => route.params !== null).map((route) => [route.id, route] as const))(
    '%s parses each parameter of its path',
    (_id, route) => {
      expect(route.params?.safeParse(paramsOf(route)).success).toBe(true);
      for (const name of Object.keys(paramsOf(route))) {
        expect(route.params?.safeParse({ ...paramsOf(route), [name]: 'a b' }).success).toBe(false);
      }
    },
  );

  it('tells all of a request that is wrong', () => {
    const parsed = parseRequest(
      routes.createHold,
      {
        params: { account: '..' },
        query: new URLSearchParams(),
        body: { credits: 0, member: PARAMS.member },
      },
      '/v1/accounts/../holds',
    );
    expect(parsed).toMatchObject({
      ok: false,
      problem: {
        code: 'invalid_request',
        status: 400,
        instance: '/v1/accounts/../holds',
        errors: [{ field: 'params.account' }, { field: 'body.credits' }],
      },
    });
  });

  it('names at most twenty faults', () => {
    const operations = Array.from({ length: 100 }, () => ({ method: 'GET' }));
    const raw = { params: {}, query: new URLSearchParams(), body: { operations } };
    const parsed = parseRequest(routes.runBatch, raw);
    expect(!parsed.ok && parsed.problem.errors).toHaveLength(20);
  });
});

describe('keys and ids', () => {
  it.each(['k', 'a b', '~'.repeat(255), '{"a":1}'])('takes the idempotency key %j', (key) => {
    expect(idempotencyKey.safeParse(key).success).toBe(true);
  });
  it.each(['', ' a', 'a ', 'a\tb', 'é', 'a\0', 'x'.repeat(256), 1, null])(
    'refuses the idempotency key %j',
    (key) => {
      expect(idempotencyKey.safeParse(key).success).toBe(false);
    },
  );
  it('gives a sentence for a bad id', () => {
    expect(id.safeParse('..').error?.issues[0]?.message).toMatch(/^must be 1 to 128 of/);
  });
});
