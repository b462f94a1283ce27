import { countWords } from '@inkwell/words';
import { fieldOf, itemsOf } from '../fields.ts';
import { TITLES } from '../frames/topic.ts';
import { LINES, NAME_ADJECTIVES, NAME_NOUNS, NAME_PLACES, NOT_FOR_NAMES } from '../frames/lines.ts';
import { chooseFitting } from '../choose.ts';
import { capitalize, isMass, isPlural } from '../language.ts';
import { scriptFor } from '../scripts/index.ts';
import { pick, shuffled } from '../seed.ts';
import type { Rng } from '../seed.ts';
import { coreOf, fillAll } from '../slots.ts';
import type { Brief } from '../types.ts';
import { nth } from './kit.ts';
import type { Draft, Kit } from './kit.ts';
import { proseDraft } from './prose.ts';
import { scriptDraft } from './script.ts';

const SEARCH_HEAD_MAX_CHARACTERS = 30;
const SEARCH_TEXT_MAX_CHARACTERS = 90;

/** One line, or a list of lines when the request asked for several. */
export function lineDraft(kit: Kit): Draft {
  const { brief, deck, position } = kit;
  if (brief.form === 'search-ad') return searchAdDraft(kit);
  if (brief.form === 'hero') return heroDraft(kit);
  if (brief.form === 'page') return pageDraft(kit);
  const lines = brief.form === 'name' ? namesOf(brief, deck) : linesOf(brief.form, kit);
  if (lines.length === 0) return proseDraft(kit);
  const count = brief.count ?? 1;
  const fit = fitting(lines, brief, count);
  if (count === 1) return () => nth(fit, position);
  const items = Array.from({ length: Math.min(count, fit.length) }, (_, i) => `- ${nth(fit, position + i)}`);
  return () => items.join('\n');
}

function linesOf(form: string, { brief, slots, deck }: Kit): string[] {
  if (form === 'tagline' && brief.name === null) {
    const core = slots.values['c'] ?? brief.subject;
    const free = { ...slots, is_plural: isPlural(core) || isMass(core) };
    return fillAll(shuffled(LINES['tagline-free']!, deck), free);
  }
  return fillAll(shuffled(LINES[form] ?? [], deck), slots);
}

const OUTPUTS = 10;

/** The lines that have the length; where these are too few for ten outputs, the nearest with them. */
function fitting(
  lines: readonly string[],
  { min_words, max_words }: Brief,
  count: number,
): readonly string[] {
  const miss = (line: string) => {
    const words = countWords(line);
    return Math.max(Math.ceil(min_words / count) - words, words - Math.floor(max_words / count), 0);
  };
  const inside = lines.filter((line) => miss(line) === 0);
  const nearest = lines.toSorted((x, y) => miss(x) - miss(y)).slice(0, OUTPUTS);
  return inside.length >= OUTPUTS ? inside : nearest;
}

/** Names of three words around the reader's own nouns: "The Quiet Fern", "Shelf and Lantern", "Bright Fern Studio". */
function namesOf(brief: Brief, deck: Rng): string[] {
  const own = ownNouns(brief);
  const adjectives = shuffled(NAME_ADJECTIVES, deck);
  const nouns = shuffled(NAME_NOUNS, deck);
  const places = shuffled(NAME_PLACES, deck);
  const names = adjectives.map((adjective, i) => {
    const noun = nth(own, i);
    const other = nth(own, i + 1);
    if (i % 4 === 0) return `${adjective} ${noun} ${nth(places, i)}`;
    if (i % 4 === 2) return `The ${adjective} ${noun}`;
    return `${noun} and ${i === 1 && other !== noun ? other : nth(nouns, i)}`;
  });
  return [...new Set(names)];
}

