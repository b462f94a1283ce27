import { constants, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PGlite } from '@electric-sql/pglite';
import type { Database, Param, Queryable, Row } from './database.ts';
import { SESSION_SETTINGS, toDatabaseError } from './database.ts';
import { PreparedStatements } from './pglite-prepared.ts';

/**
 * PGlite starts with -F (no fsync) unless told otherwise: without it what was acknowledged survives the death of the
 * process. open_datasync cost 0.62 ms an insert where no sync at all cost 0.35.
 */
const START_PARAMS = [
  ...(PGlite as unknown as { defaultStartParams: string[] }).defaultStartParams.filter(
    (param) => param !== '-F',
  ),
  '-c',
  'wal_sync_method=open_datasync',
];

/** Where in the data folder PostgreSQL's own files are. */
const DATA = 'postgres';

/** Whoever has the lock writes its process id beside it; only while the lock is held does it mean anything. */
const HOLDER = 'in-use-by';

function holderOf(folder: string): number | null {
  try {
    return Number(readFileSync(join(folder, HOLDER), 'utf8')) || null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Another process has the folder open: a second writer would lose rows. */
export class FolderLockedError extends Error {
  override readonly name = 'FolderLockedError';
  /** The process that has it, if it has said so. */
  readonly pid: number | null;

  constructor(folder: string) {
    const pid = holderOf(folder);
    super(`${folder} is in use by another Inkwell process${pid === null ? '' : ` (${pid})`}.`);
    this.pid = pid;
  }
}

/**
 * A lock that the operating system frees when the process dies, however it dies: SQLite's exclusive file lock. Returns
 * what frees it; throws `FolderLockedError` if another process has it.
 */
export function lockFolder(folder: string): () => void {
  const lock = new DatabaseSync(join(folder, 'lock'));
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive;');
  } catch (error) {
    lock.close();
    if (/locked|busy/i.test((error as Error).message)) throw new FolderLockedError(folder);
    throw error;
  }
  writeFileSync(join(folder, HOLDER), String(process.pid));
  return () => {
    rmSync(join(folder, HOLDER), { force: true });
    lock.close();
  };
}

/** One statement after the other; a transaction has the database to itself. */
class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn;
    return turn;
  }
}

interface Plain {
  query(text: string, params: Param[]): Promise<{ rows: unknown[] }>;
}

async function run<T extends Row>(db: Plain, text: string, params: Param[]): Promise<T[]> {
  try {
    const result = await db.query(text, params);
    return result.rows as T[];
  } catch (error) {
    throw toDatabaseError(error);
  }
}

function connectionOf(
  db: PGlite,
  data: string,
): Pick<Database, 'query' | 'transaction' | 'script'> & Required<Pick<Database, 'copyTo'>> {
  const turns = new Turns();
  const prepared = new PreparedStatements(db);
  const queryableOf = (plain: Plain): Queryable => ({
    query: (text, params = [], name) =>
      name === undefined ? run(plain, text, params) : prepared.run(name, text, params),
  });
  const outside = queryableOf(db);
  return {
    query: (text, params, name) => turns.take(() => outside.query(text, params, name)),
    transaction: (work) => turns.take(() => db.transaction((tx) => work(queryableOf(tx)))),
    script: (text) =>
      turns.take(async () => {
        await db.exec(text);
      }),
    // In a turn of its own nothing is written meanwhile, and after a checkpoint the files need no recovery.
    copyTo: (folder) =>
      turns.take(async () => {
        await db.exec('checkpoint');
        await cp(data, folder, { recursive: true, mode: constants.COPYFILE_FICLONE });
      }),
  };
}

/** PostgreSQL in this process, on disk below `folder`. Throws `FolderLockedError` if another process has it open. */
export async function openPGlite(folder: string): Promise<Database> {
  const root = resolve(folder);
  mkdirSync(root, { recursive: true });
  const unlock = lockFolder(root);
  try {
    const data = join(root, DATA);
    const db = await PGlite.create({ dataDir: data, startParams: START_PARAMS });
    for (const [name, value] of Object.entries(SESSION_SETTINGS)) await db.query(`set ${name} = '${value}'`);
    const { copyTo, ...connection } = connectionOf(db, data);
    return {
      ...connection,
      copyTo,
      kind: 'pglite',
      // One connection in all: the lanes take turns on it.
      connect: () => Promise.resolve({ ...connection, close: () => Promise.resolve() }),
      close: async () => {
        await db.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
