import { type Database, shardOf } from '@inkwell/ledger';
import { createAccounts, openBench, warmUp } from './charges.ts';
import type { World } from './world.ts';

/**
 * A ledger with a long history. The active accounts are made and charged by the ledger itself. Then their numbers are
 * spread over the whole range, so that their rows and index entries lie among everybody else's, and the numbers between
 * are filled by SQL with copies of one of them: account, name, grant, cycle and usage under ids of their own, and
 * entries with older time-ordered keys and outputs, dealt round by round as many customers make them. The copies'
 * hashes chain to nothing and their names need not hash to their shard; nobody asks for them, they are there to be in
 * the way.
 */

export interface Large {
  database: Database;
  accounts: string[];
}

const TABLES = ['account', 'account_name', 'credit_grant', 'cycle', 'usage_day', 'entry'] as const;
type Table = (typeof TABLES)[number];

/** 36 characters, older than any id of `ids.ts`, ordered by the number that they are made of. */
const idOf = (number: string): string => `'01800000-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0')`;

async function columnsOf(database: Database, table: Table): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [`ledger.${table}`],
  );
  return rows.map(({ name }) => name);
}

/** Inserts copies of row `m` made by `from`, with some columns computed anew. */
async function copyRows(
  database: Database,
  table: Table,
  from: string,
  computed: Record<string, string>,
): Promise<void> {
  const columns = await columnsOf(database, table);
  const values = columns.map((column) => computed[column] ?? `m.${column}`);
  await database.query(
    `insert into ledger.${table} (${columns.join(', ')}) select ${values.join(', ')} from ${from}`,
  );
}

interface Index {
  definition: string;
  drop: string;
}

/** Indexes are built after the rows: a fifth of the time that keeping them up would take. */
async function indexesOf(database: Database, table: Table): Promise<Index[]> {
  const constraints = await database.query<{ name: string; definition: string }>(
    `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
     where conrelid = $1::regclass and contype = 'p'`,
    [`ledger.${table}`],
  );
  const indexes = await database.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
     where indrelid = $1::regclass and not indisprimary`,
    [`ledger.${table}`],
  );
  return [
    ...constraints.map(({ name, definition }) => ({
      drop: `alter table ledger.${table} drop constraint ${name}`,
      definition: `alter table ledger.${table} add constraint ${name} ${definition}`,
    })),
    ...indexes.map(({ name, definition }) => ({ drop: `drop index ${name}`, definition })),
  ];
}

/** Fills one shard with copies of the account that has number `step`. */
async function fillShard(
  database: Database,
  shard: number,
  numbers: number,
  step: number,
  rounds: number,
): Promise<void> {
  const others = `(select n from generate_series(1, ${numbers}) n where n % ${step} <> 0) a`;
  const model = (table: Table, condition = 'true'): string =>
    `(select * from ledger.${table} where shard = ${shard} and account_no = ${step} and ${condition} limit 1) m`;
  const name = idOf(`${shard}::bigint * ${numbers} + a.n`);
  const account_no = 'a.n';
  await copyRows(database, 'account', `${model('account')}, ${others}`, { account_no, account: name });
  await copyRows(database, 'account_name', `${model('account_name')}, ${others}`, {
    account_no,
    account: name,
  });
  for (const table of ['credit_grant', 'cycle', 'usage_day'] as const)
    await copyRows(database, table, `${model(table)}, ${others}`, { account_no });
  const number = `r::bigint * ${numbers} + a.n`;
  // Without gaps after the positions that are taken: `others` skips every `step`th number.
  const filled = numbers - Math.floor(numbers / step);
  const position = `s.position + r * ${filled} + a.n - a.n / ${step}`;
  await copyRows(
    database,
    'entry',
    `${model('entry', "kind = 'charged'")}, generate_series(0, ${rounds - 1}) r, ${others}, ledger.shard s where s.shard = ${shard}`,
    {
      position,
      account_no,
      seq: 'r + 1',
      key: idOf(number),
      output: idOf(`${number} + 1`),
    },
  );
  await database.query(
    `update ledger.shard set position = position + ${filled * rounds}, accounts = ${numbers} where shard = ${shard}`,
  );
}

/** Numbers of the active accounts times `step`. No table refers to another by a constraint, so the order is free. */
async function spread(database: Database, step: number): Promise<void> {
  for (const table of TABLES)
    await database.query(`update ledger.${table} set account_no = account_no * ${step}`);
}

export async function makeLarge(world: World): Promise<Large> {
  const { accounts: active, large_accounts, large_entries } = world.sizes;
  const url = await world.newDatabase();
  const database = await world.open(url);
  const ledger = await openBench(database);
  const accounts = await createAccounts(ledger, active);
  await warmUp(ledger, accounts, 1);
  const { shards } = ledger;
  await ledger.close();
  const counts = Array.from(
    { length: shards },
    (_, shard) => accounts.filter((account) => shardOf(account, shards) === shard).length,
  );
  const step = Math.floor(large_accounts / active);
  const indexes: Index[] = [];
  for (const table of TABLES) indexes.push(...(await indexesOf(database, table)));
  for (const { drop } of indexes) await database.query(drop);
  await spread(database, step);
  const rounds = Math.max(1, Math.round(large_entries / large_accounts));
  await Promise.all(counts.map((count, shard) => fillShard(database, shard, count * step, step, rounds)));
  for (const { definition } of indexes) await database.query(definition);
  await database.query('vacuum (analyze)');
  await database.query('checkpoint');
  return { database, accounts };
}
