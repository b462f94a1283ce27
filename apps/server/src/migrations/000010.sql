-- Outgoing webhooks: who is told, what is on its way to them, and what they answered. Taken from the ledger's journal: the
-- cursor says up to where. Instants are milliseconds since 1970.

create table app.webhook (
  webhook text collate "C" not null primary key,
  -- null: the whole instance's, told of every account.
  account text,
  url text not null,
  -- null: all types, those of later versions included.
  types jsonb,
  description text not null,
  -- Kept as they are, not hashed: every delivery is signed with them.
  secret text not null,
  old_secret text,
  old_secret_until bigint,
  state text not null default 'on' check (state in ('on', 'paused', 'off')),
  off_because text check (off_because in ('failing', 'gone')),
  -- By shard, the journal's end when it was made: it is told what came after.
  starts_after jsonb not null,
  failing_since bigint,
  last_delivered_at bigint,
  created_by text not null,
  created_at bigint not null,
  -- One process at a time sends to it.
  lease text,
  leased_until bigint not null default 0
) with (fillfactor = 70);
create index webhook_of on app.webhook (account, created_at);

create table app.webhook_cursor (
  shard int not null primary key,
  position bigint not null
);

create table app.webhook_delivery (
  -- The webhook-id that the receiver sees: made of the webhook and the entry, so that taking an entry twice is one delivery.
  delivery text collate "C" not null primary key,
  -- In the order taken: of one account the journal's.
  place bigint generated always as identity,
  webhook text collate "C" not null references app.webhook (webhook) on delete cascade,
  -- null for a test of an instance's webhook.
  account text,
  seq bigint,
  type text not null,
  -- The body to the byte: it is signed, and the same at every try.
  payload text not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'dead')),
  tries int not null default 0 check (tries >= 0),
  -- Tries since it was made or replayed: how far the back-off has come.
  round int not null default 0 check (round >= 0),
  status int,
  created_at bigint not null,
  next_at bigint not null,
  give_up_at bigint not null,
  ended_at bigint check ((ended_at is null) = (state = 'waiting'))
) with (fillfactor = 70);
create unique index webhook_delivery_listed on app.webhook_delivery (webhook, place);
create index webhook_delivery_due on app.webhook_delivery (next_at, webhook) where state = 'waiting';
create index webhook_delivery_waiting on app.webhook_delivery (webhook, next_at) where state = 'waiting';
create index webhook_delivery_dead on app.webhook_delivery (webhook, place) where state = 'dead';
create index webhook_delivery_ended on app.webhook_delivery (ended_at) where ended_at is not null;

create table app.webhook_attempt (
  delivery text collate "C" not null references app.webhook_delivery (delivery) on delete cascade,
  try int not null,
  at bigint not null,
  took_ms int not null check (took_ms >= 0),
  -- null: no answer came, and fault says why.
  status int,
  fault text,
  -- The first bytes of the answer.
  answer text not null,
  primary key (delivery, try)
);
