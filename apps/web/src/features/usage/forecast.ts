import { day } from '../../shared/format/date.ts';
import { credits, figure } from '../../shared/format/number.ts';

const DAY_MS = 86_400_000;
/** A pace read from fewer days says more about the day than about the month. */
const ACTIVE_DAYS = 3;

export interface Reading {
  readonly starts_at: string;
  readonly ends_at: string;
  readonly now: number;
  readonly limit: number;
  /** Plan credits used, and all credits used, bonus included. */
  readonly plan_used: number;
  readonly used: number;
  readonly plan_left: number;
  readonly bonus_left: number;
  readonly active_days: number;
  /** What an even pace would have used by the end of today. */
  readonly even: number;
  /** The cycle is the trial: it ends once, and its bonus waits until then. */
  readonly in_trial: boolean;
}

export interface Forecast {
  readonly credits_per_day: number;
  /** When plan credits run out at this pace, if before the cycle ends. */
  readonly plan_ends_at: number | null;
  /** When the bonus runs out after them, if before the cycle ends. */
  readonly bonus_ends_at: number | null;
}

/** Where this cycle's pace leads, after three days on which something was written. */
export function forecast(reading: Reading): Forecast | null {
  if (reading.active_days < ACTIVE_DAYS) return null;
  const days = Math.max(1, (reading.now - Date.parse(reading.starts_at)) / DAY_MS);
  const credits_per_day = reading.used / days;
  if (credits_per_day <= 0) return null;
  const end = Date.parse(reading.ends_at);
  const when = (credits: number) => reading.now + (credits / credits_per_day) * DAY_MS;
  const plan = when(reading.plan_left);
  const bonus = when(reading.plan_left + reading.bonus_left);
  return {
    credits_per_day,
    plan_ends_at: plan < end ? plan : null,
    bonus_ends_at: bonus < end ? bonus : null,
  };
}

export interface UsageWords {
  readonly strong: string;
  readonly rest: string;
}

/** The sentence that the page opens with. */
export function usageSentence(reading: Reading, zone: string): UsageWords {
  const bonus = reading.used - reading.plan_used;
  const also = bonus > 0 ? `, and ${figure(bonus)} bonus` : '';
  const pace = `even pace is ${figure(reading.even)}.`;
  return {
    strong: `${figure(reading.plan_used)} of ${figure(reading.limit)}`,
    rest: ` ${reading.in_trial ? 'trial' : 'plan'} credits used${also}; ${pace} ${aheadSentence(reading, zone)}`.trimEnd(),
  };
}

/** What is said of a cycle that is over. */
export function pastSentence(
  used: number,
  span: { readonly starts_at: string; readonly ends_at: string },
  zone: string,
): UsageWords {
  return {
    strong: credits(used),
    rest: ` used from ${day(span.starts_at, zone)} to ${day(span.ends_at, zone)}.`,
  };
}

function aheadSentence(reading: Reading, zone: string): string {
  const ahead = forecast(reading);
  if (!ahead) return '';
  const { plan_ends_at, bonus_ends_at } = ahead;
  if (reading.in_trial) {
    if (reading.plan_left === 0) return 'The trial’s credits are used up.';
    const until = day(plan_ends_at ?? reading.ends_at, zone);
    return plan_ends_at === null
      ? `At this pace they last until the trial ends on ${until}.`
      : `They last until about ${until}.`;
  }
  if (plan_ends_at === null)
    return `At this pace the plan credits last until they reset on ${day(reading.ends_at, zone)}.`;
  const plan =
    reading.plan_left > 0
      ? `Plan credits last until about ${day(plan_ends_at, zone)};`
      : 'Plan credits are used up;';
  if (reading.bonus_left === 0) return `${plan} no bonus is left after them.`;
  if (bonus_ends_at === null) return `${plan} bonus covers the rest.`;
  return `${plan} bonus lasts until about ${day(bonus_ends_at, zone)}.`;
}

export interface BurnDay {
  readonly key: string;
  readonly credits: number;
  readonly so_far: number;
  readonly even: number;
}

/** Each day of the cycle up to its last written or present one, with what was used until its end. */
export function burnDays(
  keys: readonly string[],
  byDay: ReadonlyMap<string, number>,
  limit: number,
  last: string,
): BurnDay[] {
  let so_far = 0;
  const days: BurnDay[] = [];
  for (const [index, key] of keys.entries()) {
    if (key > last) break;
    const credits = byDay.get(key) ?? 0;
    so_far += credits;
    days.push({ key, credits, so_far, even: Math.round((limit * (index + 1)) / keys.length) });
  }
  return days;
}
