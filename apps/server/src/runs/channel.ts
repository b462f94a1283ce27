import type { RunEvent } from '@inkwell/contract';
import type { Loaded } from '@inkwell/ledger';
import { STALE_MS } from './delivered.ts';
import type { LiveOutput } from './output.ts';
import type { Context } from './types.ts';

/** At most 30 texts a second and output, and 4 balances a second. */
const TEXT_MS = 34;
const BALANCE_MS = 250;
/** A reader that takes nothing for so long has gone. */
const READER_MS = 120_000;

/**
 * Where writing and reading meet. Texts wait with their outputs and are handed over when the reader pulls, so a slow
 * reader gets fewer, larger pieces, and what it never pulled was never delivered. `is_whole`: nothing is handed over
 * before all texts are written, and then everything at once.
 */
export class Channel {
  readonly #context: Context;
  readonly #outputs: readonly LiveOutput[];
  readonly #account: string;
  readonly #is_whole: boolean;
  readonly #said_at = new Map<LiveOutput, number>();
  #events: RunEvent[] = [];
  #waiting: (() => void)[] = [];
  #next_output = 0;
  #loaded: Loaded | null = null;
  #loaded_at = 0;
  #balance_at = Number.NEGATIVE_INFINITY;
  #pulled_at: number;
  #is_closed = false;

  constructor(context: Context, account: string, outputs: readonly LiveOutput[], is_whole: boolean) {
    this.#context = context;
    this.#account = account;
    this.#outputs = outputs;
    this.#is_whole = is_whole;
    this.#pulled_at = context.now();
  }

  get is_closed(): boolean {
    return this.#is_closed;
  }

  push(event: RunEvent): void {
    if (this.#is_closed) return;
    this.#events.push(event);
    this.wake();
  }

  /** The account as last read; its balance is put into figures when it is handed over, so that `left` is exact. */
  offerBalance(loaded: Loaded): void {
    this.#loaded = loaded;
    this.#loaded_at = this.#context.now();
    this.wake();
  }

  /** Tells a reader who waits that there is something new. */
  wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Nobody reads any more. */
  close(): void {
    this.#is_closed = true;
    this.#events = [];
    this.wake();
  }

  /** Whether something has waited too long for the reader. */
  is_abandoned(): boolean {
    const is_reading = this.#waiting.length > 0 || this.#is_closed;
    return !is_reading && this.#context.now() - this.#pulled_at > READER_MS;
  }

  async next(): Promise<IteratorResult<RunEvent, undefined>> {
    for (;;) {
      const now = this.#context.now();
      this.#pulled_at = now;
      if (this.#is_closed) return { done: true, value: undefined };
      const event = this.#take(now);
      if (event !== null) {
        if (event.event === 'done') this.#is_closed = true;
        return { done: false, value: event };
      }
      await this.#change(this.#dueIn(now));
    }
  }

  /** Resolves once `next` would not wait. It takes nothing: whoever then goes away has been delivered nothing more. */
  async ready(): Promise<void> {
    for (;;) {
      const now = this.#context.now();
      this.#pulled_at = now;
      if (this.#is_closed || this.#hasBalance(now) || this.#hasEvent() || this.#hasText(now)) return;
      await this.#change(this.#dueIn(now));
    }
  }

  #take(now: number): RunEvent | null {
    const balance = this.#takeBalance(now);
    if (balance !== null) return balance;
    if (this.#hasEvent()) return this.#events.shift()!;
    return this.#is_whole ? this.#takeWhole() : this.#takeText(now);
  }

  #hasBalance(now: number): boolean {
    if (now - this.#loaded_at >= STALE_MS) this.#loaded = null;
    const is_due = this.#loaded !== null && now >= this.#balance_at + BALANCE_MS;
    return is_due && this.#events[0]?.event !== 'run';
  }

  #hasEvent(): boolean {
    const [first] = this.#events;
    // The last balance goes before the end, even if it has to wait for its turn.
    return first !== undefined && !(first.event === 'done' && this.#loaded !== null);
  }

  #hasText(now: number): boolean {
    if (this.#is_whole) return this.#isWritten() && this.#outputs.some(({ pending }) => pending !== '');
    return this.#outputs.some((output) => this.#mayGo(output, now));
  }

  #mayGo(output: LiveOutput, now: number): boolean {
    return output.pending !== '' && now >= this.#textDue(output);
  }

  #takeBalance(now: number): RunEvent | null {
    if (!this.#hasBalance(now) || this.#loaded === null) return null;
    const { ledger, delivered } = this.#context;
    const balance = ledger.reads.balanceOf(this.#loaded);
    const words = delivered.wordsIn(this.#loaded);
    this.#loaded = null;
    this.#balance_at = now;
    const left = Math.max(0, balance.available + balance.held - words);
    return { event: 'balance', data: { ...balance, left } };
  }

  #takeText(now: number): RunEvent | null {
    for (let i = 0; i < this.#outputs.length; i += 1) {
      const at = (this.#next_output + i) % this.#outputs.length;
      const output = this.#outputs[at]!;
      if (!this.#mayGo(output, now)) continue;
      this.#next_output = at + 1;
      this.#said_at.set(output, now);
      return this.#hand(output);
    }
    return null;
  }

  #takeWhole(): RunEvent | null {
    if (!this.#isWritten()) return null;
    const texts = this.#outputs.filter((output) => output.pending !== '').map((output) => this.#hand(output));
    this.#events.push(...texts);
    return this.#events.shift() ?? null;
  }

  #hand(output: LiveOutput): RunEvent {
    const { text, words } = output.take();
    this.#context.delivered.note(this.#account, output.output, words);
    return { event: 'text', data: { output: output.output, text, words } };
  }

  #isWritten(): boolean {
    return this.#outputs.every((output) => output.is_written);
  }

  #textDue(output: LiveOutput): number {
    if (output.is_draining) return Number.NEGATIVE_INFINITY;
    return (this.#said_at.get(output) ?? Number.NEGATIVE_INFINITY) + TEXT_MS;
  }

  /** Milliseconds until something that waits for its turn may go; null if nothing does. */
  #dueIn(now: number): number | null {
    let due = this.#loaded === null ? Number.POSITIVE_INFINITY : this.#balance_at + BALANCE_MS;
    if (!this.#is_whole || this.#isWritten())
      for (const output of this.#outputs)
        if (output.pending !== '') due = Math.min(due, this.#textDue(output));
    return due === Number.POSITIVE_INFINITY ? null : Math.max(0, due - now);
  }

  async #change(due_ms: number | null): Promise<void> {
    const told = new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (due_ms === null) return told;
    const cancel = new AbortController();
    await Promise.race([told, this.#context.sleep(due_ms, cancel.signal)]);
    cancel.abort();
  }
}
