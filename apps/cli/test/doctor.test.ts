import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VARIABLES } from '@inkwell/server';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Postgres, startPostgres } from '../../../tests/postgres.ts';
import { distance } from '../src/doctor/settings.ts';
import { checkClock } from '../src/doctor/storage.ts';
import { cli, place, serve, temporary } from './harness.ts';

type Env = Record<string, string>;

/** The lines about one thing. */
async function found(env: Env, about: string, ...argv: string[]): Promise<{ exit: number; lines: string[] }> {
  const { exit, out } = await cli({ INKWELL_DATA_DIR: temporary(), ...env }, 'doctor', ...argv);
  return { exit, lines: out.filter((line) => line.slice(6).startsWith(`${about}:`)) };
}

test('a sound instance has no line that is not ok', async () => {
  const { exit, out } = await cli(await place('pglite'), 'doctor');
  expect([exit, out.filter((line) => !line.startsWith('ok    '))]).toEqual([0, []]);
  expect(out.join('\n')).toContain('it survives the death of the process, not of the power');
});

test('on PostgreSQL it tells the version, durability, clock, schema and shards', async () => {
  // The run's server has fsync off, to be quick: the rest is as it should be.
  const { out } = await cli({ ...(await place('postgres')), INKWELL_SHARDS: '64' }, 'doctor', '--json');
  const told = out.map((line) => JSON.parse(line) as { about: string; level: string });
  expect(told.map(({ about }) => about)).toEqual(
    expect.arrayContaining(['database', 'durability', 'clock', 'schema', 'Node', 'variables']),
  );
  expect(told.filter(({ about }) => about === 'clock')).toMatchObject([{ level: 'ok' }]);
});

