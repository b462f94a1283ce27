/**
 * The words of the engine: what an account is, what can be asked of it, what is written down.
 * Credits are whole numbers. Instants are milliseconds since 1970 in UTC and end in `_at`.
 */

export type Phase = 'trialing' | 'active' | 'paused' | 'canceled';
export type Interval = 'month' | 'year';
export type GrantKind = 'plan' | 'trial' | 'bonus';
export const BONUS_SOURCES = ['staff', 'referral', 'promo', 'purchase', 'goodwill'] as const;
export type BonusSource = (typeof BONUS_SOURCES)[number];
export const CHARGE_SOURCES = ['command', 'compose', 'template', 'api'] as const;
export type ChargeSource = (typeof CHARGE_SOURCES)[number];
export type VoteValue = 'up' | 'down' | 'none';

/** A version of a plan of the catalogue (E5); in force from `effective_at` until the next version. */
export interface Plan {
  id: string;
  name: string;
  version: number;
  effective_at: number;
  monthly_credits: number;
  monthly_price_cents: number;
  yearly_price_cents: number;
  trial_credits: number;
  trial_days: number;
  /** In ten-thousandths, so that the cap is whole-number arithmetic: 2,000 is 20% (R3). */
  refund_ratio_bp: number;
  currency: string;
}

/** Finds the version of a plan in force at an instant, or undefined. */
export interface Catalogue {
  planAt(plan: string, at: number): Plan | undefined;
}

/** G1: `amount = available + held + spent + expired + revoked`, always. */
export interface Grant {
  /** The sequence of the entry that made it: its identity in the account, and its age (B1). */
  seq: number;
  kind: GrantKind;
  /** The cycle that a plan or trial grant belongs to; for a bonus, the cycle it was awarded in. */
  cycle: number;
  made_at: number;
  amount: number;
  available: number;
  held: number;
  spent: number;
  expired: number;
  revoked: number;
  /** Once closed, whatever returns to it goes to `expired` (H6, R4) or `revoked` (G4). */
  state: 'open' | 'expired' | 'revoked';
  source: BonusSource | null;
  reason: string | null;
  actor: string;
}

/**
 * A movement of credits between two buckets of one grant, in the cycle and on the day they count for (B4):
 * `[grant seq, credits, code, cycle, day]`. The code is `from × 10 + to` (see moves.ts); the day is the number
 * of days since 1970-01-01 in the account's zone.
 */
export type Move = [grant: number, credits: number, code: number, cycle: number, day: number];

/** What a hold has set aside (B3): `[grant seq, credits, cycle, day]`, in the order taken. */
export type HeldSlice = [grant: number, credits: number, cycle: number, day: number];

export interface Hold {
  /** The sequence of the entry that made it. */
  seq: number;
  member: string;
  source: ChargeSource | null;
  run: string | null;
  slices: HeldSlice[];
  expires_at: number;
  mode: 'exact' | 'up_to';
  /** Its life in seconds, renewed by an extend that names none (H2). */
  ttl_s: number;
  /** `expired` holds are kept until their one late settle (H5). */
  state: 'open' | 'expired';
}

export interface MemberUse {
  /** Of this cycle's slices (B4), for the cap (M2). */
  held: number;
  spent: number;
  refunded: number;
}

export interface Cycle {
  /** 0 is the trial (A4). */
  number: number;
  starts_at: number;
  ends_at: number;
  limit: number;
  refund_ratio_bp: number;
  refunds_used: number;
  /** The plan or trial grant of this cycle; null while a pause skips it (A5). */
  grant: number | null;
  /** The highest monthly price paid in this cycle (E6). */
  paid_price_cents: number;
  /** Bits of the notices made in this cycle (L1, notices.ts). */
  notices: number;
  /** When a trial's last day begins (L1); null outside of a trial. */
  last_day_at: number | null;
}

/** Sums over the grants, kept beside them (J3). */
export interface Totals {
  /** Held of all grants, those of past cycles included. */
  held: number;
  bonus_available: number;
  bonus_held: number;
  bonus_spent: number;
}

export interface Settings {
  default_member_cap: number | null;
  when_empty: 'stop' | 'top_up';
  top_up_monthly_limit: number | null;
}

