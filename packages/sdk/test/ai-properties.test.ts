import { countWords } from '@inkwell/words';
import { simulateReadableStream } from 'ai/test';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { chunked } from '../../words/test/texts.ts';
import { inkwell, receiptOf } from '../src/ai/index.ts';
import type { InkwellOptions } from '../src/ai/index.ts';

type Middleware = ReturnType<typeof inkwell>;
type StreamCall = Parameters<NonNullable<Middleware['wrapStream']>>[0];
type Part = Awaited<ReturnType<StreamCall['doStream']>>['stream'] extends ReadableStream<infer P> ? P : never;

/** An account with so many credits, and one hold on it. */
function accountOf(credits: number) {
  let left = credits;
  let held = 0;
  const settled: string[] = [];
  const take = (asked: number): number => {
    const added = Math.min(asked, left);
    left -= added;
    held += added;
    return added;
  };
  const balance = () => ({ available: left });
  const holds = {
    create: async (_: string, { credits: asked }: { credits: number }) => {
      take(asked);
      return { hold: 'hold_1', held, balance: balance() };
    },
    extend: async (_: string, _hold: string, { credits: asked }: { credits: number }) => {
      const added = take(asked);
      return { added, held, balance: balance() };
    },
    settle: async (_: string, _hold: string, { text }: { text: string }) => {
      const charged = countWords(text);
      // The rule that may never break: no more words than were held.
      if (charged > held) throw new Error(`${charged} words of ${held} held`);
      settled.push(text);
      left += held - charged;
      held = 0;
      return { charged, balance: balance() };
    },
    release: async () => {
      left += held;
      held = 0;
      return { balance: balance() };
    },
  };
  const usage = { explain: async () => ({ refusal: left > 0 ? null : { code: 'insufficient_credits' } }) };
  const client = { holds, usage } as unknown as InkwellOptions['client'];
  return { client, settled, left: () => left };
}

/** Half of a pair at the very end is free, and is not delivered. */
const whole = chunked.filter(({ text }) => !/[\ud800-\udbff]$/.test(text));
const lives = fc.record({
  said: whole,
  credits: fc.integer({ min: 1, max: 40 }),
  estimate: fc.integer({ min: 1, max: 50 }),
});

const paidBy = (client: InkwellOptions['client'], estimate: number) =>
  inkwell({ client, account: 'acme', member: 'ines', estimate, output: () => 'out-1' });

it('[C4] what a stream delivers is what is charged, all that can be paid and nothing more', async () => {
  await fc.assert(
    fc.asyncProperty(lives, async ({ said: { text, chunks }, credits, estimate }) => {
      const { client, settled, left } = accountOf(credits);
      const parts: Part[] = [
        { type: 'text-start', id: 't' },
        ...chunks.map((delta): Part => ({ type: 'text-delta', id: 't', delta })),
        { type: 'text-end', id: 't' },
        { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage: {} } as unknown as Part,
      ];
      const source = simulateReadableStream({ chunks: parts, initialDelayInMs: null, chunkDelayInMs: null });
      const call = { params: { prompt: [] }, doStream: async () => ({ stream: source }) };
      const { stream } = await paidBy(client, estimate).wrapStream!(call as unknown as StreamCall);
      const got: Part[] = [];
      for await (const part of stream as unknown as AsyncIterable<Part>) got.push(part);

      const delivered = got.map((part) => (part.type === 'text-delta' ? part.delta : '')).join('');
      const words = countWords(delivered);
      expect(text.startsWith(delivered)).toBe(true);
      expect(words).toBeLessThanOrEqual(credits);
      expect(left()).toBe(credits - words);
      expect(settled).toEqual(words === 0 ? [] : [delivered]);
      if (countWords(text) <= credits) expect(delivered).toBe(text);
      else expect(words).toBe(credits);
      expect(got.filter(({ type }) => type === 'text-end')).toHaveLength(1);
      const end = got.at(-1)!;
      expect(end.type === 'finish' && receiptOf(end.providerMetadata)?.words).toBe(words);
    }),
    { numRuns: 400 },
  );
});

it('[C4] the same for a text that comes at once, in parts', async () => {
  await fc.assert(
    fc.asyncProperty(lives, async ({ said: { text, chunks }, credits, estimate }) => {
      const { client, settled, left } = accountOf(credits);
      const content = chunks.map((chunk) => ({ type: 'text', text: chunk }));
      const result = { content, finishReason: { unified: 'stop', raw: 'stop' }, usage: {}, warnings: [] };
      const call = { params: { prompt: [] }, doGenerate: async () => result } as unknown as StreamCall;
      const paid = await paidBy(client, estimate).wrapGenerate!(call);
      const delivered = paid.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
      const words = countWords(delivered);
      expect(text.startsWith(delivered)).toBe(true);
      expect(left()).toBe(credits - words);
      expect(settled).toEqual(words === 0 ? [] : [delivered]);
      if (countWords(text) <= credits) expect(delivered).toBe(text);
      else expect(paid.finishReason.unified).toBe('length');
      expect(receiptOf(paid.providerMetadata)?.words).toBe(words);
    }),
    { numRuns: 400 },
  );
});
