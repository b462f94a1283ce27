-- Payments. Money is in the currency's smallest unit (cents); instants are milliseconds since 1970 in UTC. What Stripe
-- says is kept here as it was last heard; credits are the ledger's alone.

-- One row a workspace that has once dealt with money, or whose trial has been looked at.
create table app.payment_account (
  account text not null primary key,
  customer text unique,
  subscription text,
  status text,
  plan text,
  interval text check (interval in ('month', 'year')),
  -- What its next renewal costs.
  price_cents bigint,
  currency text,
  period_starts_at bigint,
  period_ends_at bigint,
  cancel_at_period_end boolean not null default false,
  payment_method text,
  card_brand text,
  card_last4 text,
  card_expires text,
  -- When the reading of Stripe began that these columns come from: an older reading never replaces a newer one.
  read_at bigint not null default 0,
  -- The highest monthly price that the running period has been paid at (E6).
  paid_monthly_cents bigint not null default 0 check (paid_monthly_cents >= 0),
  -- The invoice whose failure paused the account; null while it is not paused for want of payment.
  paused_for text,
  first_paid_at bigint,
  -- Something is still to be told to Stripe or to the ledger.
  needs_sync boolean not null default false,
  checked_at bigint not null default 0
);
create index payment_account_due on app.payment_account (checked_at) where subscription is not null;
create index payment_account_sync on app.payment_account (account) where needs_sync;

-- Events whose effects are done (E6). An event is noted after its effects, which are safe to repeat.
create table app.payment_event (
  event text not null primary key,
  type text not null,
  created_at bigint not null,
  handled_at bigint not null
);
create index payment_event_handled on app.payment_event (handled_at);

create table app.payment_invoice (
  invoice text not null primary key,
  account text not null,
  -- `subscription` for plans, `act` for what was bought beside them.
  kind text not null check (kind in ('subscription', 'act')),
  reason text not null,
  subscription text,
  act text,
  plan text,
  interval text,
  status text not null check (status in ('draft', 'open', 'uncollectible', 'void', 'paid')),
  -- A payment was tried. It never becomes false again.
  attempted boolean not null,
  amount_due_cents bigint not null,
  amount_paid_cents bigint not null,
  currency text not null,
  number text,
  url text,
  pdf text,
  created_at bigint not null,
  -- The phase that the account was in when the payment was first seen: its effects follow from it, however often tried.
  phase text,
  settled_at bigint
);
create index payment_invoice_account on app.payment_invoice (account, created_at desc, invoice desc);
create index payment_invoice_subscription on app.payment_invoice (subscription) where subscription is not null;
create index payment_invoice_unsettled on app.payment_invoice (created_at)
  where status = 'paid' and settled_at is null;

-- What a person or a refusal asked to be bought beside the plan.
create table app.payment_act (
  act text not null primary key,
  account text not null,
  kind text not null check (kind in ('pack', 'upgrade')),
  status text not null check (status in ('queued', 'paying', 'paid', 'done', 'failed')),
  -- Bought because credits ran out (L3), not by a click.
  automatic boolean not null,
  plan text,
  credits bigint check (credits > 0),
  amount_cents bigint not null check (amount_cents > 0),
  currency text not null,
  invoice text,
  url text,
  detail text,
  actor text not null,
  created_at bigint not null,
  updated_at bigint not null
);
create index payment_act_account on app.payment_act (account, created_at desc);
create index payment_act_open on app.payment_act (updated_at) where status in ('queued', 'paying', 'paid');
-- L3: one in flight an account.
create unique index payment_act_one_top_up on app.payment_act (account)
  where automatic and status in ('queued', 'paying', 'paid');
