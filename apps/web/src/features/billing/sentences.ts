import { day, farDay } from '../../shared/format/date.ts';
import { figure, money } from '../../shared/format/number.ts';
import type { Account, Plan, PlanPreview } from '../../shared/api/types.ts';
import type { Billing } from '@inkwell/contract/types';

/** "Pro, 50,000 credits, $59/month, renews 5 Dec": the price only for those who may see it. */
export function planLine(
  account: Account,
  plan: Plan,
  prices: boolean,
  /** The subscription's own end, where one is paid for; a year ends later than the cycle. */
  paid_until: string | null = null,
): string {
  const { phase, interval, cycle } = account;
  const until = phase === 'active' ? (paid_until ?? cycle.ends_at) : cycle.ends_at;
  const when = farDay(until, account.time_zone, cycle.starts_at);
  // Where nothing is paid, a year is a word: nobody keeps its end.
  const renews = interval === 'month' || paid_until !== null;
  const parts = [plan.name, `${figure(plan.monthly_credits)} credits`];
  if (prices) parts.push(priceOf(plan, interval));
  if (phase === 'trialing')
    parts.push(account.trial_converts ? `starts ${when}, after the trial` : `the trial ends ${when}`);
  else if (phase === 'paused') parts.push('paused');
  else if (account.trial_waits) parts.push('its trial has not started');
  else if (phase === 'canceled') parts.push('canceled');
  else if (account.cancels_at === null && renews) parts.push(`renews ${when}`);
  return parts.join(', ');
}

