/** Payments: a part of the app's client, for owners and admins. */
import type {
  Billing,
  CheckoutPost,
  Invoice,
  PackPost,
  Page,
  PaidPlanPost,
  PaidPlanReply,
  PaymentRedirect,
} from '@inkwell/contract/types';
import type { CallOptions, ChangeOptions, Http } from './http.ts';
import type { PageOptions } from './pages.ts';

export const billingOf = (http: Http) => ({
  get: (call: CallOptions = {}) => http.json<Billing>({ ...call, method: 'GET', path: '/app/billing' }),
  invoices: ({ limit, cursor, signal }: PageOptions = {}) =>
    http.json<Page<Invoice>>({
      method: 'GET',
      path: '/app/billing/invoices',
      query: { limit, cursor },
      signal,
    }),
  /** Answers with the provider's page, to which the browser is to go. */
  checkout: (body: CheckoutPost, call: ChangeOptions = {}) =>
    http.json<PaymentRedirect>({
      ...call,
      method: 'POST',
      path: '/app/billing/checkout',
      body,
      changes: true,
    }),
  portal: (call: CallOptions = {}) =>
    http.json<PaymentRedirect>({ ...call, method: 'POST', path: '/app/billing/portal', body: {} }),
  buyPack: (body: PackPost, call: ChangeOptions = {}) =>
    http.json<PaymentRedirect>({ ...call, method: 'POST', path: '/app/billing/packs', body, changes: true }),
  /** Where `state` is `pay`, nothing has changed until the page at `url` has been paid. */
  editPlan: (body: PaidPlanPost, call: ChangeOptions = {}) =>
    http.json<PaidPlanReply>({ ...call, method: 'POST', path: '/app/billing/plan', body, changes: true }),
});
