import { openPostgres } from '@inkwell/ledger';
import { Client } from 'pg';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { CHROMIUM } from './support/chromium.ts';
import { type Seed, startInstance } from './support/instance.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the run's one Chromium. */
    chromium: string;
    /** Names of the PostgreSQL databases on which an instance has had its first start, to copy. */
    started: Record<Seed, string>;
  }
}

/** Lets an instance write its first content into a copy of the migrated template; answers with the copy's name. */
async function firstStart(seed: Seed, admin: Client, postgres_url: string, from: string): Promise<string> {
  const name = `inkwell_${seed}_${process.pid}`;
  await admin.query(`create database ${name} template ${from}`);
  const url = new URL(postgres_url);
  url.pathname = `/${name}`;
  const database = openPostgres({ connection_string: url.href });
  const instance = await startInstance(seed, { database, remove: () => database.close() });
  await instance.close();
  return name;
}

/** Once a run, after tests/global-setup.ts: Chromium, and a database to copy for each seed. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { postgres_url, postgres_template } = project.getProvidedContext();
  const admin = new Client({ connectionString: postgres_url });
  await admin.connect();
  const [demo, none, server] = await Promise.all([
    firstStart('demo', admin, postgres_url, postgres_template),
    firstStart('none', admin, postgres_url, postgres_template),
    chromium.launchServer(CHROMIUM),
  ]);
  project.provide('started', { demo, none });
  project.provide('chromium', server.wsEndpoint());
  return async () => {
    await server.close();
    for (const name of [demo, none]) await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  };
}
