import { InsufficientCredits } from '@inkwell/sdk';
import { receiptOf } from '@inkwell/sdk/ai';
import { countWords } from '@inkwell/words';
import { MockLanguageModelV4 } from 'ai/test';
import { stepCountIs, streamText, tool } from 'ai';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Shop, openShop } from './harness.ts';
import { breaking, chunked, finish, reasoning, streamOf, text, writing } from './models.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterEach(() => shop.audit());
afterAll(() => shop.world.close());

type Model = Parameters<typeof streamText>[0]['model'];

/** Reads a whole answer. */
async function read(model: Model, call: { abortSignal?: AbortSignal } = {}) {
  const errors: unknown[] = [];
  const result = streamText({
    model,
    prompt: 'Ferns.',
    maxRetries: 0,
    onError: ({ error }) => void errors.push(error),
    ...call,
  });
  let said = '';
  try {
    for await (const delta of result.textStream) said += delta;
  } catch (error) {
    // A stream that breaks is told here as well.
    if (!errors.includes(error)) errors.push(error);
  }
  return { said, errors, result };
}

async function receipt(result: Awaited<ReturnType<typeof read>>['result']) {
  return receiptOf(await result.providerMetadata);
}

describe('a text that streams', () => {
  it('is charged by the word, once it is there, and counted by the ledger itself', async () => {
    const { account, client } = await shop.account();
    const model = shop.paid(writing(chunked(120)), { client, account, labels: ['blog'], source: 'compose' });
    const { said, result } = await read(model);
    expect(said).toBe(chunked(120).join(''));
    expect(await result.finishReason).toBe('stop');
    const paid = await receipt(result);
    expect(paid).toEqual({
      output: expect.any(String),
      words: 120,
      charged: 120,
      available: 50_000 - 120,
      ended_by: null,
    });
    expect(await client.outputs.get(account, paid!.output!)).toMatchObject({
      member: 'ines',
      source: 'compose',
      labels: ['blog'],
      words: 120,
      counter: 'words-v1',
      text_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('[H2] grows its hold ahead of the words', async () => {
    const { account, client } = await shop.account();
    const model = shop.paid(writing(chunked(400)), { client, account, estimate: 10 });
    const { said, result } = await read(model);
    expect(countWords(said)).toBe(400);
    expect(await receipt(result)).toMatchObject({ charged: 400 });
    const { data } = await client.entries.list(account, { limit: 100 });
    expect(data.filter(({ kind }) => kind === 'extended').length).toBeGreaterThan(5);
  });

  it.each([1, 2, 29, 30, 31, 64])('stops at the last of %i affordable words', async (credits) => {
    const { account, client } = await shop.account(credits);
    const writer = breaking(chunked(200, 5), 'hang');
    const { said, result, errors } = await read(shop.paid(writer.model, { client, account, estimate: 20 }));
    expect(countWords(said)).toBe(credits);
    expect(chunked(200).join('').startsWith(said)).toBe(true);
    expect(errors).toEqual([]);
    expect(await result.finishReason).toBe('length');
    expect(await result.rawFinishReason).toBe('insufficient_credits');
    expect(await receipt(result)).toMatchObject({
      charged: credits,
      words: credits,
      available: 0,
      ended_by: 'insufficient_credits',
    });
    // The provider is hung up on: nobody pays for words that nobody gets.
    await writer.hung_up;
  });

  it('[M2] stops at the cap of its member', async () => {
    const { account, client } = await shop.account();
    await shop.operator.members.setCap(account, 'ines', { cap: 45 });
    const { said, result } = await read(shop.paid(writing(chunked(200)), { client, account }));
    expect(countWords(said)).toBe(45);
    expect(await receipt(result)).toMatchObject({ charged: 45, ended_by: 'member_cap_reached' });
  });

  it('[A5] of an account that is paused meanwhile ends with what is held, and is paid', async () => {
    const { account, client } = await shop.account();
    const model = shop.paid(writing(chunked(200)), { client, account, estimate: 20 });
    const { stream } = await (model as MockLanguageModelV4).doStream({ prompt: [] });
    const reader = stream.getReader();
    await reader.read();
    await shop.operator.accounts.pause(account);
    let said = '';
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      if (read.value.type === 'text-delta') said += read.value.delta;
      if (read.value.type !== 'finish') continue;
      expect(read.value.finishReason).toEqual({ unified: 'error', raw: 'account_paused' });
      const paid = receiptOf(read.value.providerMetadata);
      expect(paid).toMatchObject({ words: 20, charged: 20, ended_by: 'account_paused' });
    }
    expect(countWords(said)).toBe(20);
    expect(await client.accounts.balance(account)).toMatchObject({ plan: { spent: 20, held: 0 } });
  });

  it('is refused before the model is asked', async () => {
    const { account, client } = await shop.account(9);
    const model = writing(chunked(20));
    const { said, errors } = await read(shop.paid(model, { client, account, min: 10 }));
    expect(said).toBe('');
    expect(model.doStreamCalls).toEqual([]);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toBeInstanceOf(InsufficientCredits);
    expect(errors[0]).toMatchObject({ code: 'insufficient_credits', asked: 300, available: 9 });
  });

  it('has no number that is one word too many', async () => {
    const { account, client } = await shop.account(3);
    const model = new MockLanguageModelV4({
      doStream: async () => streamOf([...text(['We grew\n', '1. ferns\n', '2']), finish()]),
    });
    const { said, result } = await read(shop.paid(model, { client, account }));
    expect(said).toBe('We grew\n1. ferns\n');
    expect(await result.finishReason).toBe('length');
    expect(await receipt(result)).toMatchObject({ charged: 3, available: 0 });
  });
});

describe('[H7] twenty texts at once', () => {
  it('deliver what there is, to the word, and never more', async () => {
    const { account, client } = await shop.account(500);
    const all = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const model = shop.paid(writing(chunked(75)), { client, account, estimate: 40 });
        const { said, errors, result } = await read(model);
        if (errors.length > 0) return { words: countWords(said), charged: 0, refused: errors };
        return { words: countWords(said), charged: (await receipt(result))!.charged!, refused: [] };
      }),
    );
    expect(all.map(({ words }) => words)).toEqual(all.map(({ charged }) => charged));
    for (const { refused } of all)
      for (const error of refused) expect(error).toBeInstanceOf(InsufficientCredits);
    const words = all.reduce((sum, one) => sum + one.words, 0);
    expect(words).toBeLessThanOrEqual(500);
    const { available } = await client.accounts.balance(account);
    expect(words + available).toBe(500);
  });
});

