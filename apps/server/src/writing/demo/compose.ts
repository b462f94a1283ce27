import { countWords } from '@inkwell/words';
import type { WriteRequest } from '../writer.ts';
import { answerFor } from './answers.ts';
import { editOf } from './edits/index.ts';
import { capped } from './edits/text.ts';
import { hasFlaw } from './language.ts';
import { parseBrief, requestText } from './parse.ts';
import { hash, rngFrom } from './seed.ts';
import { articleDraft } from './shapes/article.ts';
import type { Draft, Kit } from './shapes/kit.ts';
import { lineDraft } from './shapes/line.ts';
import { listDraft } from './shapes/list.ts';
import { mailDraft } from './shapes/mail.ts';
import { isOffer, proseDraft } from './shapes/prose.ts';
import { slotsOf } from './slots.ts';
import type { Brief, Shape } from './types.ts';

/** How many drafts are tried before the one nearest to the length is taken. */
const DRAFTS = 40;
/** How far "Try again" moves on in the deck of openings. */
const ATTEMPT_STEP = 3;

const DRAFTERS: Readonly<Record<Shape, (kit: Kit) => Draft>> = {
  line: lineDraft,
  list: listDraft,
  beats: proseDraft,
  mail: mailDraft,
  article: articleDraft,
};

/** The whole text of one output. Pure: the same request gives the same text. */
export function compose(request: WriteRequest): string {
  const sample = sampleOf(request);
  if (sample !== null) return capped(sample, request.max_words);
  const edited = editOf(request);
  if (edited !== null) return edited;
  const brief = parseBrief(request);
  const position = request.output_index + request.attempt * ATTEMPT_STEP;
  const written = answerFor(brief, position);
  if (written !== null) return written;
  const input = `${requestText(request)}|${request.context ?? ''}|${brief.tone}|${request.length ?? ''}`;
  // Ten outputs draw from one shuffled deck of openings, so no two begin alike.
  const kit = { brief, slots: slotsOf(brief, isOffer(brief.form)), deck: rngFrom(hash(input)), position };
  const seed = `${input}|${request.output_index}|${request.attempt}`;
  return capped(best(brief, DRAFTERS[brief.shape](kit), seed), request.max_words);
}

/** A template's first output for its own examples is the one that was written by hand. */
function sampleOf({ ask, output_index, attempt, tone }: WriteRequest): string | null {
  const is_first = output_index === 0 && attempt === 0 && (tone ?? '').trim() === '';
  return is_first ? (ask?.sample ?? null) : null;
}

function best(brief: Brief, draft: Draft, seed: string): string {
  let nearest = '';
  let nearest_miss = Infinity;
  for (let i = 0; i < DRAFTS; i++) {
    const text = draft(rngFrom(hash(`${seed}|${i}`)));
    const words = countWords(text);
    // A flawed draft is a last resort: it happens when the request itself holds the flaw.
    const miss = Math.max(brief.min_words - words, words - brief.max_words, 0) + (hasFlaw(text) ? 10_000 : 0);
    if (miss < nearest_miss) [nearest, nearest_miss] = [text, miss];
    if (miss === 0) break;
  }
  return nearest;
}
