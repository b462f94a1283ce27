import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { UnavailableError, openLedger, openPostgres } from '@inkwell/ledger';
import { type Home, newHome } from './process.ts';
import { Proxy } from './proxy.ts';
import { lockShards } from './shards.ts';

/** What the ledger itself does about a database that is stuck. */

const TIMEOUT_MS = 1_000;

const proxied = async (home: Home, parameters: string): Promise<{ proxy: Proxy; url: string }> => {
  const url = new URL(home.env.DATABASE_URL!);
  const proxy = await Proxy.to(Number(url.port));
  url.port = String(proxy.port);
  url.search = parameters;
  return { proxy, url: url.href };
};

test('a queue of many batches behind a stuck one fails with it, not one timeout after the other', async () => {
  const home = await newHome('postgres');
  const connection_string = home.env.DATABASE_URL!;
  const database = openPostgres({ connection_string, statement_timeout_ms: TIMEOUT_MS });
  const other = new Client({ connectionString: connection_string });
  await other.connect();
  const ledger = await openLedger({ database, batch_limit: 5, shards: 1 });
  onTestFinished(async () => {
    await ledger.close();
    await Promise.all([database.close(), other.end()]);
    await home.remove();
  });
  const put = (n: number) =>
    ledger.execute({
      op: 'create_account',
      account: `a-${n}`,
      plan: 'pro',
      key: `k-${n}`,
      actor: 'operator',
    });
  const unlock = await lockShards(other);
  const from = performance.now();
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, (_, n) => put(n)));
  expect(performance.now() - from).toBeLessThan(3 * TIMEOUT_MS);
  for (const outcome of outcomes)
    expect(outcome.status === 'rejected' && outcome.reason).toBeInstanceOf(UnavailableError);
  await unlock();
  const again = await Promise.all(Array.from({ length: 50 }, (_, n) => put(n)));
  expect(again.every((answer) => answer.ok && !answer.replayed)).toBe(true);
});

test('a transaction whose connection goes silent ends after one timeout, on a lane and in the pool', async () => {
  const home = await newHome('postgres');
  const { proxy, url } = await proxied(home, `query_timeout=${TIMEOUT_MS}`);
  const database = openPostgres({ connection_string: url });
  const lane = await database.connect();
  onTestFinished(async () => {
    await Promise.all([lane.close(), database.close()]);
    await proxy.close();
    await home.remove();
  });
  for (const connection of [lane, database]) {
    const from = performance.now();
    const stuck = connection.transaction(async (tx) => {
      proxy.goSilent();
      await tx.query('select 1');
    });
    await expect(stuck).rejects.toMatchObject({ is_unavailable: true });
    expect(performance.now() - from).toBeLessThan(2 * TIMEOUT_MS);
    proxy.speakAgain();
    expect(await connection.query('select 1 as one')).toEqual([{ one: 1 }]);
  }
});
