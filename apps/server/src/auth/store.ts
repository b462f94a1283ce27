import type { Role } from '@inkwell/contract';
import type { Database, Row } from '@inkwell/ledger';
import { digestOf, newId, newSecret } from './secrets.ts';

/** The app schema's keys, people and sessions. Instants are milliseconds since 1970. */

export interface Person extends Row {
  account: string;
  workspace: string;
  member: string;
  name: string;
  role: Role;
  staff: boolean;
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
const PERSON_FIELDS = 'p.account, w.name as workspace, p.member, p.name, p.role, p.staff';

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

  async keyInForce(sha256: string): Promise<{ key_id: string; account: string } | undefined> {
    const [row] = await this.#db.query<{ key_id: string; account: string }>(
      'select key_id, account from app.api_key where sha256 = $1 and revoked_at is null',
      [sha256],
    );
    return row;
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

  async addSignInToken(token: string, account: string, member: string, now: number): Promise<void> {
    await this.#db.query(
      `insert into app.sign_in_token (sha256, account, member, created_at) values ($1, $2, $3, $4)
       on conflict (sha256) do nothing`,
      [digestOf(token), account, member, now],
    );
  }

  /** Begins a session of the person that the token stands for; undefined if it stands for nobody. */
  async signIn(token: string, now: number): Promise<{ session: string; expires_at: number } | undefined> {
    const session = newSecret('ink_se');
    const expires_at = now + SESSION_LIFE_MS;
    const rows = await this.#db.query(
      `insert into app.session (sha256, account, member, created_at, expires_at)
       select $1, account, member, $2, $3 from app.sign_in_token where sha256 = $4 returning 1`,
      [digestOf(session), now, expires_at, digestOf(token)],
    );
    return rows.length === 0 ? undefined : { session, expires_at };
  }

  async personOf(session_sha256: string, now: number): Promise<Person | undefined> {
    const [row] = await this.#db.query<Person>(
      `select ${PERSON_FIELDS} from app.session s
       join app.person p on p.account = s.account and p.member = s.member
       join app.workspace w on w.account = p.account
       where s.sha256 = $1 and s.expires_at > $2`,
      [session_sha256, now],
    );
    return row;
  }

  async endSession(sha256: string, now: number): Promise<void> {
    await this.#db.query('delete from app.session where sha256 = $1 or expires_at <= $2', [sha256, now]);
  }
}
