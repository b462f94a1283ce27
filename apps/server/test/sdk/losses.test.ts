import { InkwellError, InsufficientCredits, createClient } from '@inkwell/sdk';
import { type Receipt, type Unsettled, receiptOf } from '@inkwell/sdk/ai';
import { countWords } from '@inkwell/words';
import { type MockLanguageModelV4 } from 'ai/test';
import { Output, generateText, streamText } from 'ai';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Shop, openShop } from './harness.ts';
import { chunked, giving, writing } from './models.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterEach(() => shop.audit());
afterAll(() => shop.world.close());

/** A fetch whose answers are lost on the way, after the server has acted, as often as told for each route. */
function losing(losses: Record<string, number>) {
  const left = { ...losses };
  const lost: string[] = [];
  return {
    lost,
    left,
    fetch: async (url: string, init: RequestInit): Promise<Response> => {
      const response = await fetch(url, init);
      const act = new URL(url).pathname.split('/').at(-1)!;
      if ((left[act] ?? 0) === 0) return response;
      left[act]! -= 1;
      lost.push(act);
      await response.arrayBuffer();
      throw new TypeError('The connection was reset.');
    },
    wait: async (): Promise<void> => {},
  };
}

async function read(model: MockLanguageModelV4 | ReturnType<Shop['paid']>) {
  const result = streamText({ model, prompt: 'Ferns.', onError: () => {} });
  let said = '';
  for await (const delta of result.textStream) said += delta;
  return { said, receipt: receiptOf(await result.providerMetadata), finish: await result.finishReason };
}

describe('[K1] answers that are lost', () => {
  it('change nothing twice', async () => {
    const { lost, fetch, wait } = losing({ holds: 2, extend: 3, settle: 3 });
    const { account, client } = await shop.account(1_000, { fetch, wait });
    const { said, receipt } = await read(shop.paid(writing(chunked(200)), { client, account, estimate: 60 }));
    expect(lost).toEqual(['holds', 'holds', 'extend', 'extend', 'extend', 'settle', 'settle', 'settle']);
    expect(countWords(said)).toBe(200);
    expect(receipt).toMatchObject({ charged: 200, available: 800 });
    const { data } = await client.entries.list(account, { limit: 100 });
    expect(data.filter(({ kind }) => kind === 'held')).toHaveLength(1);
    expect(data.filter(({ kind }) => kind === 'settled')).toHaveLength(1);
  });

  it('of an extension that no try brings back end the text at what is held', async () => {
    const { left, fetch, wait } = losing({ extend: 1_000 });
    const { account, client } = await shop.account(1_000, { fetch, wait });
    const { said, receipt, finish } = await read(
      shop.paid(writing(chunked(200)), { client, account, estimate: 60 }),
    );
    expect(left.extend).toBeLessThan(1_000);
    expect(countWords(said)).toBe(60);
    expect(finish).toBe('error');
    expect(receipt).toMatchObject({ charged: 60, available: 940, ended_by: 'network_error' });
  });

  it('of a settle are told, with the words and the way to settle them', async () => {
    const { left, fetch, wait } = losing({ settle: 4 });
    const { account, client } = await shop.account(1_000, { fetch, wait });
    const told: Unsettled[] = [];
    const on_unsettled = (unsettled: Unsettled) => void told.push(unsettled);
    const { said, receipt, finish } = await read(
      shop.paid(writing(chunked(50)), { client, account, on_unsettled }),
    );
    expect([countWords(said), finish]).toEqual([50, 'stop']);
    expect(receipt).toMatchObject({ words: 50, charged: null, available: null });
    expect(left.settle).toBe(0);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ account, words: 50, output: receipt?.output });
    expect(told[0]?.error).toBeInstanceOf(InkwellError);
    // Every try of it gives the one answer, and the money moves once.
    const again: Receipt[] = [await told[0]!.settle(), await told[0]!.settle()];
    for (const one of again) expect(one).toEqual({ ...receipt, charged: 50, available: 950 });
    expect(await client.accounts.balance(account)).toMatchObject({ available: 950, held: 0 });
  });
});

describe('[H5] a hold', () => {
  it('of a process that died ends by itself', async () => {
    const { account, client } = await shop.account(500);
    const model = shop.paid(writing(chunked(50)), { client, account, ttl_s: 600 });
    const { stream } = await (model as MockLanguageModelV4).doStream({ prompt: [] });
    const reader = stream.getReader();
    await reader.read();
    expect(await client.accounts.balance(account)).toMatchObject({ held: 300, available: 200 });
    shop.world.clock.now += 600_000;
    expect(await client.accounts.balance(account)).toMatchObject({ held: 0, available: 500 });
    // It was only thought dead: what it delivered is still paid, late.
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (value.type === 'finish')
        expect(receiptOf(value.providerMetadata)).toMatchObject({ charged: 50, available: 450 });
    }
  });
});

