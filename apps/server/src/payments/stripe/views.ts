import type { Interval } from '@inkwell/engine';
import type { Stripe } from 'stripe';
import { type Card, INVOICE_STATUSES, type InvoiceState, type ProviderEvent } from '../types.ts';
import { type SubscriptionState, isInForce } from '../types.ts';

/** Stripe's objects in our words. Its instants are whole seconds. */

export const METADATA = {
  account: 'inkwell_account',
  plan: 'inkwell_plan',
  interval: 'inkwell_interval',
  act: 'inkwell_act',
  price: 'inkwell_price_cents',
  from: 'inkwell_from',
} as const;

const idOf = (value: string | { id: string } | null | undefined): string | null =>
  typeof value === 'string' ? value : (value?.id ?? null);

const ms = (seconds: number): number => seconds * 1_000;

const intervalOf = (text: string | null | undefined): Interval | null =>
  text === 'month' || text === 'year' ? text : null;

export function invoiceState(invoice: Stripe.Invoice): InvoiceState {
  const parent = invoice.parent?.subscription_details;
  const metadata = parent?.metadata ?? {};
  const status = INVOICE_STATUSES.find((known) => known === invoice.status);
  return {
    invoice: invoice.id,
    customer: idOf(invoice.customer) ?? '',
    reason: invoice.billing_reason ?? 'manual',
    subscription: idOf(parent?.subscription),
    act: invoice.metadata?.[METADATA.act] ?? null,
    plan: metadata[METADATA.plan] ?? null,
    interval: intervalOf(metadata[METADATA.interval]),
    status: status ?? 'draft',
    attempted: invoice.attempted && status !== 'draft',
    amount_due_cents: invoice.amount_due,
    amount_paid_cents: invoice.amount_paid,
    currency: invoice.currency,
    number: invoice.number ?? null,
    url: invoice.hosted_invoice_url ?? null,
    pdf: invoice.invoice_pdf ?? null,
    created_at: ms(invoice.created),
  };
}

/**
 * What our schedule makes of a subscription at the end of its period. A schedule names the instant that it was made for:
 * once the period has turned, it says nothing any more.
 */
function nextOf(schedule: Stripe.SubscriptionSchedule, period_end: number): SubscriptionState['next'] {
  const { metadata } = schedule;
  const plan = metadata?.[METADATA.plan];
  const interval = intervalOf(metadata?.[METADATA.interval]);
  if (plan === undefined || interval === null || metadata?.[METADATA.from] !== String(period_end))
    return null;
  return { plan, interval, price_cents: Number(metadata[METADATA.price]) };
}

/** Schedules that somebody has made at Stripe's own pages are left alone. */
const isOurs = (schedule: Stripe.Subscription['schedule']): boolean =>
  schedule !== null && typeof schedule !== 'string' && schedule.metadata?.[METADATA.from] !== undefined;

export function subscriptionState(subscription: Stripe.Subscription): SubscriptionState {
  const [item] = subscription.items.data;
  if (item === undefined) throw new Error(`subscription ${subscription.id} has no item`);
  const { price } = item;
  const { schedule } = subscription;
  return {
    subscription: subscription.id,
    status: subscription.status,
    plan: price.metadata[METADATA.plan] ?? subscription.metadata[METADATA.plan] ?? null,
    interval: intervalOf(price.recurring?.interval) ?? 'month',
    price_cents: price.unit_amount ?? 0,
    currency: price.currency,
    period_starts_at: ms(item.current_period_start),
    period_ends_at: ms(item.current_period_end),
    // The portal may set either of the two; the end of a schedule's phase is no cancellation.
    cancel_at_period_end:
      subscription.cancel_at_period_end || (subscription.cancel_at !== null && schedule === null),
    next:
      schedule === null || typeof schedule === 'string' ? null : nextOf(schedule, item.current_period_end),
    has_schedule: isOurs(schedule),
  };
}

/** The one in force; of several the newest, and without one the newest that is over. */
export function currentOf(all: readonly Stripe.Subscription[]): Stripe.Subscription | null {
  const newest = all.toSorted((a, b) => b.created - a.created);
  return newest.find(({ status }) => isInForce(status)) ?? newest[0] ?? null;
}

export function cardOf(method: string | Stripe.PaymentMethod | null | undefined): Card | null {
  if (method === null || method === undefined || typeof method === 'string') return null;
  const { card } = method;
  if (card === undefined) return { payment_method: method.id, brand: method.type, last4: '', expires: '' };
  const expires = `${String(card.exp_month).padStart(2, '0')}/${card.exp_year}`;
  return { payment_method: method.id, brand: card.brand, last4: card.last4, expires };
}

const INVOICE_EVENT =
  /^invoice\.(finalized|paid|payment_succeeded|payment_failed|payment_action_required|voided|marked_uncollectible|updated)$/;
const STANDING_EVENT =
  /^(customer\.(subscription\.|updated$|deleted$)|payment_method\.|invoice\.|setup_intent\.succeeded$)/;

type Kept = NonNullable<ProviderEvent['kept']>;

/** What a finished checkout has brought; an unpaid one of a slow method is told of again when it has been paid. */
function checkoutOf(session: Stripe.Checkout.Session): Pick<ProviderEvent, 'paid_act' | 'kept' | 'standing'> {
  const metadata = session.metadata ?? {};
  const is_paid = session.mode === 'payment' && session.payment_status === 'paid';
  const setup = idOf(session.setup_intent);
  const plan = metadata[METADATA.plan];
  const interval = intervalOf(metadata[METADATA.interval]);
  const kept: Kept | null =
    session.mode === 'setup' && setup !== null && plan !== undefined && interval !== null
      ? { checkout: session.id, setup, plan, interval }
      : null;
  return { paid_act: is_paid ? (metadata[METADATA.act] ?? null) : null, kept, standing: true };
}

/** An event in our words. What we do not know tells nothing. */
export function eventView(event: Stripe.Event): ProviderEvent {
  const { type } = event;
  const object = event.data.object as { customer?: string | { id: string } | null; id?: string };
  const is_customer = type.startsWith('customer.') && !type.startsWith('customer.subscription.');
  const view: ProviderEvent = {
    event: event.id,
    type,
    created_at: ms(event.created),
    customer: is_customer ? (object.id ?? null) : idOf(object.customer),
    invoice: INVOICE_EVENT.test(type) ? invoiceState(event.data.object as Stripe.Invoice) : null,
    standing: STANDING_EVENT.test(type),
    paid_act: null,
    kept: null,
  };
  if (type !== 'checkout.session.completed' && type !== 'checkout.session.async_payment_succeeded')
    return view;
  return { ...view, ...checkoutOf(event.data.object as Stripe.Checkout.Session) };
}
