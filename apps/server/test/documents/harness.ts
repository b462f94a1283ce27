import { type BlockNode, type DocumentContent, appRoutes, parseRequest } from '@inkwell/contract';
import type { Database } from '@inkwell/ledger';
import { type Backend, testDatabase } from '../../../../tests/backends.ts';
import { Documents } from '../../src/documents/index.ts';
import { VoiceStore } from '../../src/documents/voices.ts';
import type { Input, RunSession } from '../../src/runs/types.ts';

type Detail = Awaited<ReturnType<Documents['get']>>;
export type Body = Record<string, never> & {
  document: string;
  revision: number;
  title: string;
  words: number;
  data: {
    document: string;
    version: string;
    title: string;
    words: number;
    excerpt: string | null;
    kind: string;
  }[];
  next_cursor: string | null;
  version: string;
  deleted_at: string | null;
  is_private: boolean;
  content: DocumentContent;
};

export const paragraph = (text: string): BlockNode => ({
  type: 'paragraph',
  content: text === '' ? [] : [{ type: 'text', text }],
});
export const doc = (...texts: string[]): DocumentContent => ({ type: 'doc', content: texts.map(paragraph) });

export const person = (account: string, member: string, role: RunSession['role'] = 'member'): RunSession => ({
  account,
  member,
  name: member,
  role,
});

export interface World {
  documents: Documents;
  voices: VoiceStore;
  database: Database;
  clock: { now: number };
  /** Saves, and answers with the code of a refusal or the new revision. */
  save(who: RunSession, document: string, body: object, key?: string): Promise<number | string>;
  create(who: RunSession, body?: object, key?: string): Promise<Body>;
  get(who: RunSession, document: string): Promise<Body | string>;
  list(who: RunSession, query?: object): Promise<Body>;
  close(): Promise<void>;
}

/** A request's parts as the contract parses them. */
export function input<Id extends keyof typeof appRoutes>(
  id: Id,
  raw: { params?: Record<string, string>; query?: object; body?: unknown } = {},
): Input<Id> {
  const query = new URLSearchParams(raw.query as Record<string, string>);
  const parsed = parseRequest(appRoutes[id], { params: raw.params ?? {}, query, body: raw.body });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem.errors));
  return parsed.input as Input<Id>;
}

export const bodyOf = (outcome: Detail): Body | string =>
  outcome.ok ? (outcome.body as Body) : outcome.problem.code;

let keys = 0;

export async function openWorld(backend: Backend): Promise<World> {
  const at = await testDatabase(backend);
  const clock = { now: Date.UTC(2026, 10, 22, 12) };
  const documents = new Documents(at.database, () => clock.now);
  const voices = new VoiceStore(at.database);
  return {
    documents,
    voices,
    database: at.database,
    clock,
    save: async (who, document, body, key = `save-${(keys += 1)}`) => {
      const saved = await documents.save(input('saveDocument', { params: { document }, body }), who, key);
      return saved.ok ? (saved.body as Body).revision : saved.problem.code;
    },
    create: async (who, body = {}, key = `create-${(keys += 1)}`) => {
      const made = await documents.create(input('createDocument', { body }), who, key);
      if (!made.ok) throw new Error(made.problem.code);
      return made.body as Body;
    },
    get: async (who, document) =>
      bodyOf(await documents.get(input('getDocument', { params: { document } }), who)),
    list: async (who, query = {}) => {
      const listed = await documents.list(input('listDocuments', { query }), who);
      if (!listed.ok) throw new Error(listed.problem.code);
      return listed.body as Body;
    },
    close: () => at.remove(),
  };
}
