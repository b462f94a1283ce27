import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { World } from './world.ts';

export const OPERATOR_KEY = 'bench-operator-key-of-no-other-use';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const START_WITHIN_MS = 30_000;

export interface Served {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

const exited = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

/** The server as it runs in use: a process of its own, with the flags that this one has. */
export async function startServerProcess(
  world: World,
  database_url: string,
  node_flags: string[] = [],
): Promise<Served> {
  const child = spawn(process.execPath, [...process.execArgv, ...node_flags, 'apps/server/src/main.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DATABASE_URL: database_url,
      INKWELL_DATA_DIR: world.folder(),
      INKWELL_OPERATOR_KEY: OPERATOR_KEY,
      INKWELL_SEED: 'none',
    },
  });
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the server is not up: ${said}`)), START_WITHIN_MS);
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /ready: (http:\/\/[^/\s]+)/.exec(said);
      if (found === null) return;
      clearTimeout(late);
      resolve(found[1]!);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', () => reject(new Error(`the server ended: ${said}`)));
  });
  return {
    url,
    pid: child.pid!,
    stop: async () => {
      child.kill('SIGTERM');
      await exited(child);
    },
  };
}
