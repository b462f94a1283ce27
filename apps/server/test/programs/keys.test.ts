import { REFUSALS_A_KEY, REFUSAL_DAYS } from '@inkwell/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { type World, openWorld, promised } from '../http/harness.ts';

const DAY_MS = 86_400_000;

interface Listed {
  key: string;
  name: string;
  last_used_at: string | null;
  usage: { credits: number; refunded: number; outputs: number; requests: number; refused: number };
}

interface Refused {
  at: string;
  key: string;
  route: string;
  method: string;
  path: string;
  status: number;
  code: string;
  detail: string;
  figures: Record<string, unknown>;
  idempotency_key: string | null;
  request_id: string;
}

/** An account with programs of its own, and what is told of them. */
async function programs(world: World) {
  const account = await world.account();
  const path = `/v1/accounts/${account}`;
  const make = async (name: string) => {
    const { body } = await world.send('POST', `${path}/keys`, { body: { name } });
    return { key: body.key, secret: body.secret };
  };
  const keys = async (): Promise<Listed[]> => {
    const answered = await world.send('GET', `${path}/keys`);
    expect(promised('listKeys', answered)).toBeNull();
    return answered.body.data as unknown as Listed[];
  };
  return {
    account,
    path,
    make,
    keys,
    useOf: async (key: string) => (await keys()).find((row) => row.key === key)!.usage,
    charge: (secret: string, output: string, words: number, idempotency = `charge ${output}`) =>
      world.send('POST', `${path}/charges`, {
        key: secret,
        idempotency,
        body: { output, member: 'ines', source: 'api', words },
      }),
    vote: (output: string, vote: string) =>
      world.send('PUT', `${path}/outputs/${output}/vote`, { body: { vote, member: 'ines' } }),
    refusals: async (query = ''): Promise<Refused[]> => {
      const answered = await world.send('GET', `${path}/keys/refusals${query}`);
      expect(promised('listKeyRefusals', answered)).toBeNull();
      return answered.body.data as unknown as Refused[];
    },
    requests: async (key: string, query = '') => {
      const answered = await world.send('GET', `${path}/keys/${key}/requests${query}`);
      expect(promised('listKeyRequests', answered)).toBeNull();
      return answered.body.data as { day: string; outcome: string; requests: number }[];
    },
    totals: async () => (await world.send('GET', `${path}/usage`)).body.totals,
  };
}

