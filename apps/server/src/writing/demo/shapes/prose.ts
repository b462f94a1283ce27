import { countWords } from '@inkwell/words';
import { chooseFitting } from '../choose.ts';
import { CLOSING, CONTINUE, TOPIC_OPEN, TOPIC_OPEN_BY_TONE } from '../frames/topic.ts';
import { STORY_CLOSE, STORY_MIDDLE, STORY_OPEN, STORY_TURN } from '../frames/story.ts';
import { scriptFor } from '../scripts/index.ts';
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

const isStory = ({ form }: Brief): boolean => form === 'story' || form === 'poem';

/** First sentences in the order in which outputs take them: the tone's own and the field's own come first. */
export function openingsOf({ brief, slots, deck }: Kit): string[] {
  if (brief.form === 'continue') return fillAll(shuffled(CONTINUE, deck), slots);
  if (brief.form === 'closing') return fillAll(shuffled(CLOSING, deck), slots);
  if (isStory(brief)) return fillAll(shuffled(STORY_OPEN, deck), slots);
  const tone = TOPIC_OPEN_BY_TONE[brief.tone];
  const first = brief.tone === 'plain' ? brief.pack.open : tone;
  const rest = brief.tone === 'plain' ? tone : brief.pack.open;
  return fillAll([...shuffled(first, deck), ...shuffled([...rest, ...TOPIC_OPEN], deck)], slots);
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
  const script = scriptFor(kit.brief.form);
  return script === undefined ? packDraft(kit) : scriptDraft(kit, script);
}

function packDraft(kit: Kit): Draft {
  const open = nth(openingsOf(kit), kit.position);
  const pools = poolsOf(kit);
  return (rng) => {
    const sentences = [open, ...rest(kit.brief, pools, countWords(open), rng)];
    if (kit.brief.form === 'poem') return verses(sentences);
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
