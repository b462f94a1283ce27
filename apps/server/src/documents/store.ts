import type { DocumentContent } from '@inkwell/contract';
import type { Database } from '@inkwell/ledger';
import type {
  Changes,
  DocumentRow,
  FoundRow,
  FullDocumentRow,
  FullVersionRow,
  Reader,
  VersionRow,
} from './rows.ts';
import { BEFORE_CHARS, EXCERPT_CHARS, plainText } from './text.ts';

const HEAD =
  'document, account, author, title, words, is_private, revision, created_at, updated_at, updated_by, deleted_at';
const VERSION = 'version, document, revision, kind, title, words, member, created_at';
/** Of the newest versions of a document this many are kept. */
const KEPT_VERSIONS = 200;

// $1 account, $2 member: what this person may see.
const VISIBLE = 'account = $1 and (not is_private or author = $2)';

// The newest first; a page goes on below the last row's instant and id.
const LIST = `
select ${HEAD} from app.document
where ${VISIBLE} and deleted_at is null
  and ($3::bigint is null or (updated_at, document) < ($3, $4))
order by updated_at desc, document desc limit $5`;

// Those found by their title before those found by their text. The workspace's texts are read one after the other: of a
// thousand documents of a thousand words that took 17 ms on PostgreSQL and 30 in PGlite, where `ilike` took 30 and 160
// and lower letters made on the fly no less. An index on parts of words would need an extension.
const SEARCH = `
select ${HEAD}, in_title, strpos(plain_lower, $8) as found_at,
  substr(plain, greatest(1, strpos(plain_lower, $8) - ${BEFORE_CHARS}), ${EXCERPT_CHARS}) as excerpt
from (
  select *, (title ilike $3)::int as in_title from app.document
  where ${VISIBLE} and deleted_at is null and (title ilike $3 or strpos(plain_lower, $8) > 0)
) found
where $4::int is null or (in_title, updated_at, document) < ($4, $5::bigint, $6)
order by in_title desc, updated_at desc, document desc limit $7`;

// What has been there for too long is gone for the reader before it is gone from the disk.
const TRASH = `
select ${HEAD} from app.document
where ${VISIBLE} and deleted_at > $7
  and ($3::text is null or title ilike $3)
  and ($4::bigint is null or (deleted_at, document) < ($4, $5))
order by deleted_at desc, document desc limit $6`;

// What a person may see, in the order of the making: nothing that is saved meanwhile is passed by.
const every = (columns: string): string => `
select ${columns} from app.document
where ${VISIBLE} and deleted_at is null and ($3::text is null or author = $3) and document > $4
order by document limit $5`;
const EVERY_HEAD = every(HEAD);
const EVERY_ONE = every(`${HEAD}, content, brief`);

const CREATE = `
insert into app.document
  (document, account, author, title, content, plain, plain_lower, brief, words, is_private, make_key, created_at, updated_at, updated_by)
select document, account, author, title, content, plain, plain_lower, brief, words, is_private, make_key, created_at, created_at, author
from jsonb_populate_record(null::app.document, $1::jsonb)
on conflict do nothing
returning ${HEAD}, content, brief`;

// One statement: the row is locked, what it held is kept as a version unless one of these minutes is there already
// (a save that loses more than half of the words is worth one of its own), and the row is changed. A save upon another revision finds no row and does nothing.
const SAVE = `
with old as (
  select * from app.document
  where ${VISIBLE} and document = $3 and revision = $4 and deleted_at is null
  for update
), asked as (
  select * from jsonb_to_record($5::jsonb) as a
    (title text, content jsonb, plain text, plain_lower text, brief jsonb, words bigint, is_private boolean)
), kept as (
  insert into app.document_version
    (version, document, revision, kind, title, content, words, member, created_at, kept_at)
  select $6, old.document, old.revision, $9::text, old.title, old.content, old.words, old.updated_by,
    old.updated_at, $8::bigint
  from old, asked
  where old.words > 0 and ($9::text = 'restore' or asked.content is not null and (
    asked.words * 2 < old.words or not exists (
      select 1 from app.document_version v
      where v.document = old.document and v.kept_at > $8::bigint - $10::bigint
    )
  ))
)
update app.document d set
  title = coalesce((select title from asked), d.title),
  content = coalesce((select content from asked), d.content),
  plain = coalesce((select plain from asked), d.plain),
  plain_lower = coalesce((select plain_lower from asked), d.plain_lower),
  brief = coalesce((select brief from asked), d.brief),
  words = coalesce((select words from asked), d.words),
  is_private = coalesce((select is_private from asked), d.is_private),
  revision = d.revision + 1, save_key = $7, updated_at = $8, updated_by = $2
from old where d.document = old.document
returning ${HEAD.replaceAll(/\w+/g, 'd.$&')}`;

const KEEP = `
insert into app.document_version
  (version, document, revision, kind, title, content, words, member, created_at, kept_at)
select $4, document, revision, 'kept', title, content, words, updated_by, updated_at, $5 from app.document
where ${VISIBLE} and document = $3
returning ${VERSION}`;

const VERSIONS = `
select ${VERSION} from app.document_version
where document = $1 and ($2::text is null or version < $2) order by version desc limit $3`;

const FORGET_VERSIONS = `
delete from app.document_version where document = $1 and version < (
  select version from app.document_version where document = $1 order by version desc offset ${KEPT_VERSIONS - 1} limit 1
)`;

/** How long one automatic version stands for: the saves within it are one. */
const COALESCE_MS = 10 * 60_000;

