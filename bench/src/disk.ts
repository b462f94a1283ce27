import type { Database } from '@inkwell/ledger';
import { chargeRate, createAccounts, openBench, warmUp } from './charges.ts';
import { limitRow } from './rounds.ts';
import type { Row } from './words.ts';
import type { World } from './world.ts';

const LIMIT_BYTES = 1_000;
const CLIENTS = 512;

/** Bytes of all ledger tables with their indexes, and how many entries there are. */
async function sizeOf(database: Database): Promise<{ bytes: number; entries: number }> {
  await database.query('vacuum (analyze)');
  const [row] = await database.query<{ bytes: number; entries: number }>(
    `select sum(pg_total_relation_size(c.oid))::bigint as bytes,
       (select sum(position)::bigint from ledger.shard) as entries
     from pg_class c where c.relnamespace = 'ledger'::regnamespace and c.relkind = 'r'`,
  );
  return row!;
}

/** What a charge leaves on disk: its entry, four indexes, its share of the account's and the day's row. */
export async function benchDisk(world: World): Promise<Row[]> {
  const url = await world.newDatabase();
  const database = await world.open(url);
  const ledger = await openBench(database);
  const accounts = await createAccounts(ledger, world.sizes.accounts);
  await warmUp(ledger, accounts, 2);
  const before = await sizeOf(database);
  await chargeRate(ledger, accounts, CLIENTS, world.sizes.measure_ms * 3);
  const after = await sizeOf(database);
  await ledger.close();
  await database.close();
  await world.dropDatabase(url);
  const bytes = (after.bytes - before.bytes) / (after.entries - before.entries);
  return [limitRow('bytes on disk a charge, 36-character ids', bytes, 'bytes', LIMIT_BYTES)];
}
