import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';

/** Holds every shard against the server: its batches wait until the returned function is called. */
export async function lockShards(client: Client): Promise<() => Promise<void>> {
  await client.query('begin');
  await client.query('select from ledger.shard for update');
  return async () => {
    await client.query('commit');
  };
}

/** Resolves when so many connections of this database wait for a lock. */
export async function waiters(client: Client, count: number): Promise<void> {
  const waiting = `select count(*)::int as n from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  for (;;) {
    const { rows } = await client.query<{ n: number }>(waiting);
    if (rows[0]!.n >= count) return;
    await pause(10);
  }
}
