import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS, type TestDatabase, testDatabase } from '../../../tests/backends.ts';
import { type Database, openLedger, shardOf } from '../src/index.ts';
import { actionsOn, passed } from './actions.ts';

describe.each(BACKENDS)('the clock that a ledger is given, %s', (backend) => {
  let at: TestDatabase;
  beforeAll(async () => (at = await testDatabase(backend)));
  afterAll(() => at.remove());

  test('[J1] [J2] a clock with fractions of a millisecond journals whole ones, and verifies', async () => {
    const ledger = await openLedger({ database: at.database, now: () => 1_795_378_314_322.75 });
    const shared = { account: 'acme', actor: 'operator' };
    await ledger.execute({ op: 'create_account', plan: 'pro', key: 'k1', ...shared });
    const made = { output: 'o', member: 'ines', source: 'api', words: 5 } as const;
    const charged = await ledger.execute({ op: 'charge', ...made, key: 'k2', ...shared });
    expect(charged).toMatchObject({
      ok: true,
      reply: { body: { balance: { as_of: '2026-11-22T20:11:54.322Z' } } },
    });
    expect(await ledger.verify('acme')).toMatchObject({ ok: true, first_bad_entry: null });
    await ledger.close();
  });

  test('who writes once and leaves can ask before: 2 s are agreement, more is not', async () => {
    for (const [off_ms, agrees] of [
      [0, true],
      [1_000, true],
      [-1_000, true],
      [60_000, false],
      [-60_000, false],
    ] as const) {
      const ledger = await openLedger({ database: at.database, now: () => Date.now() + off_ms });
      const asked = ledger.checkClock();
      await (agrees ? asked : expect(asked).rejects.toThrow(/ms off the database's/));
      await ledger.close();
    }
  });

  test('[A6] an account that joins a test clock while it is moved arrives where the clock does', async () => {
    const [before, after] = [Date.UTC(2026, 0, 31), Date.UTC(2026, 2, 15)];
    const asked = (key: string) => ({ operator: 'op', key: `${backend}-${key}` });
    let meanwhile: (() => Promise<unknown>) | null = null;
    const database: Database = {
      ...at.database,
      // The clock is read, and moved before what was read of it is used.
      query: async (text, params, name) => {
        const rows = await at.database.query(text, params, name);
        const [act] = [meanwhile];
        if (act === null || !text.startsWith('select now from ledger.clock')) return rows as never;
        meanwhile = null;
        await act();
        return rows as never;
      },
    };
    const ledger = await openLedger({ database });
    const { clock } = passed(await ledger.createClock(before, asked('made')));
    meanwhile = async () => passed(await ledger.advanceClock(clock, after, asked('moved')));
    await actionsOn(ledger).create('late', { clock });
    const { stored } = (await ledger.reads.load('late'))!;
    expect([stored.last_at, stored.cycle.number]).toEqual([after, 2]);
    expect(await ledger.verify('late')).toMatchObject({ ok: true });
    await ledger.close();
  });

  test('[A3] the sweeper goes past an account that can’t be touched, and says so', async () => {
    let now = Date.UTC(2026, 10, 22);
    const ledger = await openLedger({ database: at.database, now: () => now });
    const names = Array.from({ length: 8 }, (_, index) => `swept-${index}`);
    for (const account of names) await actionsOn(ledger).create(account);
    const broken = names.find((account) => shardOf(account, ledger.shards) === 0)!;
    const spoil = (from: string, to: string) =>
      at.database.query('update ledger.account set profile = replace(profile, $2, $3) where account = $1', [
        broken,
        from,
        to,
      ]);
    await spoil('"plan":"pro"', '"plan":"gone"');
    now += 40 * 86_400_000;
    const later = await openLedger({ database: at.database, now: () => now });
    await expect(later.sweep()).rejects.toThrow('plan gone has no version');
    for (const account of names.filter((name) => name !== broken))
      expect((await later.reads.load(account))!.stored.cycle.number).toBe(2);
    await spoil('"plan":"gone"', '"plan":"pro"');
    await ledger.close();
    await later.close();
  });
});
