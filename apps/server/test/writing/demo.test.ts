import { countWords } from '@inkwell/words';
import { describe, expect, it } from 'vitest';
import { articleFor } from '../../src/writing/demo/language.ts';
import { createDemoWriter } from '../../src/writing/demo/writer.ts';
import { LENGTH_BANDS } from '../../src/writing/lengths.ts';
import { estimate } from '../../src/writing/estimate.ts';
import { CASES, requestOf, textOf } from './requests.ts';
import type { Case } from './requests.ts';

const writer = createDemoWriter({ sleep: async () => undefined });
const write = (given: Partial<Parameters<typeof requestOf>[0]>) => textOf(writer.write(requestOf(given)));
const TEN = Array.from({ length: 10 }, (_, i) => i);
const titleOf = ({ instruction, template, length }: Case) =>
  `${template ?? length ?? 'free'}: ${instruction.slice(0, 60)}`;

const firstSentence = (text: string) => /^[\s\S]*?[.!?](?=\s|$)|^.*/.exec(text)![0];
const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ');

describe.each(CASES.map((c) => [titleOf(c), c] as const))('%s', (_, given) => {
  it('writes ten outputs that a person could keep', async () => {
    const texts = await Promise.all(TEN.map((output_index) => write({ ...given, output_index })));
    const typical = estimate(requestOf(given));
    for (const text of texts) {
      const words = countWords(text);
      const head = plain(text.split(/\s+/).slice(0, 36).join(' '));
      expect(head, text).toContain(plain(given.subject).trim());
      if (given.length) {
        expect(words, text).toBeGreaterThanOrEqual(LENGTH_BANDS[given.length].min_words);
        expect(words, text).toBeLessThanOrEqual(LENGTH_BANDS[given.length].max_words);
      } else {
        expect(Math.abs(words - typical), `${words} of ${typical}:\n${text}`).toBeLessThanOrEqual(
          typical * 0.2,
        );
      }
      expect(text).not.toMatch(/[{}]|\[[^\]]*\]|undefined|null/);
      expect(text, 'doubled word').not.toMatch(/\b([\p{L}’']+)\s+\1\b/iu);
      expect(text).not.toMatch(/ [,.;:!?](\s|$)|\.\.|,,|\?\.|!\./);
      expect(text.match(/\d+/g)?.filter((digits) => !given.instruction.includes(digits)) ?? []).toEqual([]);
      for (const [found, article, next] of text.matchAll(/\b(an?) ["“]?(\p{L}[\w-]*)/giu)) {
        expect(article!.toLowerCase(), found).toBe(articleFor(next!));
      }
    }
    expect(new Set(texts.map(firstSentence)).size, texts.map(firstSentence).join('\n')).toBe(10);
  });
});

const PROSE = CASES.filter((c) => c.length);

it.each(PROSE.map((c) => [titleOf(c), c] as const))('ends on a sentence: %s', async (_, given) => {
  for (const output_index of TEN) expect(await write({ ...given, output_index })).toMatch(/[.!?]$/);
});
