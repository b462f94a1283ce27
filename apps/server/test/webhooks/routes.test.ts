import { type Route, webhookEvents } from '@inkwell/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { type World, openWorld } from '../http/harness.ts';
import { letIn, newcomer } from '../people/world.ts';
import { type Receiver, openReceiver } from './receiver.ts';

describe.each(BACKENDS)('the routes of webhooks, %s', (backend) => {
  let world: World;
  let receiver: Receiver;
  beforeAll(async () => {
    world = await openWorld(backend, { INKWELL_WEBHOOK_PRIVATE: 'allow' });
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    receiver = await openReceiver();
    // Receivers check the age of a signature by the clock on the wall.
    world.clock.now = Date.now();
  });
  afterEach(() => receiver.close());

  const register = async (path: string, body: object = {}) => {
    const made = await world.send('POST', path, { body: { url: receiver.url, ...body } });
    expect(made.status, made.text).toBe(201);
    receiver.secrets.push(made.body.secret);
    return made.body as typeof made.body & { webhook: string };
  };

  test('from registering to what arrives, over HTTP alone', async () => {
    const account = await world.account();
    const path = `/v1/accounts/${account}/webhooks`;
    const made = await register(path, { types: ['grant.created', 'output.refunded'], description: 'Books' });
    expect(made).toMatchObject({ account, state: 'on', created_by: 'operator', waiting: 0 });
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect((await world.send('GET', path)).text).not.toContain(made.secret);
    expect((await world.send('GET', `${path}/${made.webhook}`)).text).not.toContain(made.secret);

    const charge = { output: 'o', member: 'ines', source: 'api', words: 12 };
    await world.send('POST', `/v1/accounts/${account}/charges`, { body: charge });
    await world.send('PUT', `/v1/accounts/${account}/outputs/o/vote`, {
      body: { vote: 'down', member: 'ines' },
    });
    await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(1);
    const { event, id } = receiver.received[0]!;
    expect(webhookEvents['output.refunded'].schema.parse(event)).toEqual(event);
    expect(event).toMatchObject({ data: { account, output: 'o', refunded: 12 } });
    await expect
      .poll(async () => (await world.send('GET', `${path}/${made.webhook}/deliveries/${id}`)).body, {
        timeout: 20_000,
      })
      .toMatchObject({ state: 'delivered', payload: event, attempts: [{ status: 200 }] });
    const { body: metrics } = { body: (await world.send('GET', '/metrics')).text };
    expect(metrics).toMatch(/inkwell_webhook_tries_total\{outcome="delivered"\} [1-9]/);
    expect((await world.send('DELETE', `${path}/${made.webhook}`)).status).toBe(204);
    expect((await world.send('GET', `${path}/${made.webhook}`)).body.code).toBe('webhook_not_found');
  });

  test('for owners and admins; members and keys may not; others find nothing', async () => {
    const owner = await newcomer(world, 'Olga', 'Hooks');
    const [admin, member] = [await newcomer(world, 'Abel'), await newcomer(world, 'Mona')];
    await letIn(owner, admin, 'admin');
    await letIn(owner, member);
    const stranger = await newcomer(world, 'Stig', 'Elsewhere');
    const path = `/v1/accounts/${owner.workspace}/webhooks`;
    const body = { url: receiver.url };
    expect((await owner.ask('POST', path, body)).status).toBe(201);
    const made = await admin.ask('POST', path, body);
    expect([made.status, made.body.created_by]).toEqual([201, `member:${admin.member}`]);
    expect((await member.ask('GET', path)).status).toBe(403);
    expect((await stranger.ask('GET', path)).status).toBe(404);
    const key = await world.workspaceKey(owner.workspace);
    expect((await world.send('GET', path, { key })).status).toBe(403);
    expect((await world.send('POST', path, { key, body })).status).toBe(403);
    const theirs = `/v1/accounts/${stranger.workspace}/webhooks/${made.body.webhook as string}`;
    for (const [method, end] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/rotate'],
      ['POST', '/test'],
      ['POST', '/replay'],
      ['GET', '/deliveries'],
    ] as const) {
      const { status, body: told } = await stranger.ask(
        method,
        theirs + end,
        method === 'GET' ? undefined : {},
      );
      expect([status, told.code], `${method} ${end}`).toEqual([404, 'webhook_not_found']);
    }
    expect((await owner.ask('GET', '/v1/webhooks')).status).toBe(403);
    expect((await world.send('GET', `/v1/webhooks/${made.body.webhook as string}`)).status).toBe(404);
    const deleted = await owner.ask('DELETE', `/app/workspaces/${owner.workspace}`, { name: 'Hooks' });
    expect(deleted.status, deleted.text).toBe(204);
    const left = await world.at.database.query('select 1 from app.webhook where account = $1', [
      owner.workspace,
    ]);
    expect(left).toEqual([]);
  });

  test('what staff change elsewhere is written down, with the webhook’s id', async () => {
    const cookie = await world.session();
    const account = await world.account();
    const path = `/v1/accounts/${account}/webhooks`;
    const { body } = await world.send('POST', path, { cookie, body: { url: receiver.url } });
    await world.send('DELETE', `${path}/${body.webhook as string}`, { cookie });
    const { body: acts } = await world.send('GET', `/app/staff/acts?account=${account}`, { cookie });
    expect(acts.data.map(({ what, target }) => [what, target])).toEqual([
      ['deleteWebhook', body.webhook],
      ['createWebhook', null],
    ]);
  });

  test('ten are enough for one account', async () => {
    const account = await world.account();
    const path = `/v1/accounts/${account}/webhooks`;
    const all = await Promise.all(
      Array.from({ length: 12 }, () => world.send('POST', path, { body: { url: receiver.url } })),
    );
    expect(all.map(({ status }) => status).toSorted()).toEqual([...Array<number>(10).fill(201), 409, 409]);
    expect((await world.send('GET', path)).body.data).toHaveLength(10);
  });

  test('deliveries in pages, by state and by type', async () => {
    const account = await world.account();
    const path = `/v1/accounts/${account}/webhooks`;
    const { webhook } = await register(path, { types: ['grant.created', 'credits.notice'] });
    receiver.decides = ({ event }) => (event.type === 'credits.notice' ? 410 : undefined);
    const list = async (search: string) =>
      (await world.send('GET', `${path}/${webhook}/deliveries?${search}`)).body;
    const waiting = async () => (await list('state=waiting')).data.length;
    await world.send('PATCH', `${path}/${webhook}`, { body: { state: 'paused' } });
    for (const credits of [1, 2, 3])
      await world.send('POST', `/v1/accounts/${account}/grants`, { body: { credits, reason: 'x' } });
    await expect.poll(waiting, { timeout: 20_000 }).toBe(6);
    await world.send('PATCH', `${path}/${webhook}`, { body: { state: 'on' } });
    await expect.poll(waiting, { timeout: 20_000 }).toBe(0);
    const whole = await list('');
    const seen: unknown[] = [];
    for (let cursor = ''; ;) {
      const page = await list(`limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.data);
      if (page.next_cursor === null) break;
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(whole.data);
    expect(whole.data).toHaveLength(6);
    const types = new Set((await list('type=grant.created')).data.map(({ type }) => type));
    expect([...types]).toEqual(['grant.created']);
    const states = new Set((await list('state=dead')).data.map(({ state }) => state));
    expect([...states]).toEqual(['dead']);
    expect((await world.send('GET', `${path}/${webhook}`)).body).toMatchObject({
      state: 'off',
      off_because: 'gone',
    });
    expect((await world.send('GET', `${path}/${webhook}/deliveries?cursor=x`)).status).toBe(400);
  });

  test('the instance’s own are told of every account', async () => {
    const { webhook } = await register('/v1/webhooks', { types: ['grant.created'] });
    const account = await world.account();
    await expect
      .poll(() => receiver.received.map(({ event }) => (event.data as { account: string }).account), {
        timeout: 20_000,
      })
      .toContain(account);
    expect((await world.send('GET', `/v1/accounts/${account}/webhooks/${webhook}`)).status).toBe(404);
    expect((await world.send('GET', '/v1/webhooks')).body.data).toMatchObject([{ webhook, account: null }]);
    expect((await world.send('DELETE', `/v1/webhooks/${webhook}`)).status).toBe(204);
  });

  test('wrong addresses, types and states are named', async () => {
    const account = await world.account();
    const path = `/v1/accounts/${account}/webhooks`;
    const field = async (body: object) => {
      const refused = await world.send('POST', path, { body });
      expect(refused.status).toBe(400);
      return [...new Set(refused.body.errors.map((error) => error.field))];
    };
    for (const url of [
      '',
      'example.com',
      'ftp://example.com/',
      'https://u:p@example.com/',
      'https://example.com/#a',
      7,
    ])
      expect(await field({ url }), String(url)).toEqual(['body.url']);
    expect(await field({ url: 'http://169.254.169.254/' })).toEqual(['body.url']);
    expect(await field({ url: receiver.url, types: [] })).toEqual(['body.types']);
    expect(await field({ url: receiver.url, types: ['grant.created', 'grant.created'] })).toEqual([
      'body.types',
    ]);
    expect(await field({ url: receiver.url, types: ['webhook.test'] })).toEqual(['body.types.0']);
    expect(await field({ url: receiver.url, secret: 'whsec_x' })).toEqual(['body.secret']);
    expect(
      (await world.send('POST', '/v1/accounts/nobody/webhooks', { body: { url: receiver.url } })).body.code,
    ).toBe('account_not_found');
    const { webhook } = await register(path);
    const off = await world.send('PATCH', `${path}/${webhook}`, { body: { state: 'off' } });
    expect([off.status, off.body.errors[0]!.field]).toEqual([400, 'body.state']);
  });
});

test('the readable documentation tells what is sent', async () => {
  const world = await openWorld('pglite');
  const { text } = await world.send('GET', '/docs', { key: null });
  for (const type of Object.keys(webhookEvents)) expect(text).toContain(`id="event-${type}"`);
  const { body } = await world.send('GET', '/openapi.json', { key: null });
  const { webhooks } = body as unknown as { webhooks: Record<string, Record<string, Route>> };
  expect(Object.keys(webhooks)).toEqual(Object.keys(webhookEvents));
  await world.close();
});
