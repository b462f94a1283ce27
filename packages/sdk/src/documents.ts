/** Documents, versions and voices: a part of the app's client. */
import type {
  DocumentDetail,
  DocumentPost,
  DocumentPut,
  DocumentListed,
  DocumentSummary,
  OutputSeen,
  Page,
  VersionDetail,
  VersionSummary,
  Voice,
  VoicePost,
} from '@inkwell/contract/types';
import { pathOf } from './http.ts';
import type { CallOptions, ChangeOptions, Http } from './http.ts';
import type { PageOptions } from './pages.ts';

export interface DocumentPage extends PageOptions {
  /** Part of the title. */
  q?: string | undefined;
  /** Those in the trash instead. */
  trash?: boolean | undefined;
}

const DOCUMENT = '/app/documents/{document}';
const VERSION = '/app/documents/{document}/versions/{version}';

export const documentsOf = (http: Http) => ({
  list: ({ limit, cursor, q, trash, signal }: DocumentPage = {}) =>
    http.json<Page<DocumentListed>>({
      method: 'GET',
      path: '/app/documents',
      query: { limit, cursor, q, trash: trash === undefined ? undefined : String(trash) },
      signal,
    }),
  create: (body: DocumentPost, call: ChangeOptions = {}) =>
    http.json<DocumentDetail>({ ...call, method: 'POST', path: '/app/documents', body, changes: true }),
  get: (document: string, call: CallOptions = {}) =>
    http.json<DocumentDetail>({ ...call, method: 'GET', path: pathOf(DOCUMENT, document) }),
  /** Refused with `document_changed` if somebody saved since `body.revision`. */
  save: (document: string, body: DocumentPut, call: ChangeOptions = {}) =>
    http.json<DocumentSummary>({
      ...call,
      method: 'PUT',
      path: pathOf(DOCUMENT, document),
      body,
      changes: true,
    }),
  trash: (document: string, call: CallOptions = {}) =>
    http.json<DocumentSummary>({ ...call, method: 'DELETE', path: pathOf(DOCUMENT, document) }),
  restore: (document: string, call: CallOptions = {}) =>
    http.json<DocumentSummary>({ ...call, method: 'POST', path: pathOf(`${DOCUMENT}/restore`, document) }),
  /** Where a browser downloads it from. */
  exportPath: (document: string, format: 'md' | 'html' | 'docx') =>
    `${pathOf(`${DOCUMENT}/export`, document)}?format=${format}`,
  /** The document as Markdown. */
  markdown: (document: string, call: CallOptions = {}) =>
    http.text({
      ...call,
      method: 'GET',
      path: pathOf(`${DOCUMENT}/export`, document),
      query: { format: 'md' },
      accept: 'text/markdown',
    }),
  versions: {
    list: (document: string, { limit, cursor, signal }: PageOptions = {}) =>
      http.json<Page<VersionSummary>>({
        method: 'GET',
        path: pathOf(`${DOCUMENT}/versions`, document),
        query: { limit, cursor },
        signal,
      }),
    keep: (document: string, call: CallOptions = {}) =>
      http.json<VersionSummary>({ ...call, method: 'POST', path: pathOf(`${DOCUMENT}/versions`, document) }),
    get: (document: string, version: string, call: CallOptions = {}) =>
      http.json<VersionDetail>({ ...call, method: 'GET', path: pathOf(VERSION, document, version) }),
    restore: (document: string, version: string, revision: number, call: ChangeOptions = {}) =>
      http.json<DocumentDetail>({
        ...call,
        method: 'POST',
        path: pathOf(`${VERSION}/restore`, document, version),
        body: { revision },
        changes: true,
      }),
  },
});

export const voicesOf = (http: Http) => ({
  list: (call: CallOptions = {}) =>
    http.json<{ data: Voice[] }>({ ...call, method: 'GET', path: '/app/voices' }),
  create: (body: VoicePost, call: CallOptions = {}) =>
    http.json<Voice>({ ...call, method: 'POST', path: '/app/voices', body }),
  remove: (voice: string, call: CallOptions = {}) =>
    http.json<void>({ ...call, method: 'DELETE', path: pathOf('/app/voices/{voice}', voice) }),
});

export const seenOf =
  (http: Http) =>
  (output: string, call: CallOptions = {}) =>
    http.json<OutputSeen>({ ...call, method: 'GET', path: pathOf('/app/outputs/{output}/seen', output) });
