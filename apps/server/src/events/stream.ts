/** What may wait for a listener that doesn't read, before the connection is given up. */
const MAX_WAITING_BYTES = 1_000_000;
const RETRY_MS = 2_000;

const encoder = new TextEncoder();

interface Waiting {
  seq: number;
  view: object;
}

/** One listener's server-sent events. The id of each is the account's seq. */
export class EventStream {
  readonly readable: ReadableStream<Uint8Array>;
  /** Whether its listener may (still) hear of the account. */
  readonly mayHear: () => Promise<boolean>;
  readonly #onClose: () => void;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #closed = false;
  #is_live = false;
  /** Notices that came while older ones were being read. */
  #held: Waiting[] = [];
  #last_notice = 0;
  #known_seq = 0;
  /** A balance that waits for the listener to read; a newer one takes its place. */
  #balance: string | null = null;
  #drained: (() => void)[] = [];

  constructor(onClose: () => void, mayHear: () => Promise<boolean>) {
    this.#onClose = onClose;
    this.mayHear = mayHear;
    this.readable = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.#pulled(),
        cancel: () => this.close(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: 64 * 1024 }),
    );
    this.#send(`retry: ${RETRY_MS}\n\n`);
  }

  get is_closed(): boolean {
    return this.#closed;
  }

  /** From now on notices go out as they come, those after `since` first. Up to `seq` nothing is missing then. */
  live(since: number, seq: number): void {
    this.#is_live = true;
    this.#known_seq = seq;
    const held = this.#held;
    this.#held = [];
    for (const one of held) if (one.seq > since) this.#notice(one);
  }

  /** Each notice once, in order. */
  notice(seq: number, view: object, is_past: boolean): void {
    if (is_past || this.#is_live) this.#notice({ seq, view });
    else this.#held.push({ seq, view });
  }

  #notice({ seq, view }: Waiting): void {
    if (seq <= this.#last_notice) return;
    this.#last_notice = seq;
    this.#send(`id: ${seq}\nevent: notice\ndata: ${JSON.stringify(view)}\n\n`);
  }

  /**
   * `told_seq`: all notices up to it have gone out. The id is never beyond what was told, so that a listener who comes
   * back with it misses nothing.
   */
  balance(told_seq: number, seq: number, text: string): void {
    if (!this.#is_live) return;
    const id = Math.min(seq, Math.max(told_seq, this.#known_seq));
    this.#balance = `id: ${id}\nevent: balance\ndata: ${text}\n\n`;
    if ((this.#controller.desiredSize ?? 0) > 0) this.#sendBalance();
  }

  comment(): void {
    this.#send(':\n\n');
  }

  /** Resolves when the listener has room for more. */
  drained(): Promise<void> {
    if (this.#closed || (this.#controller.desiredSize ?? 0) > 0) return Promise.resolve();
    return new Promise((resolve) => this.#drained.push(resolve));
  }

  #pulled(): void {
    for (const resolve of this.#drained.splice(0)) resolve();
    this.#sendBalance();
  }

  #sendBalance(): void {
    const text = this.#balance;
    this.#balance = null;
    if (text !== null) this.#send(text);
  }

  #send(text: string): void {
    if (this.#closed) return;
    this.#controller.enqueue(encoder.encode(text));
    if ((this.#controller.desiredSize ?? 0) < -MAX_WAITING_BYTES) this.close();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const resolve of this.#drained.splice(0)) resolve();
    this.#onClose();
    try {
      this.#controller.close();
    } catch (error) {
      // The listener has cancelled the stream already: there is nothing left to close.
      if (!(error instanceof TypeError)) throw error;
    }
  }
}
