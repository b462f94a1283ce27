import { countWords } from '@inkwell/words';
import { LENGTH_BANDS } from '../../lengths.ts';
import type { WriteRequest } from '../../writer.ts';
import { fieldOf, fieldsOf } from '../fields.ts';
import { lowerFirst } from '../clauses.ts';
import { capitalize, fixArticles } from '../language.ts';
import { requestText, toneOf } from '../parse.ts';
import type { Tone } from '../types.ts';
import { fixGrammar } from './grammar.ts';
import { shorten } from './shorten.ts';
import { BOLD, EXPAND, FORMAL, FRIENDLY, PADDING, PLAIN, REWORD } from './swaps.ts';
import { capped, contracted, sentencesIn, swap, tidied } from './text.ts';

type Edit = 'shorten' | 'grammar' | 'explain' | 'rewrite' | 'tone' | 'summary';

const EDIT_TEMPLATES: Readonly<Record<string, Edit>> = {
  shorten: 'shorten',
  'explain-simply': 'explain',
  'change-tone': 'tone',
  'summary-and-key-points': 'summary',
};

const EDIT_COMMANDS: readonly (readonly [RegExp, Edit])[] = [
  [/^(?:please )?(?:shorten|make (?:it|this) shorter|cut|trim|condense|tighten)\b/i, 'shorten'],
  [
    /^(?:please )?(?:fix|correct|proofread|check)\b.*\b(?:grammar|spelling|mistakes|errors|typos|this|it|text)\b/i,
    'grammar',
  ],
  [
    /^(?:please )?(?:explain (?:this|it|the text)? ?(?:simply|in (?:simple|plain))|simplify|make (?:it|this) simpler)\b/i,
    'explain',
  ],
  [/^(?:please )?(?:rewrite|rephrase|reword|paraphrase|improve|say (?:it|this) differently)\b/i, 'rewrite'],
  [/^(?:please )?(?:change (?:the )?tone|make (?:it|this) (?:sound )?(?:more )?[a-z]+$)/i, 'tone'],
  [/^(?:please )?(?:summari[sz]e|sum up|key points)\b/i, 'summary'],
];

/** The edited text when the request asks for an edit of a text that it gives; otherwise null. */
export function editOf(request: WriteRequest): string | null {
  const instruction = requestText(request);
  const by_template = request.template ? EDIT_TEMPLATES[request.template] : undefined;
  const edit = by_template ?? (request.ask ? undefined : commandOf(instruction));
  if (!edit) return null;
  const fields = fieldsOf(request, instruction);
  const source = sourceOf(request, instruction, fields);
  if (source === null) return null;
  const position = request.output_index + request.attempt;
  const edited = apply(edit, source, request, fields, position);
  return capped(edited === '' ? source : edited, request.max_words);
}

function commandOf(instruction: string): Edit | undefined {
  return EDIT_COMMANDS.find(([pattern]) => pattern.test(instruction))?.[1];
}

/** The selection, a template's text, or what follows the command after a colon. */
function sourceOf(
  request: WriteRequest,
  instruction: string,
  fields: ReadonlyMap<string, string>,
): string | null {
  const given =
    request.context ??
    fieldOf(fields, /your text|^text/) ??
    /^[^:\n]{3,60}:\s*([\s\S]+)$/.exec(instruction)?.[1] ??
    null;
  return given === null || given.trim() === '' ? null : given.trim();
}

function apply(
  edit: Edit,
  text: string,
  request: WriteRequest,
  fields: ReadonlyMap<string, string>,
  position: number,
): string {
  const words = countWords(text);
  const band = request.length === null ? null : LENGTH_BANDS[request.length];
  switch (edit) {
    case 'grammar':
      return fixGrammar(text);
    case 'shorten': {
      const asked = Number(
        /\d+/.exec(fieldOf(fields, /target/) ?? requestText(request).slice(0, 60))?.[0] ?? 0,
      );
      return shorten(text, asked || band?.max_words || Math.ceil(words * 0.6), position);
    }
    case 'explain':
      return explain(text, position);
    case 'rewrite':
      return reworded(text, position);
    case 'tone': {
      const asked =
        fieldOf(fields, /new tone/) ??
        /(?:more|to|sound)\s+(?:a |an )?([a-z]+)/i.exec(requestText(request))?.[1];
      return inTone(text, toneOf(asked ?? request.tone), position);
    }
    case 'summary':
      return summary(text, band?.max_words ?? 70, position);
  }
}

