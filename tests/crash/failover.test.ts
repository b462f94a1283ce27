import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Http } from './http.ts';
import { Load } from './load.ts';
import { Inkwell, onServer, temporaryFolder } from './process.ts';
import { Proxy } from './proxy.ts';
import { randomFrom, seedOf } from './random.ts';
import { NO_REPLICATION, type Replicated, startReplicated, until } from './replicated.ts';

const CLIENTS = 16;
const QUICK_MS = 10_000;

const reason = NO_REPLICATION === null ? '' : ` (skipped: ${NO_REPLICATION})`;

describe.skipIf(NO_REPLICATION !== null)(`a synchronous standby${reason}`, () => {
  let pair: Replicated;
  let proxy: Proxy;
  let inkwell: Inkwell;
  let http: Http;
  let folder: { path: string; remove: () => void };

  beforeAll(async () => {
    pair = await startReplicated();
    proxy = await Proxy.to(pair.primary.port);
    folder = temporaryFolder('failover');
    const url = new URL(pair.primary.url);
    url.port = String(proxy.port);
    inkwell = new Inkwell({ DATABASE_URL: url.href, INKWELL_DATA_DIR: folder.path });
    http = new Http(() => inkwell.url, CLIENTS + 1);
    await inkwell.start();
  });
  afterAll(async () => {
    http.close();
    await inkwell.kill();
    await proxy.close();
    await pair.remove();
    folder.remove();
  });

  test('a wait for the standby that is cancelled leaves the outcome unknown: 503, and the key tells', async () => {
    const load = new Load({ http, seed: 3, clients: 1, accounts: 1, name: 'cancelled' });
    await load.prepare();
    await pair.standby.crash();
    const charge = {
      method: 'POST' as const,
      path: '/v1/accounts/cancelled-0/charges',
      body: { output: 'o', member: 'ines', source: 'api', words: 10 },
      key: 'k',
    };
    const asked = http.send(charge);
    const waiting = `from pg_stat_activity where wait_event = 'SyncRep'`;
    await until(pair.primary.url, `select ${waiting}`);
    await onServer(pair.primary.url, `select pg_cancel_backend(pid) ${waiting}`);
    const { status, text } = await asked;
    expect({ status, ...(JSON.parse(text) as object) }).toMatchObject({ status: 503, code: 'unavailable' });
    await pair.standby.start();
    await pair.synchronous();
    expect(await http.send(charge)).toMatchObject({ status: 201 });
    load.expected.get('cancelled-0')!.spent += 10;
    await load.check();
  });

  // Last: afterwards there is no pair any more.
  test('the primary is lost under load and the standby promoted: nothing acknowledged is lost', async () => {
    const seed = seedOf('failover');
    const load = new Load({ http, seed, clients: CLIENTS, accounts: 6 });
    await load.prepare();
    load.start();
    await load.acknowledgements(300 + Math.floor(randomFrom(seed)() * 600));
    await pair.primary.crash();
    await onServer(pair.standby.url, 'select pg_promote(true, 30)');
    proxy.leadTo(pair.standby.port);
    await load.acknowledgements(300);
    await load.stop();
    expect(load.unknown).toBeGreaterThanOrEqual(CLIENTS * 0.5);
    expect(load.slowest_ms).toBeLessThan(QUICK_MS);
    await load.check();
  });
});
