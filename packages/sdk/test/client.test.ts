import { describe, expect, it } from 'vitest';
import { errorsOf, parseRequest, routeList } from '@inkwell/contract';
import type { Route } from '@inkwell/contract';
import {
  AccountPaused,
  InkwellError,
  InsufficientCredits,
  MemberCapReached,
  SpendingRefused,
  createClient,
  each,
} from '../src/index.ts';
import type { Client } from '../src/index.ts';
import { fake, json, problem } from './fake.ts';
import type { Sent } from './fake.ts';

const A = 'acme';

/** One call of every method, by the route it must reach. */
const CALLS: Record<string, (client: Client) => Promise<unknown>> = {
  listPlans: (client) => client.plans(),
  putAccount: (client) => client.accounts.put(A, { plan: 'pro' }),
  getAccount: (client) => client.accounts.get(A),
  patchAccount: (client) => client.accounts.patch(A, { when_empty: 'stop' }),
  getBalance: (client) => client.accounts.balance(A),
  editPlan: (client) => client.accounts.editPlan(A, { plan: 'starter', preview: true }),
  withdrawPlanEdit: (client) => client.accounts.withdrawPlanEdit(A),
  pauseAccount: (client) => client.accounts.pause(A),
  resumeAccount: (client) => client.accounts.resume(A),
  cancelAccount: (client) => client.accounts.cancel(A),
  withdrawCancel: (client) => client.accounts.withdrawCancel(A),
  convertTrial: (client) => client.accounts.convertTrial(A),
  verifyAccount: (client) => client.accounts.verify(A),
  listMembers: (client) => client.members.list(A, { limit: 2 }),
  putMember: (client) => client.members.setCap(A, 'ines', { cap: 3000 }),
  deleteMember: (client) => client.members.removeCap(A, 'ines'),
  awardGrant: (client) => client.grants.award(A, { credits: 5, reason: 'r' }),
  listGrants: (client) => client.grants.list(A),
  revokeGrant: (client) => client.grants.revoke(A, 'grant_1', { reason: 'r' }),
  createHold: (client) => client.holds.create(A, { credits: 5, member: 'ines' }),
  extendHold: (client) => client.holds.extend(A, 'hold_1', { credits: 5 }),
  settleHold: (client) => client.holds.settle(A, 'hold_1', { output: 'o', words: 1 }),
  releaseHold: (client) => client.holds.release(A, 'hold_1'),
  createCharge: (client) => client.charges.create(A, { output: 'o', member: 'm', source: 'api', words: 1 }),
  getOutput: (client) => client.outputs.get(A, 'o'),
  voteOutput: (client) => client.outputs.vote(A, 'o', { vote: 'up', member: 'm' }),
  getUsage: (client) => client.usage.get(A, { cycle: 2, group_by: 'day' }),
  getDailyUsage: (client) => client.usage.daily(A, { cycle: 'previous', by: 'source' }),
  listCycles: (client) => client.cycles.list(A),
  createKey: (client) => client.keys.create(A, { name: 'build' }),
  listKeys: (client) => client.keys.list(A, { limit: 5 }),
  revokeKey: (client) => client.keys.revoke(A, 'key_1'),
  createWebhook: (client) => client.webhooks.create(A, { url: 'https://a.example/' }),
  listWebhooks: (client) => client.webhooks.list(A),
  getWebhook: (client) => client.webhooks.get(A, 'wh_1'),
  patchWebhook: (client) => client.webhooks.patch(A, 'wh_1', { state: 'paused' }),
  deleteWebhook: (client) => client.webhooks.delete(A, 'wh_1'),
  rotateWebhookSecret: (client) => client.webhooks.rotate(A, 'wh_1', { grace_s: 60 }),
  testWebhook: (client) => client.webhooks.test(A, 'wh_1'),
  listDeliveries: (client) => client.webhooks.deliveries(A, 'wh_1', { state: 'dead', limit: 5 }),
  getDelivery: (client) => client.webhooks.delivery(A, 'wh_1', 'msg_1'),
  replayDelivery: (client) => client.webhooks.replay(A, 'wh_1', 'msg_1'),
  replayDead: (client) => client.webhooks.replayDead(A, 'wh_1'),
  createInstanceWebhook: (client) => client.webhooks.create(null, { url: 'https://a.example/' }),
  listInstanceWebhooks: (client) => client.webhooks.list(null),
  getInstanceWebhook: (client) => client.webhooks.get(null, 'wh_1'),
  patchInstanceWebhook: (client) => client.webhooks.patch(null, 'wh_1', { state: 'paused' }),
  deleteInstanceWebhook: (client) => client.webhooks.delete(null, 'wh_1'),
  rotateInstanceWebhookSecret: (client) => client.webhooks.rotate(null, 'wh_1', { grace_s: 60 }),
  testInstanceWebhook: (client) => client.webhooks.test(null, 'wh_1'),
  listInstanceDeliveries: (client) => client.webhooks.deliveries(null, 'wh_1', { state: 'dead', limit: 5 }),
  getInstanceDelivery: (client) => client.webhooks.delivery(null, 'wh_1', 'msg_1'),
  replayInstanceDelivery: (client) => client.webhooks.replay(null, 'wh_1', 'msg_1'),
  replayInstanceDead: (client) => client.webhooks.replayDead(null, 'wh_1'),
  listKeyRequests: (client) => client.keys.requests(A, 'key_1', { days: 7 }),
  listKeyRefusals: (client) => client.keys.refusals(A, { code: 'rate_limited', key: 'key_1', limit: 2 }),
  explainHold: (client) => client.usage.explain(A, { credits: 5, member: 'm' }),
  listEntries: (client) => client.entries.list(A, { cursor: 'abc' }),
  createClock: (client) => client.clocks.create({ now: '2026-01-01T00:00:00Z' }),
  advanceClock: (client) => client.clocks.advance('clock_1', { to: '2026-01-02T00:00:00Z' }),
  countWords: (client) => client.words('a b'),
  getHealth: (client) => client.instance.health(),
  getReadiness: (client) => client.instance.readiness(),
  getMetrics: async (client) => JSON.parse(await client.instance.metrics()) as unknown,
  listAccounts: (client) => client.accounts.list({ limit: 2 }),
  exportAccount: async (client) => new Response(await client.accounts.export(A)).json(),
  importAccount: (client) => client.accounts.import(A, new Blob(['{}'])),
  takeBackup: async (client) => new Response(await client.instance.backup()).json(),
  runBatch: (client) => client.batch({ operations: [{ method: 'POST', path: '/v1/accounts/a/charges' }] }),
};

