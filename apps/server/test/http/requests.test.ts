import { connect } from 'node:net';
import { type Route, routeList } from '@inkwell/contract';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { type World, openWorld } from './harness.ts';

describe('input that is wrong', () => {
  let world: World;
  let account: string;
  beforeAll(async () => {
    world = await openWorld('pglite');
    account = await world.account();
  });
  afterAll(() => world.close());
  const charges = () => `/v1/accounts/${account}/charges`;
  const CHARGE = { output: 'out', member: 'ines', source: 'api', words: 1 };
  const codeOf = async (method: string, path: string, sent: Parameters<World['send']>[2] = {}) => {
    const { status, body, headers } = await world.send(method, path, sent);
    if (status >= 400) expect(headers.get('content-type')).toBe('application/problem+json');
    return [status, body.code];
  };

  test('bodies: broken, of another kind, too large', async () => {
    expect(await codeOf('POST', charges(), { body: '{"output":' })).toEqual([400, 'invalid_request']);
    expect(await codeOf('POST', charges())).toEqual([400, 'invalid_request']);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await codeOf('POST', charges(), { body: 'a=b', headers })).toEqual([
      415,
      'unsupported_media_type',
    ]);
    const text = 'a '.repeat(5_000_000);
    expect(await codeOf('POST', charges(), { body: { ...CHARGE, words: undefined, text } })).toEqual([
      413,
      'too_large',
    ]);
    expect(await codeOf('POST', charges(), { body: { ...CHARGE, member: 'a\0b' } })).toEqual([
      400,
      'invalid_request',
    ]);
    const labels = ['\ud800'];
    expect(await codeOf('POST', charges(), { body: { ...CHARGE, labels } })).toEqual([
      400,
      'invalid_request',
    ]);
  });

  test('a body of unannounced length is read up to the limit', async () => {
    const chunk = new TextEncoder().encode('a '.repeat(500_000));
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(chunk),
    });
    const response = await fetch(world.url + charges(), {
      method: 'POST',
      headers: {
        authorization: 'Bearer operator-key-for-tests-0123456789',
        'content-type': 'application/json',
      },
      body: endless,
      duplex: 'half',
    } as RequestInit).catch(() => null);
    // Either the answer arrives, or the connection is cut while the sender goes on and on.
    if (response !== null) expect(response.status).toBe(413);
  });

  test('paths and methods that there are not', async () => {
    expect(await codeOf('GET', '/v1/nothing')).toEqual([404, 'route_not_found']);
    expect(await codeOf('GET', '/v1/accounts/%zz/balance')).toEqual([400, 'invalid_request']);
    expect(await codeOf('GET', '/v1/accounts/a%20b/balance')).toEqual([400, 'invalid_request']);
    expect(await codeOf('GET', '/v1/accounts/nobody/balance')).toEqual([404, 'account_not_found']);
    expect(await codeOf('GET', `/v1/accounts/${account}/usage?cycle=%ff`)).toEqual([400, 'invalid_request']);
    const { status, headers } = await world.send('DELETE', `/v1/accounts/${account}`);
    expect(status).toBe(405);
    expect(headers.get('allow')).toBe('PUT, GET, PATCH, HEAD');
  });

  test('refusals carry the figures that explain them', async () => {
    const { status, body } = await world.send('POST', charges(), { body: { ...CHARGE, words: 60_000 } });
    expect(status).toBe(402);
    expect(body).toMatchObject({
      type: '/docs/errors/insufficient_credits',
      code: 'insufficient_credits',
      status: 402,
      asked: 60_000,
      available: 50_000,
      available_by_bucket: { plan: 50_000, trial: 0, bonus: 0 },
      instance: charges(),
    });
    expect(Date.parse(body.resets_at)).toBeGreaterThan(0);
  });

  test('what is no HTTP at all is answered and forgotten', async () => {
    const { port } = new URL(world.url);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
      let text = '';
      socket.on('data', (data) => (text += data.toString()));
      socket.on('close', () => resolve(text));
      socket.on('error', () => resolve(text));
    });
    expect(answer).toContain('400');
    expect((await world.send('GET', '/healthz')).status).toBe(200);
  });

  const bodied = routeList.filter(({ body, id }) => body !== null && id !== 'runBatch');
  const junk = fc.oneof(
    fc.jsonValue(),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(-1, 0, 1.5, 1e300, 9e15, '', '..', 'a b', null, true, [], {}, '\0', '\ud800'),
  );
  const bodyFor = (route: Route) => {
    const names = Object.keys((route.body as unknown as { shape?: object }).shape ?? {});
    const known = fc.dictionary(fc.constantFrom(...names, 'extra'), junk, { maxKeys: 4 });
    return names.length === 0 ? junk : fc.oneof(known, junk);
  };

  test.each(bodied.map((route) => [route.id, route] as const))(
    '%s: whatever is sent, no fault of the server’s and nothing changed by what is refused',
    async (_id, route) => {
      const target = await world.account();
      const path = route.path.replace('{account}', target).replaceAll(/\{\w+\}/g, 'none');
      await fc.assert(
        fc.asyncProperty(bodyFor(route), async (body) => {
          const before = await world.seq(target);
          const { status } = await world.send(route.method, path, { body: JSON.stringify(body) });
          expect(status).toBeLessThan(500);
          if (status >= 400) expect(await world.seq(target)).toBe(before);
        }),
        { numRuns: 25 },
      );
    },
  );

  const asked = routeList.filter(({ query }) => query !== null);
  test.each(asked.map((route) => [route.id, route] as const))('%s: any query', async (_id, route) => {
    const names = Object.keys((route.query as unknown as { shape?: object }).shape ?? {});
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('%', '%00', '-1', '1e9', 'current'),
    );
    const query = fc.dictionary(fc.constantFrom(...names, 'extra'), value, { maxKeys: 3 });
    const path = route.path.replace('{account}', account);
    await fc.assert(
      fc.asyncProperty(query, async (given) => {
        const { status } = await world.send('GET', `${path}?${new URLSearchParams(given).toString()}`);
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 25 },
    );
  });
});

