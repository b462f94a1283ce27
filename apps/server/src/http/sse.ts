/** `no-transform` and no buffering: a proxy that collects events would deliver them late. */
export const SSE_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
} as const;

/** As long as nothing comes, proxies and clients are told this often that somebody is there. */
export const QUIET_MS = 15_000;
/** A comment: clients leave it out. */
export const WAITING = ': waiting\n\n';

/** What a reader waits for. `ready` resolves once `next` would not wait, and takes nothing. */
interface Coming<T> {
  next(): Promise<T>;
  ready?(): Promise<void>;
}

/**
 * Waits for what comes next, but no longer than `quiet_ms` at a time; the next call goes on waiting for the same. What can
 * say that it is ready is taken only while somebody waits: a reader who goes away in the silence has been given nothing.
 */
export class Patient<T> {
  readonly #from: Coming<T>;
  readonly #quiet_ms: number;
  #coming: Promise<{ taken: T } | null> | null = null;

  constructor(from: Coming<T>, quiet_ms: number) {
    this.#from = from;
    this.#quiet_ms = quiet_ms;
  }

  /** `quiet`: nothing has come yet. Rejects with what fails, also if that was while nobody waited. */
  async next(): Promise<T | 'quiet'> {
    const coming = (this.#coming ??= this.#come());
    const quiet = Promise.withResolvers<'quiet'>();
    const timer = setTimeout(() => quiet.resolve('quiet'), this.#quiet_ms);
    try {
      const told = await Promise.race([coming, quiet.promise]);
      if (told === 'quiet') {
        coming.catch(() => undefined);
        return told;
      }
      this.#coming = null;
      return told === null ? this.#from.next() : told.taken;
    } finally {
      clearTimeout(timer);
    }
  }

  /** null: it is there to be taken. */
  async #come(): Promise<{ taken: T } | null> {
    if (this.#from.ready === undefined) return { taken: await this.#from.next() };
    await this.#from.ready();
    return null;
  }
}

/** Text that is made as it is read; null is its end. `cancel`: the reader has gone. */
export interface Pulled {
  next(): Promise<string | null>;
  cancel(): Promise<void>;
}

const encoder = new TextEncoder();

/** A body of which nothing is made before the reader asks for it. */
export const pulledStream = (text: Pulled): ReadableStream<Uint8Array> =>
  new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const frame = await text.next();
        if (frame === null) return controller.close();
        controller.enqueue(encoder.encode(frame));
      },
      cancel: () => text.cancel(),
    },
    { highWaterMark: 0 },
  );
