/** Objects in Stripe's public format (API 2026-10-28), written by hand: the fields that it documents and that we read. */

export interface Price {
  id: string;
  object: 'price';
  lookup_key: string | null;
  currency: string;
  unit_amount: number;
  recurring: { interval: 'month' | 'year'; interval_count: number } | null;
  metadata: Record<string, string>;
  product: string;
  active: boolean;
}

export interface Customer {
  id: string;
  object: 'customer';
  name: string;
  metadata: Record<string, string>;
  invoice_settings: { default_payment_method: string | null };
  livemode: false;
}

export interface Subscription {
  id: string;
  object: 'subscription';
  customer: string;
  status: string;
  created: number;
  cancel_at: number | null;
  cancel_at_period_end: boolean;
  canceled_at: number | null;
  default_payment_method: string | null;
  latest_invoice: string | null;
  trial_end: number | null;
  schedule: string | null;
  metadata: Record<string, string>;
  items: {
    object: 'list';
    data: {
      id: string;
      object: 'subscription_item';
      price: Price;
      quantity: number;
      current_period_start: number;
      current_period_end: number;
    }[];
  };
  livemode: false;
}

export interface Schedule {
  id: string;
  object: 'subscription_schedule';
  subscription: string;
  status: 'active' | 'released';
  end_behavior: 'release' | 'cancel';
  metadata: Record<string, string>;
  current_phase: { start_date: number; end_date: number } | null;
  phases: {
    start_date: number;
    end_date: number;
    items: { price: string }[];
    metadata: Record<string, string>;
    proration_behavior: string;
  }[];
}

export interface Invoice {
  id: string;
  object: 'invoice';
  customer: string;
  status: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';
  billing_reason: string;
  attempted: boolean;
  attempt_count: number;
  amount_due: number;
  amount_paid: number;
  amount_remaining: number;
  currency: string;
  number: string | null;
  hosted_invoice_url: string | null;
  invoice_pdf: string | null;
  description: string | null;
  metadata: Record<string, string>;
  parent: {
    type: 'subscription_details';
    quote_details: null;
    subscription_details: { subscription: string; metadata: Record<string, string> };
  } | null;
  created: number;
  default_payment_method: string | null;
  livemode: false;
}

export interface CheckoutSession {
  id: string;
  object: 'checkout.session';
  mode: 'payment' | 'setup' | 'subscription';
  customer: string;
  status: 'open' | 'complete' | 'expired';
  payment_status: 'paid' | 'unpaid' | 'no_payment_required';
  url: string;
  metadata: Record<string, string>;
  setup_intent: string | null;
  subscription: string | null;
  invoice: string | null;
  created: number;
  livemode: false;
}

export interface StripeEvent {
  id: string;
  object: 'event';
  api_version: string;
  type: string;
  created: number;
  data: { object: object };
  livemode: boolean;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
}

export const VISA = {
  id: 'pm_visa',
  object: 'payment_method',
  type: 'card',
  card: { brand: 'visa', last4: '4242', exp_month: 8, exp_year: 2029 },
} as const;

/** A month or a year later by the calendar, in Stripe's seconds. */
export function later(seconds: number, interval: 'month' | 'year'): number {
  const date = new Date(seconds * 1_000);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + (interval === 'year' ? 12 : 1));
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return Math.floor(date.getTime() / 1_000);
}

/** What was asked, in Stripe's form encoding. */
export type Form = Tree;
type Tree = { [name: string]: Tree | string };

/** Stripe's form encoding (`items[0][price]=price_1`) as a tree; lists are objects with numbers for names. */
export function formOf(text: string): Tree {
  const tree: Tree = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.split(/[[\]]+/).filter((part) => part !== '');
    let at = tree;
    for (const part of path.slice(0, -1)) at = (at[part] ??= {}) as Tree;
    at[path.at(-1)!] = value;
  }
  return tree;
}

export const branch = (tree: Tree, ...path: string[]): Tree => {
  let at: Tree | string = tree;
  for (const part of path) at = typeof at === 'string' ? {} : (at[part] ?? {});
  return typeof at === 'string' ? {} : at;
};

export const leaf = (tree: Tree, ...path: string[]): string | undefined => {
  const at = branch(tree, ...path.slice(0, -1))[path.at(-1)!];
  return typeof at === 'string' ? at : undefined;
};

export const metadataOf = (tree: Tree, ...path: string[]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(branch(tree, ...path)).filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string',
    ),
  );
