import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  type Database,
  DatabaseError,
  FolderLockedError,
  SchemaError,
  type SchemaState,
  isOutOfReach,
} from '@inkwell/ledger';
import type { Config } from '@inkwell/server';
import { addressOf, isDataFolder, openDatabase, schemasOf, shardsOfLedger } from '../instance.ts';
import { count, number } from '../tell.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const MIB = 1024 * 1024;
/** The embedded database stops when its disk is full; a server keeps little here. */
const FREE_FAIL_BYTES = 100 * MIB;
const FREE_WARN_BYTES = 1024 * MIB;
const MAX_SKEW_MS = 2_000;
const OLDEST_POSTGRES = 15;

/** The folder itself, or the one above in which it would be made. */
function nearest(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder));
}

export function checkFolder({ data_dir }: Config): Finding {
  const there = nearest(data_dir);
  try {
    accessSync(there, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return fail(
      'data folder',
      `${there} can't be written to`,
      'Give its user the right to, or set INKWELL_DATA_DIR.',
    );
  }
  const { bavail, bsize } = statfsSync(there);
  const free_bytes = bavail * bsize;
  const free = `${number(Math.floor(free_bytes / MIB))} MiB free`;
  if (free_bytes < FREE_FAIL_BYTES)
    return fail('data folder', `${data_dir}: ${free}`, 'Make room: the database stops on a full disk.');
  if (free_bytes < FREE_WARN_BYTES) return warn('data folder', `${data_dir}: ${free}`, 'Make room soon.');
  return ok('data folder', `${data_dir}${there === data_dir ? '' : ' (to be made)'}: ${free}`);
}

interface Settings {
  version: number;
  fsync: string;
  synchronous_commit: string;
  full_page_writes: string;
  database_at: number;
}

const SETTINGS = `select current_setting('server_version_num')::int as version, current_setting('fsync') as fsync,
  current_setting('synchronous_commit') as synchronous_commit,
  current_setting('full_page_writes') as full_page_writes,
  (extract(epoch from clock_timestamp()) * 1000)::bigint as database_at`;

function durability(settings: Settings): Finding {
  const { fsync, synchronous_commit, full_page_writes } = settings;
  if (fsync !== 'on')
    return fail(
      'durability',
      'fsync is off: a crash of the machine can destroy the database',
      'Set fsync = on.',
    );
  if (synchronous_commit === 'off')
    return fail(
      'durability',
      'synchronous_commit is off: what was acknowledged can be lost',
      'Set synchronous_commit = on.',
    );
  if (full_page_writes !== 'on')
    return warn(
      'durability',
      'full_page_writes is off: a torn page can’t be repaired',
      'Set it on, unless the file system writes whole pages.',
    );
  return ok('durability', `fsync, full_page_writes and synchronous_commit (${synchronous_commit}) are on`);
}

/** Whether this machine and the database agree on the time; it was asked and has answered at these readings of ours. */
export function checkClock(
  { database_at }: Pick<Settings, 'database_at'>,
  asked_at: number,
  answered_at: number,
): Finding {
  // Whatever the way there took lies between the two readings of our own clock.
  const skew_ms = database_at < asked_at ? database_at - asked_at : Math.max(0, database_at - answered_at);
  if (Math.abs(skew_ms) > MAX_SKEW_MS)
    return fail(
      'clock',
      `it is ${(Math.abs(skew_ms) / 1_000).toFixed(1)} s ${skew_ms > 0 ? 'behind' : 'ahead of'} the database's`,
      'Let both machines keep time by NTP: until they agree, changes are answered 503.',
    );
  return ok('clock', 'agrees with the database’s');
}

function schema(states: SchemaState[]): Finding {
  const pending = states.reduce((sum, state) => sum + state.pending.length, 0);
  if (states.every(({ applied }) => applied === 0))
    return ok('schema', 'an empty database: the first start fills it');
  if (pending > 0)
    return warn(
      'schema',
      `${count(pending, 'migration')} pending`,
      'The next start runs them; so does: inkwell migrate',
    );
  return ok('schema', states.map(({ room, applied }) => `${room} at ${applied}`).join(', '));
}

async function shards(database: Database, config: Config, states: SchemaState[]): Promise<Finding[]> {
  const ledger = states.find(({ room }) => room === 'ledger')!;
  if (ledger.applied === 0) return [];
  const there = await shardsOfLedger(database);
  if (config.shards === null || there === 0 || config.shards === there)
    return there === 0 ? [] : [ok('shards', String(there))];
  return [
    warn(
      'shards',
      `the ledger has ${there}, and INKWELL_SHARDS says ${config.shards}`,
      'A database keeps its number; docs/scale.md says how to move to another.',
    ),
  ];
}

async function look(database: Database, config: Config): Promise<Finding[]> {
  const asked_at = Date.now();
  const [settings] = await database.query<Settings & Record<string, unknown>>(SETTINGS);
  const answered_at = Date.now();
  const major = Math.floor(settings!.version / 10_000);
  const states = await schemasOf(database);
  const rest = [schema(states), ...(await shards(database, config, states))];
  if (database.kind === 'pglite')
    return [
      ok(
        'database',
        `PGlite (PostgreSQL ${major}) in the data folder: it survives the death of the process, not of the power`,
      ),
      ...rest,
    ];
  const version =
    major < OLDEST_POSTGRES
      ? fail('database', `PostgreSQL ${major}`, `Inkwell needs ${OLDEST_POSTGRES} or later.`)
      : ok('database', `PostgreSQL ${major} at ${new URL(config.database_url!).host}`);
  return [version, durability(settings!), checkClock(settings!, asked_at, answered_at), ...rest];
}

/** The server that has the folder open. */
async function askServer(config: Config, locked: FolderLockedError): Promise<Finding[]> {
  const url = addressOf(config);
  const holder = locked.pid === null ? 'another process' : `process ${locked.pid}`;
  const open = ok('database', `PGlite, open in ${holder}: what only it can see was not looked at`);
  try {
    const { status } = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) });
    return [
      open,
      status === 200
        ? ok('server', `${url} is ready`)
        : fail('server', `${url}/readyz answers ${status}`, 'Read its log.'),
    ];
  } catch {
    return [
      open,
      warn(
        'server',
        `nothing answers at ${url}`,
        'Set HOST and PORT as the server has them. If there is none, end the process.',
      ),
    ];
  }
}

/** The database: whether it can be reached, and whether it keeps what it is told. */
export async function checkDatabase(config: Config): Promise<Finding[]> {
  if (config.database_url === null && !isDataFolder(config.data_dir))
    return [ok('database', 'none yet: the first start makes one in the data folder')];
  let database: Database | null = null;
  try {
    database = await openDatabase(config);
    return await look(database, config);
  } catch (error) {
    if (error instanceof FolderLockedError) return askServer(config, error);
    if (error instanceof SchemaError) return [fail('schema', error.message, 'Run the Inkwell that made it.')];
    if (isOutOfReach(error) || error instanceof DatabaseError)
      return [fail('database', error.message, 'Check DATABASE_URL, and that the server is up.')];
    throw error;
  } finally {
    await database?.close();
  }
}
