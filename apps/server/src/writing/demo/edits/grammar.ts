import { fixArticles, isPlural } from '../language.ts';
import { swap } from './text.ts';

const SPELLING: readonly (readonly [string, string])[] = [
  ['teh', 'the'],
  ['adn', 'and'],
  ['recieve', 'receive'],
  ['recieved', 'received'],
  ['seperate', 'separate'],
  ['definately', 'definitely'],
  ['occured', 'occurred'],
  ['untill', 'until'],
  ['wich', 'which'],
  ['alot', 'a lot'],
  ['becuase', 'because'],
  ['beleive', 'believe'],
  ['freind', 'friend'],
  ['goverment', 'government'],
  ['neccessary', 'necessary'],
  ['acommodate', 'accommodate'],
  ['accomodate', 'accommodate'],
  ['tommorow', 'tomorrow'],
  ['tomorow', 'tomorrow'],
  ['wierd', 'weird'],
  ['thier', 'their'],
  ['begining', 'beginning'],
  ['existance', 'existence'],
  ['enviroment', 'environment'],
  ['publically', 'publicly'],
  ['succesful', 'successful'],
  ['sucess', 'success'],
  ['truely', 'truly'],
  ['writting', 'writing'],
  ['grammer', 'grammar'],
  ['dont', 'don’t'],
  ['doesnt', 'doesn’t'],
  ['didnt', 'didn’t'],
  ['isnt', 'isn’t'],
  ['wasnt', 'wasn’t'],
  ['cant', 'can’t'],
  ['couldnt', 'couldn’t'],
  ['wouldnt', 'wouldn’t'],
  ['shouldnt', 'shouldn’t'],
  ['im', 'I’m'],
  ['ive', 'I’ve'],
  ['youre', 'you’re'],
  ['theyre', 'they’re'],
  ['i', 'I'],
];

const AGREEMENT: readonly (readonly [RegExp, string])[] = [
  [/\b(could|would|should|must|might) of\b/gi, '$1 have'],
  [/\b(he|she|it) don['’]t\b/gi, '$1 doesn’t'],
  [/\b(he|she|it) have\b/gi, '$1 has'],
  [/\b(we|you|they) was\b/gi, '$1 were'],
  [/\b(he|she|it) were(?! to\b)/gi, '$1 was'],
  [/\b(he|she|it) (go|do)\b/gi, '$1 $2es'],
  [/\b(they|we|you) is\b/gi, '$1 are'],
  [/\b(they|we|you) has\b/gi, '$1 have'],
  [/\bI is\b/g, 'I am'],
  [/\bthere is (many|several|two|three|some \w+s)\b/gi, 'there are $1'],
  [/\byour (welcome|right that|going to|doing)\b/gi, 'you’re $1'],
  [/\bits (a|an|the|not|been|important|easy|hard)\b/gi, 'it’s $1'],
  [/\bmore (better|easier|faster|bigger|smaller)\b/gi, '$1'],
  [/\b(more|less|better|worse|rather|other|\w+er) then\b/gi, '$1 than'],
  [/\bto much\b/g, 'too much'],
  [/\bless (people|words|things|items|days)\b/gi, 'fewer $1'],
];

const SINGULAR_VERB =
  /(?<!\bof )\b((?:our|my|your|their|these|those|many|several) (\p{L}+)) (is|was|has)\b/giu;
const PLURAL_VERBS: Readonly<Record<string, string>> = { is: 'are', was: 'were', has: 'have' };

/** "Our plants is" as "our plants are"; of "one of our plants is" the subject is another. */
const agreed = (text: string): string =>
  text.replace(SINGULAR_VERB, (found, subject: string, noun: string, verb: string) =>
    isPlural(noun) ? `${subject} ${PLURAL_VERBS[verb.toLowerCase()]!}` : found,
  );

/** Spelling, doubled words, agreement, articles, spaces and capitals; the wording stays the writer's own. */
export function fixGrammar(text: string): string {
  let result = text.replace(/\b([\p{L}]+)(\s+\1\b)+/giu, (found, word: string) =>
    /^(?:had|that)$/i.test(word) ? found : word,
  );
  result = swap(result, SPELLING);
  for (const [pattern, replacement] of AGREEMENT) result = result.replace(pattern, replacement);
  result = fixArticles(agreed(result))
    .replace(/[ \t]{2,}/g, ' ')
    .replace(/ +([,.;:!?])(?=\s|$)/g, '$1')
    .replace(/([,;])(?=[\p{L}])/gu, '$1 ')
    .replace(/([.!?])(?=\p{Lu}\p{Ll})/gu, '$1 ')
    .replace(
      /(^|[.!?]["”’)]*\s+|\n)(["“‘(]?)(\p{Ll})/gu,
      (_, a: string, b: string, c: string) => a + b + c.toUpperCase(),
    )
    .replace(
      /\b(monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|april|june|july|august|september|october|november|december|english)\b/g,
      (d) => d[0]!.toUpperCase() + d.slice(1),
    )
    .trim();
  return /[\p{L}\p{N}]$/u.test(result) && result.split(/\s+/).length > 3 ? `${result}.` : result;
}
