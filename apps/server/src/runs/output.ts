import type { ModelEnd } from '../writing/writer.ts';
import type { Ending } from './types.ts';

/** The text that may wait for a slow reader before the model has to wait too. */
const PENDING_CHARS = 2_000;

/** One output while it is being written. */
export class LiveOutput {
  readonly output: string;
  readonly index: number;
  /** What was handed to the reader: delivered, and so charged. */
  text = '';
  words = 0;
  /** What is counted and paid for and waits to be handed over. */
  pending = '';
  /** Words of `text` and `pending`. */
  counted = 0;
  hold: string | null = null;
  held = 0;
  /** Set once the writer is through: the last text goes out without waiting for its turn. */
  is_draining = false;
  is_concluded = false;
  /** Since when the model is waited for; null while it is not. */
  waiting_since: number | null = null;
  /** The length of `text` that is stored. */
  saved_chars = 0;
  ending: Ending | null = null;
  /** How the model ended a conversation's answer; null until it has, and where it was cut off. */
  model_end: ModelEnd | null = null;
  /** Resolves when the output is told to stop. */
  readonly stopped: Promise<void>;
  readonly #stop = new AbortController();
  #waiting: (() => void)[] = [];

  readonly #onText: () => void;
  readonly #pending_limit: number;

  /** `is_whole`: the reader takes nothing before all is there, so the model never waits for it. */
  constructor(output: string, index: number, is_whole: boolean, onText: () => void) {
    this.output = output;
    this.index = index;
    this.#pending_limit = is_whole ? Number.POSITIVE_INFINITY : PENDING_CHARS;
    this.#onText = onText;
    this.stopped = new Promise((resolve) => {
      this.#stop.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  /** Whether no more text will come. */
  get is_written(): boolean {
    return this.is_draining || this.ending !== null;
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Ends the writing. The first ending stays; what was not handed over by now is not delivered. */
  stop(ending: Ending): void {
    if (this.ending !== null) return;
    this.ending = ending;
    this.pending = '';
    this.#stop.abort();
    this.#move();
  }

  /** Text that is paid for, and the words of all such text. */
  accept(text: string, counted: number): void {
    if (this.ending !== null) return;
    this.pending += text;
    this.counted = counted;
    this.#onText();
  }

  /** Hands over what waits. */
  take(): { text: string; words: number } {
    const text = this.pending;
    this.text += text;
    this.words = this.counted;
    this.pending = '';
    this.#move();
    return { text, words: this.words };
  }

  /** Resolves when the reader has kept up, or the output was stopped. */
  async room(): Promise<void> {
    while (this.pending.length > this.#pending_limit && this.ending === null) await this.#moved();
  }

  /** Resolves when all text was handed over, or the output was stopped. */
  async drained(): Promise<void> {
    this.is_draining = true;
    while (this.pending !== '' && this.ending === null) await this.#moved();
  }

  #moved(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #move(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
