import { PLAIN, table } from './route.ts';
import { noBody } from './schemas/accounts.ts';
import * as schemas from './schemas/earn.ts';

const plain = { ...PLAIN, tag: 'Earn', access: 'session' } as const;
const staff = { ...plain, access: 'operator' } as const;

/** Earning bonus credits, for everybody in a workspace; codes and approvals for staff (L4). */
export const earnRoutes = table({
  getEarn: {
    ...plain,
    id: 'getEarn',
    method: 'GET',
    path: '/app/earn',
    summary: 'Read how this workspace earns credits',
    description: 'Its referral link, the workspaces that came by it, and what was earned.',
    responses: [{ status: 200, description: 'Earning.', schema: schemas.earn }],
  },
  usePromo: {
    ...plain,
    id: 'usePromo',
    method: 'POST',
    path: '/app/earn/promo',
    summary: 'Use a promo code',
    description: 'Once an account (L4).',
    body: schemas.promoUse,
    responses: [{ status: 201, description: 'Awarded.', schema: schemas.earned }],
    errors: ['promo_not_found', 'invalid_state'],
  },
  listPromos: {
    ...staff,
    id: 'listPromos',
    method: 'GET',
    path: '/app/staff/promos',
    summary: 'List the promo codes',
    description: 'Newest first.',
    responses: [{ status: 200, description: 'The codes.', schema: schemas.promoList }],
  },
  createPromo: {
    ...staff,
    id: 'createPromo',
    method: 'POST',
    path: '/app/staff/promos',
    summary: 'Make a promo code',
    description: 'What it gives never changes; it can be closed.',
    body: schemas.promoPost,
    responses: [{ status: 201, description: 'Made.', schema: schemas.promo }],
    errors: ['invalid_state'],
  },
  closePromo: {
    ...staff,
    id: 'closePromo',
    method: 'DELETE',
    path: '/app/staff/promos/{code}',
    summary: 'Close a promo code',
    description: 'Nobody can use it from then on; what was awarded stays.',
    params: schemas.promoParams,
    responses: [{ status: 200, description: 'Closed.', schema: schemas.promo }],
    errors: ['promo_not_found'],
  },
  listReferrals: {
    ...staff,
    id: 'listReferrals',
    method: 'GET',
    path: '/app/staff/referrals',
    summary: 'List the referrals',
    description: 'Those that wait first.',
    responses: [{ status: 200, description: 'The referrals.', schema: schemas.referralList }],
  },
  approveReferral: {
    ...staff,
    id: 'approveReferral',
    method: 'POST',
    path: '/app/staff/referrals/{account}/approve',
    summary: 'Approve a referral',
    description: 'On an instance without payments: both workspaces get their bonus, once (L4).',
    params: schemas.referralParams,
    body: noBody,
    responses: [{ status: 200, description: 'Approved.', schema: schemas.referral }],
    errors: ['referral_not_found', 'invalid_state'],
  },
  declineReferral: {
    ...staff,
    id: 'declineReferral',
    method: 'POST',
    path: '/app/staff/referrals/{account}/decline',
    summary: 'Decline a referral',
    description: 'Nobody gets anything for it.',
    params: schemas.referralParams,
    body: noBody,
    responses: [{ status: 200, description: 'Declined.', schema: schemas.referral }],
    errors: ['referral_not_found', 'invalid_state'],
  },
});
