import { countWords } from '@inkwell/words';
import { COMMAND_MAX_WORDS, LENGTH_BANDS } from './lengths.ts';
import { parseBrief } from './demo/parse.ts';
import type { WriteRequest } from './writer.ts';

/** The typical words, and so credits, of a request: S 25, M 50, L 100; otherwise what its format usually takes. */
export function estimate(request: WriteRequest): number {
  const typical = request.length === null ? impliedWords(request) : LENGTH_BANDS[request.length].target_words;
  return Math.min(typical, request.max_words ?? Infinity);
}

/** A template says it itself; a selection that is edited stays about as long as it was. */
function impliedWords(request: WriteRequest): number {
  if (request.ask) return request.ask.words;
  if (request.context_kind === 'selection' && request.context !== null)
    return Math.min(Math.max(1, countWords(request.context)), COMMAND_MAX_WORDS);
  return parseBrief(request).target_words;
}
