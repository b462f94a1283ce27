import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS, type TestDatabase, testDatabase } from '../../../tests/backends.ts';
import { type Ledger, type Row, openLedger } from '../src/index.ts';
import { type Actions, actionsOn, passed } from './actions.ts';

const START = Date.UTC(2026, 0, 31, 9);

describe.each(BACKENDS)('%s', (backend) => {
  let at: TestDatabase;
  let ledger: Ledger;
  let now = START;
  let on: Actions;

  beforeAll(async () => {
    at = await testDatabase(backend);
    ledger = await openLedger({ database: at.database, now: () => now });
    on = actionsOn(ledger);
  });
  afterAll(async () => {
    await ledger.close();
    await at.remove();
  });

  test('[C1] a charge falls from the plan and stands in usage, receipt and journal', async () => {
    await on.create('c1');
    const reply = await on.charge('c1', 'o1', 48, { labels: ['blog'] });
    expect(reply).toMatchObject({
      charged: 48,
      words: 48,
      balance: { available: 49_952, plan: { spent: 48 } },
    });
    const loaded = (await ledger.reads.load('c1'))!;
    const cycle = { cycle: 1 };
    expect(await ledger.reads.usage(loaded, cycle, 'member')).toEqual({
      data: [{ key: 'ines', credits: 48, refunded: 0, outputs: 1 }],
      totals: { credits: 48, refunded: 0, outputs: 1 },
    });
    expect((await ledger.reads.usage(loaded, cycle, 'label')).data).toEqual([
      { key: 'blog', credits: 48, refunded: 0, outputs: 1 },
    ]);
    expect((await ledger.reads.output(loaded, 'o1'))!.record).toMatchObject({ charged: 48, vote: 'none' });
    expect((await ledger.reads.entries(loaded, 1e9, 10)).map((entry) => entry.kind)).toEqual([
      'charged',
      'cycle_started',
      'account_created',
    ]);
  });

  test('[K1] the same key answers the same bytes, whatever has happened since; another request names the field', async () => {
    await on.create('k1');
    const command = on.chargeCommand('k1', 'o1', 10, { key: 'once' });
    const first = await ledger.execute(command);
    await on.charge('k1', 'o2', 500);
    const again = await ledger.execute(command);
    expect(again).toMatchObject({ ok: true, replayed: true });
    expect(JSON.stringify((again as { reply: unknown }).reply)).toBe(
      JSON.stringify((first as { reply: unknown }).reply),
    );
    expect(await ledger.execute({ ...command, words: 11 })).toMatchObject({
      ok: false,
      refusal: { code: 'idempotency_mismatch', figures: { field: 'words' } },
    });
  });

  test('[K1] a fresh process replays from the database', async () => {
    await on.create('k2');
    const command = on.chargeCommand('k2', 'o1', 10, { key: 'once' });
    const first = await ledger.execute(command);
    const cold = await openLedger({ database: at.database, now: () => now });
    const again = await cold.execute(command);
    expect(again).toEqual({ ...first, replayed: true });
    expect(await cold.execute(on.chargeCommand('k2', 'o1', 10, { key: 'other' }))).toMatchObject({
      ok: false,
      refusal: { code: 'output_exists' },
    });
    await cold.close();
  });

  test('[H7] twenty concurrent holds of 75 on 500 credits: exactly 6 succeed', async () => {
    await on.create('h7', { trial: true });
    await on.charge('h7', 'big', 9_500);
    const holds = Array.from({ length: 20 }, () => ledger.execute(on.holdCommand('h7', 75)));
    const answers = await Promise.all(holds);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(6);
    expect(
      answers.filter((answer) => !answer.ok && answer.refusal.code === 'insufficient_credits'),
    ).toHaveLength(14);
  });

  test('[R3] concurrent downvotes never pass the cap', async () => {
    await on.create('r3');
    await Promise.all(Array.from({ length: 30 }, (_, i) => on.charge('r3', `o${i}`, 700)));
    const votes = await Promise.all(Array.from({ length: 30 }, (_, i) => on.vote('r3', `o${i}`, 'down')));
    expect(votes.reduce((sum, vote) => sum + vote.refunded, 0)).toBe(10_000);
    const balance = ledger.reads.balanceOf((await ledger.reads.load('r3'))!);
    expect(balance.refunds).toEqual({ cap: 10_000, used: 10_000, left: 0 });
    expect(balance.plan!.spent).toBe(11_000);
  });

  test('[H6] a reset in the middle of 1,000 open holds loses and invents nothing', async () => {
    const boundary = now + 3_600_000;
    await on.create('h6', { anchor_at: Date.UTC(2025, 11, 31, 10) });
    await on.award('h6', 5_000);
    const holds = await Promise.all(
      Array.from({ length: 1_000 }, () => on.hold('h6', 52, { ttl_s: 86_400 })),
    );
    // 961 holds and a part of one take the plan's 50,000; the rest stands on the bonus.
    now = boundary + 1_000;
    const half = holds.slice(0, 500).map((hold, i) => on.settle('h6', hold.hold, `h6-${i}`, 40));
    const rest = holds.slice(500).map((hold) => on.release('h6', hold.hold));
    const settled = await Promise.all(half);
    const released = await Promise.all(rest);
    const sum = (bodies: Record<string, unknown>[], name: string) =>
      bodies.reduce((total, body) => total + (body[name] as number), 0);
    expect(sum(settled, 'charged')).toBe(500 * 40);
    expect(sum(settled, 'expired')).toBe(500 * 12);
    expect(sum(released, 'expired') + sum(released, 'returned')).toBe(500 * 52);
    expect(sum(released, 'returned')).toBe(52_000 - 50_000);
    const balance = ledger.reads.balanceOf((await ledger.reads.load('h6'))!);
    expect(balance).toMatchObject({
      held: 0,
      plan: { available: 50_000, spent: 0 },
      bonus: { available: 5_000 },
    });
    await expectSound('h6');
  });

  test('[A6] a year of billing under a test clock, from 31 January through the short months', async () => {
    const { clock } = passed(await ledger.createClock(START, { operator: 'op', key: `clock-${backend}` }));
    await on.create('a6', { clock, anchor_at: START, time_zone: 'Europe/London' });
    const starts: string[] = [];
    for (let month = 1; month <= 12; month += 1) {
      await on.charge('a6', `month-${month}`, 100 * month);
      const to_at = Date.UTC(2026, month + 1, 1);
      expect(
        await ledger.advanceClock(clock, to_at, { operator: 'op', key: `${backend}-${month}` }),
      ).toMatchObject({
        ok: true,
      });
      const { cycle, plan } = ledger.reads.balanceOf((await ledger.reads.load('a6'))!);
      expect(plan).toMatchObject({ available: 50_000, spent: 0 });
      starts.push(cycle.starts_at.slice(0, 13));
    }
    // 9:00 in London: an hour earlier in UTC while summer time lasts (A2).
    expect(starts).toEqual([
      '2026-02-28T09',
      '2026-03-31T08',
      '2026-04-30T08',
      '2026-05-31T08',
      '2026-06-30T08',
      '2026-07-31T08',
      '2026-08-31T08',
      '2026-09-30T08',
      '2026-10-31T09',
      '2026-11-30T09',
      '2026-12-31T09',
      '2027-01-31T09',
    ]);
    await expectSound('a6');
  });

  test('[A3] the sweeper touches what is due and nothing else', async () => {
    await on.create('a3', { trial: true });
    await on.create('a3-quiet');
    now += 5 * 86_400_000 + 1;
    expect(await ledger.sweep()).toBeGreaterThan(0);
    expect(await ledger.sweep()).toBe(0);
    const kinds = (await ledger.reads.entries((await ledger.reads.load('a3'))!, 1e9, 20)).map(
      (entry) => entry.kind,
    );
    expect(kinds.slice(0, 3)).toEqual(['notice', 'cycle_started', 'trial_ended']);
    expect((await ledger.reads.load('a3-quiet'))!.stored.seq).toBe(2);
  });

  test('[J2] verify names the first entry that does not fit, and a balance that no entry made', async () => {
    await on.create('j2');
    for (let i = 0; i < 5; i += 1) await on.charge('j2', `o${i}`, 10);
    await expectSound('j2');
    const { shard, account_no } = (await ledger.reads.load('j2'))!;
    const where = `where shard = ${shard} and account_no = ${account_no}`;
    await at.database.query(
      `update ledger.account set available = available + 1, amount = amount + 1 ${where}`,
    );
    expect(await ledger.verify('j2')).toMatchObject({
      ok: false,
      first_bad_entry: null,
      difference: 'grant 2 differs',
    });
    await at.database.query(
      `update ledger.entry set body = replace(body, '"words":10', '"words":11') ${where} and seq = 5`,
    );
    expect(await ledger.verify('j2')).toMatchObject({ ok: false, first_bad_entry: 5 });
  });

  test('[J2] an account that was stored before years were counted verifies, and goes on', async () => {
    await on.create('before-years', { interval: 'year' });
    const edit = (more: object) =>
      on.run({ ...on.base('before-years'), op: 'edit_plan', plan: 'starter', ...more });
    await edit({});
    const { shard, account_no } = (await ledger.reads.load('before-years'))!;
    const where = `where shard = ${shard} and account_no = ${account_no}`;
    const [row] = await at.database.query<{ profile: string }>(`select profile from ledger.account ${where}`);
    const { year_cycle, pending_interval, pending_cycle, ...before } = JSON.parse(row!.profile) as Row;
    expect([year_cycle, pending_interval, pending_cycle]).toEqual([0, null, null]);
    await at.database.query(`update ledger.account set profile = $1 ${where}`, [JSON.stringify(before)]);
    const later = await openLedger({ database: at.database, now: () => now });
    expect(await later.verify('before-years')).toMatchObject({ ok: true });
    const load = async () => later.reads.accountOf((await later.reads.load('before-years'))!);
    expect((await load()).pending_edit).toMatchObject({ plan: 'starter', interval: 'year' });
    await later.close();
    const told = await edit({ interval: 'month' });
    const year_ms = Date.parse(told.applies_at as string) - now;
    expect(Math.round(year_ms / 86_400_000)).toBe(365);
    await expectSound('before-years');
  });

  test('[A4] a trial waits in the store as well, and is started once', async () => {
    await on.create('waits', { trial: true, trial_waits: true });
    now += 40 * 86_400_000;
    expect(await ledger.sweep()).toBeGreaterThanOrEqual(0);
    expect((await ledger.reads.load('waits'))!.stored.seq).toBe(2);
    const start = { ...on.base('waits'), op: 'start_trial' } as const;
    const started = await on.run(start);
    expect(started.balance).toMatchObject({ phase: 'trialing', available: 10_000 });
    expect(await on.run(start)).toEqual(started);
    const again = await ledger.execute({ ...on.base('waits'), op: 'start_trial' });
    expect(again).toMatchObject({ ok: false, refusal: { code: 'invalid_state' } });
    await expectSound('waits');
  });

  test('[L2] a follower sees every entry of an account once, in order', async () => {
    const seen: number[] = [];
    const followers = ledger.follow(
      (followed) => {
        for (const { account, entry } of followed) if (account === 'l2') seen.push(entry.seq);
      },
      () => undefined,
    );
    await Promise.all(followers.map((follower) => follower.wake()));
    await on.create('l2');
    await Promise.all(Array.from({ length: 50 }, (_, i) => on.charge('l2', `o${i}`, 1)));
    await Promise.all(followers.map((follower) => follower.wake()));
    ledger.unfollow(followers);
    expect(seen).toEqual(Array.from({ length: 52 }, (_, i) => i + 1));
  });

  test('[L2] a follower of some kinds is told of no others, from the position that it is given', async () => {
    const positions = await ledger.positions();
    await on.create('kinds');
    await Promise.all(Array.from({ length: 20 }, (_, i) => on.charge('kinds', `o${i}`, 2_000)));
    const seen: unknown[] = [];
    const followers = ledger.follow(
      (followed) => {
        for (const { entry } of followed) seen.push(entry.facts.notice ?? entry.kind);
      },
      () => undefined,
      { positions, kinds: ['notice', 'account_created'] },
    );
    await Promise.all(followers.map((follower) => follower.wake()));
    ledger.unfollow(followers);
    expect(seen).toEqual(['account_created', 'plan_50', 'plan_75']);
    expect(followers.map(({ position }) => position)).toEqual(await ledger.positions());
  });

  test('[K1] commands of one account keep their order: what comes later in a batch changes no refusal', async () => {
    await on.create('order');
    await on.charge('order', 'all', 50_000);
    const refused = ledger.execute(on.chargeCommand('order', 'o', 50));
    const awarded = on.award('order', 100);
    expect(await refused).toMatchObject({ ok: false, refusal: { code: 'insufficient_credits' } });
    await awarded;
  });

  test('[R1] two votes at once on an output that memory does not know', async () => {
    await on.create('r1');
    await on.charge('r1', 'o', 100);
    const cold = await openLedger({ database: at.database, now: () => now });
    const other = actionsOn(cold);
    const votes = await Promise.all([other.vote('r1', 'o', 'down'), other.vote('r1', 'o', 'down')]);
    expect(votes.map((vote) => vote.refunded)).toEqual([100, 0]);
    expect(await other.vote('r1', 'o', 'up')).toMatchObject({ charged_back: 100 });
    await cold.close();
    const { entries } = (await ledger.reads.output((await ledger.reads.load('r1'))!, 'o'))!;
    expect(entries.map((entry) => entry.output_rev)).toEqual([0, 1, 2, 3]);
    await expectSound('r1');
  });

  test('a command that the engine throws on fails alone; the others of its batch are stored', async () => {
    await on.create('poison');
    const before = Array.from({ length: 5 }, (_, i) => on.charge('poison', `a${i}`, 1));
    const bad = ledger.execute(on.holdCommand('poison', -1));
    const after = Array.from({ length: 5 }, (_, i) => on.charge('poison', `b${i}`, 1));
    await expect(bad).rejects.toThrow(/below zero|not a/);
    expect((await Promise.all([...before, ...after])).every((body) => body.charged === 1)).toBe(true);
    await expectSound('poison');
  });

  async function expectSound(account: string) {
    expect(await ledger.verify(account)).toMatchObject({ ok: true, first_bad_entry: null, difference: null });
  }
});
