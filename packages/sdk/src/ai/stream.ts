import { finishOf } from './finish.ts';
import { Meter } from './meter.ts';
import type { Finish, StreamPart } from './model.ts';
import type { InkwellOptions } from './options.ts';
import type { Purse } from './purse.ts';
import { withReceipt } from './receipt.ts';
import type { Metadata } from './receipt.ts';

type TextPart = Extract<StreamPart, { type: 'text-delta' | 'reasoning-delta' }>;
type StartPart = Extract<StreamPart, { type: 'text-start' | 'reasoning-start' }>;

/** A text and a thought may go by the same id. */
const blockOf = ({ type, id }: { type: string; id: string }): string => `${type.split('-')[0]}:${id}`;

/** The parts of one call as they may be handed on, counted and paid. */
class Metered {
  readonly #purse: Purse;
  readonly #meter: Meter;
  readonly #counts_reasoning: boolean;
  /** Blocks that have started and not ended: whoever reads them is to see them end. */
  readonly #open = new Map<string, StartPart>();
  /** The last counted delta: what is kept back belongs to its block. */
  #last: TextPart | null = null;

  constructor(purse: Purse, options: InkwellOptions) {
    this.#purse = purse;
    this.#meter = new Meter(purse);
    this.#counts_reasoning = options.reasoning === 'counted';
  }

  get is_over(): boolean {
    return this.#meter.ended_by !== null;
  }

  async *take(part: StreamPart): AsyncGenerator<StreamPart, void, undefined> {
    // Also where a model thinks for so long that its hold would end before the first word.
    this.#purse.renew();
    if (part.type === 'text-start' || part.type === 'reasoning-start') this.#open.set(blockOf(part), part);
    if (part.type === 'text-delta' || (part.type === 'reasoning-delta' && this.#counts_reasoning))
      return yield* this.#count(part);
    if (part.type === 'text-end' || part.type === 'reasoning-end') {
      if (this.#last !== null && blockOf(this.#last) === blockOf(part)) yield* this.#flush();
      if (this.is_over) return;
      this.#open.delete(blockOf(part));
    }
    if (part.type !== 'finish') return yield part;
    yield* this.#flush();
    if (!this.is_over) yield { ...part, providerMetadata: await this.#receipted(part.providerMetadata) };
  }

  /** The end of a stream that the credits ended. What the model used is unknown: it was not listened to any more. */
  async *end(): AsyncGenerator<StreamPart, void, undefined> {
    for (const { type, id } of this.#open.values())
      yield { type: type === 'text-start' ? 'text-end' : 'reasoning-end', id };
    const providerMetadata = await this.#receipted(undefined);
    yield { type: 'finish', finishReason: finishOf(this.#meter.ended_by!), usage: UNKNOWN, providerMetadata };
  }

  settle() {
    return this.#purse.close(this.#meter.delivered);
  }

  async #receipted(metadata: Metadata): Promise<NonNullable<Metadata>> {
    return withReceipt(metadata, await this.settle());
  }

  async *#count(part: TextPart): AsyncGenerator<StreamPart, void, undefined> {
    const last = this.#last;
    if (last !== null && blockOf(last) !== blockOf(part)) yield* this.#flush();
    if (this.is_over) return;
    if (last !== null && last.type !== part.type) this.#meter.seam();
    this.#last = part;
    // Some providers send signatures with an empty delta.
    if (part.delta === '') yield part;
    for await (const delta of this.#meter.push(part.delta)) yield { ...part, delta };
  }

  async *#flush(): AsyncGenerator<StreamPart, void, undefined> {
    const part = this.#last;
    if (part === null) return;
    for await (const delta of this.#meter.flush()) yield { ...part, delta };
  }
}

const NONE = undefined;
const UNKNOWN: Finish['usage'] = {
  inputTokens: { total: NONE, noCache: NONE, cacheRead: NONE, cacheWrite: NONE },
  outputTokens: { total: NONE, text: NONE, reasoning: NONE },
};

/** The source's parts, metered, until it ends, the credits do, or `signal` aborts; settled whichever it was. */
async function* meteredParts(
  source: ReadableStream<StreamPart>,
  metered: Metered,
  signal: AbortSignal,
): AsyncGenerator<StreamPart, void, undefined> {
  const reader = source.getReader();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  // It is raced below; between two races nobody looks at it.
  aborted.catch(() => undefined);
  try {
    signal.throwIfAborted();
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), aborted]);
      if (done) return;
      yield* metered.take(value);
      if (metered.is_over) return yield* metered.end();
    }
  } finally {
    // Not awaited: a provider that hangs must not keep what was delivered from being settled.
    reader.cancel().catch(() => undefined);
    await metered.settle();
  }
}

/**
 * The stream that is handed to the AI SDK. What it pulls is delivered: nothing is read ahead. It is settled when it
 * ends, is cancelled or aborted, and when nobody has pulled for half of the hold's life: who reads it then has gone.
 */
export function meteredStream(
  source: ReadableStream<StreamPart>,
  purse: Purse,
  options: InkwellOptions,
  outer: AbortSignal | undefined,
): ReadableStream<StreamPart> {
  const metered = new Metered(purse, options);
  const stop = new AbortController();
  const parts = meteredParts(source, metered, stop.signal);
  let idle: ReturnType<typeof setTimeout> | undefined;
  let controller: ReadableStreamDefaultController<StreamPart>;

  const rest = (): void => {
    clearTimeout(idle);
    outer?.removeEventListener('abort', onAbort);
  };
  const end = async (reason: unknown): Promise<void> => {
    rest();
    stop.abort(reason);
    // Ends it where it waits for a reader; it has never run if nobody ever read.
    await parts.return();
    await metered.settle();
  };
  const fail = (reason: unknown): void => {
    controller.error(reason);
    void end(reason);
  };
  const onAbort = (): void => fail(outer?.reason);
  const wait = (): void => {
    clearTimeout(idle);
    idle = setTimeout(() => fail(new Error('Nobody reads this stream any more.')), purse.life_ms / 2);
    // In Node a stream that nobody reads must not keep the process alive; the hold ends by itself (H5).
    (idle as { unref?: () => void }).unref?.();
  };

  return new ReadableStream<StreamPart>(
    {
      start(given) {
        controller = given;
        if (outer?.aborted === true) return onAbort();
        outer?.addEventListener('abort', onAbort, { once: true });
        wait();
      },
      async pull() {
        clearTimeout(idle);
        try {
          const { done, value } = await parts.next();
          if (done !== true) {
            controller.enqueue(value);
            return wait();
          }
          rest();
          controller.close();
        } catch (error) {
          rest();
          throw error;
        }
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}
