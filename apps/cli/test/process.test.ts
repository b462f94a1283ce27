import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { tmpdir } from 'node:os';
import { KEY, cli, place, temporary } from './harness.ts';

/** The command line as a process of its own. */
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const COMPILED = join(tmpdir(), 'inkwell-cli-compiled');

function start(env: Record<string, string>, ...argv: string[]) {
  const child = spawn(process.execPath, [MAIN, ...argv], {
    env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: COMPILED, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, out, err }));
  return { child, ended, out: () => out };
}

const run = (env: Record<string, string>, ...argv: string[]) => start(env, ...argv).ended;

test('it ends with its code, and its answer stands apart from what it says', async () => {
  expect(await run({}, 'help')).toMatchObject({ code: 0, err: '' });
  expect(await run({}, 'nothing')).toMatchObject({ code: 2, out: '' });
  const env = await place('pglite');
  const made = await run(env, 'account', 'create', 'acme', '--plan', 'pro', '--json');
  expect(made.code).toBe(0);
  expect(JSON.parse(made.out)).toMatchObject({ account: 'acme' });
  expect(made.err).toMatch(/^Idempotency key: /);
  const { code, out } = await run(env, 'export', 'acme');
  expect([code, out.trimEnd().split('\n').length]).toEqual([0, 3]);
  expect(out).not.toContain('\u001B');
  expect((await run(env, 'verify', 'none')).code).toBe(1);
});

test('file names start from where the person is, not from where npm starts the program', async () => {
  const env = await place('pglite');
  await cli(env, 'account', 'create', 'acme', '--plan', 'pro');
  const INKWELL_CWD = temporary();
  const { code, out } = await run({ ...env, INKWELL_CWD }, 'export', 'acme', '--out', 'acme.ndjson');
  expect([code, out]).toEqual([0, `acme: 2 entries in ${join(INKWELL_CWD, 'acme.ndjson')}\n`]);
});

test('start is the server: others ask it, and SIGTERM ends it with 0', async () => {
  const env = {
    ...(await place('pglite')),
    PORT: '0',
    INKWELL_OPERATOR_KEY: KEY,
    INKWELL_LOG_LEVEL: 'error',
  };
  const server = start({ ...env, INKWELL_SEED: 'none' }, 'start');
  while (!server.out().includes('Inkwell is ready')) {
    if (server.child.exitCode !== null) throw new Error((await server.ended).err);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const PORT = /:(\d+)\//.exec(server.out())![1]!;
  const asked = await run({ ...env, PORT }, 'account', 'list');
  expect([asked.code, asked.out]).toEqual([0, expect.stringContaining('workspace')]);
  const second = await run({ ...env, PORT }, 'start');
  expect([second.code, second.err]).toEqual([
    1,
    expect.stringContaining(`in use by another Inkwell process (${server.child.pid})`),
  ]);
  server.child.kill('SIGTERM');
  expect((await server.ended).code).toBe(0);
  expect((await run(env, 'verify', '--all')).code).toBe(0);
});
