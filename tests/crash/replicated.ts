import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { onServer, temporaryFolder } from './process.ts';

/**
 * A primary with a synchronous standby. The server binaries that npm brings lack pg_basebackup, so these are the ones
 * that Debian installs.
 */

/** Where Debian has PostgreSQL's own programs. */
export const BIN = '/usr/lib/postgresql/15/bin';
const NOBODY = 65_534;
const is_root = process.getuid?.() === 0;

/** Why there is no replication here; null if there is. */
export const NO_REPLICATION = existsSync(join(BIN, 'pg_basebackup'))
  ? null
  : `${BIN}/pg_basebackup is missing`;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}

/** One server of the pair. */
class Server {
  readonly port: number;
  readonly data: string;
  readonly #root: string;
  readonly #settings: string[];
  #child: ChildProcess | null = null;

  constructor(root: string, name: string, port: number, settings: string[]) {
    this.#root = root;
    this.data = join(root, name);
    this.port = port;
    this.#settings = settings;
  }

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  get options() {
    const env = { ...process.env, HOME: this.#root, LC_ALL: 'C' };
    return {
      ...(is_root ? { uid: NOBODY, gid: NOBODY } : {}),
      cwd: this.#root,
      env,
      stdio: 'ignore' as const,
    };
  }

  run(program: string, ...args: string[]): void {
    execFileSync(join(BIN, program), args, this.options);
  }

  async start(): Promise<void> {
    const common = ['-D', this.data, '-p', String(this.port), '-h', '127.0.0.1', '-k', this.#root];
    const settings = ['max_connections=50', 'shared_buffers=32MB', ...this.#settings];
    const args = [...common, ...settings.flatMap((setting) => ['-c', setting])];
    this.#child = spawn(join(BIN, 'postgres'), args, this.options);
    await until(this.url, 'select 1', 60_000);
  }

  /** All of its processes end at once, without a checkpoint or a word to anyone. */
  async crash(): Promise<void> {
    const ended = this.#child;
    if (ended === null) return;
    this.#child = null;
    const exit = once(ended, 'exit');
    ended.kill('SIGQUIT');
    await exit;
  }
}

/** Resolves when the statement gives a row. */
export async function until(url: string, statement: string, within_ms = 10_000): Promise<void> {
  const from = performance.now();
  for (;;) {
    const rows = await onServer(url, statement).catch((error: unknown) => {
      if (performance.now() - from > within_ms) throw error;
      return [];
    });
    if (rows.length > 0) return;
    if (performance.now() - from > within_ms) throw new Error(`nothing came of: ${statement}`);
    await pause(20);
  }
}

export interface Replicated {
  primary: Server;
  standby: Server;
  /** Resolves when every commit waits for the standby. */
  synchronous(): Promise<void>;
  remove(): Promise<void>;
}

/** Makes and starts both. A commit on the primary returns when the standby has it. */
export async function startReplicated(): Promise<Replicated> {
  const { path: root, remove } = temporaryFolder('replicated');
  if (is_root) chownSync(root, NOBODY, NOBODY);
  const primary = new Server(root, 'primary', await freePort(), ['synchronous_standby_names=standby']);
  const standby = new Server(root, 'standby', await freePort(), ['cluster_name=standby']);
  mkdirSync(primary.data);
  if (is_root) chownSync(primary.data, NOBODY, NOBODY);
  primary.run(
    'initdb',
    '-D',
    primary.data,
    '-U',
    'postgres',
    '-N',
    '--auth=trust',
    '-E',
    'UTF8',
    '--locale=C',
  );
  await primary.start();
  const from = `host=127.0.0.1 port=${primary.port} user=postgres`;
  standby.run('pg_basebackup', '-d', from, '-D', standby.data, '-R', '-N', '-X', 'stream', '-c', 'fast');
  await standby.start();
  const synchronous = () => until(primary.url, `select from pg_stat_replication where sync_state = 'sync'`);
  await synchronous();
  return {
    primary,
    standby,
    synchronous,
    remove: async () => {
      await Promise.all([primary.crash(), standby.crash()]);
      remove();
    },
  };
}
