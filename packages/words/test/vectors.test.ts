import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COUNTER_VERSION, countWords, createWordCounter } from '../src/index.ts';
import { cutAt } from './texts.ts';

interface Vectors {
  rule: string;
  vectors: { id: string; text: string; count: number }[];
  streamed: { id: string; chunks: string[]; committed: number[]; count: number }[];
}

// Read, not imported: bundlers refuse the lone surrogates in it.
const file = new URL('../src/word-vectors.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

function total(chunks: string[]): number {
  const counter = createWordCounter();
  for (const chunk of chunks) counter.push(chunk);
  return counter.total;
}

it('has the vectors of this version', () => {
  expect(vectors.rule.startsWith(COUNTER_VERSION)).toBe(true);
  expect([vectors.vectors.length, vectors.streamed.length]).toEqual([56, 13]);
});

describe.each(vectors.vectors)('$id', ({ text, count }) => {
  it('whole', () => expect(countWords(text)).toBe(count));
  it('in every two chunks', () => {
    for (let cut = 0; cut <= text.length; cut++)
      expect(total(cutAt(text, [cut])), `cut at ${cut}`).toBe(count);
  });
  it('unit by unit', () => expect(total(text.split(''))).toBe(count));
});

it.each(vectors.streamed)('stream $id', ({ chunks, committed, count }) => {
  const counter = createWordCounter();
  expect(chunks.map((chunk) => counter.push(chunk))).toEqual(committed);
  expect(counter.committed).toBe(committed.at(-1));
  expect(counter.total).toBe(count);
  expect(countWords(chunks.join(''))).toBe(count);
});
