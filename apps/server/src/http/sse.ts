/** `no-transform` and no buffering: a proxy that collects events would deliver them late. */
export const SSE_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
} as const;

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
