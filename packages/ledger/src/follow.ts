import type { Entry, EntryKind } from '@inkwell/engine';
import { bigints, texts } from './arrays.ts';
import type { Database, Row } from './database.ts';
import { type EntryRow, entryOf } from './rows.ts';
import { SHARD_POSITION } from './sql/load.ts';
import { SHARD_ENTRIES, SHARD_ENTRIES_AT, SHARD_ENTRIES_OF_KINDS, SHARD_HEADS } from './sql/read.ts';

/** An entry as followers see it: with its account and its place in the shard. */
export interface Followed {
  shard: number;
  position: number;
  account: string;
  entry: Entry;
}

/** What of an entry says whether the whole of it is wanted. */
export interface SpendingHead {
  shard: number;
  position: number;
  /** The account's number in its shard: whoever knows it needs no name. */
  account_no: number;
  kind: EntryKind;
  actor: string;
}

export interface Spending extends Followed {
  account_no: number;
}

/** A page of a shard's spendings: all of them that are wanted, up to a position. */
export interface Spendings {
  until: number;
  spendings: Spending[];
}

const SPENDING: EntryKind[] = ['charged', 'settled', 'voted'];

/**
 * Charges, settles and votes of a shard beyond a position, a page of positions at a time; at the journal's end `until`
 * is `after`. The heads come first and what is wanted of them whole: whoever follows a few accounts costs the others
 * little. (Sent whole and turned down here, each charge cost the server 4 µs and PostgreSQL as much.)
 */
export async function spendingsAfter(
  db: Database,
  shard: number,
  after: number,
  wanted: (head: SpendingHead) => boolean,
): Promise<Spendings> {
  const [row] = await db.query<{ position: number }>(SHARD_POSITION, [shard], 'shard_position');
  const until = Math.min(row!.position, after + PAGE);
  if (until <= after) return { until: after, spendings: [] };
  const span = [shard, after, until, texts(SPENDING)];
  const heads = await db.query<Omit<SpendingHead, 'shard'> & Row>(SHARD_HEADS, span, 'shard_heads');
  const positions = heads.flatMap((head) => (wanted({ ...head, shard }) ? [head.position] : []));
  if (positions.length === 0) return { until, spendings: [] };
  const rows = await db.query<EntryRow & { account: string }>(
    SHARD_ENTRIES_AT,
    [shard, bigints(positions)],
    'shard_entries_at',
  );
  const spendings = rows.map((found) => ({
    ...followedOf(shard, found),
    account_no: found.account_no,
  }));
  return { until, spendings };
}

const followedOf = (shard: number, row: EntryRow & { account: string }): Followed => ({
  shard,
  position: row.position,
  account: row.account,
  entry: entryOf(row),
});

export type Deliver = (followed: Followed[]) => Promise<void> | void;

/** What is followed, and from where. */
export interface FollowOptions {
  /** By shard, the last position that has been dealt with; negative (and unless told) starts at the journal's end. */
  positions?: number[];
  /** Only entries of these kinds are delivered; all, unless told. */
  kinds?: readonly EntryKind[];
}

const PAGE = 1_000;

/**
 * Follows one shard's journal with a cursor (L2): at least once, in order per account, nothing missed after a crash. What an
 * account brought along when it was imported is past, and is passed over.
 * This process's batches wake it at once; a slow poll finds what other processes wrote.
 */
export class Follower {
  readonly #db: Database;
  readonly shard: number;
  readonly #deliver: Deliver;
  readonly #nudge: (follower: Follower) => void;
  readonly #kinds: readonly EntryKind[] | null;
  #position: number;
  #running = false;
  #again = false;

  constructor(
    db: Database,
    shard: number,
    deliver: Deliver,
    nudge: (follower: Follower) => void,
    { positions, kinds }: FollowOptions = {},
  ) {
    this.#db = db;
    this.shard = shard;
    this.#deliver = deliver;
    this.#nudge = nudge;
    this.#position = positions?.[shard] ?? -1;
    this.#kinds = kinds ?? null;
  }

  /** This process has stored a batch of the shard. */
  nudge(): void {
    this.#nudge(this);
  }

  get position(): number {
    return this.#position;
  }

  /** Reads on from the cursor until the end. Calls while it runs make it look once more. Rejects if reading fails. */
  async wake(): Promise<void> {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#again) {
        this.#again = false;
        await this.#readOn();
      }
    } finally {
      this.#running = false;
    }
  }

  async #readOn(): Promise<void> {
    const [shard] = await this.#db.query<{ position: number }>(
      SHARD_POSITION,
      [this.shard],
      'shard_position',
    );
    const end = shard!.position;
    if (this.#position < 0) this.#position = end;
    while (this.#position < end) {
      // Positions have no gaps, so a span of positions is a page.
      const until = Math.min(end, this.#position + PAGE);
      const rows = await this.#rows(until);
      await this.#deliver(rows.map((row) => followedOf(this.shard, row)));
      this.#position = until;
    }
  }

  #rows(until: number): Promise<(EntryRow & { account: string })[]> {
    const span = [this.shard, this.#position, until];
    return this.#kinds === null
      ? this.#db.query(SHARD_ENTRIES, span, 'shard_entries')
      : this.#db.query(SHARD_ENTRIES_OF_KINDS, [...span, texts([...this.#kinds])], 'shard_entries_of_kinds');
  }
}
