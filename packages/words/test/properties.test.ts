import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { CLASSES } from '../src/classes.ts';
import { countWords, createWordCounter, takeWords } from '../src/index.ts';
import { chunked, texts } from './texts.ts';

const runs = { numRuns: 2000 };
const limits = fc.nat(12);
const endsInHalf = (text: string): boolean => /[\ud800-\udbff]$/.test(text);
const sign = (char: string): string => 'f.s nctvad'[CLASSES[char.codePointAt(0)!] ?? 0] ?? 'f';

/** The rule once more, as plain as it can be said: a sign for each class, then regular expressions. */
function model(text: string): number {
  const lines = Array.from(text, sign).join('').split('n');
  let words = 0;
  for (const line of lines) {
    const unnumbered = line.replace(/^([fs. ]*)d{1,3}\.(?= )/, '$1');
    for (const [run] of unnumbered.matchAll(/c|t[tf.]*|[vad][vadf.]*/g)) {
      const letters = run.replaceAll(/[f.]/g, '').replaceAll(/(?!^)v/g, '').length;
      words += Math.ceil(letters / (run.startsWith('t') ? 4 : run === 'c' ? 1 : 50));
    }
  }
  return words;
}

it('counts as the plain model does', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(countWords(text)).toBe(model(text));
    }),
    runs,
  );
});

it('chunks change no total, and committed never falls nor passes it', () => {
  fc.assert(
    fc.property(chunked, ({ text, chunks }) => {
      const counter = createWordCounter();
      let accepted = '';
      let before = 0;
      for (const chunk of chunks) {
        const committed = counter.push(chunk);
        accepted += chunk;
        expect(committed).toBeGreaterThanOrEqual(before);
        expect(committed).toBe(counter.committed);
        expect(counter.total).toBe(countWords(accepted));
        expect(committed).toBeLessThanOrEqual(countWords(text));
        before = committed;
      }
      expect(counter.total).toBe(countWords(text));
    }),
    runs,
  );
});

it('NFC and NFD count the same', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(countWords(text.normalize('NFC'))).toBe(countWords(text.normalize('NFD')));
    }),
    runs,
  );
});

/** What a stream with a limit delivers, and what it keeps back. */
function deliver(chunks: string[], limit_words: number) {
  const counter = createWordCounter();
  let delivered = '';
  let rest = '';
  for (const chunk of chunks) {
    rest += chunk;
    const accepted = counter.pushUpTo(rest, limit_words);
    delivered += rest.slice(0, accepted);
    rest = rest.slice(accepted);
    expect(counter.total).toBe(countWords(delivered));
    expect(counter.total).toBeLessThanOrEqual(limit_words);
    expect(counter.committed).toBeLessThanOrEqual(counter.total);
    if (counter.refused) break;
  }
  return { delivered, rest, refused: counter.refused };
}

it('pushUpTo delivers the longest prefix within the limit, however the text is cut', () => {
  fc.assert(
    fc.property(chunked, limits, ({ text, chunks }, limit_words) => {
      const { delivered, rest, refused } = deliver(chunks, limit_words);
      expect(text.startsWith(delivered)).toBe(true);
      for (let end = delivered.length + 1; end <= text.length; end++) {
        const longer = text.slice(0, end);
        if (!endsInHalf(longer)) expect(countWords(longer)).toBeGreaterThan(limit_words);
      }
      // What is neither delivered nor refused waits for text: a number, half a pair, or the one behind the other.
      if (!refused) expect(rest).toMatch(/^([\ud800-\udbff]?[0-9]{1,3}[.)]?)?[\ud800-\udbff]?$/);
      if (countWords(text) <= limit_words)
        expect(delivered + (endsInHalf(text) ? text.at(-1) : '')).toBe(text);
    }),
    runs,
  );
});

it('pushUpTo keeps half a pair back with the number behind it, and delivers both once they are decided', () => {
  const counter = createWordCounter();
  expect(counter.pushUpTo('\udb401', 0)).toBe(0);
  expect(counter.refused).toBe(false);
  expect(counter.pushUpTo('\udb401. ', 0)).toBe(4);
  expect(counter.total).toBe(0);
});

it('takeWords takes whole runs, as many as the limit allows', () => {
  fc.assert(
    fc.property(texts, limits, (text, limit_words) => {
      const taken = takeWords(text, limit_words);
      expect(text.startsWith(taken)).toBe(true);
      expect(countWords(taken)).toBeLessThanOrEqual(limit_words);
      if (countWords(text) <= limit_words) {
        expect(taken).toBe(text);
        return;
      }
      expect(countWords(taken.trimEnd())).toBeLessThanOrEqual(limit_words);
      const signs = text.split('').map((_, at) => sign(String.fromCodePoint(text.codePointAt(at)!)));
      const isBlank = (at: number): boolean => 's n'.includes(signs[at]!);
      for (let end = taken.length + 1; end < text.length; end++) {
        if (isBlank(end) && !isBlank(end - 1))
          expect(countWords(text.slice(0, end))).toBeGreaterThan(limit_words);
      }
      if (taken !== '' && !isBlank(taken.length)) expect('ctvad').toContain(signs[taken.length]);
    }),
    runs,
  );
});
