import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS, type TestDatabase, testDatabase } from '../../../tests/backends.ts';
import { SHARDED_TABLES, citusState, distributeStatements, migrate, schemaState } from '../src/index.ts';

describe.each(BACKENDS)('%s', (backend) => {
  let at: TestDatabase;
  const folder = mkdtempSync(join(tmpdir(), 'inkwell-migrations-'));
  const url = pathToFileURL(`${folder}/`);
  beforeAll(async () => {
    at = await testDatabase(backend);
  });
  afterAll(async () => {
    await at.remove();
    rmSync(folder, { recursive: true });
  });

  test('what is pending is told before it runs, and a database that went another way is refused', async () => {
    writeFileSync(join(folder, '000001.sql'), 'create table public.one (a int);\n');
    const { database } = at;
    expect(await schemaState(database, 'room', url)).toMatchObject({ applied: 0, known: 1 });
    expect(await migrate(database, 'room', url)).toBe(1);
    writeFileSync(join(folder, '000002.sql'), 'create table public.two (a int);\n');
    const state = await schemaState(database, 'room', url);
    expect(state).toMatchObject({ applied: 1, known: 2, pending: [{ number: 2 }] });
    expect(state.pending[0]!.sql).toContain('public.two');
    expect(await migrate(database, 'room', url)).toBe(1);
    expect(await schemaState(database, 'room', url)).toMatchObject({ applied: 2, pending: [] });
    rmSync(join(folder, '000002.sql'));
    for (const does of [schemaState, migrate])
      await expect(does(database, 'room', url)).rejects.toThrow(/is at 2; this Inkwell knows 1/);
    writeFileSync(join(folder, '000002.sql'), 'create table public.other (a int);\n');
    for (const does of [schemaState, migrate])
      await expect(does(database, 'room', url)).rejects.toThrow(/room\/2 was changed after it ran/);
  });

  test('every table that carries a shard is distributed, and no other', async () => {
    const rows = await at.database.query<{ name: string }>(
      `select table_schema || '.' || table_name as name from information_schema.columns
       where column_name = 'shard' and table_schema = 'ledger' order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual(SHARDED_TABLES.toSorted());
    const all = distributeStatements();
    expect(all).toHaveLength(SHARDED_TABLES.length);
    expect(all[0]).toBe(`select create_distributed_table('ledger.shard', 'shard')`);
    for (const statement of all.slice(1))
      expect(statement).toMatch(
        /^select create_distributed_table\('ledger\.\w+', 'shard', colocate_with => 'ledger\.shard'\)$/,
      );
    expect(distributeStatements(['ledger.shard', 'ledger.entry'])).toHaveLength(SHARDED_TABLES.length - 2);
    expect(distributeStatements(SHARDED_TABLES)).toEqual([]);
    expect(await citusState(at.database)).toBeNull();
  });

  test('a distributed table has the shard first in its primary key and in every unique index', async () => {
    // Citus refuses a unique constraint without the column that it distributes by.
    const keys = await at.database.query<{ name: string; first: string }>(
      `select n.nspname || '.' || c.relname as name, a.attname as first
       from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
       where i.indisunique and n.nspname = 'ledger'`,
    );
    const sharded = keys.filter(({ name }) => (SHARDED_TABLES as readonly string[]).includes(name));
    expect(new Set(sharded.map(({ name }) => name)).size).toBe(SHARDED_TABLES.length);
    expect(sharded.filter(({ first }) => first !== 'shard')).toEqual([]);
  });
});
