import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type * as counting from '@inkwell/words';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Visit, visit } from './support/browser.ts';

interface Vectors {
  rule: string;
  vectors: { id: string; text: string; count: number }[];
  streamed: { id: string; chunks: string[]; committed: number[]; count: number }[];
}

type Counting = typeof counting;
type WithCounter = typeof globalThis & { Words: Counting; vectors: Vectors };

const words = fileURLToPath(new URL('../../packages/words/src/', import.meta.url));

/** Lone surrogates do not survive the way to the browser unless they are escaped. */
const escaped = (json: string) =>
  json.replaceAll(/[^\x20-\x7e\s]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: `${words}index.ts`, formats: ['iife'], name: 'Words' },
    },
  });
  const [first] = [built].flat();
  if (first === undefined || !('output' in first)) throw new Error('nothing was built');
  return first.output[0].code;
}

let seen: Visit;
let page: Page;

beforeAll(async () => {
  seen = await visit();
  page = seen.page;
  await page.addScriptTag({ content: `${await bundle()};globalThis.Words = Words;` });
  const json = JSON.parse(readFileSync(`${words}word-vectors.json`, 'utf8')) as Vectors;
  await page.addScriptTag({ content: `globalThis.vectors = ${escaped(JSON.stringify(json))};` });
});

afterAll(() => seen.close());

it('has the vectors of this version in Chromium, lone surrogates and all', async () => {
  const found = await page.evaluate(() => {
    const { Words, vectors } = globalThis as WithCounter;
    return {
      version: Words.COUNTER_VERSION,
      rule: vectors.rule,
      texts: vectors.vectors.length,
      streams: vectors.streamed.length,
      lone: vectors.vectors.some(({ text }) => !text.isWellFormed()),
    };
  });
  expect(found.rule.startsWith(found.version)).toBe(true);
  expect(found).toMatchObject({ texts: 56, streams: 13, lone: true });
});

it('counts each text whole, in every two chunks and unit by unit as Node does', async () => {
  const wrong = await page.evaluate(() => {
    const { Words, vectors } = globalThis as WithCounter;
    const total = (chunks: string[]) => {
      const counter = Words.createWordCounter();
      for (const chunk of chunks) counter.push(chunk);
      return counter.total;
    };
    const told: string[] = [];
    for (const { id, text, count } of vectors.vectors) {
      if (Words.countWords(text) !== count) told.push(`${id} whole`);
      if (total(text.split('')) !== count) told.push(`${id} unit by unit`);
      for (let cut = 0; cut <= text.length; cut += 1) {
        if (total([text.slice(0, cut), text.slice(cut)]) !== count) told.push(`${id} cut at ${cut}`);
      }
    }
    return told;
  });
  expect(wrong).toEqual([]);
});

it('commits the words of each stream as Node does', async () => {
  const wrong = await page.evaluate(() => {
    const { Words, vectors } = globalThis as WithCounter;
    return vectors.streamed
      .filter(({ chunks, committed, count }) => {
        const counter = Words.createWordCounter();
        const seen = chunks.map((chunk) => counter.push(chunk));
        return JSON.stringify(seen) !== JSON.stringify(committed) || counter.total !== count;
      })
      .map(({ id }) => id);
  });
  expect(wrong).toEqual([]);
});
