import { countWords } from '@inkwell/words';
import { chooseFitting } from '../choose.ts';
import { fieldOf } from '../fields.ts';
import { PRODUCT_TITLES } from '../frames/product.ts';
import { TITLES } from '../frames/topic.ts';
import { capitalize, hasFlaw } from '../language.ts';
import { shuffled } from '../seed.ts';
import type { Rng } from '../seed.ts';
import { fillAll } from '../slots.ts';
import { nth } from './kit.ts';
import type { Draft, Kit } from './kit.ts';
import { isOffer, openingsOf, poolsOf } from './prose.ts';

/** A title, a way in, sections with something to take away, an ending. */
export function articleDraft(kit: Kit): Draft {
  // A title may end on the subject, so the text under it does not start with it.
  const first = (kit.brief.name ?? kit.brief.subject).split(' ')[0]!.toLowerCase();
  const opens = openingsOf(kit).filter((sentence) => !sentence.toLowerCase().startsWith(first));
  const open = nth(opens, kit.position);
  const titles = fillAll(shuffled(isOffer(kit.brief.form) ? PRODUCT_TITLES : TITLES, kit.deck), kit.slots);
  // The next title that does not end on the word that the text begins with.
  const own = titles.map((_, i) => nth(titles, kit.position + i));
  const title = own.find((candidate) => !hasFlaw(`${candidate}\n${open}`)) ?? own[0]!;
  const pools = poolsOf(kit);
  return (rng) => {
    const problems = shuffled(pools.problem, rng);
    const parts = [`# ${title}`, `${open} ${newsOf(kit) ?? problems[0]!}`];
    const spare = shuffled(pools.detail, rng);
    const sections = isOffer(kit.brief.form)
      ? [...ownSections(kit), ...storySections(problems, spare)]
      : topicSections(kit, spare, rng);
    for (const section of sections.filter((one) => one !== '')) {
      if (countWords([...parts, section].join('\n')) > kit.brief.max_words - 9) break;
      parts.push(section);
    }
    const words = countWords(parts.join('\n'));
    const end = chooseFitting([pools.turn, spare.slice(10), pools.close], kit.brief, words, rng);
    parts.push((end === null || end.length === 0 ? [pools.close[0]!] : end).join(' '));
    return parts.join('\n\n');
  };
}

/** About the words of a title with its opening, of a point with its two notes, of a sentence of the packs. */
const FRAME_WORDS = 45;
const POINT_WORDS = 24;
const SENTENCE_WORDS = 11;
/** Beyond so many items each has one sentence. */
const MANY_ITEMS = 6;

function topicSections(kit: Kit, details: readonly string[], rng: Rng): string[] {
  const { count, target_words, pack } = kit.brief;
  const chosen = new Set(shuffled(pack.points, rng).slice(0, count ?? 5));
  // Few items get more to say about each, so that the whole comes out as long as it should.
  const room =
    count === null ? 1 : (target_words - FRAME_WORDS - count * POINT_WORDS) / (count * SENTENCE_WORDS);
  const each = Math.max(0, Math.round(room));
  return pack.points
    .filter((point) => chosen.has(point))
    .map((point, i) => {
      const more = (count ?? 0) > MANY_ITEMS ? [] : [point.more, ...details.slice(i * each, (i + 1) * each)];
      return `## ${point.head}\n\n${[point.note, ...more].join(' ')}`;
    });
}

function storySections(problems: readonly string[], details: readonly string[]): string[] {
  const pairs: string[] = [problems.slice(1, 3).join(' ')];
  for (let i = 0; i < 15; i += 3) pairs.push(details.slice(i, i + 3).join(' '));
  return pairs;
}

/** What a release or a story must hold, word for word as it was given. */
function ownSections({ brief }: Kit): string[] {
  return [/^problem/, /^what you did/, /^quote/].flatMap((label) => {
    const given = fieldOf(brief.fields, label)?.trim();
    return given ? [asSentence(given)] : [];
  });
}

const asSentence = (text: string): string => capitalize(/[.!?]$/.test(text) ? text : `${text}.`);

/** What the person has to report, in their own words. */
function newsOf({ brief }: Kit): string | null {
  const news = fieldOf(brief.fields, /^news|^result|what changed/)
    ?.split('\n')[0]!
    .trim();
  return news ? asSentence(news) : null;
}
