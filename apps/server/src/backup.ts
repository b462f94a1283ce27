import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Database } from '@inkwell/ledger';
import { create } from 'tar';

/**
 * Backups of the embedded database. Its files are copied while no statement runs, which takes moments, and the archive is
 * made of the copy as a whole before its first byte goes out: a reader that is slow or goes away holds up nothing.
 */

/** Where in a data folder, and in an archive, the database's files are. */
export const DATABASE_FOLDER = 'postgres';
const WORK_PREFIX = 'backup-';

/** Writes the archive of a folder's database into a file. */
export const archive = (folder: string, file: string): Promise<void> =>
  create({ gzip: true, cwd: folder, portable: true, file }, [DATABASE_FOLDER]);

export type Backup = { bytes: ReadableStream<Uint8Array>; size_bytes: number } | 'not_embedded' | 'busy';

export class Backups {
  readonly #database: Pick<Database, 'copyTo'>;
  readonly #data_dir: string;
  #busy = false;

  constructor(database: Pick<Database, 'copyTo'>, data_dir: string) {
    this.#database = database;
    this.#data_dir = data_dir;
  }

  /** Copies the database and answers with the archive of the copy. One at a time: each takes the room of the database. */
  async take(): Promise<Backup> {
    const { copyTo } = this.#database;
    if (copyTo === undefined) return 'not_embedded';
    if (this.#busy) return 'busy';
    this.#busy = true;
    try {
      await this.#clear();
      const work = await mkdtemp(join(this.#data_dir, WORK_PREFIX));
      await copyTo(join(work, DATABASE_FOLDER));
      const file = join(work, 'archive');
      await archive(work, file);
      const { size: size_bytes } = await stat(file);
      const stream = createReadStream(file);
      await new Promise((resolve, reject) => stream.once('open', resolve).once('error', reject));
      return { bytes: Readable.toWeb(stream) as ReadableStream<Uint8Array>, size_bytes };
    } finally {
      // The archive is open by now, or will not be: its name is not needed any more.
      await this.#clear();
      this.#busy = false;
    }
  }

  /** Takes away what this one made, and what a process left that died over it. */
  async #clear(): Promise<void> {
    for (const name of await readdir(this.#data_dir))
      if (name.startsWith(WORK_PREFIX))
        await rm(join(this.#data_dir, name), { recursive: true, force: true });
  }
}
