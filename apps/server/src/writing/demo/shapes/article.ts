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
      ? storySections(problems, spare)
      : topicSections(kit, spare, rng);
    for (const section of sections) {
      if (countWords([...parts, section].join('\n')) > kit.brief.max_words - 9) break;
      parts.push(section);
    }
    const words = countWords(parts.join('\n'));
    const end = chooseFitting([pools.turn, spare.slice(10), pools.close], kit.brief, words, rng);
    parts.push((end === null || end.length === 0 ? [pools.close[0]!] : end).join(' '));
    return parts.join('\n\n');
  };
}

function topicSections(kit: Kit, details: readonly string[], rng: Rng): string[] {
  const chosen = new Set(shuffled(kit.brief.pack.points, rng).slice(0, kit.brief.count ?? 5));
  return kit.brief.pack.points
    .filter((point) => chosen.has(point))
    .map((point, i) => `## ${point.head}\n\n${[point.note, point.more, details[i] ?? ''].join(' ').trim()}`);
}

function storySections(problems: readonly string[], details: readonly string[]): string[] {
  const pairs: string[] = [problems.slice(1, 3).join(' ')];
  for (let i = 0; i < 10; i += 2) pairs.push(details.slice(i, i + 2).join(' '));
  return pairs;
}

/** What the person has to report, in their own words. */
function newsOf({ brief }: Kit): string | null {
  const news = fieldOf(brief.fields, /^news|^result|what changed/)
    ?.split('\n')[0]!
    .trim();
  return news ? capitalize(/[.!?]$/.test(news) ? news : `${news}.`) : null;
}
