import {
  type AccountState,
  type Cycle,
  type Entry,
  type Grant,
  type Hold,
  createState,
  parseBody,
} from '@inkwell/engine';
import type { Row } from './database.ts';
import type { Cell } from './sql/columns.ts';

/** The account's slow-moving facts, kept as one JSON text beside the counters. */
type Profile = Pick<
  AccountState,
  | 'plan'
  | 'interval'
  | 'phase'
  | 'time_zone'
  | 'next_time_zone'
  | 'anchor'
  | 'anchor_cycle'
  | 'trial_converts'
  | 'year_cycle'
  | 'pending_plan'
  | 'pending_interval'
  | 'pending_cycle'
  | 'cancel_at_cycle_end'
  | 'settings'
  | 'made_with'
  | 'created_at'
> & {
  cycle: Pick<
    Cycle,
    'starts_at' | 'ends_at' | 'limit' | 'refund_ratio_bp' | 'paid_price_cents' | 'last_day_at'
  >;
};

export function profileOf(state: AccountState): string {
  const { starts_at, ends_at, limit, refund_ratio_bp, paid_price_cents, last_day_at } = state.cycle;
  const profile: Profile = {
    plan: state.plan,
    interval: state.interval,
    phase: state.phase,
    time_zone: state.time_zone,
    next_time_zone: state.next_time_zone,
    anchor: state.anchor,
    anchor_cycle: state.anchor_cycle,
    trial_converts: state.trial_converts,
    year_cycle: state.year_cycle,
    pending_plan: state.pending_plan,
    pending_interval: state.pending_interval,
    pending_cycle: state.pending_cycle,
    cancel_at_cycle_end: state.cancel_at_cycle_end,
    settings: state.settings,
    made_with: state.made_with,
    created_at: state.created_at,
    cycle: { starts_at, ends_at, limit, refund_ratio_bp, paid_price_cents, last_day_at },
  };
  return JSON.stringify(profile);
}

/** When the sweeper should touch the account for its cycle's or trial's sake; null when nothing will come (A3). */
export function dueAt(state: AccountState): number | null {
  if (state.phase === 'canceled') return null;
  const { last_day_at, ends_at, notices } = state.cycle;
  return state.phase === 'trialing' && last_day_at !== null && (notices & 64) === 0 ? last_day_at : ends_at;
}

/** The cells of `ledger.account` (sql/store.ts); `profile` null leaves the stored one. */
export function accountCells(
  state: AccountState,
  account_no: number,
  seen_seq: number,
  profile: string | null,
): Cell[] {
  const own = state.cycle.grant === null ? undefined : state.grants.get(state.cycle.grant);
  return [
    account_no,
    state.account,
    seen_seq,
    state.seq,
    state.head,
    state.last_at,
    dueAt(state),
    state.cycle.number,
    state.cycle.grant,
    own?.amount ?? 0,
    own?.available ?? 0,
    own?.held ?? 0,
    own?.spent ?? 0,
    own?.expired ?? 0,
    own?.revoked ?? 0,
    own?.state ?? 'open',
    state.cycle.refunds_used,
    state.cycle.notices,
    state.totals.bonus_spent,
    state.clock,
    profile,
  ];
}

/** The cells of what spending moves (sql/store.ts). */
export function counterCells(state: AccountState, account_no: number, seen_seq: number): Cell[] {
  const own = state.cycle.grant === null ? undefined : state.grants.get(state.cycle.grant);
  return [
    account_no,
    seen_seq,
    state.seq,
    state.head,
    state.last_at,
    own?.amount ?? 0,
    own?.available ?? 0,
    own?.held ?? 0,
    own?.spent ?? 0,
    own?.expired ?? 0,
    state.totals.bonus_spent,
  ];
}

export const grantCells = (account_no: number, grant: Grant): Cell[] => [
  account_no,
  grant.seq,
  grant.kind,
  grant.cycle,
  grant.made_at,
  grant.amount,
  grant.available,
  grant.held,
  grant.spent,
  grant.expired,
  grant.revoked,
  grant.state,
  grant.source,
  grant.reason,
  grant.actor,
];

export const holdCells = (account_no: number, hold: Hold): Cell[] => [
  account_no,
  hold.seq,
  hold.member,
  hold.source,
  hold.run,
  hold.mode,
  hold.ttl_s,
  JSON.stringify(hold.slices),
  hold.expires_at,
  hold.state,
];

