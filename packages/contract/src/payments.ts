import { PLAIN, table } from './route.ts';
import { noBody } from './schemas/accounts.ts';
import * as schemas from './schemas/payments.ts';
import { pageQuery } from './schemas/values.ts';

const plain = { ...PLAIN, tag: 'Payments', errors: ['not_allowed'], access: 'session' } as const;
const asks = {
  ...plain,
  method: 'POST',
  errors: ['not_allowed', 'invalid_state', 'payment_provider_error'],
} as const;
const redirects = [{ status: 200, description: 'Where to go on.', schema: schemas.redirect }];

/** Payments, for owners and admins signed in. Without payments on the instance, only the readings answer. */
export const paymentRoutes = table({
  getBilling: {
    ...plain,
    id: 'getBilling',
    method: 'GET',
    path: '/app/billing',
    summary: 'Read what is paid, how and when',
    description: 'Subscription, next charge, card, packs and top-ups. `payments: none` without a provider.',
    responses: [{ status: 200, description: 'Billing.', schema: schemas.billing }],
  },
  listInvoices: {
    ...plain,
    id: 'listInvoices',
    method: 'GET',
    path: '/app/billing/invoices',
    summary: 'List the invoices',
    description: 'Newest first.',
    query: pageQuery,
    responses: [{ status: 200, description: 'The invoices.', schema: schemas.invoiceList }],
  },
  startCheckout: {
    ...asks,
    id: 'startCheckout',
    path: '/app/billing/checkout',
    summary: 'Begin to pay for a plan',
    description: 'Answers with the provider’s page. The plan starts when its payment has succeeded (E6).',
    body: schemas.checkoutPost,
    responses: redirects,
    errors: [...asks.errors, 'plan_not_found'],
    changes: true,
  },
  openPortal: {
    ...asks,
    id: 'openPortal',
    path: '/app/billing/portal',
    summary: 'Open the customer portal',
    description: 'For the card and the invoices. Plans are edited here, never there.',
    body: noBody,
    responses: redirects,
  },
  buyPack: {
    ...asks,
    id: 'buyPack',
    path: '/app/billing/packs',
    summary: 'Buy a booster pack',
    description: 'Its bonus credits come when the payment has succeeded; they never expire (G3).',
    body: schemas.packPost,
    responses: redirects,
    changes: true,
  },
  editPaidPlan: {
    ...asks,
    id: 'editPaidPlan',
    path: '/app/billing/plan',
    summary: 'Edit the plan and pay what it costs today',
    description:
      'Up now costs the difference to the highest price paid in this cycle, down gives nothing back (E6).',
    body: schemas.paidPlanPost,
    responses: [{ status: 200, description: 'Applied, or to be paid first.', schema: schemas.paidPlanReply }],
    errors: [...asks.errors, 'plan_not_found', 'account_paused', 'account_canceled', 'payment_required'],
    changes: true,
  },
});
