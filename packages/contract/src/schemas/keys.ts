import { z } from 'zod';
import { MAX_REQUEST_DAYS } from '../constants.ts';
import { ERROR_CODES } from '../errors.ts';
import { id } from '../ids.ts';
import { choice, credits, instant, pageOf, pageQuery, storable, wholeText } from './values.ts';

/** Workspace keys: they spend, vote and read on one account. */

const MAX_KEY_NAME_CHARS = 100;

export const keyParams = z.strictObject({ account: id, key: id });

export const keyPost = z
  .strictObject({ name: storable(1, MAX_KEY_NAME_CHARS).describe('What it is for, to know it again by.') })
  .meta({ id: 'KeyPost', examples: [{ name: 'Blog backend' }] });

export const keyRequestsQuery = z.strictObject({
  days: wholeText(1, MAX_REQUEST_DAYS).default(30).describe('How many days back, today included.'),
});

const code = choice(ERROR_CODES);

export const keyRefusalQuery = pageQuery.extend({
  key: id.optional().describe('Only those under this key.'),
  code: code.optional().describe('Only those with this code.'),
});

const keyFields = {
  key: id,
  account: id,
  name: z.string(),
  hint: z.string().describe('The last characters of the key.'),
  created_by: z.string(),
  created_at: instant,
  last_used_at: instant.nullable().describe('To within a minute; null: never.'),
  revoked: z.boolean(),
  revoked_at: instant.nullable(),
};

export const key = z.object(keyFields).meta({ id: 'Key' });
export const keyMade = z
  .object({
    ...keyFields,
    secret: z
      .string()
      .describe('What to send as `Authorization: Bearer …`. In this answer only; the server keeps a hash.'),
  })
  .meta({ id: 'KeyMade' });

const count = z.int().min(0);

const keyUsage = z.object({
  credits: z.int().describe('Charged under the key in the current cycle, less what of it was refunded (B4).'),
  refunded: credits,
  outputs: count,
  requests: count.describe("Answered since the cycle's first day; each operation of a batch is one."),
  refused: count.describe('How many of them ended in an error.'),
});

export const keyListed = key.extend({ usage: keyUsage }).meta({ id: 'KeyListed' });
export const keyList = pageOf(keyListed).meta({ id: 'KeyList' });

export const keyRequests = z
  .object({
    data: z.array(
      z.object({
        day: z.iso.date(),
        outcome: z.enum(['ok', ...ERROR_CODES]).describe('`ok`, or the code of the refusal.'),
        requests: count,
      }),
    ),
  })
  .meta({
    id: 'KeyRequests',
    description: "Newest day first, of the account's zone; days without any are left out.",
  });

export const keyRefusal = z
  .object({
    refusal: id,
    at: instant,
    key: id,
    route: z.string().describe('The operationId of the route that was asked.'),
    method: z.string(),
    path: z.string().describe("The route's own, with its parameters in braces."),
    status: z.int(),
    code,
    title: z.string(),
    detail: z.string(),
    figures: z.record(z.string(), z.unknown()).describe('What explained the refusal, as it was answered.'),
    idempotency_key: z.string().nullable(),
    request_id: z.string().describe('The `X-Request-Id` of the answer.'),
  })
  .meta({ id: 'KeyRefusal' });
export const keyRefusalList = pageOf(keyRefusal)
  .extend({
    by_code: z
      .array(z.object({ code, title: z.string(), refusals: count }))
      .describe('How many are kept of each code, whichever code is asked for; the most frequent first.'),
  })
  .meta({ id: 'KeyRefusalList' });