describe('variables', () => {
  test('that nothing reads are told, with the one that may be meant', async () => {
    const { exit, lines } = await found(
      { INKWELL_OPERATER_KEY: 'x', INKWEL_MODEL: 'y', INKWELL_QUITE_ELSE: 'z' },
      'variables',
    );
    expect(exit).toBe(0);
    expect(lines).toEqual(
      [
        'warn  variables: INKWELL_OPERATER_KEY is read by nothing. Is it INKWELL_OPERATOR_KEY?',
        'warn  variables: INKWELL_QUITE_ELSE is read by nothing. The README lists those that are.',
        'warn  variables: INKWEL_MODEL is read by nothing. Is it INKWELL_MODEL?',
      ].toSorted(),
    );
    expect([
      distance('abc', 'abc'),
      distance('abc', 'abd'),
      distance('', 'abc'),
      distance('kitten', 'sitting'),
    ]).toEqual([0, 1, 3, 3]);
  });

  test('that are known are those that the server reads and the README tells', () => {
    const src = fileURLToPath(new URL('../../server/src/', import.meta.url));
    const read = new Set<string>();
    for (const name of readdirSync(src, { recursive: true, encoding: 'utf8' }))
      if (name.endsWith('.ts'))
        for (const [, variable] of readFileSync(join(src, name), 'utf8').matchAll(/['.](INKWELL_[A-Z_]+)\b/g))
          read.add(variable!);
    expect([...read].toSorted()).toEqual([...VARIABLES]);
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
    for (const variable of VARIABLES) expect(readme).toContain(variable);
  });

  test('that can’t be meant fail, and the rest is looked at all the same', async () => {
    const { exit, lines } = await found({ PORT: 'x', INKWELL_MODEL: 'gpt' }, 'settings');
    expect([exit, lines]).toEqual([
      1,
      [expect.stringContaining('fail  settings: PORT: must be a whole number')],
    ]);
    expect((await found({ PORT: 'x', INKWELL_MODEL: 'gpt' }, 'writer')).lines[0]).toMatch(
      /^fail {2}writer: INKWELL_MODEL: "gpt"/,
    );
  });
});

test.each([
  [{}, 0, 'ok    address: this machine alone (127.0.0.1)'],
  [{ HOST: '0.0.0.0' }, 0, 'warn  address: it listens on 0.0.0.0'],
  [{ INKWELL_PUBLIC_URL: 'https://ink.example' }, 0, 'ok    address: https://ink.example'],
  [{ INKWELL_PUBLIC_URL: 'http://ink.example' }, 0, 'warn  address: http://ink.example is not HTTPS'],
  [{ INKWELL_PUBLIC_URL: 'http://localhost:3000' }, 0, 'ok    address: http://localhost:3000'],
  [{ INKWELL_PUBLIC_URL: 'https://ink.example/app' }, 1, 'fail  address: INKWELL_PUBLIC_URL has a path'],
] as [Env, number, string][])('the address of %j', async (env, exit, says) => {
  expect(await found(env, 'address')).toEqual({ exit, lines: [expect.stringContaining(says)] });
});

test.each([
  [{}, 0, 'ok    payments: none'],
  [
    { STRIPE_SECRET_KEY: 'sk_test_abc', STRIPE_WEBHOOK_SECRET: 'whsec_abc' },
    0,
    'warn  payments: Stripe, in test mode',
  ],
  [
    { STRIPE_SECRET_KEY: 'sk_live_abc', STRIPE_WEBHOOK_SECRET: 'whsec_abc' },
    0,
    'ok    payments: Stripe, in live mode',
  ],
  [{ STRIPE_SECRET_KEY: 'sk_live_abc' }, 1, 'fail  payments: STRIPE_WEBHOOK_SECRET'],
] as [Env, number, string][])('payments of %j', async (env, exit, says) => {
  expect(await found(env, 'payments')).toEqual({ exit, lines: [expect.stringContaining(says)] });
});

describe('the writer', () => {
  test('is asked only when told', async () => {
    const dead = { INKWELL_MODEL: 'openai-compatible:tiny', INKWELL_MODEL_BASE_URL: 'http://127.0.0.1:9/v1' };
    expect((await found(dead, 'writer')).lines).toEqual([
      'ok    writer: openai-compatible:tiny (--model asks it for a word)',
    ]);
    const { exit, lines } = await found(dead, 'writer', '--model');
    expect([exit, lines]).toEqual([
      1,
      [expect.stringContaining('fail  writer: openai-compatible:tiny does not answer')],
    ]);
    expect((await found({}, 'writer', '--model')).lines).toEqual(['ok    writer: demo answers']);
  });
});

describe('mail', () => {
  test('a server that takes our user, one that does not, and none', async () => {
    const server = createServer((socket) => {
      socket.write('220 mail ESMTP\r\n');
      socket.on('data', (data) => {
        const line = data.toString();
        if (line.startsWith('EHLO')) socket.write('250-mail\r\n250 AUTH PLAIN\r\n');
        else if (line.startsWith('AUTH'))
          socket.write(
            line.includes(Buffer.from('\0ada\0right').toString('base64')) ? '235 ok\r\n' : '535 no\r\n',
          );
        else socket.write('221 bye\r\n');
      });
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const to = (password: string) => ({
      INKWELL_SMTP_URL: `smtp://ada:${password}@127.0.0.1:${port}`,
      INKWELL_MAIL_FROM: 'ink@example.com',
    });
    expect((await found(to('right'), 'mail')).lines).toEqual([
      `ok    mail: 127.0.0.1:${port} (--mail asks it)`,
    ]);
    expect((await found(to('right'), 'mail', '--mail')).lines).toEqual([
      `ok    mail: 127.0.0.1:${port} answers and takes our user`,
    ]);
    const wrong = await found(to('wrong'), 'mail', '--mail');
    expect([wrong.exit, wrong.lines]).toEqual([
      1,
      [`fail  mail: 127.0.0.1:${port} does not take us (EAUTH). Check INKWELL_SMTP_URL.`],
    ]);
    const gone = { ...to('right'), INKWELL_SMTP_URL: 'smtp://127.0.0.1:9' };
    expect((await found(gone, 'mail', '--mail')).lines[0]).toMatch(
      /^fail {2}mail: 127\.0\.0\.1:9 does not take us/,
    );
    expect((await found({}, 'mail', '--mail')).lines[0]).toContain('no mail server');
  });
});

describe('the data folder', () => {
  test('that is open elsewhere: by whom, and whether that server is ready', async () => {
    const { env } = await serve(await place('pglite'));
    const { exit, out } = await cli(env, 'doctor');
    expect(exit).toBe(0);
    expect(out).toContain(
      `ok    database: PGlite, open in process ${process.pid}: what only it can see was not looked at`,
    );
    expect(out).toContain(`ok    server: http://127.0.0.1:${env.PORT} is ready`);
    const { lines } = await found({ ...env, PORT: '9' }, 'server');
    expect(lines).toEqual([expect.stringContaining('warn  server: nothing answers at http://127.0.0.1:9')]);
  });

  test('that can’t be made', async () => {
    const file = join(temporary(), 'a-file');
    writeFileSync(file, '');
    const { exit, lines } = await found({ INKWELL_DATA_DIR: join(file, 'below') }, 'data folder');
    expect([exit, lines]).toEqual([1, [expect.stringContaining(`${file} can't be written to`)]]);
  });
});

describe('a PostgreSQL server that keeps nothing', () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await startPostgres(['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']);
  });
  afterAll(() => server.stop());

  test('fails', async () => {
    const { exit, lines } = await found({ DATABASE_URL: server.url }, 'durability');
    expect([exit, lines]).toEqual([
      1,
      ['fail  durability: fsync is off: a crash of the machine can destroy the database. Set fsync = on.'],
    ]);
  });
});

test('clocks that are more than 2 s apart fail; the way to the database is not held against it', () => {
  const at = 1_000_000;
  expect(checkClock({ database_at: at + 5 }, at, at + 10).level).toBe('ok');
  expect(checkClock({ database_at: at + 4_000 }, at, at + 8_000).level).toBe('ok');
  expect(checkClock({ database_at: at + 2_500 }, at, at + 10)).toMatchObject({
    level: 'fail',
    says: "it is 2.5 s behind the database's",
  });
  expect(checkClock({ database_at: at - 3_000 }, at, at + 10).says).toBe(
    "it is 3.0 s ahead of the database's",
  );
});

test('no secret is printed, whatever is wrong', async () => {
  const secret = 'heliotrope-heliotrope-heliotrope';
  const env = {
    DATABASE_URL: `postgres://ada:${secret}@127.0.0.1:9/ink`,
    INKWELL_OPERATOR_KEY: secret,
    INKWELL_SMTP_URL: `smtp://ada:${secret}@127.0.0.1:9`,
    INKWELL_MAIL_FROM: 'ink@example.com',
    INKWELL_MODEL: 'openai-compatible:tiny',
    INKWELL_MODEL_BASE_URL: 'http://127.0.0.1:9/v1',
    INKWELL_MODEL_API_KEY: secret,
    OPENAI_API_KEY: secret,
    STRIPE_SECRET_KEY: `sk_test_${secret.replaceAll('-', '')}`,
    STRIPE_WEBHOOK_SECRET: `whsec_${secret}`,
    INKWELL_OPERATOR_KEYS: secret,
  };
  for (const more of [
    {},
    { PORT: 'x' },
    { STRIPE_SECRET_KEY: secret },
    { INKWELL_OPERATOR_KEY: `${secret} ${secret}` },
  ]) {
    const { exit, out, err } = await cli(
      { INKWELL_DATA_DIR: temporary(), ...env, ...more },
      'doctor',
      '--model',
      '--mail',
    );
    expect(exit).toBe(1);
    expect(`${out.join('\n')}${err}`.toLowerCase()).not.toContain('heliotrope');
  }
});
