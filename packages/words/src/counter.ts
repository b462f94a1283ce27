/** The state machine of rule words-v1. Its numbers are those of SPEC.md. */
import {
  CHARACTER,
  classTable,
  DIGIT,
  FREE,
  HIGH,
  LETTER,
  LINE_END,
  SPACE,
  SPACELESS,
  TRAIL,
} from './classes.ts';

/** A further word for each further 50 letters of a run [W5], each started 4 of a script without spaces [W4]. */
const RUN_LETTERS = 50;
const SPACELESS_LETTERS = 4;

/** Nothing has counted in this line yet: a list number may start here. */
const LINE_START = 0;
/** Between words. */
const GAP = 1;
const IN_WORD = 2;
const IN_SPACELESS = 3;
/** After 1 to 3 digits that start a line. */
const IN_NUMBER = 4;
/** After those and `.` or `)`. */
const AFTER_MARK = 5;

export interface WordCounter {
  /** Words that no further text can undo. Never falls; hold and stop by it. */
  readonly committed: number;
  /** Words if the text ended here: `countWords` of all that was accepted. Settle by it. */
  readonly total: number;
  /** Accepts a chunk, cut anywhere. Returns `committed`. */
  push(chunk: string): number;
  /**
   * Accepts as much of a chunk as keeps `total` within `limit_words`; returns that length in UTF-16 units. The
   * rest may be given again, with more text behind it or with a higher limit: it is short of a word that is
   * too many, or a number or half a surrogate pair that only the next text decides.
   */
  pushUpTo(chunk: string, limit_words: number): number;
}

class Counter implements WordCounter {
  committed = 0;
  private mode = LINE_START;
  /** Letters that the run may still grow by without a further word; in IN_NUMBER and AFTER_MARK as in IN_WORD. */
  private left = 0;
  /** A high surrogate that ended the last chunk, or 0. */
  private high = 0;

  get total(): number {
    return this.mode >= IN_NUMBER ? this.committed + 1 : this.committed;
  }

  push(chunk: string): number {
    const table = classTable();
    const end = chunk.length;
    let { committed, mode, left } = this;
    let i = 0;
    let high = this.high;
    while (i < end) {
      let unit = chunk.charCodeAt(i);
      let cls = table[unit]!;
      if (high !== 0) {
        // A lone high surrogate is free; the unit after it is looked at again.
        const isPair = unit >= 0xdc00 && unit <= 0xdfff;
        cls = isPair ? (table[(high << 10) + unit - 0x35fdc00] ?? FREE) : FREE;
        if (isPair) i++;
        high = 0;
        unit = 0;
      } else {
        i++;
        if (cls === HIGH) {
          high = unit;
          continue;
        }
      }

      if (mode >= IN_NUMBER) {
        if (mode === IN_NUMBER && cls === DIGIT && left > RUN_LETTERS - 3) {
          left--;
          continue;
        }
        if (mode === IN_NUMBER && (unit === 0x2e || unit === 0x29)) {
          mode = AFTER_MARK;
          continue;
        }
        if (mode === AFTER_MARK && cls === SPACE) {
          mode = GAP;
          continue;
        }
        committed++;
        mode = IN_WORD;
      }

      if (cls >= LETTER) {
        if (mode === IN_WORD) {
          if (left === 0) {
            committed++;
            left = RUN_LETTERS;
          }
          left--;
        } else if (mode === LINE_START && cls === DIGIT) {
          mode = IN_NUMBER;
          left = RUN_LETTERS - 1;
        } else {
          committed++;
          mode = IN_WORD;
          left = RUN_LETTERS - 1;
        }
      } else if (cls === CHARACTER) {
        committed++;
        mode = GAP;
      } else if (cls === SPACELESS) {
        if (mode !== IN_SPACELESS || left === 0) {
          committed++;
          mode = IN_SPACELESS;
          left = SPACELESS_LETTERS;
        }
        left--;
      } else if (cls === TRAIL) {
        if (mode !== IN_WORD) {
          committed++;
          mode = IN_WORD;
          left = RUN_LETTERS - 1;
        }
      } else if (cls === LINE_END) {
        mode = LINE_START;
      } else if (cls !== FREE) {
        if (mode !== LINE_START) mode = GAP;
      }
    }
    this.committed = committed;
    this.mode = mode;
    this.left = left;
    this.high = high;
    return committed;
  }

  pushUpTo(chunk: string, limit_words: number): number {
    const start = this.save();
    this.push(chunk);
    if (this.total <= limit_words && this.high === 0) return chunk.length;
    this.restore(start);
    let safe = start;
    let accepted = 0;
    for (let i = 0; i < chunk.length;) {
      this.push(chunk[i++]!);
      if (this.committed > limit_words) break;
      if (this.total <= limit_words && this.high === 0) {
        safe = this.save();
        accepted = i;
      }
    }
    this.restore(safe);
    return accepted;
  }

  private save(): readonly [number, number, number, number] {
    return [this.committed, this.mode, this.left, this.high];
  }

  private restore(saved: readonly [number, number, number, number]): void {
    [this.committed, this.mode, this.left, this.high] = saved;
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
