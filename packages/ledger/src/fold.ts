import { type AccountState, type CycleFacts, type Entry, dayOf } from '@inkwell/engine';
import { accountCells, counterCells, entryCells, grantCells, holdCells, profileOf } from './rows.ts';
import { type BatchRows, emptyRows } from './sql/store.ts';
import { type DayUse, usageDays } from './usage.ts';

/** An account as the lane holds it: its state, its number in the shard, and the seq that the database has. */
export interface Held {
  account_no: number;
  state: AccountState;
}

export interface UsageRow extends DayUse {
  member: string;
  source: string;
  label: string;
}

/**
 * What an entry adds to the usage rows (M1, B4, R6): spent and refunded of the cycle, day and member that the slices
 * belong to, once by source and once under each label. `state` is the account right after the entry.
 */
export function usageOf(state: AccountState, entry: Entry): UsageRow[] {
  const { kind, facts } = entry;
  if (kind !== 'voted' && kind !== 'charged' && kind !== 'settled') return [];
  const days = usageDays(entry, () => [state.cycle.number, dayOf(state, entry.at)]);
  const source = facts.source as string;
  const labels = (facts.labels as string[] | undefined) ?? [];
  const rows: UsageRow[] = [];
  for (const figures of days) {
    rows.push({ ...figures, member: entry.member!, source, label: '' });
    for (const label of labels) rows.push({ ...figures, member: '', source: '', label });
  }
  return rows;
}

/** Kinds whose entries leave the account's profile as it is. */
const KEEPS_PROFILE = new Set<Entry['kind']>([
  'account_confirmed',
  'bonus_awarded',
  'bonus_revoked',
  'charged',
  'clock_advanced',
  'extended',
  'grant_expired',
  'held',
  'hold_expired',
  'member_cap_removed',
  'member_cap_set',
  'notice',
  'released',
  'settled',
  'voted',
]);

/** Kinds that move no more of the account's row than its counters. */
const SPENDING = new Set<Entry['kind']>([
  'charged',
  'extended',
  'held',
  'hold_expired',
  'released',
  'settled',
]);

type CycleRow = { starts_at: number; ends_at: number; plan: string; credits: number };

/**
 * One account in a batch. A batch of a thousand accounts makes a thousand of these, and most of them hold one charge:
 * what a charge has no need of is made when something comes that does.
 */
class Touched {
  readonly held: Held;
  readonly seen_seq: number;
  readonly entries: Entry[] = [];
  grants: Set<number> | null = null;
  holds: Set<number> | null = null;
  caps: Set<string> | null = null;
  cycles: Map<number, CycleRow> | null = null;
  readonly usage = new Map<string, UsageRow>();
  profile_changed = false;
  only_spending = true;

  constructor(held: Held, seen_seq: number) {
    this.held = held;
    this.seen_seq = seen_seq;
  }

  add(entry: Entry): void {
    this.entries.push(entry);
    for (const move of entry.moves) this.#grant(move[0]);
    const { facts, kind } = entry;
    if (kind === 'held') (this.holds ??= new Set()).add(entry.seq);
    else if (typeof facts.hold === 'number') (this.holds ??= new Set()).add(facts.hold);
    if (kind === 'bonus_revoked' || kind === 'grant_expired') this.#grant(facts.grant as number);
    if (kind === 'member_cap_set' || kind === 'member_cap_removed')
      (this.caps ??= new Set()).add(entry.member!);
    if (!KEEPS_PROFILE.has(kind)) this.profile_changed = true;
    if (!SPENDING.has(kind)) this.only_spending = false;
    if (kind === 'cycle_started' || kind === 'plan_edited' || kind === 'resumed') this.#noteCycle(entry);
    if (kind !== 'cycle_started') return;
    if (facts.grant !== null) this.#grant(entry.seq);
    // Until now its counters stood on the account's row.
    if (facts.previous_grant !== null) (this.grants ??= new Set()).add(facts.previous_grant as number);
  }

