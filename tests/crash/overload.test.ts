import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { type Answered, Http, get, inParallel, quantile } from './http.ts';
import { metric } from './metrics.ts';
import { Inkwell, newHome } from './process.ts';
import { lockShards, waiters } from './shards.ts';

const OPERATIONS = 1_000;
const RESIDENT = 'process_resident_memory_bytes';
const MIB = 1_048_576;

interface BatchReply {
  results: { status: number; body: { code?: string } }[];
}

const charge = (name: string) => ({
  method: 'POST' as const,
  path: '/v1/accounts/acme/charges',
  body: { output: `o-${name}`, member: 'ines', source: 'api', words: 1 },
});

/** A batch of a thousand charges, each under a key of its own. */
const batchOf = (name: string) => ({
  method: 'POST' as const,
  path: '/v1/batch',
  body: {
    operations: Array.from({ length: OPERATIONS }, (_, n) => ({
      ...charge(`${name}-${n}`),
      idempotency_key: `k-${name}-${n}`,
    })),
  },
});

async function startedOnPostgres(connections: number) {
  const home = await newHome('postgres');
  const inkwell = new Inkwell(home.env);
  const http = new Http(() => inkwell.url, connections);
  onTestFinished(async () => {
    http.close();
    await inkwell.kill();
    await home.remove();
  });
  await inkwell.start();
  await http.json({ method: 'PUT', path: '/v1/accounts/acme', body: { plan: 'pro' }, key: 'make' });
  return { home, http };
}

async function expectSpent(http: Http, spent: number): Promise<void> {
  const balance = await http.json<object>(get('/v1/accounts/acme/balance'));
  expect(balance).toMatchObject({ held: 0, plan: { spent } });
  const verified = await http.json<object>({ method: 'POST', path: '/v1/accounts/acme/verify' });
  expect(verified).toMatchObject({ ok: true });
}

/** Connections that read health and balances in turn until they are stopped. */
class Readers {
  readonly statuses = new Set<number>();
  health_ms: number[] = [];
  #stopped = false;
  readonly #running: Promise<void>[];

  constructor(http: Http, count: number, every_ms: number) {
    this.#running = Array.from({ length: count }, (_, n) =>
      this.#read(http, n, every_ms, (every_ms * n) / count),
    );
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#running);
  }

  async #read(http: Http, first: number, every_ms: number, after_ms: number): Promise<void> {
    await pause(after_ms);
    for (let turn = first; !this.#stopped; turn += 1) {
      const is_health = turn % 2 === 0;
      const { status, took_ms } = await http.send(get(is_health ? '/healthz' : '/v1/accounts/acme/balance'));
      this.statuses.add(status);
      if (is_health) this.health_ms.push(took_ms);
      // Who asks at once again measures nothing but the others in the queue.
      await pause(every_ms);
    }
  }
}

test('batches of 1,000 while 200 connections read: health is answered within 500 ms, and all succeed', async () => {
  const READERS = 200;
  const BATCHES = 15;
  const { http } = await startedOnPostgres(READERS + 1);
  const readers = new Readers(http, READERS, 400);
  await pause(1_500);
  const alone_ms = quantile(readers.health_ms, 0.99);
  readers.health_ms = [];
  for (let n = 0; n < BATCHES; n += 1) {
    const { results } = await http.json<BatchReply>(batchOf(String(n)));
    expect(results).toHaveLength(OPERATIONS);
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set([201]));
  }
  const beside_ms = quantile(readers.health_ms, 0.99);
  await readers.stop();
  expect(readers.statuses).toEqual(new Set([200]));
  console.log(`health: p99 ${alone_ms.toFixed(0)} ms, beside batches ${beside_ms.toFixed(0)} ms`);
  // A machine that lets the readers alone wait as long is short of processors, which no batch is to blame for.
  expect(beside_ms).toBeLessThan(Math.max(500, 4 * alone_ms));
  await expectSpent(http, BATCHES * OPERATIONS);
});

test('more than the queue takes: 429 with Retry-After at once, memory flat, then service goes on', async () => {
  /** Places of a lane. What is on its way to the database, at most 2,000, has left them. */
  const PLACES = 20_000;
  const BATCHES = 23;
  const FLOOD = 2_000;
  const { home, http } = await startedOnPostgres(64);
  const other = new Client({ connectionString: home.env.DATABASE_URL! });
  await other.connect();
  onTestFinished(() => other.end());
  const unlock = await lockShards(other);
  // The beginning of the first is on its way; the rest fills the queue and is turned away beyond it.
  const batches = [http.json<BatchReply>(batchOf('0'))];
  await waiters(other, 1);
  for (let n = 1; n < BATCHES; n += 1) batches.push(http.json<BatchReply>(batchOf(String(n))));
  await metric(http, 'inkwell_lane_waiting', (waiting) => waiting === PLACES);
  const flood = async (name: string): Promise<Answered[]> => {
    const answers: Answered[] = [];
    const names = Array.from({ length: FLOOD }, (_, n) => `${name}-${n}`);
    await inParallel(names, 32, async (one) => {
      answers.push(await http.send({ ...charge(one), key: `k-${one}` }));
    });
    return answers;
  };
  await flood('warm');
  const before_bytes = await metric(http, RESIDENT);
  const turned_away = await flood('more');
  const after_bytes = await metric(http, RESIDENT);
  for (const { status, headers, text } of turned_away) {
    expect(status).toBe(429);
    expect(headers['retry-after']).toBe('1');
    expect(JSON.parse(text)).toMatchObject({ code: 'rate_limited' });
  }
  const turned_away_ms = turned_away.map(({ took_ms }) => took_ms);
  expect(quantile(turned_away_ms, 0.99)).toBeLessThan(500);
  console.log(`resident: ${Math.round(before_bytes / MIB)} MiB, then ${Math.round(after_bytes / MIB)} MiB`);
  expect(after_bytes - before_bytes).toBeLessThan(64 * MIB);
  expect(after_bytes).toBeLessThan(512 * MIB);
  await unlock();
  const results = (await Promise.all(batches)).flatMap((batch) => batch.results);
  const accepted = results.filter(({ status }) => status === 201).length;
  expect(results.every(({ status }) => status === 201 || status === 429)).toBe(true);
  expect(accepted).toBeGreaterThanOrEqual(PLACES);
  await http.json({ ...charge('again'), key: 'k-more-0' });
  await expectSpent(http, accepted + 1);
});
