import type { FieldError, TemplateBody, TemplateInput } from '@inkwell/contract/types';
import { countWords } from '@inkwell/words';
import type { TemplateAsk } from '../writing/writer.ts';

/** As much of a template as a run of it needs. */
export type RunnableTemplate = Pick<
  TemplateBody,
  'inputs' | 'prompt' | 'words' | 'shape' | 'length_from' | 'tips' | 'sample'
>;

export interface Filled {
  /** `Label: value`, one a line: what History shows of the run. */
  input: string;
  /** The inputs by id as canonical JSON, so that equal inputs are equal text (K1). */
  inputs: string;
  ask: TemplateAsk;
}

export type FillOutcome = { ok: true; filled: Filled } | { ok: false; errors: FieldError[] };

const grouped = (value: number): string => value.toLocaleString('en');

/** Canonical JSON of what was given: trimmed, without empty ones, sorted by id. */
export function canonicalInputs(given: Readonly<Record<string, string>>): string {
  const kept = Object.entries(given)
    .map(([id, value]) => [id, value.trim()] as const)
    .filter(([, value]) => value !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(kept));
}

/** Checks inputs against their template; names every field that is wrong. Pure. */
export function fill(
  template: RunnableTemplate,
  given: Readonly<Record<string, string>> | null,
): FillOutcome {
  if (given === null)
    return { ok: false, errors: [{ field: 'body.inputs', message: 'must be given for a template' }] };
  const known = new Set(template.inputs.map((input) => input.id));
  const strangers = Object.keys(given).filter((id) => !known.has(id));
  const errors = strangers.map((id) => ({
    field: `body.inputs.${id}`,
    message: 'is not an input of this template',
  }));
  const fields: [string, string][] = [];
  for (const input of template.inputs) {
    const value = (given[input.id] ?? '').trim();
    const message = faultOf(input, value);
    if (message !== null) errors.push({ field: `body.inputs.${input.id}`, message });
    else if (value !== '') fields.push([input.label, value]);
  }
  if (errors.length > 0) return { ok: false, errors };
  const { prompt, shape } = template;
  const sample = isExample(template, given) ? template.sample : null;
  const input = fields.map(([label, value]) => `${label}: ${value}`).join('\n');
  const ask: TemplateAsk = { prompt, shape, words: wordsOf(template, given), fields, sample };
  return { ok: true, filled: { input, inputs: canonicalInputs(given), ask } };
}

const isExample = ({ inputs }: RunnableTemplate, given: Readonly<Record<string, string>>): boolean =>
  inputs.every(({ id, example }) => (given[id] ?? '').trim() === example.trim());

function faultOf(input: TemplateInput, value: string): string | null {
  const { kind, label, limit, optional } = input;
  if (value === '') return optional ? null : `“${label}” must be filled in`;
  if (kind === 'number') {
    const number = /^\d{1,6}$/.test(value) ? Number(value) : 0;
    return number >= 1 && number <= limit
      ? null
      : `“${label}” must be a whole number from 1 to ${grouped(limit)}`;
  }
  if (value.length > limit) return `“${label}” must be text of at most ${grouped(limit)} characters`;
  return kind === 'line' && /[\r\n]/.test(value) ? `“${label}” must be a single line` : null;
}

/** About how many words one output will have: the template's own figure, or what one of its inputs says. */
export function wordsOf(
  { words, length_from }: Pick<RunnableTemplate, 'words' | 'length_from'>,
  given: Readonly<Record<string, string>>,
): number {
  if (length_from === null) return words;
  const value = (given[length_from.input] ?? '').trim();
  const found = length_from.as === 'number' ? Number.parseInt(value, 10) : countWords(value);
  return Number.isInteger(found) && found > 0 ? found : words;
}
