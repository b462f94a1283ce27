import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { migrate } from '@inkwell/ledger';
import { getSchema } from 'better-auth/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS, type TestDatabase, testDatabase } from '../../../../tests/backends.ts';
import { authOptions } from '../../src/people/auth.ts';
import { Limits } from '../../src/people/limits.ts';
import { GOES_WITH_WORKSPACE, STAYS_WITH_INSTANCE } from '../../src/people/workspaces.ts';

const MIGRATIONS = new URL('../../src/migrations/', import.meta.url);

/** How the library's types are kept in PostgreSQL. */
const TYPES: Record<string, string[]> = {
  string: ['text'],
  boolean: ['boolean'],
  date: ['timestamp with time zone'],
  number: ['integer', 'bigint'],
};

interface Column extends Record<string, unknown> {
  table_name: string;
  column_name: string;
  data_type: string;
  is_nullable: 'YES' | 'NO';
  has_default: boolean;
}

describe.each(BACKENDS)('the schema on %s', (backend) => {
  let at: TestDatabase;
  beforeAll(async () => {
    at = await testDatabase(backend);
  });
  afterAll(() => at.remove());

  test('is what better-auth asks for', async () => {
    const columns = await at.database.query<Column>(
      `select table_name, column_name, data_type, is_nullable, column_default is not null as has_default
       from information_schema.columns where table_schema = 'app'`,
    );
    const options = authOptions({
      database: at.database,
      limits: new Limits(at.database, Date.now),
      now: Date.now,
      sendReset: () => Promise.resolve(),
      warn: () => undefined,
    });
    const wanted = getSchema(options);
    expect(Object.keys(wanted).toSorted()).toEqual([
      'credential',
      'invitation',
      'membership',
      'person',
      'session',
      'verification',
      'workspace',
    ]);
    for (const [table, { fields }] of Object.entries(wanted)) {
      const ours = columns.filter(({ table_name }) => table_name === table);
      const named = new Map(ours.map((column) => [column.column_name, column]));
      for (const [field, { type, required }] of Object.entries(fields)) {
        const column = named.get(field);
        expect(column, `${table}.${field}`).toBeDefined();
        expect(TYPES[type as string], `${table}.${field}`).toContain(column!.data_type);
        if (required === false) expect(column!.is_nullable === 'YES' || column!.has_default).toBe(true);
        named.delete(field);
      }
      named.delete('id');
      // The library leaves our own columns alone, so each must do without it.
      for (const { column_name, is_nullable, has_default } of named.values())
        expect(is_nullable === 'YES' || has_default, `${table}.${column_name}`).toBe(true);
    }
  });
});

/** Deliveries hang on their webhook: a workspace's go with its own, and what the instance's are told is the operator's. */
const STAYS = [...STAYS_WITH_INSTANCE, 'webhook_delivery'];

describe('deleting a workspace', () => {
  test('knows of every table that is a workspace’s', async () => {
    const at = await testDatabase('pglite');
    const rows = await at.database.query<{ table_name: string }>(
      `select table_name from information_schema.columns
       where table_schema = 'app' and column_name = 'account' order by 1`,
    );
    const known = [...GOES_WITH_WORKSPACE, ...STAYS].toSorted();
    expect(rows.map(({ table_name }) => table_name)).toEqual(known);
    await at.remove();
  });
});

describe.each(BACKENDS)('coming from the schema before, on %s', (backend) => {
  test('people, roles, sessions and sign-in links are kept; the first owner is staff', async () => {
    const at = await testDatabase(backend);
    const folder = mkdtempSync(join(tmpdir(), 'inkwell-migrations-'));
    for (const name of ['000001.sql', '000002.sql'])
      cpSync(fileURLToPath(new URL(name, MIGRATIONS)), join(folder, name));
    const { database } = at;
    await database.script(`drop schema app cascade; delete from inkwell.migration where room = 'app'`);
    await migrate(database, 'app', pathToFileURL(`${folder}/`));
    for (const statement of [
      `insert into app.workspace values ('workspace', 'Mine', true, 1000), ('other', 'Other', false, 2000)`,
      `insert into app.person values ('workspace', 'owner', 'Owner', 'owner', false, 1000),
         ('workspace', 'ada', 'Ada', 'owner', false, 2000), ('other', 'ada', 'Ada', 'member', false, 3000)`,
      `insert into app.session values ('hash-of-a-session', 'workspace', 'ada', 1000, 9000)`,
      `insert into app.sign_in_token values ('hash-of-a-token', 'workspace', 'owner', 1000)`,
    ])
      await database.query(statement);
    cpSync(fileURLToPath(new URL('000003.sql', MIGRATIONS)), join(folder, '000003.sql'));
    await migrate(database, 'app', pathToFileURL(`${folder}/`));
    expect(
      await database.query('select workspace_id, person_id, role from app.membership order by 1, 2'),
    ).toEqual([
      { workspace_id: 'other', person_id: 'ada', role: 'member' },
      { workspace_id: 'workspace', person_id: 'ada', role: 'admin' },
      { workspace_id: 'workspace', person_id: 'owner', role: 'owner' },
    ]);
    expect(await database.query('select id, role from app.person order by id')).toEqual([
      { id: 'ada', role: 'user' },
      { id: 'owner', role: 'staff' },
    ]);
    expect(await database.query('select token, person_id, active_workspace_id from app.session')).toEqual([
      { token: 'hash-of-a-session', person_id: 'ada', active_workspace_id: 'workspace' },
    ]);
    expect(await database.query('select sha256, person_id from app.sign_in_token')).toEqual([
      { sha256: 'hash-of-a-token', person_id: 'owner' },
    ]);
    rmSync(folder, { recursive: true });
    await at.remove();
  });
});
