import {
  type AppRoutes,
  type Brief,
  type Problem,
  EMPTY_DOCUMENT,
  TRASH_DAYS,
  briefSchema,
  invalidRequest,
  problemOf,
} from '@inkwell/contract';
import type { Database } from '@inkwell/ledger';
import type { Input, Outcome, RunSession } from '../runs/types.ts';
import { newId } from '../runs/ids.ts';
import { DocumentStore, type PageAfter } from './store.ts';
import type { Changes, DocumentRow, FoundRow } from './rows.ts';
import { detailOf, listedOf, summaryOf, versionDetailOf, versionOf } from './views.ts';
import { wordsOf } from './text.ts';
import { type Exported, exportAs } from './export/index.ts';

const DAY_MS = 86_400_000;

export const NO_BRIEF: Brief = briefSchema.parse({});

export const noDocument = (document: string): Problem =>
  problemOf('document_not_found', `There is no document ${document}.`, { document });

const noVersion = (version: string): Problem =>
  problemOf('version_not_found', `There is no version ${version}.`, { version });

const changed = (revision: number): Problem =>
  problemOf('document_changed', `The document is at revision ${revision} by now.`, { revision });

type DocumentRouteId = Exclude<keyof AppRoutes, 'listVoices' | 'createVoice' | 'deleteVoice' | 'getSeen'>;
type Asked<Id extends DocumentRouteId> = Input<Id>;

/** Documents of workspaces: what routes ask of them. `now` is milliseconds since 1970. */
export class Documents {
  readonly #store: DocumentStore;
  readonly #now: () => number;

  constructor(database: Pick<Database, 'query'>, now: () => number) {
    this.#store = new DocumentStore(database);
    this.#now = now;
  }

  /** Newest first, of a search those with a title that fits before the others. The cursor is the last row's place. */
  async list({ query }: Asked<'listDocuments'>, session: RunSession): Promise<Outcome<object>> {
    const is_search = query.trash === 'false' && query.q !== undefined && query.q.trim() !== '';
    const after = afterOf(query.cursor, is_search);
    if (after === undefined) {
      const message = 'must be a next_cursor that this list answered with';
      return { ok: false, problem: invalidRequest([{ field: 'query.cursor', message }]) };
    }
    const rows = await this.#rows(session, query, after, is_search);
    const page = rows.slice(0, query.limit);
    const next_cursor = rows.length > query.limit ? cursorOf(page.at(-1)!) : null;
    return { ok: true, body: { data: page.map(listedOf), next_cursor } };
  }

