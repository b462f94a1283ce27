import { z } from 'zod';
import {
  DEFAULT_LIMIT,
  EARLIEST_INSTANT,
  LATEST_INSTANT,
  MAX_CREDITS,
  MAX_LABELS,
  MAX_LABEL_CHARS,
  MAX_LIMIT,
  MAX_REASON_CHARS,
  MAX_TEXT_CHARS,
} from '../constants.ts';
import { cursor } from '../ids.ts';

/** The values that requests and answers are made of. */

const grouped = (value: number): string => value.toLocaleString('en');

/** A whole number from `min` to `max`, in a JSON body. `1.0` is one; `"1"` and `true` are not. */
export const whole = (min: number, max: number) => {
  const error = `must be a whole number from ${grouped(min)} to ${grouped(max)}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
};

/** A whole number in a query, where all is text. Plain digits only: no sign, exponent or leading zero. */
export const wholeText = (min: number, max: number) => {
  const error = `must be a whole number from ${grouped(min)} to ${grouped(max)}`;
  return z
    .string({ error })
    .regex(/^(?:0|[1-9]\d{0,15})$/, { error })
    .transform(Number)
    .pipe(whole(min, max))
    .meta({ type: 'integer', minimum: min, maximum: max });
};

/** Credits to hold, add or award. */
export const someCredits = whole(1, MAX_CREDITS);
/** Words delivered, or a cap: none is an amount too. */
export const anyCredits = whole(0, MAX_CREDITS);

const STORABLE_RULE = 'must be Unicode text without NUL and without half surrogate pairs';
const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Text that is kept: PostgreSQL takes neither NUL nor half of a surrogate pair. */
export const storable = (min: number, max: number) => {
  const error = `must be text of ${grouped(min)} to ${grouped(max)} characters`;
  return z
    .string({ error })
    .min(min, { error })
    .max(max, { error })
    .refine(isStorable, { error: STORABLE_RULE });
};

export const reason = storable(1, MAX_REASON_CHARS);

/** Text to be counted. Anything at all: the counter defines NUL and half pairs too, and only a hash is kept. */
export const countedText = z
  .string({ error: 'must be text' })
  .max(MAX_TEXT_CHARS, { error: `must be text of at most ${grouped(MAX_TEXT_CHARS)} characters` });

export const labels = z
  .array(storable(1, MAX_LABEL_CHARS), { error: 'must be a list of labels' })
  .max(MAX_LABELS, { error: `must be at most ${MAX_LABELS} labels` })
  .refine((list) => new Set(list).size === list.length, { error: 'must not name a label twice' })
  .meta({ uniqueItems: true });

export const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` });

export const flag = z.boolean({ error: 'must be true or false' });

const EARLIEST_MS = Date.parse(EARLIEST_INSTANT);
const LATEST_MS = Date.parse(LATEST_INSTANT);
const INSTANT_RULE = 'must be an RFC 3339 instant with Z or an offset, from 1970 to 2999';

const isInRange = (text: string): boolean => {
  const at = Date.parse(text);
  return at >= EARLIEST_MS && at < LATEST_MS;
};

/** An instant in a request: with `Z` or an offset. Parsed to UTC with milliseconds, so equal instants are equal text. */
export const givenInstant = z.iso
  .datetime({ offset: true, error: INSTANT_RULE })
  .max(40, { error: INSTANT_RULE })
  .refine(isInRange, { error: INSTANT_RULE })
  .transform((text) => new Date(text).toISOString());

const DAY_RULE = 'must be a day (2026-11-05) or an RFC 3339 instant';

/** The edge of a span: a day in the account's zone, or an instant. */
export const dayOrInstant = z.union([z.iso.date({ error: DAY_RULE }), givenInstant], { error: DAY_RULE });

/** An instant in an answer: UTC with milliseconds. */
export const instant = z.iso.datetime({ precision: 3 }).meta({ examples: ['2026-11-22T12:00:00.000Z'] });

const ZONE_RULE = 'must be an IANA time zone such as Europe/Berlin';

/** The zone's name in its usual case, or null. Offsets such as `+02:00` are no zones: they know no summer time. */
function zoneName(text: string): string | null {
  if (!/^[A-Za-z]/.test(text)) return null;
  try {
    return new Temporal.ZonedDateTime(0n, text).timeZoneId;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

export const timeZone = z
  .string({ error: ZONE_RULE })
  .max(64, { error: ZONE_RULE })
  .transform((text, context) => {
    const name = zoneName(text);
    if (name !== null) return name;
    context.issues.push({ code: 'custom', message: ZONE_RULE, input: text });
    return z.NEVER;
  })
  .meta({ examples: ['Europe/Berlin'] });

/** The query of every list. */
export const pageQuery = z.strictObject({
  limit: wholeText(1, MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: cursor.optional(),
});

/** The answer of every list, newest first unless told otherwise. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    data: z.array(item),
    next_cursor: z.string().nullable().describe('Ask for the next page with it; null on the last page.'),
  });

/** Credits in an answer. */
export const credits = z.int().min(0);

/** No fields at all. A missing body counts as `{}`. */
export const nothing = z.strictObject({});
