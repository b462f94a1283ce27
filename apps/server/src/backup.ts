import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '@inkwell/ledger';
import { create } from 'tar';

/**
 * Backups of the embedded database. Its files are copied while no statement runs, which takes moments; the archive is
 * then made of the copy, however slowly its reader takes it.
 */

/** Where in a data folder, and in an archive, the database's files are. */
export const DATABASE_FOLDER = 'postgres';
const COPY_PREFIX = 'backup-';

/** The archive of a folder's database, in the order in which its bytes come. */
export const archiveOf = (folder: string): AsyncIterable<Uint8Array> =>
  create({ gzip: true, cwd: folder, portable: true }, [DATABASE_FOLDER]) as AsyncIterable<Uint8Array>;

export type Backup = AsyncIterable<Uint8Array> | 'not_embedded' | 'busy';

export class Backups {
  readonly #database: Pick<Database, 'copyTo'>;
  readonly #data_dir: string;
  #busy = false;

  constructor(database: Pick<Database, 'copyTo'>, data_dir: string) {
    this.#database = database;
    this.#data_dir = data_dir;
  }

  /** Copies the database and answers with the archive of the copy, which goes when the archive was read or let go. */
  async take(): Promise<Backup> {
    const { copyTo } = this.#database;
    if (copyTo === undefined) return 'not_embedded';
    if (this.#busy) return 'busy';
    this.#busy = true;
    let copy: string | null = null;
    try {
      await this.#sweep();
      copy = await mkdtemp(join(this.#data_dir, COPY_PREFIX));
      await copyTo(join(copy, DATABASE_FOLDER));
    } catch (error) {
      await this.#done(copy);
      throw error;
    }
    return this.#read(copy);
  }

  async *#read(copy: string): AsyncGenerator<Uint8Array> {
    try {
      yield* archiveOf(copy);
    } finally {
      await this.#done(copy);
    }
  }

  async #done(copy: string | null): Promise<void> {
    if (copy !== null) await rm(copy, { recursive: true, force: true });
    this.#busy = false;
  }

  /** Copies of a process that died while it made an archive. */
  async #sweep(): Promise<void> {
    for (const name of await readdir(this.#data_dir))
      if (name.startsWith(COPY_PREFIX))
        await rm(join(this.#data_dir, name), { recursive: true, force: true });
  }
}
