import { describe, expect, onTestFinished, test } from 'vitest';
import { BACKENDS } from '../backends.ts';
import { Http } from './http.ts';
import { Load } from './load.ts';
import { Inkwell, Process, newHome, temporaryFolder } from './process.ts';
import { randomFrom, seedOf } from './random.ts';

const KILLS = 3;
const CLIENTS = 24;

describe.each(BACKENDS)('the server is killed under load (%s)', (backend) => {
  test('[K2] nothing acknowledged is lost, nothing is charged twice, every account verifies', async () => {
    const seed = seedOf(`kill ${backend}`);
    const random = randomFrom(seed);
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
    console.log(`kill ${backend}: ${load.acknowledged.length} acknowledged, ${load.unknown} retries`);
  });
});

test('a second process on the same data folder is refused in one line; the first goes on', async () => {
  const folder = temporaryFolder('locked');
  const home = await newHome('pglite');
  const inkwell = new Inkwell(home.env);
  const http = new Http(() => inkwell.url, 2);
  onTestFinished(async () => {
    http.close();
    await inkwell.kill();
    await home.remove();
    folder.remove();
  });
  await inkwell.start();
  const load = new Load({ http, seed: 1, clients: 1, accounts: 1 });
  await load.prepare();
  const second = await new Process({ ...home.env, PORT: '0' }).exit;
  expect(second).toMatchObject({ code: 1, signal: null });
  expect(second.stderr).toMatch(/^Inkwell can't start\. .+ is in use by another Inkwell process\.\n$/);
  load.start();
  await load.acknowledgements(20);
  await load.stop();
  await load.check();
});
