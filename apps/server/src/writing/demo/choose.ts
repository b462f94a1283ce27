import { countWords } from '@inkwell/words';
import { shuffled } from './seed.ts';
import type { Rng } from './seed.ts';

interface Range {
  min_words: number;
  max_words: number;
}

/**
 * Sentences from the pools, in the order that `order` names them, that together with `fixed_words` fall into the
 * range. Each pool is used without repetition. Null when `tries` did not find any.
 */
export function chooseFitting(
  plan: readonly (readonly string[])[],
  range: Range,
  fixed_words: number,
  rng: Rng,
  tries = 60,
): string[] | null {
  if (fixed_words >= range.min_words && fixed_words <= range.max_words && rng() < 0.5) return [];
  for (let i = 0; i < tries; i++) {
    const taken = new Set<string>();
    const chosen: string[] = [];
    let words = fixed_words;
    for (const pool of plan) {
      const next = shuffled(pool, rng).find((s) => !taken.has(s) && words + countWords(s) <= range.max_words);
      if (next === undefined) continue;
      taken.add(next);
      chosen.push(next);
      words += countWords(next);
    }
    if (words >= range.min_words && words <= range.max_words) return chosen;
  }
  return fixed_words >= range.min_words && fixed_words <= range.max_words ? [] : null;
}
