/** Calendar arithmetic of the model (A2, A4), straight from Temporal. */

const zoned = (at: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);

/** The wall clock of a zone at an instant: what an anchor is kept as. */
export const wallClock = (at: number, zone: string): string => zoned(at, zone).toPlainDateTime().toString();

/** The instant of an anchor plus calendar months, in a zone. The day is clamped, the wall clock is kept. */
export const monthsAfter = (anchor: string, months: number, zone: string): number =>
  Temporal.PlainDateTime.from(anchor).add({ months }).toZonedDateTime(zone).epochMilliseconds;

/** The instant that is some calendar days after another, at the same wall-clock time. */
export const daysAfter = (at: number, days: number, zone: string): number =>
  zoned(at, zone).add({ days }).epochMilliseconds;

/** The date of an instant in a zone, such as 2026-03-29. */
export const dateOf = (at: number, zone: string): string => zoned(at, zone).toPlainDate().toString();

/** How many whole months of the anchor have passed at an instant that is not before it: found by counting. */
export function monthsPassed(anchor: string, at: number, zone: string): number {
  let months = 0;
  while (monthsAfter(anchor, months + 1, zone) <= at) months += 1;
  return months;
}

export const instantOf = (at: number): string => new Date(at).toISOString();
