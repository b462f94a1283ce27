import { type Entry, type OutputRecord, applyVote, openOutput } from '@inkwell/engine';
import type { Held } from './fold.ts';

/** An account in memory with the seq that the database has of it. */
export interface Cached extends Held {
  stored_seq: number;
}

/** A map that forgets its oldest keys: what it holds changes cost, never meaning (J3). */
class Bounded<V> {
  readonly #map = new Map<string, V>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): V | undefined {
    return this.#map.get(key);
  }

  set(key: string, value: V): void {
    this.#map.delete(key);
    this.#map.set(key, value);
    if (this.#map.size <= this.#limit) return;
    const oldest = this.#map.keys().next();
    if (!oldest.done) this.#map.delete(oldest.value);
  }

  delete(key: string): void {
    this.#map.delete(key);
  }

  clear(): void {
    this.#map.clear();
  }

  get size(): number {
    return this.#map.size;
  }

  *entries(): Iterable<[string, V]> {
    yield* this.#map;
  }
}

/** Expired holds of one account that are kept in memory for a late settle; the rest is looked up. */
const EXPIRED_HOLDS_KEPT = 64;

/** What a lane remembers of its shard: accounts, recent keys, recent outputs. All of it may be dropped at any moment. */
export class Memory {
  readonly accounts: Bounded<Cached>;
  readonly keys: Bounded<Entry>;
  readonly outputs: Bounded<OutputRecord>;

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
      if (entry.output_rev === 0) this.outputs.set(key, openOutput(entry));
      else {
        const record = this.outputs.get(key);
        if (record !== undefined) applyVote(record, entry);
      }
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
