import type { Database } from '@inkwell/ledger';
import { type Batch, capturing, replay } from './bare.ts';
import { chargeRate, createAccounts, openBench, warmUp } from './charges.ts';
import { alternate, compared, ratioRow } from './rounds.ts';
import { singleStatements } from './single-statements.ts';
import type { Row } from './words.ts';
import { type World, nameOf } from './world.ts';

const HOT_CLIENTS = 512;

/** A database with accounts that have been charged, and a copy of it. */
async function prepare(world: World): Promise<{ url: string; copy: string; accounts: string[] }> {
  const url = await world.newDatabase();
  const database = await world.open(url);
  const ledger = await openBench(database);
  const accounts = await createAccounts(ledger, world.sizes.accounts);
  await warmUp(ledger, accounts, 1);
  await ledger.close();
  await database.query('analyze');
  await database.close();
  return { url, accounts, copy: await world.newDatabase(nameOf(url)) };
}

const spentOf = async (database: Database): Promise<number> => {
  const [row] = await database.query<{ spent: number }>(
    'select (select sum(spent)::bigint from ledger.account) + (select sum(seq)::bigint from ledger.entry) as spent',
  );
  return row!.spent;
};

/** The ledger in this process beside `pgbench -N`, and beside the bare SQL of its own rows. */
export async function benchInProcess(world: World): Promise<Row[]> {
  const { rounds, measure_ms } = world.sizes;
  const { url, copy, accounts } = await prepare(world);
  const noted: Batch[] = [];
  const database = await world.open(url);
  const bare = await world.open(copy);
  const ledger = await openBench(capturing(database, noted));
  const lanes = await Promise.all(Array.from({ length: ledger.shards }, () => bare.connect()));
  const single = await singleStatements(world);
  const rows: Row[] = [];
  for (const [clients, target] of [
    [64, 3],
    [1000, 6],
  ] as const) {
    const charges: number[] = [];
    const singles: number[] = [];
    const bares: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      noted.length = 0;
      const before = await entriesOf(database);
      if (round % 2 === 1) singles.push(await single.perSecond());
      charges.push(await chargeRate(ledger, accounts, clients, measure_ms));
      const made = (await entriesOf(database)) - before;
      bares.push((made * 1000) / (await replay(lanes, noted)));
      if (round % 2 === 0) singles.push(await single.perSecond());
    }
    const measure = `charges in process, ${clients} clients`;
    const named = { measure, unit: '/s' };
    rows.push(ratioRow({ ...named, baseline: single.name, target }, compared(charges, singles)));
    rows.push(ratioRow({ ...named, baseline: 'bare SQL, same rows', target: 0.5 }, compared(charges, bares)));
  }
  if ((await spentOf(database)) !== (await spentOf(bare))) throw new Error('the bare SQL wrote other rows');
  await ledger.close();
  await Promise.all([...lanes, bare, database].map((one) => one.close()));
  await single.close();
  for (const one of [url, copy]) await world.dropDatabase(one);
  return rows;
}

async function entriesOf(database: Database): Promise<number> {
  const [row] = await database.query<{ n: number }>('select sum(position)::bigint as n from ledger.shard');
  return row!.n;
}

/** One account with everybody on it beside many accounts. */
export async function benchHotAccount(world: World): Promise<Row[]> {
  const { rounds, measure_ms } = world.sizes;
  const { url, copy, accounts } = await prepare(world);
  const database = await world.open(url);
  const ledger = await openBench(database);
  const pair = await alternate(
    rounds,
    () => chargeRate(ledger, accounts.slice(0, 1), HOT_CLIENTS, measure_ms),
    () => chargeRate(ledger, accounts, HOT_CLIENTS, measure_ms),
  );
  await ledger.close();
  await database.close();
  for (const one of [url, copy]) await world.dropDatabase(one);
  const measure = `charges on one hot account, ${HOT_CLIENTS} clients`;
  const baseline = `${accounts.length.toLocaleString('en')} accounts`;
  return [ratioRow({ measure, unit: '/s', baseline, target: 1 }, pair)];
}
