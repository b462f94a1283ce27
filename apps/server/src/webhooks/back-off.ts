/** When a delivery that was not taken is sent again. */

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The pauses after the first tries; the last one is kept until a day is over. */
const PAUSES_MS = [
  5_000,
  30_000,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  4 * HOUR_MS,
];
/** Each pause is longer or shorter by up to this share, so that what failed together does not come back together. */
const JITTER = 0.1;

/** How long a delivery is tried, from when it was made or replayed. */
export const GIVE_UP_AFTER_MS = DAY_MS;

/** The pause after `round` tries of a delivery (1 after the first), in milliseconds; `random` gives [0, 1). */
export function pauseAfter(round: number, random: () => number): number {
  const pause_ms = PAUSES_MS[Math.min(round, PAUSES_MS.length) - 1]!;
  return Math.round(pause_ms * (1 + JITTER * (2 * random() - 1)));
}
