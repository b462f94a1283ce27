import { kindOf, lowerFirst } from './clauses.ts';
import { fieldOf, itemsOf } from './fields.ts';
import { capitalize, fixArticles, gerund, isMass, isPlural } from './language.ts';
import { isPast, isThirdPerson } from './lexicon.ts';
import { readReview } from './review.ts';
import { shortened } from './subject.ts';

type Fields = ReadonlyMap<string, string>;
export type Values = Record<string, string | undefined>;

/** What templates ask for, by the word that frames use for it. */
const FACTS: Readonly<Record<string, RegExp>> = {
  goal: /readers do|call to action|^goal/,
  step: /first step/,
  problem: /problem/,
  proof: /proof/,
  objection: /objection/,
  changed: /what changed|what[’']s new/,
  did: /what you did/,
  wrong: /what went wrong/,
  happened: /what happened/,
  learned: /learn/,
  recipient: /recipient/,
  news: /^news/,
  quote: /quote/,
  result: /^result/,
  customer: /^customer/,
  alternative: /alternative/,
  since: /since when/,
  point: /main point/,
  picture: /picture/,
  task: /^task/,
  what: /^what is it$|^product description/,
};
/** They hold several things: one a line, or between commas. */
const LISTS: Readonly<Record<string, RegExp>> = {
  points: /points made|^points/,
  features: /feature/,
  inside: /inside/,
  needs: /needed/,
  keywords: /keyword/,
};
const TITLE_WORDS = 10;
/** What the sender did or met is told as "we …" when the field begins with the verb. */
const OURS = new Set(['did', 'wrong', 'happened']);

/**
 * Each fact in the forms that sentences need; a form that the reader's words do not have is undefined. `{x}` goes after a
 * colon whatever it is, `{x.cl}` is a clause, `{x.np}` a noun phrase, `{x.act}` an instruction, `{x.say}` a sentence,
 * `{x.cap}` begins one, `{x.given}` is empty and says that it was given, `{x.quoted}` stands in quotation marks, `{x.list}` is a list, `{x.rest}` the sentences after the first.
 */
export function factsOf(fields: Fields): Values {
  const values: Values = {};
  for (const [key, label] of Object.entries(FACTS)) {
    const given = fieldOf(fields, label);
    if (given !== null) Object.assign(values, formsOf(key, given));
  }
  for (const [key, label] of Object.entries(LISTS)) {
    const items = itemsOf(fieldOf(fields, label)).map(lowerFirst);
    if (items.length > 0) values[`${key}.list`] = listed(items);
  }
  const review = fieldOf(fields, /review/);
  if (review !== null)
    Object.assign(values, readReview(review, fieldOf(fields, /product or company name|^name\b/)));
  return values;
}

function formsOf(key: string, given: string): Values {
  const [first, rest] = firstSentence(given);
  const bare = first.replace(/^[“"‘']+(?=[^”"]*[”"’']?$)|[”"]+$/g, '');
  const text = key === 'quote' ? first : lowerFirst(bare.replace(/^that\s+(?=\w+ \w+)/i, ''));
  const kind = kindOf(text);
  const begins = text.split(/\s/)[0]!.toLowerCase();
  const is_ours = OURS.has(key) && (kind === 'past' || kind === 'act' || isPast(begins));
  const inline = is_ours ? `we ${text}` : text;
  const is_clause = is_ours || kind === 'clause';
  const forms: Values = {
    '': inline,
    cl: is_clause ? inline : undefined,
    np: !is_clause && (kind === 'noun' || kind === 'gerund') ? inline : undefined,
    act: kind === 'act' && !is_ours ? text : undefined,
    say: is_clause ? `${capitalize(inline)}.` : undefined,
    cap: (kind === 'act' && !is_ours) || key === 'what' ? capitalize(text) : undefined,
    quoted: `“${capitalize(bare)}${/^[^.]*([?!])/.exec(given)?.[1] ?? ''}”`,
    title: bare.split(/\s+/).length <= TITLE_WORDS ? capitalize(bare) : undefined,
    given: '',
    rest: rest === '' ? undefined : rest,
  };
  if (key === 'task') forms['ing'] = gerundOf(text);
  if (key === 'since' && !/^(?:since|for)\b/.test(text)) forms['np'] = inline;
  if (key === 'since' && /^(?:since|for)\b/.test(text)) forms['time'] = inline;
  if (key === 'customer') forms['the'] = text.split(',')[0]!.replace(/^an?\s/, 'the ');
  if (key === 'quote') forms['say'] = /[.!?…][”"’]$/.test(first) ? first : `${first}.`;
  if (key === 'what') Object.assign(forms, whatForms(text));
  return Object.fromEntries(
    Object.entries(forms).map(([form, value]) => [form === '' ? key : `${key}.${form}`, value]),
  );
}

/** The first sentence without its end mark, and the others. A line that goes on is the same sentence. */
function firstSentence(given: string): [string, string] {
  const text = given.trim().replace(/\s*\n\s*/g, ' ');
  const match = /^([\s\S]*?[.!?…]["”’)]*)\s+(?=["“‘(]*[\p{Lu}\p{N}])([\s\S]+)$/u.exec(text);
  const first = (match?.[1] ?? text).replace(/[.!?;:,…\s]+$/, '');
  const rest = match?.[2] ?? '';
  return [first, rest === '' || /[.!?…]["”’)]*$/.test(rest) ? rest : `${rest}.`];
}

/** "clip a lamp to a shelf" → "clipping a lamp to a shelf"; "how to" and "to" go. */
export function gerundOf(task: string): string {
  const bare = task.replace(/^(?:how )?to\s+/i, '');
  const [verb, ...rest] = bare.split(/\s+/);
  return verb!.endsWith('ing') && kindOf(bare) === 'gerund' ? bare : [gerund(verb!), ...rest].join(' ');
}

/** "a, b and c"; clauses are joined by a comma too. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? '';
  const is_clauses = items.some((item) => kindOf(item) === 'clause');
  if (/\sand\s/.test(items.at(-1)!) && !is_clauses) return items.join(', ');
  return `${items.slice(0, -1).join(', ')}${is_clauses ? ',' : ''} and ${items.at(-1)}`;
}

const SAID_BY_VERB = /^(?:we|it|i|they|you)\s/i;

/** "a reading lamp that clips onto any shelf" and, short, "a reading lamp"; "sends plants by post" is what it does. */
function whatForms(text: string): Values {
  const [first, second = ''] = text.split(/\s+/);
  if (SAID_BY_VERB.test(text)) return { is: undefined };
  if (isThirdPerson(first!) && !/^(?:for|by|in|on|and)$/.test(second)) return { does: text };
  const whole = withArticle(shortened(text, 14));
  return { is: whole, short: shortOf(whole) };
}

/** "a" before a thing that can be counted, and nothing before "software" or "house plants". */
export function withArticle(phrase: string): string {
  return /^(?:a|an|the|our|your|my|one|some|this)\s/i.test(phrase) || isPlural(phrase) || isMass(phrase)
    ? phrase
    : fixArticles(`a ${phrase}`);
}

/** What stands before the first "that" or preposition, when it is short enough to be said again. */
function shortOf(whole: string): string | undefined {
  const head = whole
    .split(/,|\s(?:of|for|in|on|with|that|which|who|to|from|at|by|without|where|whose|when)\s/i)[0]!
    .trim();
  const words = head.split(/\s+/).length;
  return words > 1 && words <= 4 ? head : undefined;
}
