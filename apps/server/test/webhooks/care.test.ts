import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { DAY, HOUR, type HookWorld, bodyOf, openHooks } from './world.ts';

describe.each(BACKENDS)('looking after webhooks, %s', (backend) => {
  let world: HookWorld;
  let webhook: string;
  beforeEach(async () => {
    world = await openHooks(backend);
    await world.act({ op: 'create_account', plan: 'pro' });
    webhook = await world.register('acme', { types: ['grant.created'] });
  });
  afterEach(() => world.close());

  test('while it is paused its deliveries wait, for a day at most', async () => {
    await world.hooks.service.change('acme', webhook, { state: 'paused' });
    await world.award(1);
    await world.turn();
    expect(world.credits()).toEqual([]);
    expect(await world.hooks.service.test('acme', webhook)).toMatchObject({
      problem: { code: 'invalid_state' },
    });
    await world.hooks.service.change('acme', webhook, { state: 'on' });
    await world.turn();
    expect(world.credits()).toEqual([1]);
    await world.hooks.service.change('acme', webhook, { state: 'paused' });
    await world.award(2);
    await world.turn();
    world.pass(DAY - 1);
    await world.hooks.upkeep();
    expect(await world.read(webhook)).toMatchObject({ waiting: 1, dead: 0 });
    world.pass(1);
    await world.hooks.upkeep();
    expect(await world.read(webhook)).toMatchObject({ waiting: 0, dead: 1 });
    await world.hooks.service.change('acme', webhook, { state: 'on' });
    await world.hooks.service.replayDead('acme', webhook);
    await world.turn();
    expect(world.credits()).toEqual([1, 2]);
  });

  test('a pause counts at once, in the middle of what is due too', async () => {
    world.receiver.decides = () => (response) =>
      void world.hooks.service
        .change('acme', webhook, { state: 'paused' })
        .then(() => response.writeHead(200).end());
    for (const credits of [1, 2, 3]) await world.award(credits);
    await world.turn();
    expect(world.credits()).toEqual([1]);
    expect(await world.read(webhook)).toMatchObject({ state: 'paused', waiting: 2 });
  });

  test('one that takes nothing for three days is switched off, and the owner is told', async () => {
    world.receiver.decides = () => 500;
    for (let hours = 0; hours < 72; hours += 12) {
      await world.award(1);
      await world.turn();
      world.pass(12 * HOUR);
    }
    expect(await world.read(webhook)).toMatchObject({ state: 'on' });
    await world.award(2);
    await world.turn();
    expect(await world.read(webhook)).toMatchObject({ state: 'off', off_because: 'failing', waiting: 0 });
    expect(world.mails).toMatchObject([
      {
        to: 'ada@example.com',
        subject: 'A webhook of Acme was switched off',
        link: 'http://ink.example/settings/webhooks',
      },
    ]);
    const { dead } = await world.read(webhook);
    await world.award(3);
    await world.turn();
    expect(await world.read(webhook)).toMatchObject({ waiting: 0, dead });
    world.receiver.decides = () => undefined;
    world.receiver.received.length = 0;
    await world.hooks.service.change('acme', webhook, { state: 'on' });
    expect(await world.read(webhook)).toMatchObject({ state: 'on', off_because: null, failing_since: null });
    await world.award(4);
    await world.turn();
    expect(world.credits()).toEqual([4]);
  });

  test('a first failure long after the last delivery switches nothing off, nor does a failed test; 410 does', async () => {
    world.receiver.next = [500];
    await world.award(1);
    await world.turn();
    world.pass(2 * DAY);
    await world.award(2);
    await world.turn();
    world.receiver.decides = () => 500;
    await world.hooks.service.test('acme', webhook);
    await world.turn();
    world.pass(4 * DAY);
    await world.award(3);
    await world.turn();
    // However long ago the last delivery was: what fails now may be taken in five seconds.
    expect(await world.read(webhook)).toMatchObject({ state: 'on' });
    await world.hooks.service.test('acme', webhook);
    await world.turn();
    expect(await world.read(webhook)).toMatchObject({ state: 'on' });
    world.receiver.decides = () => 410;
    await world.award(4);
    await world.turn();
    expect(await world.read(webhook)).toMatchObject({ state: 'off', off_because: 'gone' });
    expect(world.mails).toHaveLength(1);
  });

  test('a new secret signs at once; the old one along with it for as long as was said', async () => {
    const [old] = world.receiver.secrets as [string];
    const rotate = async (grace_s: number) =>
      bodyOf(await world.hooks.service.rotate('acme', webhook, grace_s));
    const { secret, old_secret_until } = await rotate(3_600);
    expect(secret).not.toBe(old);
    expect(old_secret_until).toBe('2026-11-28T13:00:00.000Z');
    await world.award(1);
    await world.turn();
    world.receiver.secrets = [secret];
    await world.award(2);
    await world.turn();
    world.pass(HOUR);
    await world.award(3);
    await world.turn();
    const signatures = world.receiver.received.map(
      ({ headers }) => (headers['webhook-signature'] as string).split(' ').length,
    );
    expect(signatures).toEqual([2, 2, 1]);
    expect(world.credits()).toEqual([1, 2, 3]);
    expect(await world.read(webhook)).toMatchObject({ old_secret_until: null });

    world.receiver.secrets = [(await rotate(0)).secret];
    await world.award(4);
    await world.turn();
    expect(world.credits()).toEqual([1, 2, 3, 4]);
    const rows = await world.at.database.query('select old_secret from app.webhook');
    expect(rows).toEqual([{ old_secret: null }]);
  });

  test('a test goes out once, one at a time, whatever types the webhook takes', async () => {
    world.receiver.next = [500];
    const sent = await world.hooks.service.test('acme', webhook);
    expect(sent).toMatchObject({ ok: true, body: { type: 'webhook.test', state: 'waiting', seq: null } });
    expect(await world.hooks.service.test('acme', webhook)).toMatchObject({
      problem: { code: 'invalid_state', detail: 'A test is on its way already.' },
    });
    await world.turn();
    expect(await world.states(webhook)).toEqual([['webhook.test', 'dead', 1]]);
    await world.hooks.service.test('acme', webhook);
    await world.turn();
    expect(world.receiver.received.at(-1)!.event).toEqual({
      type: 'webhook.test',
      timestamp: '2026-11-28T12:00:00.000Z',
      data: { account: 'acme', webhook },
    });
    expect((await world.states(webhook)).map(([, state]) => state)).toEqual(['dead', 'delivered']);
  });

  test('what ended is kept for 30 days, with its attempts', async () => {
    await world.award(1);
    await world.turn();
    world.pass(DAY);
    world.receiver.decides = () => 500;
    await world.award(2);
    await world.turn();
    world.pass(29 * DAY - 1);
    await world.hooks.upkeep();
    expect(await world.states(webhook)).toHaveLength(2);
    world.pass(2);
    await world.hooks.upkeep();
    expect(await world.states(webhook)).toEqual([['grant.created', 'waiting', 1]]);
    expect(await world.at.database.query('select try from app.webhook_attempt')).toHaveLength(1);
  });

  test('one that is removed in the middle of a try leaves nothing behind', async () => {
    world.receiver.decides = () => (response) =>
      void world.hooks.service.remove('acme', webhook).then(() => response.writeHead(500).end());
    await world.award(1);
    await world.award(2);
    await world.turn();
    expect(world.credits()).toEqual([1]);
    expect(await world.at.database.query('select 1 from app.webhook_delivery')).toEqual([]);
    expect(await world.at.database.query('select 1 from app.webhook_attempt')).toEqual([]);
  });
});
