import type { Editor, JSONContent } from '@tiptap/core';
import { EditorContent, useEditor, useEditorState } from '@tiptap/react';
import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import type { DocumentContent, Length } from '../../../shared/api/types.ts';
import { useReader } from '../use-reader.ts';
import { CommandLine } from './command-line.tsx';
import { ComposeBar } from './compose-bar.tsx';
import { contentOf, editableOf } from './content.ts';
import { extensionsOf } from './extensions.ts';
import { Hosts } from './hosts.ts';
import { withInk } from './ink.ts';
import { PassageMark } from './passage-mark.tsx';
import { withoutTables } from './pasted.ts';
import { SelectionBar } from './selection-bar.tsx';
import { removePassage } from './session.ts';
import { WritingSlot } from './slot.tsx';
import { useAsks } from './use-asks.ts';
import { useEditorKeys } from './use-editor-keys.ts';
import { useMarginFlow } from './use-margin-flow.ts';
import { useWriting } from './use-writing.ts';

interface Props {
  readonly document: string;
  readonly content: DocumentContent;
  readonly change: (content: DocumentContent) => void;
  readonly flush: () => Promise<void>;
  /** Marks stand in the margin; otherwise under their passage. */
  readonly beside: boolean;
  /** A command to begin with, its Run focused: the first look at the demo. */
  readonly first: { readonly input: string; readonly tried: () => void } | null;
}

/** The library's editor with our nodes, and the elements that the page draws into. */
function useInkEditor(props: Pick<Props, 'content' | 'change'>) {
  const [hosts] = useState(() => new Hosts());
  const [extensions] = useState(() => extensionsOf(hosts, hosts.ask));
  const editor = useEditor({
    extensions,
    content: editableOf(props.content) as JSONContent,
    // A strict policy takes no style element: styles.css has these rules.
    injectCSS: false,
    editorProps: {
      attributes: { 'aria-label': 'Document', role: 'textbox', 'aria-multiline': 'true', spellcheck: 'true' },
      transformPastedHTML: withoutTables,
    },
    // Whoever asks before placing the caret goes on from what is there.
    onCreate: ({ editor: now }) => now.commands.setTextSelection(now.state.doc.content.size),
    onUpdate: ({ editor: now }) => props.change(contentOf(now.getJSON())),
  });
  return { hosts, editor };
}

/** The text of a document, what is written into it, and the bar that asks for it. */
export function DocumentEditor(props: Props) {
  const { beside, first } = props;
  const [length, setLength] = useState<Length>('m');
  const { hosts, editor } = useInkEditor(props);
  const writing = useWriting(editor, props.document, props.flush);
  const asks = useAsks(editor, writing, length);
  const reader = useReader();
  const isEmpty = useEditorState({ editor, selector: ({ editor: now }) => now.isEmpty });
  useLayoutEffect(() => {
    hosts.setAsk(() => asks.open());
  });
  useEffect(() => {
    editor.view.dispatch(withInk(editor.state.tr, { beside }));
  }, [editor, beside]);
  useFirst(editor, asks, first);
  useEditorKeys({ compose: asks.compose, open: () => asks.open(), running: writing.running });
  const output = writing.run?.outputs[0]?.output ?? '';
  const discard = () => {
    removePassage(editor, output);
    writing.dismiss();
  };
  return (
    <>
      <div className={`document ${beside ? 'document-beside' : ''}`}>
        <EditorContent editor={editor} />
        {isEmpty && !writing.session && !asks.command && <Chips asks={asks} />}
        {!writing.session && !asks.command && <SelectionBar editor={editor} edit={asks.edit} />}
      </div>
      <div className="flex-1" />
      <ComposeBar
        run={writing.running ? writing.run : null}
        length={length}
        choose={setLength}
        compose={asks.compose}
      />
      {createPortal(
        asks.command ? (
          <CommandLine
            key={asks.command.input}
            first={asks.command.input}
            focusRun={asks.command.focusRun}
            busy={writing.running}
            run={(input) => asks.run(input)}
            close={asks.close}
          />
        ) : (
          <WritingSlot writing={writing} reader={reader} proceed={asks.compose} discard={discard} />
        ),
        hosts.host('slot'),
      )}
      <Marks editor={editor} hosts={hosts} asks={asks} beside={beside} />
    </>
  );
}

type Asks = ReturnType<typeof useAsks>;

/** Opens the command to begin with, once, and says when it is open no more. */
function useFirst(editor: Editor, asks: Asks, first: Props['first']): void {
  useEffect(() => {
    if (first !== null) asks.open(first.input, editor.state.doc.content.size, true);
    // Once, when the document is opened.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [editor, first]);
  const shown = asks.command !== null;
  const was_shown = useRef(false);
  useEffect(() => {
    if (was_shown.current && !shown) first?.tried();
    was_shown.current = shown;
  }, [shown, first]);
}

function Marks({
  editor,
  hosts,
  asks,
  beside,
}: {
  readonly editor: Editor;
  readonly hosts: Hosts;
  readonly asks: Asks;
  readonly beside: boolean;
}) {
  const outputs = useSyncExternalStore(hosts.subscribe, hosts.outputs);
  useMarginFlow(editor, hosts, outputs, beside);
  return outputs.map((output) =>
    createPortal(
      <PassageMark
        editor={editor}
        output={output}
        again={(one, run) => void asks.again(one, run)}
        edit={(one, run) => void asks.rewrite(one, run)}
      />,
      hosts.host(`mark:${output}`),
      output,
    ),
  );
}

/** Where to begin in an empty document. */
function Chips({ asks }: { readonly asks: Asks }) {
  const chips = [
    { label: 'Outline this', act: () => asks.run('Write an outline of this') },
    { label: 'Write an opening', act: () => asks.run('Write an opening') },
    { label: 'Continue', act: asks.compose },
  ];
  return (
    <div className="mt-4 flex flex-wrap gap-2 font-sans text-14">
      {chips.map(({ label, act }) => (
        <button key={label} type="button" className="button" onClick={act}>
          {label}
        </button>
      ))}
    </div>
  );
}
