import { type Route, routeList } from '@inkwell/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type World, openWorld } from './harness.ts';

/** Bodies that each route takes, so that only the key decides. */
const BODIES: Record<string, unknown> = {
  putAccount: { plan: 'pro' },
  patchAccount: { default_member_cap: 5 },
  editPlan: { plan: 'team' },
  putMember: { cap: 5 },
  awardGrant: { credits: 5, reason: 'x' },
  revokeGrant: { reason: 'x' },
  createHold: { credits: 1, member: 'ines' },
  extendHold: { credits: 1 },
  settleHold: { output: 'o', words: 1 },
  createCharge: { output: 'o', member: 'ines', source: 'api', words: 1 },
  voteOutput: { vote: 'up', member: 'ines' },
  countWords: { text: 'a' },
  runBatch: { operations: [{ method: 'GET', path: '/v1/plans' }] },
  createClock: { now: '2027-01-01T00:00:00Z' },
  advanceClock: { to: '2027-01-02T00:00:00Z' },
  createKey: { name: 'x' },
  createWebhook: { url: 'https://example.com/' },
  createInstanceWebhook: { url: 'https://example.com/' },
};
const closed = routeList.filter((route) => route.access !== 'public');

describe('who may do what', () => {
  let world: World;
  let account: string;
  let own: string;
  let others: string;
  beforeAll(async () => {
    world = await openWorld('pglite');
    account = await world.account();
    own = await world.workspaceKey(account);
    others = await world.workspaceKey(await world.account());
  });
  afterAll(() => world.close());

  const ask = (route: Route, key: string | null, on = account) => {
    const search = route.id === 'explainHold' ? '?credits=1&member=ines' : '';
    const path = route.path.replace('{account}', on).replaceAll(/\{\w+\}/g, 'none') + search;
    const body = route.body === null ? undefined : (BODIES[route.id] ?? {});
    return world.send(route.method, path, { key, body });
  };
  const cases = closed.map((route) => [route.id, route] as const);

  test.each(cases)('%s without a key, and with a wrong one', async (_id, route) => {
    for (const key of [null, 'ink_ws_wrong', '']) {
      const { status, body, headers } = await ask(route, key);
      expect([status, body.code]).toEqual([401, 'unauthorized']);
      expect(headers.get('www-authenticate')).toContain('Bearer');
    }
  });

  test.each(cases.filter(([, route]) => route.path.includes('{account}')))(
    '%s with the key of another account',
    async (_id, route) => {
      const before = await world.seq(account);
      const { status, body } = await ask(route, others);
      expect([status, body.code]).toEqual([404, 'account_not_found']);
      expect(await world.seq(account)).toBe(before);
    },
  );

  test.each(cases.filter(([, route]) => route.access === 'operator' || route.access === 'admin'))(
    '%s with a workspace key',
    async (_id, route) => {
      const before = await world.seq(account);
      const { status, body } = await ask(route, own);
      expect([status, body.code]).toEqual([403, 'not_allowed']);
      expect(await world.seq(account)).toBe(before);
    },
  );

  test.each(
    cases.filter(([, { id, access }]) => (access === 'read' || access === 'spend') && id !== 'streamEvents'),
  )('%s is open to a workspace key', async (_id, route) => {
    expect([401, 403]).not.toContain((await ask(route, own)).status);
  });

  test('a workspace key may preview a plan edit', async () => {
    const body = { plan: 'team', preview: true };
    const { status } = await world.send('POST', `/v1/accounts/${account}/plan`, { key: own, body });
    expect(status).toBe(200);
  });

  test('a batch gives a key no more than it has', async () => {
    const operations = [
      { method: 'POST', path: `/v1/accounts/${account}/grants`, body: BODIES.awardGrant },
      { method: 'GET', path: '/v1/accounts/acct-2/balance' },
      { method: 'GET', path: `/v1/accounts/${account}/balance` },
    ];
    const { body } = await world.send('POST', '/v1/batch', { key: own, body: { operations } });
    expect(body.results.map((result: { status: number }) => result.status)).toEqual([403, 404, 200]);
  });

  test('[M1] a member signed in acts on their own holds, an admin on all, also when they have ended', async () => {
    const path = '/v1/accounts/workspace/holds';
    const [marin, tomo] = [await world.person('marin', 'member'), await world.person('tomo', 'admin')];
    const place = async (member: string, ttl_s = 600): Promise<string> =>
      (await world.send('POST', path, { body: { credits: 5, member, ttl_s } })).body.hold;
    const [open, ended] = [await place('ines'), await place('ines', 1)];
    world.clock.now += 2_000;
    for (const hold of [open, ended])
      for (const [act, body] of [
        ['extend', { credits: 1_000 }],
        ['settle', { output: `of-${hold}`, words: 9_000, excess: 'charge' }],
        ['release', {}],
      ] as const) {
        const { status, body: answer } = await world.send('POST', `${path}/${hold}/${act}`, {
          cookie: marin,
          body,
        });
        expect([act, status, answer.code]).toEqual([act, 403, 'not_allowed']);
      }
    const own = await place('marin');
    expect((await world.send('POST', `${path}/${own}/release`, { cookie: marin, body: {} })).status).toBe(
      200,
    );
    expect((await world.send('POST', `${path}/${open}/release`, { cookie: tomo, body: {} })).status).toBe(
      200,
    );
    const none = await world.send('POST', `${path}/hold_9_00000000/release`, { cookie: marin, body: {} });
    expect([none.status, none.body.code]).toEqual([404, 'hold_not_found']);
  });

  test('a revoked key opens nothing; its last use is kept', async () => {
    const made = await world.send('POST', `/v1/accounts/${account}/keys`, { body: { name: 'short-lived' } });
    const { key, secret } = made.body;
    const read = () => world.send('GET', `/v1/accounts/${account}/balance`, { key: secret });
    expect((await read()).status).toBe(200);
    const { body: revoked } = await world.send('DELETE', `/v1/accounts/${account}/keys/${key}`);
    expect(revoked).toMatchObject({ key, revoked: true });
    expect((await read()).status).toBe(401);
    const { body: list } = await world.send('GET', `/v1/accounts/${account}/keys`);
    expect(JSON.stringify(list)).not.toContain(secret);
    expect((await world.send('DELETE', `/v1/accounts/${account}/keys/none`)).body.code).toBe('key_not_found');
  });

  test('a change with a session comes from the same origin', async () => {
    const cookie = await world.person('ada', 'admin');
    const { account: own } = (await world.send('GET', '/app/session', { cookie })).body;
    const change = (headers: Record<string, string>) =>
      world.send('PATCH', `/v1/accounts/${own}`, { cookie, headers, body: { when_empty: 'stop' } });
    expect((await change({ origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await change({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await change({ origin: world.url })).status).toBe(200);
    expect((await change({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    const other = await world.send('GET', `/v1/accounts/${account}/balance`, { cookie });
    expect([other.status, other.body.code]).toEqual([404, 'account_not_found']);
    const award = { cookie, body: BODIES.awardGrant };
    expect((await world.send('POST', `/v1/accounts/${own}/grants`, award)).status).toBe(403);
  });

  test('who keeps sending keys that open nothing is told to wait; right keys still work', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 1_100 && statuses.at(-1) !== 429; i += 1)
      statuses.push((await world.send('GET', '/v1/plans', { key: `ink_ws_wrong_${i}` })).status);
    const refused = await world.send('GET', '/v1/plans', { key: 'ink_ws_wrong' });
    expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await world.send('GET', '/v1/plans', { key: own })).status).toBe(200);
  });
});

describe('behind a proxy', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld('pglite', { INKWELL_PUBLIC_URL: 'https://ink.example' });
  });
  afterAll(() => world.close());

  test('whoever sends keys that open nothing waits alone', async () => {
    const from = (forwarded: string) =>
      world.send('GET', '/v1/plans', { key: 'ink_ws_wrong', headers: { 'x-forwarded-for': forwarded } });
    const statuses: number[] = [];
    for (let i = 0; i < 1_100 && statuses.at(-1) !== 429; i += 1)
      // What a client says of itself stands before what the proxy adds, and counts for nothing.
      statuses.push((await from(`10.9.8.${i % 250}, 203.0.113.7`)).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await from('203.0.113.8')).status).toBe(401);
  });
});
