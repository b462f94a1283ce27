import { hash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import type { Database, Row } from './database.ts';

/** Migrations are numbered, immutable SQL; each runs once, in a transaction of its own. */

const FOLDER = new URL('./migrations/', import.meta.url);

interface Migration {
  number: number;
  name: string;
  sql: string;
  sha256: string;
}

export function migrations(folder: URL = FOLDER): Migration[] {
  const files = readdirSync(folder)
    .filter((name) => /^\d{6}\.sql$/.test(name))
    .sort();
  return files.map((name, index) => {
    const sql = readFileSync(new URL(name, folder), 'utf8');
    if (Number(name.slice(0, 6)) !== index + 1) throw new Error(`migration ${name} leaves a gap`);
    return { number: index + 1, name, sql, sha256: hash('sha256', sql, 'hex') };
  });
}

const BOOTSTRAP = `
create schema if not exists inkwell;
create table if not exists inkwell.migration (
  room text not null,
  number int not null,
  sha256 text not null,
  applied_at timestamptz not null default now(),
  primary key (room, number)
);`;

/** The database's schema is not one that this Inkwell can work with. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

interface Done {
  number: number;
  sha256: string;
}

const DONE = 'select number, sha256 from inkwell.migration where room = $1 order by number';

/** The migrations that are still to run. Throws `SchemaError` for a database that went another way. */
function pendingAfter(done: Done[], known: Migration[], room: string): Migration[] {
  const newest = done.at(-1)?.number ?? 0;
  if (newest > known.length)
    throw new SchemaError(
      `The database's ${room} schema is at ${newest}; this Inkwell knows ${known.length}. Upgrade Inkwell.`,
    );
  for (const { number, sha256 } of done)
    if (known[number - 1]?.sha256 !== sha256)
      throw new SchemaError(`Migration ${room}/${number} was changed after it ran.`);
  return known.slice(newest);
}

/** Where a room's schema stands. */
export interface SchemaState {
  room: string;
  /** The number of the newest migration that ran; 0 on an empty database. */
  applied: number;
  known: number;
  pending: { number: number; sql: string }[];
}

/** Reads where a room's schema stands and changes nothing. Throws `SchemaError` as `migrate` does. */
export async function schemaState(
  database: Database,
  room = 'ledger',
  folder: URL = FOLDER,
): Promise<SchemaState> {
  const known = migrations(folder);
  const [there] = await database.query<{ found: string | null }>(
    `select to_regclass('inkwell.migration')::text as found`,
  );
  const done = there!.found === null ? [] : await database.query<Done & Row>(DONE, [room]);
  const pending = pendingAfter(done, known, room);
  return { room, applied: known.length - pending.length, known: known.length, pending };
}

/**
 * Brings one room's schema (`ledger`, `app`) up to date. Throws `SchemaError` if the database is newer than this binary,
 * or if a migration that ran differs from the one at hand.
 */
export async function migrate(database: Database, room = 'ledger', folder: URL = FOLDER): Promise<number> {
  const known = migrations(folder);
  await database.script(BOOTSTRAP);
  return database.transaction(async (tx) => {
    // One process migrates at a time; the others find it done.
    await tx.query('select pg_advisory_xact_lock(4827661)');
    const done = await tx.query<Done & Row>(DONE, [room]);
    const fresh = pendingAfter(done, known, room);
    for (const { number, sql, sha256 } of fresh) {
      for (const statement of statementsOf(sql)) await tx.query(statement);
      await tx.query('insert into inkwell.migration (room, number, sha256) values ($1, $2, $3)', [
        room,
        number,
        sha256,
      ]);
    }
    return fresh.length;
  });
}

/** Our migrations are plain DDL without functions or quoted semicolons, so a semicolon at a line's end ends one. */
const statementsOf = (sql: string): string[] =>
  sql
    .replace(/^\s*--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
