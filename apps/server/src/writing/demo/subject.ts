import { lowerFirst } from './clauses.ts';
import { gerund } from './language.ts';

const POLITE =
  /^(?:(?:hi|hello|hey)[,!]? )?(?:(?:please|kindly|now) )?(?:(?:can|could|would|will) you (?:please )?|i(?:'d| would) like (?:you to )?|i (?:need|want) (?:you to )?|help me (?:to )?|let'?s )?/i;
const VERB =
  /^(?:write|draft|create|make|generate|compose|come up with|list|outline|describe|explain|suggest|prepare|give|tell|produce|think of|brainstorm|summari[sz]e|do|discuss|introduce|find|invent|build|continue)\b\s*/i;
const SMALL =
  /^(?:(?:me|us|up|out|some|a few|several|a|an|the|my|our|\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|short|long|brief|quick|new|good|great|catchy|detailed|simple|friendly|formal|professional|warm|bold|playful|witty|engaging|compelling|persuasive|\d+[- ]words?)\s+)+/i;
const FORMAT_WORD =
  '(?:blog|post|posts|outline|article|essay|paragraph|paragraphs|intro|introduction|opening|conclusion|email|e-mail|mail|letter|newsletter|headline|headlines|title|titles|tagline|taglines|slogan|slogans|name|names|business|product|company|caption|captions|tweet|tweets|thread|list|tips|ideas|ways|steps|reasons|benefits|faq|faqs|guide|story|description|descriptions|ad|ads|advert|copy|script|video|social|media|instagram|linkedin|summary|overview|sentence|sentences|press|release|announcement|bio|job|subject|line|lines|checklist|instructions|slogan|motto|cover|closing|thought|thoughts|talk|report|review|speech|pitch|landing|page|cold|outreach|sales|welcome|follow-up|thank-you|apology|invitation|note|message|memo|podcast|search|meta|how-to|questions|answers|things|mistakes|facts|short|long|first|section|chapter|poem|plan|points|bullet|key)';
const FORMAT_PHRASE = new RegExp(`^(?:${FORMAT_WORD}[ ,]+(?:and )?)*${FORMAT_WORD}\\b[\\s:]*`, 'i');
const LINK =
  /^(?:(?:about|on|for|of|regarding|around|covering|describing|explaining|announcing|introducing|promoting|celebrating|called|to|that (?:explains|describes|covers)|saying|inviting|asking|telling|thanking)\b\s*)/i;
const TAIL =
  /[,;]?\s+(?:in (?:a|an) [\w -]*(?:tone|voice|style|way|manner|list|sentence|paragraph).*|in (?:under |about |around |less than |fewer than |no more than )?(?:\d+|one|two|three|four|five|ten)(?: [\w-]+)? (?:words?|sentences?|paragraphs?|bullet points|lines?)\b.*|in (?:simple|plain) (?:words|terms|language|english)|(?:using|with) (?:a|an|the) [\w -]*(?:tone|voice|style|ending|hook).*|written (?:by|for|in|as).*|(?:of|at) (?:about |around )?\d+ words.*|(?:max|maximum|up to|about|around|roughly|under) \d+ words.*|make it .*|keep it .*|use .* tone.*|please)$/i;
/** "an opening for the page on herbs" is about herbs. */
const PAGE_OF = /^(?:the|my|our|this) (?:page|post|article|section|chapter|text) (?:on|about) /i;
const COUNT = /^(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+(?=\p{L})/iu;
const MAX_WORDS = 8;
/** What stands alone in a field is taken for one thing a little longer. */
const MAX_GIVEN_WORDS = 12;

/**
 * What a request is about, as a noun phrase that fits into a sentence; null when it names nothing.
 * `is_bare` is a template's field: there the whole text is the subject.
 */
export function readSubject(text: string, is_bare: boolean): string | null {
  let rest =
    text
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? '';
  rest = rest.split(/(?<=[a-z)"”])[.!?]\s+/)[0]!.replace(/[.!?:;,\s]+$/, '');
  if (!is_bare) rest = withoutCommand(rest).replace(COUNT, '');
  rest = withoutTails(rest);
  rest = nominal(rest.replace(/^["“'‘]+|["”'’]+$/g, '').trim());
  rest = shortened(
    rest
      .replace(/[{}[\]|<>*_#`]+/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
    is_bare ? MAX_GIVEN_WORDS : MAX_WORDS,
  );
  return /[\p{L}\p{N}]/u.test(rest) &&
    !/^(?:it|this|that|these|them|more|something|text|here|above|below|hi|hello|hey|thanks|thank you|test)$/i.test(
      rest,
    )
    ? rest
    : null;
}

function withoutCommand(text: string): string {
  const about = /\b(?:about|regarding|concerning)\s+(.+)$/i.exec(text)?.[1];
  if (about && about.trim() !== '') return withoutAudience(about);
  let rest = text.replace(POLITE, '').replace(VERB, '').replace(SMALL, '');
  const before = rest;
  rest = rest.replace(FORMAT_PHRASE, '');
  if (rest === '') return /^(?:name|names|it|this)$/i.test(before) ? '' : before.replace(FORMAT_PHRASE, '');
  return rest.replace(LINK, '').replace(LINK, '').replace(PAGE_OF, '');
}

/** "house plants for beginners": the audience is kept for the second sentence, not for the subject. */
function withoutAudience(text: string): string {
  return text.replace(
    /\s+for (?:complete |absolute |busy |new |young )?(?:beginners|readers|newcomers|everyone|[a-z]+ers|parents|students|teams|families|adults|kids|people(?: who .*)?)$/i,
    '',
  );
}

function withoutTails(text: string): string {
  let rest = text;
  for (let i = 0; i < 3; i++) rest = rest.replace(TAIL, '');
  return rest;
}

const CLAUSE =
  /^(?:(?:we|i|they|he|she|it|you)\s|(?:the|our|my|a|an|your) (?:[\w-]+ ){1,3}(?:was|were|is|are|arrived|did|had|has|have|went|failed|came|got|broke|lost|will|now|can)\s)/i;

const NOUN_OF_CLAUSE =
  /^((?:the|our|my|a|an|your) (?:[\w-]+ ){0,2}?[\w-]+) (?:was|were|is|are|did|had|has|have|will|can|needs?|makes?|protects?)\s/i;

/** Clauses become noun phrases: "how to repot a fern" → "repotting a fern". */
function nominal(text: string): string {
  const how_to =
    /^(?:how (?:to|you can|we can|do i|can i|do you)|ways to|the best way to|steps to|to)\s+(\w+)\b(.*)$/i.exec(
      text,
    );
  if (how_to) return `${gerund(how_to[1]!.toLowerCase())}${how_to[2]!}`;
  const why = /^why\s+(.+)$/i.exec(text)?.[1];
  if (why) return `the reasons why ${why.replace(/^(?:do|does|did|is|are)\s+/i, '')}`;
  const how = /^how\s+(.+)$/i.exec(text)?.[1];
  if (how) return `the way ${how}`;
  // A long clause would be cut after "the fact": what it speaks of stands before its verb.
  const noun = text.split(/\s+/).length > MAX_WORDS - 3 ? NOUN_OF_CLAUSE.exec(text)?.[1] : undefined;
  if (noun !== undefined) return noun;
  if (CLAUSE.test(text))
    return `the fact that ${/^I\b/.test(text) ? text : text[0]!.toLowerCase() + text.slice(1)}`;
  return text
    .replace(/^what (?:is|are|was|were)\s+/i, '')
    .replace(/^(?:what|when|where|whether|who)\s+/i, 'the question of $&')
    .trim();
}

/** `max_words` at most, cut where a phrase begins. */
export function shortened(text: string, max_words = MAX_WORDS): string {
  const words = text.split(/\s+/);
  if (words.length <= max_words) return text;
  for (let i = max_words; i >= 2; i--) {
    if (
      /[,;:–—-]$/.test(words[i - 1]!) ||
      /^(?:and|but|with|for|that|which|who|because|so|to|in|on|at|by|from|when|while|if|or|using|including|,|–|—|-)$/i.test(
        words[i]!,
      )
    ) {
      return words
        .slice(0, i)
        .join(' ')
        .replace(/[,;:–—-]+$/, '');
    }
  }
  return words
    .slice(0, max_words)
    .join(' ')
    .replace(/\s+(?:the|a|an|of|and|my|our|your|very)$/i, '');
}

const STOP = new Set(
  'the a an and or but of to in on for with as at by from is are was were be been it its this that these those they them their there then than so if you your we our us i my he she his her not no can will would could should have has had do does did what when where which who how why all any some more most much many very just also into out up down over about after before while because one two three only even still each every other another such own same too like make makes made get gets good new first last never always often thing things way ways keep need needs want wants take takes give gives let lets know start without between through here something nothing anything'.split(
    ' ',
  ),
);

/** The topic of a text: its title when it has one, otherwise the words that come back. */
export function readTopicOfText(text: string | null): string | null {
  if (text === null || text.trim() === '') return null;
  const title = /^(?:#{1,3}\s+|(?:document )?title:\s*)(.+)$/im.exec(text)?.[1] ?? loneTitle(text);
  if (title) {
    const subject = readSubject(
      title
        .replace(/^(?:\w+) (?:ways|tips|reasons|things|steps)(?: to)? /i, '')
        .replace(/^(?:ten|five|seven|three|six|eight|nine|four|\d+) /i, ''),
      true,
    );
    return subject === null ? null : lowerFirst(subject);
  }
  const words = text.toLowerCase().match(/[\p{L}][\p{L}'’-]+/gu) ?? [];
  const counts = new Map<string, number>();
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (STOP.has(word) || word.length < 4) continue;
    counts.set(word, (counts.get(word) ?? 0) + 1);
    const next = words[i + 1];
    if (next && !STOP.has(next) && next.length > 3 && !/(?:ly|ed)$/.test(next)) {
      counts.set(`${word} ${next}`, (counts.get(`${word} ${next}`) ?? 0) + 0.6);
    }
  }
  const best = [...counts].sort((x, y) => y[1] - x[1])[0];
  const topic = best?.[0] ?? null;
  return topic !== null && text.toLowerCase().includes(`the ${topic}`) ? `the ${topic}` : topic;
}

function loneTitle(text: string): string | null {
  const first = text.trim().split('\n')[0]!.trim();
  return first.length < 70 && !/[.!?:]$/.test(first) && first.split(/\s+/).length <= 10 ? first : null;
}
