import { seqOf } from '@inkwell/engine';
import type { Loaded } from '@inkwell/ledger';

interface Open {
  hold_seq: number;
  words: number;
  settled_at: number | null;
}

/** A loaded account that is older than this says nothing about `left` any more. */
export const STALE_MS = 10_000;

/**
 * Words that this process has delivered and not yet settled, for `left`. A settled output is remembered for a while:
 * an account that was read before its settle still counts it as held.
 */
export class Delivered {
  readonly #accounts = new Map<string, Map<string, Open>>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** From now on the output's words count. `hold` is its hold's id. */
  open(account: string, output: string, hold: string): void {
    let outputs = this.#accounts.get(account);
    if (outputs === undefined) this.#accounts.set(account, (outputs = new Map()));
    const hold_seq = seqOf('hold', { account }, hold) ?? 0;
    outputs.set(output, { hold_seq, words: 0, settled_at: null });
  }

  note(account: string, output: string, words: number): void {
    const open = this.#accounts.get(account)?.get(output);
    if (open !== undefined) open.words = words;
  }

  settled(account: string, output: string): void {
    const open = this.#accounts.get(account)?.get(output);
    if (open !== undefined) open.settled_at = this.#now();
  }

  /** Forgets what was settled long ago, in all accounts. */
  tidy(): void {
    const stale_at = this.#now() - STALE_MS;
    for (const [account, outputs] of this.#accounts) {
      for (const [output, { settled_at }] of outputs)
        if (settled_at !== null && settled_at < stale_at) outputs.delete(output);
      if (outputs.size === 0) this.#accounts.delete(account);
    }
  }

  words(account: string): number {
    let sum = 0;
    for (const open of this.#accounts.get(account)?.values() ?? [])
      if (open.settled_at === null) sum += open.words;
    return sum;
  }

  /**
   * The same as of a loaded state, to the word: a settle that this state knows no more counts as spent there, and one
   * that it doesn't know yet still counts as held.
   */
  wordsIn({ stored, state }: Pick<Loaded, 'stored' | 'state'>): number {
    let sum = 0;
    for (const { hold_seq, words } of this.#accounts.get(state.account)?.values() ?? [])
      if (hold_seq > stored.seq || state.holds.has(hold_seq)) sum += words;
    return sum;
  }
}
