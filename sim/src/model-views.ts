import type { ModelAccount, Slice } from './model-account.ts';
import {
  bonusAvailable,
  bonusGrants,
  capOf,
  cycleAvailable,
  cycleGrantOf,
  figuresOfGrant,
  refundCapOf,
  refundsLeftOf,
  sumOf,
} from './model-account.ts';
import { instantOf, monthsAfter } from './model-calendar.ts';
import { startOfCycle } from './model-money.ts';

/** What can be read of the model's accounts. */

const bonusLock = (account: ModelAccount): string | null => {
  if (account.phase === 'trialing') return 'trial';
  if (account.phase !== 'active') return account.phase;
  return cycleAvailable(account) > 0 ? 'plan_credits_left' : null;
};

function bonusOf(account: ModelAccount) {
  const figures = bonusGrants(account).map((grant) => figuresOfGrant(account, grant));
  const locked_by = bonusLock(account);
  const available = bonusAvailable(account);
  return {
    available,
    held: figures.reduce((total, grant) => total + grant.held, 0),
    spent: figures.reduce((total, grant) => total + grant.spent, 0),
    eligible: locked_by === null,
    locked_by,
  };
}

/** The balance of the contract, but for `seq`. */
export function balanceOfModel(account: ModelAccount, at: number): Record<string, unknown> {
  const grant = cycleGrantOf(account);
  const figures = grant === undefined ? { available: 0, held: 0, spent: 0 } : figuresOfGrant(account, grant);
  const { available: own, held: ownHeld, spent } = figures;
  const bucket = { limit: account.cycle.limit, available: own, held: ownHeld, spent };
  const bonus = bonusOf(account);
  const held = sumOf(account.slices.filter((slice) => slice.state === 'held'));
  const spendable = { trialing: own, active: own + bonus.available, paused: 0, canceled: 0 };
  const available = spendable[account.phase];
  return {
    account: account.account,
    phase: account.phase,
    available,
    held,
    left: available + held,
    plan: account.cycle.number === 0 ? null : bucket,
    trial: account.cycle.number === 0 ? bucket : null,
    bonus,
    cycle: {
      number: account.cycle.number,
      starts_at: instantOf(account.cycle.starts_at),
      ends_at: instantOf(account.cycle.ends_at),
    },
    refunds: {
      cap: refundCapOf(account),
      used: account.cycle.refunds_used,
      left: refundsLeftOf(account),
    },
    as_of: instantOf(at),
  };
}

/** A4: its trial has not begun, and nothing else has. */
export const isWaiting = (account: ModelAccount): boolean =>
  account.phase === 'canceled' && account.cycle.number === 0 && cycleGrantOf(account) === undefined;

function pendingOf(account: ModelAccount) {
  const { pending } = account;
  if (pending === null) return null;
  const { plan, interval, from_cycle } = pending;
  return {
    plan,
    interval: interval ?? account.interval,
    applies_at: instantOf(startOfCycle(account, from_cycle)),
  };
}

/** What a change of the account itself answers, besides the balance. */
export function accountOfModel(account: ModelAccount): Record<string, unknown> {
  const ends_at = instantOf(account.cycle.ends_at);
  const trialing = account.phase === 'trialing';
  return {
    account: account.account,
    plan: account.plan,
    interval: account.interval,
    phase: account.phase,
    anchor: account.anchor === null ? null : instantOf(monthsAfter(account.anchor, 0, account.zone)),
    next_time_zone: account.next_zone,
    trial_converts: account.trial_converts,
    time_zone: account.zone,
    clock: account.clock,
    trial_ends_at: trialing ? ends_at : null,
    pending_edit: pendingOf(account),
    trial_waits: isWaiting(account),
    cancels_at: account.cancel_waits ? ends_at : null,
    default_member_cap: account.default_cap,
    created_at: instantOf(account.created_at),
  };
}

/** M2, of the current cycle. */
export function memberOfModel(account: ModelAccount, member: string): Record<string, unknown> {
  const own = account.slices.filter(
    (slice) => slice.member === member && slice.cycle === account.cycle.number,
  );
  const of = (state: Slice['state']) => sumOf(own.filter((slice) => slice.state === state));
  const cap = capOf(account, member);
  const [held, spent, refunded] = [of('held'), of('spent') + of('refunded'), of('refunded')];
  const hasOwn = account.caps.some((entry) => entry.member === member);
  return {
    member,
    cap,
    cap_source: hasOwn ? 'member' : cap === null ? null : 'default',
    spent,
    held,
    refunded,
    left: cap === null ? null : Math.max(0, cap - held - spent + refunded),
  };
}

export type UsageGroup = 'member' | 'day' | 'source';
export interface UsageRow {
  key: string;
  /** Charged less refunded. */
  credits: number;
  refunded: number;
}

/** Usage of one cycle (B4, M1, R6), by key; keys without figures are left out. */
export function usageOfModel(account: ModelAccount, cycle: number, group: UsageGroup): UsageRow[] {
  const rows: UsageRow[] = [];
  for (const slice of account.slices) {
    if (slice.cycle !== cycle || slice.state === 'held') continue;
    let row = rows.find((one) => one.key === slice[group]);
    if (row === undefined) rows.push((row = { key: slice[group], credits: 0, refunded: 0 }));
    if (slice.state === 'spent') row.credits += slice.credits;
    else row.refunded += slice.credits;
  }
  return rows.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** Every grant with its six figures (G1). */
export const grantsOfModel = (account: ModelAccount) =>
  account.grants.map((grant) => ({
    grant: grant.handle,
    kind: grant.kind,
    state: grant.state,
    ...figuresOfGrant(account, grant),
  }));
