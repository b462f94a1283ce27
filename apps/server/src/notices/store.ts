import type { Database, Followed, Queryable, Row } from '@inkwell/ledger';
import { TOLD } from './words.ts';

export interface Waiting extends Row {
  account: string;
  seq: number;
  notice: string;
  tries: number;
  created_at: number;
  /** The members who have been sent it already. */
  told: string[];
}

/** Notices on their way to a mail. */
export class NoticeStore {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** Takes the notices that are worth a mail. */
  async take(tx: Queryable, followed: Followed[], now: number): Promise<void> {
    for (const { account, entry } of followed) {
      const notice = String(entry.facts.notice);
      if (notice in TOLD)
        await tx.query(
          `insert into app.notice_mail (account, seq, notice, next_at, created_at) values ($1, $2, $3, $4, $4)
           on conflict (account, seq) do nothing`,
          [account, entry.seq, notice, now],
        );
    }
  }

  due(now: number, limit: number): Promise<Waiting[]> {
    return this.#db.query<Waiting>(
      `select account, seq, notice, tries, created_at, told from app.notice_mail
       where next_at <= $1 order by account, seq limit $2`,
      [now, limit],
    );
  }

  /** Puts one off, if no other process has it in hand: whether it is this one's to send. */
  async claim({ account, seq, tries }: Waiting, next_at: number): Promise<boolean> {
    const rows = await this.#db.query(
      `update app.notice_mail set tries = tries + 1, next_at = $4
       where account = $1 and seq = $2 and tries = $3 returning 1`,
      [account, seq, tries, next_at],
    );
    return rows.length === 1;
  }

  async told({ account, seq }: Waiting, member: string): Promise<void> {
    await this.#db.query(
      `update app.notice_mail set told = told || to_jsonb($3::text) where account = $1 and seq = $2`,
      [account, seq, member],
    );
  }

  async done({ account, seq }: Waiting): Promise<void> {
    await this.#db.query('delete from app.notice_mail where account = $1 and seq = $2', [account, seq]);
  }
}