  /** The counters of the cycle's own grant stand on the account's row once the grant has a row of its own. */
  #grant(seq: number): void {
    if (seq === this.held.state.cycle.grant && seq <= this.seen_seq) return;
    (this.grants ??= new Set()).add(seq);
  }

  /** The journal's cycles as rows, for lists and for the limits of past cycles. */
  #noteCycle(entry: Entry): void {
    const { facts, kind } = entry;
    this.cycles ??= new Map();
    if (kind === 'cycle_started') {
      const { starts_at, ends_at, plan, limit } = facts as unknown as CycleFacts;
      this.cycles.set(facts.number as number, { starts_at, ends_at, plan, credits: limit });
    } else if (facts.limit !== undefined) {
      const { cycle, plan } = this.held.state;
      const { starts_at, ends_at } = cycle;
      this.cycles.set(cycle.number, { starts_at, ends_at, plan, credits: facts.limit as number });
    }
  }
}

/**
 * Gathers what a batch of one shard writes: one final image a row, however many commands touched it. `position` is
 * the last one given.
 */
export class BatchFold {
  position: number;
  readonly touched = new Map<string, Touched>();

  constructor(position: number) {
    this.position = position;
  }

  /** Takes a command's entries; `held.state` is the account after them, `seen_seq` what the database has of it. */
  add(held: Held, seen_seq: number, entries: Entry[]): void {
    if (entries.length === 0) return;
    const { account } = held.state;
    let touched = this.touched.get(account);
    if (touched === undefined) this.touched.set(account, (touched = new Touched(held, seen_seq)));
    touched.held.state = held.state;
    for (const entry of entries) {
      touched.add(entry);
      for (const row of usageOf(held.state, entry)) addUsage(touched.usage, row);
    }
  }

  /** Rows in the order of their keys, so that two processes never wait for each other in a circle. */
  rows(): BatchRows {
    const rows = emptyRows();
    const all = [...this.touched.values()].sort((a, b) => a.held.account_no - b.held.account_no);
    for (const touched of all) this.#account(touched, rows);
    return rows;
  }

  #account(touched: Touched, rows: BatchRows): void {
    const { held, seen_seq, entries } = touched;
    const { state, account_no } = held;
    const is_new = seen_seq === 0;
    const profile = is_new || touched.profile_changed ? profileOf(state) : null;
    if (is_new) rows.names.push([account_no, state.account]);
    if (touched.only_spending && !is_new) rows.counters.push(counterCells(state, account_no, seen_seq));
    else
      (is_new ? rows.new_accounts : rows.accounts).push(accountCells(state, account_no, seen_seq, profile));
    for (const seq of touched.grants ?? []) {
      const is_stored = seq <= seen_seq;
      if (is_stored && seq === state.cycle.grant) continue;
      (is_stored ? rows.grants : rows.new_grants).push(grantCells(account_no, state.grants.get(seq)!));
    }
    for (const seq of touched.holds ?? []) {
      const hold = state.holds.get(seq);
      const is_stored = seq <= seen_seq;
      if (hold !== undefined) (is_stored ? rows.holds : rows.new_holds).push(holdCells(account_no, hold));
      else if (is_stored) rows.gone_holds.push([account_no, seq]);
    }
    for (const member of touched.caps ?? []) {
      const cap = state.caps.get(member);
      if (cap === undefined) rows.gone_caps.push([account_no, member]);
      else rows.caps.push([account_no, member, cap]);
    }
    for (const u of touched.usage.values())
      rows.usage.push([
        account_no,
        u.cycle,
        u.member,
        u.day,
        u.source,
        u.label,
        u.spent,
        u.refunded,
        u.outputs,
      ]);
    for (const [number, c] of touched.cycles ?? [])
      rows.cycles.push([account_no, number, c.starts_at, c.ends_at, c.plan, c.credits]);
    for (const entry of entries) rows.entries.push(entryCells(account_no, entry));
    this.position += entries.length;
  }
}

export const usageKey = (row: UsageRow): string =>
  `${row.cycle}\n${row.member}\n${row.day}\n${row.source}\n${row.label}`;

/** Adds a row to those of its key; the first of a key is kept as it is and grows. */
export function addUsage(usage: Map<string, UsageRow>, row: UsageRow): void {
  const key = usageKey(row);
  const there = usage.get(key);
  if (there === undefined) usage.set(key, row);
  else {
    there.spent += row.spent;
    there.refunded += row.refunded;
    there.outputs += row.outputs;
  }
}
