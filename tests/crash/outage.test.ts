import { expect, onTestFinished, test } from 'vitest';
import { startPostgres } from '../postgres.ts';
import { Http, get } from './http.ts';
import { Load } from './load.ts';
import { Inkwell, temporaryFolder } from './process.ts';
import { randomFrom, seedOf } from './random.ts';
import { Watch } from './watch.ts';

const CRASHES = 2;
const CLIENTS = 24;
/** No request may take longer, whatever becomes of the database server. */
const QUICK_MS = 5_000;

test('the PostgreSQL server crashes under load: 503 at once, and service resumes without a restart', async () => {
  const seed = seedOf('outage');
  const random = randomFrom(seed);
  const server = await startPostgres(['shared_buffers=64MB']);
  const folder = temporaryFolder('outage');
  const inkwell = new Inkwell({ DATABASE_URL: server.url, INKWELL_DATA_DIR: folder.path });
  const http = new Http(() => inkwell.url, CLIENTS + 2);
  onTestFinished(async () => {
    http.close();
    await inkwell.kill();
    await server.stop();
    folder.remove();
  });
  await inkwell.start();
  const load = new Load({ http, seed, clients: CLIENTS, accounts: 6 });
  await load.prepare();
  const alive = new Watch(http, '/healthz', 50);
  const ready = new Watch(http, '/readyz', 50);
  for (let crash = 0; crash < CRASHES; crash += 1) {
    load.start();
    await load.acknowledgements(200 + Math.floor(random() * 600));
    await server.crash();
    await ready.until(503);
    const [change, read] = await Promise.all([
      http.send({ method: 'POST', path: '/v1/accounts/acme-0/pause', body: {} }),
      http.send(get('/v1/accounts/acme-0/balance')),
    ]);
    for (const answer of [change, read]) {
      expect(answer.status).toBe(503);
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'unavailable' });
      expect(answer.headers['retry-after']).toBeDefined();
    }
    await server.start();
    await ready.until(200);
    await load.acknowledgements(200);
    await load.stop();
    await load.check();
  }
  await Promise.all([alive.stop(), ready.stop()]);
  expect(load.unknown).toBeGreaterThanOrEqual(CRASHES * CLIENTS * 0.5);
  expect(load.slowest_ms).toBeLessThan(QUICK_MS);
  expect(new Set(alive.statuses)).toEqual(new Set([200]));
  expect(alive.lost + ready.lost).toBe(0);
  expect(alive.slowest_ms).toBeLessThan(QUICK_MS);
  expect(ready.slowest_ms).toBeLessThan(QUICK_MS);
});
