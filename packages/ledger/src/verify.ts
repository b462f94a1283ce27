import {
  type AccountState,
  type CreatedFacts,
  type Entry,
  GENESIS,
  apply,
  createState,
  hashEntry,
} from '@inkwell/engine';
import type { Database, Queryable } from './database.ts';
import { type UsageRow, addUsage, usageKey, usageOf } from './fold.ts';
import type { Loaded, Reads } from './reads.ts';
import { type EntryRow, type GrantRow, entryOf, grantOf, profileOf } from './rows.ts';
import * as sql from './sql/read.ts';

export interface Verification {
  ok: boolean;
  entries: number;
  head_hash: string;
  /** The seq of the first entry that does not fit; null if all do. */
  first_bad_entry: number | null;
  /** What differs, in words; null if nothing does. */
  difference: string | null;
}

const PAGE = 1_000;

interface Replayed {
  state: AccountState | undefined;
  usage: Map<string, UsageRow>;
  head: string;
  entries: number;
}

/**
 * J2: replays an account's journal from nothing and compares what it arrives at with the stored balances, grant by
 * grant, with holds, caps, usage and the hash. All of one snapshot.
 */
export async function verifyAccount(
  db: Database,
  reads: Reads,
  account: string,
): Promise<Verification | undefined> {
  return db.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read read only');
    const loaded = await reads.loadIn(tx, account);
    if (loaded === undefined) return undefined;
    const replayed: Replayed = { state: undefined, usage: new Map(), head: GENESIS, entries: 0 };
    const bad = await replay(tx, loaded, replayed);
    const base = { entries: replayed.entries, head_hash: replayed.head };
    if (bad !== null) return { ok: false, ...base, first_bad_entry: bad.seq, difference: bad.why };
    const difference = await compare(tx, loaded, replayed);
    return { ok: difference === null, ...base, first_bad_entry: null, difference };
  });
}

async function replay(
  tx: Queryable,
  loaded: Loaded,
  into: Replayed,
): Promise<{ seq: number; why: string } | null> {
  const { shard, account_no, stored } = loaded;
  for (;;) {
    const rows = await tx.query<EntryRow>(sql.ENTRIES_FROM, [
      shard,
      account_no,
      into.entries,
      stored.seq,
      PAGE,
    ]);
    for (const row of rows) {
      const why = step(stored.account, row, into);
      if (why !== null) return { seq: into.entries + 1, why };
      into.entries += 1;
    }
    if (rows.length < PAGE) return null;
  }
}

/** Checks and applies one entry; null if it fits. */
function step(account: string, row: EntryRow, into: Replayed): string | null {
  let entry: Entry;
  try {
    entry = entryOf(row);
    if (entry.seq !== into.entries + 1) return `entry ${into.entries + 1} is missing`;
    if (hashEntry(account, into.head, entry) !== entry.hash) return 'the hash does not fit';
    into.state ??= createState(account, entry.at, entry.facts as unknown as CreatedFacts);
    apply(into.state, entry);
  } catch (error) {
    return (error as Error).message;
  }
  into.head = entry.hash;
  for (const usage of usageOf(into.state, entry)) addUsage(into.usage, usage);
  return null;
}

async function compare(
  tx: Queryable,
  loaded: Loaded,
  { state, usage, head, entries }: Replayed,
): Promise<string | null> {
  const { shard, account_no, stored } = loaded;
  if (state === undefined || entries !== stored.seq)
    return `${stored.seq} entries are counted and ${entries} are there`;
  if (head !== stored.head) return 'the stored hash is not the last entry’s';
  const facts = (s: AccountState) =>
    [profileOf(s), s.last_at, s.cycle.number, s.cycle.grant, s.cycle.refunds_used, s.cycle.notices].join('|');
  if (facts(state) !== facts(stored)) return 'the stored account differs';
  if (state.totals.bonus_spent !== stored.totals.bonus_spent) return 'the bonus spent differs';
  const grants = await tx.query<GrantRow>(sql.ALL_GRANTS, [shard, account_no]);
  return (
    compareGrants(state, stored, grants) ??
    compareHolds(state, stored) ??
    (await compareUsage(tx, loaded, usage))
  );
}

function compareGrants(state: AccountState, stored: AccountState, rows: GrantRow[]): string | null {
  if (rows.length !== state.grants.size)
    return `${rows.length} grants are stored and ${state.grants.size} were made`;
  for (const row of rows) {
    // Of the cycle's own grant the counters stand on the account row.
    const there = row.seq === stored.cycle.grant ? stored.grants.get(row.seq)! : grantOf(row);
    const replayed = state.grants.get(row.seq);
    if (JSON.stringify(there) !== JSON.stringify(replayed)) return `grant ${row.seq} differs`;
  }
  return null;
}

function compareHolds(state: AccountState, stored: AccountState): string | null {
  const open = (s: AccountState) =>
    JSON.stringify(
      [...s.holds.values()].filter((hold) => hold.state === 'open').sort((a, b) => a.seq - b.seq),
    );
  if (open(state) !== open(stored)) return 'the open holds differ';
  const caps = (s: AccountState) => JSON.stringify([...s.caps].sort());
  return caps(state) === caps(stored) ? null : 'the member caps differ';
}

async function compareUsage(tx: Queryable, { shard, account_no }: Loaded, usage: Map<string, UsageRow>) {
  const rows = await tx.query<UsageRow & Record<string, unknown>>(sql.USAGE_ROWS, [shard, account_no]);
  if (rows.length !== usage.size) return `${rows.length} usage rows are stored and ${usage.size} were made`;
  for (const row of rows) {
    const made = usage.get(usageKey(row));
    if (
      made === undefined ||
      made.spent !== row.spent ||
      made.refunded !== row.refunded ||
      made.outputs !== row.outputs
    )
      return `the usage of ${row.member || row.label} on day ${row.day} differs`;
  }
  return null;
}
