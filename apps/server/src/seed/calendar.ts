import { DAYS_OVER } from './figures.ts';

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
export const MINUTE_MS = 60_000;

/** A number from 0 up to 1 that depends on the text alone. */
export function chance(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return ((h ^ (h >>> 13)) >>> 0) / 2 ** 32;
}

/** The starts of the three cycles, at nine in the morning UTC, on a day that every month has. */
export function cycleStarts(now: number): [number, number, number] {
  const today = Temporal.Instant.fromEpochMilliseconds(now - DAYS_OVER * DAY_MS).toZonedDateTimeISO('UTC');
  const day = today.toPlainDate();
  const nine = { hour: 9 };
  const current = day.with({ day: Math.min(day.day, 28) }).toPlainDateTime(nine);
  const at = (months: number) => current.subtract({ months }).toZonedDateTime('UTC').epochMilliseconds;
  return [at(2), at(1), at(0)];
}

/** The workspace on trial is in its third day. */
export const trialStart = (now: number): number => now - 2 * DAY_MS - 3 * HOUR_MS;

/** Working moments of a cycle: twice on workdays, once at weekends, none in the future. */
export function moments(starts_at: number, ends_at: number): number[] {
  const found: number[] = [];
  for (let day_at = starts_at; day_at < ends_at; day_at += DAY_MS) {
    const weekday = new Date(day_at).getUTCDay();
    const hours = weekday === 0 || weekday === 6 ? [2] : [1, 6];
    for (const hour of hours) found.push(day_at + hour * HOUR_MS);
  }
  return found.filter((at) => at < ends_at - 70 * MINUTE_MS);
}

/** `count` of the moments, spread over all of them, with the minutes that are the person's own. */
export function spread(when: readonly number[], count: number, person: string): number[] {
  return Array.from({ length: count }, (_, n) => {
    const place = Math.floor(((n + 0.9 * chance(`${person} at ${n}`)) * when.length) / count);
    return when[place]! + Math.floor(chance(`${person} minutes ${n}`) * 55) * MINUTE_MS;
  });
}

/** Splits a total over a person's moments: some busy, some idle, nothing lost. */
export function shares(
  total: number,
  member: string,
  when: readonly number[],
): { at: number; words: number }[] {
  const busy = when.filter((_, index) => index === 0 || chance(`${member} at ${index}`) > 0.35);
  const weights = busy.map((_, index) => 0.4 + chance(`${member} weight ${index} of ${busy.length}`));
  const sum = weights.reduce((a, b) => a + b, 0);
  let left = total;
  return busy.map((at, index) => {
    const words = index === busy.length - 1 ? left : Math.floor((total * weights[index]!) / sum);
    left -= words;
    return { at, words };
  });
}
