import { MockLanguageModelV4, simulateReadableStream } from 'ai/test';
import { wrapLanguageModel } from 'ai';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { inkwell } from '../src/ai/index.ts';
import type { InkwellOptions, Receipt } from '../src/ai/index.ts';
import { createClient } from '../src/index.ts';
import { fake, json, problem } from './fake.ts';
import type { Sent } from './fake.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const balance = { available: 900 };

/** An instance that answers holds; the last part of a route's path says what it is asked. */
function instance(answers: Record<string, (sent: Sent) => Response> = {}) {
  let held = 0;
  const usual: Record<string, (sent: Sent) => Response> = {
    holds: ({ body }) =>
      json({ hold: 'hold_1', held: (held = (body as { credits: number }).credits), balance }),
    extend: ({ body }) => {
      const added = (body as { credits: number }).credits;
      return json({ added, held: (held += added), balance });
    },
    settle: () => json({ charged: 1, balance }),
    release: () => json({ returned: held, balance }),
  };
  const one = fake((sent) => {
    const act = new URL(sent.url).pathname.split('/').at(-1)!;
    return (answers[act] ?? usual[act])!(sent);
  });
  const acts = () => one.sent.map(({ url }) => new URL(url).pathname.split('/').at(-1));
  return { ...one, acts, client: createClient(one.options) };
}

type Part =
  Awaited<ReturnType<MockLanguageModelV4['doStream']>>['stream'] extends ReadableStream<infer P> ? P : never;

const parts = (...deltas: string[]): Part[] => [
  { type: 'text-start', id: 't' },
  ...deltas.map((delta): Part => ({ type: 'text-delta', id: 't', delta })),
];

const thoughts = (...deltas: string[]): Part[] => [
  { type: 'reasoning-start', id: 'r' },
  ...deltas.map((delta): Part => ({ type: 'reasoning-delta', id: 'r', delta })),
];

async function begin(
  stream: ReadableStream<Part>,
  options: Omit<InkwellOptions, 'account' | 'member'>,
  call: { abortSignal?: AbortSignal; maxOutputTokens?: number } = {},
) {
  const model = wrapLanguageModel({
    model: new MockLanguageModelV4({ doStream: async () => ({ stream }) }),
    middleware: inkwell({ account: 'acme', member: 'ines', output: () => 'out-1', ...options }),
  });
  return (await model.doStream({ prompt: [], ...call })).stream.getReader();
}

const endless = (...deltas: string[]) =>
  simulateReadableStream({ chunks: parts(...deltas), initialDelayInMs: null, chunkDelayInMs: null });

describe('the hold', () => {
  it.each([
    [{}, {}, 300],
    [{}, { maxOutputTokens: 100 }, 75],
    [{}, { maxOutputTokens: 64_000 }, 1_000],
    [{ estimate: 40 }, { maxOutputTokens: 100 }, 40],
    [{ estimate: async () => 12.5 }, {}, 13],
    [{ min: 20, estimate: 5 }, {}, 20],
  ] as const)('of %j for %j is of %i credits', async (options, call, credits) => {
    const { client, sent } = instance();
    await begin(endless('a'), { client, ...options }, call);
    expect(sent[0]?.body).toMatchObject({
      credits,
      mode: 'up_to',
      member: 'ines',
      source: 'api',
      ttl_s: 600,
    });
  });

  it('and its settle carry what the options find for the call', async () => {
    const { client, sent } = instance();
    const options: Partial<InkwellOptions> = {
      run: async () => 'run-7',
      labels: ({ maxOutputTokens }) => [`tokens-${maxOutputTokens}`],
      source: 'template',
    };
    const reader = await begin(endless('a'), { client, ...options }, { maxOutputTokens: 8 });
    while (!(await reader.read()).done);
    expect(sent[0]?.body).toMatchObject({ run: 'run-7', source: 'template' });
    expect(sent[1]?.body).toMatchObject({ output: 'out-1', labels: ['tokens-8'], text: 'a' });
  });

  it.each([
    ['text', parts('a ', 'b ', 'c ')],
    ['thoughts', thoughts('hm', 'so', 'well')],
  ])('[H5] is renewed once half of its life is over, as long as %s come', async (_name, chunks) => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { client, acts, sent } = instance();
    const source = simulateReadableStream({ chunks, initialDelayInMs: null, chunkDelayInMs: null });
    const reader = await begin(source, { client });
    for (let read = 0; read < 3; read += 1) await reader.read();
    vi.setSystemTime(Date.now() + 300_001);
    await reader.read();
    expect(acts()).toEqual(['holds', 'extend']);
    expect(sent[1]?.body).toEqual({ credits: 1, mode: 'up_to', ttl_s: 600 });
    expect(sent[1]?.headers['idempotency-key']).toBe('hold_1:extend:0');
  });
});

