import { countWords } from '@inkwell/words';
import type { WriteRequest } from '../writer.ts';
import { chooseFitting } from './choose.ts';
import { LIST_LEADS, TITLES, TOPIC_OPEN, TOPIC_OPEN_BY_TONE } from './frames/topic.ts';
import { hasFlaw } from './language.ts';
import { parseBrief, requestText } from './parse.ts';
import { hash, rngFrom, shuffled } from './seed.ts';
import type { Rng } from './seed.ts';
import { fill } from './slots.ts';
import type { Brief } from './types.ts';

/** How many drafts are tried before the nearest one is taken. */
const DRAFTS = 24;

/** The whole text of one output. Pure: the same request gives the same text. */
export function compose(request: WriteRequest): string {
  const brief = parseBrief(request);
  const input = `${requestText(request)}|${request.context ?? ''}|${request.tone ?? ''}|${request.length ?? ''}`;
  // Ten outputs draw from one shuffled deck of openings, so no two begin alike.
  const deck = rngFrom(hash(input));
  const position = request.output_index + request.attempt * 3;
  const draft = drafter(brief, deck, position);
  let best = '';
  let best_miss = Infinity;
  for (let i = 0; i < DRAFTS; i++) {
    const rng = rngFrom(hash(`${input}|${request.output_index}|${request.attempt}|${i}`));
    const text = draft(rng);
    if (hasFlaw(text)) continue;
    const words = countWords(text);
    const miss = Math.max(brief.min_words - words, words - brief.max_words, 0);
    if (miss < best_miss) [best, best_miss] = [text, miss];
    if (miss === 0) break;
  }
  return best;
}

type Draft = (rng: Rng) => string;

function drafter(brief: Brief, deck: Rng, position: number): Draft {
  if (brief.shape === 'list')
    return listDraft(brief, nth(shuffled(brief.form === 'outline' ? TITLES : LIST_LEADS, deck), position));
  const open = nth(openings(brief, deck), position);
  return (rng) => prose(brief, fill(open, brief), rng);
}

function nth<T>(items: readonly T[], position: number): T {
  return items[position % items.length]!;
}

function openings(brief: Brief, deck: Rng): string[] {
  const tone = TOPIC_OPEN_BY_TONE[brief.tone];
  const first = brief.tone === 'plain' ? shuffled(brief.pack.open, deck) : shuffled(tone, deck);
  const rest = brief.tone === 'plain' ? tone : brief.pack.open;
  return [...first, ...shuffled([...rest, ...TOPIC_OPEN], deck)];
}

function prose(brief: Brief, open: string, rng: Rng): string {
  const { problem, detail, turn, close } = brief.pack;
  const room = brief.target_words - countWords(open);
  const middle = Math.max(0, Math.round((room - 12) / 12));
  const plan: (readonly string[])[] = [];
  if (room > 45) plan.push(problem);
  for (let i = plan.length; i < middle; i++) plan.push(i === middle - 1 && middle > 3 ? turn : detail);
  plan.push(close);
  const chosen = chooseFitting(plan, brief, countWords(open), rng) ?? [];
  const sentences = [open, ...chosen];
  if (brief.target_words < 85 || sentences.length < 6) return sentences.join(' ');
  const half = Math.ceil(sentences.length / 2);
  return `${sentences.slice(0, half).join(' ')}\n\n${sentences.slice(half).join(' ')}`;
}

function listDraft(brief: Brief, lead: string): Draft {
  return (rng) => {
    const is_outline = brief.form === 'outline';
    const parts = [is_outline ? `# ${fill(lead, brief)}` : fill(lead, brief)];
    const points = shuffled(brief.pack.points, rng);
    const details = shuffled(brief.pack.detail, rng);
    for (const [i, point] of points.entries()) {
      if (brief.count === null ? countWords(parts.join('\n')) >= brief.min_words : i >= brief.count) break;
      parts.push(
        is_outline
          ? `## ${point.head}\n\n- ${point.note}\n- ${details[i] ?? point.note}`
          : `- **${point.head}.** ${point.note}`,
      );
    }
    return is_outline ? parts.join('\n\n') : `${parts[0]}\n\n${parts.slice(1).join('\n')}`;
  };
}