describe.each(BACKENDS)('keys on %s', (backend) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(backend);
  });
  afterAll(() => world.close());
  const CHARGE = { output: 'out', member: 'ines', source: 'api', words: 48 };

  test('[K1] the same key brings the same bytes and says so', async () => {
    const account = await world.account();
    const path = `/v1/accounts/${account}/charges`;
    const first = await world.send('POST', path, { body: CHARGE, idempotency: 'once' });
    expect([first.status, first.headers.get('idempotency-key')]).toEqual([201, 'once']);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    await world.send('POST', path, { body: { ...CHARGE, output: 'another' } });
    const again = await world.send('POST', path, { body: { ...CHARGE, labels: [] }, idempotency: 'once' });
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const other = await world.send('POST', path, { body: { ...CHARGE, words: 1 }, idempotency: 'once' });
    expect([other.status, other.body.code, other.body.field]).toEqual([409, 'idempotency_mismatch', 'words']);
  });

  test('[K1] a refusal leaves its key free; a missing key is made and told; a wrong one is refused', async () => {
    const account = await world.account();
    const path = `/v1/accounts/${account}/charges`;
    const refused = await world.send('POST', path, { body: { ...CHARGE, words: 60_000 }, idempotency: 'k' });
    expect(refused.status).toBe(402);
    expect((await world.send('POST', path, { body: CHARGE, idempotency: 'k' })).status).toBe(201);
    const made = await world.send('POST', path, { body: { ...CHARGE, output: 'o2' } });
    const key = made.headers.get('idempotency-key')!;
    const again = await world.send('POST', path, { body: { ...CHARGE, output: 'o2' }, idempotency: key });
    expect(again.text).toBe(made.text);
    const wrong = await world.send('POST', path, { body: CHARGE, idempotency: 'k'.repeat(256) });
    expect([wrong.status, wrong.body.errors[0]?.field]).toEqual([400, 'idempotency-key']);
  });

  test('[K1] one key from many clients at once is one charge', async () => {
    const account = await world.account();
    const path = `/v1/accounts/${account}/charges`;
    const all = await Promise.all(
      Array.from({ length: 20 }, () => world.send('POST', path, { body: CHARGE, idempotency: 'race' })),
    );
    expect(new Set(all.map(({ text }) => text)).size).toBe(1);
    expect((await world.send('GET', `/v1/accounts/${account}/balance`)).body.available).toBe(50_000 - 48);
  });

  test('[H7] twenty holds of 75 on 500 credits: exactly six', async () => {
    const account = await world.account();
    await world.send('POST', `/v1/accounts/${account}/charges`, { body: { ...CHARGE, words: 49_500 } });
    const all = await Promise.all(
      Array.from({ length: 20 }, () =>
        world.send('POST', `/v1/accounts/${account}/holds`, { body: { credits: 75, member: 'ines' } }),
      ),
    );
    expect(all.filter(({ status }) => status === 201)).toHaveLength(6);
    expect(all.filter(({ body }) => body.code === 'insufficient_credits')).toHaveLength(14);
  });

  test('a batch: each answered by itself, in order per account, while others are served', async () => {
    const accounts = await Promise.all(Array.from({ length: 4 }, () => world.account()));
    const operations = Array.from({ length: 999 }, (_, n) => ({
      method: 'POST',
      path: `/v1/accounts/${accounts[n % 4]}/charges`,
      body: { ...CHARGE, output: `b${n}`, words: n % 10 === 9 ? -1 : 5 },
      idempotency_key: `b${n}`,
    }));
    const batch = world.send('POST', '/v1/batch', {
      body: { operations: [...operations, { method: 'GET', path: `/v1/accounts/${accounts[0]}/balance` }] },
    });
    const health = await Promise.all(Array.from({ length: 20 }, () => world.send('GET', '/healthz')));
    expect(health.every(({ status }) => status === 200)).toBe(true);
    const { results } = (await batch).body;
    for (const [n, { status, body }] of results.slice(0, 999).entries()) {
      expect(status).toBe(n % 10 === 9 ? 400 : 201);
      if (status === 201) expect(body.output).toBe(`b${n}`);
    }
    const own = results.filter((_, n) => n % 4 === 0 && n < 999 && n % 10 !== 9);
    const left = own.map(({ body }) => body.balance.available as number);
    expect(left).toEqual(left.toSorted((a, b) => b - a));
    expect(results[999]!.body.available).toBe(50_000 - 5 * own.length);
  });

  test('an operation that can’t be meant is refused alone', async () => {
    const path = `/v1/accounts/${await world.account()}/charges`;
    const operations = [
      { method: 'BREW', path: '/v1/words' },
      { method: 'ALL', path },
      { method: 'GET', path: '/app/session' },
      { method: 'GET', path: 'https://example.org/v1/plans' },
      { method: 'GET', path: '/v1/plans ' },
      { method: 'POST', path, body: CHARGE, idempotency_key: '' },
      { method: 'POST', path, body: CHARGE, idempotency_key: 'é' },
      { method: 'POST', path, body: CHARGE, idempotency_key: 'right' },
    ];
    const { status, body } = await world.send('POST', '/v1/batch', { body: { operations } });
    expect(status).toBe(200);
    expect(body.results.map((result: { status: number }) => result.status)).toEqual([
      405, 405, 404, 404, 404, 400, 400, 201,
    ]);
    expect(body.results[5]!.body).toMatchObject({ code: 'invalid_request', instance: path });
  });

  test('in a batch a settle follows the hold before it, and what can’t stand in one is refused alone', async () => {
    const account = await world.account();
    const path = `/v1/accounts/${account}`;
    const operations = [
      { method: 'POST', path: `${path}/charges`, body: CHARGE },
      { method: 'PUT', path: `${path}/outputs/out/vote`, body: { vote: 'down', member: 'ines' } },
      { method: 'GET', path: `${path}/outputs/out` },
      { method: 'POST', path: '/v1/batch', body: { operations: [] } },
      { method: 'GET', path: `${path}/events` },
      { method: 'DELETE', path: '/v1/plans' },
      { method: 'GET', path: '/v1/none' },
    ];
    const { body } = await world.send('POST', '/v1/batch', { body: { operations } });
    expect(body.results.map((result: { status: number }) => result.status)).toEqual([
      201, 200, 200, 400, 400, 405, 404,
    ]);
    expect(body.results[2]!.body).toMatchObject({ vote: 'down', refunded: 48 });
  });
});
