import { countWords } from '@inkwell/words';
import { chooseFitting } from '../choose.ts';
import { fieldOf, itemsOf } from '../fields.ts';
import {
  PRODUCT_CLOSE,
  PRODUCT_DETAIL,
  PRODUCT_FEATURE,
  PRODUCT_GOAL,
  PRODUCT_OPEN,
  PRODUCT_PROBLEM,
  PRODUCT_TURN,
  PRODUCT_WHAT,
} from '../frames/product.ts';
import {
  CLOSING,
  CONTINUE,
  LESSON_LEARNED,
  LESSON_OPEN,
  TOPIC_OPEN,
  TOPIC_OPEN_BY_TONE,
} from '../frames/topic.ts';
import { STORY_CLOSE, STORY_MIDDLE, STORY_OPEN, STORY_TURN } from '../frames/story.ts';
import { shuffled } from '../seed.ts';
import type { Rng } from '../seed.ts';
import { fill, fillAll } from '../slots.ts';
import type { Slots } from '../slots.ts';
import type { Brief, Role } from '../types.ts';
import { nth } from './kit.ts';
import type { Draft, Kit } from './kit.ts';

type Pools = Readonly<Record<Exclude<Role, 'open'>, readonly string[]>>;

const OFFERS = new Set([
  'product',
  'problem',
  'objection',
  'bio',
  'features',
  'hero',
  'value',
  'search-ad',
  'news',
  'case',
  'tagline',
  'billboard',
  'name',
]);

export function isOffer(form: string): boolean {
  return OFFERS.has(form);
}

/** First sentences in the order in which outputs take them: the tone's own and the field's own come first. */
export function openingsOf({ brief, slots, deck }: Kit): string[] {
  if (brief.form === 'continue') return fillAll(shuffled(CONTINUE, deck), slots);
  if (brief.form === 'closing') return fillAll(shuffled(CLOSING, deck), slots);
  if (brief.form === 'lesson') return lessonOpenings(slots, deck);
  if (brief.form === 'story') return fillAll(shuffled(STORY_OPEN, deck), slots);
  if (isOffer(brief.form)) return offerOpenings(brief, slots, deck);
  const tone = TOPIC_OPEN_BY_TONE[brief.tone];
  const first = brief.tone === 'plain' ? brief.pack.open : tone;
  const rest = brief.tone === 'plain' ? tone : brief.pack.open;
  return fillAll([...shuffled(first, deck), ...shuffled([...rest, ...TOPIC_OPEN], deck)], slots);
}

/** An opening that does not say what is offered is followed by a sentence that does, where there is room. */
function offerOpenings(brief: Brief, slots: Slots, deck: Rng): string[] {
  const what = fillAll(shuffled(PRODUCT_WHAT, deck), slots);
  const has_room = brief.target_words >= 45;
  return shuffled(PRODUCT_OPEN, deck).flatMap((frame, i) => {
    const open = fill(frame, slots);
    if (open === null) return [];
    return frame.includes('{w}') || !has_room || what.length === 0 ? [open] : [`${open} ${nth(what, i)}`];
  });
}

/** What happened, and in the same breath what it taught. */
function lessonOpenings(slots: Slots, deck: Rng): string[] {
  const learned = fillAll(shuffled(LESSON_LEARNED, deck), slots);
  const opens = fillAll(shuffled(LESSON_OPEN, deck), slots);
  return learned.length === 0 ? opens : opens.map((open, i) => `${open} ${nth(learned, i)}`);
}

export function poolsOf({ brief, slots }: Kit): Pools {
  const { pack } = brief;
  if (brief.form === 'story') {
    return { problem: STORY_MIDDLE, detail: STORY_MIDDLE, turn: STORY_TURN, close: STORY_CLOSE };
  }
  if (!isOffer(brief.form)) return pack;
  const goal = fillAll(PRODUCT_GOAL, slots);
  const features = itemsOf(fieldOf(brief.fields, /feature|proof|what changed/)).flatMap((f, i) => {
    const feature = f[0]!.toLowerCase() + f.slice(1);
    return fill(nth(PRODUCT_FEATURE, i), { ...slots, values: { ...slots.values, f: feature } }) ?? [];
  });
  return {
    problem: PRODUCT_PROBLEM,
    detail: [...features, ...fillAll(PRODUCT_DETAIL, slots)],
    turn: fillAll(PRODUCT_TURN, slots),
    close: goal.length > 0 ? goal : fillAll(PRODUCT_CLOSE, slots),
  };
}

/** Beats: an opening, what is hard, what helps, a turn and a close, as many as the length holds. */
export function proseDraft(kit: Kit): Draft {
  const open = nth(openingsOf(kit), kit.position);
  const pools = poolsOf(kit);
  return (rng) => {
    const sentences = [open, ...rest(kit.brief, pools, countWords(open), rng)];
    if (kit.brief.target_words < 75 || sentences.length < 6) return sentences.join(' ');
    const half = Math.ceil(sentences.length / 2);
    return `${sentences.slice(0, half).join(' ')}\n\n${sentences.slice(half).join(' ')}`;
  };
}

function rest(brief: Brief, pools: Pools, open_words: number, rng: Rng): string[] {
  const room = brief.target_words - open_words;
  // A sentence of the packs has eleven words or so; the last one is the close.
  const middle = Math.max(0, Math.round((room - 9) / 11 + (rng() - 0.5) * 1.4));
  const plan: (readonly string[])[] = [];
  if (middle >= 3 || brief.form === 'problem') plan.push(pools.problem);
  while (plan.length < middle)
    plan.push(middle >= 4 && plan.length === middle - 2 ? pools.turn : pools.detail);
  if (room > 4) plan.push(pools.close);
  return chooseFitting(plan, brief, open_words, rng) ?? [];
}