const SIMPLY: readonly string[] = [
  '',
  'Put simply: ',
  'In plain words: ',
  'In short: ',
  'Here is the simple version. ',
];

/** Plain words, short sentences. */
function explain(text: string, position: number): string {
  const plain = fixArticles(tidied(swap(swap(text, PADDING), PLAIN)))
    .replace(/;\s+(\p{Ll})/gu, (_, letter: string) => `. ${letter.toUpperCase()}`)
    .replace(/,\s+(?:which|and this) (means|is|makes|helps|lets)\b/g, '. This $1')
    .replace(/\s*\([^)]*\)/g, '');
  const lead = SIMPLY[position % SIMPLY.length]!;
  return led(lead, plain);
}

/** Another wording: synonyms by turns, a clause moved to the front, contractions on and off. */
function reworded(text: string, position: number): string {
  const lean = swap(text, PADDING);
  const chosen = REWORD.filter((_, i) => position === 0 || (i + position) % 3 !== 0);
  const turned =
    text.split(/\n{2,}/).length > 1
      ? lean
      : sentencesIn(lean)
          .map((s, i) => ((i + position) % 2 === 0 ? turnedRound(s) : s))
          .join(' ');
  const worded = swap(turned, chosen);
  return fixArticles(tidied(position % 2 === 0 ? contracted(worded) : swap(worded, EXPAND)));
}

/** "We stayed because it rained." becomes "Because it rained, we stayed." */
function turnedRound(sentence: string): string {
  const match = /^([^,;:]{8,90}) (because|when|if|although|while|since) ([^,;:]{6,90})([.!?])$/.exec(
    sentence,
  );
  if (!match) return sentence;
  const [, main, word, clause, mark] = match;
  const first = /^(?:I|[A-Z]\w*[A-Z])\b/.test(main!) ? main! : main![0]!.toLowerCase() + main!.slice(1);
  return `${word![0]!.toUpperCase()}${word!.slice(1)} ${clause!}, ${first}${mark!}`;
}

const WARM_ENDINGS: readonly string[] = [
  'Thank you for reading.',
  'Just ask if anything is unclear.',
  'Do write if you have a question.',
  'Take your time with it.',
];

/** How a tone begins where nothing in the text could be changed. */
const LEADS: Readonly<Record<Tone, readonly string[]>> = {
  plain: ['In other words: ', 'To put it simply: '],
  warm: ['Hello, and thank you for being here. ', 'A few words for you. '],
  bold: ['Straight to it: ', 'No detours: ', 'Plainly: '],
  expert: ['Please note the following. ', 'For your attention: '],
};

/** The text in its new tone, which must be seen: what no swap has changed gets a lead. */
function inTone(text: string, tone: Tone, position: number): string {
  const changed = toned(text, tone, position);
  if (changed !== text) return changed;
  const leads = LEADS[tone];
  return led(leads[position % leads.length]!, text);
}

/** A text after its lead, which goes on small after a colon. */
function led(lead: string, text: string): string {
  return lead.endsWith(': ') ? lead + lowerFirst(text) : lead + text;
}

function toned(text: string, tone: Tone, position: number): string {
  if (tone === 'expert')
    return fixArticles(
      tidied(
        swap(
          swap(text, EXPAND),
          FORMAL.filter((_, i) => position === 0 || (i + position) % 4 !== 0),
        ),
      ),
    ).replaceAll('!', '.');
  if (tone === 'bold') {
    const bare = tidied(swap(tidied(swap(text, PADDING)), BOLD));
    return fixArticles(position % 2 === 0 ? bare : contracted(bare));
  }
  const friendly = fixArticles(tidied(contracted(swap(swap(text, FRIENDLY), PADDING))));
  return tone === 'warm' ? `${friendly} ${WARM_ENDINGS[position % WARM_ENDINGS.length]!}` : friendly;
}

function summary(text: string, target_words: number, position: number): string {
  const kept = sentencesIn(shorten(text, target_words, position));
  const [gist, ...points] = kept;
  return points.length === 0
    ? (gist ?? text)
    : `${gist}\n\n${points.map((point) => `- ${withoutLink(point)}`).join('\n')}`;
}

/** A point of a list begins with what it says: "In addition, it is free." → "It is free." */
function withoutLink(point: string): string {
  return capitalize(
    point.replace(
      /^(?:in addition|also|moreover|furthermore|however|therefore|besides|and|but|so),?\s+/i,
      '',
    ),
  );
}
