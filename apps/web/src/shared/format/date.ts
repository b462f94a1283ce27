/** Days and times as people say them: "5 Dec", "12:04", "in 13 days". The zone is the account's where it matters. */
const DAY_MS = 86_400_000;

/** A day and its month stay on one line: the space between them does not break. */
export function day(instant: string | number, zone?: string): string {
  const said = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(zone ? { timeZone: zone } : {}),
  }).format(new Date(instant));
  return said.replace(' ', '\u00A0');
}

const ELEVEN_MONTHS_MS = 335 * DAY_MS;

/** A day with its year, where it is so far from another that it would be taken for a nearer one. */
export function farDay(instant: string | number, zone: string, from: string): string {
  const said = day(instant, zone);
  if (new Date(instant).getTime() - Date.parse(from) < ELEVEN_MONTHS_MS) return said;
  const year = new Intl.DateTimeFormat('en-GB', { year: 'numeric', timeZone: zone }).format(
    new Date(instant),
  );
  return `${said}\u00A0${year}`;
}

export function clock(instant: string | number): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(new Date(instant));
}

/** To the second, as the logs of programs have it. */
export function dayAndSecond(instant: string): string {
  const seconds = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  return `${day(instant)}, ${new Intl.DateTimeFormat('en-GB', seconds).format(new Date(instant))}`;
}

export function dayAndClock(instant: string): string {
  return `${day(instant)}, ${clock(instant)}`;
}

/** Whole days until an instant, counted up: 13.2 days are "in 14 days", the last hours are "today". */
export function daysUntil(instant: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(instant) - now) / DAY_MS));
}

export function untilWords(instant: string, now: number): string {
  const left = Date.parse(instant) - now;
  if (left < DAY_MS) return 'today';
  const days = daysUntil(instant, now);
  return days === 1 ? 'in 1 day' : `in ${days} days`;
}

/** "2026-11-14": the calendar day of an instant in a zone, as the usage rows name it. */
export function dayKey(instant: string | number, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(new Date(instant));
}

/** A day key said short; keys have no zone, so it is read as UTC noon. */
export const dayOfKey = (key: string) => day(`${key}T12:00:00Z`, 'UTC');

export function ago(then: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - then) / 1000));
  if (seconds === 0) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min ago` : `${Math.round(minutes / 60)} h ago`;
}

/** The day after a day key. */
export function nextDayKey(key: string): string {
  return new Date(Date.parse(`${key}T12:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

/**
 * The days of a cycle, as a zone's calendar has them. A cycle from the 5th at nine to the next 5th at nine has 30, not
 * 31: its last morning is only counted in when `until` has come to it.
 */
export function cycleDays(from: string, to: string, zone: string, until: number): string[] {
  const whole = Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS));
  const keys: string[] = [];
  for (let key = dayKey(from, zone); keys.length < whole; key = nextDayKey(key)) keys.push(key);
  const last = dayKey(Math.min(until, Date.parse(to) - 1), zone);
  if (last > (keys.at(-1) ?? last)) keys.push(last);
  return keys;
}
