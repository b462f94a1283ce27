/** The classes that rule words-v1 sorts code points into, and the table that answers them. */
import { CLASS_DATA } from './classes.generated.ts';

/** Punctuation, symbols, emoji, marks, zero-width characters, everything unassigned. */
export const FREE = 0;
/** Full stop and closing bracket: free, and may end a list number. */
export const STOP = 1;
/** Ends a run [W1]. */
export const SEPARATOR = 2;
/** A separator that may follow a list number: space or tab. */
export const SPACE = 3;
/** A separator that starts a line. */
export const LINE_END = 4;
/** A word of its own [W3]. This class and those below count. */
export const CHARACTER = 5;
/** A letter of a script written without spaces [W4]. */
export const SPACELESS = 6;
/** A letter that NFC joins to the one before it (Hangul vowels and finals): it may start a word, never lengthens one. */
export const TRAIL = 7;
/** Any other letter or digit [W2]. */
export const LETTER = 8;
/** 0 to 9, which may be a list number [W6]. */
export const DIGIT = 9;

/** The first half of a surrogate pair: no class, and no bit in common with one. */
export const HIGH = 16;

/** Nothing but free characters from here on. */
export const TABLE_END = 0x34000;

const FIRST_CLASS = 39;
const FIRST_DIGIT = 50;
const FIRST_LAST_DIGIT = 63;

/**
 * Ranges of one class as text: gap, length, gap, length, … from code point 0. A number has base 13, its last
 * digit base 64; before a length stands its class, LETTER if none does.
 */
export function encodeClasses(ranges: readonly { start: number; end: number; cls: number }[]): string {
  const number = (value: number): string => {
    let text = String.fromCharCode(FIRST_LAST_DIGIT + (value % 64));
    for (let rest = Math.floor(value / 64); rest > 0; rest = Math.floor(rest / 13)) {
      text = String.fromCharCode(FIRST_DIGIT + (rest % 13)) + text;
    }
    return text;
  };
  let text = '';
  let at = 0;
  for (const { start, end, cls } of ranges) {
    text +=
      number(start - at) +
      (cls === LETTER ? '' : String.fromCharCode(FIRST_CLASS + cls)) +
      number(end - start);
    at = end;
  }
  return text;
}

/** The other way: the class of every code point below TABLE_END, and HIGH for high surrogates. */
function decodeClasses(data: string): Uint8Array {
  const table = new Uint8Array(TABLE_END);
  let at = 0;
  let value = 0;
  let cls = LETTER;
  let isGap = true;
  for (let i = 0; i < data.length; i++) {
    const unit = data.charCodeAt(i);
    if (unit < FIRST_DIGIT) {
      cls = unit - FIRST_CLASS;
    } else if (unit < FIRST_LAST_DIGIT) {
      value = value * 13 + unit - FIRST_DIGIT;
    } else {
      const end = at + value * 64 + unit - FIRST_LAST_DIGIT;
      if (!isGap) {
        table.fill(cls, at, end);
        cls = LETTER;
      }
      isGap = !isGap;
      at = end;
      value = 0;
    }
  }
  table.fill(HIGH, 0xd800, 0xdc00);
  return table;
}

/** The class of each code point below TABLE_END. Made at import: V8 then compiles its address into the hot loop. */
export const CLASSES: Uint8Array = decodeClasses(CLASS_DATA);
