import type { Editor } from '@tiptap/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { newKey } from '../../../shared/api/client.ts';
import { announce } from '../../../shared/ui/announce.ts';
import { type RunState, isRunning } from '../run-state.ts';
import { forget, resume, start, useRuns } from '../run-store.ts';
import { inkOf, withInk } from './ink.ts';
import { type Asking, insertPassage, replaceAsked, requestFor } from './session.ts';

interface Session {
  readonly key: string;
  readonly asking: Asking;
  /** Its text stands in the document already. */
  readonly placed: boolean;
}

/** What was asked in each document of this visit and is not done with: a stream goes on while other pages are looked at. */
const sessions = new Map<string, Session>();

export interface Writing {
  readonly session: Session | null;
  readonly run: RunState | null;
  readonly running: boolean;
  readonly ask: (asking: Asking) => void;
  readonly again: () => void;
  readonly insert: () => void;
  readonly replace: () => void;
  /** Clears the slot. What was written stays charged and in History. */
  readonly dismiss: () => void;
}

/** Writes into a document: asks, shows what comes in the slot, and puts it into the text once it is settled. */
export function useWriting(editor: Editor | null, document: string, flush: () => Promise<void>): Writing {
  const runs = useRuns();
  const [session, setSession] = useState<Session | null>(() => sessions.get(document) ?? null);
  const run = runs.find((one) => one.key === session?.key) ?? null;
  const busy = isRunning(runs[0]);
  const keep = useCallback(
    (next: Session | null) => {
      if (next) sessions.set(document, next);
      else sessions.delete(document);
      setSession(next);
    },
    [document],
  );
  useResumed(editor, document, session, keep);

  const ask = useCallback(
    (asking: Asking) => {
      if (!editor || busy) return;
      const key = newKey();
      const { slot, range } = asking;
      editor.view.dispatch(withInk(editor.state.tr, { slot, asked: range }));
      keep({ key, asking, placed: false });
      const request = requestFor(editor.state.doc, asking, document);
      // The server reads the brief that it has: what is typed there goes first.
      void flush().then(() => start(request, key));
    },
    [editor, busy, document, flush, keep],
  );
  const dismiss = useCallback(() => {
    if (editor && !editor.isDestroyed)
      editor.view.dispatch(withInk(editor.state.tr, { slot: null, asked: null }));
    if (session) forget(session.key);
    keep(null);
    editor?.commands.focus();
  }, [editor, keep, session]);
  const output = run?.outputs[0];
  const insert = useCallback(() => {
    if (!editor || !output || !session) return;
    insertPassage(editor, output.text, output.output);
    editor.view.dispatch(withInk(editor.state.tr, { slot: null, asked: null }));
    announce('Inserted.');
    forget(session.key);
    keep(null);
  }, [editor, output, session, keep]);
  const replace = useCallback(() => {
    if (!editor || !output) return;
    replaceAsked(editor, output.text, output.output);
    announce('Replaced.');
    keep(null);
  }, [editor, output, keep]);
  const again = useCallback(() => {
    if (!editor || !session) return;
    const ink = inkOf(editor.state);
    const retry_of = output?.phase === 'settled' ? output.output : session.asking.retry_of;
    ask({ ...session.asking, slot: ink.slot ?? session.asking.slot, range: ink.asked, retry_of });
  }, [editor, session, output, ask]);
  usePlaced(editor, session, run, keep);
  return { session, run, running: run !== null && isRunning(run), ask, again, insert, replace, dismiss };
}

/** Settled text goes into the document by itself, unless it is an edit or arrived over a connection that dropped. */
function usePlaced(
  editor: Editor | null,
  session: Session | null,
  run: RunState | null,
  keep: (next: Session | null) => void,
): void {
  const output = run?.outputs[0];
  useEffect(() => {
    if (!editor || !session || session.placed || !output || run?.phase !== 'done') return;
    if (run.dropped || session.asking.kind === 'edit' || output.phase !== 'settled') return;
    if (output.text.trim() === '') return;
    insertPassage(editor, output.text, output.output);
    const said_all = output.finish === 'done';
    if (said_all) editor.view.dispatch(withInk(editor.state.tr, { slot: null }));
    keep(said_all ? null : { ...session, placed: true });
  }, [editor, session, run, output, keep]);
}

/** After a reload in mid-stream: what had arrived is offered where the document ends. */
function useResumed(
  editor: Editor | null,
  document: string,
  session: Session | null,
  keep: (next: Session | null) => void,
): void {
  const runs = useRuns();
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    void resume(document);
  }, [document]);
  const found = runs.find((one) => one.document === document && one.dropped && one.key === one.run);
  useEffect(() => {
    if (!editor || session || !found) return;
    const slot = editor.state.doc.content.size;
    editor.view.dispatch(withInk(editor.state.tr, { slot }));
    const asking: Asking = { kind: 'compose', input: found.input, length: null, slot, range: null };
    keep({ key: found.key, asking, placed: false });
  }, [editor, session, found, keep]);
  // A document that is opened again while it is written into gets its slot back.
  useEffect(() => {
    if (!editor || !session || inkOf(editor.state).slot !== null) return;
    const { size } = editor.state.doc.content;
    const { range } = session.asking;
    const asked = range && range.to <= size ? range : null;
    editor.view.dispatch(withInk(editor.state.tr, { slot: Math.min(session.asking.slot, size), asked }));
    // Only when the editor is made: later the slot is moved by hand.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [editor]);
}
