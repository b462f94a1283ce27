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

const KNOWN = PACKS.map((pack): [Pack, ReadonlySet<string>] => [pack, new Set(pack.words)]);
const COMMON_WORDS = new Set(PACKS.flatMap((pack) => pack.words));

/** So often must a document use a field's words before it belongs there. */
const ENOUGH_WORDS = 3;

/** The field of a subject, whose head noun decides: "house plants" are plants, "evening light at home" is no tidying. */
export function packFor(subject: string, context: string): Pack {
  const head = lettersOf(headPhrase(subject));
  const by_subject = bestOf((known) =>
    head.reduce(
      (sum, word, index) => sum + (known.has(word) ? 1 + (index + 1 === head.length ? 1 : 0) : 0),
      0,
    ),
  );
  if (by_subject.score > 0) return by_subject.pack;
  const words = lettersOf(context);
  const by_context = bestOf((known) => words.filter((word) => known.has(word)).length);
  return by_context.score >= ENOUGH_WORDS ? by_context.pack : generic;
}

function bestOf(scoreOf: (known: ReadonlySet<string>) => number): { pack: Pack; score: number } {
  let best: { pack: Pack; score: number } = { pack: generic, score: 0 };
  for (const [pack, known] of KNOWN) {
    const score = scoreOf(known);
    if (score > best.score) best = { pack, score };
  }
  return best;
}

const lettersOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}][\p{L}'-]*/gu) ?? [];

const PROPER = new Set(
  'japan italy spain france portugal lisbon paris tokyo rome london spanish french german english typescript javascript python christmas'.split(
    ' ',
  ),
);

/** Whether a word is a common noun or verb of one of the fields. */
export function isCommonWord(word: string): boolean {
  return !PROPER.has(word) && COMMON_WORDS.has(word);
}

function headPhrase(subject: string): string {
  return subject.split(/\s(?:of|for|in|on|with|that|which|who|to|from|at|without|when|and|by|as)\s/i)[0]!;
}
