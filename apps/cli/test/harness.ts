import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, readConfig } from '@inkwell/server';
import { afterAll, inject, onTestFinished } from 'vitest';
import { type Backend, postgresDatabase } from '../../../tests/backends.ts';
import { type Running, startServer } from '../../server/src/start.ts';
import { runCli } from '../src/cli.ts';
import type { Io } from '../src/io.ts';

export const KEY = 'operator-key-of-the-cli-tests';
type Env = Record<string, string>;

export interface Ran {
  exit: number;
  /** The answer, line by line. */
  out: string[];
  /** What was said beside it. */
  err: string;
  /** The answer's bytes, where it is no lines. */
  bytes: Buffer;
}

export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'inkwell-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs the command line as a function, in an environment that holds nothing else. */
export async function cli(env: Env, ...argv: string[]): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const bytes: Uint8Array[] = [];
  const io: Io = {
    env,
    cwd: tmpdir(),
    is_terminal: false,
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    write: (chunk) => {
      bytes.push(chunk);
      return Promise.resolve();
    },
    progress: () => undefined,
  };
  const exit = await runCli(argv, io);
  return { exit, out, err: err.join('\n'), bytes: Buffer.concat(bytes) };
}

/** The same, of which the answer is one object of JSON. */
export async function answer(env: Env, ...argv: string[]): Promise<Record<string, unknown>> {
  const { exit, out, err } = await cli(env, ...argv, '--json');
  if (exit !== 0) throw new Error(`${argv.join(' ')} ended with ${exit}: ${err}`);
  return JSON.parse(out.join('')) as Record<string, unknown>;
}

/** An environment with a place of its own that nothing has been written to. */
export async function emptyPlace(backend: Backend): Promise<Env> {
  const INKWELL_DATA_DIR = temporary();
  if (backend === 'pglite') return { INKWELL_DATA_DIR };
  const at = await postgresDatabase('template1');
  onTestFinished(() => at.remove());
  await at.database.close();
  return { INKWELL_DATA_DIR, DATABASE_URL: at.where };
}

async function migrated(env: Env): Promise<Env> {
  const { exit, err } = await cli(env, 'migrate');
  if (exit !== 0) throw new Error(err);
  return env;
}

/** Making a cluster takes PGlite seconds, copying one does not: once a file, and copies of it. */
let template: Promise<string> | null = null;

async function makeTemplate(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'inkwell-cli-template-'));
  cpSync(inject('pglite_template'), folder, { recursive: true });
  await migrated({ INKWELL_DATA_DIR: folder });
  return folder;
}

afterAll(async () => {
  const made = template;
  // The next file of this process makes its own.
  template = null;
  if (made !== null) rmSync(await made, { recursive: true, force: true });
});

/** The same, migrated. */
export async function place(backend: Backend): Promise<Env> {
  const env = await emptyPlace(backend);
  if (backend === 'postgres') return migrated(env);
  cpSync(await (template ??= makeTemplate()), env.INKWELL_DATA_DIR!, { recursive: true });
  return env;
}

export const configOf = (env: Env): Config => readConfig(env);

/** A server on the place; the environment that reaches it is the place's with its port and key. */
export async function serve(env: Env): Promise<{ running: Running; env: Env; stop: () => Promise<void> }> {
  const settings = {
    ...env,
    PORT: '0',
    INKWELL_SEED: 'none',
    INKWELL_OPERATOR_KEY: KEY,
    INKWELL_LOG_LEVEL: 'silent',
  };
  const running = await startServer({ config: readConfig(settings) });
  onTestFinished(() => running.close());
  return {
    running,
    env: { ...settings, PORT: new URL(running.url).port },
    stop: () => running.close(),
  };
}
