import type { Pack } from '../types.ts';
import { generic } from './generic.ts';
import { plants } from './plants.ts';

export const PACKS: readonly Pack[] = [plants, generic];

/** The field that claims most words of the text; the earliest word decides a tie. */
export function packFor(text: string): Pack {
  const words = text.toLowerCase().match(/[\p{L}][\p{L}'-]*/gu) ?? [];
  let best = generic;
  let best_score = 0;
  for (const pack of PACKS) {
    const known = new Set(pack.words);
    const score = words.reduce((sum, word, index) => sum + (known.has(word) ? 1 + 1 / (index + 1) : 0), 0);
    if (score > best_score) [best, best_score] = [pack, score];
  }
  return best;
}
