import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '@inkwell/ledger';
import { openPGlite, openPostgres } from '@inkwell/ledger';
import { startPostgres } from '../../tests/postgres.ts';

export type Backend = 'pglite' | 'postgres';

/** One empty database for one simulation. */
export interface Store {
  /** The database as a new process opens it. */
  enter(): Promise<Database>;
  /** A process has died: what it had open is closed. */
  leave(database: Database): Promise<void>;
  close(): Promise<void>;
}

/** Makes empty databases, one after another. */
export interface Server {
  store(): Promise<Store>;
  close(): Promise<void>;
}

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'inkwell-sim-'));

/** PGlite lives in this process: all that is opened on it is one database, emptied for each simulation. */
async function pglite(): Promise<Server> {
  const folder = await newFolder();
  const database = await openPGlite(folder);
  const store = async (): Promise<Store> => {
    await database.script('drop schema if exists ledger cascade; drop schema if exists inkwell cascade;');
    return { enter: async () => database, leave: async () => {}, close: async () => {} };
  };
  return {
    store,
    close: async () => {
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A busy machine is no difference. */
const PATIENCE_MS = 60_000;

/** On a server of its own; each process has connections of its own. */
async function postgres(): Promise<Server> {
  // Processes die here, the machine does not: nothing has to wait for the disk.
  const server = await startPostgres(['fsync=off']);
  const admin = openPostgres({ connection_string: server.url, pool_size: 1 });
  let made = 0;
  const store = async (): Promise<Store> => {
    made += 1;
    const name = `sim_${made}`;
    await admin.query(`create database ${name}`);
    return {
      enter: async () =>
        openPostgres({
          connection_string: server.urlOf(name),
          pool_size: 2,
          connect_timeout_ms: PATIENCE_MS,
        }),
      leave: (database) => database.close(),
      close: async () => {
        await admin.query(`drop database ${name} with (force)`);
      },
    };
  };
  return {
    store,
    close: async () => {
      await admin.close();
      await server.stop();
    },
  };
}

export const openServer = (backend: Backend): Promise<Server> =>
  backend === 'pglite' ? pglite() : postgres();
