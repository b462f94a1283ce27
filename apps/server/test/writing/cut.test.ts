import { countWords } from '@inkwell/words';
import { expect, it } from 'vitest';
import { cut, ignoredOf } from '../../src/writing/demo/cut.ts';
import { createDemoWriter } from '../../src/writing/demo/writer.ts';
import type { ModelSettings } from '../../src/writing/writer.ts';
import { requestOf, textOf } from './requests.ts';

const TEXT = 'One fern. Two ferns. Three ferns.';

const CASES: [string, ModelSettings, string, string][] = [
  ['nothing', {}, TEXT, 'stop'],
  ['a stop sequence', { stop: [' Two'] }, 'One fern.', 'stop'],
  ['the first of several', { stop: ['Three', 'ferns', 'moss'] }, 'One fern. Two ', 'stop'],
  ['one that is not there', { stop: ['moss'] }, TEXT, 'stop'],
  ['as many tokens as words', { max_tokens: 6 }, TEXT, 'stop'],
  ['fewer tokens', { max_tokens: 3 }, 'One fern. Two ', 'length'],
  ['a stop sequence before they run out', { max_tokens: 3, stop: ['.'] }, 'One fern', 'stop'],
];

it.each(CASES)('%s leaves of a text what comes before it', (_name, settings, text, reason) => {
  expect(cut(TEXT, settings)).toEqual({ text, reason });
});

it('tells which settings mean nothing to the demo writer', () => {
  expect(ignoredOf({ stop: ['a'], max_tokens: 1, temperature: 1, seed: undefined, top_p: 0 })).toEqual([
    'temperature',
    'top_p',
  ]);
});

it('keeps a conversation’s answer within its tokens', async () => {
  const writer = createDemoWriter({ sleep: () => Promise.resolve() });
  const messages = [{ role: 'user' as const, content: 'Write about balcony tomatoes' }];
  const text = await textOf(writer.write(requestOf({ messages, settings: { max_tokens: 7 } })));
  expect(countWords(text)).toBe(7);
});
