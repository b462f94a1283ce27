import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS, type Backend } from '../backends.ts';
import { Http } from './http.ts';
import { Load } from './load.ts';
import { metric } from './metrics.ts';
import { type Home, Inkwell, Process, newHome } from './process.ts';
import { randomFrom, seedOf } from './random.ts';
import { lockShards, waiters } from './shards.ts';

const KILLS = 3;
const CLIENTS = 24;
/** Starts of a process count most; on a machine that does other things they are slow. */
const KILLS_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 10_000;

describe.each(BACKENDS)('the process of the server ends (%s)', (backend) => {
  const seed = seedOf(`process ${backend}`);
  const random = randomFrom(seed);
  let home: Home;
  let inkwell: Inkwell;
  let http: Http;
  let load: Load;

  beforeAll(async () => {
    home = await newHome(backend);
    inkwell = new Inkwell(home.env);
    http = new Http(() => inkwell.url, CLIENTS + 1);
    await inkwell.start();
    load = new Load({ http, seed, clients: CLIENTS, accounts: 6 });
    await load.prepare();
  });
  afterAll(async () => {
    http.close();
    await inkwell.kill();
    await home.remove();
  });

  test(
    '[K2] killed under load: nothing acknowledged is lost, nothing is charged twice',
    async () => {
      for (let kill = 0; kill < KILLS; kill += 1) {
        load.start();
        await load.acknowledgements(200 + Math.floor(random() * 800));
        await inkwell.kill();
        await inkwell.start();
        await load.stop();
        await load.check();
      }
      // Every kill found requests under way, or it would have shown nothing.
      expect(load.unknown).toBeGreaterThanOrEqual(KILLS * CLIENTS * 0.5);
      console.log(`process ${backend}: ${load.acknowledged.length} acknowledged, ${load.unknown} retries`);
    },
    KILLS_WITHIN_MS,
  );

  test('told to stop under load: it ends with 0 in time, and what it acknowledged is there', async () => {
    load.start();
    await load.acknowledgements(500);
    const { took_ms, ...exit } = await inkwell.stop();
    expect(exit).toEqual({ code: 0, signal: null, stderr: '' });
    expect(took_ms).toBeLessThan(STOP_WITHIN_MS);
    await inkwell.start();
    await load.stop();
    await load.check();
  });

  const testOn = (only: Backend, title: string, run: () => Promise<void>) => {
    if (backend === only) test(title, run);
  };

  testOn('pglite', 'a second process on the folder is refused in one line', async () => {
    const second = await new Process({ ...home.env, PORT: '0' }).exit;
    expect(second).toMatchObject({ code: 1, signal: null });
    expect(second.stderr).toMatch(
      /^Inkwell can't start\. .+ is in use by another Inkwell process \(\d+\)\.\n$/,
    );
    load.start();
    await load.acknowledgements(20);
    await load.stop();
    await load.check();
  });

  testOn('postgres', 'told to stop: everything that is under way is answered', async () => {
    const other = new Client({ connectionString: home.env.DATABASE_URL! });
    await other.connect();
    const charge = (n: number) =>
      http.send({
        method: 'POST',
        path: '/v1/accounts/acme-0/charges',
        body: { output: `last-${n}`, member: 'ines', source: 'api', words: 10 },
        key: `last-${n}`,
      });
    const unlock = await lockShards(other);
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
    await other.end();
    const statuses = (await answers).map(({ status }) => status);
    expect(statuses).toEqual(Array.from({ length: CLIENTS }, () => 201));
    expect(await stopped).toMatchObject({ code: 0, signal: null });
    await inkwell.start();
    load.expected.get('acme-0')!.spent += CLIENTS * 10;
    await load.check();
  });
});
