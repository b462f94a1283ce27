import type { Database } from '@inkwell/ledger';
import { type Batch, capturing, replay } from './bare.ts';
import { chargeRate, createAccounts, openBench, warmUp } from './charges.ts';
import { alternate, compared, ratioRow } from './rounds.ts';
import { singleStatements } from './single-statements.ts';
import type { Row } from './words.ts';
import { type World, nameOf } from './world.ts';

const HOT_CLIENTS = 512;

/** A database with accounts that have been charged. */
async function prepare(world: World): Promise<{ url: string; accounts: string[] }> {
  const url = await world.newDatabase();
  const database = await world.open(url);
  const ledger = await openBench(database);
  const accounts = await createAccounts(ledger, world.sizes.accounts);
  await warmUp(ledger, accounts, 1);
  await ledger.close();
  await database.query('analyze');
  await database.close();
  return { url, accounts };
}

const checksum = async (database: Database): Promise<number> => {
  const [row] = await database.query<{ sum: number }>(
    'select (select sum(spent)::bigint from ledger.account) + (select sum(seq)::bigint from ledger.entry) as sum',
  );
  return row!.sum;
};

const CLIENTS = [
  { clients: 64, target: 3 },
  { clients: 1000, target: 6 },
];
const BARE_TARGET = 0.5;

const measureOf = (clients: number) => ({ measure: `charges in process, ${clients} clients`, unit: '/s' });

/** The ledger in this process beside `pgbench -N`, and beside the bare SQL of its own rows. */
export async function benchInProcess(world: World): Promise<Row[]> {
  const { url, accounts } = await prepare(world);
  const copy = await world.newDatabase(nameOf(url));
  const beside_bare = await besideBare(world, url, copy, accounts);
  const database = await world.open(url);
  const ledger = await openBench(database);
  const single = await singleStatements(world);
  const rows: Row[] = [];
  for (const { clients, target } of CLIENTS) {
    const run = () => chargeRate(ledger, accounts, clients, world.sizes.measure_ms);
    const pair = await alternate(world.sizes.rounds, run, () => single.perSecond());
    rows.push(ratioRow({ ...measureOf(clients), baseline: single.name, target }, pair));
  }
  await ledger.close();
  await database.close();
  await single.close();
  for (const one of [url, copy]) await world.dropDatabase(one);
  return [...rows, ...beside_bare];
}

/** Each round charges, then writes the rows of those very batches into the copy. */
async function besideBare(world: World, url: string, copy: string, accounts: string[]): Promise<Row[]> {
  const noted: Batch[] = [];
  const [database, bare] = [await world.open(url), await world.open(copy)];
  const ledger = await openBench(capturing(database, noted));
  const lanes = await Promise.all(Array.from({ length: ledger.shards }, () => bare.connect()));
  const rows: Row[] = [];
  for (const { clients } of CLIENTS) {
    const charges: number[] = [];
    const bares: number[] = [];
    for (let round = 0; round < world.sizes.rounds; round += 1) {
      noted.length = 0;
      const before = await entriesOf(database);
      charges.push(await chargeRate(ledger, accounts, clients, world.sizes.measure_ms));
      const made = (await entriesOf(database)) - before;
      bares.push((made * 1000) / (await replay(lanes, noted)));
    }
    const named = { ...measureOf(clients), baseline: 'bare SQL, same rows', target: BARE_TARGET };
    rows.push(ratioRow(named, compared(charges, bares)));
  }
  if ((await checksum(database)) !== (await checksum(bare))) throw new Error('the bare SQL wrote other rows');
  await ledger.close();
  await Promise.all([...lanes, bare, database].map((one) => one.close()));
  return rows;
}

async function entriesOf(database: Database): Promise<number> {
  const [row] = await database.query<{ n: number }>('select sum(position)::bigint as n from ledger.shard');
  return row!.n;
}

/** One account with everybody on it beside many accounts. */
export async function benchHotAccount(world: World): Promise<Row[]> {
  const { rounds, measure_ms } = world.sizes;
  const { url, accounts } = await prepare(world);
  const database = await world.open(url);
  const ledger = await openBench(database);
  const pair = await alternate(
    rounds,
    () => chargeRate(ledger, accounts.slice(0, 1), HOT_CLIENTS, measure_ms),
    () => chargeRate(ledger, accounts, HOT_CLIENTS, measure_ms),
  );
  await ledger.close();
  await database.close();
  await world.dropDatabase(url);
  const measure = `charges on one hot account, ${HOT_CLIENTS} clients`;
  const baseline = `${accounts.length.toLocaleString('en')} accounts`;
  return [ratioRow({ measure, unit: '/s', baseline, target: 1 }, pair)];
}