  /** One more than a page, to know whether there is another. */
  #rows(
    session: RunSession,
    { limit, q, trash }: Asked<'listDocuments'>['query'],
    after: PageAfter | null,
    is_search: boolean,
  ): Promise<(DocumentRow | FoundRow)[]> {
    if (trash === 'true')
      return this.#store.trashed(session, this.#now() - TRASH_DAYS * DAY_MS, q, after, limit + 1);
    return is_search
      ? this.#store.search(session, q!, after, limit + 1)
      : this.#store.list(session, after, limit + 1);
  }

  async create(
    { body }: Asked<'createDocument'>,
    session: RunSession,
    key: string,
  ): Promise<Outcome<object> & { replayed?: boolean }> {
    const { account, member } = session;
    const content = body.content ?? EMPTY_DOCUMENT;
    const at = this.#now();
    const made = await this.#store.create({
      document: newId('doc', at),
      account,
      author: member,
      title: body.title.trim(),
      content,
      brief: body.brief ?? NO_BRIEF,
      words: wordsOf(content),
      is_private: body.is_private,
      make_key: key,
      created_at: at,
    });
    const row = made ?? (await this.#store.madeWith(session, key));
    if (row === undefined)
      return { ok: false, problem: problemOf('idempotency_mismatch', 'This key made another document.') };
    return { ok: true, body: detailOf(row), replayed: made === undefined };
  }

  async get({ params }: Asked<'getDocument'>, session: RunSession): Promise<Outcome<object>> {
    const row = await this.#store.get(session, params.document);
    if (row === undefined) return { ok: false, problem: noDocument(params.document) };
    return { ok: true, body: detailOf(row) };
  }

  /** Title and brief as a run is given them; null if this person has no such document. */
  async briefOf(session: RunSession, document: string): Promise<{ title: string; brief: Brief } | null> {
    const row = await this.#store.get(session, document);
    return row === undefined || row.deleted_at !== null ? null : { title: row.title, brief: row.brief };
  }

  async save(
    { params, body }: Asked<'saveDocument'>,
    session: RunSession,
    key: string,
  ): Promise<Outcome<object> & { replayed?: boolean }> {
    const { document } = params;
    const { revision, title, content, brief, is_private } = body;
    if (is_private !== undefined) {
      const head = await this.#store.head(session, document);
      if (head === undefined) return { ok: false, problem: noDocument(document) };
      if (head.author !== session.member && head.is_private !== is_private) return notTheirs('author');
    }
    const words = content === undefined ? undefined : wordsOf(content);
    const changes: Partial<Changes> = { title: title?.trim(), content, brief, is_private, words };
    const at = this.#now();
    const asked = { revision, changes, version: newId('ver', at), key, at };
    const row = await this.#store.save(session, document, asked);
    if (row !== undefined) return { ok: true, body: summaryOf(row) };
    return this.#notSaved(session, document, revision, key);
  }

  /** A save that found no row: the same save again (its answer was lost), a newer revision, or no document. */
  async #notSaved(session: RunSession, document: string, revision: number, key: string) {
    const head = await this.#store.head(session, document);
    if (head === undefined || head.deleted_at !== null)
      return { ok: false, problem: noDocument(document) } as const;
    if (head.save_key === key && head.revision === revision + 1)
      return { ok: true, body: summaryOf(head), replayed: true } as const;
    return { ok: false, problem: changed(head.revision) } as const;
  }

  trash({ params }: Asked<'trashDocument'>, session: RunSession): Promise<Outcome<object>> {
    return this.#move(session, params.document, (row) => row.deleted_at ?? this.#now());
  }

  restore({ params }: Asked<'restoreDocument'>, session: RunSession): Promise<Outcome<object>> {
    return this.#move(session, params.document, () => null);
  }

  /** Into the trash or out of it: the author's, admins' and owners' to do. */
  async #move(
    session: RunSession,
    document: string,
    deletedAt: (row: DocumentRow) => number | null,
  ): Promise<Outcome<object>> {
    const row = await this.#store.head(session, document);
    if (row === undefined) return { ok: false, problem: noDocument(document) };
    if (row.author !== session.member && session.role === 'member')
      return notTheirs('author, admins and owners');
    const deleted_at = deletedAt(row);
    if (deleted_at !== row.deleted_at) await this.#store.trash(session, document, deleted_at);
    return { ok: true, body: summaryOf({ ...row, deleted_at }) };
  }

  /** Deletes for good what has been in the trash for longer than its days. */
  purge(): Promise<void> {
    return this.#store.purge(this.#now() - TRASH_DAYS * DAY_MS);
  }

  async export(
    { params, query }: Asked<'exportDocument'>,
    session: RunSession,
  ): Promise<{ ok: true; body: Exported } | { ok: false; problem: Problem }> {
    const row = await this.#store.get(session, params.document);
    if (row === undefined) return { ok: false, problem: noDocument(params.document) };
    return { ok: true, body: await exportAs(query.format, row.title, row.content) };
  }

  async versions({ params, query }: Asked<'listVersions'>, session: RunSession): Promise<Outcome<object>> {
    const head = await this.#store.head(session, params.document);
    if (head === undefined) return { ok: false, problem: noDocument(params.document) };
    const rows = await this.#store.versions(params.document, query.cursor ?? null, query.limit + 1);
    const page = rows.slice(0, query.limit);
    const next_cursor = rows.length > query.limit ? page.at(-1)!.version : null;
    return { ok: true, body: { data: page.map(versionOf), next_cursor } };
  }

  async keepVersion({ params }: Asked<'keepVersion'>, session: RunSession): Promise<Outcome<object>> {
    const at = this.#now();
    const row = await this.#store.keep(session, params.document, newId('ver', at), at);
    if (row === undefined) return { ok: false, problem: noDocument(params.document) };
    await this.#store.forgetOldVersions(params.document);
    return { ok: true, body: versionOf(row) };
  }

  async version({ params }: Asked<'getVersion'>, session: RunSession): Promise<Outcome<object>> {
    const head = await this.#store.head(session, params.document);
    if (head === undefined) return { ok: false, problem: noDocument(params.document) };
    const row = await this.#store.version(params.document, params.version);
    if (row === undefined) return { ok: false, problem: noVersion(params.version) };
    return { ok: true, body: versionDetailOf(row) };
  }

  /** Text and title of an earlier version; what stood before is kept. Brief and privacy stay. */
  async restoreVersion(
    { params, body }: Asked<'restoreVersion'>,
    session: RunSession,
    key: string,
  ): Promise<Outcome<object>> {
    const { document, version } = params;
    const head = await this.#store.head(session, document);
    if (head === undefined) return { ok: false, problem: noDocument(document) };
    const found = await this.#store.version(document, version);
    if (found === undefined) return { ok: false, problem: noVersion(version) };
    const { title, content, words } = found;
    const at = this.#now();
    const asked = {
      revision: body.revision,
      changes: { title, content, words },
      version: newId('ver', at),
      key,
      at,
    };
    const saved = await this.#store.save(session, document, asked, 'restore');
    if (saved === undefined) {
      const outcome = await this.#notSaved(session, document, body.revision, key);
      if (!outcome.ok) return outcome;
    } else await this.#store.forgetOldVersions(document);
    return this.get({ params, query: null, body: null }, session);
  }
}

const notTheirs = (who: string): Outcome<object> => ({
  ok: false,
  problem: problemOf('not_allowed', `This is for the document’s ${who}.`),
});

/** Of a search the cursor says first whether the row was found by its title. */
const cursorOf = (row: DocumentRow | FoundRow): string =>
  `${'in_title' in row ? (row.in_title === 1 ? 'title_' : 'text_') : ''}${row.deleted_at ?? row.updated_at}_${row.document}`;

/** null without a cursor, undefined for one that no such list gave. */
function afterOf(cursor: string | undefined, is_search: boolean): PageAfter | null | undefined {
  if (cursor === undefined) return null;
  const [, by, at, document] = /^(?:(title|text)_)?(\d{1,15})_(.+)$/.exec(cursor) ?? [];
  if (at === undefined || document === undefined || is_search !== (by !== undefined)) return undefined;
  return { at: Number(at), document, in_title: is_search ? Number(by === 'title') : null };
}
