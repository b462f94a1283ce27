import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Database,
  FolderLockedError,
  type SchemaState,
  openPGlite,
  openPostgres,
  schemaState,
} from '@inkwell/ledger';
import { type Client, createClient } from '@inkwell/sdk';
import { APP_MIGRATIONS, type Config, DATABASE_FOLDER, openDesk, readConfig } from '@inkwell/server';
import { pino } from 'pino';
import { CliError, type Exit, type Flags, textOf } from './command.ts';
import type { Io } from './io.ts';

/**
 * The instance that a command is for, and the way to it. One client either way: over HTTP to a running server, or to the
 * same routes in this process on the database itself.
 *
 * - `--url` names a server: that one is asked.
 * - DATABASE_URL names a PostgreSQL server: the database is opened. The ledger's fences make one more process right.
 * - Otherwise the data folder is opened; if a server has it open, which locks it, that server is asked.
 */
export interface Instance {
  client: Client;
  close(): Promise<void>;
}

/** Nobody reads this process's log: what goes wrong is told by the answers. */
const SILENT = pino({ level: 'silent' });
/** Somebody waits at the terminal, but replaying a long journal takes its time. */
const PATIENCE = { max_retries: 1, timeout_ms: 600_000 };
/** The routes' own address in this process; no request leaves it. */
const HERE = 'http://127.0.0.1';

/** Whether a data folder has a database in it. */
export const isDataFolder = (folder: string): boolean =>
  existsSync(join(folder, DATABASE_FOLDER, 'PG_VERSION'));

/** The address that a server with these settings answers at, on this machine. */
export function addressOf(config: Pick<Config, 'host' | 'port'>): string {
  const any = config.host === '0.0.0.0' || config.host === '::';
  const host = any ? '127.0.0.1' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${config.port}`;
}

/** The folder is open elsewhere, so whoever has it is asked; that takes the operator's key. */
export function serverClient(config: Config, flags: Flags, why: string): Client {
  const base_url = textOf(flags, 'url') ?? addressOf(config);
  if (URL.parse(base_url) === null) throw new CliError(`--url must be an address, not "${base_url}".`);
  const key = textOf(flags, 'key') ?? config.operator_key;
  if (key === null)
    throw new CliError(
      `${why} The server at ${base_url} is asked, and wants its operator key: set INKWELL_OPERATOR_KEY or give --key.`,
    );
  return createClient({ base_url, key, ...PATIENCE });
}

/** The rooms whose schemas an instance has, in the order in which a server brings them up to date. */
export async function schemasOf(database: Database): Promise<SchemaState[]> {
  return [await schemaState(database, 'app', APP_MIGRATIONS), await schemaState(database)];
}

const EMPTY = 'The database is empty. Start the server once, or run: inkwell migrate';

/** How many shards the ledger has been given; its schema must be there. */
export async function shardsOfLedger(database: Database): Promise<number> {
  const [row] = await database.query<{ n: number }>('select count(*) as n from ledger.shard');
  return row!.n;
}

/** Another process may be at work on a database: only `migrate`, `seed` and `start` change its schema. */
async function checkSchema(database: Database): Promise<void> {
  const states = await schemasOf(database);
  if (states.every(({ applied }) => applied === 0)) throw new CliError(EMPTY);
  const pending = states.reduce((sum, state) => sum + state.pending.length, 0);
  // A ledger without shards would be given them by whoever opens it first, and keep their number for good.
  if (pending === 0 && (await shardsOfLedger(database)) === 0) throw new CliError(EMPTY);
  if (pending > 0)
    throw new CliError(
      `The database lacks ${pending === 1 ? 'a migration' : `${pending} migrations`}. Run: inkwell migrate`,
    );
}

/** Opens the configured database. Throws `FolderLockedError` where a server has the folder open. */
export const openDatabase = (config: Config): Promise<Database> =>
  config.database_url === null
    ? openPGlite(config.data_dir)
    : Promise.resolve(openPostgres({ connection_string: config.database_url }));

/** A request as the wire would bring it: with its length, without which it would have no body. */
function requestOf(url: string, init: RequestInit): Request {
  const headers = new Headers(init.headers);
  if (typeof init.body === 'string') headers.set('content-length', String(Buffer.byteLength(init.body)));
  return new Request(url, { ...init, headers });
}

/** The same for what no server can do for us: it has to be stopped first. */
export async function openAlone(config: Config): Promise<Database> {
  try {
    return await openDatabase(config);
  } catch (error) {
    if (!(error instanceof FolderLockedError)) throw error;
    throw new CliError(`${error.message} This takes the folder for itself: stop the server first.`);
  }
}

async function openHere(config: Config): Promise<Instance> {
  const database = await openDatabase(config);
  try {
    await checkSchema(database);
    const desk = await openDesk(config, database, SILENT);
    const client = createClient({
      base_url: HERE,
      key: desk.key,
      ...PATIENCE,
      fetch: async (url, init) => desk.fetch(requestOf(url, init)),
    });
    return {
      client,
      close: async () => {
        await desk.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Finds the way to the instance and opens it. */
export async function openInstance(io: Io, flags: Flags): Promise<Instance> {
  const config = readConfig(io.env);
  const asked = (why: string): Instance => ({
    client: serverClient(config, flags, why),
    close: () => Promise.resolve(),
  });
  if (textOf(flags, 'url') !== undefined) return asked('');
  if (config.database_url === null && !isDataFolder(config.data_dir))
    throw new CliError(
      `There is no Inkwell in ${config.data_dir}. INKWELL_DATA_DIR names another folder, DATABASE_URL a server, --url a running Inkwell.`,
    );
  try {
    return await openHere(config);
  } catch (error) {
    if (!(error instanceof FolderLockedError)) throw error;
    return asked(error.message);
  }
}

/** Carries out work on the instance and closes it, whatever comes of it. */
export async function onInstance(
  { io, flags }: { io: Io; flags: Flags },
  work: (client: Client) => Promise<Exit>,
): Promise<Exit> {
  const instance = await openInstance(io, flags);
  try {
    return await work(instance.client);
  } finally {
    await instance.close();
  }
}