it('a hold that has ended is not asked to live with every word', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { client, acts } = instance({ extend: () => problem('hold_resolved') });
  const reader = await begin(endless('a ', 'b ', 'c ', 'd'), { client });
  await reader.read();
  vi.setSystemTime(Date.now() + 600_000);
  while (!(await reader.read()).done);
  expect(acts()).toEqual(['holds', 'extend', 'settle']);
});

describe('a stream is settled once, with the keys of its hold', () => {
  const settledBy = (sent: Sent[]) =>
    sent
      .slice(1)
      .map(({ url, body, headers }) => [
        new URL(url).pathname.split('/').at(-1),
        (body as { text?: string }).text,
        headers['idempotency-key'],
      ]);

  it('when it is cancelled before it was ever read', async () => {
    const { client, sent } = instance();
    const reader = await begin(endless('a b'), { client });
    await reader.cancel();
    expect(settledBy(sent)).toEqual([['release', undefined, 'hold_1:release']]);
  });

  it('when it is cancelled while the model is silent', async () => {
    const { client, sent } = instance();
    const silent = new ReadableStream<Part>({
      start: (to) => parts('a b').forEach((part) => to.enqueue(part)),
    });
    const reader = await begin(silent, { client });
    await reader.read();
    await reader.read();
    const waiting = reader.read();
    await reader.cancel();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(settledBy(sent)).toEqual([['settle', 'a b', 'hold_1:settle']]);
  });

  it('when it is aborted though nobody reads', async () => {
    const { client, sent } = instance();
    const abort = new AbortController();
    const settled = Promise.withResolvers<Receipt>();
    const reader = await begin(
      endless('a b', ' c'),
      { client, on_settled: settled.resolve },
      { abortSignal: abort.signal },
    );
    await reader.read();
    await reader.read();
    abort.abort(new Error('enough'));
    expect(await settled.promise).toMatchObject({ output: 'out-1', words: 2 });
    await expect(reader.read()).rejects.toThrow('enough');
    expect(settledBy(sent)).toEqual([['settle', 'a b', 'hold_1:settle']]);
  });

  it('when nobody has read it for half of the life of its hold', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { client, sent } = instance();
    const settled = Promise.withResolvers<Receipt>();
    const kept: Promise<unknown>[] = [];
    const reader = await begin(endless('a b', ' c'), {
      client,
      ttl_s: 60,
      on_settled: settled.resolve,
      wait_until: (settling) => void kept.push(settling),
    });
    await reader.read();
    await reader.read();
    vi.advanceTimersByTime(29_999);
    expect(kept).toEqual([]);
    vi.advanceTimersByTime(1);
    await settled.promise;
    expect(await kept[0]).toMatchObject({ words: 2 });
    await expect(reader.read()).rejects.toThrow('Nobody reads');
    expect(settledBy(sent)).toEqual([['settle', 'a b', 'hold_1:settle']]);
  });

  it('when the model ends without saying so', async () => {
    const { client, sent } = instance();
    const reader = await begin(endless('a b'), { client });
    while (!(await reader.read()).done);
    expect(settledBy(sent)).toEqual([['settle', 'a b', 'hold_1:settle']]);
  });

  it('with the number of its words where it is too long to be sent', async () => {
    const { client, sent } = instance();
    const reader = await begin(endless('a b', ' '.repeat(1_000_000)), { client });
    while (!(await reader.read()).done);
    expect(sent[1]?.body).toEqual({ output: 'out-1', labels: [], words: 2 });
  });
});

describe('an end that goes wrong', () => {
  it('is nothing to worry about where the hold has ended and there was no word', async () => {
    const { client } = instance({ release: () => problem('hold_resolved') });
    const receipts: Receipt[] = [];
    const reader = await begin(endless(), { client, on_settled: (receipt) => void receipts.push(receipt) });
    while (!(await reader.read()).done);
    expect(receipts).toEqual([{ output: null, words: 0, charged: 0, available: null, ended_by: null }]);
  });

  it('stands on the console unless somebody is told', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { client } = instance({ settle: () => problem('output_exists') });
    const reader = await begin(endless('a b'), { client });
    while (!(await reader.read()).done);
    expect(said.mock.calls[0]?.[0]).toBe(
      'Inkwell: 2 words of output out-1 (hold_1 of acme) are not settled.',
    );
    expect(said.mock.calls[0]?.[1]).toMatchObject({ code: 'output_exists' });
  });
});
