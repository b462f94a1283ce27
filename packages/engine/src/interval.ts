import { fullPriceOf } from './due.ts';
import { boundaryAt, instantText } from './time.ts';
import type { AccountState, Catalogue, Interval } from './types.ts';

/** What an account is billed by (A1): a month is a cycle, a year is twelve of them. Credits refill monthly either way. */

const CYCLES_A_YEAR = 12;

/** The number of the cycle with which the next month or year of billing begins. */
export function nextPeriodCycle({ interval, phase, cycle, anchor_cycle, year_cycle }: AccountState): number {
  if (interval === 'month' || phase === 'trialing') return cycle.number + 1;
  const first = Math.max(anchor_cycle, year_cycle);
  const years = Math.floor((cycle.number - first) / CYCLES_A_YEAR);
  return first + CYCLES_A_YEAR * (years + 1);
}

/** When the cycle of a number starts, of one that has not begun: the next at the running one's end, later ones by A2. */
export function startOf(state: AccountState, number: number): number {
  const { cycle, anchor, anchor_cycle, next_time_zone, time_zone } = state;
  if (number <= cycle.number + 1 || anchor === null) return cycle.ends_at;
  return boundaryAt(anchor, number - anchor_cycle, next_time_zone ?? time_zone);
}

/** When the pending edit applies (E3). */
export const pendingAt = (state: AccountState): number =>
  startOf(state, state.pending_cycle ?? state.cycle.number + 1);

export interface NextCharge {
  at: string;
  amount_cents: number;
  interval: Interval;
}

/** What is charged at the end of the running month or year, by the price in force then; null if nothing will be. */
export function nextCharge(state: AccountState, catalogue: Catalogue): NextCharge | null {
  const ends = state.cancel_at_cycle_end || (state.phase === 'trialing' && !state.trial_converts);
  if (ends || state.phase === 'canceled' || state.phase === 'paused') return null;
  const at = startOf(state, nextPeriodCycle(state));
  const interval = state.pending_interval ?? state.interval;
  const plan = catalogue.planAt(state.pending_plan ?? state.plan, at);
  if (plan === undefined) return null;
  return { at: instantText(at), amount_cents: fullPriceOf(plan, interval), interval };
}
