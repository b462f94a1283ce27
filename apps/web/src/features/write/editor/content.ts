import type { DocumentContent } from '@inkwell/contract/types';
import type { JSONContent } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';

/** What the editor holds, as the contract takes it: links reduced to safe ones, text to what can be stored. */
export function contentOf(json: JSONContent): DocumentContent {
  return cleaned(json) as unknown as DocumentContent;
}

/**
 * A document as the editor would have it: with a paragraph at its end to write in. The editor would add it, and whoever
 * only reads would have changed the document.
 */
export function editableOf(content: DocumentContent): DocumentContent {
  const { type } = content.content.at(-1) ?? {};
  return type === 'paragraph'
    ? content
    : { ...content, content: [...content.content, { type: 'paragraph' }] };
}

const SAFE_LINK = /^(?:https?:\/\/|mailto:)/i;
const KEPT_ATTRS: Record<string, readonly string[]> = {
  heading: ['level'],
  orderedList: ['start'],
  codeBlock: ['language'],
};

function cleaned(node: JSONContent): JSONContent {
  const { type = '', attrs, content, marks, text } = node;
  const kept = Object.fromEntries(
    Object.entries((attrs ?? {}) as Record<string, unknown>).filter(([name]) =>
      KEPT_ATTRS[type]?.includes(name),
    ),
  );
  const said = (marks ?? []).flatMap((mark) => cleanMark(mark as JSONContent));
  return {
    type,
    ...(Object.keys(kept).length > 0 ? { attrs: kept } : {}),
    ...(content ? { content: content.map(cleaned) } : {}),
    ...(said.length > 0 ? { marks: said as NonNullable<JSONContent['marks']> } : {}),
    ...(text === undefined ? {} : { text: text.replaceAll('\0', '').toWellFormed() }),
  };
}

function cleanMark({ type = '', attrs }: JSONContent): JSONContent[] {
  const given = (attrs ?? {}) as Record<string, unknown>;
  if (type === 'passage')
    return typeof given.output === 'string' ? [{ type, attrs: { output: given.output } }] : [];
  if (type !== 'link') return [{ type }];
  const { href } = given;
  return typeof href === 'string' && SAFE_LINK.test(href) ? [{ type, attrs: { href } }] : [];
}

/** The plain text between two places, a line a block. */
export const textBetween = (doc: Node, from: number, to: number): string =>
  doc.textBetween(from, to, '\n', (leaf) => (leaf.type.name === 'hardBreak' ? '\n' : ''));

/** The end of the block of the first level that a place is in. */
export function blockEnd(doc: Node, at: number): number {
  const place = doc.resolve(Math.min(Math.max(0, at), doc.content.size));
  return place.depth === 0 ? place.pos : place.after(1);
}

/** Where an output's text stands; null once none of it is left. */
export function passageRange(doc: Node, output: string): { from: number; to: number } | null {
  let from = -1;
  let to = -1;
  doc.descendants((node, at) => {
    if (
      !node.isText ||
      !node.marks.some((mark) => mark.type.name === 'passage' && mark.attrs.output === output)
    )
      return;
    if (from < 0) from = at;
    to = at + node.nodeSize;
  });
  return from < 0 ? null : { from, to };
}
