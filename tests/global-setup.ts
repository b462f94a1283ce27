import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, migrate, openPGlite, openPostgres } from '@inkwell/ledger';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { APP_MIGRATIONS } from '../apps/server/src/rooms.ts';
import { type Postgres, startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the server's maintenance database. */
    postgres_url: string;
    /** Name of a migrated database to copy. */
    postgres_template: string;
    /** A migrated PGlite data folder to copy. */
    pglite_template: string;
  }
}

/** Both rooms, the ledger's and the app's: otherwise half of a server's start in each test would go into the app's. */
async function migrateAll(database: Database): Promise<void> {
  await migrate(database);
  await migrate(database, 'app', APP_MIGRATIONS);
}

/** Once a run: a PostgreSQL server (or the one that TEST_DATABASE_URL names) and one migrated template a back end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const server: Postgres | null = given === undefined || given === '' ? await startPostgres() : null;
  const postgres_url = server?.url ?? given!;
  const template = `inkwell_template_${process.pid}`;
  const client = new Client({ connectionString: postgres_url });
  await client.connect();
  await client.query(`create database ${template}`);
  const url = new URL(postgres_url);
  url.pathname = `/${template}`;
  const database = openPostgres({ connection_string: url.href });
  await migrateAll(database);
  await database.close();
  const folder = mkdtempSync(join(tmpdir(), 'inkwell-template-'));
  const pglite = await openPGlite(folder);
  await migrateAll(pglite);
  await pglite.close();
  project.provide('postgres_url', postgres_url);
  project.provide('postgres_template', template);
  project.provide('pglite_template', folder);
  return async () => {
    rmSync(folder, { recursive: true, force: true });
    await client.query(`drop database ${template} with (force)`);
    await client.end();
    await server?.stop();
  };
}
