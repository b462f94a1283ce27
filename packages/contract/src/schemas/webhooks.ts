import { z } from 'zod';
import {
  DELIVERY_STATES,
  MAX_SECRET_GRACE_S,
  MAX_WEBHOOK_URL_CHARS,
  WEBHOOK_OFF_REASONS,
  WEBHOOK_STATES,
  WEBHOOK_TEST,
  WEBHOOK_TYPES,
} from '../constants.ts';
import { id, madeId } from '../ids.ts';
import { choice, instant, pageOf, pageQuery, storable, whole } from './values.ts';
import { webhookEvent } from './webhook-events.ts';

/** Outgoing webhooks: of one account, or of the whole instance. */

const MAX_DESCRIPTION_CHARS = 200;

/* What is asked. */

export const webhookParams = z.strictObject({ account: id, webhook: id });
export const deliveryParams = z.strictObject({ account: id, webhook: id, delivery: id });
export const instanceWebhookParams = z.strictObject({ webhook: id });
export const instanceDeliveryParams = z.strictObject({ webhook: id, delivery: id });

const URL_RULE = `must be an http or https address of at most ${MAX_WEBHOOK_URL_CHARS.toLocaleString('en')} characters without a user, a password or a fragment`;

const isTarget = (text: string): boolean => {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return false;
  return url.username === '' && url.password === '' && url.hash === '' && !text.includes('#');
};

/** Where it leads is the server's to look at: https, and no private address, unless the instance says otherwise. */
const target = storable(1, MAX_WEBHOOK_URL_CHARS)
  .refine(isTarget, { error: URL_RULE })
  .transform((text) => new URL(text).href)
  .meta({ format: 'uri', examples: ['https://example.com/inkwell'] });

const types = z
  .array(choice(WEBHOOK_TYPES), { error: 'must be a list of types, or null for all' })
  .min(1, { error: 'must name a type, or be null for all' })
  .max(WEBHOOK_TYPES.length)
  .refine((list) => new Set(list).size === list.length, { error: 'must not name a type twice' })
  .nullable()
  .meta({ uniqueItems: true })
  .describe('null: all, those of later versions included.');

const description = storable(0, MAX_DESCRIPTION_CHARS).describe('What it is for, to know it again by.');

export const webhookPost = z
  .strictObject({ url: target, types: types.default(null), description: description.default('') })
  .meta({
    id: 'WebhookPost',
    examples: [{ url: 'https://example.com/inkwell', types: ['credits.notice', 'cycle.reset'] }],
  });

export const webhookPatch = z
  .strictObject({
    url: target.optional(),
    types: types.optional(),
    description: description.optional(),
    state: choice(['on', 'paused'])
      .optional()
      .describe('`on` also switches one on again that the server switched off.'),
  })
  .meta({ id: 'WebhookPatch', examples: [{ state: 'paused' }] });

export const secretRotate = z
  .strictObject({
    grace_s: whole(0, MAX_SECRET_GRACE_S)
      .default(MAX_SECRET_GRACE_S)
      .describe('How long the old secret signs along with the new one, so that receivers can change over.'),
  })
  .meta({ id: 'SecretRotate', examples: [{ grace_s: 3600 }] });

export const deliveryQuery = pageQuery.extend({
  state: choice(DELIVERY_STATES).optional(),
  type: choice([...WEBHOOK_TYPES, WEBHOOK_TEST]).optional(),
});

/* What is answered. */

const webhookFields = {
  webhook: madeId('wh'),
  account: id.nullable().describe('null: the whole instance’s, told of every account.'),
  url: z.string(),
  types: z.array(z.enum(WEBHOOK_TYPES)).nullable(),
  description: z.string(),
  state: z.enum(WEBHOOK_STATES),
  off_because: z.enum(WEBHOOK_OFF_REASONS).nullable().describe('null unless the server switched it off.'),
  failing_since: instant.nullable().describe('Nothing has been delivered since; null: the last try was.'),
  last_delivered_at: instant.nullable(),
  waiting: z.int().min(0).describe('Deliveries that are to be sent, or sent again.'),
  dead: z.int().min(0).describe('Deliveries that were given up and can be replayed.'),
  old_secret_until: instant.nullable().describe('Until then the secret before this one signs along.'),
  created_by: z.string(),
  created_at: instant,
};

export const webhook = z.object(webhookFields).meta({ id: 'Webhook' });
export const webhookMade = z
  .object({
    ...webhookFields,
    secret: z
      .string()
      .meta({ examples: ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'] })
      .describe('What deliveries are signed with (Standard Webhooks). In this answer only.'),
  })
  .meta({ id: 'WebhookMade' });
export const webhookList = z
  .object({ data: z.array(webhook), next_cursor: z.null() })
  .meta({ id: 'WebhookList', description: 'Oldest first.' });

const deliveryFields = {
  delivery: madeId('msg').describe('The `webhook-id` that the receiver sees, the same at every try.'),
  webhook: madeId('wh'),
  account: id.nullable().describe('Whose event it is; null for a test of an instance’s webhook.'),
  seq: z.int().min(1).nullable().describe('The journal entry that it tells of; null for a test.'),
  type: z.enum([...WEBHOOK_TYPES, WEBHOOK_TEST]),
  state: z.enum(DELIVERY_STATES),
  status: z
    .int()
    .nullable()
    .describe('What the receiver last answered; null: nothing yet, or no answer came.'),
  tries: z.int().min(0),
  created_at: instant,
  next_at: instant.nullable().describe('When it is sent next; null unless it waits.'),
  ended_at: instant.nullable().describe('When it was delivered or given up.'),
};

export const delivery = z.object(deliveryFields).meta({ id: 'Delivery' });
export const deliveryList = pageOf(delivery).meta({ id: 'DeliveryList' });

export const deliveryDetail = z
  .object({
    ...deliveryFields,
    payload: webhookEvent,
    attempts: z
      .array(
        z.object({
          at: instant,
          took_ms: z.int().min(0),
          status: z.int().nullable().describe('null: no answer came.'),
          fault: z.string().nullable().describe('Why no answer came.'),
          answer: z.string().describe('How the answer begins; at most 1,024 bytes of it.'),
        }),
      )
      .describe('Newest first, the last 50. One that a stop of the server cut short is not among them.'),
  })
  .meta({ id: 'DeliveryDetail' });

export const replayReply = z
  .object({ replayed: z.int().min(0).describe('How many are on their way again.') })
  .meta({ id: 'ReplayReply' });
