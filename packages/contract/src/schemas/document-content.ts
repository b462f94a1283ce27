import { z } from 'zod';
import { MAX_DOCUMENT_BYTES, MAX_DOCUMENT_DEPTH } from '../constants.ts';
import { id } from '../ids.ts';
import { choice, storable, whole } from './values.ts';

/**
 * A document's content: ProseMirror JSON of exactly the nodes and marks that the editor knows. Anything else is
 * refused, so that what is stored can always be opened, exported and never carries an attribute of somebody's own.
 */

const SAFE_LINK = /^(?:https?:\/\/|mailto:)/i;

const link = z.strictObject({
  type: z.literal('link'),
  attrs: z.strictObject({
    href: storable(1, 2_000).refine((href) => SAFE_LINK.test(href), {
      error: 'must begin with http://, https:// or mailto:',
    }),
    title: storable(0, 500).nullish(),
  }),
});

const passage = z.strictObject({
  type: z.literal('passage'),
  attrs: z.strictObject({ output: id.describe('The output that wrote this text.') }),
});

const simple = z.strictObject({ type: choice(['bold', 'italic', 'strike', 'underline', 'code']) });
const mark = z.union([simple, link, passage]);

export type DocumentMark = z.output<typeof mark>;

const marks = z.array(mark).max(8).optional();
const textNode = z.strictObject({
  type: z.literal('text'),
  text: storable(1, MAX_DOCUMENT_BYTES),
  marks,
});
const hardBreak = z.strictObject({ type: z.literal('hardBreak'), marks });
const inline = z.array(z.discriminatedUnion('type', [textNode, hardBreak])).optional();

export type InlineNode = z.output<typeof textNode> | z.output<typeof hardBreak>;

const paragraph = z.strictObject({ type: z.literal('paragraph'), content: inline });
const heading = z.strictObject({
  type: z.literal('heading'),
  attrs: z.strictObject({ level: whole(1, 4) }),
  content: inline,
});
const codeBlock = z.strictObject({
  type: z.literal('codeBlock'),
  attrs: z.strictObject({ language: storable(0, 40).nullish() }).optional(),
  content: inline,
});
const horizontalRule = z.strictObject({ type: z.literal('horizontalRule') });
const listItem = z.strictObject({
  type: z.literal('listItem'),
  get content(): z.ZodArray<typeof block> {
    return z.array(block).min(1);
  },
});
const bulletList = z.strictObject({ type: z.literal('bulletList'), content: z.array(listItem).min(1) });
const orderedList = z.strictObject({
  type: z.literal('orderedList'),
  attrs: z.strictObject({ start: whole(0, 1_000_000).optional(), type: z.null().optional() }).optional(),
  content: z.array(listItem).min(1),
});
const blockquote = z.strictObject({
  type: z.literal('blockquote'),
  get content(): z.ZodArray<typeof block> {
    return z.array(block).min(1);
  },
});

export interface ListItemNode {
  type: 'listItem';
  content: BlockNode[];
}
export type BlockNode =
  | z.output<typeof paragraph>
  | z.output<typeof heading>
  | z.output<typeof codeBlock>
  | z.output<typeof horizontalRule>
  | { type: 'bulletList'; content: ListItemNode[] }
  | {
      type: 'orderedList';
      attrs?: { start?: number | undefined; type?: null | undefined } | undefined;
      content: ListItemNode[];
    }
  | { type: 'blockquote'; content: BlockNode[] };

const block: z.ZodType<BlockNode> = z.lazy(() =>
  z.discriminatedUnion('type', [
    paragraph,
    heading,
    codeBlock,
    horizontalRule,
    bulletList,
    orderedList,
    blockquote,
  ]),
) as z.ZodType<BlockNode>;

export interface DocumentContent {
  type: 'doc';
  content: BlockNode[];
}

/** Levels of JSON to a level of blocks: the node and the list of its content. */
const JSON_LEVELS = 2;

/** How deep arrays and objects nest, without recursion: what is asked here may be made to break one. */
function depthOf(value: unknown): number {
  let level = [value];
  let depth = 0;
  while (level.length > 0 && depth <= MAX_DOCUMENT_DEPTH * JSON_LEVELS) {
    const next: unknown[] = [];
    for (const one of level)
      if (typeof one === 'object' && one !== null) for (const inner of Object.values(one)) next.push(inner);
    level = next;
    depth += 1;
  }
  return depth;
}

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

const bounded = z.unknown().superRefine((value, context) => {
  if (depthOf(value) > MAX_DOCUMENT_DEPTH * JSON_LEVELS)
    context.addIssue({ code: 'custom', message: `must not nest deeper than ${MAX_DOCUMENT_DEPTH} blocks` });
  else if (value !== undefined && bytesOf(value) > MAX_DOCUMENT_BYTES)
    context.addIssue({
      code: 'custom',
      message: `must be at most ${MAX_DOCUMENT_BYTES.toLocaleString('en')} bytes`,
    });
});

const doc = z.strictObject({ type: z.literal('doc'), content: z.array(block).min(1).max(20_000) });

/** A whole document, bounded in bytes and depth before its nodes are looked at. */
export const documentContent = bounded.pipe(doc);

/** What a new document holds: one empty paragraph. */
export const EMPTY_DOCUMENT: DocumentContent = { type: 'doc', content: [{ type: 'paragraph' }] };
