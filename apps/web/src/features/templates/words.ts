import { count, credits, figure, words } from '../../shared/format/number.ts';
import type { TemplateInput, TemplateSummary } from '../../shared/api/types.ts';

/** What the templates' pages say, and the figures behind it. Plain functions. */

export const CATEGORY_NAMES: Record<TemplateSummary['category'], string> = {
  frameworks: 'Frameworks',
  articles: 'Articles',
  editing: 'Editing',
  ads: 'Ads',
  social: 'Social',
  email: 'Email',
  product: 'Product, web',
  business: 'Business',
};

type Length = Pick<TemplateSummary, 'words' | 'length_from'>;

/** "about 120 words"; an edit is as long as what is edited. */
export function aboutLength({ words: n, length_from }: Length): string {
  if (length_from?.as === 'count') return 'as long as your text';
  if (length_from?.as === 'number') return 'as long as you say';
  return `about ${words(n)}`;
}

const wordsIn = (text: string): number => text.split(/\s+/u).filter((part) => part !== '').length;

/** About how many words, and so credits, one output will have with these inputs. */
export function wordsEach(
  { words: n, length_from }: Length,
  values: Readonly<Record<string, string>>,
): number {
  if (length_from === null) return n;
  const value = (values[length_from.input] ?? '').trim();
  const found = length_from.as === 'number' ? Number.parseInt(value, 10) : wordsIn(value);
  return found > 0 ? found : n;
}

export interface Cost {
  readonly sentence: string;
  /** How many outputs would finish, when not all of them will. */
  readonly suggest: number | null;
}

/** What a run would cost: said before it, from what is left at this moment. */
export function costOf(each: number, outputs: number, left: number): Cost {
  const all = each * outputs;
  if (all <= left) {
    const sentence =
      outputs === 1 ? `about ${credits(each)}` : `${outputs} × about ${figure(each)} = about ${credits(all)}`;
    return { sentence, suggest: null };
  }
  if (left <= 0) return { sentence: `About ${credits(all)} needed; none left.`, suggest: null };
  const needs =
    outputs === 1
      ? `Needs about ${figure(all)}; you have ${figure(left)}.`
      : `${outputs} × ${figure(each)} needs about ${figure(all)}; you have ${figure(left)}.`;
  const finish = Math.floor(left / each);
  if (finish === 0) return { sentence: `${needs} The text stops after about ${words(left)}.`, suggest: null };
  return { sentence: `${needs} About ${figure(finish)} will finish.`, suggest: finish };
}

/** The counter beside an input: nothing until 80% of its limit. */
export function counterOf(input: Pick<TemplateInput, 'kind' | 'limit'>, value: string): string | null {
  if (input.kind === 'number' || value.length < input.limit * 0.8) return null;
  return `${figure(value.length)} of ${figure(input.limit)}`;
}

/** What is wrong with an input, before it is sent; null if nothing is. */
export function faultOf(input: TemplateInput, value: string): string | null {
  const text = value.trim();
  if (text === '') return input.optional ? null : 'Fill this in.';
  if (input.kind === 'number')
    return /^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= input.limit
      ? null
      : `A whole number from 1 to ${figure(input.limit)}.`;
  if (text.length <= input.limit) return null;
  return `${figure(text.length - input.limit)} characters too long.`;
}

/** Those whose name, purpose or category holds every word that is searched for. */
export function matching(all: readonly TemplateSummary[], search: string): TemplateSummary[] {
  const asked = search
    .toLowerCase()
    .split(/\s+/)
    .filter((part) => part !== '');
  return all.filter((one) => {
    const text = `${one.name} ${one.purpose} ${CATEGORY_NAMES[one.category]}`.toLowerCase();
    return asked.every((part) => text.includes(part));
  });
}

export interface Shelf {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly TemplateSummary[];
}

const RECENT = 4;

/** The first shelves: what the reader used last, what they starred, what the workspace made. Empty ones are left out. */
export function firstShelves(all: readonly TemplateSummary[]): Shelf[] {
  const recent = all
    .filter((one) => one.last_used_at !== null)
    .toSorted((a, b) => ((a.last_used_at ?? '') < (b.last_used_at ?? '') ? 1 : -1))
    .slice(0, RECENT);
  const shelves = [
    { id: 'recent', title: 'Recent', rows: recent },
    { id: 'favourites', title: 'Favourites', rows: all.filter((one) => one.is_favourite) },
    { id: 'own', title: 'Made here', rows: all.filter((one) => one.is_own) },
  ];
  return shelves.filter(({ rows }) => rows.length > 0);
}

/** One shelf a category, in the catalogue's order. */
export const categoryShelves = (all: readonly TemplateSummary[]): Shelf[] =>
  Object.entries(CATEGORY_NAMES)
    .map(([id, title]) => ({ id, title, rows: all.filter((one) => one.category === id) }))
    .filter(({ rows }) => rows.length > 0);

export interface Done {
  readonly done: number;
  readonly all: number;
  readonly credits: number;
}

export const barWords = ({ done, all, credits: n }: Done): string =>
  `${figure(done)} of ${figure(all)} done, ${credits(n)}.`;

export const foundWords = (n: number): string =>
  n === 0 ? 'No template found.' : `${count(n, 'template')} found.`;
