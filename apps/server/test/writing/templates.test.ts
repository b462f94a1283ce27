import { countWords } from '@inkwell/words';
import { describe, expect, it } from 'vitest';
import { BUILT_IN } from '../../src/templates/catalogue.ts';
import { fill } from '../../src/templates/fill.ts';
import { compose } from '../../src/writing/demo/compose.ts';
import type { TemplateAsk } from '../../src/writing/writer.ts';
import { requestOf } from './requests.ts';
import { inputsFor } from './template-inputs.ts';

const OUTPUTS = 10;
/** They give back the reader's own text: its words and marks, not ours. */
const EDITS = new Set(['change-tone', 'shorten', 'explain-simply', 'summary-and-key-points']);
const templates = [...BUILT_IN.values()].map((template) => [template.id, template] as const);

function filledOf(id: string, inputs: Record<string, string>): { input: string; ask: TemplateAsk } {
  const outcome = fill(BUILT_IN.get(id)!, inputs);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors));
  return outcome.filled;
}

function outputsOf(id: string, inputs: Record<string, string>): { texts: string[]; ask: TemplateAsk } {
  const { input, ask } = filledOf(id, inputs);
  const texts = Array.from({ length: OUTPUTS }, (_, output_index) =>
    compose(requestOf({ instruction: input, template: id, ask, output_index })),
  );
  return { texts, ask };
}

const firstSentence = (text: string): string => /^[\s\S]*?[.!?](?=\s|$)|^.*/.exec(text)![0];

/** "a" before a vowel's sound, "an" before a consonant's. */
const ARTICLE_FAULT =
  /\ba (?!uni|use|usu|eu|one\b|once\b|u[bkrst][aeiou])[aeiou]\w+|\ban (?!hour|honest|heir|hono)[^aeiou\W\d]\w+/i;

/** "Sent a clip the same day.": a verb in the past without anybody who did it. */
const FRAGMENT =
  /(?:^|[.!?:]\s+)(?:\p{L}+[^aeiou\P{L}]ed|sent|wrote|kept|made|gave|took|built|brought|told|paid) (?:an?|the|to|for|with|by|both|another|our|your|his|her|their|every|each)\b/iu;
/** "where they’re." */
const STRANDED = /\b(?:\p{L}+[’'](?:re|ve|ll|m)|(?:it|that|there|he|she|what)[’']s)(?=[.,;:!?)]|$)/iu;
const MASS_ARTICLE =
  /\ban? (?:software|bread|furniture|advice|music|jewellery|equipment|coffee|calligraphy|handmade soap)(?=[.,;:!?]| (?:for|from|in|of|that|by|on|with)\b)/i;

