import { hash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import type { Database } from './database.ts';

/** Migrations are numbered, immutable SQL; each runs once, in a transaction of its own. */

const FOLDER = new URL('./migrations/', import.meta.url);

/** The newest migration whose schema this binary can serve. A database beyond it is refused. */
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

/**
 * Brings one room's schema (`ledger`, `app`) up to date. Throws if the database is newer than this binary, or if a
 * migration that ran differs from the one at hand.
 */
export async function migrate(database: Database, room = 'ledger', folder: URL = FOLDER): Promise<number> {
  const known = migrations(folder);
  await database.script(BOOTSTRAP);
  return database.transaction(async (tx) => {
    // One process migrates at a time; the others find it done.
    await tx.query('select pg_advisory_xact_lock(4827661)');
    const done = await tx.query<{ number: number; sha256: string }>(
      'select number, sha256 from inkwell.migration where room = $1 order by number',
      [room],
    );
    const newest = done.at(-1)?.number ?? 0;
    if (newest > known.length)
      throw new Error(
        `The database's ${room} schema is at ${newest}; this Inkwell knows ${known.length}. Upgrade Inkwell.`,
      );
    for (const { number, sha256 } of done)
      if (known[number - 1]?.sha256 !== sha256)
        throw new Error(`Migration ${room}/${number} was changed after it ran.`);
    const fresh = known.slice(newest);
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
