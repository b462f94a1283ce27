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

  *entries(): Iterable<[string, V]> {
    yield* this.#old;
    yield* this.#young;
  }
}

/** Expired holds of one account that are kept in memory for a late settle; the rest is looked up. */
const EXPIRED_HOLDS_KEPT = 64;

/** What a lane remembers of its shard: accounts, recent keys, recent outputs. All of it may be dropped at any moment. */
export class Memory {
  readonly accounts: Bounded<Cached>;
  readonly keys: Bounded<Entry>;
  /** The entries of an output, its charge first; folded when a vote needs it, which few outputs do. */
  readonly outputs: Bounded<Entry[]>;

  constructor(limits: { accounts: number; keys: number }) {
    this.accounts = new Bounded(limits.accounts);
    this.keys = new Bounded(limits.keys);
    this.outputs = new Bounded(limits.keys);
  }

  static key(account_no: number, name: string): string {
    return `${account_no}\n${name}`;
  }

  /** Remembers the keys and outputs of fresh entries, so that a repeat needs no look-up. */
  note(account_no: number, entries: Entry[]): void {
    for (const entry of entries) {
      if (entry.key !== null) this.keys.set(Memory.key(account_no, entry.key), entry);
      if (entry.output === null) continue;
      const key = Memory.key(account_no, entry.output);
      if (entry.output_rev === 0) this.outputs.set(key, [entry]);
      else this.outputs.get(key)?.push(entry);
    }
  }

  /** Forgets accounts by number, with all keys and outputs: after another process wrote, or a batch failed. */
  drop(account_nos: Set<number>): void {
    for (const [account, cached] of this.accounts.entries())
      if (account_nos.has(cached.account_no)) this.accounts.delete(account);
    for (const map of [this.keys, this.outputs])
      for (const [key] of map.entries())
        if (account_nos.has(Number(key.slice(0, key.indexOf('\n'))))) map.delete(key);
  }

  clear(): void {
    this.accounts.clear();
    this.keys.clear();
    this.outputs.clear();
  }

  trim(cached: Cached): void {
    const { holds } = cached.state;
    if (holds.size <= EXPIRED_HOLDS_KEPT) return;
    const expired = [...holds.values()].filter((hold) => hold.state === 'expired');
    for (const hold of expired.slice(0, Math.max(0, expired.length - EXPIRED_HOLDS_KEPT)))
      holds.delete(hold.seq);
  }
}
