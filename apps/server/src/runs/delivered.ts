import { seqOf } from '@inkwell/engine';
import type { Loaded } from '@inkwell/ledger';

interface Open {
  account: string;
  hold_seq: number;
  words: number;
  is_settled: boolean;
}

/**
 * Words that this process has delivered and not yet settled, for `left`. A settled output is remembered until no
 * other of its account is open: a balance that was read before its settle still counts it as held.
 */
export class Delivered {
  readonly #accounts = new Map<string, Map<string, Open>>();

  /** From now on the output's words count. `hold` is its hold's id. */
  open(account: string, output: string, hold: string): void {
    let outputs = this.#accounts.get(account);
    if (outputs === undefined) this.#accounts.set(account, (outputs = new Map()));
    const hold_seq = seqOf('hold', { account }, hold) ?? 0;
    outputs.set(output, { account, hold_seq, words: 0, is_settled: false });
  }

  note(account: string, output: string, words: number): void {
    const open = this.#accounts.get(account)?.get(output);
    if (open !== undefined) open.words = words;
  }

  settled(account: string, output: string): void {
    const outputs = this.#accounts.get(account);
    const open = outputs?.get(output);
    if (outputs === undefined || open === undefined) return;
    open.is_settled = true;
    if ([...outputs.values()].every((one) => one.is_settled)) this.#accounts.delete(account);
  }

  words(account: string): number {
    let sum = 0;
    for (const open of this.#accounts.get(account)?.values() ?? []) if (!open.is_settled) sum += open.words;
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