describe('a text that comes at once', () => {
  const generate = (model: ReturnType<Shop['paid']>) =>
    generateText({ model, prompt: 'Ferns.', maxRetries: 0 });

  it('is charged by the word', async () => {
    const { account, client } = await shop.account();
    const model = giving(
      { type: 'reasoning', text: 'What do ferns do?' },
      { type: 'text', text: 'Ferns ' },
      { type: 'text', text: 'forgive.' },
    );
    const result = await generate(shop.paid(model, { client, account }));
    expect(result.text).toBe('Ferns forgive.');
    expect(receiptOf(result.providerMetadata)).toMatchObject({ words: 2, charged: 2, available: 49_998 });
  });

  it('[H2] that is longer than its hold is paid in full where there are credits', async () => {
    const { account, client } = await shop.account();
    const model = giving({ type: 'text', text: chunked(900).join('') });
    const result = await generate(shop.paid(model, { client, account, estimate: 5 }));
    expect(countWords(result.text)).toBe(900);
    expect(receiptOf(result.providerMetadata)).toMatchObject({ charged: 900, ended_by: null });
  });

  it('is cut at the last affordable word, and what came after it is dropped', async () => {
    const { account, client } = await shop.account(5);
    const model = giving(
      { type: 'reasoning', text: 'Hm.' },
      { type: 'text', text: 'Ferns forgive. ' },
      { type: 'text', text: 'They do. Always and anyway.' },
      { type: 'source', sourceType: 'url', id: 's1', url: 'https://ferns.example' },
      { type: 'text', text: 'The end.' },
    );
    const result = await generate(shop.paid(model, { client, account }));
    expect(result.text).toBe('Ferns forgive. They do. Always');
    expect(result.sources).toEqual([]);
    expect(result.reasoningText).toBe('Hm.');
    expect(result.finishReason).toBe('length');
    expect(receiptOf(result.providerMetadata)).toMatchObject({
      words: 5,
      charged: 5,
      available: 0,
      ended_by: 'insufficient_credits',
    });
  });

  it('counts shown reasoning as a text of its own', async () => {
    const { account, client } = await shop.account(4);
    const model = giving({ type: 'reasoning', text: 'Do ferns forgive' }, { type: 'text', text: 'they do' });
    const result = await generate(shop.paid(model, { client, account, reasoning: 'counted' }));
    expect([result.reasoningText, result.text]).toEqual(['Do ferns forgive', 'they']);
    expect(receiptOf(result.providerMetadata)).toMatchObject({ charged: 4 });
  });

  it('and is JSON is paid as a whole or not at all', async () => {
    const { account, client } = await shop.account(3);
    const output = Output.object({ schema: z.object({ title: z.string() }) });
    const ask = (title: string) =>
      generateText({
        model: shop.paid(giving({ type: 'text', text: JSON.stringify({ title }) }), { client, account }),
        prompt: 'Ferns.',
        output,
      });
    await expect(ask('Ferns forgive everything, always.')).rejects.toThrow(InsufficientCredits);
    expect(await client.accounts.balance(account)).toMatchObject({ available: 3, held: 0 });
    expect((await ask('Ferns forgive.')).output).toEqual({ title: 'Ferns forgive.' });
    expect(await client.accounts.balance(account)).toMatchObject({ available: 1 });
  });

  it('is refused with the figures', async () => {
    const { account, client } = await shop.account(0);
    const model = giving({ type: 'text', text: 'Ferns.' });
    const error: unknown = await generate(shop.paid(model, { client, account })).catch((caught) => caught);
    expect(error).toBeInstanceOf(InsufficientCredits);
    expect(error).toMatchObject({ asked: 300, available: 0, resets_at: expect.stringMatching(/Z$/) });
    expect(model.doGenerateCalls).toEqual([]);
  });

  it('and fails costs nothing', async () => {
    const { account, client } = await shop.account();
    const model = giving();
    model.doGenerate = async () => {
      throw new Error('The provider fell over.');
    };
    await expect(generate(shop.paid(model, { client, account }))).rejects.toThrow('The provider fell over.');
    expect(await client.accounts.balance(account)).toMatchObject({ available: 50_000, held: 0 });
  });
});

it('an account that is not there is a plain error', async () => {
  const client = createClient({ base_url: shop.world.url, key: 'no-such-key' });
  await expect(
    generateText({
      model: shop.paid(giving({ type: 'text', text: 'Ferns.' }), { client, account: 'nobody' }),
      prompt: 'Ferns.',
    }),
  ).rejects.toMatchObject({ code: 'unauthorized', status: 401 });
});
