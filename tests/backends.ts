import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openPGlite, openPostgres } from '@inkwell/ledger';
import { Client } from 'pg';
import { inject } from 'vitest';

/** Both back ends, each migrated, from a template made once a run (tests/global-setup.ts). */
export const BACKENDS = ['pglite', 'postgres'] as const;
export type Backend = (typeof BACKENDS)[number];

export interface TestDatabase {
  database: Database;
  /** Where another process finds it: a folder or an address. */
  where: string;
  /** Another `Database` on the same data; of PGlite the first must be closed before. */
  reopen(): Promise<Database>;
  remove(): Promise<void>;
}

let made = 0;

async function admin(statement: string): Promise<void> {
  const client = new Client({ connectionString: inject('postgres_url') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A copy of a template on the run's PostgreSQL server. */
export async function postgresDatabase(template = inject('postgres_template')): Promise<TestDatabase> {
  made += 1;
  const name = `test_${process.pid}_${Date.now().toString(36)}_${made}`;
  await admin(`create database ${name} template ${template}`);
  const url = new URL(inject('postgres_url'));
  url.pathname = `/${name}`;
  const open = () => openPostgres({ connection_string: url.href });
  const database = open();
  const opened = [database];
  return {
    database,
    where: url.href,
    reopen: () => {
      const again = open();
      opened.push(again);
      return Promise.resolve(again);
    },
    remove: async () => {
      await Promise.allSettled(opened.map((one) => one.close()));
      await admin(`drop database ${name} with (force)`);
    },
  };
}

async function pgliteDatabase(): Promise<TestDatabase> {
  const where = mkdtempSync(join(tmpdir(), 'inkwell-pglite-'));
  cpSync(inject('pglite_template'), where, { recursive: true });
  let database = await openPGlite(where);
  const first = database;
  return {
    database: first,
    where,
    reopen: async () => (database = await openPGlite(where)),
    remove: async () => {
      await Promise.allSettled([first.close(), database.close()]);
      rmSync(where, { recursive: true, force: true });
    },
  };
}

/** A fresh migrated database on one of the back ends. */
export const testDatabase = (backend: Backend): Promise<TestDatabase> =>
  backend === 'postgres' ? postgresDatabase() : pgliteDatabase();
