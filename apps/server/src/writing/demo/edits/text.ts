import { countWords } from '@inkwell/words';
import { CONTRACT, CONTRACT_NOT } from './swaps.ts';

/** A text as paragraphs of sentences, and back. */
export function paragraphsOf(text: string): string[][] {
  return text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => sentencesIn(paragraph));
}

export function sentencesIn(text: string): string[] {
  return text
    .replace(/\s*\n\s*/g, ' ')
    .split(/(?<=[.!?…]["”’)]*)\s+(?=["“‘(]*[\p{Lu}\p{N}])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/** Patterns are made once: some of them look behind and ahead. */
const PATTERNS = new Map<string, RegExp>();

function patternOf(phrase: string): RegExp {
  const known = PATTERNS.get(phrase);
  if (known !== undefined) return known;
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}’'-])${phrase}(?![\\p{L}\\p{N}’'-])`, 'giu');
  PATTERNS.set(phrase, pattern);
  return pattern;
}

/** Replaces whole words or phrases and keeps a capital at the start. */
export function swap(text: string, pairs: readonly (readonly [string, string])[]): string {
  const longest_first = [...pairs].sort((a, b) => b[0].length - a[0].length);
  return longest_first.reduce(
    (result, [from, to]) =>
      result.replace(patternOf(from), (found) => {
        const is_capital = /^\p{Lu}/u.test(found);
        return is_capital && to !== '' ? to[0]!.toUpperCase() + to.slice(1) : to;
      }),
    text,
  );
}

/** "It is" as "it’s", where a person would say it. */
export const contracted = (text: string): string => swap(swap(text, CONTRACT_NOT), CONTRACT);

/** Closes the gaps that removed words leave behind. */
export function tidied(text: string): string {
  return text
    .trim()
    .replace(/[ \t]{2,}/g, ' ')
    .replace(/ +([,.;:!?])/g, '$1')
    .replace(/,\s*,/g, ',')
    .replace(/(^|[.!?]\s+|\n)[,;]\s*/g, '$1')
    .replace(
      /(^|[.!?]["”’)]*\s+|\n)(["“‘(]?)(\p{Ll})/gu,
      (_, before: string, quote: string, letter: string) => before + quote + letter.toUpperCase(),
    )
    .trim();
}

/** Never past the ceiling: whole sentences if there is one that fits, otherwise whole words. */
export function capped(text: string, max_words: number | null): string {
  if (max_words === null || countWords(text) <= max_words) return text;
  let kept = '';
  let best = '';
  for (const token of text.match(/\s*\S+/gu) ?? []) {
    if (countWords(kept + token) > max_words) break;
    kept += token;
    if (/[.!?…]["”’)*]*$/u.test(token)) best = kept;
  }
  return best === '' ? kept : best;
}
