import { expect, test } from 'vitest';
import { BEFORE_CHARS, EXCERPT_CHARS, excerptOf } from '../../src/documents/text.ts';

/** What SQL cuts out around the first find. */
const cut = (text: string, q: string): [string, number] => {
  const at = text.toLowerCase().indexOf(q) + 1;
  const from = Math.max(1, at - BEFORE_CHARS) - 1;
  return [[...text].slice(from, from + EXCERPT_CHARS).join(''), at];
};

test.each([
  ['short', 'Ferns forgive.', 'forgive', 'Ferns forgive.'],
  ['lines', 'Ferns\nforgive\n\nmost.', 'forgive', 'Ferns forgive most.'],
  [
    'within',
    `${'one two '.repeat(9)}needle ${'three four '.repeat(20)}`,
    'needle',
    `…two one two one two needle${' three four'.repeat(8)}…`,
  ],
  [
    'a find behind a long word',
    `${'x'.repeat(60)}needle and more`,
    'needle',
    `…${'x'.repeat(24)}needle and more`,
  ],
])('an excerpt has whole words and the find: %s', (_, text, q, expected) => {
  const excerpt = excerptOf(...cut(text, q));
  expect(excerpt).toBe(expected);
  expect(excerpt.toLowerCase()).toContain(q);
});
