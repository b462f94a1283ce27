import { z } from 'zod';
import { GRANT_KINDS, GRANT_SOURCES, NOTICES, PHASES, WEBHOOK_TEST } from '../constants.ts';
import { id, madeId } from '../ids.ts';
import { credits, instant } from './values.ts';

/**
 * What webhooks send: `{ type, timestamp, data }`, one entry of an account's journal told to whoever is outside. Credit
 * figures and ids only: no texts, no reasons, no names of people.
 */

/** Every event says which entry of which journal it tells of (J1). */
const entryFields = {
  account: id,
  seq: z.int().min(1).describe('The journal entry that this tells of; without gaps in its account (J1).'),
};

/** The body of one type. Named as it is in the document's components. */
const eventOf = <const T extends string, D extends z.ZodRawShape>(name: string, type: T, data: D) =>
  z
    .object({
      type: z.literal(type),
      timestamp: instant.describe('When it happened; when it was sent stands in `webhook-timestamp`.'),
      data: z.object(data),
    })
    .meta({ id: name });

export const creditsNotice = eventOf('CreditsNoticeEvent', 'credits.notice', {
  ...entryFields,
  notice: z.enum(NOTICES),
  figures: z
    .object({
      spent: credits.optional(),
      limit: credits.optional(),
      cap: credits.optional(),
      credits: credits.optional(),
      source: z.enum(GRANT_SOURCES).optional(),
      grant: madeId('grant').optional(),
      cycle: z.int().min(0).optional(),
      resets_at: instant.optional(),
      ends_at: instant.optional(),
    })
    .describe('What the notice is about: `spent` and `limit` of plan use, `resets_at` when credits are out.'),
});

export const cycleReset = eventOf('CycleResetEvent', 'cycle.reset', {
  ...entryFields,
  cycle: z.object({ number: z.int().min(1), starts_at: instant, ends_at: instant }),
  plan: id,
  limit: credits.describe('The plan’s credits for this cycle.'),
  granted: credits.describe('The new plan grant; 0 while the account is paused (A5).'),
});

export const grantCreated = eventOf('GrantCreatedEvent', 'grant.created', {
  ...entryFields,
  grant: madeId('grant'),
  kind: z.enum(GRANT_KINDS),
  source: z.enum(GRANT_SOURCES).nullable().describe('null for plan and trial grants.'),
  credits,
  cycle: z.int().min(0).describe('The cycle that it was made in; 0 is the trial.'),
});

export const planChanged = eventOf('PlanChangedEvent', 'plan.changed', {
  ...entryFields,
  plan: id,
  previous_plan: id,
  limit: credits
    .nullable()
    .describe('The running cycle’s new limit; null: the plan counts from the cycle that begins (E3, E4).'),
});

export const outputRefunded = eventOf('OutputRefundedEvent', 'output.refunded', {
  ...entryFields,
  output: id,
  member: id.describe('Who wrote it, and whose use falls (R6).'),
  voted_by: id,
  refunded: credits.describe('What came back to be spent.'),
  expired: credits.describe('What returned to a grant that is over (R4).'),
  absorbed: credits.describe('What returned above a lowered limit (E2).'),
  revoked: credits.describe('What returned to a revoked grant (G4).'),
  capped: credits.describe('What the cycle’s refund cap kept back (R3).'),
});

export const phaseChanged = eventOf('PhaseChangedEvent', 'account.phase_changed', {
  ...entryFields,
  phase: z.enum(PHASES).describe('The phase that the account is in from then on.'),
  why: z.enum(['trial_started', 'trial_converted', 'trial_not_converted', 'requested']),
});

const webhookTest = eventOf('WebhookTestEvent', WEBHOOK_TEST, {
  account: id.nullable().describe('Whose webhook it is; null: the instance’s.'),
  webhook: madeId('wh'),
});

/** Every type with what it says, for the document; the schemas are those that the server writes by. */
export const webhookEvents = {
  'credits.notice': {
    summary: 'A threshold of the credits was reached',
    description:
      'Each notice of L1, once a cycle and threshold: 50, 75, 90% and 100% of the plan, and the rest.',
    schema: creditsNotice,
  },
  'cycle.reset': {
    summary: 'A new cycle began',
    description:
      'Also when a trial turned into its plan, and when a canceled account was resumed (A2, A4, A5).',
    schema: cycleReset,
  },
  'grant.created': {
    summary: 'Credits came in',
    description: 'A plan, trial or bonus grant was made (G1).',
    schema: grantCreated,
  },
  'plan.changed': {
    summary: 'The plan is another one',
    description: 'When an edit applies, not when it is scheduled (E1, E3).',
    schema: planChanged,
  },
  'output.refunded': {
    summary: 'A downvote moved credits back',
    description: 'Also where they expired on arrival. A refund that is taken back later (R5) is not told.',
    schema: outputRefunded,
  },
  'account.phase_changed': {
    summary: 'The account is in another phase',
    description: 'A trial that waited began; trial ended, paused, resumed or canceled (A4, A5).',
    schema: phaseChanged,
  },
  [WEBHOOK_TEST]: {
    summary: 'Somebody asked for a test',
    description: 'Sent once, to one webhook, whatever types it takes.',
    schema: webhookTest,
  },
} as const;

export const webhookEvent = z
  .discriminatedUnion('type', [
    creditsNotice,
    cycleReset,
    grantCreated,
    planChanged,
    outputRefunded,
    phaseChanged,
    webhookTest,
  ])
  .meta({ id: 'WebhookEvent', description: 'What is sent. New types and fields may be added.' });
