import { countWords } from '@inkwell/words';
import { expect, it } from 'vitest';
import { createDemoWriter } from '../../src/writing/demo/writer.ts';
import { estimate } from '../../src/writing/estimate.ts';
import { LENGTH_BANDS } from '../../src/writing/lengths.ts';
import type { WriteRequest } from '../../src/writing/writer.ts';
import { requestOf, textOf } from './requests.ts';

const writer = createDemoWriter({ sleep: async () => undefined });
const write = (given: Partial<WriteRequest>) => textOf(writer.write(requestOf(given)));
const OUTLINE = 'write a blog post outline about house plants';

it('writes the same text for the same request', async () => {
  for (const instruction of [OUTLINE, 'Write an email about the office move', 'tell me about umbrellas']) {
    expect(await write({ instruction })).toBe(await write({ instruction }));
  }
});

it('writes another text for another attempt', async () => {
  const instruction = 'Write about umbrellas';
  const texts = await Promise.all(
    [0, 1, 2, 3].map((attempt) => write({ instruction, attempt, length: 'm' })),
  );
  expect(new Set(texts).size).toBe(4);
});

it('has an outline about house plants at hand', async () => {
  const texts = await Promise.all(
    [0, 1, 2].map((output_index) => write({ instruction: OUTLINE, output_index })),
  );
  for (const text of texts) {
    expect(text).toMatch(/^# .*house plants/i);
    expect(text.match(/^## /gm)!.length).toBeGreaterThanOrEqual(5);
    expect(text).toMatch(/Pothos|snake plant|spider plant|windowsill/i);
  }
});

it.each(['s', 'm', 'l'] as const)(
  'has an opening and a continuation about house plants, length %s',
  async (length) => {
    for (const instruction of ['Write an opening', 'Continue']) {
      const context = '# House plants that forgive you\n\nSome plants ask for little.';
      const text = await write({ instruction, context, length });
      expect(text).toMatch(
        /Of all house plants|House plants are the|The first new leaf|The easiest house plants|None of this/,
      );
      const words = countWords(text);
      expect(words).toBeGreaterThanOrEqual(LENGTH_BANDS[length].min_words);
      expect(words).toBeLessThanOrEqual(LENGTH_BANDS[length].max_words);
    }
  },
);

it('answers the last question of a conversation', async () => {
  const messages: WriteRequest['messages'] = [
    { role: 'system', content: 'You help gardeners.' },
    { role: 'user', content: 'Write about roses' },
    { role: 'assistant', content: 'Roses like sun.' },
    { role: 'user', content: 'Write a headline about balcony tomatoes' },
  ];
  expect(await write({ messages })).toMatch(/balcony tomatoes/i);
});

it('never passes max_words and still ends on a sentence when one fits', async () => {
  for (const max_words of [1, 7, 30, 60]) {
    const text = await write({ instruction: 'Write a blog post about sourdough bread', max_words });
    expect(countWords(text)).toBeLessThanOrEqual(max_words);
    expect(text).not.toBe('');
  }
  expect(await write({ instruction: 'Write a paragraph about bread', max_words: 40 })).toMatch(/[.!?]$/);
});

it.each([
  { language: 'fr' },
  { language: 'German' },
  { instruction: 'Write about ferns in Spanish' },
  { instruction: 'Translate this to Italian' },
  { instruction: '写一篇关于植物的文章' },
  { instruction: '観葉植物についてのブログ記事を書いて' },
  { instruction: 'schreibe einen Blogartikel über Zimmerpflanzen für Anfänger' },
  { instruction: 'Écris un article sur les plantes' },
  { instruction: 'Escribe un correo sobre la reunión' },
  { instruction: 'Continue the text', context: 'Die Pflanzen sind trocken, und der Sommer ist heiß.' },
  {
    instruction: 'What is it?: eine Leselampe für das Regal\nWho is it for?: Leute, die im Bett lesen',
    template: 'tagline',
  },
])('writes English only: %j', async (given) => {
  await expect(write({ instruction: 'Write about ferns', ...given })).rejects.toMatchObject({
    code: 'language_unsupported',
    message: 'The demo writer writes English only',
  });
});

it.each([
  'Write a post about Los Angeles and Las Vegas',
  'Write about our café, Chez les Amis',
  'tell me about El Niño',
  'write a note on Le Monde and Der Spiegel for the team',
])('takes foreign names for English: %j', async (instruction) => {
  expect(await write({ instruction })).not.toBe('');
});

it.each([null, 'en', 'en-GB', 'English', ''])('takes %j for English', async (language) => {
  expect(await write({ instruction: 'Write about ferns', language })).toMatch(/ferns/i);
});

it('waits a quarter of a second, then streams 22 to 40 words a second in chunks of 2 to 6', async () => {
  const waits: number[] = [];
  const paced = createDemoWriter({ sleep: async (ms) => void waits.push(ms) });
  const chunks: string[] = [];
  const request = requestOf({ instruction: 'Write about ferns', length: 'l' });
  for await (const chunk of paced.write(request)) chunks.push(chunk);
  expect(waits[0]).toBe(250);
  for (const [i, chunk] of chunks.entries()) {
    const words = chunk.trim().split(/\s+/).length;
    expect(words).toBeGreaterThanOrEqual(2);
    expect(words).toBeLessThanOrEqual(6);
    const words_per_s = countWords(chunk) / (waits[i + 1]! / 1000);
    expect(words_per_s).toBeGreaterThanOrEqual(22);
    expect(words_per_s).toBeLessThanOrEqual(40);
  }
  expect(chunks.join('')).toBe(await textOf(writer.write(request)));
});

it('is faster by the speed factor', async () => {
  const waits: number[] = [];
  const fast = createDemoWriter({ sleep: async (ms) => void waits.push(ms), speed: 10 });
  await textOf(fast.write(requestOf({ instruction: 'Write about ferns' })));
  expect(waits[0]).toBe(25);
});

it('stops promptly when the request aborts, even in the middle of a wait', async () => {
  const stop = new AbortController();
  const slow = createDemoWriter({ speed: 0.001 });
  const request = requestOf({ instruction: 'Write about ferns', signal: stop.signal });
  setImmediate(() => stop.abort());
  expect(await textOf(slow.write(request))).toBe('');
  expect(await textOf(slow.write({ ...request, signal: AbortSignal.abort() }))).toBe('');
});

it('stops after the chunk that was under way', async () => {
  const stop = new AbortController();
  const chunks: string[] = [];
  for await (const chunk of writer.write(
    requestOf({ instruction: 'Write about ferns', signal: stop.signal }),
  )) {
    chunks.push(chunk);
    if (chunks.length === 3) stop.abort();
  }
  expect(chunks).toHaveLength(3);
});

it('takes any text without failing', async () => {
  const odd = [
    '',
    '   ',
    'hello',
    '???',
    'a',
    '{s} [is|are]',
    '# ',
    'x'.repeat(5_000),
    'the '.repeat(2_000),
    '🙂🙂',
    'about',
    'write',
    'Name:\nTopic:',
  ];
  for (const instruction of odd) {
    for (const length of [null, 's', 'm', 'l'] as const) {
      const text = await write({ instruction, length });
      expect(text.trim(), instruction.slice(0, 20)).not.toBe('');
      expect(text).not.toMatch(/\{\w\}|undefined/);
    }
  }
});

it('estimates what a request will cost', () => {
  const of = (given: Partial<WriteRequest>) => estimate(requestOf(given));
  expect([of({ length: 's' }), of({ length: 'm' }), of({ length: 'l' })]).toEqual([25, 50, 100]);
  expect(of({ instruction: OUTLINE })).toBe(150);
  expect(of({ instruction: 'Write 200 words about rain' })).toBe(200);
  expect(of({ instruction: 'Write 5000 words about rain' })).toBe(300);
  expect(of({ instruction: 'give me five headlines about rain' })).toBe(50);
  expect(of({ instruction: 'x', template: 'aida-framework' })).toBe(120);
  expect(of({ instruction: 'Write a blog post about rain', max_words: 30 })).toBe(30);
});
