import { Client } from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BACKENDS } from '../backends.ts';
import { Http } from './http.ts';
import { Load } from './load.ts';
import { metric } from './metrics.ts';
import { Inkwell, newHome } from './process.ts';
import { seedOf } from './random.ts';
import { lockShards, waiters } from './shards.ts';

const CLIENTS = 24;
const STOP_WITHIN_MS = 10_000;

describe.each(BACKENDS)('told to stop under load (%s)', (backend) => {
  test('the process ends with 0 in time, and what it acknowledged is there afterwards', async () => {
    const seed = seedOf(`stop ${backend}`);
    const home = await newHome(backend);
    const inkwell = new Inkwell(home.env);
    const http = new Http(() => inkwell.url, CLIENTS);
    onTestFinished(async () => {
      http.close();
      await inkwell.kill();
      await home.remove();
    });
    await inkwell.start();
    const load = new Load({ http, seed, clients: CLIENTS, accounts: 6 });
    await load.prepare();
    load.start();
    await load.acknowledgements(500);
    const { took_ms, ...exit } = await inkwell.stop();
    expect(exit).toEqual({ code: 0, signal: null, stderr: '' });
    expect(took_ms).toBeLessThan(STOP_WITHIN_MS);
    await inkwell.start();
    await load.stop();
    await load.check();
  });
});

test('told to stop, the process answers what is under way and what has begun is durable', async () => {
  const home = await newHome('postgres');
  const inkwell = new Inkwell(home.env);
  const http = new Http(() => inkwell.url, CLIENTS + 1);
  const other = new Client({ connectionString: home.env.DATABASE_URL! });
  await other.connect();
  onTestFinished(async () => {
    http.close();
    await other.end();
    await inkwell.kill();
    await home.remove();
  });
  await inkwell.start();
  const load = new Load({ http, seed: 1, clients: CLIENTS, accounts: 1 });
  await load.prepare();
  const unlock = await lockShards(other);
  const charge = (n: number) =>
    http.send({
      method: 'POST',
      path: '/v1/accounts/acme-0/charges',
      body: { output: `o-${n}`, member: 'ines', source: 'api', words: 10 },
      key: `k-${n}`,
    });
  const first = charge(0);
  await waiters(other, 1);
  const others = Array.from({ length: CLIENTS - 1 }, (_, n) => charge(n + 1));
  const answers = Promise.all([first, ...others]);
  // The first is on its way to the database, all others wait behind it.
  await metric(http, 'inkwell_lane_waiting', (waiting) => waiting === CLIENTS - 1);
  const stopping = inkwell.process.line(/^Stopping/);
  const stopped = inkwell.stop();
  await stopping;
  await unlock();
  const statuses = (await answers).map(({ status }) => status);
  expect(statuses).toEqual(Array.from({ length: CLIENTS }, () => 201));
  expect(await stopped).toMatchObject({ code: 0, signal: null });
  await inkwell.start();
  load.expected.get('acme-0')!.spent += CLIENTS * 10;
  await load.check();
});
