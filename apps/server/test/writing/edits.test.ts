import { countWords } from '@inkwell/words';
import { expect, it } from 'vitest';
import { createDemoWriter } from '../../src/writing/demo/writer.ts';
import type { WriteRequest } from '../../src/writing/writer.ts';
import { buildMessages } from '../../src/writing/prompt.ts';
import { requestOf, textOf } from './requests.ts';

const writer = createDemoWriter({ sleep: async () => undefined });
const write = (given: Partial<WriteRequest>) => textOf(writer.write(requestOf(given)));

const PASSAGE =
  'Our new library opens its doors in spring. It is important to note that the reading room faces the garden, which is really very quiet. In order to borrow books, visitors need a card. The card is free. The café next to the library serves coffee in the morning, and children can listen to stories in the library every week.';

it('shortens by leaving out what says least', async () => {
  const text = await write({ instruction: 'Shorten', context: PASSAGE });
  expect(countWords(text)).toBeLessThanOrEqual(countWords(PASSAGE) * 0.62);
  expect(text).toMatch(/^Our new library opens its doors in spring\./);
  expect(text).not.toMatch(/important to note|in order to/i);
  const own = new Set(PASSAGE.toLowerCase().match(/\p{L}+/gu));
  expect(
    text
      .toLowerCase()
      .match(/\p{L}+/gu)!
      .filter((word) => !own.has(word)),
  ).toEqual([]);
});

it.each([
  ['i has a apple and teh pear', 'I has an apple and the pear.'],
  ['He don’t like it , she said that that is is fine.', 'He doesn’t like it, she said that that is fine.'],
  [
    'they was late becuase the the bus broke down.we could of walked.',
    'They were late because the bus broke down.we could have walked.',
  ],
  ['Its a hour longer then last monday.', 'It’s an hour longer than last Monday.'],
  [
    'Our plants is dry. One of our plants is dry, but our business was open.',
    'Our plants are dry. One of our plants is dry, but our business was open.',
  ],
  ['This sentence is already fine, isn’t it?', 'This sentence is already fine, isn’t it?'],
])('fixes the grammar of %j', async (context, expected) => {
  expect(await write({ instruction: 'Fix grammar', context })).toBe(expected);
});

it('explains with plain words and short sentences', async () => {
  const context =
    'We utilize numerous components in order to facilitate the process; subsequently we commence testing.';
  const text = await write({ instruction: 'Explain simply', context });
  expect(text).toBe('We use many parts to help the process. Later we begin testing.');
});

it('rewrites without putting one quantity before another', async () => {
  const context = 'Water is cheap, which is good because many people forget it.';
  expect(await write({ instruction: 'Rewrite', context })).toMatch(/plenty of people/);
});

it('rewrites without losing sentences', async () => {
  const context = 'People often choose plants because they look good. Plants need light.';
  const text = await write({ instruction: 'Rewrite', context });
  expect(text).not.toBe(context);
  expect(text).toMatch(/plants/i);
  expect(text.match(/[.!?]/g)).toHaveLength(2);
});

it.each([
  [
    'Change tone to friendly',
    'We regret to inform you that we cannot assist. Please do not wait.',
    /sorry to say that we can’t help\. Please don’t wait\./,
  ],
  [
    'make it more formal',
    'We can’t buy more than we need, thanks!',
    /We cannot purchase more than we require, thank you\./,
  ],
  ['Change the tone', 'I think we should perhaps try to begin.', /^We must begin\./],
])('changes the tone: %s', async (instruction, context, expected) => {
  const tone = instruction === 'Change the tone' ? 'Bold' : null;
  expect(await write({ instruction, context, tone })).toMatch(expected);
});

it('edits the text that a template gives', async () => {
  const instruction = `Your text: ${PASSAGE}\nTarget words: 20`;
  const text = await write({ instruction, template: 'shorten' });
  expect(countWords(text)).toBeLessThanOrEqual(20);
  const summary = await write({ instruction: `Your text: ${PASSAGE}`, template: 'summary-and-key-points' });
  expect(summary).toMatch(/^Our new library.*\n\n- /);
});

it('brings no digits, slots or doubled words into an edit', async () => {
  for (const instruction of [
    'Shorten',
    'Fix grammar',
    'Explain simply',
    'Rewrite',
    'Change tone to warm',
    'make it more professional',
  ]) {
    for (let output_index = 0; output_index < 10; output_index++) {
      const text = await write({ instruction, context: PASSAGE, output_index });
      expect(text).not.toMatch(/\d|[{}]|undefined/);
      expect(text).not.toMatch(/\b([\p{L}’']+)\s+\1\b/iu);
      expect(text).not.toMatch(/ [,.;:!?](\s|$)|,,|\.\./);
      expect(text).toMatch(/[.!?]$/);
    }
  }
});

it('shows the model the rules, the tone, the language and the text as material', () => {
  const [system, user] = buildMessages(
    requestOf({
      instruction: 'Shorten',
      context: 'Some text.',
      tone: 'Warm',
      language: 'pt-BR',
      length: 's',
      output_index: 2,
    }),
  );
  expect(system!.content).toMatch(/no preamble/);
  expect(system!.content).toMatch(/20 to 30 words/);
  expect(system!.content).toMatch(/Tone of voice: Warm\./);
  expect(system!.content).toMatch(/Brazilian Portuguese/);
  expect(system!.content).toMatch(/version 3/);
  expect(user!.content).toMatch(/^Shorten\n\n[\s\S]*<text>\nSome text\.\n<\/text>$/);
});

it.each(['en-1', 'de-u-co-phonebk', 'en-x-ab'])(
  'tells the model a language that only looks like a tag: %s',
  (language) => {
    const [system] = buildMessages(requestOf({ instruction: 'Shorten', language }));
    expect(system!.content).toContain(`Language: ${language}.`);
  },
);
