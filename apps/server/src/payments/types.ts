import type { Interval } from '@inkwell/engine';

/**
 * What the workspace's payments need of a provider, and nothing of its words beyond that. Money is whole cents of its
 * currency, instants are milliseconds since 1970.
 */

export const INVOICE_STATUSES = ['draft', 'open', 'uncollectible', 'void', 'paid'] as const;
export type InvoiceStatus = (typeof INVOICE_STATUSES)[number];

/** An invoice as it stood at one moment. Its status only ever moves forward. */
export interface InvoiceState {
  invoice: string;
  customer: string;
  /** Why it was made: `subscription_create`, `subscription_cycle`, `subscription_update`, `manual`. */
  reason: string;
  /** The subscription that it is of; null for what was bought beside one. */
  subscription: string | null;
  /** The act that it pays for, as we named it; null for a subscription's own. */
  act: string | null;
  /** Of a subscription's invoice: what it pays for. */
  plan: string | null;
  interval: Interval | null;
  status: InvoiceStatus;
  /** A payment was tried and the provider is not done with it. */
  attempted: boolean;
  amount_due_cents: number;
  amount_paid_cents: number;
  currency: string;
  number: string | null;
  url: string | null;
  pdf: string | null;
  created_at: number;
}

export interface Card {
  payment_method: string;
  brand: string;
  last4: string;
  /** "08/2027" */
  expires: string;
}

export interface SubscriptionState {
  subscription: string;
  status: string;
  plan: string | null;
  interval: Interval;
  price_cents: number;
  currency: string;
  period_starts_at: number;
  period_ends_at: number;
  cancel_at_period_end: boolean;
  /** What it turns into when its period is over; null: it renews as it is. */
  next: { plan: string; interval: Interval; price_cents: number } | null;
  /** A schedule of ours is attached to it, whatever that still says. */
  has_schedule: boolean;
}

/** A customer as the provider has it now: read, never pieced together from events. */
export interface Standing {
  /** The subscription in force, or the newest of those that are over; null if there never was one. */
  subscription: SubscriptionState | null;
  card: Card | null;
}

/** A subscription that still gives a right to the plan, or will once it is paid. */
const IN_FORCE = new Set(['trialing', 'active', 'past_due', 'unpaid']);
export const isInForce = (status: string | null): boolean => status !== null && IN_FORCE.has(status);

/** What an event tells, in our words. `customer` null: it is about none. */
export interface ProviderEvent {
  event: string;
  type: string;
  created_at: number;
  customer: string | null;
  /** The invoice that the event is about. */
  invoice: InvoiceState | null;
  /** The customer's standing may have changed: it is to be read anew. */
  standing: boolean;
  /** A finished checkout of an act that the provider has been paid for. */
  paid_act: string | null;
  /** A finished checkout that only kept a way to pay. */
  kept: { checkout: string; setup: string; plan: string; interval: Interval } | null;
}

export interface PlanPrice {
  plan: string;
  name: string;
  interval: Interval;
  amount_cents: number;
  currency: string;
}

export interface Charge {
  act: string;
  customer: string;
  payment_method: string | null;
  amount_cents: number;
  currency: string;
  description: string;
}

/** The provider cannot be reached, or refuses what it was asked. Nothing of the ledger has changed. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  /** Asking again with the same key may succeed. */
  readonly is_retryable: boolean;

  constructor(message: string, is_retryable: boolean, cause: unknown) {
    super(message, { cause });
    this.is_retryable = is_retryable;
  }
}

/** The signature does not fit, is too old, or the body is no event. */
export class SignatureError extends Error {
  override readonly name = 'SignatureError';
}

/**
 * A payment provider. Every call that makes something carries a key made from what is asked, so that a repetition makes
 * nothing new. All reject with `ProviderError`.
 */
export interface Provider {
  createCustomer(account: string, name: string): Promise<string>;
  /** A page on which the plan's first payment is made. */
  checkoutPlan(asked: { customer: string; price: PlanPrice; back: string; key: string }): Promise<string>;
  /** A page on which a card is kept for the end of the trial; nothing is charged. */
  checkoutCard(asked: { customer: string; price: PlanPrice; back: string; key: string }): Promise<string>;
  /** A page on which something is bought once. */
  checkoutOnce(charge: Charge, back: string): Promise<string>;
  portal(customer: string, back: string): Promise<string>;
  standing(customer: string): Promise<Standing>;
  /** Makes an invoice and tries to pay it with the card on file, nobody being asked. A refused card is no error. */
  chargeNow(charge: Charge): Promise<InvoiceState>;
  invoice(invoice: string): Promise<InvoiceState>;
  /** The customer's newest invoices: what events may have failed to tell. */
  recentInvoices(customer: string): Promise<InvoiceState[]>;
  voidInvoice(invoice: string): Promise<InvoiceState>;
  /** Begins the plan at the trial's end with the card that a checkout has kept. */
  startLater(asked: {
    customer: string;
    setup: string;
    price: PlanPrice;
    starts_at: number;
    key: string;
  }): Promise<void>;
  /** Ends the provider's own trial: the first payment is tried at once. */
  startNow(subscription: string): Promise<InvoiceState | null>;
  /**
   * Changes what renewals cost from the next one on; the running period stays as it was paid. The interval may be another
   * in the provider's own trial only. What was to become of the subscription at its period's end is called off.
   */
  changePlan(subscription: string, price: PlanPrice): Promise<void>;
  /** Turns the subscription to a price of another interval when its period is over; nothing is charged before. */
  changeAtPeriodEnd(subscription: string, price: PlanPrice): Promise<void>;
  cancelAtPeriodEnd(subscription: string, cancels: boolean): Promise<void>;
  cancelNow(subscription: string): Promise<void>;
  /** Checks the signature of a raw body against `now` and says what it tells. Throws `SignatureError`. */
  eventOf(body: Uint8Array, signature: string, now: number): Promise<ProviderEvent>;
}
