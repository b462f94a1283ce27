import type { Entry } from '@inkwell/engine';
import type { Database } from './database.ts';
import { type EntryRow, entryOf } from './rows.ts';
import { SHARD_POSITION } from './sql/load.ts';
import { SHARD_ENTRIES } from './sql/read.ts';

/** An entry as followers see it: with its account and its place in the shard. */
export interface Followed {
  shard: number;
  position: number;
  account: string;
  entry: Entry;
}

export type Deliver = (followed: Followed[]) => Promise<void> | void;

const PAGE = 1_000;

/**
 * Follows one shard's journal with a cursor (L2): at least once, in order per account, nothing missed after a crash.
 * This process's batches wake it at once; a slow poll finds what other processes wrote.
 */
export class Follower {
  readonly #db: Database;
  readonly shard: number;
  readonly #deliver: Deliver;
  readonly #nudge: (follower: Follower) => void;
  #position: number;
  #running = false;
  #again = false;

  /** `position` is the last one that has been dealt with; negative starts at the journal's end. */
  constructor(
    db: Database,
    shard: number,
    position: number,
    deliver: Deliver,
    nudge: (follower: Follower) => void,
  ) {
    this.#db = db;
    this.shard = shard;
    this.#position = position;
    this.#deliver = deliver;
    this.#nudge = nudge;
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
      const rows = await this.#db.query<EntryRow & { account: string }>(
        SHARD_ENTRIES,
        [this.shard, this.#position, until],
        'shard_entries',
      );
      await this.#deliver(
        rows.map((row) => ({
          shard: this.shard,
          position: row.position,
          account: row.account,
          entry: entryOf(row),
        })),
      );
      this.#position = until;
    }
  }
}
