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
