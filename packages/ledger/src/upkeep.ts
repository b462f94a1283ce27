import type { Database } from './database.ts';

/**
 * Tables that changed much since the planner last looked at them, or that hold much that is dead; the most changed first.
 * The thresholds are about autovacuum's own, lower: a table of a thousand rows is read by the wrong index just as well.
 */
const DUE = `
select quote_ident(schemaname) || '.' || quote_ident(relname) as name,
  n_dead_tup > 1000 + n_live_tup / 5 as is_littered
from pg_stat_user_tables
where n_mod_since_analyze > 500 + n_live_tup / 10 or n_dead_tup > 1000 + n_live_tup / 5
order by n_mod_since_analyze desc`;

/**
 * What autovacuum does on a server: PGlite has none. Without statistics the planner takes all keys of an account's
 * entries for equally good, and read 16,000 entries for one output (2.4 ms in place of 0.04). One table after another,
 * so that other statements get their turns between. Does nothing on a server.
 */
export async function keepUp(database: Database): Promise<void> {
  if (database.kind !== 'pglite') return;
  // What this connection has counted is told once a second; here all of it is wanted.
  await database.query('select pg_stat_force_next_flush()');
  const due = await database.query<{ name: string; is_littered: boolean }>(DUE);
  for (const { name, is_littered } of due)
    await database.query(is_littered ? `vacuum (analyze) ${name}` : `analyze ${name}`);
}
