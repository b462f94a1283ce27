import { isGerund } from './language.ts';
import {
  isAuxiliary,
  isCommonStart,
  isPast,
  isSurePast,
  isSureVerb,
  isThirdPerson,
  isVerb,
  mayBeAdjective,
} from './lexicon.ts';
import { isCommonWord } from './packs/index.ts';

/** "the clip broke", "sent a clip", "clip it on", "clipping it on", "a clip". */
type Kind = 'clause' | 'past' | 'act' | 'gerund' | 'noun';

const SUBJECT_PRONOUN =
  /^(?:i|we|you|he|she|it|they|there|nobody|everybody|everyone|somebody|someone|nothing|everything)$/;
const DETERMINER =
  /^(?:a|an|the|my|our|your|his|her|its|their|this|that|these|those|some|any|every|each|no|one|two|three|all|both|many|most|more|few|another|other)$/;
const PREPOSITION =
  /^(?:of|for|in|on|with|to|from|at|without|under|into|by|as|near|inside|during|over|between|behind|above|below|against|across|around|about|until|since|beside|out|off|up|down|through|through)$/;
const SUBORDINATE =
  /^(?:that|which|who|whom|whose|where|when|while|because|if|although|though|so|before|after|unless|until)$/;
const ADVERB =
  /^(?:now|then|not|never|always|often|still|already|only|just|also|soon|again|here|there|too|less|more|early|late|\w+ly)$/;

const lettersOf = (word: string): string => word.toLowerCase().replace(/[^\p{L}’'-]/gu, '');

/** The word at which a clause's verb stands, or -1: a noun phrase has none, and what follows "that" is not looked at. */
export function verbAt(text: string): number {
  const given = text.trim().split(/\s+/);
  const words = given.map(lettersOf);
  for (let i = 1; i < words.length; i++) {
    const [before, word] = [words[i - 1]!, words[i]!];
    if (SUBORDINATE.test(word)) return -1;
    if (PREPOSITION.test(before) || DETERMINER.test(before)) continue;
    if (isAuxiliary(word) || isSurePast(word)) return i;
    // "Quill moves": a name does it.
    if (i === 1 && isThirdPerson(word) && /^[A-Z].*[^s]$/.test(given[0]!)) return i;
    if (isFinite(before, word, words[i + 1] ?? '')) return i;
  }
  return -1;
}

/** Whether a word with these neighbours is the verb of the sentence. */
function isFinite(before: string, word: string, after: string): boolean {
  const is_verb = isVerb(word);
  const is_third = isThirdPerson(word);
  if (SUBJECT_PRONOUN.test(before) && (is_verb || is_third || isPast(word))) return true;
  if (isSureVerb(word) && before !== 'to' && !isNounHere(before, word)) return true;
  if (is_verb && (before.endsWith('s') || before === 'people')) return true;
  const leads_on = after === '' || DETERMINER.test(after) || ADVERB.test(after) || PREPOSITION.test(after);
  if (!leads_on) return false;
  if (ADVERB.test(before) && (is_verb || is_third)) return true;
  if (is_third && !PREPOSITION.test(after) && after !== '') return true;
  return isPast(word) && !isGerund(before) && after !== 'by';
}

/** A base form right after a singular noun is another noun ("a water change"), after an adjective "-s" is one too. */
function isNounHere(before: string, word: string): boolean {
  const is_plural_before = before.endsWith('s') || before === 'people' || SUBJECT_PRONOUN.test(before);
  if (isVerb(word)) return !is_plural_before && !ADVERB.test(before);
  return ADVERB.test(before) ? false : before.endsWith('s') && !before.endsWith('ss');
}

export function kindOf(text: string): Kind {
  const words = text.trim().split(/\s+/).map(lettersOf);
  const first = words[0] ?? '';
  if (/^(?:how|why|what|when|where|who|which|whether)$/.test(first)) return 'noun';
  if (
    /^(?:i|we|you|he|she|it|they|there|i’\w+|we’\w+|it’s|there’s|you’re|they’re)$/.test(first) &&
    words.length > 1
  )
    return 'clause';
  const at = verbAt(text);
  const is_sure = at > 0 && (isAuxiliary(words[at]!) || isSureVerb(words[at]!) || isSurePast(words[at]!));
  // "Watering house plants less" is something to do, "writing takes time" says something.
  if (isGerund(first)) return is_sure ? 'clause' : 'gerund';
  if (at > 0 && !isVerb(first) && !isPast(first)) return 'clause';
  if (isPast(first) && words.length > 1 && !isVerb(first)) return 'past';
  if (isVerb(first) && at <= 0) return words.length === 1 ? 'noun' : 'act';
  if (isVerb(first)) return isSentenceOfNoun(text, words) ? 'clause' : 'act';
  return 'noun';
}

/** "Slow hands calm the head": a word that may be an order is followed by the verb. "Ask before you plan" is an order. */
function isSentenceOfNoun(text: string, words: readonly string[]): boolean {
  if (isThirdPerson(words[1] ?? '') || isAuxiliary(words[1] ?? '')) return true;
  return mayBeAdjective(words[0]!) && verbAt(text) === 2 && !/^\S+ \S+,/.test(text);
}

/** What a clause speaks of: "a small lamp changes the evening" → "a small lamp". Null when it is no clause. */
export function nounOfClause(text: string): string | null {
  if (kindOf(text) !== 'clause') return null;
  const at = verbAt(text);
  const words = text.trim().split(/\s+/);
  let end = at;
  while (end > 1 && ADVERB.test(lettersOf(words[end - 1]!))) end--;
  if (at < 1 || SUBJECT_PRONOUN.test(lettersOf(words[0]!))) return null;
  return words
    .slice(0, end)
    .join(' ')
    .replace(/(?: no longer|[,;:])$/, '');
}

/** Plurals begin small, these do not. */
const PROPER_IN_S = new Set(
  'paris wales athens naples texas cyprus mars james charles thomas lucas jonas agnes ines tomas chris lagos honduras barbados mauritius laos dallas vegas philippines netherlands'.split(
    ' ',
  ),
);

/** First letter small, unless the word may be a name. */
export function lowerFirst(text: string): string {
  const first = /^[A-Z][a-z’'-]*(?=[\s,]|$)/.exec(text)?.[0];
  if (first === undefined || /^(?:I|I[’']\w+)$/.test(first)) return text;
  const word = first.toLowerCase();
  const is_common =
    (/[^s]s$/.test(word) && !PROPER_IN_S.has(word)) ||
    isCommonStart(word) ||
    isCommonWord(word) ||
    isPast(word) ||
    isGerund(word) ||
    isThirdPerson(word);
  return is_common ? word + text.slice(first.length) : text;
}
