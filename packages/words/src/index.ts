import { countWords, createWordCounter } from './counter.ts';
import type { WordCounter } from './counter.ts';
import { takeWords } from './take.ts';

export { countWords, createWordCounter, takeWords };
export type { WordCounter };

/** The rule by which this package counts; recorded with every count. */
export const COUNTER_VERSION = 'words-v1';

/** One version of the rule, to recount by. */
export interface WordRule {
  readonly version: string;
  countWords(text: string): number;
  createWordCounter(): WordCounter;
}

const RULES: readonly WordRule[] = [{ version: COUNTER_VERSION, countWords, createWordCounter }];

/** The rule of that version, old ones too; undefined for a version that never was. */
export function counterFor(version: string): WordRule | undefined {
  return RULES.find((rule) => rule.version === version);
}
