import type { Entry } from '@inkwell/engine';
import type { CycleRow, Followed, Follower, Ledger, Loaded } from '@inkwell/ledger';
import type { Logger } from 'pino';
import { noticeView } from '../views/notice.ts';
import { EventStream } from './stream.ts';

/** At most four balances a second go to one account's listeners. */
const BALANCE_EVERY_MS = 250;
/** A batch of this process is looked at this soon; batches of the same moment are looked at together. */
const WAKE_WITHIN_MS = 25;
const PAGE = 500;

interface Room {
  streams: Set<EventStream>;
  /** The balance was sent within the last BALANCE_EVERY_MS. */
  is_resting: boolean;
  is_dirty: boolean;
  /** All notices up to this entry have been told. */
  told_seq: number;
  /** Words delivered by open streams when the balance was last sent. */
  delivered: number;
}

/** The cycle that an instant fell into, of cycles newest first; 0 before all of them. */
const cycleAt = (cycles: CycleRow[], at: number): number =>
  cycles.find(({ starts_at }) => starts_at <= at)?.number ?? 0;

interface HubOptions {
  ledger: Ledger;
  log: Logger;
  deliveredWords: (account: string) => number;
}

/**
 * Tells listeners of accounts what the journal says (L2). One follower of each shard serves them all, and follows only
 * while somebody listens.
 */
