import type {
  BonusSource,
  Catalogue,
  ChargeSource,
  GrantKind,
  Interval,
  Phase,
  RefusalCode,
  VoteValue,
} from '@inkwell/engine';
import { dateOf } from './model-calendar.ts';

/** An account of the model: plain lists. Every figure is added up from them whenever it is asked for. */
export interface ModelAccount {
  account: string;
  made_with: MadeWith;
  created_at: number;
  /** The instant of the last thing written (the effective now is never before it). */
  last_at: number;
  clock: string | null;
  plan: string;
  /** How it is billed, and the cycle that its years are counted from, unless the anchor's is later (A1). */
  interval: Interval;
  years_from: number;
  phase: Phase;
  zone: string;
  next_zone: string | null;
  anchor: string | null;
  anchor_cycle: number;
  trial_converts: boolean;
  cycle: ModelCycle;
  /** The edit that waits, how it is billed from then on (null: as before), and the cycle it waits for (E3). */
  pending: { plan: string; interval: Interval | null; from_cycle: number } | null;
  cancel_waits: boolean;
  default_cap: number | null;
  caps: { member: string; cap: number | null }[];
  grants: ModelGrant[];
  holds: ModelHold[];
  outputs: ModelOutput[];
  slices: Slice[];
  requests: KeptRequest[];
  /** Whether the beginning of the trial's last day has passed (L1). */
  last_day_told: boolean;
}

export interface MadeWith {
  plan: string;
  interval: Interval;
  trial: boolean;
  trial_converts: boolean;
  trial_waits: boolean;
  anchor_at: number | null;
  time_zone: string;
  clock: string | null;
}

export interface ModelCycle {
  number: number;
  starts_at: number;
  ends_at: number;
  limit: number;
  ratio_bp: number;
  refunds_used: number;
  /** The highest price that this cycle has been paid at (E6). */
  paid_cents: number;
}

export interface ModelGrant {
  handle: string;
  kind: GrantKind;
  cycle: number;
  /** While open: of a plan grant the limit, of others what was granted. Once closed: the amount it closed with. */
  amount: number;
  state: 'open' | 'expired' | 'revoked';
  source: BonusSource | null;
}

export interface ModelHold {
  handle: string;
  member: string;
  source: ChargeSource;
  mode: 'exact' | 'up_to';
  ttl_s: number;
  expires_at: number;
  state: 'open' | 'expired' | 'resolved';
}

export interface ModelOutput {
  output: string;
  member: string;
  vote: VoteValue;
  refund_cycle: number | null;
}

/** Some credits of one grant, the cycle and day they were taken in (B4), and what has become of them. */
export interface Slice {
  grant: string;
  credits: number;
  cycle: number;
  day: string;
  member: string;
  source: ChargeSource;
  hold: string | null;
  output: string | null;
  state: 'held' | 'spent' | 'refunded';
  /** Refunded to the living: a later vote can take it back (R5). */
  came_back: boolean;
}

export interface KeptRequest {
  key: string;
  request: string;
  answer: Accepted;
}

export interface Accepted {
  ok: true;
  status: 200 | 201;
  body: Record<string, unknown>;
  replayed: boolean;
}
export type Answer = Accepted | { ok: false; code: RefusalCode };

/** What the rules of a command are given. */
export interface Scene {
  account: ModelAccount;
  at: number;
  catalogue: Catalogue;
  /** The key of the command: what it makes is named after it. */
  key: string;
}

/** The model's own names of the holds and grants that a command or a cycle makes. */
export const handleOf = (kind: 'hold' | 'grant', account: string, made_by: string): string =>
  `${kind}#${account}/${made_by}`;

/** Ends a command with a refusal; caught by the model, which then forgets the scene. */
export class Refused extends Error {
  readonly code: RefusalCode;
  constructor(code: RefusalCode) {
    super(code);
    this.code = code;
  }
}

