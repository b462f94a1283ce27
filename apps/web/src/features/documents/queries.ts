import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { app } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/queries.ts';
import type { DocumentDetail, DocumentSummary } from '../../shared/api/types.ts';
import { recall, remember } from '../../shared/theme/theme.ts';
import type { Draft } from './saver.ts';
import { justMade } from './just-made.ts';
import { lastSave } from './last-save.ts';

const PAGE = 50;

export function useDocuments(q: string, trash: boolean) {
  return useInfiniteQuery({
    queryKey: ['documents', q, trash],
    queryFn: ({ pageParam, signal }) =>
      app.documents.list({
        limit: PAGE,
        q: q.trim() === '' ? undefined : q,
        trash,
        cursor: pageParam,
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (last) => last,
  });
}

export const useDocument = (document: string) =>
  useQuery({
    queryKey: ['document', document],
    queryFn: async () => {
      await lastSave(document);
      return justMade(document) ?? app.documents.get(document);
    },
    placeholderData: () => justMade(document),
    // The editor holds the document from then on; reading it anew under its hands would not be seen.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** The lists of documents are read anew: one was made, saved, thrown away or taken back. */
export const documentsChanged = () => queryClient.invalidateQueries({ queryKey: ['documents'] });

export const titleOf = (row: Pick<DocumentSummary, 'title'>) => (row.title === '' ? 'Untitled' : row.title);

const LAST = 'inkwell.document';
export const lastDocument = () => recall(LAST);
export const rememberDocument = (document: string | null) => remember(LAST, document);

const draftKey = (document: string) => `inkwell.unsaved.${document}`;

export function keepDraft(document: string, draft: Draft | null): void {
  remember(draftKey(document), draft === null ? null : JSON.stringify(draft));
}

/** What this device kept of a document when it was last closed; null if all was saved. */
export function draftOf(document: string): Draft | null {
  const kept = recall(draftKey(document));
  if (kept === null) return null;
  try {
    return JSON.parse(kept) as Draft;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

/** A document with what this device kept of it laid over. */
export const withDraft = (detail: DocumentDetail, draft: Draft | null): DocumentDetail =>
  draft === null
    ? detail
    : ({
        ...detail,
        ...Object.fromEntries(Object.entries(draft.patch).filter(([, value]) => value !== undefined)),
      } as DocumentDetail);
