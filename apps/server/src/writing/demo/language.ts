/** Small rules of English that slots need: articles, number, the -ing form. */

const AN_DESPITE_CONSONANT = /^(hour|honest|honou?r|heir|herb\b|[fhlmnrsx]-|(?:[FHLMNRSX][A-Z]{1,4})\b)/;
const A_DESPITE_VOWEL = /^(uni([^nm]|$)|use|usu|u[bkrst][aeiou]|eu|ewe|one\b|once\b|ouija|U[A-Z]\b)/i;

export function articleFor(word: string): 'a' | 'an' {
  const bare = word.replace(/^[^A-Za-z0-9]+/, '');
  if (AN_DESPITE_CONSONANT.test(bare)) return 'an';
  if (/^(8|11\b|18\b)/.test(bare)) return 'an';
  if (A_DESPITE_VOWEL.test(bare)) return 'a';
  return /^[aeiou]/i.test(bare) ? 'an' : 'a';
}

/** Sets each "a" and "an" right for the word that follows. */
export function fixArticles(text: string): string {
  return text.replace(
    /\b([Aa])n?( +)(?=(["'“‘*_(]*[A-Za-z0-9][\w-]*))/g,
    (whole, a: string, gap: string, next: string) => {
      // "a" as a letter or a grade: "from a to z", "vitamin A is".
      if (/^(to|is|was|and|or)$/.test(next)) return whole;
      return `${a}${articleFor(next) === 'an' ? 'n' : ''}${gap}`;
    },
  );
}

export function capitalize(text: string): string {
  return text.replace(
    /^([^\p{L}\p{N}]*)(\p{Ll})/u,
    (_, lead: string, letter: string) => lead + letter.toUpperCase(),
  );
}

const NOT_GERUNDS = new Set(
  'thing king spring morning evening string wedding building ceiling clothing ring sting wing sibling sterling offering pudding bedding sing bring something anything everything nothing'.split(
    ' ',
  ),
);
const SINGULAR_IN_S = new Set(
  'news yoga mathematics physics politics economics athletics gymnastics ethics gas bus lens chaos series species canvas atlas pilates christmas paris'.split(
    ' ',
  ),
);
const PLURAL_WITHOUT_S = new Set(
  'people children women men mice feet teeth geese sheep police cattle media'.split(' '),
);
const HEAD_ENDS =
  /\s(?:of|for|in|on|with|that|which|who|why|to|from|at|without|when|while|under|into|by|as|near|inside|during|after|before|over|between)\s/i;

export function isGerund(word: string): boolean {
  return /^[a-z]{2,}ing$/i.test(word) && word.length > 4 && !NOT_GERUNDS.has(word.toLowerCase());
}

/** Whether a noun phrase takes "are": looks at the noun before the first preposition. */
export function isPlural(phrase: string): boolean {
  const head = phrase.split(HEAD_ENDS)[0]!.trim().toLowerCase();
  const words = head.split(/\s+/);
  if (isGerund(words[0]!)) return false;
  if (/ and /.test(head) && !/^(a|an|the)\b.* and (?!a |an |the )/.test(head)) return true;
  if (/^(a|an|this|one|every|each)$/.test(words[0]!) && words.length > 1) return false;
  const noun = words.at(-1)!.replace(/[^a-z]/g, '');
  if (PLURAL_WITHOUT_S.has(noun)) return true;
  if (SINGULAR_IN_S.has(noun) || /(ss|us|is)$/.test(noun)) return false;
  return noun.endsWith('s') && noun.length > 2;
}

/** One syllable with a short vowel: "clip", "plan"; and the longer verbs that double all the same. */
const DOUBLING = /^(?:(?:re|un|over|out)?(?:[^aeiou\W]*|qu)[aeiou][^aeiouwxy\W]|begin|travel|program)$/;

/** "choose" → "choosing", "repot" → "repotting". */
export function gerund(verb: string): string {
  const v = verb.toLowerCase();
  if (v === 'be') return 'being';
  if (DOUBLING.test(v)) return `${verb}${v.at(-1)}ing`;
  if (v.endsWith('ie')) return `${verb.slice(0, -2)}ying`;
  if (/(ee|oe|ye)$/.test(v)) return `${verb}ing`;
  if (v.endsWith('e')) return `${verb.slice(0, -1)}ing`;
  return `${verb}ing`;
}

const MASS = new Set(
  'software hardware furniture bread coffee tea music art jewellery jewelry clothing advice help training coaching consulting accounting bookkeeping therapy insurance equipment lighting paper food wine beer soap skincare cheese chocolate yoga photography pottery design research support housing tourism calligraphy water light ink wool timber wood honey flour stationery cutlery crockery luggage footwear underwear bedding linen knitwear streetwear news information electricity energy internet storage hosting banking publishing printing catering gardening cleaning cooking baking knitting sewing education healthcare care fitness entertainment time money glassware homework work progress'.split(
    ' ',
  ),
);

/** Whether the noun takes no "a": "software for small invoices", "handmade soap". */
export function isMass(phrase: string): boolean {
  const head = phrase.split(HEAD_ENDS)[0]!.trim().toLowerCase();
  return (
    MASS.has(
      head
        .split(/[\s-]+/)
        .at(-1)!
        .replace(/[^a-z]/g, ''),
    ) || isGerund(head.split(/\s/)[0]!)
  );
}

const DOUBLED = /\b([\p{L}']+)\s+\1\b/iu;

/** What must never reach a reader: an unfilled slot, a doubled word, stray spaces, mark upon mark. */
export function hasFlaw(text: string): boolean {
  return (
    /[{}]|\[[^\]]*\|/.test(text) ||
    DOUBLED.test(text) ||
    / [,.;:!?](\s|$)|,,|\.\.(?!\.)|\?\.|!\.|:\./.test(text) ||
    /\bundefined\b/.test(text)
  );
}
