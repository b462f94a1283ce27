import { SHARDED_TABLES } from '@inkwell/ledger';
import { describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../tests/backends.ts';
import { openDatabase } from '../src/instance.ts';
import { answer, cli, configOf, emptyPlace, place } from './harness.ts';

type Env = Record<string, string>;

async function query(env: Env, statement: string): Promise<Record<string, unknown>[]> {
  const database = await openDatabase(configOf(env));
  try {
    return await database.query(statement);
  } finally {
    await database.close();
  }
}

describe.each(BACKENDS)('the schema on %s', (backend) => {
  test('pending migrations are told, printed and run, each once', async () => {
    const env = await emptyPlace(backend);
    const first = await cli(env, 'migrate', '--check');
    expect(first.exit).toBe(1);
    if (backend === 'postgres') {
      expect(first.out).toContain('pending  ledger/000001');
      expect((await cli(env, 'migrate', '--print')).out.join('\n')).toContain('create table ledger.entry');
      expect((await cli(env, 'account', 'list')).err).toContain('The database is empty.');
    }
    expect((await cli(env, 'migrate')).out).toContain('done  ledger/000001');
    expect(await cli(env, 'migrate', '--check')).toMatchObject({
      exit: 0,
      out: ['The schema is up to date.'],
    });
    expect((await cli(env, 'migrate')).out).toEqual(['The schema was up to date.']);
    expect(await answer(env, 'migrate', '--check')).toEqual({ pending: [] });
    await query(env, 'delete from ledger.shard');
    expect((await cli(env, 'account', 'list')).err).toContain('The database is empty.');
    await cli({ ...env, INKWELL_SHARDS: '5' }, 'migrate');
    expect(await query(env, 'select count(*) as n from ledger.shard')).toEqual([{ n: 5 }]);
    await cli({ ...env, INKWELL_SHARDS: '9' }, 'account', 'list');
    expect(await query(env, 'select count(*) as n from ledger.shard')).toEqual([{ n: 5 }]);
  });

  test('a database that is newer, or lacks a migration, is left alone', async () => {
    const env = await place(backend);
    await query(
      env,
      `delete from inkwell.migration where room = 'app' and number = (
      select max(number) from inkwell.migration where room = 'app')`,
    );
    const behind = await cli(env, 'verify', '--all');
    expect([behind.exit, behind.err]).toEqual([
      2,
      expect.stringContaining('lacks a migration. Run: inkwell migrate'),
    ]);
    await query(
      env,
      `insert into inkwell.migration (room, number, sha256)
       select room, max(number) + 1, 'x' from inkwell.migration where room = 'ledger' group by room`,
    );
    for (const argv of [['migrate'], ['migrate', '--check'], ['account', 'list']]) {
      const { exit, err } = await cli(env, ...argv);
      expect([exit, err]).toEqual([2, expect.stringMatching(/schema is at 3; this Inkwell knows 2/)]);
    }
    const { exit, out } = await cli(env, 'doctor');
    expect([exit, out.join('\n')]).toEqual([
      1,
      expect.stringMatching(/fail {2}schema: .*knows 2.*Inkwell that made it/),
    ]);
  });

  test('the demo is written once, with the shards that are wanted', async () => {
    const env = { ...(await emptyPlace(backend)), INKWELL_SHARDS: '3' };
    expect(await answer(env, 'seed', 'demo')).toEqual({ account: 'juniper', name: 'Juniper & Co.' });
    expect(await query(env, 'select count(*) as n from ledger.shard')).toEqual([{ n: 3 }]);
    const again = await cli(env, 'seed', 'demo');
    expect([again.exit, again.err]).toEqual([
      1,
      expect.stringContaining('There are people in this database'),
    ]);
    const { exit, out } = await cli(env, 'verify', '--all');
    expect([exit, out.length]).toEqual([0, 2]);
  });
});

describe('on a Citus cluster', () => {
  test('the statements name every table of the ledger that has shards, and no other', async () => {
    const { exit, out } = await cli({}, 'distribute');
    expect(exit).toBe(0);
    const named = out.map((line) => /^select create_distributed_table\('([\w.]+)', 'shard'/.exec(line)![1]);
    expect(named).toEqual([...SHARDED_TABLES]);
    for (const line of out.slice(1)) expect(line).toMatch(/, colocate_with => 'ledger.shard'\);$/);
    const env = await place('postgres');
    const app = await query(
      env,
      `select table_schema || '.' || table_name as name from information_schema.tables
      where table_schema in ('app', 'inkwell')`,
    );
    expect(app.length).toBeGreaterThan(10);
    for (const { name } of app) expect(named).not.toContain(name);
  });

  test('are run where the extension is, and refused plainly elsewhere', async () => {
    const env = await place('postgres');
    const none = await cli(env, 'distribute', '--apply');
    expect([none.exit, none.err]).toEqual([1, expect.stringContaining('create extension citus')]);
    const embedded = await cli(await place('pglite'), 'distribute', '--apply');
    expect([embedded.exit, embedded.err]).toEqual([1, expect.stringContaining('DATABASE_URL must name')]);
    const behind = await cli(await emptyPlace('postgres'), 'distribute', '--apply');
    expect([behind.exit, behind.err]).toEqual([1, expect.stringContaining('Run: inkwell migrate')]);
  });
});
