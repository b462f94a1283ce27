import { countWords } from '@inkwell/words';
import { chooseFitting } from '../choose.ts';
import { CASE_TITLES, NEWS_TITLES, PRODUCT_TITLES, SUBJECT_TITLES } from '../frames/product.ts';
import { TITLES } from '../frames/topic.ts';
import { hasFlaw } from '../language.ts';
import { CASE_SCRIPT, NEWS_SCRIPT } from '../scripts/told.ts';
import { shuffled } from '../seed.ts';
import type { Rng } from '../seed.ts';
import { fillAll } from '../slots.ts';
import type { Script } from '../types.ts';
import { nth } from './kit.ts';
import type { Draft, Kit } from './kit.ts';
import { openingsOf, poolsOf } from './prose.ts';
import { scriptDraft } from './script.ts';

interface Told {
  script: Script;
  /** The titles that fit best come first; the others stand in where a fact is missing. */
  titles: readonly (readonly string[])[];
}

/** Articles that are told from the reader's facts, with the titles that fit them. */
const TOLD: Readonly<Record<string, Told>> = {
  news: { script: NEWS_SCRIPT, titles: [NEWS_TITLES, PRODUCT_TITLES, SUBJECT_TITLES] },
  case: { script: CASE_SCRIPT, titles: [CASE_TITLES, PRODUCT_TITLES] },
};

/** A title, a way in, sections with something to take away, an ending. */
export function articleDraft(kit: Kit): Draft {
  const told = TOLD[kit.brief.form];
  return told === undefined ? topicDraft(kit) : toldDraft(kit, told);
}

function toldDraft(kit: Kit, { script, titles }: Told): Draft {
  const own = titles
    .map((frames) => fillAll(shuffled(frames, kit.deck), kit.slots))
    .find((all) => all.length > 0);
  const title = `# ${nth(own!, kit.position)}`;
  const body = scriptDraft(kit, script, countWords(title));
  return (rng) => `${title}\n\n${body(rng)}`;
}

function topicDraft(kit: Kit): Draft {
  // A title may end on the subject, so the text under it does not start with it.
  const first = (kit.brief.name ?? kit.brief.subject).split(' ')[0]!.toLowerCase();
  const opens = openingsOf(kit).filter((sentence) => !sentence.toLowerCase().startsWith(first));
  const open = nth(opens, kit.position);
  const titles = fillAll(shuffled(TITLES, kit.deck), kit.slots);
  // The next title that does not end on the word that the text begins with.
  const own = titles.map((_, i) => nth(titles, kit.position + i));
  const title = own.find((candidate) => !hasFlaw(`${candidate}\n${open}`)) ?? own[0]!;
  const pools = poolsOf(kit);
  return (rng) => {
    const problems = shuffled(pools.problem, rng);
    const parts = [`# ${title}`, `${open} ${problems[0]!}`];
    const spare = shuffled(pools.detail, rng);
    for (const section of topicSections(kit, spare, rng)) {
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
