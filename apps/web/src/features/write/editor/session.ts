import type { Editor } from '@tiptap/core';
import { closeHistory } from '@tiptap/pm/history';
import { Fragment, type Node, Slice } from '@tiptap/pm/model';
import { TextSelection } from '@tiptap/pm/state';
import type { Length, RunRequest } from '../../../shared/api/types.ts';
import { blockEnd, passageRange, textBetween } from './content.ts';
import { inkOf, withInk } from './ink.ts';
import { nodesOf } from './markdown.ts';

/** What is asked of the model in a document. */
export interface Asking {
  readonly kind: 'compose' | 'command' | 'edit';
  readonly input: string;
  readonly length: Length | null;
  readonly retry_of?: string | undefined;
  /** Where the slot stands: behind this block. */
  readonly slot: number;
  /** The selection that an edit works on. */
  readonly range: { readonly from: number; readonly to: number } | null;
}

/** The most text before the caret that is sent; the contract allows as much. */
const CONTEXT_CHARS = 20_000;
/** An answer has up to about 300 words, so a longer selection would come back cut. */
export const EDIT_MAX_WORDS = 280;

export function requestFor(doc: Node, asking: Asking, document: string): RunRequest {
  const { kind, input, length, slot, range, retry_of } = asking;
  const text = range
    ? textBetween(doc, range.from, range.to)
    : textBetween(doc, 0, slot).slice(-CONTEXT_CHARS);
  const context = { kind: range ? ('selection' as const) : ('before' as const), text: text.toWellFormed() };
  return {
    kind: kind === 'edit' ? 'command' : kind,
    input,
    length,
    outputs: 1,
    document,
    ...(text.trim() === '' ? {} : { context }),
    ...(retry_of === undefined ? {} : { retry_of }),
  };
}

/** Behind the block that the caret is in. */
export const slotHere = (editor: Editor): number => blockEnd(editor.state.doc, editor.state.selection.to);

/** Puts the settled text where the slot stands, as one step back. The caret goes along if it waited there. */
export function insertPassage(editor: Editor, text: string, output: string): void {
  const { state } = editor;
  const { doc } = state;
  const slot = inkOf(state).slot ?? doc.content.size;
  const before = doc.resolve(slot).nodeBefore;
  const takes_place = before?.type.name === 'paragraph' && before.content.size === 0;
  const from = takes_place ? slot - before.nodeSize : slot;
  const waited = before
    ? state.selection.from >= slot - before.nodeSize && state.selection.to <= slot
    : false;
  const nodes = nodesOf(text, output).map((node) => state.schema.nodeFromJSON(node));
  const tr = closeHistory(state.tr).replaceWith(from, slot, nodes);
  const end = from + Fragment.from(nodes).size;
  if (waited) tr.setSelection(TextSelection.near(tr.doc.resolve(end), -1));
  editor.view.dispatch(withInk(tr, { slot: end, fresh: output }));
  editor.view.dispatch(closeHistory(editor.state.tr));
  dry(editor, output);
}

/** Puts an edit in the place of what it was asked for, as one step back. */
export function replaceAsked(editor: Editor, text: string, output: string): void {
  const { state } = editor;
  const { asked } = inkOf(state);
  if (!asked) return;
  const nodes = nodesOf(text, output).map((node) => state.schema.nodeFromJSON(node));
  const [only] = nodes;
  // One paragraph goes into the line that it came from; several open the blocks at either end.
  const slice =
    nodes.length === 1 && only?.type.name === 'paragraph'
      ? new Slice(only.content, 0, 0)
      : new Slice(Fragment.from(nodes), 0, 0);
  const tr = closeHistory(state.tr).replaceRange(asked.from, asked.to, slice);
  tr.setSelection(TextSelection.near(tr.doc.resolve(tr.mapping.map(asked.to)), -1));
  editor.view.dispatch(withInk(tr, { slot: null, asked: null, fresh: output }));
  editor.view.dispatch(closeHistory(editor.state.tr));
  dry(editor, output);
}

const DRYING_MS = 400;

function dry(editor: Editor, output: string): void {
  setTimeout(() => {
    if (editor.isDestroyed || inkOf(editor.state).fresh !== output) return;
    editor.view.dispatch(withInk(editor.state.tr, { fresh: null }));
  }, DRYING_MS);
}

/** Takes a passage out, with the blocks that only it had filled. */
export function removePassage(editor: Editor, output: string): void {
  for (
    let range = passageRange(editor.state.doc, output);
    range;
    range = passageRange(editor.state.doc, output)
  ) {
    const { doc, tr } = editor.state;
    const last = lastOf(doc, output, range);
    const place = doc.resolve(last.from);
    const whole = place.parent.content.size === last.to - last.from && place.depth > 0;
    if (whole) tr.deleteRange(place.before(), place.after());
    else tr.delete(last.from, last.to);
    editor.view.dispatch(tr);
  }
  editor.commands.focus();
}

/** The last unbroken stretch of an output's text. */
function lastOf(
  doc: Node,
  output: string,
  range: { from: number; to: number },
): { from: number; to: number } {
  let last = range;
  let parent: Node | null = null;
  doc.nodesBetween(range.from, range.to, (node, at, above) => {
    const own = node.isInline && node.marks.some((mark) => mark.attrs.output === output);
    if (!own) return;
    const goes_on = parent === above && last.to === at;
    last = goes_on ? { from: last.from, to: at + node.nodeSize } : { from: at, to: at + node.nodeSize };
    parent = above;
  });
  return last;
}
