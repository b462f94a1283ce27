import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '@inkwell/ledger';
import { chargeRate, createAccounts, openBench, warmUp } from './charges.ts';
import { charges } from './http.ts';
import { load } from './http-load.ts';
import { startServerProcess } from './server.ts';
import type { World } from './world.ts';

/** What one charge takes of the machine; docs/scale.md is built on these figures. */
export interface Cost {
  way: string;
  charges_per_s: number;
  /** Processor time of the process that holds the ledger, and of all of PostgreSQL's processes. */
  node_us: number;
  postgres_us: number;
  wal_bytes: number;
  charges_per_fsync: number;
}

interface Reading {
  charges: number;
  node_us: number;
  /** By process, for processes come and go. */
  postgres_us: Map<number, number>;
  wal_bytes: number;
  fsyncs: number;
}

/** Linux counts processor time in hundredths of a second. */
const TICK_US = 10_000;
/** PostgreSQL's processes report what they did once a second. */
const STATISTICS_MS = 1_500;

function cpuOf(pid: number): number {
  const path = `/proc/${pid}/stat`;
  // A process that ended just now has nothing to add.
  if (!existsSync(path)) return 0;
  const stat = readFileSync(path, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_US;
}

async function reading(database: Database, node_pid: number): Promise<Reading> {
  const [row] = await database.query<{ charges: number; wal_bytes: number; fsyncs: number }>(
    `select (select sum(position)::bigint from ledger.shard) as charges,
       (pg_current_wal_lsn() - '0/0'::pg_lsn)::bigint as wal_bytes,
       (select sum(fsyncs)::bigint from pg_stat_io where object = 'wal' and context = 'normal') as fsyncs`,
  );
  const backends = await database.query<{ pid: number }>('select pid from pg_stat_activity');
  const postgres_us = new Map(backends.map(({ pid }) => [pid, cpuOf(pid)]));
  return { ...row!, postgres_us, node_us: cpuOf(node_pid) };
}

const grownBy = (before: Map<number, number>, after: Map<number, number>): number =>
  [...after].reduce((sum, [pid, us]) => sum + us - (before.get(pid) ?? 0), 0);

async function costOf(
  database: Database,
  way: string,
  node_pid: number,
  run: () => Promise<number>,
): Promise<Cost> {
  const before = await reading(database, node_pid);
  const charges_per_s = await run();
  const node_us = cpuOf(node_pid);
  await pause(STATISTICS_MS);
  const after = await reading(database, node_pid);
  const made = after.charges - before.charges;
  return {
    way,
    charges_per_s,
    node_us: (node_us - before.node_us) / made,
    postgres_us: grownBy(before.postgres_us, after.postgres_us) / made,
    wal_bytes: (after.wal_bytes - before.wal_bytes) / made,
    charges_per_fsync: made / (after.fsyncs - before.fsyncs),
  };
}

/** Charges in process and over HTTP; nothing where the system does not tell what a process has used. */
export async function measureCosts(world: World): Promise<Cost[]> {
  if (!existsSync('/proc/self/stat')) return [];
  const time_ms = world.sizes.measure_ms * 2;
  const url = await world.newDatabase();
  const database = await world.open(url);
  const ledger = await openBench(database);
  const accounts = await createAccounts(ledger, world.sizes.accounts);
  await warmUp(ledger, accounts, 2);
  const costs: Cost[] = [];
  for (const clients of [64, 1000])
    costs.push(
      await costOf(database, `in process, ${clients} clients`, process.pid, () =>
        chargeRate(ledger, accounts, clients, time_ms),
      ),
    );
  await ledger.close();
  const server = await startServerProcess(world, url);
  const run = async () => (await load(server.url, 64, time_ms, charges(accounts))).per_s;
  await run();
  costs.push(await costOf(database, 'over HTTP, 64 connections', server.pid, run));
  await server.stop();
  await database.close();
  await world.dropDatabase(url);
  return costs;
}
