import { LENGTH_BANDS } from './lengths.ts';
import { countWords } from '@inkwell/words';
import type { WriteRequest } from './writer.ts';

/** Past the asked length a model may still finish its sentence, up to this much more. */
const GRACE = 1.5;
const SENTENCE_END = /[.!?…。！？]["'”’»)\]*_]*$/u;

/**
 * Passes chunks on until the asked length: past the band's upper end the stream stops at the next sentence, and at
 * `max_words` it stops at the word. Nobody pays for a model that doesn't stop.
 */
export async function* limitWords(
  chunks: AsyncIterable<string>,
  request: Pick<WriteRequest, 'length' | 'max_words'>,
): AsyncGenerator<string> {
  const band_max = request.length === null ? Infinity : LENGTH_BANDS[request.length].max_words;
  const hard_max = Math.min(request.max_words ?? Infinity, band_max * GRACE);
  let settled_words = 0;
  let run = '';
  for await (const chunk of chunks) {
    let passed = '';
    for (const piece of chunk.match(/\s+|\S+/gu) ?? []) {
      if (/^\s/u.test(piece)) {
        settled_words += countWords(run);
        if (run !== '' && settled_words >= band_max && SENTENCE_END.test(run)) return yield* nonEmpty(passed);
        run = '';
      } else {
        if (settled_words + countWords(run + piece) > hard_max) return yield* nonEmpty(passed);
        run += piece;
      }
      passed += piece;
    }
    yield* nonEmpty(passed);
  }
}

function* nonEmpty(text: string): Generator<string> {
  if (text !== '') yield text;
}
