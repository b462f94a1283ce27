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

/**
 * What accounts name, for the length of a batch. Two accounts seldom use one name: the name alone is the key, and only
 * where it is taken a text of both stands for it. (Making that text for each look-up took a twentieth of a lane's time.)
 */
export class ByName<V> {
  readonly #owned = new Map<string, { account_no: number; value: V }>();
  readonly #shared = new Map<string, V>();

  get(account_no: number, name: string): V | undefined {
    const owned = this.#owned.get(name);
    if (owned === undefined || owned.account_no === account_no) return owned?.value;
    return this.#shared.get(`${account_no}\n${name}`);
  }

  set(account_no: number, name: string, value: V): void {
    const owned = this.#owned.get(name);
    if (owned === undefined) this.#owned.set(name, { account_no, value });
    else if (owned.account_no === account_no) owned.value = value;
    else this.#shared.set(`${account_no}\n${name}`, value);
  }
}

/**
 * Keys of late, as 30-bit hashes, which cost the collector nothing: a key that only looks like a known one costs a
 * look-up. Two generations, like `Bounded`.
 */
class RecentKeys {
  #young = new Set<number>();
  #old = new Set<number>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  static #hash(account_no: number, key: string): number {
    let h = Math.imul(account_no, 0x9e3779b1);
    for (let i = 0; i < key.length; i += 1) h = Math.imul(h ^ key.charCodeAt(i), 0x01000193);
    return (h ^ (h >>> 15)) & 0x3fff_ffff;
  }

  has(account_no: number, key: string): boolean {
    const hash = RecentKeys.#hash(account_no, key);
    return this.#young.has(hash) || this.#old.has(hash);
  }

  add(account_no: number, key: string): void {
    if (this.#young.size >= this.#limit) {
      this.#old = this.#young;
      this.#young = new Set();
    }
    this.#young.add(RecentKeys.#hash(account_no, key));
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
  /** A command under one of these is looked up before it is decided. */
  readonly #recent_keys: RecentKeys;
  /** By key, and by output with its charge first: what this batch has looked up or made. */
  keys = new ByName<Entry>();
  outputs = new ByName<Entry[]>();
  #made: { account_no: number; key: string }[] = [];

  constructor(limits: { accounts: number; keys: number }) {
    this.accounts = new Bounded(limits.accounts);
    this.#recent_keys = new RecentKeys(limits.keys);
  }

  isRecent(account_no: number, key: string): boolean {
    return this.#recent_keys.has(account_no, key);
  }

  beginBatch(): void {
    this.keys = new ByName();
    this.outputs = new ByName();
    this.#made = [];
  }

  /** Notes what a command has made, for the commands after it in the batch. */
  note(account_no: number, entries: Entry[]): void {
    for (const entry of entries) {
      const { key, output } = entry;
      if (key !== null) {
        this.keys.set(account_no, key, entry);
        this.#made.push({ account_no, key });
      }
      if (output === null) continue;
      if (entry.output_rev === 0) this.outputs.set(account_no, output, [entry]);
      else this.outputs.get(account_no, output)?.push(entry);
    }
  }

  /** The batch is durable: its keys are worth a look-up when they come again. */
  endBatch(): void {
    for (const { account_no, key } of this.#made) this.#recent_keys.add(account_no, key);
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
