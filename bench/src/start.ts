import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { limitRow, median } from './rounds.ts';
import type { Row } from './words.ts';
import type { World } from './world.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LIMIT_S = 3;
const TRIES = 3;
const GIVE_UP_MS = 120_000;

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

const isReady = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  );

async function waitUntilReady(port: number, child: ChildProcess, start: number): Promise<void> {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk));
  while (!(await isReady(port))) {
    if (child.exitCode !== null || performance.now() - start > GIVE_UP_MS)
      throw new Error(`npm start did not become ready: ${said}`);
    await pause(10);
  }
}

/** Seconds from `npm start` to the first good answer of /readyz. */
async function startOnce(folder: string): Promise<number> {
  const port = await freePort();
  const start = performance.now();
  // A group of its own, so that npm's children end with it.
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PORT: String(port),
      HOST: '127.0.0.1',
      DATABASE_URL: '',
      INKWELL_DATA_DIR: folder,
    },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    await waitUntilReady(port, child, start);
    return (performance.now() - start) / 1000;
  } finally {
    if (child.exitCode === null) process.kill(-child.pid!, 'SIGTERM');
    await ended;
    while (await isReady(port)) await pause(50);
  }
}

/** `npm start` on a data folder that an earlier start has made. */
export async function benchStart(world: World): Promise<Row[]> {
  const folder = world.folder();
  await startOnce(folder);
  const times_s: number[] = [];
  for (let time = 0; time < TRIES; time += 1) times_s.push(await startOnce(folder));
  return [limitRow('npm start to ready, not the first time', median(times_s), 's', LIMIT_S)];
}
