import type { Balance } from '../api/types.ts';
import { day, daysUntil, untilWords } from './date.ts';
import { figure } from './number.ts';

/** A trial that has not begun: it waits for its owner's mail address (L4). */
export const trialWaits = ({ phase, trial }: Balance): boolean =>
  phase === 'canceled' && trial !== null && trial.limit === 0;

export interface MeterWords {
  readonly figure: string;
  readonly unit: string;
  readonly line: string;
  readonly low: boolean;
  readonly empty: boolean;
}

/** What the ink meter says. `left` is the server's one figure, or the reader's own under a tighter cap. */
export function meterWords(balance: Balance, left: number, cap: number | null, now: number): MeterWords {
  const empty = left <= 0;
  const limit = cap ?? (balance.trial ?? balance.plan)?.limit ?? 0;
  const low = !empty && left * 10 <= limit;
  return {
    figure: figure(left),
    unit: low && cap === null && balance.phase === 'active' ? 'left' : unitOf(balance, cap),
    line: lineOf(balance, empty, now),
    low,
    empty,
  };
}

function unitOf(balance: Balance, cap: number | null): string {
  if (cap !== null) return `left of your ${figure(cap)}`;
  return balance.phase === 'trialing' ? 'trial credits' : 'credits left';
}

function lineOf(balance: Balance, empty: boolean, now: number): string {
  if (balance.phase === 'paused') return 'Paused. No refill until resumed';
  if (trialWaits(balance)) return 'Trial not started';
  if (balance.phase === 'canceled') return 'Canceled. No refill';
  if (balance.phase === 'trialing') return trialLine(balance, now);
  if (empty) return `Resets ${day(balance.cycle.ends_at)}`;
  const resets = `Resets ${untilWords(balance.cycle.ends_at, now)}`;
  return balance.bonus.available > 0 ? `${resets}, ${figure(balance.bonus.available)} bonus` : resets;
}

/** How long the trial lasts, below its figure, which takes the width. The bonus stands apart: it is there, and locked. */
function trialLine({ bonus, cycle }: Balance, now: number): string {
  const days = daysUntil(cycle.ends_at, now);
  const lasts = days <= 1 ? 'Last day' : `${days} days`;
  return bonus.available > 0
    ? `${lasts}; ${figure(bonus.available)} bonus after trial`
    : `${lasts}, until ${day(cycle.ends_at)}`;
}

export interface WellParts {
  readonly plan: number;
  readonly held: number;
  readonly bonus: number;
}

/** The well's parts as fractions of a full well: the cycle's limit and the bonus that is there. */
export function wellParts(balance: Balance): WellParts {
  const bucket = balance.trial ?? balance.plan;
  const locked = balance.phase === 'trialing';
  const bonus = locked ? 0 : balance.bonus.available + balance.bonus.held;
  const full = Math.max(1, (bucket?.limit ?? 0) + bonus);
  const held = (bucket?.held ?? 0) + (locked ? 0 : balance.bonus.held);
  return {
    plan: (bucket?.available ?? 0) / full,
    held: held / full,
    bonus: (locked ? 0 : balance.bonus.available) / full,
  };
}

/** Credits that are set aside for text still being written: held, less the words already delivered. */
export function setAside(balance: Balance): number {
  return Math.max(0, balance.left - balance.available);
}
