import { instantText } from '@inkwell/engine';
import type { Loaded } from '@inkwell/ledger';
import { PACKS } from './packs.ts';
import { nextChargeOf } from './prices.ts';
import type { AccountRow, InvoiceRow } from './rows.ts';
import type { PaymentStore } from './store.ts';
import type { TopUps } from './top-ups.ts';
import { isInForce } from './types.ts';

/** What owners and admins see of the payments. Money in cents. */

const packs = PACKS.map(({ pack, credits, price_cents, currency }) => ({
  pack,
  credits,
  price_cents,
  currency,
}));

/** Billing where no payments are taken. */
export const NO_PAYMENTS = {
  payments: 'none',
  subscription: null,
  next_charge: null,
  past_due: null,
  card: null,
  packs: [],
  top_up: null,
} as const;

function subscriptionView(row: AccountRow) {
  const { status, plan, interval, price_cents, currency, period_ends_at } = row;
  if (!isInForce(status) || plan === null || interval === null || price_cents === null) return null;
  const ends = period_ends_at === null ? null : instantText(period_ends_at);
  return {
    status: status!,
    plan,
    interval,
    price_cents: row.next_price_cents ?? price_cents,
    currency: currency ?? 'usd',
    period_ends_at: ends,
    cancels_at: row.cancel_at_period_end ? ends : null,
  };
}

const pastDueView = (failed: InvoiceRow) => ({
  amount_cents: failed.amount_due_cents,
  currency: failed.currency,
  since: instantText(failed.created_at),
  url: failed.url,
});

export async function billingView(store: PaymentStore, top_ups: TopUps, row: AccountRow, loaded: Loaded) {
  const subscription = subscriptionView(row);
  const failed =
    row.subscription === null || subscription === null
      ? undefined
      : await store.failedRenewal(row.subscription);
  const { state, spent_cents, detail } = await top_ups.state(row.account, loaded);
  const charge = failed === undefined ? nextChargeOf(row) : null;
  return {
    payments: 'stripe',
    subscription,
    next_charge:
      charge === null
        ? null
        : { at: charge.at, amount_cents: charge.amount_cents, currency: row.currency ?? 'usd' },
    past_due: failed === undefined ? null : pastDueView(failed),
    card:
      row.card_brand === null
        ? null
        : { brand: row.card_brand, last4: row.card_last4 ?? '', expires: row.card_expires ?? '' },
    packs,
    top_up: { state, spent_cents, detail },
  } as const;
}

const REASONS: Record<string, string> = {
  subscription_create: 'Plan, first payment',
  subscription_cycle: 'Plan, renewal',
  subscription_update: 'Plan',
};

/** An invoice as the page lists it. `bought` says what its act was. */
export const invoiceView = (row: InvoiceRow, bought: string | null) => ({
  invoice: row.invoice,
  number: row.number,
  reason: bought ?? REASONS[row.reason] ?? 'Purchase',
  status: row.status as 'open' | 'paid' | 'void' | 'uncollectible',
  amount_cents: row.status === 'paid' ? row.amount_paid_cents : row.amount_due_cents,
  currency: row.currency,
  created_at: instantText(row.created_at),
  url: row.url,
  pdf: row.pdf,
});
