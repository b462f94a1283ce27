import { z } from 'zod';
import { INTERVALS, MAX_CREDITS } from '../constants.ts';
import { id } from '../ids.ts';
import { planPreview } from './accounts.ts';
import { choice, credits, instant, pageOf, whole } from './values.ts';

/** Payments as the page of owners and admins asks for them. Money is whole cents of its currency. */

/* What is asked. */

export const checkoutPost = z
  .strictObject({
    plan: id,
    interval: choice(INTERVALS).default('month'),
    start: choice(['now', 'after_trial'])
      .default('now')
      .describe('`after_trial` only keeps a way to pay: the plan is paid when the trial ends (A4).'),
  })
  .meta({ id: 'CheckoutPost', examples: [{ plan: 'pro', interval: 'month' }] });

const agreed = whole(0, MAX_CREDITS).describe('What the person was shown; another price is refused.');

export const packPost = z
  .strictObject({ pack: id, price_cents: agreed })
  .meta({ id: 'PackPost', examples: [{ pack: 'words-5000', price_cents: 1000 }] });

export const paidPlanPost = z
  .strictObject({
    plan: id,
    interval: choice(INTERVALS)
      .optional()
      .describe('How it is billed from the next renewal on. Unless told: as now.'),
    effective: choice(['now', 'next_cycle']).optional().describe('Unless told: up now, down next (E1).'),
    price_due_cents: agreed,
  })
  .meta({ id: 'PaidPlanPost', examples: [{ plan: 'team', effective: 'now', price_due_cents: 4000 }] });

/* What is answered. */

const cents = z.int().min(0);
const currency = z.string().describe('ISO 4217, lower case.');

const subscription = z.object({
  status: z.string().describe('As the payment provider names it: trialing, active, past_due, …'),
  plan: id,
  interval: z.enum(INTERVALS).describe('Of the period that runs.'),
  price_cents: cents.describe('Of the next renewal.'),
  currency,
  period_ends_at: instant.nullable(),
  cancels_at: instant.nullable(),
});

const pack = z.object({ pack: id, credits, price_cents: cents, currency }).meta({ id: 'Pack' });

export const billing = z
  .object({
    payments: z.enum(['none', 'stripe']),
    subscription: subscription.nullable(),
    next_charge: z.object({ at: instant, amount_cents: cents, currency }).nullable(),
    past_due: z
      .object({ amount_cents: cents, currency, since: instant, url: z.string().nullable() })
      .nullable()
      .describe('A renewal that could not be paid: the account is paused until it is (E6).'),
    card: z.object({ brand: z.string(), last4: z.string(), expires: z.string() }).nullable(),
    packs: z.array(pack),
    top_up: z
      .object({
        state: z.enum(['idle', 'in_flight', 'failed', 'limit_reached']),
        spent_cents: cents.describe('By automatic packs in this cycle (L3).'),
        detail: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'Billing' });

export const invoice = z
  .object({
    invoice: id,
    number: z.string().nullable(),
    reason: z.string(),
    status: z.enum(['open', 'paid', 'void', 'uncollectible']),
    amount_cents: cents,
    currency,
    created_at: instant,
    url: z.string().nullable(),
    pdf: z.string().nullable(),
  })
  .meta({ id: 'Invoice' });

export const invoiceList = pageOf(invoice).meta({ id: 'InvoiceList' });

export const redirect = z
  .object({ url: z.string().describe('A page of the payment provider to go to.') })
  .meta({ id: 'PaymentRedirect' });

export const paidPlanReply = z
  .object({
    state: z.enum(['applied', 'pay']).describe('`pay`: nothing has changed until `url` is paid (E6).'),
    url: z.string().nullable(),
    edit: planPreview.nullable(),
  })
  .meta({ id: 'PaidPlanReply' });
