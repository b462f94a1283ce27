import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { InkwellError, app } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/queries.ts';
import { useSession } from '../../shared/api/session.ts';
import type { Brief, DocumentContent, DocumentDetail } from '../../shared/api/types.ts';
import { recall, remember } from '../../shared/theme/theme.ts';
import { announce } from '../../shared/ui/announce.ts';
import { documentsChanged, rememberDocument, titleOf, withDraft } from './queries.ts';
import type { Patch } from './saver.ts';
import { draftFor, useSaver } from './use-saver.ts';

/** Reads a document anew: what the server has takes the place of what is on the page. */
export const reload = (document: string) => queryClient.resetQueries({ queryKey: ['document', document] });

/** The opened document as it stands on the page, and its acts. Each change is saved by itself. */
export function useOpenDocument(detail: DocumentDetail) {
  const navigate = useNavigate();
  const [draft] = useState(() => draftFor(detail));
  const [start] = useState(() => withDraft(detail, draft));
  const { document } = start;
  const { saver, state } = useSaver(detail, draft);
  const [now, setNow] = useState({
    title: start.title,
    brief: start.brief,
    content: start.content,
    is_private: start.is_private,
  });
  const [refusal, setRefusal] = useState<string | null>(null);
  const change = useCallback(
    (patch: Patch & { brief?: Brief; content?: DocumentContent }) => {
      setNow((before) => ({ ...before, ...patch }) as typeof before);
      saver.change(patch);
    },
    [saver],
  );
  const write = useCallback((content: DocumentContent) => change({ content }), [change]);
  const flush = useCallback(() => saver.flush(), [saver]);
  const settle = async () => {
    await saver.flush();
    return saver.isClean ? saver.revision : null;
  };
  const trash = async () => {
    try {
      await saver.flush();
      await app.documents.trash(document);
    } catch (cause) {
      if (!(cause instanceof InkwellError)) throw cause;
      return setRefusal(cause.message);
    }
    announce('Moved to the trash.');
    rememberDocument(null);
    await documentsChanged();
    await navigate({ to: '/' });
  };
  const takeTheirs = () => {
    saver.restart(saver.revision);
    void reload(document);
  };
  const { status } = state;
  useEffect(() => {
    if (status === 'offline') announce('Kept on this device.');
  }, [status]);
  useEffect(() => {
    globalThis.document.title = `${titleOf(now)} · Inkwell`;
  }, [now]);
  return {
    document,
    start,
    now,
    state,
    change,
    write,
    flush,
    settle,
    trash,
    takeTheirs,
    refusal,
    setRefusal,
  };
}

const FIRST_DONE = 'inkwell.first_command';
const FIRST = 'write a blog post outline about house plants';

/** A command to begin with. */
export interface FirstCommand {
  readonly input: string;
  /** It was run, or put away. */
  readonly tried: () => void;
}

const TRIED = 'tried';

/**
 * The demo's first document opens with a command, also when it is opened again, until that was tried; afterwards, and
 * anywhere else, documents open as they are.
 */
export function useFirstCommand({ document, words }: DocumentDetail): FirstCommand | null {
  const { model } = useSession();
  const [first] = useState(() =>
    model.is_demo && words > 0 && [null, document].includes(recall(FIRST_DONE))
      ? { input: FIRST, tried: () => remember(FIRST_DONE, TRIED) }
      : null,
  );
  useEffect(() => {
    if (first !== null) remember(FIRST_DONE, document);
  }, [first, document]);
  return first;
}
