import type { Database, Row } from '@inkwell/ledger';
import type { Caller } from '../http/call.ts';
import { isSignedIn } from '../auth/access.ts';

/** What staff did, as it was written down. Instants are milliseconds since 1970. */
export interface ActRow extends Row {
  act: number;
  member: string | null;
  name: string;
  what: string;
  account: string | null;
  workspace: string | null;
  target: string | null;
  credits: number | null;
  reason: string | null;
  note: string | null;
  begun_at: number;
  done_at: number | null;
}

export interface NewAct {
  by: { member: string | null; name: string };
  what: string;
  account: string | null;
  target?: string | null;
  credits?: number | null;
  reason?: string | null;
  note?: string | null;
  key: string | null;
}

/** Who acts, as the record names them. Whoever holds an operator's key is of the team, and nobody in particular. */
export const actorOf = (caller: Caller): NewAct['by'] =>
  isSignedIn(caller) ? { member: caller.member, name: caller.name } : { member: null, name: 'the team' };

export interface AwardAct extends Row {
  target: string;
  name: string;
  note: string | null;
  credits: number;
  done_at: number;
}

/** The record of staff's acts. It is only ever added to. */
export class StaffActs {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** Writes an act down before (or, with `done_at`, after) it is done. The same key of the same account is written once. */
  async begin(act: NewAct, now: number, done_at: number | null = null): Promise<void> {
    const { by, what, account, target = null, credits = null, reason = null, note = null, key } = act;
    await this.#db.query(
      `insert into app.staff_act (member, name, what, account, target, credits, reason, note, act_key, begun_at, done_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict (account, act_key) where act_key is not null do nothing`,
      [by.member, by.name, what, account, target, credits, reason, note, key, now, done_at],
    );
  }

  /** Notes that an act was done: who did it, for whoever is the first to say so; undefined for everybody else. */
  async finish(account: string, key: string, target: string, now: number): Promise<string | undefined> {
    const [row] = await this.#db.query<{ name: string }>(
      `update app.staff_act set done_at = $4, target = $3
       where account = $1 and act_key = $2 and done_at is null returning name`,
      [account, key, target, now],
    );
    return row?.name;
  }

  async byKey(account: string, key: string): Promise<{ name: string } | undefined> {
    const [row] = await this.#db.query<{ name: string }>(
      'select name from app.staff_act where account = $1 and act_key = $2',
      [account, key],
    );
    return row;
  }

  /** Awards of an account since an instant, newest first. */
  awards(account: string, since = 0): Promise<AwardAct[]> {
    return this.#db.query<AwardAct>(
      `select target, name, note, credits, done_at from app.staff_act
       where account = $1 and what = 'award' and done_at >= $2 order by act desc`,
      [account, since],
    );
  }

  /** Acts below a place, newest first; of one account, or (null) of all. */
  page(account: string | null, before: number, limit: number): Promise<ActRow[]> {
    return this.#db.query<ActRow>(
      `select s.act, s.member, s.name, s.what, s.account, w.name as workspace, s.target, s.credits, s.reason, s.note,
         s.begun_at, s.done_at
       from app.staff_act s left join app.workspace w on w.id = s.account
       where s.act < $2 and ($1::text is null or s.account = $1) order by s.act desc limit $3`,
      [account, before, limit],
    );
  }
}