describe('[C4] a text that breaks off', () => {
  it('with the provider is charged as far as it came, and tells the error', async () => {
    const { account, client } = await shop.account();
    const settled = Promise.withResolvers<unknown>();
    const { model } = breaking(chunked(30, 9), new Error('The provider fell over.'));
    const { said, errors } = await read(shop.paid(model, { client, account, on_settled: settled.resolve }));
    expect(countWords(said)).toBe(30);
    expect(errors).toEqual([new Error('The provider fell over.')]);
    expect(await settled.promise).toMatchObject({ words: 30, charged: 30, available: 49_970 });
  });

  it('with the provider before a word costs nothing', async () => {
    const { account, client } = await shop.account();
    const settled = Promise.withResolvers<unknown>();
    const { model } = breaking([], new Error('The provider fell over.'));
    const { errors } = await read(shop.paid(model, { client, account, on_settled: settled.resolve }));
    expect(errors).toHaveLength(1);
    expect(await settled.promise).toEqual({
      output: null,
      words: 0,
      charged: 0,
      available: 50_000,
      ended_by: null,
    });
  });

  it('before it streams releases its hold, and is tried again with a new one', async () => {
    const { account, client } = await shop.account();
    let calls = 0;
    const model = new MockLanguageModelV4({
      doStream: async () => {
        calls += 1;
        if (calls === 1) throw new Error('The provider is not there.');
        return streamOf([...text(['Ferns forgive.']), finish()]);
      },
    });
    const paid = shop.paid(model, { client, account });
    expect((await read(paid)).errors).toHaveLength(1);
    expect(await client.accounts.balance(account)).toMatchObject({ held: 0, available: 50_000 });
    expect((await read(paid)).said).toBe('Ferns forgive.');
    expect(await client.accounts.balance(account)).toMatchObject({ held: 0, available: 49_998 });
  });

  it('when it is aborted is charged for what was read', async () => {
    const { account, client } = await shop.account();
    const settled = Promise.withResolvers<{ words: number; charged: number | null }>();
    const abort = new AbortController();
    const writer = breaking(chunked(40, 9), 'hang');
    const { textStream } = streamText({
      model: shop.paid(writer.model, { client, account, on_settled: settled.resolve }),
      prompt: 'Ferns.',
      abortSignal: abort.signal,
    });
    let said = '';
    for await (const delta of textStream) {
      said += delta;
      if (countWords(said) === 20) abort.abort();
    }
    const { words, charged } = await settled.promise;
    expect(words).toBeGreaterThanOrEqual(20);
    expect(words).toBeLessThanOrEqual(40);
    expect(charged).toBe(words);
    await writer.hung_up;
  });

  it('when its reader goes is charged for what was read', async () => {
    const { account, client } = await shop.account();
    const model = shop.paid(writing(chunked(40, 9)), { client, account });
    const { stream } = await (model as MockLanguageModelV4).doStream({ prompt: [] });
    const reader = stream.getReader();
    let said = '';
    while (countWords(said) < 10) {
      const { value } = await reader.read();
      if (value?.type === 'text-delta') said += value.delta;
    }
    await reader.cancel();
    expect(await client.accounts.balance(account)).toMatchObject({
      held: 0,
      available: 50_000 - countWords(said),
    });
  });
});

