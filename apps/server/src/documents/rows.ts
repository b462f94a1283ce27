import type { Brief, DocumentContent } from '@inkwell/contract';

/** The rows behind documents, as the database gives them. Instants are milliseconds since 1970. */

export type DocumentRow = {
  document: string;
  account: string;
  author: string;
  title: string;
  words: number;
  is_private: boolean;
  revision: number;
  created_at: number;
  updated_at: number;
  updated_by: string;
  deleted_at: number | null;
};

/**
 * A document that a search found, by its title (`in_title` 1) or its text alone (0), with where in the text (from 1; 0
 * for nowhere) and some of the text around it.
 */
export type FoundRow = DocumentRow & { in_title: number; found_at: number; excerpt: string };

export type FullDocumentRow = DocumentRow & { content: DocumentContent; brief: Brief };

export type VersionRow = {
  version: string;
  document: string;
  revision: number;
  kind: 'auto' | 'kept' | 'restore';
  title: string;
  words: number;
  member: string;
  created_at: number;
};

export type FullVersionRow = VersionRow & { content: DocumentContent };

export type VoiceRow = {
  voice: string;
  account: string;
  name: string;
  description: string;
  created_by: string;
  created_at: number;
};

/** Whose eyes: a workspace's documents, without the private ones of others. */
export interface Reader {
  account: string;
  member: string;
}

/** What a save changes; undefined stays as it is. */
export interface Changes {
  title: string | undefined;
  content: DocumentContent | undefined;
  brief: Brief | undefined;
  is_private: boolean | undefined;
  words: number | undefined;
}
