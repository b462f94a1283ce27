import type { DocumentContent } from '../../shared/api/types.ts';

type Blocks = DocumentContent['content'];

const said = (text: string): Blocks => [{ type: 'paragraph', content: [{ type: 'text', text }] }];
const heading = (text: string): Blocks => [
  { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text }] },
];
const list = (...items: readonly string[]): Blocks => [
  { type: 'bulletList', content: items.map((item) => ({ type: 'listItem', content: said(item) })) },
];

/** What a new workspace opens with, so that nobody begins before an empty page. */
export const FIRST_PAGE: { readonly title: string; readonly content: DocumentContent } = {
  title: 'Start here',
  content: {
    type: 'doc',
    content: [
      ...said('This page is yours: write on it, change it, or throw it away.'),
      ...heading('Ask for text'),
      ...list(
        'Press / on an empty line and say what you want. It is written where you are.',
        'Compose goes on from where the caret is. S is about 25 words, M 50, L 100.',
        'Select a sentence to rewrite it, shorten it, mend its grammar or change its tone.',
      ),
      ...heading('What it costs'),
      ...list(
        'A credit is a word that the machine writes. What you type yourself is free.',
        'The number beside a passage is what it cost. If it is no good, the thumb down brings its credits back.',
      ),
    ],
  },
};
