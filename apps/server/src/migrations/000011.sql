-- The interval that a subscription turns to. Instants are milliseconds since 1970 in UTC.

-- What the provider has been told to make of the subscription when its period is over; null: it renews as it is.
alter table app.payment_account add column next_plan text;
alter table app.payment_account add column next_interval text check (next_interval in ('month', 'year'));
alter table app.payment_account add column next_price_cents bigint;
-- A schedule of ours is attached to the subscription, whatever that still says.
alter table app.payment_account add column has_schedule boolean not null default false;
