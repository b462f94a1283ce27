import { type Format, exportAs, fileNameOf } from '../documents/export/index.ts';
import type { Reader } from '../documents/rows.ts';
import type { DocumentStore } from '../documents/store.ts';
import { detailOf, summaryOf } from '../documents/views.ts';
import { csvOfPages, jsonLines, mapped, pages } from './pages.ts';
import type { ExportFile } from './zip.ts';

const PAGE = 20;
const HEADS = 200;
const ID_CHARS = 6;

/** Whose eyes, and whose documents alone if it is not everybody's. */
export interface DocumentScope extends Reader {
  author: string | null;
}

/** Titles repeat, so the end of the id stands behind each: names can be told without knowing the others. */
const nameOf = (title: string, document: string, format: Format): string =>
  `${fileNameOf(title)} ${document.slice(-ID_CHARS)}.${format}`;

/** The documents of a scope as files in a folder, with a list of them; as `json` in one file with all that is known. */
export async function* documentFiles(
  store: DocumentStore,
  scope: DocumentScope,
  format: Format | 'json',
  folder: string,
): AsyncGenerator<ExportFile, void, undefined> {
  const whole = () =>
    pages(
      '',
      PAGE,
      (after, limit) => store.whole(scope, scope.author, after, limit),
      ({ document }) => document,
    );
  if (format === 'json') {
    const bytes = jsonLines(mapped(whole(), (rows) => rows.map(detailOf)));
    yield { name: `${folder}documents.ndjson`, bytes };
    return;
  }
  yield { name: `${folder}documents.csv`, bytes: listOf(store, scope, format) };
  for await (const rows of whole())
    for (const { document, title, content } of rows) {
      const { bytes } = await exportAs(format, title, content);
      yield { name: `${folder}documents/${nameOf(title, document, format)}`, bytes };
    }
}

const HEAD = [
  'file',
  'document',
  'title',
  'author',
  'words',
  'is_private',
  'created_at',
  'updated_at',
  'updated_by',
];

function listOf(store: DocumentStore, scope: DocumentScope, format: Format) {
  const heads = pages(
    '',
    HEADS,
    (after, limit) => store.heads(scope, scope.author, after, limit),
    ({ document }) => document,
  );
  const rows = mapped(heads, (page) =>
    page.map(summaryOf).map((row) => {
      const file = `documents/${nameOf(row.title, row.document, format)}`;
      const { document, title, author, words, is_private, created_at, updated_at, updated_by } = row;
      return [file, document, title, author, words, String(is_private), created_at, updated_at, updated_by];
    }),
  );
  return csvOfPages(HEAD, rows);
}
