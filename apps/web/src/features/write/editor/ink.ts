import { Extension, Mark } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, type EditorState, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { blockEnd } from './content.ts';
import type { Hosts } from './hosts.ts';

/** Text that an output wrote. The mark knows the output and nothing else: what it cost is the ledger's to say. */
export const Passage = Mark.create({
  name: 'passage',
  inclusive: false,
  addAttributes: () => ({ output: { default: null, rendered: false } }),
  // Pasted text is nobody's output: the mark is not read from HTML.
  renderHTML: () => ['span', { class: 'passage' }, 0],
});

interface Ink {
  /** Between which blocks the slot stands; null where there is none. */
  readonly slot: number | null;
  /** The text that an edit was asked for. */
  readonly asked: { readonly from: number; readonly to: number } | null;
  /** Whether marks stand in the margin, or under their passage. */
  readonly beside: boolean;
  readonly down: ReadonlySet<string>;
  /** The passage that is drying. */
  readonly fresh: string | null;
}

const START: Ink = { slot: null, asked: null, beside: true, down: new Set(), fresh: null };

export const inkKey = new PluginKey<Ink>('ink');
export const inkOf = (state: EditorState): Ink => inkKey.getState(state) ?? START;

/** Changes what stands around the text, and nothing in it. */
export const withInk = (tr: Transaction, change: Partial<Ink>): Transaction => tr.setMeta(inkKey, change);

function follow(ink: Ink, tr: Transaction): Ink {
  const change = tr.getMeta(inkKey) as Partial<Ink> | undefined;
  const next = change ? { ...ink, ...change } : ink;
  if (!tr.docChanged) return next;
  const moved = (at: number, side: 1 | -1) => tr.mapping.map(at, side);
  return {
    ...next,
    // A change that says where the slot stands says it of the document after it.
    slot:
      change && 'slot' in change
        ? (change.slot ?? null)
        : next.slot === null
          ? null
          : blockEnd(tr.doc, moved(next.slot, -1)),
    asked:
      change && 'asked' in change
        ? (change.asked ?? null)
        : next.asked && { from: moved(next.asked.from, 1), to: moved(next.asked.to, -1) },
  };
}

interface Found {
  readonly ranges: { readonly from: number; readonly to: number }[];
}

/** The passages of a document with their ranges, in its order. */
function passagesOf(doc: Node): Map<string, Found> {
  const found = new Map<string, Found>();
  doc.descendants((node, at) => {
    if (!node.isText) return;
    const output: unknown = node.marks.find((mark) => mark.type.name === 'passage')?.attrs.output;
    if (typeof output !== 'string') return;
    const seen = found.get(output) ?? { ranges: [] };
    seen.ranges.push({ from: at, to: at + node.nodeSize });
    found.set(output, seen);
  });
  return found;
}

function decorate(doc: Node, ink: Ink, hosts: Hosts): DecorationSet {
  const all: Decoration[] = [];
  for (const [output, { ranges }] of passagesOf(doc)) {
    const first = doc.resolve(ranges[0]?.from ?? 0);
    const last = doc.resolve(ranges.at(-1)?.to ?? 0);
    const at = ink.beside ? first.before(1) : last.after(1);
    const name = `mark:${output}`;
    all.push(widget(at, hosts, name, ink.beside ? -1 : 1));
    const kind = ink.down.has(output) ? 'passage-down' : output === ink.fresh ? 'passage-fresh' : null;
    if (kind) for (const { from, to } of ranges) all.push(Decoration.inline(from, to, { class: kind }));
  }
  if (ink.asked && ink.asked.to > ink.asked.from)
    all.push(Decoration.inline(ink.asked.from, ink.asked.to, { class: 'asked' }));
  if (ink.slot !== null) all.push(widget(Math.min(ink.slot, doc.content.size), hosts, 'slot', 2));
  return DecorationSet.create(doc, all);
}

const widget = (at: number, hosts: Hosts, key: string, side: number): Decoration =>
  Decoration.widget(at, () => hosts.host(key), { key, side, ignoreSelection: true, stopEvent: () => true });

/** Keeps the slot, the asked-for text and the marks where they belong while the text changes. */
export const InkExtension = (hosts: Hosts) =>
  Extension.create({
    name: 'ink',
    addProseMirrorPlugins: () => [
      new Plugin<Ink>({
        key: inkKey,
        state: { init: () => START, apply: (tr, ink) => follow(ink, tr) },
        props: { decorations: (state) => decorate(state.doc, inkOf(state), hosts) },
        view: (view) => {
          const tell = (doc: Node) => hosts.setOutputs([...passagesOf(doc).keys()]);
          tell(view.state.doc);
          return { update: (now, before) => void (now.state.doc !== before.doc && tell(now.state.doc)) };
        },
      }),
    ],
  });
