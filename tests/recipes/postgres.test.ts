import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@inkwell/sdk';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { readConfig } from '../../apps/server/src/config.ts';
import { startServer } from '../../apps/server/src/start.ts';
import { OPERATOR } from '../../apps/server/test/http/harness.ts';
import { blocksOf, variablesOf } from './recipe.ts';

const data_dir = mkdtempSync(join(tmpdir(), 'inkwell-recipe-'));
const [create, watch] = blocksOf('postgres', 'sql');
const [start] = blocksOf('postgres', 'sh');

let admin: Client;

/** The recipe's address, on the server of this test run. */
function address(): string {
  const url = new URL(variablesOf(start!).DATABASE_URL!);
  const { host, searchParams } = new URL(inject('postgres_url'));
  url.host = host;
  for (const [name, value] of searchParams) url.searchParams.set(name, value);
  return url.href;
}

async function remove(): Promise<void> {
  await admin.query('drop database if exists inkwell with (force)');
  await admin.query('drop role if exists inkwell');
}

beforeAll(async () => {
  admin = new Client({ connectionString: inject('postgres_url') });
  await admin.connect();
  await remove();
});
afterAll(async () => {
  await remove();
  await admin.end();
  rmSync(data_dir, { recursive: true, force: true });
});

it('makes a role with which the server starts, charges and verifies, and that is nothing else', async () => {
  for (const statement of create!.split(';')) if (statement.trim() !== '') await admin.query(statement);
  const { rows } = await admin.query(
    `select rolsuper or rolcreatedb or rolcreaterole or rolreplication as is_more from pg_roles where rolname = 'inkwell'`,
  );
  expect(rows).toEqual([{ is_more: false }]);

  const settings = { PORT: '0', INKWELL_DATA_DIR: data_dir, INKWELL_OPERATOR_KEY: OPERATOR };
  const env = { ...settings, INKWELL_SEED: 'none', INKWELL_LOG_LEVEL: 'fatal', DATABASE_URL: address() };
  const running = await startServer({ config: readConfig(env) });
  try {
    const ink = createClient({ base_url: running.url, key: OPERATOR });
    await ink.accounts.put('acme', { plan: 'pro' });
    const spend = { output: 'o1', member: 'ines', source: 'api', text: 'Ferns forgive.' } as const;
    expect(await ink.charges.create('acme', spend)).toMatchObject({ charged: 2 });
    expect(await ink.accounts.verify('acme')).toMatchObject({ ok: true });

    const own = new Client({ connectionString: address() });
    await own.connect();
    const { rows: sizes } = await own.query(watch!);
    const { rows: schemas } = await own.query(
      `select nspname from pg_namespace where nspowner = 'inkwell'::regrole order by 1`,
    );
    await own.end();
    expect(Object.keys(sizes[0] as object)).toEqual(['journal', 'accounts', 'everything']);
    expect(schemas).toEqual([{ nspname: 'app' }, { nspname: 'inkwell' }, { nspname: 'ledger' }]);
  } finally {
    await running.close();
  }
});
