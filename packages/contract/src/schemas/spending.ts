import { z } from 'zod';
import {
  DEFAULT_HOLD_TTL_S,
  EXCESS_MODES,
  GRANT_KINDS,
  HOLD_MODES,
  MAX_HOLD_TTL_S,
  SOURCES,
  VOTES,
} from '../constants.ts';
import { id, madeId } from '../ids.ts';
import { balance, refundBudget } from './accounts.ts';
import { entry } from './entries.ts';
import {
  anyCredits,
  choice,
  countedText,
  credits,
  instant,
  labels,
  reason,
  someCredits,
  whole,
} from './values.ts';

/* What is asked. */

export const holdParams = z.strictObject({ account: id, hold: id });
export const outputParams = z.strictObject({ account: id, output: id });

const ttl = whole(1, MAX_HOLD_TTL_S);
const source = choice(SOURCES);

export const holdPost = z
  .strictObject({
    credits: someCredits,
    member: id,
    mode: choice(HOLD_MODES).default('exact'),
    min: someCredits
      .default(1)
      .describe('With `up_to`: the fewest credits that are of use. At most `credits`.'),
    ttl_s: ttl.default(DEFAULT_HOLD_TTL_S).describe('The life of the hold in seconds (H5).'),
    run: id.optional(),
    source: source.default('api'),
  })
  .refine((body) => body.credits < 1 || body.min <= body.credits, {
    path: ['min'],
    error: 'must not be more than credits',
  })
  .meta({ id: 'HoldPost', examples: [{ credits: 300, member: 'ines', mode: 'up_to', min: 20 }] });

export const holdExtend = z
  .strictObject({
    credits: someCredits,
    mode: choice(HOLD_MODES).optional().describe("Unless told: the hold's own mode."),
    ttl_s: ttl.optional().describe("The new life from now. Unless told: as long as the hold's first."),
  })
  .meta({ id: 'HoldExtend', examples: [{ credits: 100 }] });

/** Exactly one of them: the words, or the text for the ledger to count (C2). */
const words = anyCredits.optional();
const text = countedText.optional();
interface Counted {
  words?: number | undefined;
  text?: string | undefined;
}
const hasOneCount = (body: Counted): boolean => (body.words === undefined) !== (body.text === undefined);
const ONE_COUNT = { path: ['words'], error: 'must be given, or else text: exactly one of the two' };
const oneOf = [{ required: ['words'] }, { required: ['text'] }];

export const holdSettle = z
  .strictObject({
    output: id,
    words,
    text,
    excess: choice(EXCESS_MODES).default('cap').describe('When there are more words than were held (H3).'),
    source: source.optional().describe("Unless told: the hold's own."),
    labels: labels.default([]),
  })
  .refine(hasOneCount, ONE_COUNT)
  .meta({ id: 'HoldSettle', oneOf, examples: [{ output: 'out-7f3a', text: 'Ferns forgive.' }] });

export const chargePost = z
  .strictObject({
    output: id,
    member: id,
    source,
    words,
    text,
    run: id.optional(),
    labels: labels.default([]),
  })
  .refine(hasOneCount, ONE_COUNT)
  .meta({
    id: 'ChargePost',
    oneOf,
    examples: [{ output: 'out-7f3b', member: 'ines', source: 'command', words: 48, labels: ['blog'] }],
  });

export const votePut = z
  .strictObject({ vote: choice(VOTES), member: id, reason: reason.optional() })
  .meta({ id: 'VotePut', examples: [{ vote: 'down', member: 'ines', reason: 'Off topic' }] });

/* What is answered. */

export const slice = z.object({ grant: madeId('grant'), kind: z.enum(GRANT_KINDS), credits }).meta({
  id: 'Slice',
  description: 'Credits of one grant. Lists are in the order in which they were taken (B3).',
});

const slices = z.array(slice);

export const holdReply = z
  .object({ hold: madeId('hold'), held: credits, slices, expires_at: instant, balance })
  .meta({ id: 'HoldReply' });

export const extendReply = z
  .object({ added: credits, held: credits, slices, expires_at: instant, balance })
  .meta({ id: 'ExtendReply' });

const counter = z
  .string()
  .nullable()
  .describe('The version of the word counter; null when the words were given.');

const returning = {
  expired: credits.describe('Returned to a grant whose time is over, and gone with it (H6).'),
  absorbed: credits.describe('Returned above the limit of a plan that was edited down (E2).'),
  revoked: credits.describe('Returned to a grant that was revoked meanwhile, and gone with it (G4).'),
};

export const settleReply = z
  .object({
    output: id,
    charged: credits,
    returned: credits,
    shortfall: credits.describe('Words delivered that nothing could pay for.'),
    late: z.boolean().describe("Settled after the hold's end, as a direct charge (H5)."),
    slices,
    ...returning,
    words: credits,
    counter,
    balance,
  })
  .meta({ id: 'SettleReply' });

export const releaseReply = z
  .object({ returned: credits, ...returning, balance })
  .meta({ id: 'ReleaseReply' });

export const chargeReply = z
  .object({ output: id, charged: credits, words: credits, counter, slices, balance })
  .meta({ id: 'ChargeReply' });

const voteFigures = {
  vote: z.enum(VOTES),
  refunded: credits.describe('Credits that came back alive.'),
  expired: credits.describe('Credits that went back to a grant whose time is over (R4).'),
  absorbed: credits.describe('Credits that went back above the limit of an edited plan (E2).'),
  revoked: credits.describe('Credits that went back to a grant that was revoked meanwhile (G4).'),
  capped: credits.describe("Credits kept back by the cycle's refund cap (R3)."),
  charged_back: credits.describe('Credits of an earlier refund that were spent again (R5).'),
  refunds: refundBudget,
};

export const voteReply = z.object({ ...voteFigures, balance }).meta({ id: 'VoteReply' });

const refund = z
  .object({
    seq: z.int().min(1),
    at: instant,
    refunded: credits,
    expired: credits,
    absorbed: credits,
    revoked: credits,
    slices,
    taken_back: z.boolean().describe('By a later vote (R5).'),
  })
  .meta({ id: 'Refund' });

export const outputReceipt = z
  .object({
    output: id,
    run: id.nullable(),
    hold: madeId('hold').nullable(),
    member: id,
    source: z.enum(SOURCES),
    labels: z.array(z.string()),
    words: credits,
    counter,
    text_sha256: z.string().nullable().describe('Lower-case hex; null when the words were given.'),
    charged: credits,
    refunded: credits,
    shortfall: credits,
    late: z.boolean(),
    charged_at: instant,
    slices,
    refunds: z.array(refund),
    vote: z.enum(VOTES),
    vote_member: id.nullable(),
    vote_reason: z.string().nullable(),
    entries: z.array(entry),
  })
  .meta({ id: 'OutputReceipt', description: 'All that the journal knows of one output.' });