function faultsOf(text: string, given: string): string[] {
  const faults: string[] = [];
  const add = (fault: string, found: RegExpExecArray | null) => {
    if (found) faults.push(`${fault}: ${found[0]}`);
  };
  add('slot', /[{}]|undefined|\[[^\]]*\|[^\]]*\]/.exec(text));
  add('doubled', /\b([\p{L}’']+)\s+\1\b/iu.exec(text));
  add('article', ARTICLE_FAULT.exec(text));
  add('article before a mass noun', MASS_ARTICLE.exec(text));
  add('marks', / [,.;:](\s|$)|\.\.(?!\.)|,,|[.!?][,;:]|[.!?][”"]\./.exec(text));
  add('fragment', FRAGMENT.exec(text));
  add('stranded contraction', STRANDED.exec(text));
  for (const digits of text.match(/\d+/g) ?? [])
    if (!given.includes(digits)) faults.push(`foreign digit: ${digits}`);
  return faults;
}

/** Inputs that are facts: whoever gives one finds it in the text, once, in the words that were given. */
const FACTS = new Set([
  'Which problem?',
  'Your proof',
  'The objection',
  'Main point',
  'What happened?',
  'What you learned',
  'What is in the picture?',
  'Recipient’s role',
  'First step',
  'What’s new',
  'What went wrong',
  'What you did',
  'Alternative',
  'What changed',
  'Since when, where',
  'News',
  'Quote and speaker',
  'Customer',
  'Problem',
  'Result',
  'What you sent',
]);
/** Lines hold a part of what is given, not all of it. */
const LINES = new Set(['billboard-line', 'subject-lines', 'headline-options', 'search-ad']);
const ORDERS = new Set(['What should readers do?', 'First step', 'Task']);
const TITLES = new Set(['Title', 'Video title', 'Task', 'What is it about?', 'Main point']);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const withoutTitle = (text: string): string => text.replace(/^(?:#.*|Subject:.*)$/gm, '');

/** What a text does wrong with the words that its reader gave. */
function misuseOf(id: string, text: string, { fields }: TemplateAsk): string[] {
  return fields.flatMap(([label, value]) => {
    const own = escaped(value.replace(/[.!?\s]+$/, ''));
    const faults: string[] = [];
    const told = withoutTitle(text).match(new RegExp(own, 'gi'))?.length ?? 0;
    if (FACTS.has(label) && !LINES.has(id) && told !== 1) {
      const is_said_again = label === 'Customer' || label === 'What you sent';
      if (told === 0 || !is_said_again) faults.push(`told ${told} times: ${value}`);
    }
    if (ORDERS.has(label) && new RegExp(`\\b(?:for|of|about|with|makes|time) ${own}`, 'i').test(text))
      faults.push(`an instruction used as a noun: ${value}`);
    if (TITLES.has(label) && /^\p{Lu}/u.test(value) && new RegExp(`\\p{Ll} ${own}`, 'u').test(text))
      faults.push(`a title inside a sentence: ${value}`);
    return faults;
  });
}

const STOP = /^(?:about|their|there|which|where|after|before|people|first)$/i;
const contentWords = (text: string): string[] =>
  (text.match(/[\p{L}’]{4,}/gu) ?? []).filter((word) => !STOP.test(word)).map((word) => word.toLowerCase());

/** Whether the first thirty words say what the text is about: the name, or a word of one of the first inputs. */
function namesSubject(text: string, ask: TemplateAsk): boolean {
  const head = text.split(/\s+/).slice(0, 30).join(' ').toLowerCase();
  const name = ask.fields.find(([label]) => label === 'Product or company name')?.[1];
  if (name !== undefined && head.includes(name.toLowerCase())) return true;
  // A word may come in another form: "bake" as "baking", "plants" as "plant".
  return ask.fields
    .slice(0, 3)
    .some(([, value]) =>
      contentWords(value).some((word) => head.includes(word.slice(0, Math.max(4, word.length - 2)))),
    );
}

/** Five inputs of its own kind, and its example. */
function inputsOf(template: (typeof templates)[number][1]) {
  const examples = Object.fromEntries(template.inputs.map((input) => [input.id, input.example]));
  return { examples, all: [...[0, 1, 2, 3, 4].map((which) => inputsFor(template, which)), examples] };
}

describe('each template that writes', () => {
  it.each(templates.filter(([id]) => !EDITS.has(id)))(
    '%s: ten sound outputs for each input',
    (id, template) => {
      for (const inputs of inputsOf(template).all) {
        const { texts, ask } = outputsOf(id, inputs);
        for (const text of texts) {
          const words = countWords(text);
          expect(Math.abs(words - ask.words), `${words} of ${ask.words}:\n${text}`).toBeLessThanOrEqual(
            ask.words * 0.2,
          );
          expect(faultsOf(text, JSON.stringify(ask.fields)), text).toEqual([]);
          if (text !== template.sample) expect(misuseOf(id, text, ask), text).toEqual([]);
          expect(namesSubject(text, ask), `${JSON.stringify(ask.fields)}\n${text}`).toBe(true);
        }
        expect(new Set(texts.map(firstSentence)).size, texts.map(firstSentence).join('\n')).toBe(OUTPUTS);
      }
    },
  );
});

describe('each template that edits', () => {
  it.each(templates.filter(([id]) => EDITS.has(id)))(
    '%s: works on the given text and keeps within its length',
    (id, template) => {
      for (const inputs of inputsOf(template).all) {
        const source = inputs.text!;
        const { texts, ask } = outputsOf(id, inputs);
        for (const text of texts) {
          const words = countWords(text);
          expect(words, text).toBeLessThanOrEqual(Math.max(ask.words, countWords(source)) * 1.2);
          expect(words, text).toBeGreaterThanOrEqual(Math.min(ask.words, countWords(source)) * 0.5);
          expect(faultsOf(text, source), text).toEqual([]);
          if (text === template.sample) continue;
          if (id === 'change-tone') expect(text, 'a tone that nobody sees').not.toBe(source);
          const own = contentWords(source);
          const kept = contentWords(text).filter((word) => own.includes(word));
          expect(kept.length, text).toBeGreaterThanOrEqual(contentWords(text).length * 0.6);
        }
      }
    },
  );
});

describe('every template', () => {
  it.each(templates)('%s: answers its own example with what was written by hand', (id, template) => {
    const { examples } = inputsOf(template);
    const { texts, ask } = outputsOf(id, examples);
    expect(texts[0]).toBe(template.sample);
    const words = countWords(texts[0]!);
    expect(Math.abs(words - ask.words), `${words} of ${ask.words}`).toBeLessThanOrEqual(ask.words * 0.2);
    expect(compose(requestOf({ instruction: 'x', template: id, ask, attempt: 1 }))).not.toBe(template.sample);
  });
});

it('follows a template that a workspace made itself', () => {
  const own = {
    ...BUILT_IN.get('short-post')!,
    id: 'template_0',
    shape: 'beats' as const,
    words: 70,
    sample: null,
    inputs: [{ ...BUILT_IN.get('short-post')!.inputs[0]!, id: 'subject', label: 'Subject of the week' }],
  };
  const outcome = fill(own, { subject: 'mending clothes\nNote: a colon is no label' });
  expect(outcome.ok).toBe(false);
  const filled = fill(own, { subject: 'mending clothes' });
  if (!filled.ok) throw new Error('not filled');
  const text = compose(
    requestOf({ instruction: filled.filled.input, template: own.id, ask: filled.filled.ask }),
  );
  expect(Math.abs(countWords(text) - 70)).toBeLessThanOrEqual(14);
});
