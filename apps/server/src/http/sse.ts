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

/** Waits for what comes next, but no longer than `quiet_ms` at a time; the next call goes on waiting for the same. */
export class Patient<T> {
  readonly #next: () => Promise<T>;
  readonly #quiet_ms: number;
  #coming: Promise<T> | null = null;

  constructor(next: () => Promise<T>, quiet_ms: number) {
    this.#next = next;
    this.#quiet_ms = quiet_ms;
  }

  /** `quiet`: nothing has come yet. Rejects with what fails, also if that was while nobody waited. */
  async next(): Promise<T | 'quiet'> {
    const coming = (this.#coming ??= this.#next());
    const quiet = Promise.withResolvers<'quiet'>();
    const timer = setTimeout(() => quiet.resolve('quiet'), this.#quiet_ms);
    try {
      const told = await Promise.race([coming, quiet.promise]);
      if (told !== 'quiet') this.#coming = null;
      else coming.catch(() => undefined);
      return told;
    } finally {
      clearTimeout(timer);
    }
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
