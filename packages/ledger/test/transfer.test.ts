import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS, type Backend, type TestDatabase, testDatabase } from '../../../tests/backends.ts';
import {
  DEFAULT_PLANS,
  type FileLines,
  type Imported,
  type Ledger,
  linesOf,
  openLedger,
  shardOf,
} from '../src/index.ts';
import { type Actions, actionsOn, passed } from './actions.ts';

const START = Date.UTC(2026, 0, 31, 9);
const DAY_MS = 86_400_000;

interface Side {
  at: TestDatabase;
  ledger: Ledger;
  on: Actions;
  clock: { now: number };
}

async function openSide(backend: Backend, shards: number): Promise<Side> {
  const at = await testDatabase(backend);
  const clock = { now: START };
  const ledger = await openLedger({ database: at.database, now: () => clock.now, shards });
  return { at, ledger, on: actionsOn(ledger), clock };
}

async function fileOf(ledger: Ledger, account: string): Promise<string> {
  let text = '';
  for await (const page of (await ledger.exportAccount(account))!) text += page;
  return text;
}

/** In small pieces, so that lines and characters are cut anywhere. */
const linesIn =
  (text: string): FileLines =>
  () => {
    const bytes = Buffer.from(text);
    return linesOf(
      (async function* () {
        for (let from = 0; from < bytes.length; from += 1_021) yield bytes.subarray(from, from + 1_021);
      })(),
    );
  };

const load = (ledger: Ledger, account: string, text: string): Promise<Imported> =>
  ledger.importAccount(account, linesIn(text));

const TABLES = [
  'account',
  'account_name',
  'credit_grant',
  'hold',
  'member_cap',
  'usage_day',
  'cycle',
  'entry',
];

/**
 * All rows of an account without what belongs to its place. The row of the cycle's own grant is a stale copy of the
 * account's own counters, as of when its batch was written.
 */