/** What names are made of: the keywords first, then the nouns of what it is, without those that fit anything. */
function ownNouns({ subject, fields }: Brief): string[] {
  const keywords = itemsOf(fieldOf(fields, /keyword/)).filter((word) => /^\p{L}+$/u.test(word));
  const [what] = (fieldOf(fields, /^what is it$/) ?? subject).split(/\s(?:that|which|who)\s/i);
  const [head = '', ...others] = what!
    .split(/\s(?:by|from|at|to|on)\s/i)[0]!
    .split(/\s(?:of|for|in|with)\s/i);
  const nouns = [head, ...others].map((phrase) =>
    phrase
      .split(/[\s,]+/)
      .at(-1)!
      .replace(/[^\p{L}]/gu, ''),
  );
  const own = [...keywords, ...nouns]
    .map((word) => word.toLowerCase())
    .filter((word) => word.length > 2 && !NOT_FOR_NAMES.has(word));
  const fallback = coreOf(subject).split(/\s+/).at(-1)!.toLowerCase();
  const words = [...new Set((own.length > 0 ? own : [fallback]).map(singular))];
  return words.map((word) => capitalize(word));
}

function singular(noun: string): string {
  if (/ies$/i.test(noun) && noun.length > 4) return `${noun.slice(0, -3)}y`;
  if (/(?:ches|shes|xes|sses)$/i.test(noun)) return noun.slice(0, -2);
  return /[^s]s$/i.test(noun) && !/(?:us|is)$/i.test(noun) ? noun.slice(0, -1) : noun;
}

/** A headline and a description that search engines would take: 30 and 90 characters at most. */
function searchAdDraft({ brief, slots, deck, position }: Kit): Draft {
  const short = { ...slots, values: { ...slots.values, n: cut(slots.values['n'] ?? brief.subject, 16) } };
  const heads = fillAll(shuffled(LINES['ad-head']!, deck), short);
  const head = nth(
    heads.filter((line) => line.length <= SEARCH_HEAD_MAX_CHARACTERS),
    position,
  );
  const pool = fillAll(LINES['ad-text']!, short).filter((line) => line.length <= SEARCH_TEXT_MAX_CHARACTERS);
  // What it is comes first, where that is short enough.
  const what = pool.filter(
    (line) => slots.values['what.cap'] !== undefined && line === `${slots.values['what.cap']}.`,
  );
  return (rng) => {
    for (let i = 0; i < 80; i++) {
      const plan = [
        what.length > 0 ? what : pool,
        ...Array.from({ length: 1 + Math.floor(rng() * 4) }, () => pool),
      ];
      const text = (chooseFitting(plan, brief, countWords(head), rng, 8) ?? []).join(' ');
      if (text !== '' && text.length <= SEARCH_TEXT_MAX_CHARACTERS) return `**${head}**\n${text}`;
    }
    return `**${head}**\n${pick(pool, rng)}`;
  };
}

function cut(text: string, max_characters: number): string {
  if (text.length <= max_characters) return text;
  const words = text.split(/\s+/);
  while (words.length > 1 && words.join(' ').length > max_characters) words.pop();
  return words.join(' ').slice(0, SEARCH_HEAD_MAX_CHARACTERS - 10);
}

const BUTTON_WORDS = 5;

/** Headline, subline, button: the button asks for the given act, where it is short. */
function heroDraft(kit: Kit): Draft {
  const { slots, position } = kit;
  const head = nth(linesOf('tagline', kit), position);
  const goal = slots.values['goal.cap'];
  const buttons = goal !== undefined && goal.split(/\s+/).length <= BUTTON_WORDS ? [goal] : LINES['button']!;
  const script = scriptFor('hero')!;
  return (rng) => {
    const button = pick(buttons, rng);
    const subline = scriptDraft(kit, script, countWords(`${head} ${button}`))(rng);
    return `# ${head}\n\n${subline}\n\n**${button}**`;
  };
}

const PAGE_TITLE_MAX_CHARACTERS = 60;

/** A page's title and description, as results list them. */
function pageDraft(kit: Kit): Draft {
  const titles = fillAll(shuffled(TITLES, kit.deck), kit.slots);
  const short = titles.filter((title) => title.length <= PAGE_TITLE_MAX_CHARACTERS);
  const title = nth(short.length > 0 ? short : titles, kit.position);
  const text = scriptDraft(kit, scriptFor('page')!, countWords(title));
  return (rng) => `**${title}**\n${text(rng)}`;
}
