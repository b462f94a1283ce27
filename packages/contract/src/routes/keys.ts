import { table } from '../route.ts';
import { accountParams } from '../schemas/accounts.ts';
import { REFUSALS_A_KEY, REFUSAL_DAYS } from '../constants.ts';
import {
  key,
  keyList,
  keyMade,
  keyParams,
  keyPost,
  keyRefusalList,
  keyRefusalQuery,
  keyRequests,
  keyRequestsQuery,
} from '../schemas/keys.ts';
import { pageQuery } from '../schemas/values.ts';

const keys = {
  tag: 'Keys',
  path: '/v1/accounts/{account}/keys',
  params: accountParams,
  query: null,
  body: null,
  errors: [],
  access: 'admin',
  // No idempotency keys here: the answer holds a secret that is not kept, so it can't be given again.
  changes: false,
} as const;

/** The workspace keys of an account. */
export const keyRoutes = table({
  createKey: {
    ...keys,
    id: 'createKey',
    method: 'POST',
    summary: 'Make a workspace key',
    description: 'For this account only: it spends, votes and reads. Its secret is in this answer only.',
    body: keyPost,
    responses: [{ status: 201, description: 'Made.', schema: keyMade }],
  },
  listKeys: {
    ...keys,
    id: 'listKeys',
    method: 'GET',
    summary: 'List the workspace keys',
    description: 'Newest first, revoked ones included, with what each has used; without their secrets.',
    query: pageQuery,
    responses: [{ status: 200, description: 'The keys.', schema: keyList }],
  },
  revokeKey: {
    ...keys,
    id: 'revokeKey',
    method: 'DELETE',
    path: '/v1/accounts/{account}/keys/{key}',
    summary: 'Revoke a workspace key',
    description: 'It opens nothing from then on. Revoking it again changes nothing.',
    params: keyParams,
    responses: [{ status: 200, description: 'The key after it.', schema: key }],
    errors: ['key_not_found'],
  },
  listKeyRequests: {
    ...keys,
    id: 'listKeyRequests',
    method: 'GET',
    path: '/v1/accounts/{account}/keys/{key}/requests',
    summary: 'Count the requests under a key',
    description:
      'By day and outcome. Counts of other processes than the one that answers come within half a minute; those of a process that dies may be lost.',
    params: keyParams,
    query: keyRequestsQuery,
    responses: [{ status: 200, description: 'The counts.', schema: keyRequests }],
    errors: ['key_not_found'],
  },
  listKeyRefusals: {
    ...keys,
    id: 'listKeyRefusals',
    method: 'GET',
    path: '/v1/accounts/{account}/keys/refusals',
    summary: 'List what was refused under the keys',
    description: `Newest first: the last ${REFUSALS_A_KEY} of each key, of ${REFUSAL_DAYS} days at most, each with the figures that explain it. Neither bodies nor texts are kept.`,
    query: keyRefusalQuery,
    responses: [{ status: 200, description: 'The refusals.', schema: keyRefusalList }],
  },
});