describe.each(BACKENDS)('what keys do, %s', (backend) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(backend);
  });
  afterAll(() => world.close());

  test('[B4] credits of keys add up to the usage of the cycle; what others charged is nobody’s', async () => {
    const acme = await programs(world);
    const [blog, shop] = [await acme.make('Blog'), await acme.make('Shop')];
    await acme.charge(blog.secret, 'b1', 100);
    await acme.charge(blog.secret, 'b2', 0);
    await acme.charge(shop.secret, 's1', 40);
    const { body } = await world.send('POST', `${acme.path}/holds`, {
      key: shop.secret,
      body: { credits: 50, member: 'jun' },
    });
    const settle = { key: shop.secret, body: { output: 's2', words: 30 } };
    await world.send('POST', `${acme.path}/holds/${body.hold}/settle`, settle);
    expect(await acme.useOf(blog.key)).toMatchObject({ credits: 100, refunded: 0, outputs: 2 });
    expect(await acme.useOf(shop.key)).toMatchObject({ credits: 70, refunded: 0, outputs: 2 });
    expect((await acme.totals()).credits).toBe(170);
    await world.send('POST', `${acme.path}/charges`, {
      body: { output: 'o1', member: 'ines', source: 'api', words: 5 },
    });
    expect((await acme.totals()).credits).toBe(175);
    expect(await acme.useOf(blog.key)).toMatchObject({ credits: 100 });
  });

  test('[R6] a refund is the use of the key that charged, whoever votes, and so is its taking back', async () => {
    const acme = await programs(world);
    const blog = await acme.make('Blog');
    await acme.charge(blog.secret, 'b1', 100);
    await acme.vote('b1', 'down');
    expect(await acme.useOf(blog.key)).toMatchObject({ credits: 0, refunded: 100, outputs: 1 });
    await acme.vote('b1', 'none');
    expect(await acme.useOf(blog.key)).toMatchObject({ credits: 100, refunded: 0, outputs: 1 });
    await acme.charge(blog.secret, 'b2', 7);
    await acme.vote('b2', 'down');
    expect(await acme.useOf(blog.key)).toMatchObject({ credits: 100, refunded: 7, outputs: 2 });
  });

  test('[K1] an answer given again charges nothing and is still a request', async () => {
    const acme = await programs(world);
    const blog = await acme.make('Blog');
    await acme.charge(blog.secret, 'b1', 10);
    await acme.charge(blog.secret, 'b1', 10);
    expect(await acme.useOf(blog.key)).toEqual({
      credits: 10,
      refunded: 0,
      outputs: 1,
      requests: 2,
      refused: 0,
    });
  });

  test('the next cycle begins with nothing, and what a key did before stays its own', async () => {
    const acme = await programs(world);
    const blog = await acme.make('Blog');
    await acme.charge(blog.secret, 'b1', 10);
    const before = world.clock.now;
    world.clock.now += 31 * DAY_MS;
    expect(await acme.useOf(blog.key)).toMatchObject({ credits: 0, outputs: 0, requests: 0 });
    await acme.charge(blog.secret, 'b2', 4);
    expect(await acme.useOf(blog.key)).toMatchObject({ credits: 4, outputs: 1, requests: 1 });
    world.clock.now = before;
  });

  test('why a request was refused is answered: time, route, code, figures, key', async () => {
    const acme = await programs(world);
    const blog = await acme.make('Blog');
    const at = new Date(world.clock.now).toISOString();
    const refused = await acme.charge(blog.secret, 'b1', 60_000, 'at four past twelve');
    expect(refused.status).toBe(402);
    const [told] = await acme.refusals();
    expect(told).toEqual({
      refusal: expect.any(String) as string,
      at,
      key: blog.key,
      route: 'createCharge',
      method: 'POST',
      path: '/v1/accounts/{account}/charges',
      status: 402,
      code: 'insufficient_credits',
      title: 'Not enough credits',
      detail: refused.body.detail,
      figures: {
        asked: 60_000,
        available: 50_000,
        available_by_bucket: { plan: 50_000, trial: 0, bonus: 0 },
        resets_at: refused.body.resets_at,
        member: 'ines',
        member_cap: null,
        member_left: null,
      },
      idempotency_key: 'at four past twelve',
      request_id: refused.headers.get('x-request-id'),
    });
  });

  test('refusals are filtered by code and by key, and paged in the order of time', async () => {
    const acme = await programs(world);
    const [blog, shop] = [await acme.make('Blog'), await acme.make('Shop')];
    const read = (secret: string, output: string) =>
      world.send('GET', `${acme.path}/outputs/${output}`, { key: secret });
    for (const [n, { secret }] of [blog, shop, blog].entries()) {
      world.clock.now += 1_000;
      await read(secret, `none-${n}`);
    }
    await world.send('POST', `${acme.path}/grants`, { key: shop.secret, body: { credits: 1, reason: 'x' } });
    const outputs = (rows: Refused[]) => rows.map(({ figures }) => figures.output);
    expect(outputs(await acme.refusals('?code=output_not_found'))).toEqual(['none-2', 'none-1', 'none-0']);
    expect(outputs(await acme.refusals(`?key=${blog.key}`))).toEqual(['none-2', 'none-0']);
    expect((await acme.refusals('?code=not_allowed')).map(({ key }) => key)).toEqual([shop.key]);
    const { body } = await world.send('GET', `${acme.path}/keys/refusals?code=not_allowed`);
    expect(body.by_code).toEqual([
      { code: 'output_not_found', title: 'No such output', refusals: 3 },
      { code: 'not_allowed', title: 'Not allowed', refusals: 1 },
    ]);
    const seen: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await world.send('GET', `${acme.path}/keys/refusals?limit=1${query}`);
      seen.push(...body.data.map(({ code }) => code));
      cursor = body.next_cursor;
    }
    expect(seen.toSorted()).toEqual(['not_allowed', ...Array(3).fill('output_not_found')]);
    expect((await world.send('GET', `${acme.path}/keys/refusals?cursor=none`)).body.code).toBe(
      'invalid_request',
    );
  });

  test('requests are counted by day of the account’s zone and by outcome', async () => {
    const acme = await programs(world);
    const blog = await acme.make('Blog');
    const before = world.clock.now;
    await world.send('PATCH', acme.path, { body: { time_zone: 'Pacific/Auckland' } });
    // The zone is the account's from the next cycle on.
    world.clock.now = Date.UTC(2026, 11, 26, 9);
    await acme.charge(blog.secret, 'b1', 1);
    await acme.charge(blog.secret, 'b2', 60_000);
    // Half past midnight of the 27th in Auckland, and still the 26th in UTC.
    world.clock.now = Date.UTC(2026, 11, 26, 11, 30);
    await acme.charge(blog.secret, 'b3', 1);
    expect(await acme.requests(blog.key)).toEqual([
      { day: '2026-12-27', outcome: 'ok', requests: 1 },
      { day: '2026-12-26', outcome: 'insufficient_credits', requests: 1 },
      { day: '2026-12-26', outcome: 'ok', requests: 1 },
    ]);
    expect(await acme.requests(blog.key, '?days=1')).toHaveLength(1);
    expect(await acme.useOf(blog.key)).toMatchObject({ requests: 3, refused: 1 });
    world.clock.now = before;
  });

  test('each operation of a batch is one request, the batch itself is none', async () => {
    const acme = await programs(world);
    const blog = await acme.make('Blog');
    const charge = (output: string, words: number) => ({
      method: 'POST',
      path: `${acme.path}/charges`,
      body: { output, member: 'ines', source: 'api', words },
    });
    const operations = [charge('b1', 5), charge('b2', 60_000), { method: 'GET', path: '/v1/none' }];
    const sent = await world.send('POST', '/v1/batch', { key: blog.secret, body: { operations } });
    expect(sent.status).toBe(200);
    expect(await acme.useOf(blog.key)).toMatchObject({ credits: 5, requests: 3, refused: 2 });
    expect((await acme.refusals()).map(({ code, request_id }) => [code, request_id])).toEqual(
      expect.arrayContaining([
        ['route_not_found', sent.headers.get('x-request-id')],
        ['insufficient_credits', sent.headers.get('x-request-id')],
      ]),
    );
    await world.send('POST', '/v1/batch', { key: blog.secret, body: { operations: [] } });
    expect(await acme.useOf(blog.key)).toMatchObject({ requests: 4, refused: 3 });
  });

  test('a program that still uses a revoked key is found', async () => {
    const acme = await programs(world);
    const blog = await acme.make('Blog');
    await world.send('DELETE', `${acme.path}/keys/${blog.key}`);
    expect((await acme.charge(blog.secret, 'b1', 1)).status).toBe(401);
    expect(await acme.refusals()).toMatchObject([
      { key: blog.key, code: 'unauthorized', route: 'createCharge', idempotency_key: 'charge b1' },
    ]);
    expect(await acme.useOf(blog.key)).toMatchObject({ requests: 1, refused: 1 });
  });

  test('what a program sends is kept short, and of signs that can be kept', async () => {
    const acme = await programs(world);
    const blog = await acme.make('Blog');
    const long = `${'x'.repeat(5_000)}\0`;
    const body = {
      output: 'b1',
      member: 'ines',
      source: 'api',
      words: 1,
      [long]: 'the secret text',
      '\ud800': 1,
    };
    expect((await world.send('POST', `${acme.path}/charges`, { key: blog.secret, body })).status).toBe(400);
    await world.send('GET', `/v1/accounts/${'y'.repeat(4_000)}%00/balance`, { key: blog.secret });
    await acme.charge(blog.secret, 'b2', 1, '\u00e4 is no key');
    const told = JSON.stringify(await acme.refusals());
    expect(told).not.toContain('the secret text');
    expect(told.length).toBeLessThan(4_000);
    expect((await acme.refusals()).map(({ code }) => code).toSorted()).toEqual([
      'account_not_found',
      'invalid_request',
      'invalid_request',
    ]);
  });

  test('of each key the last refusals are kept, for some days', async () => {
    const acme = await programs(world);
    const [blog, shop] = [await acme.make('Blog'), await acme.make('Shop')];
    const refused = (secret: string, n: number) =>
      world.send('GET', `${acme.path}/outputs/none-${n}`, { key: secret });
    await refused(shop.secret, 0);
    world.clock.now += 1_000;
    for (let n = 0; n < REFUSALS_A_KEY + 30; n += 1) {
      await refused(blog.secret, n);
      if (n === 20) await acme.refusals();
    }
    await acme.refusals();
    const kept = await world.at.database.query<{ key_id: string; n: number }>(
      'select key_id, count(*)::int as n from app.key_refusal where key_id = $1 or key_id = $2 group by 1 order by 2',
      [blog.key, shop.key],
    );
    expect(kept).toEqual([
      { key_id: shop.key, n: 1 },
      { key_id: blog.key, n: REFUSALS_A_KEY },
    ]);
    expect(await acme.useOf(blog.key)).toMatchObject({ refused: REFUSALS_A_KEY + 30 });
    const before = world.clock.now;
    world.clock.now += REFUSAL_DAYS * DAY_MS;
    expect(await acme.refusals()).toEqual([]);
    world.clock.now = before;
  });

  test('who asks for the requests of a key that is not there is told so', async () => {
    const [acme, other] = [await programs(world), await programs(world)];
    const blog = await acme.make('Blog');
    for (const key of ['none', blog.key]) {
      const { status, body } = await world.send('GET', `${other.path}/keys/${key}/requests`);
      expect([status, body.code]).toEqual([404, 'key_not_found']);
    }
    expect(await other.refusals(`?key=${blog.key}`)).toEqual([]);
  });
});
