import { TEMPLATE_CATEGORIES } from '@inkwell/contract/types';
import { templateBody } from '@inkwell/contract';
import { describe, expect, it } from 'vitest';
import { BUILT_IN } from '../../src/templates/catalogue.ts';
import { canonicalInputs, fill, wordsOf } from '../../src/templates/fill.ts';
import { buildMessages } from '../../src/writing/prompt.ts';
import { requestOf } from '../writing/requests.ts';

const all = [...BUILT_IN.values()];
const kebab = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '-')
    .replaceAll(/^-|-$/g, '');
const examplesOf = ({ inputs }: (typeof all)[number]) =>
  Object.fromEntries(inputs.map((input) => [input.id, input.example]));

describe('the templates that come with the product', () => {
  it('are forty-eight, in every category, each in the file of its name', () => {
    expect(all).toHaveLength(48);
    expect(new Set(all.map((one) => one.category))).toEqual(new Set(TEMPLATE_CATEGORIES));
    for (const { id, name } of all) expect(id).toBe(kebab(name));
    for (const what of ['purpose', 'prompt', 'sample'] as const)
      expect(new Set(all.map((one) => one[what])).size, what).toBe(48);
    expect(new Set(all.flatMap((one) => one.tips)).size).toBe(96);
  });

  it.each(all.map((one) => [one.id, one] as const))('%s is whole', (id, one) => {
    const { id: _, ...body } = one;
    expect(templateBody.safeParse(body).success).toBe(true);
    for (const { placeholder, example, optional } of one.inputs) {
      expect(placeholder).not.toBe('');
      expect(optional || example !== '').toBe(true);
    }
    expect(one.purpose).toMatch(/^[A-Z].*\.$/);
    expect(one.sample).not.toBeNull();
    for (const tip of one.tips) expect(tip).toMatch(/[.!?]$/);
    const filled = fill(one, examplesOf(one));
    if (!filled.ok) throw new Error(JSON.stringify(filled.errors));
    const { input, ask } = filled.filled;
    const [system, user] = buildMessages(requestOf({ instruction: input, template: id, ask }));
    expect(system!.content).toContain(`about ${ask.words} words`);
    expect(user!.content.startsWith(one.prompt)).toBe(true);
    for (const { example } of one.inputs) expect(user!.content).toContain(example);
  });

  it('search ads fit the results page', () => {
    const [head, text] = BUILT_IN.get('search-ad')!.sample!.replaceAll('**', '').split('\n');
    expect(head!.length).toBeLessThanOrEqual(30);
    expect(text!.length).toBeLessThanOrEqual(90);
    const [title, description] = BUILT_IN.get('search-title-and-description')!
      .sample!.replaceAll('**', '')
      .split('\n');
    expect(title!.length).toBeLessThanOrEqual(60);
    expect(description!.length).toBeLessThanOrEqual(155);
  });

  it('a schema names what is wrong with a template', () => {
    const { id: _, ...good } = BUILT_IN.get('shorten')!;
    const wrong = (change: object) => templateBody.safeParse({ ...good, ...change }).success;
    expect(wrong({})).toBe(true);
    expect(wrong({ length_from: { input: 'nowhere', as: 'count' } })).toBe(false);
    expect(wrong({ inputs: [good.inputs[0], good.inputs[0]] })).toBe(false);
    expect(wrong({ inputs: [] })).toBe(false);
    expect(wrong({ inputs: [{ ...good.inputs[0], limit: 9_000 }] })).toBe(false);
    expect(wrong({ inputs: [{ ...good.inputs[0], optional: true, example: '' }] })).toBe(false);
    expect(wrong({ inputs: [{ ...good.inputs[0], example: 'x'.repeat(7_000) }] })).toBe(false);
    expect(wrong({ category: 'poems' })).toBe(false);
    expect(wrong({ tips: ['one'] })).toBe(false);
    expect(wrong({ words: 0 })).toBe(false);
  });
});

describe('filling in', () => {
  const shorten = BUILT_IN.get('shorten')!;
  const aida = BUILT_IN.get('aida-framework')!;
  const faults = (given: Record<string, string> | null, template = aida) => {
    const outcome = fill(template, given);
    return outcome.ok ? [] : outcome.errors.map(({ field, message }) => `${field} ${message}`);
  };

  it('names every field that is missing, unknown, too long or no single line', () => {
    expect(faults(null)).toEqual(['body.inputs must be given for a template']);
    expect(faults({ name: 'Halden', what: ' ', audience: 'readers', goal: 'try it', other: 'x' })).toEqual([
      'body.inputs.other is not an input of this template',
      'body.inputs.what “What is it?” must be filled in',
    ]);
    expect(faults({ ...examplesOf(aida), name: 'x'.repeat(61) })).toEqual([
      'body.inputs.name “Product or company name” must be text of at most 60 characters',
    ]);
    expect(faults({ ...examplesOf(aida), name: 'two\nlines' })).toEqual([
      'body.inputs.name “Product or company name” must be a single line',
    ]);
    expect(faults({ ...examplesOf(aida), name: 'x'.repeat(60) })).toEqual([]);
  });

  it.each(['0', '1001', '-5', '1.5', 'many', '١٢'])('takes no %j for a number', (target) => {
    expect(faults({ text: 'Some text.', target }, shorten)).toEqual([
      'body.inputs.target “Target words” must be a whole number from 1 to 1,000',
    ]);
  });

  it('leaves optional inputs out, and knows how long the text will be', () => {
    const outline = BUILT_IN.get('blog-post-outline')!;
    const outcome = fill(outline, { topic: ' ferns ', audience: 'beginners' });
    expect(outcome).toMatchObject({
      ok: true,
      filled: {
        input: 'What is it about?: ferns\nWho is it for?: beginners',
        ask: { words: 150, sample: null },
      },
    });
    expect(wordsOf(shorten, { text: 'one two three', target: '2' })).toBe(2);
    expect(wordsOf(BUILT_IN.get('change-tone')!, { text: 'one two three' })).toBe(3);
    expect(wordsOf(BUILT_IN.get('change-tone')!, {})).toBe(100);
  });

  it('writes equal inputs the same way, whatever their order', () => {
    expect(canonicalInputs({ b: ' two ', a: 'one', c: '' })).toBe('{"a":"one","b":"two"}');
  });
});