/** The route that a request reaches, with its path parameters. */
function match(sent: Sent): { route: Route; params: Record<string, string> } | null {
  const path = new URL(sent.url).pathname.split('/');
  for (const route of routeList) {
    const parts = route.path.split('/');
    const fits =
      parts.length === path.length && parts.every((part, at) => part.startsWith('{') || part === path[at]);
    if (!fits || route.method !== sent.method) continue;
    const named = parts.flatMap((part, at) =>
      part.startsWith('{') ? [[part.slice(1, -1), decodeURIComponent(path[at] ?? '')]] : [],
    );
    return { route, params: Object.fromEntries(named) as Record<string, string> };
  }
  return null;
}

describe('every route of the contract', () => {
  it('has a method', () => {
    // Events are followed, not fetched: streams.test.ts.
    const served = routeList.filter((route) => route.id !== 'streamEvents');
    expect(Object.keys(CALLS).toSorted()).toEqual(served.map((route) => route.id).toSorted());
  });

  it.each(Object.keys(CALLS))('%s is called as the contract says', async (name) => {
    const { sent, options } = fake(json({ fine: true }));
    expect(await CALLS[name]?.(createClient(options))).toEqual({ fine: true });
    const request = sent[0] as Sent;
    const found = match(request);
    expect(found?.route.id).toBe(name);
    const { route, params } = found as NonNullable<typeof found>;
    const parsed = parseRequest(route, {
      params,
      query: new URL(request.url).searchParams,
      body: request.body,
    });
    expect(parsed.ok || parsed.problem.errors).toBe(true);
    expect('idempotency-key' in request.headers).toBe(route.changes);
    expect(request.headers.authorization).toBe('Bearer key_of_the_operator');
    expect(errorsOf(route).includes('unauthorized')).toBe(route.access !== 'public');
  });
});

describe('requests', () => {
  it('encode the ids in their path', async () => {
    const { sent, options } = fake(json({}));
    await createClient(options).outputs.get('a@b', 'x:y+z');
    expect(sent[0]?.url).toBe('https://ink.example/v1/accounts/a%40b/outputs/x%3Ay%2Bz');
  });

  it('without a key rely on the session of the page', async () => {
    const { sent, options } = fake(json({}));
    await createClient({ ...(options.fetch && { fetch: options.fetch }) }).accounts.get(A);
    expect(sent[0]).toMatchObject({ url: '/v1/accounts/acme', credentials: 'same-origin' });
    expect(sent[0]?.headers).not.toHaveProperty('authorization');
  });

  it('take the CSV as text', async () => {
    const { sent, options } = fake(new Response('key,credits\n'));
    expect(await createClient(options).usage.csv(A, { from: '2026-11-01', to: '2026-11-02' })).toBe(
      'key,credits\n',
    );
    expect(sent[0]).toMatchObject({
      headers: { accept: 'text/csv' },
      url: 'https://ink.example/v1/accounts/acme/usage?from=2026-11-01&to=2026-11-02',
    });
  });

  it('[K1] give every operation of a batch a key', async () => {
    const { sent, options } = fake(new TypeError('reset'), json({ results: [] }));
    const path = '/v1/accounts/a/charges';
    await createClient(options).batch({
      operations: [
        { method: 'POST', path },
        { method: 'POST', path, idempotency_key: 'mine' },
        { method: 'GET', path },
      ],
    });
    const keys = sent.map(({ body }) =>
      (body as { operations: { idempotency_key?: string }[] }).operations.map((one) => one.idempotency_key),
    );
    expect(keys[0]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), 'mine', undefined]);
    expect(keys[1]).toEqual(keys[0]);
  });
});

