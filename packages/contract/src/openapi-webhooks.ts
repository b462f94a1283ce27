import type { Components, JsonObject } from './openapi-components.ts';
import { webhookEvents } from './schemas/webhook-events.ts';

/** The headers of a delivery (Standard Webhooks). */
const DELIVERY_HEADERS: Record<string, string> = {
  'webhook-id': 'The delivery: the same at every try and every replay, so that doubles can be known.',
  'webhook-timestamp':
    'When this try was made, in seconds since 1970. Refuse what is older than five minutes.',
  'webhook-signature':
    '`v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, keyed with the bytes that the secret holds in base64 ' +
    'after `whsec_`; after a rotation two of them, divided by a space.',
};

/** What this server sends to others, by type. */
export function webhooksOf(components: Components): JsonObject {
  const parameters = Object.entries(DELIVERY_HEADERS).map(([name, description]) => ({
    name,
    in: 'header',
    required: true,
    description,
    schema: { type: 'string' },
  }));
  const told = Object.entries(webhookEvents).map(([type, { summary, description, schema }]) => [
    type,
    {
      post: {
        summary,
        description,
        tags: ['Webhooks'],
        parameters,
        requestBody: {
          required: true,
          content: { 'application/json': { schema: components.inline(schema) } },
        },
        responses: {
          '2XX': { description: 'Taken. Anything else, or ten seconds without an answer, is tried again.' },
          '410': { description: 'Nobody is there any more: the webhook is switched off.' },
        },
      },
    },
  ]);
  return Object.fromEntries(told) as JsonObject;
}
