import { z } from 'zod';
import {
  BONUS_LOCKS,
  GRANT_KINDS,
  GRANT_SOURCES,
  GRANT_STATES,
  INTERVALS,
  MAX_CREDITS,
  PHASES,
  WHEN_EMPTY,
} from '../constants.ts';
import { id, madeId } from '../ids.ts';
import { anyCredits, choice, credits, flag, givenInstant, instant, nothing, reason } from './values.ts';
import { pageOf, someCredits, timeZone, whole } from './values.ts';

/* What is asked. */

export const accountParams = z.strictObject({ account: id });
export const memberParams = z.strictObject({ account: id, member: id });
export const grantParams = z.strictObject({ account: id, grant: id });

/** No defaults here: an omitted field matches whatever the account was made with. */
export const accountPut = z
  .strictObject({
    plan: id,
    interval: choice(INTERVALS)
      .optional()
      .describe('How it is billed; credits refill monthly either way. Unless told: month.'),
    trial: flag.optional().describe('Start in a trial, if the plan has one. Unless told: false.'),
    trial_converts: flag
      .optional()
      .describe('Whether the trial turns into the plan at its end. Unless told: true.'),
    anchor: givenInstant
      .optional()
      .describe('What the cycles are counted from; never in the future. Unless told: now.'),
    time_zone: timeZone.optional().describe('Unless told: UTC.'),
    clock: id.optional().describe('A test clock to live on.'),
  })
  .meta({ id: 'AccountPut', examples: [{ plan: 'pro', time_zone: 'Europe/Berlin' }] });

export const accountPatch = z
  .strictObject({
    default_member_cap: anyCredits
      .nullable()
      .optional()
      .describe('Credits a member may use in a cycle; null: no cap.'),
    when_empty: choice(WHEN_EMPTY).optional(),
    top_up_monthly_limit: whole(0, MAX_CREDITS)
      .nullable()
      .optional()
      .describe("The most that top-ups may cost in a month, in the plan currency's cents; null: no limit."),
    time_zone: timeZone.optional().describe('Takes effect at the next cycle.'),
  })
  .meta({ id: 'AccountPatch', examples: [{ default_member_cap: 3000 }] });

export const planEdit = z
  .strictObject({
    plan: id,
    interval: choice(INTERVALS)
      .optional()
      .describe('How it is billed from then on; credits refill monthly either way. Unless told: as now.'),
    effective: choice(['now', 'next_cycle'])
      .optional()
      .describe(
        'Unless told: up now, down at the next cycle, another interval when the running month or year is over.',
      ),
    preview: flag.default(false).describe('Only tell what it would do. Changes nothing.'),
  })
  .meta({ id: 'PlanEdit', examples: [{ plan: 'starter', effective: 'next_cycle', preview: true }] });

export const cancelBody = z
  .strictObject({ when: choice(['now', 'cycle_end']).default('cycle_end') })
  .meta({ id: 'Cancel' });

export const memberPut = z
  .strictObject({ cap: anyCredits.nullable().describe('Credits in a cycle; null: no cap for this member.') })
  .meta({ id: 'MemberPut', examples: [{ cap: 3000 }] });

export const grantPost = z
  .strictObject({ credits: someCredits, reason, source: choice(GRANT_SOURCES).default('staff') })
  .meta({ id: 'GrantPost', examples: [{ credits: 5000, reason: 'Thank you for the bug report' }] });

export const grantRevoke = z
  .strictObject({ reason })
  .meta({ id: 'GrantRevoke', examples: [{ reason: 'Awarded to the wrong workspace' }] });

export const noBody = nothing.meta({ id: 'Nothing', description: 'No fields; the body may be left out.' });

/* What is answered. */

export const plan = z
  .object({
    id,
    name: z.string(),
    monthly_credits: credits,
    monthly_price_cents: credits,
    yearly_price_cents: credits,
    trial_credits: credits,
    trial_days: z.int().min(0),
    refund_ratio: z
      .number()
      .min(0)
      .max(1)
      .describe('Share of the limit that downvotes may refund in a cycle (R3).'),
    currency: z.string().describe('ISO 4217, lower case.'),
  })
  .meta({ id: 'Plan' });

export const planList = z.object({ data: z.array(plan), next_cursor: z.null() }).meta({ id: 'PlanList' });

const bucket = z
  .object({ limit: credits, available: credits, held: credits, spent: credits })
  .meta({ id: 'Bucket', description: 'The plan or trial credits of the current cycle.' });

const bonus = z
  .object({
    available: credits,
    held: credits,
    spent: credits,
    eligible: z.boolean().describe('Whether bonus credits can be spent at this moment (B2).'),
    locked_by: z.enum(BONUS_LOCKS).nullable(),
  })
  .meta({ id: 'BonusBucket' });

export const refundBudget = z
  .object({ cap: credits, used: credits, left: credits })
  .meta({ id: 'RefundBudget', description: 'What downvotes may still return in this cycle (R3).' });

export const cycle = z
  .object({ number: z.int().min(0).describe('0 is the trial.'), starts_at: instant, ends_at: instant })
  .meta({ id: 'Cycle', description: 'Start inclusive, end exclusive.' });