describe('retries', () => {
  const charge = (client: Client, key?: string) =>
    client.charges.create(A, { output: 'o', member: 'm', source: 'api', words: 1 }, { idempotency_key: key });

  it('[K1] send the same key again after a lost connection and a 503', async () => {
    const { sent, waits, options } = fake(
      new TypeError('reset'),
      problem('unavailable'),
      json({ charged: 1 }),
    );
    expect(await charge(createClient(options))).toEqual({ charged: 1 });
    const keys = sent.map((one) => one.headers['idempotency-key']);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(waits[0]).toBeGreaterThanOrEqual(100);
    expect(waits[1]).toBeGreaterThanOrEqual(200);
    expect(waits[1]).toBeLessThanOrEqual(400);
  });

  it('[K1] use the key that they are given, and a new one for each call', async () => {
    const { sent, options } = fake(json({}));
    const client = createClient(options);
    await charge(client, 'mine');
    await charge(client);
    await charge(client);
    const keys = sent.map((one) => one.headers['idempotency-key']);
    expect(keys[0]).toBe('mine');
    expect(new Set(keys).size).toBe(3);
  });

  it('wait as long as Retry-After says', async () => {
    const { waits, options } = fake(problem('rate_limited', {}, { 'retry-after': '2' }), json({}));
    await charge(createClient(options));
    expect(waits).toEqual([2000]);
  });

  it.each([
    ['a 429 without Retry-After', problem('rate_limited'), 'rate_limited'],
    ['a Retry-After beyond patience', problem('unavailable', {}, { 'retry-after': '3600' }), 'unavailable'],
    ['a refusal', problem('output_exists'), 'output_exists'],
    ['a fault', problem('internal_error'), 'internal_error'],
  ] as const)('do not repeat %s', async (_name, answer, code) => {
    const { sent, options } = fake(answer);
    await expect(charge(createClient(options))).rejects.toMatchObject({ code });
    expect(sent).toHaveLength(1);
  });

  it('are bounded', async () => {
    const down = fake(problem('unavailable'));
    await expect(charge(createClient(down.options))).rejects.toMatchObject({
      code: 'unavailable',
      status: 503,
    });
    expect(down.sent).toHaveLength(4);
    const gone = fake(new TypeError('refused'));
    const client = createClient({ ...gone.options, max_retries: 1 });
    await expect(charge(client)).rejects.toMatchObject({ code: 'network_error', status: 0 });
    expect(gone.sent).toHaveLength(2);
  });

  it('send again what a proxy, or a broken line, answered', async () => {
    const { sent, waits, options } = fake(
      new Response('<h1>Bad gateway</h1>', { status: 502 }),
      new Response('<h1>Timed out</h1>', { status: 504 }),
      new Response('{"charged":'),
      json({ charged: 1 }),
    );
    expect(await charge(createClient(options))).toEqual({ charged: 1 });
    expect(waits).toHaveLength(3);
    expect(new Set(sent.map((one) => one.headers['idempotency-key'])).size).toBe(1);
  });

  it('do not repeat a 502 of the server itself', async () => {
    const { sent, options } = fake(problem('payment_provider_error'));
    await expect(charge(createClient(options))).rejects.toMatchObject({ code: 'payment_provider_error' });
    expect(sent).toHaveLength(1);
  });

  it('begin when a try has taken too long', async () => {
    const silent = ({ signal }: Sent) =>
      new Promise<Response>((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
      });
    const { sent, options } = fake(silent, json({ charged: 1 }));
    expect(await charge(createClient({ ...options, timeout_ms: 1 }))).toEqual({ charged: 1 });
    expect(sent).toHaveLength(2);
  });

  it('stop when the caller aborts', async () => {
    const controller = new AbortController();
    const { sent, options } = fake(() => {
      controller.abort(new Error('enough'));
      throw new TypeError('aborted');
    });
    const call = createClient(options).accounts.get(A, { signal: controller.signal });
    await expect(call).rejects.toThrow('enough');
    expect(sent).toHaveLength(1);
  });

  it('wait on a real timer that the caller can cut short', async () => {
    const controller = new AbortController();
    const { wait: _wait, ...options } = fake(new TypeError('refused')).options;
    const call = createClient({ ...options, max_retries: 100 }).accounts.get(A, {
      signal: controller.signal,
    });
    queueMicrotask(() => controller.abort(new Error('enough')));
    await expect(call).rejects.toThrow('enough');
  });
});

