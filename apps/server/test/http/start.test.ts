import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { readConfig } from '../../src/config.ts';
import { openWorld } from './harness.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

function startProcess(env: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN], { env: { PATH: process.env.PATH ?? '', PORT: '0', ...env } });
  let out = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (out += data.toString()));
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = async () => {
    while (!out.includes('Inkwell is ready') && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 20));
    return out;
  };
  return { child, exit, ready, said: () => out };
}

describe.each(BACKENDS)('%s', (backend) => {
  test('the demo has the figures of its story, whenever it is written', async () => {
    const world = await openWorld(backend, { INKWELL_SEED: 'demo' });
    const { body } = await world.send('GET', '/v1/accounts/juniper/balance');
    expect(body).toMatchObject({
      available: 31_080,
      plan: { limit: 50_000, spent: 31_420, available: 18_580 },
      bonus: { available: 12_500, spent: 5_000 },
      refunds: { cap: 10_000, used: 1_240 },
      cycle: { number: 3 },
    });
    const usage = (await world.send('GET', '/v1/accounts/juniper/usage')).body.data;
    expect(usage.map(({ key, credits }) => [key, credits])).toEqual([
      ['ines', 6_180],
      ['jun', 3_000],
      ['priya', 9_300],
      ['tomas', 12_940],
    ]);
    const { body: grants } = await world.send('GET', '/v1/accounts/juniper/grants');
    const bonus = grants.data.filter(({ kind }) => kind === 'bonus');
    expect(bonus.map(({ source, amount, spent }) => [source, amount, spent])).toEqual([
      ['referral', 10_000, 0],
      ['promo', 2_500, 0],
      ['staff', 5_000, 5_000],
    ]);
    expect((await world.send('POST', '/v1/accounts/juniper/verify', { body: {} })).body.ok).toBe(true);
    const cookie = await world.session();
    expect((await world.send('GET', '/app/session', { cookie })).body).toMatchObject({
      account: 'juniper',
      workspace: { name: 'Juniper & Co.' },
      member: 'ines',
    });
    await world.close();
  });
});

describe('the process', () => {
  test('says where it is, keeps key and link, stops on SIGTERM', async () => {
    const data_dir = mkdtempSync(join(tmpdir(), 'inkwell-main-'));
    const env = { INKWELL_DATA_DIR: data_dir, INKWELL_SEED: 'none' };
    const first = startProcess(env);
    const said = await first.ready();
    const key = /Operator key, shown this once: (\S+)/.exec(said)![1]!;
    const link = /Inkwell is ready: (http:\/\/127\.0\.0\.1:\d+)\/\?token=(\S+)\n$/.exec(said)!;
    const plans = await fetch(`${link[1]}/v1/plans`, { headers: { authorization: `Bearer ${key}` } });
    expect(plans.status).toBe(200);
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);
    const second = startProcess(env);
    const again = await second.ready();
    expect(again).not.toContain('Operator key');
    expect(again).toContain(`token=${link[2]}`);
    second.child.kill('SIGINT');
    expect(await second.exit).toBe(0);
    rmSync(data_dir, { recursive: true, force: true });
  });

  test('says in one line what is wrong with its settings', async () => {
    const { exit, said } = startProcess({ PORT: 'eighty' });
    expect(await exit).toBe(1);
    expect(said()).toBe(
      'Inkwell can\'t start. PORT: must be a whole number from 0 to 65535, not "eighty".\n',
    );
  });

  test.each([
    [{ INKWELL_OPERATOR_KEY: 'too short' }, /INKWELL_OPERATOR_KEY/],
    [{ DATABASE_URL: 'mysql://user:hunter2@host/db' }, /^DATABASE_URL: (?!.*hunter2)/],
    [{ INKWELL_SEED: 'lots' }, /INKWELL_SEED: must be one of demo, none/],
    [{ PORT: '70000' }, /PORT/],
  ])('refuses %j', (env, message) => {
    expect(() => readConfig(env)).toThrow(message);
  });
});