export interface AccountState {
  account: string;
  /** Sequence, hash and instant of the last entry (J1). */
  seq: number;
  head: string;
  last_at: number;
  plan: string;
  interval: Interval;
  phase: Phase;
  time_zone: string;
  next_time_zone: string | null;
  /** A2: the wall-clock date-time of the account's zone; it starts cycle `anchor_cycle`. Null in a trial. */
  anchor: string | null;
  anchor_cycle: number;
  trial_converts: boolean;
  cycle: Cycle;
  /** The cycle from which years are counted, unless the anchor's own is later (A1). */
  year_cycle: number;
  /** E3: the plan of the edit that waits, and how it is billed from then on; null: as it is now. */
  pending_plan: string | null;
  pending_interval: Interval | null;
  /** The cycle with which that edit applies; null: the next one. */
  pending_cycle: number | null;
  cancel_at_cycle_end: boolean;
  settings: Settings;
  clock: string | null;
  /** The request that made the account, as given (for the 200 or 409 of a second one). */
  made_with: Record<string, unknown>;
  created_at: number;
  grants: Map<number, Grant>;
  holds: Map<number, Hold>;
  members: Map<string, MemberUse>;
  caps: Map<string, number | null>;
  totals: Totals;
  /** No due event stands before this instant (a lower bound; recomputed when it is reached; J3). */
  quiet_until: number;
  /** The day of the account's zone that was last asked for (J3). */
  day_cache: DayCache;
}

export interface DayCache {
  starts_at: number;
  ends_at: number;
  day: number;
}

export type EntryKind =
  | 'account_created'
  | 'account_confirmed'
  | 'settings_changed'
  | 'member_cap_set'
  | 'member_cap_removed'
  | 'plan_edited'
  | 'plan_edit_scheduled'
  | 'plan_edit_withdrawn'
  | 'paused'
  | 'resumed'
  | 'cancel_scheduled'
  | 'cancel_withdrawn'
  | 'canceled'
  | 'trial_started'
  | 'trial_ended'
  | 'grant_expired'
  | 'cycle_started'
  | 'bonus_awarded'
  | 'bonus_revoked'
  | 'held'
  | 'extended'
  | 'settled'
  | 'released'
  | 'hold_expired'
  | 'charged'
  | 'voted'
  | 'notice'
  | 'clock_advanced';

/** Kind-specific facts of an entry; plain JSON, kept as the exact text that was hashed. */
export type Facts = { [name: string]: unknown };

export interface Entry {
  seq: number;
  at: number;
  kind: EntryKind;
  key: string | null;
  fingerprint: string | null;
  actor: string;
  member: string | null;
  output: string | null;
  /** 0 for the charge of an output, then 1, 2, … for its votes; null without an output. */
  output_rev: number | null;
  moves: Move[];
  facts: Facts;
  /** The figures of the balance as it was answered (balance.ts); null for entries without a key. */
  figures: Figures | null;
  /** The exact JSON text of moves, facts, figures and fingerprint: what is stored and hashed. */
  body: string;
  hash: string;
}

/** An entry before it has its place in the journal. */
export interface Draft {
  kind: EntryKind;
  at: number;
  moves: Move[];
  facts: Facts;
  member: string | null;
  output: string | null;
  output_rev: number | null;
}

/** The compact balance of a stored reply: see balance.ts for the order. */
export type Figures = (number | string | null)[];

export const REFUSAL_ORDER = [
  'invalid_request',
  'account_not_found',
  'idempotency_mismatch',
  'account_canceled',
  'account_paused',
  'plan_not_found',
  'grant_not_found',
  'clock_not_found',
  'hold_not_found',
  'hold_resolved',
  'output_not_found',
  'output_exists',
  'account_exists',
  'invalid_state',
  'not_allowed',
  'excess_rejected',
  'member_cap_reached',
  'bonus_locked_in_trial',
  'insufficient_credits',
] as const;
export type RefusalCode = (typeof REFUSAL_ORDER)[number];

/** X: a refusal is a value; it changes nothing. */
export interface Refusal {
  code: RefusalCode;
  detail: string;
  figures: Facts;
}

/** Everything that an output's entries say about it; folded by outputs.ts. */
export interface OutputRecord {
  output: string;
  member: string;
  source: ChargeSource;
  labels: string[];
  run: string | null;
  words: number;
  counter: string | null;
  text_sha256: string | null;
  late: boolean;
  shortfall: number;
  charged: number;
  charged_at: number;
  /** What was spent for it, in the order taken (B3), less what has been refunded: the credits still spent. */
  spent: HeldSlice[];
  /** What its last refund returned alive and can take back (R5). */
  returned: HeldSlice[];
  refunded: number;
  expired: number;
  absorbed: number;
  revoked: number;
  /** The cycle of the first refund; after it no credits move any more (R5). */
  refund_cycle: number | null;
  vote: VoteValue;
  vote_member: string | null;
  vote_reason: string | null;
  /** Sequences of the output's entries; the next vote's `output_rev` is their count. */
  entries: number[];
}
