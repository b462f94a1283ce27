import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openPostgres } from '@inkwell/ledger';
import { type Large, makeLarge } from './large.ts';
import { type Postgres, startPostgres } from '../../tests/postgres.ts';

/** How long a run may take: rounds of each comparison and the time of one measurement. */
export interface Sizes {
  rounds: number;
  measure_ms: number;
  /** Accounts that are charged. */
  accounts: number;
  /** Accounts and entries of the large ledger. */
  large_accounts: number;
  large_entries: number;
}

const FULL: Sizes = {
  rounds: 5,
  measure_ms: 3_000,
  accounts: 10_000,
  large_accounts: 1_000_000,
  large_entries: 10_000_000,
};
const QUICK: Sizes = {
  rounds: 3,
  measure_ms: 1_000,
  accounts: 10_000,
  large_accounts: 20_000,
  large_entries: 200_000,
};

/** What a benchmark gets: a PostgreSQL server of its own on this machine, sizes, folders; all of it is removed at the end. */
export class World {
  readonly sizes: Sizes;
  readonly #folders: string[] = [];
  #server: Promise<Postgres> | null = null;
  #large: Promise<Large> | null = null;
  #closed: Promise<void> | null = null;
  #databases = 0;

  constructor(is_quick: boolean) {
    this.sizes = is_quick ? QUICK : FULL;
  }

  /** The server, started when first asked for: as it comes, with more memory and checkpoints further apart. */
  server(): Promise<Postgres> {
    return (this.#server ??= startPostgres([
      'fsync=on',
      'synchronous_commit=on',
      'max_wal_size=16GB',
      'checkpoint_timeout=15min',
      // For the indexes of the large ledger.
      'maintenance_work_mem=1GB',
    ]));
  }

  /** The ledger with a long history, made when first asked for. */
  large(): Promise<Large> {
    return (this.#large ??= makeLarge(this));
  }

  /** Runs statements on the server's maintenance database. */
  async admin(...statements: string[]): Promise<void> {
    const database = await this.open((await this.server()).url);
    try {
      for (const statement of statements) await database.query(statement);
    } finally {
      await database.close();
    }
  }

  /** A new database's address; `template` is one that nobody is connected to. */
  async newDatabase(template = 'template1'): Promise<string> {
    this.#databases += 1;
    const name = `bench_${this.#databases}`;
    await this.admin(`create database ${name} template ${template}`);
    return (await this.server()).urlOf(name);
  }

  async dropDatabase(url: string): Promise<void> {
    await this.admin(`drop database ${nameOf(url)} with (force)`);
  }

  open(url: string, pool_size = 8): Promise<Database> {
    const statement_timeout_ms = 1_200_000;
    return Promise.resolve(openPostgres({ connection_string: url, pool_size, statement_timeout_ms }));
  }

  /** The server's version and the folder of its data, if there was need of a server. */
  async about(): Promise<{ version: string; folder: string }> {
    if (this.#server === null) return { version: 'not used', folder: tmpdir() };
    const database = await this.open((await this.#server).url);
    const [row] = await database.query<{ version: string; folder: string }>(
      "select current_setting('server_version') as version, current_setting('data_directory') as folder",
    );
    await database.close();
    return row!;
  }

  folder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'inkwell-bench-'));
    this.#folders.push(folder);
    return folder;
  }

  /** Ends what was started and removes what was made, also in the middle of a benchmark. */
  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  async #close(): Promise<void> {
    // The server first: what still waits for it fails at once.
    if (this.#server !== null) await (await this.#server).stop();
    const large = await this.#large?.catch(() => null);
    await large?.database.close();
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }
}

export const nameOf = (url: string): string => new URL(url).pathname.slice(1);
