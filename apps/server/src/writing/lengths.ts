import type { OutputLength } from './writer.ts';

interface LengthBand {
  min_words: number;
  target_words: number;
  max_words: number;
}

/** The editor's three lengths, in words. Each ends on a sentence. */
export const LENGTH_BANDS: Record<OutputLength, LengthBand> = {
  s: { min_words: 20, target_words: 25, max_words: 30 },
  m: { min_words: 40, target_words: 50, max_words: 60 },
  l: { min_words: 80, target_words: 100, max_words: 120 },
};

/** What a command without a length may grow to. */
export const COMMAND_MAX_WORDS = 300;