const buckets = { plan: bucket.nullable(), trial: bucket.nullable(), bonus };

export const balance = z
  .object({
    account: id,
    phase: z.enum(PHASES),
    available: credits.describe('What may be spent now and later in this phase.'),
    held: credits,
    left: credits.describe(
      'available + held, less the words that open streams have delivered: the figure for people.',
    ),
    ...buckets,
    cycle,
    refunds: refundBudget,
    seq: z.int().min(0).describe("The account's last journal entry."),
    as_of: instant,
  })
  .meta({
    id: 'Balance',
    examples: [
      {
        account: 'acme',
        phase: 'active',
        available: 61200,
        held: 50,
        left: 61250,
        plan: { limit: 50000, available: 41200, held: 50, spent: 8750 },
        trial: null,
        bonus: { available: 20000, held: 0, spent: 0, eligible: false, locked_by: 'plan_credits_left' },
        cycle: { number: 3, starts_at: '2026-11-05T09:00:00.000Z', ends_at: '2026-12-05T09:00:00.000Z' },
        refunds: { cap: 10000, used: 0, left: 10000 },
        seq: 412,
        as_of: '2026-11-22T12:00:00.000Z',
      },
    ],
  });

const pendingEdit = z
  .object({
    plan: id,
    interval: z.enum(INTERVALS),
    applies_at: instant.nullable().describe('null while nothing is due.'),
  })
  .meta({
    id: 'PendingEdit',
    description: 'The plan edit that waits for the next cycle, or for the end of the paid year (E3).',
  });

export const account = z
  .object({
    account: id,
    plan: id,
    interval: z.enum(INTERVALS),
    phase: z.enum(PHASES),
    anchor: instant.nullable().describe('null in a trial: its end will be the anchor (A4).'),
    time_zone: z.string(),
    next_time_zone: z.string().nullable().describe('In force from the next cycle.'),
    clock: id.nullable(),
    trial_ends_at: instant.nullable().describe('null outside a trial.'),
    trial_converts: z.boolean(),
    trial_waits: z.boolean().describe('The trial has not begun: it waits to be started (A4).'),
    cycle,
    pending_edit: pendingEdit.nullable(),
    cancels_at: instant
      .nullable()
      .describe('When a cancellation that waits for the cycle to end takes effect.'),
    default_member_cap: credits.nullable(),
    when_empty: z.enum(WHEN_EMPTY),
    top_up_monthly_limit: z.int().min(0).nullable(),
    created_at: instant,
    balance,
  })
  .meta({ id: 'Account' });

export const accountList = pageOf(account).meta({ id: 'AccountList' });

export const importReply = z
  .object({ account: id, entries: z.int().min(1), head_hash: z.string() })
  .meta({ id: 'ImportReply' });

const figures = z
  .object({ plan: id, available: credits, buckets: z.object(buckets), refunds: refundBudget })
  .meta({ id: 'PlanFigures' });

const nextCharge = z
  .object({ at: instant, amount_cents: z.int().min(0), interval: z.enum(INTERVALS) })
  .nullable()
  .describe('null: nothing will be charged.');

export const planPreview = z
  .object({
    preview: z.boolean(),
    plan: id,
    interval: z.enum(INTERVALS),
    effective: z.enum(['now', 'next_cycle']),
    applies_at: instant,
    price_due_cents: z.int().min(0).describe('Due at once (E6).'),
    currency: z.string(),
    next_charge: z
      .object({ before: nextCharge, after: nextCharge })
      .describe('When the running month or year is over, and for how much.'),
    before: figures,
    after: figures.describe('As it would stand right after the edit, nothing else being spent.'),
    seq: z.int().min(0).describe('What this was computed on: if it moved, ask again.'),
    balance,
  })
  .meta({ id: 'PlanPreview' });

export const grant = z
  .object({
    grant: madeId('grant'),
    kind: z.enum(GRANT_KINDS),
    source: z.enum(GRANT_SOURCES).nullable().describe('null for plan and trial grants.'),
    amount: credits.describe('available + held + spent + expired + revoked, always (G1).'),
    available: credits,
    held: credits,
    spent: credits,
    expired: credits,
    revoked: credits,
    state: z
      .enum(GRANT_STATES)
      .describe('Once it is not open, what returns to it expires or is revoked (H6, G4).'),
    reason: z.string().nullable(),
    actor: z.string().nullable(),
    seq: z.int().min(0),
    created_at: instant,
    expires_at: instant.nullable().describe('null: it never expires.'),
  })
  .meta({ id: 'Grant' });

export const grantReply = grant.extend({ balance }).meta({ id: 'GrantReply' });

export const memberUsage = z
  .object({
    member: id,
    cap: credits.nullable(),
    cap_source: z.enum(['member', 'default']).nullable(),
    spent: credits,
    held: credits,
    refunded: credits,
    left: credits.nullable().describe('What the cap still allows; null without a cap.'),
  })
  .meta({ id: 'MemberUsage', description: 'Of the current cycle (M2).' });

export const memberReply = memberUsage.extend({ balance }).meta({ id: 'MemberReply' });
