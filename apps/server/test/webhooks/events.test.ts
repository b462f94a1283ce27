import { Readable } from 'node:stream';
import { webhookEvents } from '@inkwell/contract';
import { linesOf } from '@inkwell/ledger';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { DAY, type HookWorld, SECRET, START, openHooks } from './world.ts';

describe.each(BACKENDS)('what webhooks tell, %s', (backend) => {
  let world: HookWorld;
  beforeEach(async () => {
    world = await openHooks(backend);
  });
  afterEach(() => world.close());

  /** What was told since it was asked last; each of the shape that the document gives it, and nothing beside it. */
  const told = async () => {
    await world.turn();
    const events = world.receiver.received.splice(0).map(({ event }) => event);
    for (const event of events) {
      const { schema } = webhookEvents[event.type];
      expect(schema.parse(event)).toEqual(event);
      expect(JSON.stringify(event)).not.toContain(SECRET);
    }
    return events;
  };
  const typesTold = async () => (await told()).map(({ type }) => type);

  test('grant.created: plan, bonus and trial grants, by figures and ids', async () => {
    await world.register(null, { types: ['grant.created'] });
    await world.act({ op: 'create_account', plan: 'pro' });
    const made = await world.act({ op: 'award', credits: 500, reason: SECRET, source: 'goodwill' });
    expect(await told()).toMatchObject([
      {
        timestamp: '2026-11-28T12:00:00.000Z',
        data: { account: 'acme', seq: 2, kind: 'plan', source: null },
      },
      {
        type: 'grant.created',
        data: { seq: 3, grant: made.grant, kind: 'bonus', source: 'goodwill', credits: 500, cycle: 1 },
      },
    ]);
    await world.act({ op: 'create_account', plan: 'pro', trial: true }, 'new');
    expect(await told()).toMatchObject([
      { data: { account: 'new', kind: 'trial', credits: 10_000, cycle: 0 } },
    ]);
  });

  test('[L1] credits.notice: each threshold once', async () => {
    await world.act({ op: 'create_account', plan: 'starter' });
    await world.register('acme', { types: ['credits.notice'] });
    await world.spend(10_000);
    await world.spend(10_000);
    await world.award(5);
    expect(await told()).toMatchObject([
      { data: { notice: 'plan_50', figures: { spent: 10_000, limit: 20_000 } } },
      { data: { notice: 'plan_75' } },
      { data: { notice: 'plan_90' } },
      { data: { notice: 'credits_out', figures: { resets_at: '2026-12-28T12:00:00.000Z' } } },
      { data: { notice: 'bonus_awarded', figures: { credits: 5, source: 'staff' } } },
    ]);
  });

  test('[A2] cycle.reset: with the new cycle and its grant, not at the account’s first', async () => {
    await world.register(null);
    await world.act({ op: 'create_account', plan: 'starter' });
    expect(await typesTold()).toEqual(['grant.created']);
    world.pass(31 * DAY);
    await world.ledger.sweep();
    expect(await told()).toMatchObject([
      {
        type: 'cycle.reset',
        timestamp: '2026-12-28T12:00:00.000Z',
        data: {
          cycle: { number: 2, starts_at: '2026-12-28T12:00:00.000Z', ends_at: '2027-01-28T12:00:00.000Z' },
          plan: 'starter',
          limit: 20_000,
          granted: 20_000,
        },
      },
      { type: 'grant.created', data: { kind: 'plan', credits: 20_000, cycle: 2 } },
      { type: 'credits.notice', data: { notice: 'cycle_reset', figures: { cycle: 2 } } },
    ]);
  });

  test('[E1] plan.changed: at once, and at the cycle that it was put off to', async () => {
    await world.act({ op: 'create_account', plan: 'pro' });
    await world.register('acme', { types: ['plan.changed'] });
    await world.act({ op: 'edit_plan', plan: 'team' });
    const [now] = await told();
    expect(now).toMatchObject({ data: { plan: 'team', previous_plan: 'pro', limit: 100_000 } });
    await world.act({ op: 'edit_plan', plan: 'team' });
    await world.act({ op: 'edit_plan', plan: 'starter' });
    expect(await told()).toEqual([]);
    world.pass(31 * DAY);
    await world.ledger.sweep();
    expect(await told()).toMatchObject([{ data: { plan: 'starter', previous_plan: 'team', limit: null } }]);
  });

  test('[R2] output.refunded: what came back, and what the cap kept; a vote that moves nothing is not told', async () => {
    await world.act({ op: 'create_account', plan: 'starter' });
    await world.register('acme', { types: ['output.refunded'] });
    const [small, large] = [await world.spend(40), await world.spend(6_000)];
    const vote = { op: 'vote', member: 'ada', reason: SECRET };
    await world.act({ ...vote, output: small, vote: 'down' });
    await world.act({ ...vote, output: small, vote: 'down' });
    await world.act({ ...vote, output: large, vote: 'down' });
    const none = { expired: 0, absorbed: 0, revoked: 0 };
    expect(await told()).toMatchObject([
      { data: { output: small, member: 'ines', voted_by: 'ada', refunded: 40, capped: 0, ...none } },
      { data: { output: large, refunded: 3_960, capped: 2_040, ...none } },
    ]);
    const old = await world.spend(30);
    world.pass(31 * DAY);
    await world.act({ ...vote, output: old, vote: 'down' });
    await world.act({ ...vote, output: old, vote: 'up' });
    expect(await told()).toMatchObject([{ data: { output: old, refunded: 0, expired: 30 } }]);
  });

  test('[A4] [A5] account.phase_changed: the end of a trial either way, pause, resume, cancel', async () => {
    await world.register(null, { types: ['account.phase_changed'] });
    await world.act({ op: 'create_account', plan: 'pro' });
    await world.act({ op: 'pause' });
    await world.act({ op: 'resume' });
    await world.act({ op: 'cancel', when: 'now' });
    await world.act({ op: 'resume' });
    await world.act({ op: 'create_account', plan: 'pro', trial: true }, 'stays');
    await world.act({ op: 'create_account', plan: 'pro', trial: true, trial_converts: false }, 'goes');
    const phases = async () =>
      (await told()).map(({ data }) => {
        const { account, phase, why } = data as Record<string, unknown>;
        return [account, phase, why];
      });
    expect(await phases()).toEqual([
      ['acme', 'paused', 'requested'],
      ['acme', 'active', 'requested'],
      ['acme', 'canceled', 'requested'],
      ['acme', 'active', 'requested'],
    ]);
    world.pass(6 * DAY);
    await world.ledger.sweep();
    expect((await phases()).toSorted()).toEqual([
      ['goes', 'canceled', 'trial_not_converted'],
      ['stays', 'active', 'trial_converted'],
    ]);
  });

  test('[A4] a trial that waited: nothing until it begins, then the phase and its grant, and no reset', async () => {
    await world.register(null);
    await world.act({ op: 'create_account', plan: 'pro', trial: true, trial_waits: true });
    expect(await told()).toEqual([]);
    world.pass(2 * DAY);
    await world.act({ op: 'start_trial' });
    const timestamp = '2026-11-30T12:00:00.000Z';
    expect(await told()).toMatchObject([
      { type: 'account.phase_changed', timestamp, data: { phase: 'trialing', why: 'trial_started' } },
      {
        type: 'grant.created',
        timestamp,
        data: { account: 'acme', kind: 'trial', source: null, credits: 10_000, cycle: 0 },
      },
    ]);
    world.pass(6 * DAY);
    await world.ledger.sweep();
    expect(await told()).toMatchObject([
      { type: 'credits.notice', data: { notice: 'trial_last_day' } },
      { type: 'account.phase_changed', data: { phase: 'active', why: 'trial_converted' } },
      { type: 'cycle.reset', data: { cycle: { number: 1 }, granted: 50_000 } },
      { type: 'grant.created', data: { kind: 'plan', credits: 50_000, cycle: 1 } },
      { type: 'credits.notice', data: { notice: 'cycle_reset' } },
    ]);
  });

  test('[A4] a trial that waited and never began: starting the plan instead is told as that', async () => {
    await world.register(null);
    await world.act({ op: 'create_account', plan: 'pro', trial: true, trial_waits: true });
    await world.act({ op: 'resume' });
    expect(await told()).toMatchObject([
      { type: 'account.phase_changed', data: { phase: 'active', why: 'requested' } },
      { type: 'cycle.reset', data: { cycle: { number: 1 }, granted: 50_000 } },
      { type: 'grant.created', data: { kind: 'plan', credits: 50_000, cycle: 1 } },
    ]);
  });

  test('[A5] a pause that took the grant: the resume brings it', async () => {
    await world.act({ op: 'create_account', plan: 'starter' });
    await world.act({ op: 'pause' });
    await world.register('acme');
    world.pass(31 * DAY);
    await world.ledger.sweep();
    const [reset, notice] = await told();
    expect(reset).toMatchObject({ type: 'cycle.reset', data: { granted: 0 } });
    expect(notice).toMatchObject({ type: 'credits.notice' });
    await world.act({ op: 'resume' });
    expect(await told()).toMatchObject([
      { type: 'account.phase_changed', data: { phase: 'active' } },
      { type: 'grant.created', data: { kind: 'plan', credits: 20_000, cycle: 2 } },
    ]);
  });

  test('each is told of its own account and types, the instance of all, from when it was registered', async () => {
    await world.act({ op: 'create_account', plan: 'pro' });
    await world.act({ op: 'create_account', plan: 'pro' }, 'other');
    await world.award(1);
    const own = await world.register('acme', { types: ['grant.created'] });
    await world.award(2);
    const all = await world.register(null, { types: ['grant.created'] });
    await world.award(3);
    await world.award(4, 'other');
    await world.turn();
    const rows = await world.at.database.query<{ webhook: string; payload: string }>(
      'select webhook, payload from app.webhook_delivery order by place',
    );
    const credits = (webhook: string) =>
      rows.flatMap((row) => {
        const { data } = JSON.parse(row.payload) as { data: { credits: number } };
        return row.webhook === webhook ? [data.credits] : [];
      });
    expect(credits(own)).toEqual([2, 3]);
    expect(credits(all).toSorted()).toEqual([3, 4]);
    expect(world.receiver.received).toHaveLength(4);
  });

  test('[L2] what happens while no process is there is told by the next one', async () => {
    await world.act({ op: 'create_account', plan: 'pro' });
    await world.register('acme', { types: ['grant.created'] });
    await world.turn();
    await world.award(7);
    await world.turn(world.open());
    expect(world.receiver.received).toMatchObject([{ event: { data: { credits: 7 } } }]);
  });

  test('an imported account is told from its import on, and not what it brought along', async () => {
    const other = await openHooks('pglite');
    await other.act({ op: 'create_account', plan: 'starter' });
    await other.spend(19_000);
    await other.award(9);
    let file = '';
    for await (const page of (await other.ledger.exportAccount('acme'))!) file += page;
    await other.close();
    vi.useFakeTimers({ toFake: ['Date'], now: START });
    await world.register('acme');
    await world.register(null);
    await world.turn();
    const lines = () => linesOf(Readable.from([Buffer.from(file)]));
    expect(await world.ledger.importAccount('acme', lines)).toMatchObject({ ok: true });
    expect(await typesTold()).toEqual([]);
    await world.act({ op: 'award', credits: 5, reason: SECRET, key: 'after-the-import' });
    const after = await told();
    expect(after.map(({ type }) => type).toSorted()).toEqual([
      'credits.notice',
      'credits.notice',
      'grant.created',
      'grant.created',
    ]);
    for (const event of after) expect(JSON.stringify(event)).not.toContain('"credits":9,');
  });

  test('the journal is left alone while there is no webhook, and taken up where the first one begins', async () => {
    await world.act({ op: 'create_account', plan: 'pro' });
    await world.turn();
    expect(await world.at.database.query('select * from app.webhook_cursor')).toEqual([]);
    const webhook = await world.register('acme', { types: ['grant.created'] });
    await world.award(1);
    await world.turn();
    await world.hooks.service.remove('acme', webhook);
    await world.turn();
    await world.award(2);
    await world.turn();
    await world.register('acme', { types: ['grant.created'] });
    await world.award(3);
    await world.turn();
    expect(world.credits()).toEqual([1, 3]);
  });
});