describe('what counts', () => {
  it('is text: calls of tools are free, and each step is an output of the run', async () => {
    const { account, client } = await shop.account();
    const input = JSON.stringify({ plant: 'a fern that has been standing in the shade' });
    const steps = [
      [
        ...text(['Let me look.']),
        { type: 'tool-call', toolCallId: 'c1', toolName: 'look', input },
        finish('tool-calls'),
      ],
      [...text(['It forgives ', 'everything.'], 't2'), finish()],
    ] as const;
    let step = 0;
    const model = new MockLanguageModelV4({ doStream: async () => streamOf(steps[step++]!) });
    const result = streamText({
      model: shop.paid(model, {
        client,
        account,
        run: ({ providerOptions }) => providerOptions?.app?.run as string,
      }),
      prompt: 'Ferns.',
      providerOptions: { app: { run: 'run-1' } },
      stopWhen: stepCountIs(3),
      tools: {
        look: tool({
          inputSchema: z.object({ plant: z.string() }),
          execute: async () => 'Green, in the shade, doing well.',
        }),
      },
    });
    await result.consumeStream();
    const receipts = (await result.steps).map(({ providerMetadata }) => receiptOf(providerMetadata));
    expect(receipts.map((one) => one?.charged)).toEqual([3, 3]);
    for (const one of receipts)
      expect(await client.outputs.get(account, one!.output!)).toMatchObject({ run: 'run-1' });
  });

  it('is nothing where a step only calls a tool', async () => {
    const { account, client } = await shop.account();
    const model = new MockLanguageModelV4({
      doStream: async () =>
        streamOf([
          { type: 'tool-call', toolCallId: 'c1', toolName: 'look', input: '{}' },
          finish('tool-calls'),
        ]),
    });
    const result = streamText({
      model: shop.paid(model, { client, account }),
      prompt: 'Ferns.',
      tools: { look: tool({ inputSchema: z.object({}) }) },
    });
    await result.consumeStream();
    expect(receiptOf(await result.providerMetadata)).toMatchObject({ output: null, charged: 0 });
  });

  it.each([
    ['free', 2],
    ['counted', 6],
  ] as const)('of reasoning is %s', async (kind, charged) => {
    const { account, client } = await shop.account();
    // Providers number their blocks as they like.
    const parts = [
      ...reasoning(['What do ', 'ferns do?'], '0'),
      ...text(['They ', 'forgive.'], '0'),
      finish(),
    ];
    const model = new MockLanguageModelV4({ doStream: async () => streamOf(parts) });
    const { result } = await read(shop.paid(model, { client, account, reasoning: kind }));
    expect(await receipt(result)).toMatchObject({ charged, words: charged });
  });
});