export class EventHub {
  readonly #options: HubOptions;
  readonly #rooms = new Map<string, Room>();
  #followers: Follower[] = [];
  #wake_timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(options: HubOptions) {
    this.#options = options;
  }

  get streams(): number {
    let count = 0;
    for (const room of this.#rooms.values()) count += room.streams.size;
    return count;
  }

  /**
   * A listener's stream: the notices after `last_seq` first, then the balance, then both as they come. undefined if
   * there is no such account. `mayHear` is asked again and again while it is open.
   */
  async open(
    account: string,
    last_seq: number | null,
    mayHear: () => Promise<boolean>,
  ): Promise<ReadableStream<Uint8Array> | undefined> {
    const { ledger } = this.#options;
    const stream = new EventStream(() => this.#leave(account, stream), mayHear);
    this.#enter(account, stream);
    try {
      // The followers stand at the journal's end before anything is read, so nothing falls between.
      await this.wake();
      const loaded = await ledger.reads.load(account);
      if (loaded === undefined) {
        stream.close();
        return undefined;
      }
      void this.#greet(loaded, stream, last_seq);
      return stream.readable;
    } catch (error) {
      stream.close();
      throw error;
    }
  }

  async #greet(loaded: Loaded, stream: EventStream, last_seq: number | null): Promise<void> {
    const { account } = loaded.state;
    try {
      if (last_seq !== null) await this.#resume(loaded, stream, last_seq);
      stream.live(last_seq ?? loaded.stored.seq, loaded.stored.seq);
      this.#markDirty(account);
    } catch (error) {
      this.#options.log.warn({ err: error }, 'event stream could not begin');
      stream.close();
    }
  }

  async #resume(loaded: Loaded, stream: EventStream, last_seq: number): Promise<void> {
    const { reads } = this.#options.ledger;
    const { account } = loaded.state;
    const cycles = await reads.cycles(loaded);
    for (let after = last_seq; !stream.is_closed;) {
      const entries = await reads.entriesAfter(loaded, after, PAGE);
      for (const entry of entries) {
        if (entry.kind !== 'notice') continue;
        stream.notice(entry.seq, noticeView(account, entry, cycleAt(cycles, entry.at)), true);
      }
      if (entries.length < PAGE) return;
      after = entries.at(-1)!.seq;
      await stream.drained();
    }
  }

  #enter(account: string, stream: EventStream): void {
    let room = this.#rooms.get(account);
    if (room === undefined) {
      room = { streams: new Set(), is_resting: false, is_dirty: false, told_seq: 0, delivered: 0 };
      this.#rooms.set(account, room);
    }
    room.streams.add(stream);
    if (this.#followers.length > 0) return;
    const { ledger } = this.#options;
    this.#followers = ledger.follow(
      (followed) => this.#deliver(followed),
      () => this.#wakeSoon(),
    );
  }

  #leave(account: string, stream: EventStream): void {
    const room = this.#rooms.get(account);
    room?.streams.delete(stream);
    if (room !== undefined && room.streams.size === 0) this.#rooms.delete(account);
    if (this.#rooms.size > 0) return;
    this.#options.ledger.unfollow(this.#followers);
    this.#followers = [];
  }

  #wakeSoon(): void {
    this.#wake_timer ??= setTimeout(() => {
      this.#wake_timer = null;
      this.wake().catch((error: unknown) => this.#options.log.warn({ err: error }, 'following failed'));
    }, WAKE_WITHIN_MS);
  }

  /** Looks for what this and other processes have stored, and for words delivered since the last balance. */
  async wake(): Promise<void> {
    for (const [account, room] of this.#rooms)
      if (this.#options.deliveredWords(account) !== room.delivered) this.#markDirty(account);
    await Promise.all(this.#followers.map((follower) => follower.wake()));
  }

  /** Notices go out before a balance that knows of them, so that the last id a listener has misses none. */
  async #deliver(followed: Followed[]): Promise<void> {
    const seqs = new Map<string, number>();
    for (const { account, entry } of followed) {
      if (!this.#rooms.has(account)) continue;
      seqs.set(account, entry.seq);
      if (entry.kind === 'notice') await this.#tell(account, entry);
    }
    for (const [account, seq] of seqs) {
      const room = this.#rooms.get(account);
      if (room !== undefined) room.told_seq = Math.max(room.told_seq, seq);
      this.#markDirty(account);
    }
  }

  /** Rejects when the account can't be read: the follower then comes back to this entry. */
  async #tell(account: string, entry: Entry): Promise<void> {
    const { reads } = this.#options.ledger;
    const loaded = await reads.load(account);
    if (loaded === undefined) return;
    // The account may stand in a later cycle by now: a test clock passes many at once.
    const view = noticeView(account, entry, cycleAt(await reads.cycles(loaded), entry.at));
    const room = this.#rooms.get(account);
    if (room === undefined) return;
    for (const stream of room.streams) stream.notice(entry.seq, view, false);
  }

  #markDirty(account: string): void {
    const room = this.#rooms.get(account);
    if (room === undefined) return;
    room.is_dirty = true;
    if (room.is_resting) return;
    room.is_resting = true;
    void this.#sendBalances(account, room);
  }

  async #sendBalances(account: string, room: Room): Promise<void> {
    room.is_dirty = false;
    const { ledger, log, deliveredWords } = this.#options;
    try {
      const delivered = deliveredWords(account);
      const loaded = await ledger.reads.load(account);
      if (loaded !== undefined) {
        room.delivered = delivered;
        const balance = ledger.reads.balanceOf(loaded);
        const text = JSON.stringify(balance);
        for (const stream of room.streams)
          stream.balance(Math.min(balance.seq, room.told_seq), balance.seq, text);
      }
    } catch (error) {
      log.warn({ err: error }, 'a balance could not be told');
      room.is_dirty = true;
    }
    setTimeout(() => {
      room.is_resting = false;
      if (room.is_dirty && !this.#closed) this.#markDirty(account);
    }, BALANCE_EVERY_MS);
  }

  /** A comment to every listener, so that proxies keep the connection and the dead are noticed. */
  beat(): void {
    for (const room of this.#rooms.values()) for (const stream of room.streams) stream.comment();
  }

  /** Ends the streams of those whose key was revoked, whose session is over or who belong here no more. */
  async check(): Promise<void> {
    const streams = [...this.#rooms.values()].flatMap((room) => [...room.streams]);
    for (const stream of streams) if (!(await stream.mayHear())) stream.close();
  }

  close(): void {
    this.#closed = true;
    if (this.#wake_timer !== null) clearTimeout(this.#wake_timer);
    for (const room of this.#rooms.values()) for (const stream of room.streams) stream.close();
  }
}
