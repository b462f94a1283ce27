import type { Interval } from '@inkwell/engine';
import type { Row } from '@inkwell/ledger';
import type { InvoiceStatus } from './types.ts';

/** The rows of the payment tables (migrations/000006.sql, 000011.sql). */

export interface AccountRow extends Row {
  account: string;
  customer: string | null;
  subscription: string | null;
  status: string | null;
  plan: string | null;
  interval: Interval | null;
  price_cents: number | null;
  currency: string | null;
  period_starts_at: number | null;
  period_ends_at: number | null;
  /** What the provider makes of the subscription when its period is over; null: it renews as it is. */
  next_plan: string | null;
  next_interval: Interval | null;
  next_price_cents: number | null;
  /** A schedule of ours is attached to the subscription, whatever that still says. */
  has_schedule: boolean;
  cancel_at_period_end: boolean;
  payment_method: string | null;
  card_brand: string | null;
  card_last4: string | null;
  card_expires: string | null;
  paid_monthly_cents: number;
  paused_for: string | null;
  first_paid_at: number | null;
  needs_sync: boolean;
}

export interface InvoiceRow extends Row {
  invoice: string;
  account: string;
  kind: 'subscription' | 'act';
  reason: string;
  subscription: string | null;
  act: string | null;
  plan: string | null;
  interval: Interval | null;
  status: InvoiceStatus;
  attempted: boolean;
  amount_due_cents: number;
  amount_paid_cents: number;
  currency: string;
  number: string | null;
  url: string | null;
  pdf: string | null;
  created_at: number;
  phase: string | null;
  settled_at: number | null;
}

export type ActStatus = 'queued' | 'paying' | 'paid' | 'done' | 'failed';

export interface ActRow extends Row {
  act: string;
  account: string;
  kind: 'pack' | 'upgrade';
  status: ActStatus;
  automatic: boolean;
  plan: string | null;
  credits: number | null;
  amount_cents: number;
  currency: string;
  invoice: string | null;
  url: string | null;
  detail: string | null;
  actor: string;
  created_at: number;
  updated_at: number;
}

export type NewAct = Pick<
  ActRow,
  'act' | 'account' | 'kind' | 'automatic' | 'plan' | 'credits' | 'amount_cents' | 'currency' | 'actor'
>;
