import { countWords } from '@inkwell/words';
import { LINES, NAME_ADJECTIVES, NAME_NOUNS, NAME_PLACES } from '../frames/lines.ts';
import { PRODUCT_CLOSE, PRODUCT_DETAIL } from '../frames/product.ts';
import { chooseFitting } from '../choose.ts';
import { capitalize, isGerund } from '../language.ts';
import { pick, shuffled } from '../seed.ts';
import type { Rng } from '../seed.ts';
import { coreOf, fillAll } from '../slots.ts';
import type { Slots } from '../slots.ts';
import type { Brief } from '../types.ts';
import { nth } from './kit.ts';
import type { Draft, Kit } from './kit.ts';
import { openingsOf, proseDraft } from './prose.ts';

const SEARCH_HEAD_MAX_CHARACTERS = 30;
const SEARCH_TEXT_MAX_CHARACTERS = 90;

/** One line, or a list of lines when the request asked for several. */
export function lineDraft(kit: Kit): Draft {
  const { brief, deck, position } = kit;
  if (brief.form === 'search-ad') return searchAdDraft(kit);
  if (brief.form === 'hero') return heroDraft(kit);
  const lines = brief.form === 'name' ? namesOf(brief, deck) : linesOf(brief.form, kit.slots, deck);
  if (lines.length === 0) return proseDraft(kit);
  const count = brief.count ?? 1;
  if (count === 1) return () => nth(fitting(lines, brief), position);
  const items = Array.from(
    { length: Math.min(count, lines.length) },
    (_, i) => `- ${nth(lines, position + i)}`,
  );
  return () => items.join('\n');
}

function linesOf(form: string, slots: Slots, deck: Rng): string[] {
  const short = { ...slots, values: { ...slots.values, n: slots.values.k } };
  return fillAll(shuffled(LINES[form] ?? [], deck), short);
}

function fitting(lines: readonly string[], brief: Brief): readonly string[] {
  const inside = lines.filter((line) => {
    const words = countWords(line);
    return words >= brief.min_words && words <= brief.max_words;
  });
  return inside.length >= 10 ? inside : lines;
}

/** Names of three words around the subject's noun: "The Quiet Fern", "Fern and Lantern", "Bright Fern Studio". */
function namesOf(brief: Brief, deck: Rng): string[] {
  const core = coreOf(brief.subject).split(/\s+/);
  const noun = capitalize(singular(isGerund(core[0]!) ? core[0]! : core.at(-1)!).toLowerCase());
  const adjectives = shuffled(NAME_ADJECTIVES, deck);
  const nouns = shuffled(NAME_NOUNS, deck);
  const places = shuffled(NAME_PLACES, deck);
  return adjectives.map((adjective, i) => {
    if (i % 3 === 0) return `${adjective} ${noun} ${nth(places, i)}`;
    if (i % 3 === 1) return `${noun} and ${nth(nouns, i)}`;
    return `The ${adjective} ${noun}`;
  });
}

function singular(noun: string): string {
  if (/ies$/i.test(noun) && noun.length > 4) return `${noun.slice(0, -3)}y`;
  if (/(?:ches|shes|xes|sses)$/i.test(noun)) return noun.slice(0, -2);
  return /[^s]s$/i.test(noun) && !/(?:us|is)$/i.test(noun) ? noun.slice(0, -1) : noun;
}

/** A headline and a description that search engines would take: 30 and 90 characters at most. */
function searchAdDraft({ brief, slots, deck, position }: Kit): Draft {
  const short = { ...slots, values: { ...slots.values, k: cut(slots.values.k ?? brief.subject, 16) } };
  const head = nth(
    fillAll(shuffled(LINES['ad-head']!, deck), short).filter(
      (line) => line.length <= SEARCH_HEAD_MAX_CHARACTERS,
    ),
    position,
  );
  const pool = fillAll([...PRODUCT_DETAIL, ...PRODUCT_CLOSE], short);
  return (rng) => {
    for (let i = 0; i < 80; i++) {
      const sentences =
        chooseFitting(rng() < 0.5 ? [pool, pool] : [pool, pool, pool], brief, countWords(head), rng, 8) ?? [];
      const text = sentences.join(' ');
      if (text !== '' && text.length <= SEARCH_TEXT_MAX_CHARACTERS) return `**${head}**\n${text}`;
    }
    return `**${head}**\n${pick(
      pool.filter((s) => s.length <= SEARCH_TEXT_MAX_CHARACTERS),
      rng,
    )}`;
  };
}

function cut(text: string, max_characters: number): string {
  if (text.length <= max_characters) return text;
  const words = text.split(/\s+/);
  while (words.length > 1 && words.join(' ').length > max_characters) words.shift();
  return words.join(' ').slice(0, SEARCH_HEAD_MAX_CHARACTERS - 10);
}

/** Headline, subline, button. */
function heroDraft(kit: Kit): Draft {
  const { brief, slots, deck, position } = kit;
  const head = nth(linesOf('tagline', slots, deck), position);
  const opens = openingsOf(kit);
  return (rng) => {
    const button = pick(LINES['button']!, rng);
    const first = pick(opens, rng);
    const fixed = countWords(`${head} ${first} ${button}`);
    const more = chooseFitting([fillAll(PRODUCT_DETAIL, slots)], brief, fixed, rng) ?? [];
    return `# ${head}\n\n${[first, ...more].join(' ')}\n\n**${button}**`;
  };
}
