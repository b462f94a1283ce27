import { LENGTH_BANDS } from '../lengths.ts';
import type { TemplateAsk, WriteRequest } from '../writer.ts';
import { DEFAULT_FORMAT, FORMATS, TEMPLATE_FORMATS } from './formats.ts';
import type { Format } from './formats.ts';
import { lowerFirst, nounOfClause } from './clauses.ts';
import { fieldOf as field, fieldsOf } from './fields.ts';
import { gerundOf } from './facts.ts';
import { isPlural } from './language.ts';
import { packFor } from './packs/index.ts';
import { readSubject, readTopicOfText } from './subject.ts';
import type { Brief, Shape, Tone } from './types.ts';

const MAX_COMMAND_WORDS = 300;

/** What the person asks: the instruction, or the last thing said by the user in a conversation. */
export function requestText(request: WriteRequest): string {
  const last = request.messages?.findLast((message) => message.role === 'user')?.content;
  return (last ?? request.instruction).replace(/\s+\n/g, '\n').trim();
}

/** Subject, audience, format, length, tone and field of a request. Pure. */
export function parseBrief(request: WriteRequest): Brief {
  const text = requestText(request);
  const fields = fieldsOf(request, text);
  const format = formatOf(request, text);
  const name = field(fields, /product or company name|^name\b|company|product|brand/) ?? readName(text);
  const subject = subjectOf(request, text, fields, name);
  const audience = field(fields, /who is it for|audience|^reader/) ?? readAudience(text);
  const count = request.ask ? Number(field(fields, /how many/) ?? 0) || null : readCount(text);
  return {
    subject,
    is_plural: isPlural(subject),
    audience,
    name,
    shape: format.shape,
    form: format.form,
    count,
    tone: toneOf(request.tone ?? field(fields, /^tone/) ?? readTone(text)),
    pack: packFor(subject, request.context ?? ''),
    fields,
    ...wordsOf(request, text, format),
  };
}

function formatOf(request: WriteRequest, text: string): Omit<Format, 'match'> {
  if (request.ask) return formatOfTemplate(request.ask, request.template);
  if (text === '' && request.context !== null) return FORMATS.find((f) => f.form === 'continue')!;
  const by_template = request.template ? TEMPLATE_FORMATS[request.template] : undefined;
  const command = text.split(/\babout\b/i)[0]!;
  const found =
    by_template ??
    FORMATS.find((f) => f.match.test(command)) ??
    FORMATS.find((f) => f.match.test(text)) ??
    DEFAULT_FORMAT;
  // With a length chosen the passage goes into running text: prose unless a list, a line or a mail was asked for.
  if (request.length !== null && found.shape === 'article') return { ...found, shape: 'beats' as Shape };
  return found;
}

/** What a template without a form of its own is written as. */
const FORM_OF_SHAPE: Readonly<Record<Shape, string>> = {
  line: 'post',
  list: 'list',
  beats: 'topic',
  mail: 'general',
  article: 'topic',
};

function formatOfTemplate(
  { shape, words }: TemplateAsk,
  template: string | null | undefined,
): Omit<Format, 'match'> {
  const own = template ? TEMPLATE_FORMATS[template] : undefined;
  return { shape, form: own?.form ?? FORM_OF_SHAPE[shape], words };
}

function wordsOf(request: WriteRequest, text: string, format: Omit<Format, 'match'>) {
  const ceiling = request.max_words ?? Infinity;
  if (request.length !== null) {
    const band = LENGTH_BANDS[request.length];
    const max = Math.min(band.max_words, ceiling);
    return {
      target_words: Math.min(band.target_words, max),
      min_words: Math.min(band.min_words, max),
      max_words: max,
    };
  }
  const asked = request.ask ? undefined : /(\d{1,4})[- ]?words?\b/i.exec(text)?.[1];
  const several = format.shape === 'line' && !request.ask ? (readCount(text) ?? 1) : 1;
  const target = Math.min(Number(asked ?? format.words * several), MAX_COMMAND_WORDS, ceiling);
  const slack = target < 12 ? 0.2 : 0.13;
  return {
    target_words: target,
    min_words: Math.ceil(target * (1 - slack)),
    max_words: Math.min(Math.floor(target * (1 + slack)), ceiling),
  };
}

