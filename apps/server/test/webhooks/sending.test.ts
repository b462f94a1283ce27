import type { Database, Queryable } from '@inkwell/ledger';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { DAY, HOUR, type HookWorld, openHooks } from './world.ts';

/** A database that breaks off at statements that hold a text, as if the process had died there. */
function breakingAt(database: Database, text: string): Database {
  const guard = (db: Queryable): Queryable => ({
    query: (statement, params, name) =>
      statement.includes(text)
        ? Promise.reject(new Error('the process died here'))
        : db.query(statement, params, name),
  });
  return {
    ...database,
    query: (...asked) => guard(database).query(...asked),
    transaction: (work) => database.transaction((tx) => work(guard(tx))),
  } as Database;
}

describe.each(BACKENDS)('sending webhooks, %s', (backend) => {
  let world: HookWorld;
  let webhook: string;
  beforeEach(async () => {
    world = await openHooks(backend);
    await world.act({ op: 'create_account', plan: 'pro' });
    webhook = await world.register('acme', { types: ['grant.created'] });
  });
  afterEach(() => world.close());

  test('is signed, in the headers of Standard Webhooks, and taken once', async () => {
    await world.award(5);
    await world.turn();
    await world.turn();
    const [{ id, headers }] = world.receiver.received as [(typeof world.receiver.received)[0]];
    expect(headers).toMatchObject({
      'webhook-id': expect.stringMatching(/^msg_[0-9a-f]{32}$/),
      'webhook-timestamp': String(world.now() / 1_000),
      'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/=]{44}$/),
      'content-type': 'application/json',
      'user-agent': 'Inkwell/1.2.3',
    });
    expect(world.credits()).toEqual([5]);
    expect(await world.detail(webhook, id)).toMatchObject({
      state: 'delivered',
      status: 200,
      tries: 1,
      next_at: null,
      attempts: [{ status: 200, fault: null, answer: 'answered 200', at: '2026-11-28T12:00:00.000Z' }],
    });
    expect(world.outcomes).toEqual(['delivered']);
  });

  test('what is not taken is tried again with growing pauses for a day, then dead; a replay has another day', async () => {
    world.receiver.decides = () => 503;
    await world.award(5);
    const tried: number[] = [];
    const began = world.now();
    for (let minutes = 0; minutes <= 26 * 60; minutes += 1) {
      const before = world.receiver.received.length;
      await world.turn();
      if (world.receiver.received.length > before) tried.push(world.now() - began);
      // A minute's steps, but for the first pauses, which are seconds.
      world.pass(minutes < 1 ? 5_000 : 60_000);
      if (tried.length > 3) world.pass(9 * 60_000);
      if (tried.length > 3) minutes += 9;
    }
    const gaps = tried.slice(1).map((at, i) => at - tried[i]!);
    expect(gaps.every((gap, i) => i === 0 || gap >= gaps[i - 1]!)).toBe(true);
    expect(gaps[0]).toBe(5_000);
    expect(tried.at(-1)).toBeGreaterThan(19 * HOUR);
    expect(tried.at(-1)).toBeLessThanOrEqual(DAY);
    expect(await world.states(webhook)).toEqual([['grant.created', 'dead', tried.length]]);
    expect(world.outcomes.filter((outcome) => outcome === 'dead')).toHaveLength(1);
    expect(await world.read(webhook)).toMatchObject({
      dead: 1,
      waiting: 0,
      failing_since: '2026-11-28T12:00:00.000Z',
    });

    const ids = new Set(world.receiver.received.map(({ id }) => id));
    const bodies = new Set(world.receiver.received.map(({ event }) => JSON.stringify(event)));
    expect([ids.size, bodies.size]).toEqual([1, 1]);
    const [id] = [...ids] as [string];
    expect((await world.detail(webhook, id)).attempts).toHaveLength(tried.length);

    await world.hooks.service.replay('acme', webhook, id);
    await world.turn();
    expect(await world.states(webhook)).toEqual([['grant.created', 'waiting', tried.length + 1]]);
    world.receiver.decides = () => undefined;
    world.pass(5_000);
    await world.turn();
    expect(await world.states(webhook)).toEqual([['grant.created', 'delivered', tried.length + 2]]);
    expect(world.receiver.received.at(-1)!.id).toBe(id);
    expect(await world.read(webhook)).toMatchObject({ dead: 0, failing_since: null });
  });

  test('redirects, refusals, silence and cut lines are failures; of an answer the beginning is kept', async () => {
    // The hanging one is not waited for; the others may take their time on a busy machine.
    const [patient, hasty] = [world.open({ timeout_ms: 10_000 }), world.open({ timeout_ms: 150 })];
    const elsewhere = await world.register(null, {
      url: `${world.receiver.url}/elsewhere`,
      types: ['cycle.reset'],
    });
    world.receiver.next = [
      (response) => response.writeHead(307, { location: `${world.receiver.url}/elsewhere` }).end(),
      404,
      () => undefined,
      (response) => response.destroy(),
      (response) => response.writeHead(500).end(`\0${'é'.repeat(2_000)}`),
      (response) => {
        response.writeHead(200).write('half', () => response.destroy());
      },
    ];
    await world.award(5);
    for (const hooks of [patient, patient, hasty, patient, patient, patient]) {
      await world.turn(hooks);
      world.pass(4 * HOUR - 1);
    }
    const { attempts, state } = await world.detail(webhook, world.receiver.received[0]!.id);
    expect(state).toBe('delivered');
    const told = attempts.toReversed();
    expect(told.map(({ status, fault }) => [status, fault])).toEqual([
      [307, null],
      [404, null],
      [null, 'No answer within 0.15 s.'],
      [null, 'The connection was cut.'],
      [500, null],
      [200, null],
    ]);
    expect(told[2]!.took_ms).toBeGreaterThanOrEqual(140);
    expect(told[4]!.answer).toMatch(/^\uFFFDé{511}/);
    expect(told[4]!.answer.length).toBeLessThanOrEqual(513);
    expect(told[5]!.answer).toBe('half');
    expect(await world.states(elsewhere)).toEqual([]);
  });

  test('[L2] first tries keep the order of an account, whatever becomes of the first; accounts do not wait for each other', async () => {
    await world.act({ op: 'create_account', plan: 'pro' }, 'other');
    const all = await world.register(null, { types: ['grant.created'] });
    await world.hooks.service.remove('acme', webhook);
    const held = Promise.withResolvers<void>();
    world.receiver.decides = ({ event }) => {
      const { account, credits } = event.data as { account: string; credits: number };
      if (account === 'acme' && credits === 1)
        return (response) => void held.promise.then(() => response.writeHead(500).end());
      return undefined;
    };
    for (const credits of [1, 2, 3, 4]) await world.award(credits);
    for (const credits of [11, 12, 13]) await world.award(credits, 'other');
    await world.hooks.run();
    await expect.poll(() => world.credits().toSorted((a, b) => a - b)).toEqual([1, 11, 12, 13]);
    held.resolve();
    await world.hooks.idle();
    const own = () => world.credits().filter((credits) => credits < 10);
    expect(own()).toEqual([1, 2, 3, 4]);
    world.receiver.decides = () => undefined;
    world.pass(5_000);
    await world.turn();
    expect(own()).toEqual([1, 2, 3, 4, 1]);
    expect((await world.states(all)).every(([, state]) => state === 'delivered')).toBe(true);
  });

  test('a receiver that hangs holds up nobody else', async () => {
    const [slow, quick] = [webhook, await world.register(null, { types: ['grant.created'] })];
    const held = Promise.withResolvers<void>();
    await world.at.database.query('update app.webhook set url = $2 where webhook = $1', [
      slow,
      world.receiver.url.replace('/hook', '/slow'),
    ]);
    let hanging = 0;
    const seen: string[] = [];
    world.receiver.decides = ({ id }) => {
      seen.push(id);
      if (seen.length > 1 || hanging > 0) return undefined;
      hanging += 1;
      return (response) => void held.promise.then(() => response.writeHead(200).end());
    };
    await world.award(1);
    await world.hooks.run();
    await expect.poll(() => seen.length).toBe(2);
    await world.award(2);
    await expect
      .poll(async () => {
        await world.hooks.run();
        return seen.length;
      })
      .toBe(3);
    held.resolve();
    await world.hooks.idle();
    await world.turn();
    expect((await world.states(slow)).map(([, state]) => state)).toEqual(['delivered', 'delivered']);
    expect((await world.states(quick)).map(([, state]) => state)).toEqual(['delivered', 'delivered']);
  });

  test('two processes send each delivery once, in order', async () => {
    const other = world.open();
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(Array.from({ length: 8 }, (_, i) => world.award(1 + round * 8 + i)));
      await Promise.all([world.turn(), world.turn(other), world.turn(), world.turn(other)]);
    }
    await world.turn();
    expect(world.credits()).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    await other.close();
  });

  test('[L2] dying before the cursor is kept takes nothing, dying before sending loses nothing', async () => {
    await world.award(1);
    const early = world.open({ database: breakingAt(world.at.database, 'insert into app.webhook_cursor') });
    await expect(early.run()).rejects.toThrow('died here');
    expect(await world.states(webhook)).toEqual([]);
    const late = world.open({ database: breakingAt(world.at.database, 'set lease') });
    await expect(late.run()).rejects.toThrow('died here');
    expect(await world.states(webhook)).toEqual([['grant.created', 'waiting', 0]]);
    await world.turn();
    expect(world.credits()).toEqual([1]);
  });

  test('[L2] dying after sending sends it again under the same id, once lease and claim are over', async () => {
    await world.award(1);
    const dies = world.open({ database: breakingAt(world.at.database, 'insert into app.webhook_attempt') });
    // It can't give back its lease either.
    const broken = breakingAt(world.at.database, 'leased_until = $3 where');
    const dead = world.open({ database: breakingAt(broken, 'insert into app.webhook_attempt') });
    await world.turn(dead);
    expect(world.credits()).toEqual([1]);
    await world.turn();
    expect(world.credits()).toEqual([1]);
    world.pass(60_000);
    await world.turn(dies);
    world.pass(60_000);
    await world.turn();
    expect(world.credits()).toEqual([1, 1, 1]);
    expect(new Set(world.receiver.received.map(({ id }) => id)).size).toBe(1);
    expect(await world.states(webhook)).toEqual([['grant.created', 'delivered', 3]]);
  });

  test('a stop lets tries end, and cuts short those that do not: they are made again', async () => {
    const stopping = world.open({ last_tries_ms: 50 });
    world.receiver.next = [() => undefined];
    await world.award(1);
    await world.award(2);
    await stopping.run();
    await expect.poll(() => world.credits()).toEqual([1]);
    await stopping.close();
    expect(await world.states(webhook)).toEqual([
      ['grant.created', 'waiting', 0],
      ['grant.created', 'waiting', 0],
    ]);
    await stopping.run();
    expect(world.credits()).toEqual([1]);
    await world.turn();
    expect(world.credits()).toEqual([1, 1, 2]);
  });

  test('dead ones are replayed all at once, in their order', async () => {
    world.receiver.decides = () => 500;
    for (const credits of [1, 2, 3]) await world.award(credits);
    await world.turn();
    world.pass(DAY);
    await world.turn();
    expect((await world.states(webhook)).map(([, state]) => state)).toEqual(['dead', 'dead', 'dead']);
    world.receiver.decides = () => undefined;
    world.receiver.received.length = 0;
    expect(await world.hooks.service.replayDead('acme', webhook)).toEqual({
      ok: true,
      body: { replayed: 3 },
    });
    await world.turn();
    expect(world.credits()).toEqual([1, 2, 3]);
    expect(await world.hooks.service.replayDead('acme', webhook)).toMatchObject({ body: { replayed: 0 } });
  });
});
