import type { z } from 'zod';
import { type Route, table } from '../route.ts';
import { accountParams, noBody } from '../schemas/accounts.ts';
import * as schemas from '../schemas/webhooks.ts';

const hooks = {
  tag: 'Webhooks',
  path: '/v1/accounts/{account}/webhooks',
  params: accountParams,
  query: null,
  body: null,
  errors: [],
  access: 'admin',
  // No idempotency keys here: a secret is told once, and a test or a replay asked for twice is sent twice at worst.
  changes: false,
} as const;

const one = {
  ...hooks,
  path: '/v1/accounts/{account}/webhooks/{webhook}',
  params: schemas.webhookParams,
  errors: ['webhook_not_found'],
} as const;

/** The webhooks of an account. */
const inAccount = table({
  createWebhook: {
    ...hooks,
    id: 'createWebhook',
    method: 'POST',
    summary: 'Register a webhook',
    description:
      'It is told what happens from now on. Deliveries are signed as Standard Webhooks says; the secret is in this ' +
      'answer only. The address has to be public and https, unless the instance allows private ones. At most ten.',
    body: schemas.webhookPost,
    responses: [{ status: 201, description: 'Registered.', schema: schemas.webhookMade }],
    errors: ['invalid_state'],
  },
  listWebhooks: {
    ...hooks,
    id: 'listWebhooks',
    method: 'GET',
    summary: 'List the webhooks',
    description: 'Oldest first, with their health.',
    responses: [{ status: 200, description: 'The webhooks.', schema: schemas.webhookList }],
  },
  getWebhook: {
    ...one,
    id: 'getWebhook',
    method: 'GET',
    summary: 'Read a webhook',
    description: 'Without its secret.',
    responses: [{ status: 200, description: 'The webhook.', schema: schemas.webhook }],
  },
  patchWebhook: {
    ...one,
    id: 'patchWebhook',
    method: 'PATCH',
    summary: 'Change, pause or resume a webhook',
    description:
      'While it is paused its deliveries wait; what has waited for a day is dead and can be replayed. ' +
      'Nothing is kept for one that the server switched off.',
    body: schemas.webhookPatch,
    responses: [{ status: 200, description: 'The webhook after it.', schema: schemas.webhook }],
  },
  deleteWebhook: {
    ...one,
    id: 'deleteWebhook',
    method: 'DELETE',
    summary: 'Remove a webhook',
    description: 'Its deliveries go with it.',
    responses: [{ status: 204, description: 'Removed.', schema: null }],
  },
  rotateWebhookSecret: {
    ...one,
    id: 'rotateWebhookSecret',
    method: 'POST',
    path: '/v1/accounts/{account}/webhooks/{webhook}/rotate',
    summary: 'Replace the secret',
    description: 'The new one is in this answer only. The old one signs along for as long as `grace_s` says.',
    body: schemas.secretRotate,
    responses: [{ status: 200, description: 'Replaced.', schema: schemas.webhookMade }],
  },
  testWebhook: {
    ...one,
    id: 'testWebhook',
    method: 'POST',
    path: '/v1/accounts/{account}/webhooks/{webhook}/test',
    summary: 'Send a test',
    description: 'A `webhook.test` goes out once. One at a time; a webhook that is not `on` sends none.',
    body: noBody,
    responses: [{ status: 202, description: 'On its way.', schema: schemas.delivery }],
    errors: ['webhook_not_found', 'invalid_state'],
  },
  listDeliveries: {
    ...one,
    id: 'listDeliveries',
    method: 'GET',
    path: '/v1/accounts/{account}/webhooks/{webhook}/deliveries',
    summary: 'List the deliveries of a webhook',
    description: 'Newest first. They are kept for 30 days after they ended.',
    query: schemas.deliveryQuery,
    responses: [{ status: 200, description: 'The deliveries.', schema: schemas.deliveryList }],
  },
  getDelivery: {
    ...one,
    id: 'getDelivery',
    method: 'GET',
    path: '/v1/accounts/{account}/webhooks/{webhook}/deliveries/{delivery}',
    summary: 'Read a delivery with its attempts',
    description: 'What was sent, and what the receiver answered.',
    params: schemas.deliveryParams,
    responses: [{ status: 200, description: 'The delivery.', schema: schemas.deliveryDetail }],
    errors: ['webhook_not_found', 'delivery_not_found'],
  },
  replayDelivery: {
    ...one,
    id: 'replayDelivery',
    method: 'POST',
    path: '/v1/accounts/{account}/webhooks/{webhook}/deliveries/{delivery}/replay',
    summary: 'Send a delivery again',
    description: 'At once, and retried for another day. With the same `webhook-id` and body, signed anew.',
    params: schemas.deliveryParams,
    body: noBody,
    responses: [{ status: 202, description: 'On its way.', schema: schemas.delivery }],
    errors: ['webhook_not_found', 'delivery_not_found', 'invalid_state'],
  },
  replayDead: {
    ...one,
    id: 'replayDead',
    method: 'POST',
    path: '/v1/accounts/{account}/webhooks/{webhook}/replay',
    summary: 'Send all dead deliveries again',
    description: 'Oldest first.',
    body: noBody,
    responses: [{ status: 202, description: 'On their way.', schema: schemas.replayReply }],
    errors: ['webhook_not_found', 'invalid_state'],
  },
});

type OfInstance<R extends Route, I extends string, P extends z.ZodType | null> = Omit<
  R,
  'id' | 'path' | 'params' | 'access'
> & { readonly id: I; readonly path: string; readonly params: P; readonly access: 'operator' };

/** The same route for the instance's own webhooks, which operators alone have. */
const ofInstance = <R extends Route, const I extends string, P extends z.ZodType | null>(
  route: R,
  id: I,
  params: P,
): OfInstance<R, I, P> => ({
  ...route,
  id,
  path: route.path.replace('/accounts/{account}', ''),
  summary: `${route.summary} of the instance`,
  params,
  access: 'operator',
});

const { instanceWebhookParams: ofWebhook, instanceDeliveryParams: ofDelivery } = schemas;

export const webhookRoutes = {
  ...inAccount,
  ...table({
    createInstanceWebhook: ofInstance(inAccount.createWebhook, 'createInstanceWebhook', null),
    listInstanceWebhooks: ofInstance(inAccount.listWebhooks, 'listInstanceWebhooks', null),
    getInstanceWebhook: ofInstance(inAccount.getWebhook, 'getInstanceWebhook', ofWebhook),
    patchInstanceWebhook: ofInstance(inAccount.patchWebhook, 'patchInstanceWebhook', ofWebhook),
    deleteInstanceWebhook: ofInstance(inAccount.deleteWebhook, 'deleteInstanceWebhook', ofWebhook),
    rotateInstanceWebhookSecret: ofInstance(
      inAccount.rotateWebhookSecret,
      'rotateInstanceWebhookSecret',
      ofWebhook,
    ),
    testInstanceWebhook: ofInstance(inAccount.testWebhook, 'testInstanceWebhook', ofWebhook),
    listInstanceDeliveries: ofInstance(inAccount.listDeliveries, 'listInstanceDeliveries', ofWebhook),
    getInstanceDelivery: ofInstance(inAccount.getDelivery, 'getInstanceDelivery', ofDelivery),
    replayInstanceDelivery: ofInstance(inAccount.replayDelivery, 'replayInstanceDelivery', ofDelivery),
    replayInstanceDead: ofInstance(inAccount.replayDead, 'replayInstanceDead', ofWebhook),
  }),
} as const;
