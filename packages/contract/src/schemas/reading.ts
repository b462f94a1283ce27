import { z } from 'zod';
import {
  HOLD_MODES,
  MAX_BATCH_OPERATIONS,
  MAX_CREDITS,
  MAX_CYCLE_NUMBER,
  MAX_IDEMPOTENCY_KEY_CHARS,
  NOTICES,
  OPERATION_METHODS,
  OPERATION_PATH,
  USAGE_GROUPS,
} from '../constants.ts';
import { ERROR_CODES } from '../errors.ts';
import { id, madeId } from '../ids.ts';
import { balance, memberUsage, grant, cycle } from './accounts.ts';
import { entry } from './entries.ts';
import { slice } from './spending.ts';
import {
  choice,
  countedText,
  credits,
  dayOrInstant,
  givenInstant,
  instant,
  pageOf,
  wholeText,
} from './values.ts';

/* What is asked. */

const cycleQuery = z
  .union([choice(['current', 'previous']), wholeText(0, MAX_CYCLE_NUMBER)], {
    error: 'must be current, previous or the number of a cycle',
  })
  .meta({ examples: ['current'] });

export const usageQuery = z
  .strictObject({
    cycle: cycleQuery.optional().describe('Unless told, and without a span: current.'),
    from: dayOrInstant.optional().describe("First day of a span, in the account's zone. Inclusive."),
    to: dayOrInstant.optional().describe('End of the span, exclusive.'),
    group_by: choice(USAGE_GROUPS).default('member'),
  })
  .refine((query) => (query.from === undefined) === (query.to === undefined), {
    path: ['to'],
    error: 'must come together with from',
  })
  .refine((query) => query.cycle === undefined || query.from === undefined, {
    path: ['cycle'],
    error: 'must not stand beside from and to',
  });

export const dailyQuery = z.strictObject({
  cycle: cycleQuery.default('current'),
  by: choice(['member', 'source']).default('member'),
});

export const explainQuery = z.strictObject({
  credits: wholeText(1, MAX_CREDITS),
  member: id,
  mode: choice(HOLD_MODES).default('exact'),
});

export const wordsPost = z
  .strictObject({ text: countedText })
  .meta({ id: 'WordsPost', examples: [{ text: 'Ferns forgive.' }] });

export const clockParams = z.strictObject({ clock: id });
export const clockPost = z
  .strictObject({ now: givenInstant })
  .meta({ id: 'ClockPost', examples: [{ now: '2027-01-31T09:00:00Z' }] });
export const clockAdvance = z
  .strictObject({ to: givenInstant })
  .meta({ id: 'ClockAdvance', examples: [{ to: '2027-02-28T09:00:00Z' }] });

const text = z.string({ error: 'must be text' });

/** What stands in the fields is looked at when an operation's turn comes, so that a wrong one fails alone. */
const operation = z
  .strictObject({
    method: text.meta({ enum: [...OPERATION_METHODS] }),
    path: text.meta({ pattern: OPERATION_PATH.source }),
    body: z.unknown().optional(),
    idempotency_key: text.optional().meta({ minLength: 1, maxLength: MAX_IDEMPOTENCY_KEY_CHARS }),
  })
  .meta({ id: 'BatchOperation' });

const BATCH_RULE = `must be a list of 1 to ${MAX_BATCH_OPERATIONS} operations`;

export const batchPost = z
  .strictObject({
    operations: z
      .array(operation, { error: BATCH_RULE })
      .min(1, { error: BATCH_RULE })
      .max(MAX_BATCH_OPERATIONS, { error: BATCH_RULE }),
  })
  .meta({
    id: 'BatchPost',
    examples: [
      {
        operations: [
          {
            method: 'POST',
            path: '/v1/accounts/acme/charges',
            body: { output: 'out-1', member: 'ines', source: 'api', words: 12 },
            idempotency_key: 'charge-out-1',
          },
        ],
      },
    ],
  });

/* What is answered. */

export const grantList = pageOf(grant).meta({ id: 'GrantList' });
export const memberList = pageOf(memberUsage).meta({ id: 'MemberList' });
export const entryList = pageOf(entry).meta({ id: 'EntryList' });

const usageFigures = {
  credits: z.int().describe('Charged less refunded.'),
  refunded: credits,
  outputs: z.int().min(0),
};

export const usageReply = z
  .object({
    data: z.array(z.object({ key: z.string(), ...usageFigures })),
    totals: z.object(usageFigures),
    group_by: z.enum(USAGE_GROUPS),
    cycle: cycle.nullable().describe('null for a span of days, and when the account has had no such cycle.'),
  })
  .meta({
    id: 'UsageReply',
    description: 'An output with several labels counts under each; totals count it once.',
  });

export const dailyReply = z
  .object({
    data: z.array(
      z.object({ day: z.iso.date(), key: z.string().describe('A member or a source.'), ...usageFigures }),
    ),
    by: z.enum(['member', 'source']),
    cycle: cycle.nullable().describe('null when the account has had no such cycle.'),
  })
  .meta({ id: 'DailyUsage', description: "One row a day of the account's zone and member or source." });

export const cycleList = z
  .object({
    data: z.array(
      cycle.extend({
        plan: id,
        credits: credits.describe('Granted for the cycle, plan edits included.'),
        is_current: z.boolean(),
      }),
    ),
    next_cursor: z.null(),
  })
  .meta({ id: 'CycleList' });

const refusal = z
  .looseObject({ code: z.enum(ERROR_CODES), title: z.string(), detail: z.string() })
  .meta({ id: 'Refusal', description: 'The problem that a hold would be answered with, figures included.' });

export const explainReply = z
  .object({
    ok: z.boolean().describe('Whether a hold of so many credits would pass now.'),
    held: credits.describe('How many it would set aside.'),
    slices: z.array(slice),
    refusal: refusal.nullable(),
    balance,
  })
  .meta({ id: 'ExplainReply' });

export const verifyReply = z
  .object({
    ok: z.boolean(),
    entries: z.int().min(0),
    head_hash: z.string(),
    first_bad_entry: z.int().min(1).nullable().describe('The seq of the first entry that does not fit.'),
    difference: z.string().nullable().describe('What differs, in words; null if nothing does.'),
  })
  .meta({ id: 'VerifyReply' });

export const clockReply = z.object({ clock: madeId('clock'), now: instant }).meta({ id: 'Clock' });
export const wordsReply = z
  .object({ words: credits, counter: z.string() })
  .meta({ id: 'WordsReply', examples: [{ words: 2, counter: 'words-v1' }] });

export const batchReply = z
  .object({ results: z.array(z.object({ status: z.int(), body: z.unknown() })) })
  .meta({ id: 'BatchReply', description: 'One result an operation, in the order that they were sent in.' });

export const notice = z
  .object({
    notice: z.enum(NOTICES),
    seq: z.int().min(1),
    at: instant,
    cycle: z.int().min(0),
    figures: z
      .record(z.string(), z.unknown())
      .describe('What the sentence needs: credits, reason, limit, dates.'),
  })
  .meta({ id: 'Notice', description: 'Once a cycle and threshold (L1).' });

/** The events of `GET …/events`. The SSE id is the account's seq. */
export const accountEvent = z
  .union([
    z.object({ event: z.literal('balance'), id: z.string(), data: balance }),
    z.object({ event: z.literal('notice'), id: z.string(), data: notice }),
  ])
  .meta({ id: 'AccountEvent', description: 'Server-sent events; `data` is JSON in one line.' });

export const healthReply = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });
