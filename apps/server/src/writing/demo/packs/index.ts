import type { Pack } from '../types.ts';
import { craft } from './craft.ts';
import { fitness } from './fitness.ts';
import { food } from './food.ts';
import { generic } from './generic.ts';
import { home } from './home.ts';
import { learning } from './learning.ts';
import { money } from './money.ts';
import { plants } from './plants.ts';
import { software } from './software.ts';
import { travel } from './travel.ts';

const PACKS: readonly Pack[] = [
  plants,
  food,
  fitness,
  software,
  travel,
  home,
  money,
  learning,
  craft,
  generic,
];

/** Words that name a format or a frame rather than a subject. */
const NOT_SUBJECTS = new Set(
  'writing essay guide product design project class course review notes book web'.split(' '),
);

/** The field that the first of these texts belongs to: of two, the one with more words of it, then the earlier. */
export function packFor(texts: readonly string[]): Pack {
  for (const [order, text] of texts.entries()) {
    const words = text.toLowerCase().match(/[\p{L}][\p{L}'-]*/gu) ?? [];
    // Of a subject the head noun decides: "house plants" are plants.
    const head = order === 0 ? headOf(text) : null;
    let best = generic;
    let best_score = 0;
    for (const pack of PACKS) {
      const known = new Set(pack.words);
      const score = words.reduce((sum, word, index) => {
        const is_known = known.has(word) && (order === 0 || !NOT_SUBJECTS.has(word));
        return sum + (is_known ? 1 + 1 / (index + 2) + (word === head ? 1 : 0) : 0);
      }, 0);
      if (score > best_score) [best, best_score] = [pack, score];
    }
    if (best !== generic) return best;
  }
  return generic;
}

const PROPER = new Set(
  'japan italy spain france portugal lisbon paris tokyo rome london spanish french german english typescript javascript python christmas'.split(
    ' ',
  ),
);

/** Whether a word is a common noun or verb of one of the fields. */
export function isCommonWord(word: string): boolean {
  return !PROPER.has(word) && PACKS.some((pack) => pack.words.includes(word));
}

function headOf(subject: string): string | null {
  const phrase = subject
    .toLowerCase()
    .split(/\s(?:of|for|in|on|with|that|which|who|to|from|at|without|when|and|by|as)\s/)[0]!;
  return phrase.match(/[\p{L}][\p{L}'-]*/gu)?.at(-1) ?? null;
}
