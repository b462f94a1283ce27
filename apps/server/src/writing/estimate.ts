import { LENGTH_BANDS } from './lengths.ts';
import { parseBrief } from './demo/parse.ts';
import type { WriteRequest } from './writer.ts';

/** The typical words, and so credits, of a request: S 25, M 50, L 100; otherwise what its format usually takes. */
export function estimate(request: WriteRequest): number {
  const typical =
    request.length === null ? parseBrief(request).target_words : LENGTH_BANDS[request.length].target_words;
  return Math.min(typical, request.max_words ?? Infinity);
}
