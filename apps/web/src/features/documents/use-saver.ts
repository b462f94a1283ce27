import { useEffect, useState, useSyncExternalStore } from 'react';
import { InkwellError, app, newKey } from '../../shared/api/client.ts';
import type { DocumentDetail } from '../../shared/api/types.ts';
import { leave } from './last-save.ts';
import { documentsChanged, draftOf, keepDraft } from './queries.ts';
import { type Draft, Saver } from './saver.ts';

function later(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

/** Equal as JSON, whatever the order of the fields: the database keeps its own. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [own, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const names = new Set([...Object.keys(own), ...Object.keys(other)]);
  return [...names].every((name) => isSame(own[name], other[name]));
}

/** What this device kept of a document, unless the server has all of it by now. */
export function draftFor(detail: DocumentDetail): Draft | null {
  const draft = draftOf(detail.document);
  if (draft === null) return null;
  const names = Object.keys(draft.patch) as (keyof Draft['patch'])[];
  if (names.some((name) => !isSame(draft.patch[name], detail[name]))) return draft;
  keepDraft(detail.document, null);
  return null;
}

/** Saves the opened document; begins with what this device kept of it. */
export function useSaver(detail: DocumentDetail, draft: Draft | null) {
  const { document } = detail;
  const [saver] = useState(
    () =>
      new Saver(draft?.revision ?? detail.revision, {
        save: (body, key) => app.documents.save(document, body, { idempotency_key: key }),
        key: newKey,
        keep: (kept) => keepDraft(document, kept),
        later,
        errorOf: (cause) => (cause instanceof InkwellError ? cause : null),
        saved: () => void documentsChanged(),
      }),
  );
  const state = useSyncExternalStore(saver.subscribe, saver.state);
  useEffect(() => {
    if (draft) saver.change(draft.patch);
  }, [saver, draft]);
  useEffect(() => {
    const flush = () => void saver.flush();
    const hidden = () => {
      if (globalThis.document.hidden) flush();
    };
    window.addEventListener('online', flush);
    globalThis.document.addEventListener('visibilitychange', hidden);
    return () => {
      window.removeEventListener('online', flush);
      globalThis.document.removeEventListener('visibilitychange', hidden);
      leave(document, saver.flush());
    };
  }, [saver, document]);
  return { saver, state };
}
