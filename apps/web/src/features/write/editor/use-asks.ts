import type { Editor } from '@tiptap/core';
import { useState } from 'react';
import type { Length } from '../../../shared/api/types.ts';
import { blockEnd, passageRange } from './content.ts';
import { inkOf, withInk } from './ink.ts';
import { askedOf } from './passage-mark.tsx';
import { slotHere } from './session.ts';
import type { Writing } from './use-writing.ts';

const COMPOSE = 'Continue the text.';
const OPENING = 'Write an opening.';

export interface OpenCommand {
  readonly input: string;
  readonly focusRun: boolean;
}

/** What a reader can ask of the model in a document: each act says what, where, and with which text around it. */
export function useAsks(editor: Editor, writing: Writing, length: Length) {
  const [command, setCommand] = useState<OpenCommand | null>(null);
  const stand = (slot: number | null) => editor.view.dispatch(withInk(editor.state.tr, { slot }));
  const endOf = (output: string) =>
    blockEnd(editor.state.doc, passageRange(editor.state.doc, output)?.to ?? editor.state.selection.to);

  const open = (input = '', slot = slotHere(editor), focusRun = false) => {
    if (writing.running) return;
    stand(slot);
    setCommand({ input, focusRun });
  };
  const close = () => {
    setCommand(null);
    stand(null);
    editor.commands.focus();
  };
  const compose = () => {
    setCommand(null);
    const input = editor.isEmpty ? OPENING : COMPOSE;
    writing.ask({ kind: 'compose', input, length, slot: slotHere(editor), range: null });
  };
  const run = (input: string, retry_of?: string, slot = inkOf(editor.state).slot ?? slotHere(editor)) => {
    setCommand(null);
    editor.commands.focus();
    writing.ask({ kind: 'command', input, length: null, slot, range: null, retry_of });
  };
  const edit = (input: string) => {
    const { from, to } = editor.state.selection;
    setCommand(null);
    writing.ask({
      kind: 'edit',
      input,
      length: null,
      slot: blockEnd(editor.state.doc, to),
      range: { from, to },
    });
  };
  const again = async (output: string, of: string) => {
    const asked = await askedOf(of);
    if (!asked || editor.isDestroyed) return;
    const slot = endOf(output);
    if (asked.kind === 'command') run(asked.input, output, slot);
    else writing.ask({ ...asked, length, slot, range: null, retry_of: output });
  };
  const rewrite = async (output: string, of: string) => {
    const asked = await askedOf(of);
    if (asked && !editor.isDestroyed) open(asked.input, endOf(output));
  };
  return { command, open, close, compose, run, edit, again, rewrite };
}