/** `%` and `_` of a search are letters like any other. */
const likeOf = (q: string | undefined): string | null =>
  q === undefined || q.trim() === '' ? null : `%${q.trim().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

export interface PageAfter {
  at: number;
  document: string;
  /** Of a search: 1 if the last row was found by its title, else 0. null in other lists. */
  in_title: number | null;
}

/** What a search reads, beside the content itself. */
function plainOf(content: DocumentContent | undefined) {
  if (content === undefined) return {};
  const plain = plainText(content.content);
  return { plain, plain_lower: plain.toLowerCase() };
}

/** The rows of documents and their versions. Rejects with what `isOutOfReach` knows if the database is. */
export class DocumentStore {
  readonly #database: Pick<Database, 'query'>;

  constructor(database: Pick<Database, 'query'>) {
    this.#database = database;
  }

  list({ account, member }: Reader, after: PageAfter | null, limit: number): Promise<DocumentRow[]> {
    const params = [account, member, after?.at ?? null, after?.document ?? null, limit];
    return this.#database.query<DocumentRow>(LIST, params, 'document_list');
  }

  /** Those with `q` in their title or text, whatever its case. */
  search({ account, member }: Reader, q: string, after: PageAfter | null, limit: number) {
    const place = [after?.in_title ?? null, after?.at ?? null, after?.document ?? null];
    const params = [account, member, likeOf(q), ...place, limit, q.trim().toLowerCase()];
    return this.#database.query<FoundRow>(SEARCH, params, 'document_search');
  }

  /** Those that were thrown away after an instant, by title alone. */
  trashed(
    { account, member }: Reader,
    since: number,
    q: string | undefined,
    after: PageAfter | null,
    limit: number,
  ): Promise<DocumentRow[]> {
    const params = [account, member, likeOf(q), after?.at ?? null, after?.document ?? null, limit, since];
    return this.#database.query<DocumentRow>(TRASH, params, 'document_trash');
  }

  /** Those that this person may see (and by one author only), after a document in the order of the making. */
  heads({ account, member }: Reader, author: string | null, after: string, limit: number) {
    const params = [account, member, author, after, limit];
    return this.#database.query<DocumentRow>(EVERY_HEAD, params, 'document_heads');
  }

  /** The same with their content. */
  whole({ account, member }: Reader, author: string | null, after: string, limit: number) {
    const params = [account, member, author, after, limit];
    return this.#database.query<FullDocumentRow>(EVERY_ONE, params, 'document_whole');
  }

  async get({ account, member }: Reader, document: string): Promise<FullDocumentRow | undefined> {
    const text = `select ${HEAD}, content, brief from app.document where ${VISIBLE} and document = $3`;
    return (
      await this.#database.query<FullDocumentRow>(text, [account, member, document], 'document_get')
    )[0];
  }

  async head({ account, member }: Reader, document: string) {
    const text = `select ${HEAD}, save_key from app.document where ${VISIBLE} and document = $3`;
    const params = [account, member, document];
    const rows = await this.#database.query<DocumentRow & { save_key: string | null }>(
      text,
      params,
      'document_head',
    );
    return rows[0];
  }

  /** undefined if the account's key has made one before: see `madeWith`. */
  async create(
    row: Pick<
      FullDocumentRow,
      | 'document'
      | 'account'
      | 'author'
      | 'title'
      | 'content'
      | 'brief'
      | 'words'
      | 'is_private'
      | 'created_at'
    > & { make_key: string | null },
  ): Promise<FullDocumentRow | undefined> {
    return (
      await this.#database.query<FullDocumentRow>(CREATE, [
        JSON.stringify({ ...row, ...plainOf(row.content) }),
      ])
    )[0];
  }

  async madeWith({ account, member }: Reader, key: string): Promise<FullDocumentRow | undefined> {
    const text = `select ${HEAD}, content, brief from app.document where ${VISIBLE} and make_key = $3`;
    return (await this.#database.query<FullDocumentRow>(text, [account, member, key]))[0];
  }

  /** undefined if there is none at this revision. `kind` says why what it held is kept. */
  async save(
    reader: Reader,
    document: string,
    asked: { revision: number; changes: Partial<Changes>; version: string; key: string; at: number },
    kind: 'auto' | 'restore' = 'auto',
  ): Promise<DocumentRow | undefined> {
    const { revision, changes, version, key, at } = asked;
    const { account, member } = reader;
    const params = [
      account,
      member,
      document,
      revision,
      JSON.stringify({ ...changes, ...plainOf(changes.content) }),
      version,
      key,
      at,
      kind,
      COALESCE_MS,
    ];
    const [row] = await this.#database.query<DocumentRow>(SAVE, params, 'document_save');
    return row;
  }

  async trash({ account, member }: Reader, document: string, at: number | null): Promise<void> {
    const text = `update app.document set deleted_at = $4 where ${VISIBLE} and document = $3`;
    await this.#database.query(text, [account, member, document, at]);
  }

  /** Deletes for good what was thrown away before the instant. */
  async purge(before: number): Promise<void> {
    await this.#database.query('delete from app.document where deleted_at <= $1', [before]);
  }

  async keep(reader: Reader, document: string, version: string, at: number): Promise<VersionRow | undefined> {
    const params = [reader.account, reader.member, document, version, at];
    return (await this.#database.query<VersionRow>(KEEP, params))[0];
  }

  versions(document: string, before: string | null, limit: number): Promise<VersionRow[]> {
    return this.#database.query<VersionRow>(VERSIONS, [document, before, limit]);
  }

  async version(document: string, version: string): Promise<FullVersionRow | undefined> {
    const text = `select ${VERSION}, content from app.document_version where document = $1 and version = $2`;
    return (await this.#database.query<FullVersionRow>(text, [document, version]))[0];
  }

  async forgetOldVersions(document: string): Promise<void> {
    await this.#database.query(FORGET_VERSIONS, [document]);
  }
}
