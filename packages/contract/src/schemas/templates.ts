import { z } from 'zod';
import {
  MAX_INPUT_CHARS,
  MAX_TEMPLATE_INPUTS,
  TEMPLATE_CATEGORIES,
  TEMPLATE_INPUT_KINDS,
  TEMPLATE_SHAPES,
} from '../constants.ts';
import { id } from '../ids.ts';
import { choice, credits, flag, instant, storable, whole } from './values.ts';

/** Templates: the ones that every instance has, and those of a workspace. Both follow one schema. */

const INPUT_ID = /^[a-z][a-z0-9_]{0,31}$/;
const INPUT_ID_RULE = 'must be 1 to 32 of a-z, 0-9 and _, a letter first';
const inputId = z.string({ error: INPUT_ID_RULE }).regex(INPUT_ID, { error: INPUT_ID_RULE });

export const templateInput = z
  .strictObject({
    id: inputId,
    label: storable(1, 80),
    kind: choice(TEMPLATE_INPUT_KINDS).describe('One line, several, or a whole number.'),
    placeholder: storable(0, 160),
    limit: whole(1, MAX_INPUT_CHARS).describe('The most characters; of a number, the largest one.'),
    optional: flag,
    example: storable(0, MAX_INPUT_CHARS).describe('What "Use example" fills in.'),
  })
  .meta({ id: 'TemplateInput' });

type Input = z.output<typeof templateInput>;
const NUMBER_CHARS = 5;

/** The characters that filled inputs can have together, labels included. */
const longest = (inputs: readonly Input[]): number =>
  inputs.reduce(
    (sum, input) => sum + input.label.length + 3 + (input.kind === 'number' ? NUMBER_CHARS : input.limit),
    0,
  );

const isDistinct = (values: readonly string[]): boolean => new Set(values).size === values.length;

const exampleFits = ({ kind, limit, example, optional }: Input): boolean => {
  if (example === '') return optional;
  if (kind !== 'number') return example.length <= limit;
  return /^[1-9]\d{0,4}$/.test(example) && Number(example) <= limit;
};

const inputs = z
  .array(templateInput, { error: 'must be a list of inputs' })
  .min(1, { error: 'must hold at least one input' })
  .max(MAX_TEMPLATE_INPUTS, { error: `must hold at most ${MAX_TEMPLATE_INPUTS} inputs` })
  .refine((list) => isDistinct(list.map((input) => input.id)), { error: 'must not use an id twice' })
  .refine((list) => isDistinct(list.map((input) => input.label.toLowerCase())), {
    error: 'must not use a label twice',
  })
  .refine((list) => list.some((input) => !input.optional), { error: 'must ask for at least one thing' })
  .refine((list) => longest(list) <= MAX_INPUT_CHARS, {
    error: `may take at most ${MAX_INPUT_CHARS.toLocaleString('en')} characters together`,
  })
  .refine((list) => list.every(exampleFits), { error: 'must each hold an example within its limit' });

const body = z.strictObject({
  name: storable(1, 60),
  category: choice(TEMPLATE_CATEGORIES),
  shape: choice(TEMPLATE_SHAPES),
  words: whole(1, 1_000).describe('About how many words, and so credits, one output has.'),
  length_from: z
    .strictObject({ input: inputId, as: choice(['count', 'number']) })
    .nullable()
    .default(null)
    .describe('The input that sets the length instead: by its own words, or by the number in it.'),
  purpose: storable(1, 120),
  inputs,
  prompt: storable(20, 2_000).describe('What the model is asked; the filled inputs follow it.'),
  tips: z.tuple([storable(1, 200), storable(1, 200)]).describe('What to try after a downvote.'),
  sample: storable(1, 4_000).nullable().default(null).describe('What comes of the examples.'),
});

const LENGTH_RULE = { path: ['length_from'], error: 'must name one of the inputs' };
const namesAnInput = (template: z.output<typeof body>): boolean =>
  template.length_from === null ||
  template.inputs.some(({ id: name }) => name === template.length_from?.input);

export const templateBody = body.refine(namesAnInput, LENGTH_RULE).meta({ id: 'TemplateBody' });

/** A template that comes with the product: one file each, its id the name in kebab-case. */
export const templateFile = body.extend({ id }).refine(namesAnInput, LENGTH_RULE);

export const templateParams = z.strictObject({ template: id });
export const savedQuery = z.strictObject({ template: id });

const head = {
  template: id,
  name: z.string(),
  category: z.enum(TEMPLATE_CATEGORIES),
  shape: z.enum(TEMPLATE_SHAPES),
  words: credits,
  length_from: z.object({ input: z.string(), as: z.enum(['count', 'number']) }).nullable(),
  purpose: z.string(),
  is_own: z.boolean().describe('Made in this workspace.'),
  may_edit: z.boolean(),
  is_favourite: z.boolean(),
  last_used_at: instant.nullable().describe('By the person who asks.'),
};

export const templateSummary = z.object(head).meta({ id: 'TemplateSummary' });
export const templateList = z.object({ data: z.array(templateSummary) }).meta({ id: 'TemplateList' });
export const template = z
  .object({
    ...head,
    inputs: z.array(templateInput),
    prompt: z.string(),
    tips: z.array(z.string()),
    sample: z.string().nullable(),
    author: z.string().nullable(),
    last_inputs: z
      .record(z.string(), z.string())
      .nullable()
      .describe('What the person who asks filled in last.'),
  })
  .meta({ id: 'Template' });

export const favourite = z.object({ is_favourite: z.boolean() }).meta({ id: 'Favourite' });

export const savedOutput = z
  .object({ output: id, run: id, text: z.string(), words: credits, saved_at: instant })
  .meta({ id: 'SavedOutput' });
export const savedList = z.object({ data: z.array(savedOutput) }).meta({ id: 'SavedList' });
