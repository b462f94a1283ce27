import { day } from '../../shared/format/date.ts';
import { figure, money } from '../../shared/format/number.ts';
import type { Account, Plan, PlanPreview } from '../../shared/api/types.ts';

/** "Pro, 50,000 credits, $59/month, renews 5 Dec": the price only for those who may see it. */
export function planLine(account: Account, plan: Plan, prices: boolean): string {
  const { phase, interval, cycle } = account;
  const when = day(cycle.ends_at, account.time_zone);
  const parts = [plan.name, `${figure(plan.monthly_credits)} credits`];
  if (prices) parts.push(priceOf(plan, interval));
  if (phase === 'trialing')
    parts.push(account.trial_converts ? `starts ${when}, after the trial` : `the trial ends ${when}`);
  else if (phase === 'paused') parts.push('paused');
  else if (phase === 'canceled') parts.push('canceled');
  else if (account.cancels_at === null) parts.push(`renews ${when}`);
  return parts.join(', ');
}

function priceOf(plan: Plan, interval: Account['interval']): string {
  return interval === 'year'
    ? `${money(plan.yearly_price_cents, plan.currency)}/year`
    : `${money(plan.monthly_price_cents, plan.currency)}/month`;
}

/** Yearly plans are paid once and refilled twelve times. */
export function yearlyLine(account: Account): string | null {
  if (account.interval !== 'year' || account.anchor === null) return null;
  const date = Number(
    new Intl.DateTimeFormat('en', { day: 'numeric', timeZone: account.time_zone }).format(
      new Date(account.anchor),
    ),
  );
  return `Billed yearly; credits refill on the ${ordinal(date)} of each month.`;
}

export function ordinal(value: number): string {
  const ending = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' };
  return `${value}${ending[new Intl.PluralRules('en', { type: 'ordinal' }).select(value)]}`;
}

export interface PreviewRow {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly strong: boolean;
}

type Side = PlanPreview['before'];
const bucketOf = (side: Side) =>
  side.buckets.trial ?? side.buckets.plan ?? { limit: 0, available: 0, spent: 0 };

/** Every bucket before and after an edit, in the order that people ask for them. */
export function previewRows(preview: PlanPreview): PreviewRow[] {
  const { before, after, effective } = preview;
  // A new cycle begins with nothing used; only an edit at once keeps the count.
  const used = effective === 'now' ? 'Used, stays used' : 'Used';
  const row = (name: string, pick: (side: Side) => number, strong = false): PreviewRow => ({
    name,
    before: figure(pick(before)),
    after: figure(pick(after)),
    strong,
  });
  return [
    row('Limit', (side) => bucketOf(side).limit),
    row(used, (side) => bucketOf(side).spent),
    row('Plan left', (side) => bucketOf(side).available, true),
    row('Bonus', (side) => side.buckets.bonus.available),
    row('Refunds left', (side) => side.refunds.left),
  ];
}

/** "Switch to 100,000 now" within a tier's own kind, "Switch to Starter on 5 Dec" later: buttons name their act. */
export function switchLabel(
  plan: Plan,
  effective: 'now' | 'next_cycle',
  applies_at: string,
  zone: string,
): string {
  return effective === 'now'
    ? `Switch to ${figure(plan.monthly_credits)} now`
    : `Switch to ${plan.name} on ${day(applies_at, zone)}`;
}

/** What a smaller plan at once would leave, where it leaves less than is there now. */
export function downgradeWarning(preview: PlanPreview, plan: Plan, zone: string): string | null {
  const { before, after, effective } = preview;
  if (effective !== 'now' || bucketOf(after).limit >= bucketOf(before).limit) return null;
  const left = figure(bucketOf(after).available);
  const until = day(preview.balance.cycle.ends_at, zone);
  return `You’ve used ${figure(bucketOf(before).spent)}. ${plan.name}’s ${figure(plan.monthly_credits)} leaves ${left} plan credits until ${until}.`;
}

/** True if anything that a reader was shown reads differently now. */
export function changedRows(shown: readonly PreviewRow[], next: readonly PreviewRow[]): ReadonlySet<string> {
  const before = new Map(shown.map((row) => [row.name, `${row.before} ${row.after}`]));
  return new Set(
    next.filter((row) => before.get(row.name) !== `${row.before} ${row.after}`).map((row) => row.name),
  );
}
