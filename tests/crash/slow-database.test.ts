import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answered, Http, get, quantile } from './http.ts';
import { Load } from './load.ts';
import { type Home, Inkwell, newHome } from './process.ts';
import { Proxy } from './proxy.ts';
import { lockShards, waiters } from './shards.ts';
import { Watch } from './watch.ts';

/** Set in the database's address, as an operator would: the server's own limit is half a minute. */
const STATEMENT_TIMEOUT_MS = 1_500;
const QUERY_TIMEOUT_MS = 2_000;
/** A request that came while a batch was stuck waits for that one's end and for its own. */
const ANSWERED_MS = 2 * QUERY_TIMEOUT_MS + 1_000;
const CLIENTS = 16;

describe('a slow database', () => {
  let home: Home;
  let proxy: Proxy;
  let inkwell: Inkwell;
  let http: Http;
  let load: Load;
  let other: Client;
  let account: string;
  let tests = 0;

  beforeAll(async () => {
    home = await newHome(
      'postgres',
      `statement_timeout=${STATEMENT_TIMEOUT_MS}&query_timeout=${QUERY_TIMEOUT_MS}`,
    );
    const direct = new URL(home.env.DATABASE_URL!);
    proxy = await Proxy.to(Number(direct.port));
    const proxied = new URL(direct);
    proxied.port = String(proxy.port);
    inkwell = new Inkwell({ ...home.env, DATABASE_URL: proxied.href });
    http = new Http(() => inkwell.url, 100);
    direct.search = '';
    other = new Client({ connectionString: direct.href });
    await other.connect();
    await inkwell.start();
  });
  beforeEach(async () => {
    tests += 1;
    const name = `slow-${tests}`;
    account = `/v1/accounts/${name}-0`;
    load = new Load({ http, seed: 6, clients: CLIENTS, accounts: 4, name });
    await load.prepare();
  });
  afterAll(async () => {
    http.close();
    await inkwell.kill();
    await proxy.close();
    await other.end();
    await home.remove();
  });

  test('answers that take 50 ms longer: requests wait, and a batch carries more', async () => {
    proxy.delay_ms = 25;
    load.start();
    await load.acknowledgements(400);
    await load.stop();
    proxy.delay_ms = 0;
    await load.check();
    expect([...load.statuses.keys()].every((status) => status < 500)).toBe(true);
  });

  test('a lock that ends within the statement timeout: requests wait, and none fails', async () => {
    const unlock = await lockShards(other);
    load.start();
    await waiters(other, 2);
    await pause(STATEMENT_TIMEOUT_MS / 2);
    await unlock();
    await load.acknowledgements(100);
    await load.stop();
    expect([...load.statuses.keys()].every((status) => status < 500)).toBe(true);
    expect(load.slowest_ms).toBeLessThan(ANSWERED_MS);
    await load.check();
  });

  test('a lock that outlasts the statement timeout: 503 in time, reads go on, nothing is charged twice', async () => {
    const alive = new Watch(http, '/healthz', 20);
    const reads = new Watch(http, `${account}/balance`, 20);
    const unlock = await lockShards(other);
    load.start();
    while ((load.statuses.get(503) ?? 0) < 2 * CLIENTS) await pause(20);
    await unlock();
    await load.acknowledgements(100);
    await Promise.all([alive.stop(), reads.stop(), load.stop()]);
    expect(load.slowest_ms).toBeLessThan(ANSWERED_MS);
    expect(new Set([...alive.statuses, ...reads.statuses])).toEqual(new Set([200]));
    expect(quantile(reads.took_ms, 0.99)).toBeLessThan(STATEMENT_TIMEOUT_MS);
    await load.check();
  });

  test('a database that goes silent: changes, reads and readyz answer 503 in time; service resumes', async () => {
    load.start();
    await load.acknowledgements(100);
    proxy.goSilent();
    const asked: Promise<Answered>[] = [
      http.send(get('/readyz')),
      http.send(get(`${account}/balance`)),
      http.send({ method: 'POST', path: `${account}/verify` }),
    ];
    const alive = await http.send(get('/healthz'));
    expect(alive.status).toBe(200);
    for (const { status, took_ms } of await Promise.all(asked)) {
      expect(status).toBe(503);
      expect(took_ms).toBeLessThan(ANSWERED_MS);
    }
    while ((load.statuses.get(503) ?? 0) < CLIENTS) await pause(20);
    proxy.speakAgain();
    await load.acknowledgements(100);
    await load.stop();
    expect(load.slowest_ms).toBeLessThan(ANSWERED_MS);
    await load.check();
  });
});
