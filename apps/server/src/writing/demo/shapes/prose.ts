import { countWords } from '@inkwell/words';
import { chooseFitting } from '../choose.ts';
import { CLOSING, CONTINUE, TOPIC_OPEN, TOPIC_OPEN_BY_TONE } from '../frames/topic.ts';
import { STORY_CLOSE, STORY_MIDDLE, STORY_OPEN, STORY_TURN } from '../frames/story.ts';
import { scriptFor } from '../scripts/index.ts';
import { REFLECTION } from '../scripts/articles.ts';
import { shuffled } from '../seed.ts';
import type { Rng } from '../seed.ts';
import { fillAll } from '../slots.ts';
import type { Brief, Role } from '../types.ts';
import { nth } from './kit.ts';
import type { Draft, Kit } from './kit.ts';
import { scriptDraft } from './script.ts';

type Pools = Readonly<Record<Exclude<Role, 'open'>, readonly string[]>>;

/** Forms whose `{n}` is something offered: it has a name, and its number is the name's. */
const OFFERS = new Set([
  'aida',
  'problem',
  'before-after',
  'promise',
  'objection',
  'feed-ad',
  'podcast',
  'product',
  'announcement',
  'bio',
  'features',
  'faq',
  'hero',
  'value',
  'search-ad',
  'news',
  'tagline',
  'billboard',
  'name',
]);

export function isOffer(form: string): boolean {
  return OFFERS.has(form);
}

/** From here on a passage has two paragraphs. */
const LONG_PASSAGE_WORDS = 75;

const isStory = ({ form }: Brief): boolean => form === 'story' || form === 'poem';

/** Frames of first sentences: the tone's own and the field's own come before those that fit any subject. */
function openingFrames({ form, tone, pack }: Brief): readonly (readonly string[])[] {
  if (form === 'continue') return [CONTINUE];
  if (form === 'closing') return [CLOSING];
  if (form === 'story' || form === 'poem') return [STORY_OPEN];
  const of_tone = TOPIC_OPEN_BY_TONE[tone];
  return tone === 'plain'
    ? [pack.open, [...of_tone, ...TOPIC_OPEN]]
    : [of_tone, [...pack.open, ...TOPIC_OPEN]];
}

/** First sentences in the order in which outputs take them. */
export function openingsOf({ brief, slots, deck }: Kit): string[] {
  return fillAll(
    openingFrames(brief).flatMap((frames) => shuffled(frames, deck)),
    slots,
  );
}

export function poolsOf({ brief, slots }: Kit): Pools {
  const { pack } = brief;
  if (isStory(brief)) {
    const [turn, close] = [fillAll(STORY_TURN, slots), fillAll(STORY_CLOSE, slots)];
    return { problem: STORY_MIDDLE, detail: STORY_MIDDLE, turn, close };
  }
  return pack;
}

/** Beats: an opening, what is hard, what helps, a turn and a close, as many as the length holds. */
export function proseDraft(kit: Kit): Draft {
  const { form, pack } = kit.brief;
  const script = scriptFor(form);
  if (script !== undefined) return scriptDraft(kit, script);
  return pack.id === 'generic' && !isStory(kit.brief) ? reflectionDraft(kit) : packDraft(kit);
}

/** A look at a subject that no field claims. In a short passage one sentence follows another without a break. */
function reflectionDraft(kit: Kit): Draft {
  const [own, more = []] = openingFrames(kit.brief);
  const is_short = kit.brief.target_words < LONG_PASSAGE_WORDS;
  const beats = REFLECTION.map((beat) => (is_short ? { ...beat, is_new_paragraph: false } : beat));
  return scriptDraft(kit, { openings: more, beats: [{ say: own! }, ...beats] });
}

function packDraft(kit: Kit): Draft {
  const open = nth(openingsOf(kit), kit.position);
  const pools = poolsOf(kit);
  return (rng) => {
    const sentences = [open, ...rest(kit.brief, pools, countWords(open), rng)];
    if (kit.brief.form === 'poem') return verses(sentences);
    if (kit.brief.target_words < LONG_PASSAGE_WORDS || sentences.length < 6) return sentences.join(' ');
    const half = Math.ceil(sentences.length / 2);
    return `${sentences.slice(0, half).join(' ')}\n\n${sentences.slice(half).join(' ')}`;
  };
}

function rest(brief: Brief, pools: Pools, open_words: number, rng: Rng): string[] {
  const room = brief.target_words - open_words;
  // A sentence of the packs has eleven words or so; the last one is the close.
  const middle = Math.max(0, Math.round((room - 9) / 11 + (rng() - 0.5) * 1.4));
  const plan: (readonly string[])[] = [];
  if (middle >= 3) plan.push(pools.problem);
  while (plan.length < middle)
    plan.push(middle >= 4 && plan.length === middle - 2 ? pools.turn : pools.detail);
  if (room > 4) plan.push(pools.close);
  return chooseFitting(plan, brief, open_words, rng) ?? [];
}

const VERSES_OF_STANZA = 4;

/** A sentence a line. */
function verses(sentences: readonly string[]): string {
  return sentences
    .map((sentence, i) => `${sentence}${i % VERSES_OF_STANZA === VERSES_OF_STANZA - 1 ? '\n' : ''}`)
    .join('\n')
    .trim();
}
