import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * The image without an engine to build it: what the Dockerfile copies into its last stage, and nothing else of the
 * repository, started as its entry point does. A file that the server needs and the image lacks is found here.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const image = mkdtempSync(join(tmpdir(), 'inkwell-image-'));
const WAIT_MS = 30_000;

/** The paths of the last stage's COPY lines. */
const copied = [...dockerfile.matchAll(/^COPY --from=build (.+) \S+$/gm)].flatMap(([, paths]) =>
  paths!.split(' ').map((path) => path.replace('/app/', '')),
);
const node_options = /NODE_OPTIONS="([^"]+)"/.exec(dockerfile)![1]!;
const environment = Object.fromEntries(
  [...dockerfile.matchAll(/^ {2}(HOST|INKWELL_SEED)=(\S+)/gm)].map(([, name, value]) => [name!, value!]),
);

/** As .dockerignore has it: no tests, nothing that was built or installed before. */
const isKept = (path: string): boolean => !['node_modules', 'test', '.cache'].includes(basename(path));

/** What is installed, with the workspaces leading into the copy and not into the repository. */
function linkModules(): void {
  const modules = join(image, 'node_modules');
  mkdirSync(join(modules, '@inkwell'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@inkwell') symlinkSync(join(root, 'node_modules', name), join(modules, name));
  for (const path of ['packages', 'apps'].flatMap((folder) =>
    readdirSync(join(image, folder)).map((name) => join(folder, name)),
  ))
    symlinkSync(join(image, path), join(modules, '@inkwell', basename(path)));
}

let server: ChildProcess;
let said = '';

async function ready(): Promise<string> {
  const started = Date.now();
  for (;;) {
    const found = /ready: (http:\/\/[^/\s]+)/.exec(said);
    if (found) return found[1]!;
    if (server.exitCode !== null || Date.now() - started > WAIT_MS) throw new Error(`not up: ${said}`);
    await once(server.stdout!, 'data');
  }
}

beforeAll(() => {
  for (const path of copied.filter((one) => one !== 'node_modules')) {
    mkdirSync(join(image, dirname(path)), { recursive: true });
    cpSync(join(root, path), join(image, path), { recursive: true, filter: isKept });
  }
  linkModules();
  server = spawn(process.execPath, [join(image, 'apps/cli/src/main.ts'), 'start'], {
    cwd: image,
    env: {
      ...environment,
      PATH: process.env.PATH,
      NODE_OPTIONS: node_options,
      PORT: '0',
      INKWELL_DATA_DIR: join(image, 'data'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [server.stdout!, server.stderr!])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
});

afterAll(async () => {
  if (server.exitCode === null && server.kill('SIGKILL')) await once(server, 'exit');
  rmSync(image, { recursive: true, force: true });
});

describe('the image', () => {
  it('has all that the server needs: its page, its contract, its templates', async () => {
    const url = await ready();
    for (const [path, type] of [
      ['/readyz', 'application/json'],
      ['/', 'text/html'],
      ['/docs', 'text/html'],
      ['/openapi.json', 'application/json'],
    ] as const) {
      const answer = await fetch(url + path);
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([
        path,
        200,
        expect.stringContaining(type),
      ]);
      await answer.arrayBuffer();
    }
  });

  it('ends with 0 when it is told to stop', async () => {
    await ready();
    server.kill('SIGTERM');
    expect(await once(server, 'exit')).toEqual([0, null]);
  });
});

describe('the files around it', () => {
  it('run the flags that `npm start` runs', () => {
    const of_start = /NODE_FLAGS = \[(.+)\]/.exec(
      readFileSync(join(root, 'scripts', 'lib.mjs'), 'utf8'),
    )![1]!;
    expect(node_options.split(' ')).toEqual(of_start.split(', ').map((flag) => flag.slice(1, -1)));
  });

  it('set no variable that the server does not know', () => {
    const known = readFileSync(join(root, 'README.md'), 'utf8');
    const files = ['Dockerfile', 'compose.yaml', 'docs/recipes/run-it-for-good.md'];
    const set = files.flatMap(
      (file) => readFileSync(join(root, file), 'utf8').match(/INKWELL_[A-Z_]+/g) ?? [],
    );
    expect(set.length).toBeGreaterThan(10);
    expect(set.filter((name) => !known.includes(`\`${name}\``))).toEqual([]);
  });
});
