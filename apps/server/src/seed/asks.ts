import { countWords, takeWords } from '@inkwell/words';
import type { RunKind } from '../runs/store.ts';
import { BUILT_IN } from '../templates/catalogue.ts';
import { fill } from '../templates/fill.ts';
import { compose } from '../writing/demo/compose.ts';
import type { OutputLength, WriteRequest } from '../writing/writer.ts';
import { chance } from './calendar.ts';

/** What somebody asks for, as a run keeps it. */
export interface Ask {
  kind: RunKind;
  length: OutputLength | null;
  template: string | null;
  inputs: string | null;
  request: Omit<WriteRequest, 'output_index' | 'signal'>;
}

const COMMANDS = [
  'write a blog post outline about house plants',
  'write a blog post about watering house plants',
  'write an article about plants for a north window',
  'write a blog post about repotting in spring',
  'write a newsletter about the plants of the month',
  'write instructions for watering a fern',
  'write a list of ten low-light plants',
  'write an article about herbs on a balcony',
  'write an email to customers about the summer break',
  'write a blog post about pots with holes',
  'write a list of plants that forgive beginners',
  'write an article about why leaves turn yellow',
  'write instructions for taking a cutting',
  'write a blog post about plants in a small kitchen',
  'write an email to the allotment club about a talk',
  'write an article about feeding plants in winter',
] as const;

const COMPOSED = [
  'go on about what a plant needs in winter',
  'an opening for the page on window-sill sets',
  'a closing thought on patience with plants',
  'a paragraph on how to carry a plant home',
  'go on about light in a north room',
  'why a saucer should be emptied',
] as const;

const TEMPLATES = [
  'aida-framework',
  'blog-post-outline',
  'list-article',
  'how-to-steps',
  'product-description',
  'customer-story',
  'newsletter-opening',
  'faq-answers',
  'welcome',
  'problem-agitate-solve',
  'press-release',
  'professional-post',
] as const;

const pick = <T>(all: readonly T[], name: string): T => all[Math.floor(chance(name) * all.length)]!;

const PLAIN = {
  length: null,
  attempt: 0,
  tone: null,
  language: null,
  context: null,
  messages: null,
  max_words: null,
} as const;

function templateAsk(id: string): Ask {
  const template = BUILT_IN.get(id);
  if (template === undefined) throw new Error(`The demo asks for a template ${id} that is not there.`);
  const given = Object.fromEntries(template.inputs.map((input) => [input.id, input.example]));
  const outcome = fill(template, given);
  if (!outcome.ok) throw new Error(`The examples of the template ${id} do not fill it.`);
  const { input, inputs, ask } = outcome.filled;
  const request = { ...PLAIN, instruction: input, template: id, ask };
  return { kind: 'template', length: null, template: id, inputs, request };
}

const plainAsk = (kind: 'command' | 'compose', input: string, length: OutputLength | null): Ask => ({
  kind,
  length,
  template: null,
  inputs: null,
  request: { ...PLAIN, instruction: input, length },
});

/** What the run of this name asks for: half are commands, a third templates, the rest goes on in a text. */
export function askOf(name: string): Ask {
  const kind = chance(`${name} kind`);
  if (kind < 0.5) return plainAsk('command', pick(COMMANDS, name), null);
  if (kind < 0.85) return templateAsk(pick(TEMPLATES, name));
  return plainAsk('compose', pick(COMPOSED, name), 'l');
}

/** An ask whose outputs are long: what is to have an exact length is cut from them. */
export const longAsk = (name: string): Ask =>
  chance(`${name} kind`) < 0.5
    ? plainAsk('command', pick(COMMANDS.slice(1, 4), name), null)
    : templateAsk(pick(['list-article', 'how-to-steps', 'customer-story'], name));

const MAX_OUTPUTS = 10;
const nobodyStops = new AbortController().signal;

export const requestOf = (ask: Ask, output_index: number): WriteRequest => ({
  ...ask.request,
  output_index,
  signal: nobodyStops,
});

/** The texts of a run: as many outputs as come to `words`, the last one whole or (`exact`) cut there. */
export function textsOf(ask: Ask, words: number, exact: boolean): string[] {
  const texts: string[] = [];
  for (let left = words; left > 0 && texts.length < MAX_OUTPUTS;) {
    const whole = compose(requestOf(ask, texts.length));
    const text = exact ? takeWords(whole, left) : whole;
    texts.push(text);
    left -= countWords(text);
    if (exact && left > 0 && texts.length === MAX_OUTPUTS)
      throw new Error(`Ten outputs do not come to ${words} words.`);
  }
  return texts;
}
