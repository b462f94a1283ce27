import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BACKENDS, type TestDatabase, testDatabase } from '../../../tests/backends.ts';
import { keepUp } from '../src/upkeep.ts';

const ROWS = 3_000;

describe.each(BACKENDS)('upkeep, %s', (backend) => {
  let at: TestDatabase;
  beforeEach(async () => {
    at = await testDatabase(backend);
    await at.database.query('create table grown (n int primary key, text text not null)');
  });
  afterEach(() => at.remove());

  const grow = () =>
    at.database.query(
      `insert into grown select n, 'x' from generate_series(1, ${ROWS}) n on conflict do nothing`,
    );
  const known = async () => {
    const [row] = await at.database.query<{ rows: number; columns: number }>(
      `select (select reltuples::int from pg_class where relname = 'grown') as rows,
         (select count(*)::int from pg_stats where tablename = 'grown') as columns`,
    );
    return row!;
  };
  const dead = async () => {
    await at.database.query('select pg_stat_force_next_flush()');
    const [row] = await at.database.query<{ n: number }>(
      "select n_dead_tup as n from pg_stat_user_tables where relname = 'grown'",
    );
    return row!.n;
  };

  test('a table that has grown is looked at, once; a server has autovacuum for it', async () => {
    await grow();
    await keepUp(at.database);
    if (backend === 'postgres') {
      expect(await known()).toEqual({ rows: -1, columns: 0 });
      return;
    }
    expect(await known()).toEqual({ rows: ROWS, columns: 2 });
    await at.database.query('delete from grown where n <= 100');
    await keepUp(at.database);
    expect((await known()).rows).toBe(ROWS);
  });

  test('what holds much that is dead is vacuumed', async () => {
    await grow();
    for (let n = 0; n < 2; n += 1) await at.database.query("update grown set text = text || 'y'");
    if (backend === 'postgres') return;
    expect(await dead()).toBeGreaterThan(ROWS);
    await keepUp(at.database);
    expect(await dead()).toBe(0);
  });
});
