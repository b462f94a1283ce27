import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';

/**
 * The packages as somebody else gets them: built, packed, installed into an empty folder without a network, then
 * typechecked there, run on the machine's own Node, and bundled for a browser.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const PACKAGES = ['words', 'contract', 'engine', 'sdk'] as const;
const folder = mkdtempSync(join(tmpdir(), 'inkwell-packages-'));
const app = join(folder, 'app');

/** What an app's machine has: not the Node and the tools of this repository. */
const PATH = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((path) => !path.includes('node_modules'))
  .join(delimiter);
const tsc = join(root, 'node_modules', '.bin', 'tsc');

async function run(command: string, args: string[], cwd: string, env = process.env): Promise<string> {
  try {
    return (await promisify(execFile)(command, args, { cwd, env })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
  }
}

const read = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;

/** Builds the packages and packs copies of them, so that whoever reads the workspace meanwhile sees no change. */
async function pack(): Promise<string[]> {
  await run(tsc, ['-b', ...PACKAGES.map((name) => `packages/${name}/tsconfig.build.json`)], root);
  const copies = PACKAGES.map((name) => join(folder, name));
  for (const [at, copy] of copies.entries()) {
    cpSync(join(root, 'packages', PACKAGES[at]!), copy, { recursive: true });
    await run(process.execPath, [join(root, 'scripts', 'manifest.mjs'), 'publish'], copy);
  }
  // zod is the one dependency from elsewhere: packed from where it is installed, it needs no registry.
  const sources = [...copies, join(root, 'node_modules', 'zod')];
  const packed = await run('npm', ['pack', '--ignore-scripts', '--json', ...sources], folder);
  const list: unknown = JSON.parse(packed);
  return (Object.values(list as object) as { filename: string }[]).map(({ filename }) =>
    join(folder, filename),
  );
}

const STRICT = {
  target: 'es2022',
  lib: ['es2022', 'dom', 'dom.iterable', 'dom.asynciterable'],
  module: 'nodenext',
  strict: true,
  exactOptionalPropertyTypes: true,
  types: [],
};

/** Compiles files of the app: what the compiler has against them, or nothing. */
async function compile(name: string, files: string[], compilerOptions: object): Promise<string> {
  writeFileSync(join(app, name), JSON.stringify({ compilerOptions, files }));
  return run(tsc, ['-p', name], app).catch((error: Error) => error.message);
}

const faults = { alone: '', with_ai: '' };

beforeAll(async () => {
  const tarballs = await pack();
  cpSync(new URL('consumer', import.meta.url), app, { recursive: true });
  writeFileSync(join(app, 'package.json'), '{ "type": "module" }');
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', ...tarballs], app);
  faults.alone = await compile('alone.json', ['shop.ts', 'rules.ts'], STRICT);
  symlinkSync(join(root, 'node_modules', 'ai'), join(app, 'node_modules', 'ai'), 'junction');
  // The AI SDK's own declarations don't stand a strict look.
  faults.with_ai = await compile('with-ai.json', ['main.ts', 'with-ai.ts'], {
    ...STRICT,
    skipLibCheck: true,
  });
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('typecheck in a strict project, their own declarations included', () => {
  expect(faults.alone).toBe('');
});

it('agree with the types of the AI SDK', () => {
  expect(faults.with_ai).toBe('');
});

it('run on the Node of the machine', async () => {
  const machine = { ...process.env, PATH };
  const said = await run('node', ['main.js'], app, machine);
  expect(JSON.parse(said)).toEqual({
    counter: 'words-v1 2',
    refusal: 'InsufficientCredits 5/0',
    charged: 2,
    asked: [
      'POST /v1/accounts/poor/holds',
      'POST /v1/accounts/acme/holds',
      'POST /v1/accounts/acme/holds/hold_1/settle',
    ],
    methods: ['function', 'function'],
  });
});

it('bring the rules by themselves, for Node 26', async () => {
  const said = await run(process.execPath, ['rules.js'], app);
  expect(JSON.parse(said)).toMatchObject({ charged: 48, balance: { available: 49_952 } });
});

it('run in a browser, with nothing of Node and no zod', async () => {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    root: app,
    build: {
      write: false,
      lib: { entry: join(app, 'main.js'), formats: ['es'], fileName: 'shop' },
    },
  });
  const [output] = [built].flat();
  if (!output || !('output' in output)) throw new Error('vite gave no bundle');
  const [{ code }] = output.output;
  expect(output.output).toHaveLength(1);
  expect(code).not.toMatch(/\b(?:import|require)\s*\(|\bfrom\s*"|zod/);
  // A window has these and no process, Buffer or require.
  const window = {
    AbortController,
    AbortSignal,
    ReadableStream,
    Response,
    TextDecoder,
    URL,
    URLSearchParams,
    clearTimeout,
    crypto,
    setTimeout,
  };
  const said: string[] = [];
  const console = { log: (line: string) => said.push(line) };
  const body = code.replace(/export\s*\{[^}]*\};?\s*$/, '');
  await runInNewContext(`(async () => { ${body} })()`, { ...window, console });
  expect(JSON.parse(said[0]!)).toMatchObject({ counter: 'words-v1 2', charged: 2 });
});

it.each(PACKAGES)('%s says the same of its sources and of what is built', (name) => {
  const manifest = read(join(root, 'packages', name, 'package.json'));
  const sources = manifest.exports as Record<string, string>;
  const built = Object.entries(sources).map(([subpath, path]) => {
    const file = path.replace('./src/', './dist/').replace(/\.ts$/, '');
    return [subpath, path.endsWith('.ts') ? { types: `${file}.d.ts`, default: `${file}.js` } : path];
  });
  const installed = read(join(app, 'node_modules', '@inkwell', name, 'package.json'));
  expect(installed.exports).toEqual(Object.fromEntries(built));
  expect(installed).toMatchObject({ license: 'Apache-2.0', version: manifest.version });
  expect(JSON.stringify(installed.dependencies ?? {})).not.toContain('"*"');
  expect(readFileSync(join(app, 'node_modules', '@inkwell', name, 'LICENSE'), 'utf8')).toContain(
    'Apache License',
  );
});
