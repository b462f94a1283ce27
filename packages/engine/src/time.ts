import type { AccountState } from './types.ts';

/** Calendar arithmetic in an account's IANA zone (A2). All instants are milliseconds since 1970 in UTC. */

const DAY_MS = 86_400_000;

/** The wall-clock date-time of an instant in a zone, with milliseconds: `2026-01-31T09:00:00.000`. */
export function wallClockOf(at: number, time_zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(time_zone)
    .toPlainDateTime()
    .toString({ fractionalSecondDigits: 3 });
}

function instantOf(wall: Temporal.PlainDateTime, time_zone: string): number {
  // 'compatible': a wall time that DST skips is taken later, one that comes twice is taken first.
  return wall.toZonedDateTime(time_zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

/**
 * A2: the instant at which the cycle starts that lies `months` calendar months after the anchor; the day is
 * clamped to the month's last, always counted from the ORIGINAL anchor (31 Jan → 28 Feb → 31 Mar).
 */
export function boundaryAt(anchor: string, months: number, time_zone: string): number {
  return instantOf(Temporal.PlainDateTime.from(anchor).add({ months }, { overflow: 'constrain' }), time_zone);
}

/** How many whole months after the anchor the cycle started that holds `at` (at ≥ the anchor). */
export function monthsSince(anchor: string, at: number, time_zone: string): number {
  const from = Temporal.PlainDateTime.from(anchor);
  const to = Temporal.PlainDateTime.from(wallClockOf(at, time_zone));
  // An estimate by year and month, then mended by at most a step or two: clamped days and DST decide.
  let months = Math.max(0, (to.year - from.year) * 12 + (to.month - from.month) - 1);
  while (boundaryAt(anchor, months + 1, time_zone) <= at) months += 1;
  return months;
}

/** `at` plus whole calendar days in the zone, the wall-clock time kept (A4). */
export function addDays(at: number, days: number, time_zone: string): number {
  const wall = Temporal.PlainDateTime.from(wallClockOf(at, time_zone));
  return instantOf(wall.add({ days }), time_zone);
}

/** The day of the account's zone that holds `at`, as days since 1970-01-01 (B4). */
export function dayOf(state: AccountState, at: number): number {
  const cache = state.day_cache;
  if (at >= cache.starts_at && at < cache.ends_at) return cache.day;
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(state.time_zone);
  const start = zoned.startOfDay();
  const date = zoned.toPlainDate();
  state.day_cache = {
    starts_at: start.epochMilliseconds,
    ends_at: start.add({ days: 1 }).startOfDay().epochMilliseconds,
    day: Math.round(Temporal.PlainDate.from('1970-01-01').until(date, { largestUnit: 'day' }).days),
  };
  return state.day_cache.day;
}

/** A day number as `2026-11-22`. */
export function dateOfDay(day: number): string {
  return Temporal.Instant.fromEpochMilliseconds(day * DAY_MS)
    .toString()
    .slice(0, 10);
}

let last_second = Number.NaN;
let last_prefix = '';

/** An instant as RFC 3339 UTC with milliseconds. The second's text is kept: replies of one moment share it. */
export function instantText(at: number): string {
  const second = Math.floor(at / 1000);
  if (second !== last_second) {
    last_prefix = Temporal.Instant.fromEpochMilliseconds(second * 1000)
      .toString()
      .slice(0, -1);
    last_second = second;
  }
  return `${last_prefix}.${String(at - second * 1000).padStart(3, '0')}Z`;
}

/** Whether the runtime knows the IANA zone. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return !/^[+-]/.test(name);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
