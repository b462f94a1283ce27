import { z } from 'zod';
import { MAX_CREDITS, MAX_REASON_CHARS, SOURCES } from '../constants.ts';
import { cursor, id } from '../ids.ts';
import { account, grant, grantReply } from './accounts.ts';
import { choice, credits, flag, instant, pageOf, someCredits, storable, whole, wholeText } from './values.ts';

/** What staff of the instance see and do. */

const MIN_AWARD_REASON_CHARS = 10;
const MAX_AWARD_REASON_CHARS = 200;

/* What is asked. */

const REASON_RULE = `must be ${MIN_AWARD_REASON_CHARS} to ${MAX_AWARD_REASON_CHARS} characters`;

/** A sentence that the customer reads: spaces around it do not count. */
const customerReason = storable(1, 1_000)
  .transform((text) => text.trim())
  .pipe(
    z
      .string()
      .min(MIN_AWARD_REASON_CHARS, { error: REASON_RULE })
      .max(MAX_AWARD_REASON_CHARS, { error: REASON_RULE }),
  );
const note = storable(1, MAX_REASON_CHARS)
  .nullable()
  .default(null)
  .describe('For staff alone; it stays in the record of acts.');

export const staffAccountParams = z.strictObject({ account: id });
export const staffGrantParams = z.strictObject({ account: id, grant: id });

export const workspaceSearch = z.strictObject({
  q: z
    .string()
    .max(254)
    .default('')
    .describe('Part of a workspace’s name, its id, or the mail address of a member.'),
});

export const awardPost = z
  .strictObject({
    credits: someCredits,
    reason: customerReason.describe('The customer sees this.'),
    note,
    again: flag.default(false).describe('Yes, although the same amount was awarded here within 24 hours.'),
    retyped: whole(0, MAX_CREDITS)
      .nullable()
      .default(null)
      .describe('The amount typed once more; wanted above 50,000.'),
  })
  .meta({ id: 'AwardPost', examples: [{ credits: 5000, reason: 'Thank you for the bug report' }] });

export const awardRevoke = z
  .strictObject({ reason: customerReason.describe('The customer sees this.'), note })
  .meta({ id: 'AwardRevoke' });

export const actQuery = z.strictObject({
  limit: wholeText(1, 200).default(50),
  cursor: cursor.optional(),
  account: id.optional().describe('Of this workspace alone.'),
});

export const feedbackQuery = z.strictObject({
  days: wholeText(1, 365).default(30),
  by: choice(['kind', 'template']).default('template'),
});

/* What is answered. */

const person = z.object({
  member: id,
  name: z.string(),
  mail: z.string().nullable(),
  mail_confirmed: z.boolean().nullable().describe('null: this instance sends no mail, so it can’t know.'),
});

export const foundWorkspaces = z
  .object({
    data: z.array(
      z.object({
        account: id,
        name: z.string(),
        owner: person.nullable(),
        members: z.int().min(0),
        phase: account.shape.phase,
        plan: z.string(),
        created_at: instant,
      }),
    ),
  })
  .meta({ id: 'FoundWorkspaces', description: 'At most 25; the newest first when nothing is asked for.' });

export const staffAward = z
  .object({
    ...grant.shape,
    by: z.string().nullable().describe('Who awarded it; null: not by staff.'),
    note: z.string().nullable(),
  })
  .meta({ id: 'StaffAward' });

export const staffWorkspace = z
  .object({
    account: id,
    name: z.string(),
    owners: z.array(person),
    members: z.int().min(0),
    created_at: instant,
    plan_name: z.string(),
    state: account,
    awards: z.array(staffAward).describe('The last ten bonus grants, newest first.'),
    awards_in_24_h: z
      .array(z.object({ credits, at: instant, by: z.string() }))
      .describe('Awards of staff in the last 24 hours: the same amount asks again.'),
  })
  .meta({ id: 'StaffWorkspace' });

export const awardMade = z
  .object({
    ...grantReply.shape,
    by: z.string(),
    mailed: z.boolean().describe('Whether its owners get a mail beside the notice.'),
  })
  .meta({ id: 'AwardMade' });

export const awardRevoked = z
  .object({ ...grantReply.shape, taken: credits.describe('What was unspent and is gone.') })
  .meta({ id: 'AwardRevoked' });

export const staffActs = pageOf(
  z.object({
    act: z.int().min(1),
    at: instant,
    name: z.string(),
    member: id.nullable(),
    what: z.string(),
    account: id.nullable(),
    workspace: z.string().nullable().describe('Its name; null once it is deleted.'),
    target: z.string().nullable(),
    credits: credits.nullable(),
    reason: z.string().nullable(),
    note: z.string().nullable(),
    done: z.boolean().describe('false: it was refused or broke off.'),
  }),
).meta({ id: 'StaffActs' });

export const feedback = z
  .object({
    groups: z.array(
      z.object({
        kind: z.enum(SOURCES),
        template: z.string().nullable(),
        title: z.string(),
        reason: z.string(),
        votes: z.int().min(1),
        shared: z.int().min(0),
      }),
    ),
    outputs: z.int().min(0).describe('Outputs written in that time.'),
    texts: z
      .array(
        z.object({
          output: id,
          title: z.string(),
          reason: z.string(),
          model: z.string(),
          words: z.int().min(0),
          at: instant,
          text: z.string(),
        }),
      )
      .describe('Only where “Share this text with the support team” was ticked. The latest 50.'),
  })
  .meta({ id: 'Feedback', description: 'Downvotes by what was asked for and why.' });

export const instanceHealth = z
  .object({
    version: z.string(),
    started_at: instant,
    database: z.object({ kind: z.enum(['postgres', 'pglite']), answered_in_ms: z.number().min(0) }),
    lanes: z.object({ waiting: z.int().min(0), limit: z.int().min(1) }),
    streams: z.int().min(0),
    writer: z.object({ id: z.string(), is_demo: z.boolean() }),
    mail: z.boolean(),
    payments: z.enum(['none', 'stripe']),
    workspaces: z.int().min(0),
    people: z.int().min(0),
  })
  .meta({ id: 'InstanceHealth' });
