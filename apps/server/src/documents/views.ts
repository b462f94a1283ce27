import type {
  DocumentDetail,
  DocumentListed,
  DocumentSummary,
  VersionDetail,
  VersionSummary,
  Voice,
} from '@inkwell/contract';
import { instantText } from '@inkwell/engine';
import type { DocumentRow, FoundRow, FullDocumentRow, FullVersionRow, VersionRow, VoiceRow } from './rows.ts';
import { excerptOf } from './text.ts';

/** Rows as the contract answers them. */

export const summaryOf = (row: DocumentRow): DocumentSummary => ({
  document: row.document,
  title: row.title,
  author: row.author,
  words: row.words,
  is_private: row.is_private,
  revision: row.revision,
  created_at: instantText(row.created_at),
  updated_at: instantText(row.updated_at),
  updated_by: row.updated_by,
  deleted_at: row.deleted_at === null ? null : instantText(row.deleted_at),
});

/** A row of a list. Where the title does not say why it was found, the text around the find does. */
export const listedOf = (row: DocumentRow | FoundRow): DocumentListed => ({
  ...summaryOf(row),
  excerpt: 'in_title' in row && row.in_title === 0 ? excerptOf(row.excerpt, row.found_at) : null,
});

export const detailOf = (row: FullDocumentRow): DocumentDetail => ({
  ...summaryOf(row),
  content: row.content,
  brief: row.brief,
});

export const versionOf = (row: VersionRow): VersionSummary => ({
  version: row.version,
  document: row.document,
  revision: row.revision,
  kind: row.kind,
  title: row.title,
  words: row.words,
  member: row.member,
  created_at: instantText(row.created_at),
});

export const versionDetailOf = (row: FullVersionRow): VersionDetail => ({
  ...versionOf(row),
  content: row.content,
});

export const voiceOf = ({ account: _account, ...row }: VoiceRow): Voice => ({
  ...row,
  created_at: instantText(row.created_at),
});
