import { lowerFirst } from './clauses.ts';
import { capitalize, fixArticles, hasFlaw, isGerund, isPlural } from './language.ts';
import { factsOf } from './facts.ts';
import { fieldOf } from './fields.ts';
import type { Brief } from './types.ts';

export interface Slots {
  values: Readonly<Record<string, string | undefined>>;
  /** What `[one|many]` agrees with. */
  is_plural: boolean;
}

/**
 * The values for frames: `{s}` subject, `{b}` the same without an article (only where it has none), `{k}` its core
 * in a few words, `{c}` that without its article, `{n}` the name, `{w}` what it is, `{ws}` that in short, `{does}` what it does, `{a}` audience;
 * and the facts of `factsOf`.
 */
export function slotsOf(brief: Brief, is_offer: boolean): Slots {
  const { subject, name, fields, form } = brief;
  const is_bare = !/^(?:a|an|the|my|our|your|his|her|their|this|these|what|how|why|“)/i.test(`${subject} `);
  const offered = name ?? subject.replace(/^(?:an?|one)\s+/i, 'this ');
  const facts = factsOf(fields);
  const audience = loweredReader(fieldOf(fields, /who is it for|audience|^reader/) ?? brief.audience);
  const values = {
    ...facts,
    s: subject,
    b: is_bare && name === null && !/\d/.test(subject) ? subject : undefined,
    k: name ?? coreOf(subject),
    c: coreOf(subject).replace(/^(?:an?|the|my|our|your|some)\s+/i, ''),
    n: name === null && form === 'news' ? undefined : offered,
    w: name === null ? undefined : facts['what.is'],
    ws: name === null ? undefined : facts['what.short'],
    does: name === null ? undefined : facts['what.does'],
    a: audience ?? (is_offer ? undefined : brief.pack.people),
    ours: facts['wrong'] === undefined ? '' : undefined,
  };
  return { values, is_plural: is_offer ? name === null && isPlural(subject) : brief.is_plural };
}

/**
 * The frames that can be filled, filled: capital at the start, articles right. Those that stumble over the request's
 * own words ("Getting getting paid right") are left out, unless all do.
 */
export function fillAll(frames: readonly string[], slots: Slots): string[] {
  const filled = frames.flatMap((frame) => fill(frame, slots) ?? []);
  const sound = filled.filter((text) => !hasFlaw(text));
  return sound.length > 0 ? sound : filled;
}

const SLOT = /(^|[.!?]\s)?\{([\w.]+)\}/g;

/** Null when the frame needs a value that the request did not give. A slot that begins a sentence gets its capital. */
export function fill(frame: string, slots: Slots): string | null {
  let is_whole = true;
  let rest = '';
  const filled = frame
    .replace(/\[([^\]|]*)\|([^\]]*)\]/g, (_, one: string, many: string) => (slots.is_plural ? many : one))
    .replace(SLOT, (_, before: string | undefined, key: string) => {
      const value = slots.values[key];
      if (value === undefined) is_whole = false;
      rest ||= slots.values[restOf(key)] ?? '';
      return before === undefined ? (value ?? '') : `${before}${capitalize(value ?? '')}`;
    });
  if (!is_whole) return null;
  // A quotation that ends on its own mark ends the sentence too.
  const text = capitalize(fixArticles(filled)).replace(/([.?!][”"])\.(?=\s|$)/g, '$1');
  return rest === '' ? text : `${text} ${rest}`;
}

/** The slot with the sentences that a fact has besides its first: they follow where the fact is told. */
const restOf = (key: string): string =>
  /^\w+(?:\.(?:cl|say|ing))?$/.test(key) ? `${key.split('.')[0]!}.rest` : '';

/** The facts that a frame tells, apart from the name and the subject, which may come back. */
export function factsIn(frame: string): string[] {
  return [...frame.matchAll(SLOT)]
    .filter(([, , key]) => !key!.endsWith('.given'))
    .map(([, , key]) => key!.split('.')[0]!)
    .map((key) => (key === 'what' || key === 'does' ? 'w' : key))
    .filter((key) => !/^(?:n|s|b|k|ws|mixed|pleased|hurt|ours|c)$/.test(key));
}

const GERUND_CORE_WORDS = 5;

/** The noun with at most two words before it: "a small balcony garden in winter" → "a small balcony garden". */
export function coreOf(subject: string): string {
  const article = /^(?:an?|the|my|our|your|some)\s+/i.exec(subject)?.[0] ?? '';
  const bare = subject.slice(article.length);
  const words = bare.split(/\s+/);
  if (words.length <= (isGerund(words[0]!) ? 4 : 3)) return subject;
  if (isGerund(words[0]!))
    return bare
      .split(/\s(?:when|if|while|that|because|without|before|after|so|and)\s/i)[0]!
      .split(/\s+/)
      .slice(0, GERUND_CORE_WORDS)
      .join(' ')
      .replace(/(?:\s+(?:a|an|the|of|to|in|on|at|by|with|for|from|your|my))+$/i, '');
  const head = bare.split(
    /\s(?:of|for|in|on|with|that|which|who|to|from|at|without|when|and|into|by|as)\s/i,
  )[0]!;
  return fixArticles(`${article}${head.split(/\s+/).slice(-3).join(' ')}`);
}

const MAY_BE_NAMED =
  /^\S*\p{Lu}\S*\p{Lu}|^\S+ \p{Lu}|^\p{L}+(?:ish|ese|ian|ians|ench|erman|ermans|utch|wiss|reek|reeks)\b/u;

/** Readers are seldom named: their first letter is small unless it may be a people's, or another capital follows. */
function loweredReader(given: string | null): string | undefined {
  const text = loweredStart(given);
  if (text === undefined || MAY_BE_NAMED.test(text)) return text;
  return text[0]!.toLowerCase() + text.slice(1);
}

/** First letter small, end mark gone: a field's text on its way into the middle of a sentence. */
function loweredStart(given: string | null): string | undefined {
  const text = given
    ?.split('\n')[0]!
    .trim()
    .replace(/[.!?;:,\s]+$/, '');
  return text ? lowerFirst(text) : undefined;
}
