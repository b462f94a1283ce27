/** Texts run through the machine of words-v1, whole or in chunks. */
import { CLASSES, FREE, HIGH } from './classes.ts';
import { isPending, LINE_START, PAIR_SHIFT, PAIRS, STATE_MASK, STEPS, WORDS_SHIFT } from './machine.ts';

// A module's own constants are compiled into its hot loop, imported ones are looked up there: a quarter slower.
const classes = CLASSES;
const pairs = PAIRS;
const highClass = HIGH;
const pairShift = PAIR_SHIFT;
const pairMask = STATE_MASK << PAIR_SHIFT;
const pairWordsShift = WORDS_SHIFT + PAIR_SHIFT;

export interface WordCounter {
  /** Words that no further text can undo. Never falls; hold and stop by it. */
  readonly committed: number;
  /** Words if the text ended here: `countWords` of all that was accepted. Settle by it. */
  readonly total: number;
  /** Whether the last `pushUpTo` met a word too many: only a higher limit can help, no further text. */
  readonly refused: boolean;
  /** Accepts a chunk, cut anywhere. Returns `committed`. */
  push(chunk: string): number;
  /**
   * Accepts as much of a chunk as keeps `total` within `limit_words`; returns that length in UTF-16 units. Give the
   * rest again, before the next chunk or with a higher limit: it begins with a word too many (`refused`), or is a
   * number or half a surrogate pair that only the next text decides.
   */
  pushUpTo(chunk: string, limit_words: number): number;
}

class Counter implements WordCounter {
  committed = 0;
  refused = false;
  private state = LINE_START;
  /** A high surrogate that waits for its low one, or 0. */
  private high = 0;

  get total(): number {
    return this.committed + (isPending(this.state) ? 1 : 0);
  }

  push(chunk: string): number {
    let i = 0;
    while (i < chunk.length) {
      if (this.high === 0) i = this.pushUnits(chunk, i);
      else if (this.resolveHigh(chunk.charCodeAt(i))) i++;
    }
    return this.committed;
  }

  pushUpTo(chunk: string, limit_words: number): number {
    this.refused = false;
    if (chunk === '') return 0;
    const start = [this.committed, this.state, this.high] as const;
    this.push(chunk);
    if (this.total <= limit_words) return this.giveHighBack(chunk.length);
    [this.committed, this.state, this.high] = start;
    let safe: readonly [number, number, number] = start;
    let accepted = 0;
    for (let i = 0; i < chunk.length && this.committed <= limit_words;) {
      this.push(chunk[i++]!);
      if (this.total <= limit_words) {
        safe = [this.committed, this.state, 0];
        accepted = this.high === 0 ? i : i - 1;
      }
    }
    this.refused = this.committed > limit_words;
    [this.committed, this.state, this.high] = safe;
    return accepted;
  }

  /** Half a pair is not delivered: takes it out of the `units` accepted. */
  private giveHighBack(units: number): number {
    if (this.high === 0) return units;
    this.high = 0;
    return units - 1;
  }

  /** The hot loop: up to and with the next high surrogate, or to the end. Returns where it stopped. */
  private pushUnits(chunk: string, start: number): number {
    const end = chunk.length;
    let i = start;
    let words = 0;
    let pair = this.state << pairShift;
    for (; i < end - 1; i += 2) {
      const first = classes[chunk.charCodeAt(i)]!;
      const second = classes[chunk.charCodeAt(i + 1)]!;
      if ((first | second) >= highClass) break;
      pair = pairs[(pair & pairMask) | (first << pairShift) | second]!;
      words += pair >> pairWordsShift;
    }
    this.state = (pair & pairMask) >> pairShift;
    this.committed += words;
    if (i < end) {
      const unit = chunk.charCodeAt(i++);
      if (classes[unit] === highClass) this.high = unit;
      else this.step(classes[unit]!);
    }
    return i;
  }

  /** Pairs the waiting high surrogate with `unit` and tells whether it could; alone it is free. */
  private resolveHigh(unit: number): boolean {
    const isPair = unit >= 0xdc00 && unit <= 0xdfff;
    const code = (this.high << 10) + unit - 0x35fdc00;
    this.high = 0;
    this.step(isPair ? (classes[code] ?? FREE) : FREE);
    return isPair;
  }

  private step(cls: number): void {
    const packed = STEPS[this.state | cls]!;
    this.state = packed & STATE_MASK;
    this.committed += packed >> WORDS_SHIFT;
  }
}

/** A counter of a text that comes in chunks: constant state, one pass. */
export function createWordCounter(): WordCounter {
  return new Counter();
}

/** Words of a whole text by rule words-v1. Never throws. */
export function countWords(text: string): number {
  const counter = new Counter();
  counter.push(text);
  return counter.total;
}