describe('lists', () => {
  const PAGES = [
    { data: [{ seq: 4 }, { seq: 3 }], next_cursor: 'c1' },
    { data: [], next_cursor: 'c2' },
    { data: [{ seq: 2 }], next_cursor: null },
  ];
  const cursors = (sent: Sent[]) =>
    sent.map(({ url }) => [...new URL(url).searchParams].map((pair) => pair.join('=')).join('&'));

  it('are iterated over all their pages', async () => {
    const { sent, options } = fake(...PAGES.map((page) => json(page)));
    const seqs = [];
    for await (const { seq } of createClient(options).entries.each(A, { limit: 2 })) seqs.push(seq);
    expect(seqs).toEqual([4, 3, 2]);
    expect(cursors(sent)).toEqual(['limit=2', 'limit=2&cursor=c1', 'limit=2&cursor=c2']);
  });

  it('are asked for no further than they are read', async () => {
    const { sent, options } = fake(...PAGES.map((page) => json(page)));
    const client = createClient(options);
    for await (const entry of each((page) => client.entries.list(A, page), { cursor: 'c0' }))
      if (entry.seq === 3) break;
    expect(cursors(sent)).toEqual(['cursor=c0']);
  });

  it.each(['members', 'grants', 'keys', 'entries'] as const)('of %s have it', async (name) => {
    const { options } = fake(json({ data: [{ id: 1 }], next_cursor: null }));
    const found: unknown[] = [];
    for await (const one of createClient(options)[name].each(A)) found.push(one);
    expect(found).toEqual([{ id: 1 }]);
  });
});

describe('refusals to spend', () => {
  const refused = async (answer: Response): Promise<unknown> => {
    const call = createClient(fake(answer).options).holds.create(A, { credits: 75, member: 'ines' });
    return call.catch((error: unknown) => error);
  };

  it('are known by their class, with what explains them', async () => {
    const figures = { asked: 75, available: 50, resets_at: '2026-12-05T09:00:00.000Z' };
    const poor = await refused(problem('insufficient_credits', figures));
    expect(poor).toBeInstanceOf(InsufficientCredits);
    expect(poor).toBeInstanceOf(SpendingRefused);
    expect(poor).toBeInstanceOf(InkwellError);
    expect(poor).toMatchObject({ name: 'InsufficientCredits', status: 402, ...figures });
    const capped = await refused(problem('member_cap_reached', { member_cap: 100, member_left: 3 }));
    expect(capped).toBeInstanceOf(MemberCapReached);
    expect(capped).toMatchObject({ member_cap: 100, member_left: 3 });
    const paused = await refused(problem('account_paused', { phase: 'paused' }));
    expect(paused).toBeInstanceOf(AccountPaused);
    expect(paused).toMatchObject({ asked: null, available: 0, resets_at: null });
  });

  it('have a class for each code that a hold is refused with', async () => {
    const route = routeList.find(({ id }) => id === 'createHold')!;
    for (const code of route.errors) expect(await refused(problem(code))).toBeInstanceOf(SpendingRefused);
    expect(await refused(problem('hold_resolved'))).not.toBeInstanceOf(SpendingRefused);
  });
});

describe('InkwellError', () => {
  it('carries code, status, sentence and figures', async () => {
    const figures = { asked: 75, available: 50, available_by_bucket: { plan: 50, trial: 0, bonus: 0 } };
    const { options } = fake(problem('insufficient_credits', figures));
    const error: unknown = await createClient(options)
      .accounts.get(A)
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InkwellError);
    expect(error).toMatchObject({ code: 'insufficient_credits', status: 402, figures });
    expect((error as InkwellError).message).toContain('fewer credits');
    expect((error as InkwellError).problem?.type).toBe('/docs/errors/insufficient_credits');
  });

  it.each([
    [502, 'unavailable'],
    [404, 'route_not_found'],
    [401, 'unauthorized'],
    [418, 'invalid_request'],
    [500, 'internal_error'],
  ])('makes what it can of a %i that is no problem of ours', async (status, code) => {
    const { options } = fake(new Response('<h1>proxy</h1>', { status }));
    await expect(createClient(options).accounts.get(A)).rejects.toMatchObject({
      code,
      status,
      problem: null,
    });
  });

  it('is a network error when the answer breaks off', async () => {
    const { options } = fake(new Response('{"account":'));
    await expect(createClient(options).accounts.get(A)).rejects.toMatchObject({ code: 'network_error' });
  });
});