function subjectOf(
  request: WriteRequest,
  text: string,
  fields: Map<string, string>,
  name: string | null,
): string {
  const given =
    field(fields, /what is it about|topic|subject|^title|video title|^task|what went wrong|what you sent/) ??
    field(fields, /^role|main point|^point|what happened|what is in the picture|^customer|^what is it$/);
  const from_field = given === null ? null : readSubject(subjectText(given, fields), true);
  // A mail of a named sender is about the name unless it says what else.
  if (name !== null && formatOf(request, text).shape === 'mail' && field(fields, /^what is it$/) === given)
    return name;
  const is_continued = formatOf(request, text).form === 'continue' && !/\babout\b/i.test(text);
  const has_text = request.context !== null || (request.brief ?? null) !== null;
  const from_text =
    is_continued && has_text ? null : readSubject(request.ask?.fields[0]?.[1] ?? text, Boolean(request.ask));
  const title = request.brief?.title ?? null;
  const from_title = title === null ? null : readTopicOfText(`Title: ${title}`);
  return from_field ?? from_text ?? from_title ?? readTopicOfText(request.context) ?? name ?? 'a first draft';
}

/** A title or a task as it stands in a sentence: small, as an "-ing" form, or else in quotation marks. */
function subjectText(given: string, fields: ReadonlyMap<string, string>): string {
  const text = lowerFirst(given);
  if (field(fields, /^task/) === given) return gerundOf(text);
  const noun = nounOfClause(text);
  return noun ?? text;
}

function readName(text: string): string | null {
  return (
    /\b(?:called|named)\s+["“]?([A-Z][\w’']*(?:\s(?:&|and|of|the|[A-Z][\w’']*))*)/.exec(text)?.[1] ?? null
  );
}

function readAudience(text: string): string | null {
  const found =
    /\babout\b.+\bfor ((?:[a-z][\w-]* ){0,3}[a-z][\w-]*s|people(?: who [\w ]{3,40})?|children|parents)\b/i.exec(
      text,
    )?.[1];
  return found && !/\bwords\b/.test(found) ? found : null;
}

const NUMBER_WORDS = [
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

function readCount(text: string): number | null {
  const found =
    /\b(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:[a-z-]+ ){0,2}(?:ideas|tips|steps|ways|reasons|points|items|questions|examples|mistakes|bullets?|titles|things|habits|lessons|facts|headlines|names|taglines|slogans|subject lines|captions|angles|topics)\b/i.exec(
      text,
    )?.[1];
  if (!found) return null;
  const by_word = NUMBER_WORDS.indexOf(found.toLowerCase()) + 1;
  return Math.min(by_word || Number(found), 12) || null;
}

function readTone(text: string): string | null {
  return (
    /\b(friendly|warm|casual|kind|playful|funny|witty|bold|punchy|persuasive|excited|confident|formal|professional|expert|academic|authoritative|serious)\b(?=.*\b(?:tone|voice|style)\b|,| (?:e-?mail|letter|post|note|paragraph|article|intro|message))/i.exec(
      text,
    )?.[1] ?? null
  );
}

export function toneOf(tone: string | null): Tone {
  const given = (tone ?? '').toLowerCase();
  if (/warm|friend|casual|kind|empath|gentle|caring|convers|cheer|heart|relax/.test(given)) return 'warm';
  if (/bold|punch|persua|excit|witty|playful|fun|confiden|energ|daring|direct|edgy|urgent/.test(given))
    return 'bold';
  if (/formal|profess|expert|academ|author|serious|technical|business|neutral and precise/.test(given))
    return 'expert';
  return 'plain';
}
