-- What programs do: the requests under workspace keys, and what was charged outside of the app's own runs. Instants are
-- milliseconds since 1970 in UTC. The credits are the ledger's alone: what stands here of them is read from its journal
-- and can be read anew (J3). What a key did goes with the key, and a key goes with its workspace.

-- How requests under a key ended, by day of the account's zone: `ok`, or the code of the refusal. Counted in memory and
-- added up here every half minute, so that no request writes a row.
create table app.key_request (
  key_id text not null references app.api_key (key_id) on delete cascade,
  day int not null,
  outcome text not null,
  requests bigint not null check (requests > 0),
  primary key (key_id, day, outcome)
) with (fillfactor = 70);

-- The last refusals under each key: what explains them, and neither bodies nor texts.
create table app.key_refusal (
  refusal bigint generated always as identity primary key,
  key_id text not null references app.api_key (key_id) on delete cascade,
  at bigint not null,
  route text not null,
  status int not null,
  code text not null,
  detail text not null,
  figures jsonb not null,
  idempotency_key text,
  request_id text not null
);
create index key_refusal_of on app.key_refusal (key_id, at desc, refusal desc);

-- What was charged under a key, by the cycle that the credits belong to (B4), and what came back of it (R6).
create table app.key_usage (
  key_id text not null references app.api_key (key_id) on delete cascade,
  cycle bigint not null,
  spent bigint not null check (spent >= 0),
  -- Not checked: the row that an upsert proposes holds the change, which is negative when a refund is taken back.
  refunded bigint not null,
  outputs bigint not null check (outputs >= 0),
  primary key (key_id, cycle)
) with (fillfactor = 70);

-- Outputs that programs charged in workspaces, for History. What they cost stands in the journal; here is what a list is
-- ordered and filtered by.
create table app.program_output (
  account text not null,
  output text collate "C" not null,
  -- Of its charge in the account's journal.
  seq bigint not null,
  at bigint not null,
  member text not null,
  source text not null,
  actor text not null,
  -- A run holds it (the gateway's do): History lists the run.
  by_run boolean not null,
  primary key (account, output)
);
create unique index program_output_listed on app.program_output (account, seq desc);

-- Up to where each shard's journal has been read for the two tables above.
create table app.program_cursor (
  shard int not null primary key,
  position bigint not null
);

-- A workspace's documents in the order of their making: what an export pages by.
create index document_made_at on app.document (account, document);
