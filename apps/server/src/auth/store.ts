import type { Role } from '@inkwell/contract';
import type { Database, Row } from '@inkwell/ledger';
import { digestOf, newId, newSecret } from './secrets.ts';

/** The app schema's keys, people and sessions. Instants are milliseconds since 1970. */

/** Who a session belongs to, and the workspace it looks at; without a workspace `account` is null. */
export interface Person extends Row {
  session: string;
  member: string;
  name: string;
  staff: boolean;
  account: string | null;
  workspace: string | null;
  role: Role | null;
}

export interface KeyRow extends Row {
  key_id: string;
  account: string;
  name: string;
  hint: string;
  created_by: string;
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
}

export const SESSION_LIFE_MS = 30 * 86_400_000;

const KEY_FIELDS = 'key_id, account, name, hint, created_by, created_at, last_used_at, revoked_at';

export class AuthStore {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  async operatorDigests(): Promise<string[]> {
    const rows = await this.#db.query<{ sha256: string }>('select sha256 from app.operator_key');
    return rows.map((row) => row.sha256);
  }

  async addOperatorDigest(sha256: string, now: number): Promise<void> {
    await this.#db.query(
      'insert into app.operator_key (sha256, created_at) values ($1, $2) on conflict do nothing',
      [sha256, now],
    );
  }

  /** A new key of one account. Its secret is in this answer only; the table keeps a hash. */
  async createKey(
    account: string,
    name: string,
    actor: string,
    now: number,
  ): Promise<{ row: KeyRow; secret: string }> {
    const secret = newSecret('ink_ws');
    const [row] = await this.#db.query<KeyRow>(
      `insert into app.api_key (key_id, account, name, hint, sha256, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7) returning ${KEY_FIELDS}`,
      [newId('key'), account, name, secret.slice(-4), digestOf(secret), actor, now],
    );
    return { row: row!, secret };
  }

  /** The account's keys made before the given place, newest first. */
  keys(account: string, before: number, limit: number): Promise<(KeyRow & { place: number })[]> {
    return this.#db.query<KeyRow & { place: number }>(
      `select ${KEY_FIELDS}, place from (
         select *, row_number() over (order by created_at, key_id) as place from app.api_key where account = $1
       ) k where place < $2 order by place desc limit $3`,
      [account, before, limit],
    );
  }

  /** Revokes a key of the account; again changes nothing. undefined if the account has no such key. */
  async revokeKey(account: string, key_id: string, now: number): Promise<KeyRow | undefined> {
    const [row] = await this.#db.query<KeyRow>(
      `update app.api_key set revoked_at = coalesce(revoked_at, $3)
       where account = $1 and key_id = $2 returning ${KEY_FIELDS}`,
      [account, key_id, now],
    );
    return row;
  }

  /** Whose key this is, in force or not. */
  async keyOf(sha256: string): Promise<{ key_id: string; account: string; is_revoked: boolean } | undefined> {
    const [row] = await this.#db.query<{ key_id: string; account: string; is_revoked: boolean }>(
      'select key_id, account, revoked_at is not null as is_revoked from app.api_key where sha256 = $1',
      [sha256],
    );
    return row;
  }

  async hasKey(account: string, key_id: string): Promise<boolean> {
    const rows = await this.#db.query('select 1 from app.api_key where account = $1 and key_id = $2', [
      account,
      key_id,
    ]);
    return rows.length > 0;
  }

  async keysUsed(used: Map<string, number>): Promise<void> {
    const ids = [...used.keys()];
    if (ids.length === 0) return;
    await this.#db.query(
      `update app.api_key k set last_used_at = greatest(coalesce(k.last_used_at, 0), u.at)
       from json_to_recordset($1::json) as u (key_id text, at bigint) where k.key_id = u.key_id`,
      [JSON.stringify(ids.map((key_id) => ({ key_id, at: used.get(key_id)! })))],
    );
  }

  /** Lets a link sign this person in to this workspace; again changes nothing. */
  async addSignInToken(token: string, account: string, member: string, now: number): Promise<void> {
    await this.#db.query(
      `insert into app.sign_in_token (sha256, workspace_id, person_id, created_at) values ($1, $2, $3, $4)
       on conflict (sha256) do update set workspace_id = excluded.workspace_id, person_id = excluded.person_id`,
      [digestOf(token), account, member, now],
    );
  }

  /** Begins a session of the person that the token stands for; undefined if it stands for nobody. */
  async signIn(token: string, now: number): Promise<{ session: string } | undefined> {
    const [found] = await this.#db.query<{ person_id: string; workspace_id: string }>(
      'select person_id, workspace_id from app.sign_in_token where sha256 = $1',
      [digestOf(token)],
    );
    if (found === undefined) return undefined;
    return { session: await this.beginSession(found.person_id, found.workspace_id, now) };
  }

  /** Begins a session without a password. Who calls this has made sure of the person by other means. */
  async beginSession(member: string, account: string | null, now: number): Promise<string> {
    const session = newSecret('ink_se');
    await this.#db.query(
      `insert into app.session (id, token, person_id, active_workspace_id, created_at, updated_at, expires_at)
       select $1, $2, $3, $4, at, at, at + $6::float8 * interval '1 millisecond'
       from (select to_timestamp($5::float8 / 1000) as at) t`,
      [newId('ses'), digestOf(session), member, account, now, SESSION_LIFE_MS],
    );
    return session;
  }

  /** Whose session it is, with the workspace it looks at: the one last opened, or the oldest that is left. */
  async personOf(session_sha256: string, now: number): Promise<Person | undefined> {
    const [row] = await this.#db.query<Person>(
      `select s.id as session, p.id as member, p.name, p.role = 'staff' as staff,
         w.id as account, w.name as workspace, m.role
       from app.session s
       join app.person p on p.id = s.person_id
       left join lateral (
         select workspace_id, role from app.membership where person_id = p.id
         order by workspace_id is not distinct from s.active_workspace_id desc, created_at, id limit 1
       ) m on true
       left join app.workspace w on w.id = m.workspace_id
       where s.token = $1 and s.expires_at > to_timestamp($2::float8 / 1000) and p.banned is not true`,
      [session_sha256, now],
    );
    return row;
  }

  /** Keeps when sessions were last used, and with them when members were last active. */
  async sessionsSeen(seen: Map<string, number>): Promise<void> {
    if (seen.size === 0) return;
    const rows = JSON.stringify([...seen].map(([token, at]) => ({ token, at })));
    await this.#db.query(
      `with seen as (
         update app.session s set updated_at = greatest(s.updated_at, to_timestamp(u.at::float8 / 1000))
         from json_to_recordset($1::json) as u (token text, at bigint) where s.token = u.token
         returning s.person_id, s.active_workspace_id, u.at
       )
       update app.membership m set last_active_at = greatest(coalesce(m.last_active_at, 0), t.at)
       from (select person_id, active_workspace_id, max(at) as at from seen group by 1, 2) t
       where m.person_id = t.person_id and m.workspace_id = t.active_workspace_id`,
      [rows],
    );
  }

  async endSession(sha256: string, now: number): Promise<void> {
    await this.#db.query(
      'delete from app.session where token = $1 or expires_at <= to_timestamp($2::float8 / 1000)',
      [sha256, now],
    );
  }
}
