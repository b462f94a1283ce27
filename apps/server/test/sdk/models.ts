import { MockLanguageModelV4, simulateReadableStream } from 'ai/test';

/** The AI SDK's own mock models, saying what a test wants. */

type StreamResult = Awaited<ReturnType<MockLanguageModelV4['doStream']>>;
type GenerateResult = Awaited<ReturnType<MockLanguageModelV4['doGenerate']>>;
export type Part = StreamResult['stream'] extends ReadableStream<infer P> ? P : never;

const NONE = undefined;
const USAGE = {
  inputTokens: { total: 3, noCache: 3, cacheRead: NONE, cacheWrite: NONE },
  outputTokens: { total: 9, text: 9, reasoning: NONE },
};

export const finish = (unified: 'stop' | 'tool-calls' = 'stop'): Part => ({
  type: 'finish',
  finishReason: { unified, raw: unified },
  usage: USAGE,
});

export const text = (chunks: readonly string[], id = 't1'): Part[] => [
  { type: 'text-start', id },
  ...chunks.map((delta): Part => ({ type: 'text-delta', id, delta })),
  { type: 'text-end', id },
];

export const reasoning = (chunks: readonly string[], id = 'r1'): Part[] => [
  { type: 'reasoning-start', id },
  ...chunks.map((delta): Part => ({ type: 'reasoning-delta', id, delta })),
  { type: 'reasoning-end', id },
];

/** A stream of the parts. */
export const streamOf = (parts: readonly Part[]): StreamResult => ({
  stream: simulateReadableStream({ chunks: [...parts], initialDelayInMs: null, chunkDelayInMs: null }),
});

/** A model that streams the chunks; one call after another as in `texts`, the last again and again. */
export const writing = (...texts: readonly (readonly string[])[]): MockLanguageModelV4 => {
  let call = 0;
  return new MockLanguageModelV4({
    doStream: async () => streamOf([...text(texts[Math.min(call++, texts.length - 1)]!), finish()]),
  });
};

/** A model that gives the content at once. */
export const giving = (...content: GenerateResult['content']): MockLanguageModelV4 =>
  new MockLanguageModelV4({
    doGenerate: async () => ({
      content,
      finishReason: { unified: 'stop', raw: 'stop' },
      usage: USAGE,
      warnings: [],
    }),
  });

/** A model that streams chunks and then fails, or waits forever; tells when it is hung up on. */
export function breaking(chunks: readonly string[], end: Error | 'hang') {
  const hung_up = Promise.withResolvers<unknown>();
  const parts = text(chunks).slice(0, -1);
  const model = new MockLanguageModelV4({
    doStream: async () => ({
      stream: new ReadableStream<Part>(
        {
          pull(controller) {
            const part = parts.shift();
            if (part !== undefined) return controller.enqueue(part);
            if (end !== 'hang') return controller.error(end);
            return new Promise(() => {});
          },
          cancel: hung_up.resolve,
        },
        { highWaterMark: 0 },
      ),
    }),
  });
  return { model, hung_up: hung_up.promise };
}

/** `count` words in chunks that cut them anywhere. */
export function chunked(count: number, size = 7): string[] {
  const whole = Array.from({ length: count }, (_, at) => `word${at}`).join(' ');
  return whole.match(new RegExp(`.{1,${size}}`, 'gs')) ?? [];
}
