import type { Interval, Plan } from '@inkwell/engine';
import type { ModelAccount, Scene } from './model-account.ts';
import { instantOf, monthsAfter } from './model-calendar.ts';

/** What is paid, when, and until when (A1, E6). Cents. */

/** What a cycle of a plan costs: its month, or a twelfth of its year. */
export const cyclePrice = (plan: Plan, interval: Interval): number =>
  interval === 'month' ? plan.monthly_price_cents : Math.round(plan.yearly_price_cents / 12);

/** The cycle after the running month, or after the running twelve. */
export function nextBilling(account: ModelAccount): number {
  let first = Math.max(account.anchor_cycle, account.years_from);
  if (account.interval === 'month' || account.phase === 'trialing') return account.cycle.number + 1;
  while (first <= account.cycle.number) first += 12;
  return first;
}

/** When a cycle to come begins: the next one where the running one ends, later ones by the anchor (A2). */
export function startOfCycle(account: ModelAccount, number: number): number {
  const { cycle, anchor, anchor_cycle, next_zone, zone } = account;
  if (number === cycle.number + 1) return cycle.ends_at;
  return monthsAfter(anchor!, number - anchor_cycle, next_zone ?? zone);
}

/** What is charged next, and when; null if the account ends before. */
export function nextChargeOf({ account, catalogue }: Scene): Record<string, unknown> | null {
  if (account.cancel_waits || (account.phase === 'trialing' && !account.trial_converts)) return null;
  const at = startOfCycle(account, nextBilling(account));
  const plan = account.pending?.plan ?? account.plan;
  const interval = account.pending?.interval ?? account.interval;
  const version = catalogue.planAt(plan, at)!;
  const amount_cents = interval === 'year' ? version.yearly_price_cents : version.monthly_price_cents;
  return { at: instantOf(at), amount_cents, interval };
}

/** E6: what an edit costs now: of a year all but what the cycle has cost already, else the difference of a cycle's price. */
export function dueNow(account: ModelAccount, plan: Plan, interval: Interval): number {
  const begins_year = interval === 'year' && account.interval === 'month';
  const price = begins_year ? plan.yearly_price_cents : cyclePrice(plan, interval);
  return Math.max(0, price - account.cycle.paid_cents);
}
