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

function faultsOf(text: string, given: string): string[] {
  const faults: string[] = [];
  const slot = /[{}]|undefined|\[[^\]]*\|[^\]]*\]/.exec(text);
  if (slot) faults.push(`slot: ${slot[0]}`);
  const doubled = /\b([\p{L}’']+)\s+\1\b/iu.exec(text);
  if (doubled) faults.push(`doubled: ${doubled[0]}`);
  const article = ARTICLE_FAULT.exec(text);
  if (article) faults.push(`article: ${article[0]}`);
  const marks = / [,.;:](\s|$)|\.\.(?!\.)|,,/.exec(text);
  if (marks) faults.push(`marks: ${marks[0]}`);
  for (const digits of text.match(/\d+/g) ?? [])
    if (!given.includes(digits)) faults.push(`foreign digit: ${digits}`);
  return faults;
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
