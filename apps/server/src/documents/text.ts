import type { BlockNode, DocumentContent, InlineNode } from '@inkwell/contract';
import { countWords } from '@inkwell/words';

const inlineText = (nodes: readonly InlineNode[] | undefined): string =>
  (nodes ?? []).map((node) => (node.type === 'text' ? node.text : '\n')).join('');

/** A document's plain text, a line a block. */
export function plainText(blocks: readonly BlockNode[]): string {
  return blocks.map(textOf).join('\n');
}

function textOf(block: BlockNode): string {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
    case 'codeBlock':
      return inlineText(block.content);
    case 'horizontalRule':
      return '';
    case 'blockquote':
      return plainText(block.content);
    case 'bulletList':
    case 'orderedList':
      return block.content.map((item) => plainText(item.content)).join('\n');
  }
}

/** Words of a document's text, by the counter that charges are made by. The title is not counted. */
export const wordsOf = (content: DocumentContent): number => countWords(plainText(content.content));

/** Of a text that was found, so much is shown: some of what stands before the find, and the rest behind. */
export const EXCERPT_CHARS = 120;
export const BEFORE_CHARS = 24;

/** That part in one line, without the halves of words at its ends. `found_at` counts from 1. */
export function excerptOf(text: string, found_at: number): string {
  const begins_within = found_at - BEFORE_CHARS > 1;
  const ends_within = [...text].length >= EXCERPT_CHARS;
  // A long word is rather cut than the find lost.
  const from = begins_within ? new RegExp(`^\\S{0,${BEFORE_CHARS - 1}}\\s+`).exec(text)?.[0].length : 0;
  const whole = text.slice(from ?? 0).replace(ends_within ? /\s+\S{0,24}$/ : /\s+$/, '');
  const line = whole.trim().replaceAll(/\s+/g, ' ');
  return `${begins_within ? '…' : ''}${line}${ends_within ? '…' : ''}`;
}
