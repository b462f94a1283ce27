import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { Bold, Heading2, Italic, List } from 'lucide-react';
import { useLayoutEffect, useState } from 'react';
import { textBetween } from './content.ts';
import { EDIT_MAX_WORDS } from './session.ts';

const EDITS = [
  { label: 'Rewrite', input: 'Rewrite this' },
  { label: 'Shorten', input: 'Shorten this' },
  { label: 'Fix grammar', input: 'Fix the grammar of this text' },
  { label: 'Explain simply', input: 'Explain this simply' },
] as const;
const TONES = ['friendly', 'formal', 'confident', 'plain'] as const;

/** On a selection: what can be asked for it, and how it is set. */
export function SelectionBar(props: { readonly editor: Editor; readonly edit: (input: string) => void }) {
  const { editor } = props;
  const [tones, setTones] = useState(false);
  const [at, setAt] = useState<{ top: number; left: number } | null>(null);
  const { from, to, said } = useEditorState({
    editor,
    selector: ({ editor: now }) => {
      const { from, to, empty } = now.state.selection;
      return { from, to, said: empty ? '' : textBetween(now.state.doc, from, to) };
    },
  });
  const shown = said.trim() !== '' && editor.isEditable;
  useLayoutEffect(() => {
    setTones(false);
    if (!shown) return setAt(null);
    const start = editor.view.coordsAtPos(from);
    const frame = editor.view.dom.parentElement?.getBoundingClientRect();
    if (frame)
      setAt({
        top: start.top - frame.top - 48,
        left: Math.max(0, Math.min(start.left - frame.left, frame.width - 460)),
      });
  }, [editor, shown, from, to]);
  if (!shown || !at) return null;
  const long = said.split(/\s+/).length > EDIT_MAX_WORDS;
  return (
    <div role="toolbar" aria-label="Selection" className="selection-bar" style={at}>
      {tones ? (
        TONES.map((tone) => (
          <Edit
            key={tone}
            label={tone[0]?.toUpperCase() + tone.slice(1)}
            act={() => props.edit(`Make it more ${tone}`)}
          />
        ))
      ) : long ? (
        <span className="px-2 text-13 text-muted">Edits take up to {EDIT_MAX_WORDS} words</span>
      ) : (
        <>
          {EDITS.map(({ label, input }) => (
            <Edit key={label} label={label} act={() => props.edit(input)} />
          ))}
          <Edit label="Change tone" act={() => setTones(true)} />
        </>
      )}
      {!tones && <Formats editor={editor} />}
    </div>
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
