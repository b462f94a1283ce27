import { countWords } from '@inkwell/words';
import { expect, it } from 'vitest';
import { TEMPLATE_FORMATS } from '../../src/writing/demo/formats.ts';
import { createDemoWriter } from '../../src/writing/demo/writer.ts';
import { requestOf, textOf } from './requests.ts';

const writer = createDemoWriter({ sleep: async () => undefined });

/** Filled inputs as five different workspaces might give them; a template reads the labels that it knows. */
const INPUTS: readonly string[] = [
  [
    'Halden',
    'a reading lamp that clips onto any shelf',
    'people who read in bed',
    'evening light',
    'Electrician',
  ],
  ['Rye & Co', 'a neighbourhood bakery', 'early risers', 'baking bread at home', 'Baker'],
  ['Ledgerly', 'software for small invoices', 'freelancers', 'getting paid on time', 'Support engineer'],
  ['Fernwood', 'house plants by post', 'first-time plant owners', 'Houseplants in winter', 'Gardener'],
  ['Quill', 'an evening course in calligraphy', 'adults', 'learning calligraphy', 'Teacher'],
].map(([name, what, audience, topic, role]) =>
  [
    `Product or company name: ${name}`,
    `What is it?: ${what}`,
    `Who is it for?: ${audience}`,
    `What is it about?: ${topic}`,
    `Main point: small steps make it easy`,
    `Role: ${role}`,
    'What should readers do?: write to us this week',
    'Features, one per line: easy to begin\nkind to beginners\nmade with care\nno hidden steps',
  ].join('\n'),
);

it.each(Object.entries(TEMPLATE_FORMATS))(
  'template %s: ten outputs for each of five inputs',
  async (template, { words }) => {
    for (const instruction of INPUTS) {
      const texts = await Promise.all(
        Array.from({ length: 10 }, (_, output_index) =>
          textOf(writer.write(requestOf({ instruction, template, output_index }))),
        ),
      );
      for (const text of texts) {
        expect(
          Math.abs(countWords(text) - words),
          `${countWords(text)} of ${words}:\n${text}`,
        ).toBeLessThanOrEqual(words * 0.2);
        expect(text).not.toMatch(/[{}\d]|undefined|\b([\p{L}’']+)\s+\1\b| [,.;:](\s|$)|\.\./iu);
      }
      const firsts = texts.map((text) => /^[\s\S]*?[.!?](?=\s|$)|^.*/.exec(text)![0]);
      expect(new Set(firsts).size, firsts.join('\n')).toBe(10);
    }
  },
);
