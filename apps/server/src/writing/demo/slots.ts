import { capitalize, fixArticles, hasFlaw, isGerund, isPlural } from './language.ts';
import { fieldOf } from './fields.ts';
import { shortened } from './subject.ts';
import type { Brief } from './types.ts';

export interface Slots {
  values: Readonly<Record<string, string | undefined>>;
  /** What `[one|many]` agrees with. */
  is_plural: boolean;
}

const ASKED_OF_READERS = /readers do|call to action|first step|^goal/;
/** A mail also tells what was done or is new. */
const SAID_IN_MAILS =
  /readers do|call to action|first step|what you did|what changed|what’s new|what's new|^goal/;

/**
 * The values for frames: `{s}` subject, `{b}` the same without an article (only where it has none), `{k}` its core
 * in three words at most, `{n}` the name, `{w}` what it is, `{a}` audience, `{g}` what readers should do.
 */
export function slotsOf(brief: Brief, is_offer: boolean): Slots {
  const { subject, name } = brief;
  const is_bare = !/^(?:a|an|the|my|our|your|his|her|their|this|these|what|how|why)\b/i.test(subject);
  const offered = name ?? subject.replace(/^(?:an?|one)\s+/i, 'this ');
  const values = {
    s: subject,
    b: is_bare && name === null && !/\d/.test(subject) ? subject : undefined,
    k: name ?? coreOf(subject),
    n: offered,
    w: name === null ? undefined : whatItIs(fieldOf(brief.fields, /what is it\b/)),
    a:
      loweredStart(fieldOf(brief.fields, /who is it for|audience|reader/) ?? brief.audience) ??
      brief.pack.people,
    v: loweredStart(fieldOf(brief.fields, /what happened|what went wrong/)) ?? subject,
    l: loweredStart(fieldOf(brief.fields, /learn/)),
    g: loweredStart(fieldOf(brief.fields, is_offer ? ASKED_OF_READERS : SAID_IN_MAILS)),
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

/** Null when the frame needs a value that the request did not give. */
export function fill(frame: string, slots: Slots): string | null {
  let is_whole = true;
  const filled = frame
    .replace(/\[([^\]|]*)\|([^\]]*)\]/g, (_, one: string, many: string) => (slots.is_plural ? many : one))
    .replace(/\{(\w)\}/g, (_, key: string) => {
      const value = slots.values[key];
      if (value === undefined) is_whole = false;
      return value ?? '';
    });
  return is_whole ? capitalize(fixArticles(filled)) : null;
}

/** The noun with at most two words before it: "a small balcony garden in winter" → "small balcony garden". */
export function coreOf(subject: string): string {
  const bare = subject.replace(/^(?:a|an|the|my|our|your|some)\s+/i, '');
  const words = bare.split(/\s+/);
  if (words.length <= 3) return bare;
  if (isGerund(words[0]!))
    return words
      .slice(0, 3)
      .join(' ')
      .replace(/\s+(?:a|an|the|of|to|in|on|with|for|your|my)$/i, '');
  const head = bare.split(
    /\s(?:of|for|in|on|with|that|which|who|to|from|at|without|when|and|into|by|as)\s/i,
  )[0]!;
  return head.split(/\s+/).slice(-3).join(' ');
}

function whatItIs(given: string | null): string | undefined {
  const text = loweredStart(given === null ? null : shortened(given.split(/[.!?]\s/)[0]!));
  if (
    text === undefined ||
    /^(?:we|it|i|they|you|\w+s (?:you|people|your|the|a|an)|helps|makes|sells|lets|gives|offers|builds|turns|keeps|provides|creates)\b/i.test(
      text,
    )
  ) {
    return undefined;
  }
  return /^(?:a|an|the|our|your|one)\s/i.test(text) || isPlural(text) ? text : fixArticles(`a ${text}`);
}

/** First letter small, end mark gone: a field's text on its way into the middle of a sentence. */
function loweredStart(given: string | null): string | undefined {
  const text = given
    ?.split('\n')[0]!
    .trim()
    .replace(/[.!?;:,\s]+$/, '');
  if (!text) return undefined;
  return /^[A-Z][a-z’']*(?:\s|$)/.test(text) && !/^(?:I|I’\w+|I'\w+)\b/.test(text)
    ? text[0]!.toLowerCase() + text.slice(1)
    : text;
}
