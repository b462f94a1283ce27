import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { inject } from 'vitest';
import type { Backend } from '../backends.ts';

/** The server as people run it: a process of its own, told by its environment, ended by signals. */

const MAIN = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url));
export const OPERATOR_KEY = 'operator-key-of-the-crash-tests';

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  stderr: string;
}

/** Compiled code is kept between the many starts. */
const COMPILED = join(tmpdir(), 'inkwell-crash-compiled');

/** One process from its start to its end. */
export class Process {
  readonly exit: Promise<Exit>;
  readonly #child: ChildProcess;
  readonly #awaited: { pattern: RegExp; resolve: (line: string) => void }[] = [];
  #stderr = '';

  constructor(env: Record<string, string>) {
    const common = { HOST: '127.0.0.1', INKWELL_LOG_LEVEL: 'error', INKWELL_SEED: 'none' };
    const inherited = { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: COMPILED };
    this.#child = spawn(process.execPath, [MAIN], {
      env: { ...inherited, ...common, INKWELL_OPERATOR_KEY: OPERATOR_KEY, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    createInterface({ input: this.#child.stdout! }).on('line', (line) => {
      for (const { pattern, resolve } of this.#awaited) if (pattern.test(line)) resolve(line);
    });
    this.exit = new Promise((resolve) => {
      this.#child.once('close', (code, signal) => resolve({ code, signal, stderr: this.#stderr }));
    });
  }

  /** The first line of its output from now on that matches. Rejects if the process ends without one. */
  line(pattern: RegExp): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    this.#awaited.push({ pattern, resolve });
    void this.exit.then(({ code, stderr }) => reject(new Error(`ended with ${code}: ${stderr}`)));
    return promise;
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }
}

/** Inkwell on one database and one port, started again and again on both. */
export class Inkwell {
  readonly #env: Record<string, string>;
  #process: Process | null = null;
  #port = 0;
  #unasked: Exit | null = null;

  /** `DATABASE_URL` or `INKWELL_DATA_DIR` at least. */
  constructor(env: Record<string, string>) {
    this.#env = env;
  }

  /** Throws if the process has ended by itself: then no client need try again. */
  get url(): string {
    if (this.#unasked !== null) throw new Error(`the server ended by itself: ${this.#unasked.stderr}`);
    return `http://127.0.0.1:${this.#port}`;
  }

  get process(): Process {
    return this.#process!;
  }

  async start(): Promise<void> {
    this.#process = new Process({ ...this.#env, PORT: String(this.#port) });
    const line = await this.#process.line(/Inkwell is ready/);
    this.#port = Number(/:(\d+)\//.exec(line)![1]);
    void this.#watch(this.#process);
  }

  async #watch(started: Process): Promise<void> {
    const exit = await started.exit;
    if (this.#process === started) this.#unasked = exit;
  }

  /** Ends the process at once, as the kernel would when memory runs out. */
  async kill(): Promise<void> {
    const ended = this.#process;
    this.#process = null;
    ended?.signal('SIGKILL');
    await ended?.exit;
  }

  /** Asks the process to end. Resolves with how it did, and in how many ms. */
  async stop(): Promise<Exit & { took_ms: number }> {
    const from = performance.now();
    const ended = this.process;
    this.#process = null;
    ended.signal('SIGTERM');
    const exit = await ended.exit;
    return { ...exit, took_ms: performance.now() - from };
  }
}

/** Where an Inkwell keeps its data: a folder, or a database of the run's PostgreSQL server. */
export interface Home {
  env: Record<string, string>;
  remove(): Promise<void>;
}

let made = 0;

export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export const onServer = (url: string, statement: string) =>
  withClient(url, async (client) => (await client.query<Record<string, unknown>>(statement)).rows);

export function temporaryFolder(name: string): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), `inkwell-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A migrated database of its own. `parameters` are added to its address. */
export async function newHome(backend: Backend, parameters = ''): Promise<Home> {
  const folder = temporaryFolder('crash');
  if (backend === 'pglite') {
    cpSync(inject('pglite_template'), folder.path, { recursive: true });
    return { env: { INKWELL_DATA_DIR: folder.path }, remove: () => Promise.resolve(folder.remove()) };
  }
  made += 1;
  const name = `crash_${process.pid}_${Date.now().toString(36)}_${made}`;
  const admin = inject('postgres_url');
  await onServer(admin, `create database ${name} template ${inject('postgres_template')}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  url.search = parameters;
  return {
    env: { DATABASE_URL: url.href, INKWELL_DATA_DIR: folder.path },
    remove: async () => {
      await onServer(admin, `drop database ${name} with (force)`);
      folder.remove();
    },
  };
}
