import { countWords } from '@inkwell/words';
import {
  HOUSE_PLANT_CONTINUATIONS,
  HOUSE_PLANT_OPENINGS,
  HOUSE_PLANT_OUTLINES,
} from './frames/house-plants.ts';
import type { Brief } from './types.ts';

/**
 * Answers written by hand, for what a newcomer tries first. Null when there is none, or when this output's turn is
 * past the last of them: the grammar goes on from there.
 */
export function answerFor(brief: Brief, position: number): string | null {
  if (!/\bhouse ?plants?\b/i.test(brief.subject) || brief.tone !== 'plain' || brief.audience !== null)
    return null;
  if (brief.form === 'outline') return within(HOUSE_PLANT_OUTLINES[position], brief);
  if (brief.form === 'opening') return sentencesWithin(HOUSE_PLANT_OPENINGS[position], brief);
  if (brief.form === 'continue') return sentencesWithin(HOUSE_PLANT_CONTINUATIONS[position], brief);
  return null;
}

function within(text: string | undefined, brief: Brief): string | null {
  if (text === undefined) return null;
  const words = countWords(text);
  return words >= brief.min_words && words <= brief.max_words ? text : null;
}

/** As many of the sentences, in order, as the length takes. */
function sentencesWithin(sentences: readonly string[] | undefined, brief: Brief): string | null {
  for (let count = sentences?.length ?? 0; count > 0; count--) {
    const text = within(sentences!.slice(0, count).join(' '), brief);
    if (text !== null) return text;
  }
  return null;
}
