import type { Database, Followed, Row } from '@inkwell/ledger';
import { TOLD } from './words.ts';

export interface Waiting extends Row {
  account: string;
  seq: number;
  notice: string;
  tries: number;
  created_at: number;
}

/** Notices on their way to a mail, and how far the journal has been read for them. */
export class NoticeStore {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  /** The position up to which each shard has been dealt with; -1 where nobody has looked yet. */
  async positions(shards: number): Promise<number[]> {
    const rows = await this.#db.query<{ shard: number; position: number }>(
      'select shard, position from app.notice_cursor',
    );
    const positions = new Map(rows.map(({ shard, position }) => [shard, position]));
    return Array.from({ length: shards }, (_, shard) => positions.get(shard) ?? -1);
  }

  /** Takes a page's notices and moves the cursor with them: both or neither, so that none is missed (L2). */
  async take(shard: number, position: number, followed: Followed[], now: number): Promise<void> {
    const notices = followed.filter(
      ({ entry }) => entry.kind === 'notice' && String(entry.facts.notice) in TOLD,
    );
    await this.#db.transaction(async (tx) => {
      const [cursor] = await tx.query<{ position: number }>(
        'select position from app.notice_cursor where shard = $1 for update',
        [shard],
      );
      // Another process may have been further: what it took may be sent and gone already.
      const fresh = notices.filter((one) => one.position > (cursor?.position ?? -1));
      for (const { account, entry } of fresh)
        await tx.query(
          `insert into app.notice_mail (account, seq, notice, next_at, created_at) values ($1, $2, $3, $4, $4)
           on conflict (account, seq) do nothing`,
          [account, entry.seq, String(entry.facts.notice), now],
        );
      await tx.query(
        `insert into app.notice_cursor as c (shard, position) values ($1, $2)
         on conflict (shard) do update set position = greatest(c.position, excluded.position)`,
        [shard, position],
      );
    });
  }

  due(now: number, limit: number): Promise<Waiting[]> {
    return this.#db.query<Waiting>(
      `select account, seq, notice, tries, created_at from app.notice_mail
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

  async done({ account, seq }: Waiting): Promise<void> {
    await this.#db.query('delete from app.notice_mail where account = $1 and seq = $2', [account, seq]);
  }
}
