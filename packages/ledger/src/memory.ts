import type { Entry } from '@inkwell/engine';
import type { Held } from './fold.ts';

/** An account in memory with the seq that the database has of it. */
export interface Cached extends Held {
  stored_seq: number;
}

/**
 * A map that forgets what was not used for long: two generations, the older of which is dropped when the younger is
 * full. (One Map with its oldest key deleted each time cost 13% of a lane's time: V8 walks the deleted keys.) What it
 * holds changes cost, never meaning (J3).
 */
class Bounded<V> {
  #young = new Map<string, V>();
  #old = new Map<string, V>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): V | undefined {
    const value = this.#young.get(key);
    if (value !== undefined) return value;
    const older = this.#old.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  set(key: string, value: V): void {
    if (this.#young.size >= this.#limit && !this.#young.has(key)) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }

  delete(key: string): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}

/** Expired holds of one account that are kept in memory for a late settle; the rest is looked up. */
const EXPIRED_HOLDS_KEPT = 64;

/**
 * What a lane remembers of its shard. All of it may be dropped at any moment. Entries themselves live no longer than
 * their batch: keeping the last ten thousand to replay from was a quarter of the process's time, in the collector.
 */
export class Memory {
  readonly accounts: Bounded<Cached>;
  /** Keys of late: a command under one of them is looked up before it is decided. */
  readonly #recent_keys: Bounded<true>;
  /** By key, and by output with its charge first: what this batch has looked up or made. */
  keys = new Map<string, Entry>();
  outputs = new Map<string, Entry[]>();

  constructor(limits: { accounts: number; keys: number }) {
    this.accounts = new Bounded(limits.accounts);
    this.#recent_keys = new Bounded(limits.keys);
  }

  static key(account_no: number, name: string): string {
    return `${account_no}\n${name}`;
  }

  isRecent(account_no: number, key: string): boolean {
    return this.#recent_keys.get(Memory.key(account_no, key)) !== undefined;
  }

  beginBatch(): void {
    this.keys = new Map();
    this.outputs = new Map();
  }

  /** Notes what a command has made, for the commands after it in the batch. */
  note(account_no: number, entries: Entry[]): void {
    for (const entry of entries) {
      if (entry.key !== null) this.keys.set(Memory.key(account_no, entry.key), entry);
      if (entry.output === null) continue;
      const key = Memory.key(account_no, entry.output);
      if (entry.output_rev === 0) this.outputs.set(key, [entry]);
      else this.outputs.get(key)?.push(entry);
    }
  }

  /** The batch is durable: its keys are worth a look-up when they come again. */
  endBatch(): void {
    for (const key of this.keys.keys()) this.#recent_keys.set(key, true);
    this.beginBatch();
  }

  /** Forgets accounts: another process wrote to them, or a batch that changed them failed. */
  drop(accounts: Iterable<string>): void {
    for (const account of accounts) this.accounts.delete(account);
  }

  clear(): void {
    this.accounts.clear();
  }

  trim(cached: Cached): void {
    const { holds } = cached.state;
    if (holds.size <= EXPIRED_HOLDS_KEPT) return;
    const expired = [...holds.values()].filter((hold) => hold.state === 'expired');
    for (const hold of expired.slice(0, Math.max(0, expired.length - EXPIRED_HOLDS_KEPT)))
      holds.delete(hold.seq);
  }
}
