import { countWords, createWordCounter } from '@inkwell/words';
import type { InkwellErrorCode } from '../errors.ts';
import type { Delivered, Purse } from './purse.ts';

/** Counts the text of one call and lets pass what its hold pays for; texts of several blocks count as one. */
export class Meter {
  readonly #purse: Purse;
  readonly #counter = createWordCounter();
  #text = '';
  /** Kept back: a word too many, or a number or half a surrogate pair that only the next text decides. */
  #rest = '';
  /** What was held when text was last offered. */
  #limit = 0;
  #ended_by: InkwellErrorCode | null = null;

  constructor(purse: Purse) {
    this.#purse = purse;
  }

  /** Why the text has to end here; null while it may go on. */
  get ended_by(): InkwellErrorCode | null {
    return this.#ended_by;
  }

  get delivered(): Delivered {
    return { text: this.#text, words: this.#counter.total, ended_by: this.#ended_by };
  }

  /** The paid pieces of a chunk, in order; each counts as delivered once it is given. */
  async *push(chunk: string): AsyncGenerator<string, void, undefined> {
    this.#rest += chunk;
    for (;;) {
      yield* this.#pass();
      this.#purse.askAhead(this.#counter.total);
      if (!this.#counter.refused || !(await this.#more())) return;
    }
  }

  /** What was kept back of a block that is over, as far as it can be paid. */
  async *flush(): AsyncGenerator<string, void, undefined> {
    while (this.#ended_by === null && countWords(this.#rest) > 0) {
      if (await this.#more()) yield* this.#pass();
    }
    this.#rest = '';
  }

  /** Text of another kind follows: words on both sides of the seam are two. */
  seam(): void {
    if (this.#text === '') return;
    this.#counter.push('\n');
    this.#text += '\n';
  }

  *#pass(): Generator<string, void, undefined> {
    this.#limit = this.#purse.held;
    const accepted = this.#counter.pushUpTo(this.#rest, this.#limit);
    if (accepted === 0) return;
    const piece = this.#rest.slice(0, accepted);
    this.#rest = this.#rest.slice(accepted);
    this.#text += piece;
    yield piece;
  }

  /** Whether a word more can be paid. */
  async #more(): Promise<boolean> {
    this.#ended_by = await this.#purse.reach(this.#limit + 1);
    return this.#ended_by === null;
  }
}
