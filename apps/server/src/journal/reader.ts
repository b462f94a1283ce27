import type { EntryKind } from '@inkwell/engine';
import type { Database, Followed, Follower, Ledger, Queryable } from '@inkwell/ledger';

interface ReaderOptions {
  database: Database;
  ledger: Pick<Ledger, 'shards' | 'follow' | 'unfollow'>;
  /** The table of the app's schema that keeps how far each shard was read: `(shard, position)`. */
  cursor: 'notice_cursor' | 'webhook_cursor';
  /** The entries that it is about; others are passed over. */
  kinds: readonly EntryKind[];
  /** Writes down, in the transaction that it is given, what entries bring about. */
  take: (tx: Queryable, followed: Followed[]) => Promise<void>;
}

/**
 * Reads the journal on for one purpose, whichever process happens to (L2). What entries bring about and how far they were
 * read are written together, both or neither: nothing is missed after a crash, and nothing is taken twice by two.
 */
export class JournalReader {
  readonly #options: ReaderOptions;
  #followers: Follower[] | null = null;
  readonly #kept = new Map<number, number>();

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Reads on until the journal's end. A shard that nobody has read yet begins there: what is past is no news. */
  async read(): Promise<void> {
    this.#followers ??= await this.#follow();
    for (const follower of this.#followers) {
      await follower.wake();
      await this.#keep(follower);
    }
  }

  /** Forgets where this process stood: its next reading begins at the cursor. */
  forget(): void {
    if (this.#followers !== null) this.#options.ledger.unfollow(this.#followers);
    this.#followers = null;
    this.#kept.clear();
  }

  /** Passes over everything up to these positions, where the cursor is not further already. */
  async skipTo(tx: Queryable, positions: number[]): Promise<void> {
    for (const [shard, position] of positions.entries()) await this.#moveCursor(tx, shard, position);
  }

  /** Keeps how far a shard was read also where there was nothing to take. */
  async #keep({ shard, position }: Follower): Promise<void> {
    if (this.#kept.get(shard) === position) return;
    await this.#options.database.transaction((tx) => this.#moveCursor(tx, shard, position));
    this.#kept.set(shard, position);
  }

  async #follow(): Promise<Follower[]> {
    const { database, ledger, cursor, kinds } = this.#options;
    const rows = await database.query<{ shard: number; position: number }>(
      `select shard, position from app.${cursor}`,
    );
    const known = new Map(rows.map(({ shard, position }) => [shard, position]));
    const positions = Array.from({ length: ledger.shards }, (_, shard) => known.get(shard) ?? -1);
    return ledger.follow(
      (followed) => this.#take(followed),
      // The turns of whoever reads are soon enough.
      () => undefined,
      { positions, kinds },
    );
  }

  async #take(followed: Followed[]): Promise<void> {
    const last = followed.at(-1);
    if (last === undefined) return;
    const { database, cursor, take } = this.#options;
    await database.transaction(async (tx) => {
      const [row] = await tx.query<{ position: number }>(
        `select position from app.${cursor} where shard = $1 for update`,
        [last.shard],
      );
      // Another process may have been further: what it took may be dealt with and gone already.
      const fresh = followed.filter(({ position }) => position > (row?.position ?? -1));
      if (fresh.length > 0) await take(tx, fresh);
      await this.#moveCursor(tx, last.shard, last.position);
    });
  }

  async #moveCursor(tx: Queryable, shard: number, position: number): Promise<void> {
    await tx.query(
      `insert into app.${this.#options.cursor} as c (shard, position) values ($1, $2)
       on conflict (shard) do update set position = greatest(c.position, excluded.position)`,
      [shard, position],
    );
  }
}