async function rowsOf({ at, ledger }: Side, account: string): Promise<Record<string, unknown[]>> {
  const { shard, account_no, stored } = (await ledger.reads.load(account))!;
  const rows: Record<string, unknown[]> = {};
  for (const table of TABLES) {
    const own = table === 'credit_grant' ? `and seq <> ${stored.cycle.grant ?? 0}` : '';
    const found = await at.database.query<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) - '{shard,account_no,position,imported_seq}'::text[] as row from ledger.${table} t
       where shard = ${shard} and account_no = ${account_no} ${own}`,
    );
    rows[table] = found.map(({ row }) => JSON.stringify(row)).sort();
  }
  return rows;
}

/** A life with everything in it: a trial, cycles, every kind of spending, votes, caps, edits, pauses, awards. */
async function live({ on, clock, ledger }: Side, account: string): Promise<void> {
  clock.now = START;
  await on.create(account, { trial: true, time_zone: 'Europe/Berlin' });
  await on.charge(account, 'trial-1', 900, { labels: ['blog', 'spring'] });
  clock.now += 6 * DAY_MS;
  await on.charge(account, 'free', 0);
  await on.run({ ...on.base(account), op: 'set_member_cap', member: 'priya', cap: 30_000 });
  await on.run({ ...on.base(account), op: 'set_member_cap', member: 'gone', cap: 1 });
  await on.run({ ...on.base(account), op: 'remove_member_cap', member: 'gone' });
  const hold = await on.hold(account, 400, { member: 'priya', ttl_s: 60 });
  const other = await on.hold(account, 300);
  await on.settle(account, other.hold, 'settled', 250, { labels: ['blog'] });
  await on.release(account, (await on.hold(account, 10)).hold);
  clock.now += 120_000;
  await on.settle(account, hold.hold, 'late', 380);
  await on.hold(account, 77, { ttl_s: 30 });
  clock.now += 60_000;
  for (let index = 0; index < 60; index += 1) await on.charge(account, `out-${index}`, 100 + index);
  for (let index = 0; index < 20; index += 1) await on.vote(account, `out-${index}`, 'down');
  await on.vote(account, 'out-3', 'up');
  const grant = await on.run({
    ...on.base(account),
    op: 'award',
    credits: 5_000,
    reason: 'Thanks\u2028for “it”: 🌿',
  });
  const revoked = await on.award(account, 700);
  await on.run({ ...on.base(account), op: 'revoke', grant: revoked.grant, reason: 'Twice' });
  await on.run({ ...on.base(account), op: 'edit_plan', plan: 'team', effective: 'now' });
  await on.run({ ...on.base(account), op: 'edit_plan', plan: 'starter', effective: 'next_cycle' });
  clock.now += 40 * DAY_MS;
  await on.charge(account, 'all', 20_000);
  await on.charge(account, 'bonus', 1_500);
  await on.vote(account, 'bonus', 'down');
  await on.run({ ...on.base(account), op: 'pause' });
  clock.now += 40 * DAY_MS;
  await on.run({ ...on.base(account), op: 'resume' });
  await on.run({ ...on.base(account), op: 'cancel', when: 'cycle_end' });
  await on.hold(account, 333, { ttl_s: 3_600 });
  await on.charge(account, 'last', 12);
  expect(grant.grant).toMatch(/^grant_/);
  expect(await ledger.verify(account)).toMatchObject({ ok: true });
}

const PAIRS = BACKENDS.flatMap((from) => BACKENDS.map((to) => [from, to] as const));

describe.each(PAIRS)('%s to %s', (from, to) => {
  let here: Side;
  let there: Side;
  beforeAll(async () => {
    here = await openSide(from, 2);
    there = await openSide(to, 3);
    await live(here, 'acme');
  });
  afterAll(async () => {
    for (const { ledger, at } of [here, there]) {
      await ledger.close();
      await at.remove();
    }
  });

  test('[J2] the account is the same afterwards, row for row, and verifies', async () => {
    const file = await fileOf(here.ledger, 'acme');
    const { stored } = (await here.ledger.reads.load('acme'))!;
    const neighbours = await Promise.all(
      ['n1', 'n2', 'n3', 'n4'].map(async (account) => {
        await there.on.create(account);
        return account;
      }),
    );
    expect(await load(there.ledger, 'acme', file)).toEqual({
      ok: true,
      account: 'acme',
      entries: stored.seq,
      head_hash: stored.head,
    });
    there.clock.now = here.clock.now;
    expect(await rowsOf(there, 'acme')).toEqual(await rowsOf(here, 'acme'));
    expect(await there.ledger.verify('acme')).toEqual(await here.ledger.verify('acme'));
    expect(await fileOf(there.ledger, 'acme')).toBe(file);
    const [mine, theirs] = [
      (await here.ledger.reads.load('acme'))!,
      (await there.ledger.reads.load('acme'))!,
    ];
    expect(JSON.stringify(there.ledger.reads.accountOf(theirs))).toBe(
      JSON.stringify(here.ledger.reads.accountOf(mine)),
    );
    expect(there.ledger.reads.members(theirs)).toEqual(here.ledger.reads.members(mine));
    expect(await there.ledger.reads.output(theirs, 'out-3')).toEqual(
      await here.ledger.reads.output(mine, 'out-3'),
    );
    for (const account of neighbours) expect(await there.ledger.verify(account)).toMatchObject({ ok: true });
  });

  test('[K1] keys that were used there answer here, byte for byte; both go on alike', async () => {
    const command = here.on.chargeCommand('acme', 'after', 31, { key: 'after-the-export' });
    const used = here.on.chargeCommand('acme', 'last', 12);
    const entry = (await here.ledger.reads.entries((await here.ledger.reads.load('acme'))!, 1e9, 1))[0]!;
    const again = { ...used, key: entry.key!, actor: entry.actor };
    const [before, after] = [await here.ledger.execute(again), await there.ledger.execute(again)];
    expect(before).toMatchObject({ ok: true, replayed: true });
    expect(JSON.stringify(after)).toBe(JSON.stringify(before));
    expect(await there.ledger.execute({ ...again, words: 13 })).toMatchObject({
      ok: false,
      refusal: { code: 'idempotency_mismatch', figures: { field: 'words' } },
    });
    const [one, other] = [await here.ledger.execute(command), await there.ledger.execute(command)];
    expect(passed(one)).toMatchObject({ charged: 31 });
    expect(JSON.stringify(other)).toBe(JSON.stringify(one));
    here.clock.now += 90 * DAY_MS;
    there.clock.now = here.clock.now;
    for (const { ledger } of [here, there]) await ledger.sweep();
    expect(await rowsOf(there, 'acme')).toEqual(await rowsOf(here, 'acme'));
    expect(await there.ledger.verify('acme')).toMatchObject({ ok: true });
  });
});

describe.each(BACKENDS)('into %s', (backend) => {
  let side: Side;
  beforeAll(async () => {
    side = await openSide(backend, 2);
  });
  afterAll(async () => {
    await side.ledger.close();
    await side.at.remove();
  });

  /** A file of an account that this side does not have. */
  async function fileOfAnother(
    account: string,
    more: Parameters<Actions['create']>[1] = {},
  ): Promise<string> {
    const other = await openSide('pglite', 1);
    try {
      await other.on.create(account, more);
      for (let index = 0; index < 5; index += 1) await other.on.charge(account, `o${index}`, 10);
      return await fileOf(other.ledger, account);
    } finally {
      await other.ledger.close();
      await other.at.remove();
    }
  }

  const entriesHere = async () =>
    (await side.at.database.query<{ n: number }>('select count(*) as n from ledger.entry'))[0]!.n;

  const refusedWith = async (account: string, text: string, code: string, detail: RegExp | string) => {
    const before = await entriesHere();
    const imported = await load(side.ledger, account, text);
    expect(imported).toMatchObject({ ok: false, refusal: { code } });
    if (!imported.ok) expect(imported.refusal.detail).toMatch(detail);
    expect(await entriesHere()).toBe(before);
  };

  test('[L2] followers are not told of what was imported, wherever they stand, and of all that comes after', async () => {
    const file = await fileOfAnother('followed');
    const seen = { near: [] as number[], far: [] as number[] };
    const follow = (name: keyof typeof seen, positions?: number[]) =>
      side.ledger.follow(
        (followed) => {
          for (const { account, entry } of followed) if (account === 'followed') seen[name].push(entry.seq);
        },
        () => undefined,
        positions === undefined ? {} : { positions },
      );
    const near = follow('near');
    await Promise.all(near.map((follower) => follower.wake()));
    expect(await load(side.ledger, 'followed', file)).toMatchObject({ ok: true, entries: 7 });
    await side.on.charge('followed', 'here', 10);
    const far = follow('far', [0, 0]);
    await Promise.all([...near, ...far].map((follower) => follower.wake()));
    side.ledger.unfollow([...near, ...far]);
    expect(seen).toEqual({ near: [8], far: [8] });
  });

  test('an account that is there is refused, and told apart by its journal', async () => {
    const file = await fileOfAnother('twice');
    expect(await load(side.ledger, 'twice', file)).toMatchObject({ ok: true });
    await refusedWith('twice', file, 'account_exists', 'with this very journal');
    await side.on.charge('twice', 'more', 1);
    await refusedWith('twice', file, 'account_exists', 'with another journal');
  });

  test('whatever does not fit is refused with its line, and nothing is written', async () => {
    const file = await fileOfAnother('bad');
    const lines = file.trimEnd().split('\n');
    const changed = (line: number, from: string, to: string) =>
      lines.map((text, index) => (index === line ? text.replace(from, to) : text)).join('\n');
    expect(changed(4, '"words\\":10', '"words\\":11')).not.toBe(lines.join('\n'));
    const cases: [string, RegExp][] = [
      ['', /line 1: the file is empty/],
      ['hello', /line 1: is not JSON/],
      ['{"format":"other"}', /line 1: is not the header/],
      [file.replace('"version":1', '"version":2'), /has version 2; this Inkwell reads 1/],
      [lines[0]!, /ends after 0 of 7 entries/],
      [lines.slice(0, 6).join('\n'), /ends after 5 of 7 entries/],
      [lines.toSpliced(4, 1).join('\n'), /line 5: the hash does not fit/],
      [changed(4, '"words\\":10', '"words\\":11'), /line 5: the hash does not fit/],
      [changed(3, '"actor":"test"', '"actor":"me"'), /line 4: the hash does not fit/],
      [changed(5, '"seq":5', '"seq":"5"'), /line 6: is not an entry/],
      [`${file}${lines.at(-1)}\n`, /line 9: the hash does not fit/],
    ];
    for (const [text, why] of cases) await refusedWith('bad', text, 'invalid_request', why);
    await refusedWith('good', file, 'invalid_request', 'of the account bad, not of good');
    expect(await side.ledger.reads.load('bad')).toBeUndefined();
    expect(await load(side.ledger, 'bad', file)).toMatchObject({ ok: true });
  });

  test('[E5] a plan that is not in the catalogue here is refused', async () => {
    const other = await testDatabase('pglite');
    const [plan] = (await openLedger({ database: side.at.database })).catalogue.plansAt(START);
    const ledger = await openLedger({ database: other.database, plans: [{ ...plan!, id: 'bespoke' }] });
    await actionsOn(ledger).create('bespoke', { plan: 'bespoke' });
    const file = await fileOf(ledger, 'bespoke');
    await ledger.close();
    await other.remove();
    await refusedWith('bespoke', file, 'plan_not_found', 'plan bespoke');
  });

  test('[E5] [A3] so is one that is not in it yet when the account’s next boundary has passed', async () => {
    const bespoke = { ...DEFAULT_PLANS[0]!, id: 'bespoke' };
    const ledgerOn = async (effective_at: number, now: number) => {
      const at = await testDatabase(backend);
      const plans = [{ ...bespoke, effective_at }];
      return { at, ledger: await openLedger({ database: at.database, now: () => now, plans }) };
    };
    const first = await ledgerOn(0, START);
    await actionsOn(first.ledger).create('bespoke', { plan: 'bespoke' });
    const { clock } = passed(await first.ledger.createClock(START, { operator: 'op', key: 'long-ago' }));
    await actionsOn(first.ledger).create('timed', { plan: 'bespoke', clock });
    const [file, timed] = [await fileOf(first.ledger, 'bespoke'), await fileOf(first.ledger, 'timed')];
    const late = await ledgerOn(START + 60 * DAY_MS, START + 90 * DAY_MS);
    const refused = { ok: false, refusal: { code: 'plan_not_found' } };
    expect(await load(late.ledger, 'bespoke', file)).toMatchObject(refused);
    expect(await load(late.ledger, 'timed', timed)).toMatchObject(refused);
    const early = await ledgerOn(START + 10 * DAY_MS, START + 90 * DAY_MS);
    expect(await load(early.ledger, 'bespoke', file)).toMatchObject({ ok: true });
    expect(await actionsOn(early.ledger).charge('bespoke', 'out-1', 5)).toMatchObject({ charged: 5 });
    expect(await load(early.ledger, 'timed', timed)).toMatchObject(refused);
    for (const { at, ledger } of [first, late, early]) {
      await ledger.close();
      await at.remove();
    }
  });

  test('[A6] a test clock comes along, and two that disagree are refused', async () => {
    const other = await openSide('pglite', 1);
    const asked = { operator: 'op', key: 'clock' };
    const { clock } = passed(await other.ledger.createClock(START, asked));
    for (const account of ['timed', 'timed-2']) await other.on.create(account, { clock });
    const [file, second] = [await fileOf(other.ledger, 'timed'), await fileOf(other.ledger, 'timed-2')];
    await other.ledger.close();
    await other.at.remove();
    expect(await load(side.ledger, 'timed', file)).toMatchObject({ ok: true });
    const to_at = START + 40 * DAY_MS;
    expect(await side.ledger.advanceClock(clock, to_at, { ...asked, key: 'on' })).toMatchObject({ ok: true });
    expect((await side.ledger.reads.load('timed'))!.state.cycle.number).toBe(2);
    expect(await side.ledger.verify('timed')).toMatchObject({ ok: true });
    await refusedWith('timed-2', second, 'invalid_state', 'test clock');
  });

  test('[J3] lanes at work in two processes meet an import: nothing is lost, everything verifies', async () => {
    const file = await fileOfAnother('guest');
    const second = await openLedger({ database: side.at.database, now: () => side.clock.now });
    const other = actionsOn(second);
    const shard = shardOf('guest', side.ledger.shards);
    const busy = ['b1', 'b2', 'b3', 'b4', 'b5', 'b6'].filter(
      (account) => shardOf(account, side.ledger.shards) === shard,
    );
    expect(busy.length).toBeGreaterThan(0);
    for (const account of busy) await side.on.create(account);
    const charges = busy.flatMap((account) =>
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 === 0 ? side.on : other).charge(account, `o${index}`, 1),
      ),
    );
    const imported = await load(side.ledger, 'guest', file);
    await Promise.all(charges);
    expect(imported).toMatchObject({ ok: true });
    await Promise.all(['x', 'y'].map((output) => other.charge('guest', output, 1)));
    await side.on.charge('guest', 'z', 1);
    const made = await side.on.create(`after-${backend}`);
    expect(made.account).toBe(`after-${backend}`);
    for (const account of [...busy, 'guest', `after-${backend}`])
      expect(await second.verify(account)).toMatchObject({ ok: true });
    await second.close();
  });

  test('a journal longer than a statement takes arrives whole', async () => {
    const other = await openSide('pglite', 1);
    await other.on.create('long');
    const wanted = Array.from({ length: 2_500 }, (_, index) => other.on.charge('long', `o${index}`, 3));
    await Promise.all(wanted);
    for (let index = 0; index < 30; index += 1) await other.on.vote('long', `o${index * 80}`, 'down');
    const [file, rows] = [await fileOf(other.ledger, 'long'), await rowsOf(other, 'long')];
    await other.ledger.close();
    await other.at.remove();
    expect(await load(side.ledger, 'long', file)).toMatchObject({ ok: true, entries: 2_532 });
    expect(await rowsOf(side, 'long')).toEqual(rows);
    expect(await side.ledger.verify('long')).toMatchObject({ ok: true, entries: 2_532 });
  });

  test('accounts are listed in pages, each once, whatever shard they are on', async () => {
    const [{ n } = { n: 0 }] = await side.at.database.query<{ n: number }>(
      'select count(*) as n from ledger.account',
    );
    const seen: string[] = [];
    for (let after = null; ;) {
      const page = await side.ledger.reads.accounts(after, 3);
      seen.push(...page.map(({ account }) => account));
      if (page.length < 3) break;
      after = page.at(-1)!;
    }
    expect(seen).toHaveLength(n);
    expect(new Set(seen).size).toBe(n);
  });
});
