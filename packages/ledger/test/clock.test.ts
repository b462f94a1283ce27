import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS, type TestDatabase, testDatabase } from '../../../tests/backends.ts';
import { openLedger } from '../src/index.ts';

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
});
