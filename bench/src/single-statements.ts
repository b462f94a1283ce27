import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Database, Queryable } from '@inkwell/ledger';
import { rate } from './rounds.ts';
import type { World } from './world.ts';

/** What PostgreSQL itself does when each change is a transaction of its own: `pgbench -N`, or the same by hand. */
export interface Baseline {
  name: string;
  perSecond(): Promise<number>;
  close(): Promise<void>;
}

const CLIENTS = 16;
const SCALE = 20;

function findPgbench(): string | null {
  const debian = ['18', '17', '16', '15', '14'].map((version) => `/usr/lib/postgresql/${version}/bin`);
  const folders = [...(process.env.PATH ?? '').split(':'), ...debian];
  return folders.map((folder) => join(folder, 'pgbench')).find((path) => existsSync(path)) ?? null;
}

async function pgbench(world: World, program: string, url: string): Promise<Baseline> {
  const run = promisify(execFile);
  await run(program, ['-i', '-q', '-s', String(SCALE), url]);
  const seconds = String(Math.max(1, Math.round(world.sizes.measure_ms / 1000)));
  return {
    name: `pgbench -N, ${CLIENTS} clients`,
    perSecond: async () => {
      const { stdout } = await run(program, ['-N', '-n', '-c', String(CLIENTS), '-T', seconds, url]);
      const found = /tps = ([\d.]+)/.exec(stdout);
      if (found === null) throw new Error(`pgbench said: ${stdout}`);
      return Number(found[1]);
    },
    close: () => world.dropDatabase(url),
  };
}

const TABLES = [
  'create table plain_account (account int primary key, balance bigint not null, filler char(84)) with (fillfactor = 90)',
  'create table plain_entry (account int, delta int, made_at timestamptz, filler char(22))',
  "insert into plain_account select n, 0, '' from generate_series(1, 100000) n",
];

export async function makePlainTables(database: Database): Promise<void> {
  for (const statement of TABLES) await database.query(statement);
}

/** The statements of `pgbench -N`: an update, a look, an insert. */
export async function plainStatements(db: Queryable): Promise<void> {
  const account = 1 + Math.floor(Math.random() * 100_000);
  const update = 'update plain_account set balance = balance + $1 where account = $2';
  await db.query(update, [1, account], 'plain_update');
  await db.query('select balance from plain_account where account = $1', [account], 'plain_look');
  await plainInsert(db, account);
}

export async function plainInsert(db: Queryable, account: number): Promise<void> {
  const insert = 'insert into plain_entry (account, delta, made_at) values ($1, $2, now())';
  await db.query(insert, [account, 1], 'plain_insert');
}

async function byHand(world: World, url: string): Promise<Baseline> {
  const database = await world.open(url, CLIENTS);
  await makePlainTables(database);
  return {
    name: `update, look, insert one by one, ${CLIENTS} clients`,
    perSecond: () =>
      rate(CLIENTS, world.sizes.measure_ms, () => database.transaction((tx) => plainStatements(tx))),
    close: async () => {
      await database.close();
      await world.dropDatabase(url);
    },
  };
}

export async function singleStatements(world: World): Promise<Baseline> {
  const url = await world.newDatabase();
  const program = findPgbench();
  return program === null ? byHand(world, url) : pgbench(world, program, url);
}
