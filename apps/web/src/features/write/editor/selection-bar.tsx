import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { Bold, Heading2, Italic, List } from 'lucide-react';
import { useState } from 'react';
import { textBetween } from './content.ts';
import { EDIT_MAX_WORDS } from './session.ts';

const EDITS = [
  { label: 'Rewrite', input: 'Rewrite this' },
  { label: 'Shorten', input: 'Shorten this' },
  { label: 'Fix grammar', input: 'Fix the grammar of this text' },
  { label: 'Explain simply', input: 'Explain this simply' },
] as const;
const TONES = ['friendly', 'formal', 'confident', 'plain'] as const;

const BAR_PX = 48;
/** About as wide as the bar is: it stays within the text's own frame. */
const BAR_WIDTH_PX = 570;

/** On a selection: what can be asked for it, and how it is set. */
export function SelectionBar(props: { readonly editor: Editor; readonly edit: (input: string) => void }) {
  const { editor } = props;
  const selected = useEditorState({ editor, selector: ({ editor: now }) => placeOf(now) });
  if (selected === null) return null;
  const { top, left, from, to, said } = selected;
  return (
    <div role="toolbar" aria-label="Selection" className="selection-bar" style={{ top, left }}>
      <Asks key={`${from} ${to}`} long={said.split(/\s+/).length > EDIT_MAX_WORDS} edit={props.edit} />
      <Formats editor={editor} />
    </div>
  );
}

/** What is selected, and where its bar stands above it; null where nothing is. */
function placeOf(editor: Editor) {
  const { from, to, empty } = editor.state.selection;
  const said = empty ? '' : textBetween(editor.state.doc, from, to);
  const frame = editor.view.dom.parentElement?.getBoundingClientRect();
  if (said.trim() === '' || !frame) return null;
  const start = editor.view.coordsAtPos(from);
  const left = Math.max(0, Math.min(start.left - frame.left, frame.width - BAR_WIDTH_PX));
  return { from, to, said, top: start.top - frame.top - BAR_PX, left };
}

function Asks({ long, edit }: { readonly long: boolean; readonly edit: (input: string) => void }) {
  const [tones, setTones] = useState(false);
  if (long) return <span className="px-2 text-13 text-muted">Edits take up to {EDIT_MAX_WORDS} words</span>;
  if (tones) {
    return TONES.map((tone) => (
      <Edit
        key={tone}
        label={tone[0]?.toUpperCase() + tone.slice(1)}
        act={() => edit(`Make it more ${tone}`)}
      />
    ));
  }
  return (
    <>
      {EDITS.map(({ label, input }) => (
        <Edit key={label} label={label} act={() => edit(input)} />
      ))}
      <Edit label="Change tone" act={() => setTones(true)} />
    </>
  );
}

function Edit(props: { readonly label: string; readonly act: () => void }) {
  return (
    <button
      type="button"
      className="h-8 rounded-control px-2 text-13 font-label whitespace-nowrap hover:bg-ink-wash hover:text-ink pointer-coarse:h-11"
      // The selection stays where it is.
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.act}
    >
      {props.label}
    </button>
  );
}

function Formats({ editor }: { readonly editor: Editor }) {
  const chain = () => editor.chain().focus();
  const formats = [
    { label: 'Bold', Icon: Bold, on: editor.isActive('bold'), act: () => chain().toggleBold().run() },
    { label: 'Italic', Icon: Italic, on: editor.isActive('italic'), act: () => chain().toggleItalic().run() },
    {
      label: 'Heading',
      Icon: Heading2,
      on: editor.isActive('heading'),
      act: () => chain().toggleHeading({ level: 2 }).run(),
    },
    {
      label: 'List',
      Icon: List,
      on: editor.isActive('bulletList'),
      act: () => chain().toggleBulletList().run(),
    },
  ];
  return (
    <span className="flex border-l border-rule pl-1 max-sm:hidden">
      {formats.map(({ label, Icon, on, act }) => (
        <button
          key={label}
          type="button"
          className="icon-button aria-pressed:text-ink"
          aria-label={label}
          title={label}
          aria-pressed={on}
          onMouseDown={(event) => event.preventDefault()}
          onClick={act}
        >
          <Icon aria-hidden="true" className="size-4" strokeWidth={1.75} />
        </button>
      ))}
    </span>
  );
}
