// What every command of the repository begins with. Runs on Node 20 without any dependency.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');

export const say = (text) => process.stdout.write(`${text}\n`);

/** The environment in which the pinned Node and the repository's tools come first. */
const environment = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };

const digestOf = (paths) => {
  const digest = createHash('sha256');
  for (const path of paths) digest.update(path).update(readFileSync(path));
  return digest.digest('hex');
};

/** Runs a step unless the files it depends on are as they were after its last success. */
function once(stamp, paths, missing, step) {
  const path = join(root, 'node_modules', '.cache', 'inkwell', stamp);
  const digest = digestOf(paths);
  if (!missing && existsSync(path) && readFileSync(path, 'utf8') === digest) return;
  step();
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, digest);
}

function runOrExit(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    env: environment,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
  });
  if (result.error) throw result.error;
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** The pinned Node links a library that slim systems lack: better said once here than by every tool that it runs. */
function ensureNodeRuns() {
  const { status, stderr } = spawnSync('node', ['--version'], {
    env: environment,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  say(`The Node that Inkwell brings along does not run here: ${(stderr ?? '').trim()}`);
  if (/libatomic/.test(stderr ?? ''))
    say('It needs libatomic: `apt-get install libatomic1` on Debian and Ubuntu, `libatomic` elsewhere.');
  process.exit(1);
}

/** Installs the dependencies if they are missing or the lockfile has changed. */
export function install() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  once('installed', [join(root, 'package-lock.json')], !existsSync(installed), () => {
    say('Installing dependencies (once; about a minute) …');
    runOrExit('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      env: { ...process.env, NODE_ENV: 'development' },
    });
    ensureNodeRuns();
  });
}

function filesBelow(folder) {
  const files = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (['node_modules', 'dist', 'test', 'dev'].includes(entry.name)) continue;
    if (entry.isDirectory()) files.push(...filesBelow(path));
    else if (statSync(path).isFile()) files.push(path);
  }
  return files.sort();
}

/** Builds the web app if its sources have changed since the last time. */
export function buildWeb() {
  const sources = ['apps/web', 'packages/sdk', 'packages/contract', 'packages/words'];
  const files = sources.flatMap((folder) => filesBelow(join(root, folder)));
  const missing = !existsSync(join(root, 'apps', 'web', 'dist', 'index.html'));
  once('web-built', [join(root, 'package-lock.json'), ...files], missing, () => {
    say('Building the web app …');
    runOrExit('vite', ['build', '--logLevel', 'warn', 'apps/web']);
  });
}

/** Flags of the server's runtime: a larger nursery takes most of the collector's work off short-lived requests. */
export const NODE_FLAGS = ['--max-semi-space-size=64', '--disable-warning=ExperimentalWarning'];

/** Hands over to the pinned Node (or another tool of the repository); its end is ours, and so are signals. */
export function handOver(command, args, variables = {}) {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...variables, ...environment, INKWELL_CWD: process.env.INIT_CWD ?? process.cwd() },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
}

/** Runs tools one after another; answers the first status that is not 0, or 0. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    env: environment,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
  });
  if (result.error) throw result.error;
  return result;
}

/** Runs a tool beside others: answers its status, and what it said. */
export function runQuietly(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    const keep = (text) => (output += text);
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => resolve({ status: code ?? 1, output }));
  });
}
