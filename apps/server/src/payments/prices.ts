import { type Interval, type NextCharge, type Plan, instantText } from '@inkwell/engine';
import type { Loaded } from '@inkwell/ledger';
import type { AccountRow } from './rows.ts';
import { type PlanPrice, isInForce } from './types.ts';

/** Prices, all from the catalogue, in cents. */

export const priceOf = (plan: Plan, interval: Interval): PlanPrice => ({
  plan: plan.id,
  name: plan.name,
  interval,
  amount_cents: interval === 'year' ? plan.yearly_price_cents : plan.monthly_price_cents,
  currency: plan.currency,
});

/** A monthly price for comparisons: of a yearly price, its twelfth (as the engine's, E6). */
export const monthlyOf = (plan: Plan, interval: Interval): number =>
  interval === 'year' ? Math.round(plan.yearly_price_cents / 12) : plan.monthly_price_cents;

/** What the provider charges at the end of the period, as it has been told; null if it charges nothing. */
export function nextChargeOf(row: AccountRow): NextCharge | null {
  const { status, interval, price_cents, period_ends_at } = row;
  if (!isInForce(status) || interval === null || price_cents === null || period_ends_at === null) return null;
  if (row.cancel_at_period_end) return null;
  return {
    at: instantText(period_ends_at),
    amount_cents: row.next_price_cents ?? price_cents,
    interval: row.next_interval ?? interval,
  };
}

const MONTH_MS = (365.2425 / 12) * 86_400_000;

/** The cycles that a paid period still covers, the current one included; at least one. */
export function cyclesLeft({ state }: Pick<Loaded, 'state'>, period_ends_at: number): number {
  return Math.max(1, Math.round((period_ends_at - state.cycle.starts_at) / MONTH_MS));
}

/**
 * E6: what an edit up costs today. By the month it is the engine's figure; a year has been paid in advance, so the
 * difference is due for each cycle that is left of it, measured against the highest price paid in that year.
 */
export function dueToday(loaded: Loaded, row: AccountRow, plan: Plan, engine_due_cents: number): number {
  const { state } = loaded;
  if (state.phase !== 'active' || row.interval !== 'year' || row.period_ends_at === null)
    return engine_due_cents;
  const paid = Math.max(row.paid_monthly_cents, state.cycle.paid_price_cents);
  return Math.max(0, monthlyOf(plan, 'year') - paid) * cyclesLeft(loaded, row.period_ends_at);
}