export const entryCells = (account_no: number, entry: Entry): Cell[] => [
  account_no,
  entry.seq,
  entry.at,
  entry.kind,
  entry.member,
  entry.output,
  entry.output_rev,
  entry.key,
  entry.actor,
  entry.body,
  entry.hash,
];

export type EntryRow = Row &
  Omit<Entry, 'moves' | 'facts' | 'figures' | 'fingerprint'> & {
    position: number;
    account_no: number;
  };

export function entryOf(row: EntryRow): Entry {
  const { seq, at, kind, key, actor, member, output, output_rev, body, hash } = row;
  return { seq, at, kind, key, actor, member, output, output_rev, body, hash, ...parseBody(body) };
}

export type GrantRow = Row & Grant & { account_no: number };
export type HoldRow = Row & Omit<Hold, 'slices'> & { account_no: number; slices: string };

export const grantOf = (row: GrantRow): Grant => ({
  seq: row.seq,
  kind: row.kind,
  cycle: row.cycle,
  made_at: row.made_at,
  amount: row.amount,
  available: row.available,
  held: row.held,
  spent: row.spent,
  expired: row.expired,
  revoked: row.revoked,
  state: row.state,
  source: row.source,
  reason: row.reason,
  actor: row.actor,
});

export const holdOf = (row: HoldRow): Hold => ({
  seq: row.seq,
  member: row.member,
  source: row.source,
  run: row.run,
  slices: JSON.parse(row.slices) as Hold['slices'],
  expires_at: row.expires_at,
  mode: row.mode,
  ttl_s: row.ttl_s,
  state: row.state,
});

export interface AccountRow extends Row {
  account_no: number;
  account: string;
  seq: number;
  head: string;
  last_at: number;
  grant_seq: number | null;
  amount: number;
  available: number;
  held: number;
  spent: number;
  expired: number;
  revoked: number;
  grant_state: Grant['state'];
  refunds_used: number;
  notices: number;
  bonus_spent: number;
  clock: string | null;
  cycle: number;
  profile: string;
  position: number;
  accounts: number;
  grants: GrantRow[] | null;
  holds: HoldRow[] | null;
  caps: { member: string; cap: number | null }[] | null;
  members: { member: string; spent: number; refunded: number }[] | null;
}

/** The working set of an account from its rows; the inverse of the cells above. */
export function stateOf(row: AccountRow): AccountState {
  const { cycle, ...profile } = JSON.parse(row.profile) as Profile;
  const { plan, interval, phase, time_zone, anchor, anchor_cycle, trial_converts, made_with } = profile;
  const facts = {
    plan,
    interval,
    phase,
    time_zone,
    anchor,
    anchor_cycle,
    trial_converts,
    clock: row.clock,
    request: made_with,
  };
  const state = createState(row.account, profile.created_at, facts);
  Object.assign(state, profile);
  state.seq = row.seq;
  state.head = row.head;
  state.last_at = row.last_at;
  const { refunds_used, notices } = row;
  state.cycle = { ...cycle, number: row.cycle, refunds_used, notices, grant: row.grant_seq };
  for (const grant of row.grants ?? []) state.grants.set(grant.seq, ownGrant(row, grantOf(grant)));
  for (const hold of row.holds ?? []) state.holds.set(hold.seq, holdOf(hold));
  for (const { member, cap } of row.caps ?? []) state.caps.set(member, cap);
  for (const { member, spent, refunded } of row.members ?? [])
    state.members.set(member, { held: 0, spent, refunded });
  countTotals(state, row.bonus_spent);
  return state;
}

/** Of the cycle's own grant the counters stand on the account row. */
function ownGrant(row: AccountRow, grant: Grant): Grant {
  if (grant.seq !== row.grant_seq) return grant;
  const { amount, available, held, spent, expired, revoked, grant_state } = row;
  return { ...grant, amount, available, held, spent, expired, revoked, state: grant_state };
}

function countTotals(state: AccountState, bonus_spent: number): void {
  const { totals } = state;
  for (const grant of state.grants.values()) {
    totals.held += grant.held;
    if (grant.kind !== 'bonus') continue;
    totals.bonus_available += grant.available;
    totals.bonus_held += grant.held;
  }
  totals.bonus_spent = bonus_spent;
  for (const hold of state.holds.values())
    for (const [, credits, cycle] of hold.slices) {
      if (cycle !== state.cycle.number) continue;
      const use = state.members.get(hold.member) ?? { held: 0, spent: 0, refunded: 0 };
      use.held += credits;
      state.members.set(hold.member, use);
    }
}