export function priceOf(plan: Plan, interval: Account['interval']): string {
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

const BILLED = { month: 'monthly', year: 'yearly' } as const;

/** "Starter from 5 Dec." "Pro, billed yearly, from 5 Dec." */
export function pendingSentence(
  { interval, time_zone, cycle, pending_edit: pending }: Account,
  plans: readonly Plan[],
): string | null {
  if (pending === null) return null;
  const name = plans.find((plan) => plan.id === pending.plan)?.name ?? pending.plan;
  const billed = pending.interval === interval ? '' : `, billed ${BILLED[pending.interval]},`;
  const when = pending.applies_at === null ? '' : farDay(pending.applies_at, time_zone, cycle.starts_at);
  return `${name}${billed} from ${when}.`;
}

/** What another interval means: when it begins, what it costs, and what it does not change. */
export function intervalSentence(
  preview: PlanPreview,
  plan: Plan,
  { phase, time_zone, cycle }: Account,
  is_paid: boolean,
): string {
  const refills = 'Credits refill each month as before.';
  const price = is_paid ? `, ${priceOf(plan, preview.interval)}` : '';
  const billed = `Billed ${BILLED[preview.interval]}`;
  if (phase === 'trialing') return `${billed} once the trial is over${price}. ${refills}`;
  if (preview.effective === 'now') return `${billed} from now on${price}. ${refills}`;
  const when = farDay(preview.applies_at, time_zone, cycle.starts_at);
  const runs = preview.interval === 'month' && is_paid ? `The paid year runs to ${when}. ` : '';
  return `${runs}${billed} from ${when}${price}. ${refills}`;
}

/** "$59, 5 Dec" in two parts; null where nothing will be charged. */
export function chargeParts(
  charge: PlanPreview['next_charge']['after'],
  currency: string,
  { time_zone, cycle }: Account,
): { amount: string; when: string } | null {
  if (charge === null) return null;
  return {
    amount: money(charge.amount_cents, currency),
    when: farDay(charge.at, time_zone, cycle.starts_at),
  };
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

/**
 * "Switch to 100,000 now" within a tier's own kind, "Switch to Starter on 5 Dec" later, "Switch to yearly on 5 Dec":
 * buttons name their act.
 */
export function switchLabel(
  plan: Plan,
  preview: Pick<PlanPreview, 'effective' | 'interval' | 'applies_at'>,
  account: Account,
): string {
  const { effective, interval, applies_at } = preview;
  const is_now = effective === 'now';
  const when = is_now ? 'now' : `on ${farDay(applies_at, account.time_zone, account.cycle.starts_at)}`;
  if (interval === account.interval)
    return `Switch to ${is_now ? figure(plan.monthly_credits) : plan.name} ${when}`;
  const billed = BILLED[interval];
  return plan.id === account.plan
    ? `Switch to ${billed} ${when}`
    : `Switch to ${plan.name}, ${billed}, ${when}`;
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

/** "$59 on 5 Dec", or why there is none. */
export function nextChargeLine(
  { next_charge, past_due, subscription }: Billing,
  { time_zone, cycle }: Pick<Account, 'time_zone' | 'cycle'>,
): string {
  if (next_charge) {
    const when = farDay(next_charge.at, time_zone, cycle.starts_at);
    return `${money(next_charge.amount_cents, next_charge.currency)} on ${when}`;
  }
  if (past_due) return `${money(past_due.amount_cents, past_due.currency)} is due now`;
  return subscription?.cancels_at ? 'None: the plan is canceled' : 'None: no plan is paid for';
}

/** "Visa ending in 4242, expires 08/2029" */
export function cardLine(card: Billing['card']): string {
  if (!card) return 'None on file';
  const brand = card.brand.slice(0, 1).toUpperCase() + card.brand.slice(1);
  return card.last4 === '' ? brand : `${brand} ending in ${card.last4}, expires ${card.expires}`;
}

export function pastDueSentence(past_due: NonNullable<Billing['past_due']>, zone: string): string {
  const amount = money(past_due.amount_cents, past_due.currency);
  return `The renewal of ${day(past_due.since, zone)}, ${amount}, could not be paid. Writing is paused until it is; credits and documents stay.`;
}

/** "Start Pro now, $59/month" */
export const startLabel = (plan: Plan, interval: Account['interval']): string =>
  `Start ${plan.name} now, ${priceOf(plan, interval)}`;

/** Why one might start to pay now, and what happens if one does not. */
export function startSentence(
  account: Account,
  plan: Plan,
  seen: { readonly kept: boolean; readonly empty: boolean },
): string {
  const ends = day(account.cycle.ends_at, account.time_zone);
  const credits = figure(plan.monthly_credits);
  if (account.phase === 'trialing') {
    const begins = seen.empty ? 'The trial’s credits are used up. ' : '';
    if (seen.kept)
      return `${begins}${plan.name} starts on ${ends} with the card on file, or now with ${credits} credits.`;
    return `${begins}The trial ends on ${ends}. Without a way to pay it does not turn into a plan; starting now gives ${credits} credits at once.`;
  }
  if (account.phase === 'active')
    return `This workspace has not been charged so far. Paying for a plan begins a new cycle with ${credits} credits; plan credits left of this one expire.`;
  if (account.trial_waits)
    return `The trial has not started: it waits for the owner’s mail address to be confirmed. Paying for a plan begins a cycle with ${credits} credits at once, without a trial.`;
  return `The plan has ended. Starting it again begins a new cycle with ${credits} credits. Bonus credits are still there.`;
}

/** What starting a plan out of its trial means where nothing is paid for. */
export function freeStartSentence(account: Account, plan: Plan, empty: boolean): string {
  const ends = day(account.cycle.ends_at, account.time_zone);
  const begins = empty ? 'The trial’s credits are used up. ' : '';
  const otherwise = account.trial_converts ? `${plan.name} starts on ${ends}` : `The trial ends on ${ends}`;
  const rest = empty ? '' : ', and what is left of the trial expires then';
  return `${begins}${otherwise}. It can start now with ${figure(plan.monthly_credits)} credits${rest}. Nothing is charged on this instance.`;
}

type Pack = Billing['packs'][number];

export const topUpConsequence = (pack: Pack | null): string =>
  pack
    ? `A pack of ${figure(pack.credits)} bonus credits is bought for ${money(pack.price_cents, pack.currency)}, one at a time, up to a limit you set. Writing does not wait for it.`
    : 'A pack of 5,000 credits is bought, up to a limit you set for each cycle.';

/** How top-ups stand in this cycle. */
export function topUpState({ top_up, packs }: Billing, limit_cents: number | null): string {
  const currency = packs[0]?.currency ?? 'usd';
  const spent = money(top_up?.spent_cents ?? 0, currency);
  const of = limit_cents === null ? '' : ` of ${money(limit_cents, currency)}`;
  const so_far = `${spent}${of} spent on top-ups in this cycle.`;
  if (top_up?.state === 'in_flight') return `${so_far} A pack is being bought.`;
  if (top_up?.state === 'limit_reached') return `${so_far} The limit is reached.`;
  if (top_up?.state === 'failed') return `${so_far} The last pack was not bought: ${top_up.detail ?? ''}`;
  return so_far;
}