const sum = (numbers: number[]): number => numbers.reduce((total, n) => total + n, 0);

export const sumOf = (slices: Slice[]): number => sum(slices.map((slice) => slice.credits));

export interface GrantFigures {
  amount: number;
  available: number;
  held: number;
  spent: number;
  expired: number;
  revoked: number;
}

/** G1 and E2: what stands where in a grant, from its slices alone. */
export function figuresOfGrant(account: ModelAccount, grant: ModelGrant): GrantFigures {
  const own = account.slices.filter((slice) => slice.grant === grant.handle);
  const held = sumOf(own.filter((slice) => slice.state === 'held'));
  const spent = sumOf(own.filter((slice) => slice.state === 'spent'));
  const amount = grant.state === 'open' ? Math.max(grant.amount, held + spent) : grant.amount;
  const rest = amount - held - spent;
  return {
    amount,
    available: grant.state === 'open' ? rest : 0,
    held,
    spent,
    expired: grant.state === 'expired' ? rest : 0,
    revoked: grant.state === 'revoked' ? rest : 0,
  };
}

export const availableOf = (account: ModelAccount, grant: ModelGrant): number =>
  figuresOfGrant(account, grant).available;

export function closeGrant(account: ModelAccount, grant: ModelGrant, state: 'expired' | 'revoked'): void {
  grant.amount = figuresOfGrant(account, grant).amount;
  grant.state = state;
}

export const grantNamed = (account: ModelAccount, handle: string): ModelGrant | undefined =>
  account.grants.find((grant) => grant.handle === handle);

/** The plan or trial grant of the current cycle, if it has had one. */
export const cycleGrantOf = (account: ModelAccount): ModelGrant | undefined =>
  account.grants.find((grant) => grant.kind !== 'bonus' && grant.cycle === account.cycle.number);

export const bonusGrants = (account: ModelAccount): ModelGrant[] =>
  account.grants.filter((grant) => grant.kind === 'bonus');

export const bonusAvailable = (account: ModelAccount): number =>
  sum(bonusGrants(account).map((grant) => availableOf(account, grant)));

export function cycleAvailable(account: ModelAccount): number {
  const grant = cycleGrantOf(account);
  return grant === undefined ? 0 : availableOf(account, grant);
}

/** M2: what a member has used of a cycle; refunded slices are no longer spent, so they are not subtracted again. */
export const usedBy = (account: ModelAccount, member: string): number =>
  sumOf(
    account.slices.filter(
      (slice) =>
        slice.member === member && slice.cycle === account.cycle.number && slice.state !== 'refunded',
    ),
  );

export function capOf(account: ModelAccount, member: string): number | null {
  const own = account.caps.find((entry) => entry.member === member);
  return own === undefined ? account.default_cap : own.cap;
}

export function roomOf(account: ModelAccount, member: string): number {
  const cap = capOf(account, member);
  return cap === null ? Infinity : Math.max(0, cap - usedBy(account, member));
}

/** R3. */
export const refundCapOf = (account: ModelAccount): number =>
  Math.floor((account.cycle.ratio_bp * account.cycle.limit) / 10_000);

export const refundsLeftOf = (account: ModelAccount): number =>
  Math.max(0, refundCapOf(account) - account.cycle.refunds_used);

export const today = (account: ModelAccount, at: number): string => dateOf(at, account.zone);

/** Cuts a slice in two, in place: `credits` stay in it, the rest is the slice after it. */
export function cut(account: ModelAccount, slice: Slice, credits: number): void {
  if (credits <= 0 || credits >= slice.credits) return;
  const rest = { ...slice, credits: slice.credits - credits };
  slice.credits = credits;
  account.slices.splice(account.slices.indexOf(slice) + 1, 0, rest);
}

export function drop(account: ModelAccount, slice: Slice): void {
  account.slices.splice(account.slices.indexOf(slice), 1);
}
