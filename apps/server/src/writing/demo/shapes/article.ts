import { countWords } from '@inkwell/words';
import { chooseFitting } from '../choose.ts';
import { TITLES } from '../frames/topic.ts';
import { shuffled } from '../seed.ts';
import type { Rng } from '../seed.ts';
import { fillAll } from '../slots.ts';
import { nth } from './kit.ts';
import type { Draft, Kit } from './kit.ts';
import { isOffer, openingsOf, poolsOf } from './prose.ts';
import type { Pools } from './prose.ts';

/** A title, a way in, sections with something to take away, an ending. */
export function articleDraft(kit: Kit): Draft {
  const title = nth(fillAll(shuffled(TITLES, kit.deck), kit.slots), kit.position);
  const open = nth(openingsOf(kit), kit.position);
  const pools = poolsOf(kit);
  return (rng) => {
    const parts = [`# ${title}`, [open, ...shuffled(pools.problem, rng).slice(0, 1)].join(' ')];
    const spare = shuffled(pools.detail, rng);
    const sections = isOffer(kit.brief.form)
      ? storySections(pools, spare, rng)
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

function storySections(pools: Pools, details: readonly string[], rng: Rng): string[] {
  const problems = shuffled(pools.problem, rng).slice(1, 3);
  const pairs: string[] = [problems.join(' ')];
  for (let i = 0; i < 10; i += 2) pairs.push(details.slice(i, i + 2).join(' '));
  return pairs;
}
