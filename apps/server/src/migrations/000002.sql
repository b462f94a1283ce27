-- What people had written. The texts are the app's; the ledger keeps a hash. Instants are milliseconds since 1970 in
-- UTC. Ids begin with their instant, so that "newest first" is the primary key's own order.

create table app.run (
  run text collate "C" not null primary key,
  account text not null,
  member text not null,
  kind text not null check (kind in ('command', 'compose', 'template')),
  input text not null,
  length text check (length in ('s', 'm', 'l')),
  tone text,
  language text,
  template text,
  outputs int not null check (outputs > 0),
  retry_of text,
  -- 0 at first; each "Try again" counts one up.
  attempt int not null check (attempt >= 0),
  model text not null,
  is_demo boolean not null,
  estimate_credits bigint not null check (estimate_credits >= 0),
  idempotency_key text,
  created_at bigint not null,
  -- Which process writes it, and when that process last said so: who is silent for long has died.
  process text not null,
  seen_at bigint not null
) with (fillfactor = 70);
create index run_account on app.run (account, run);
create unique index run_key on app.run (account, idempotency_key) where idempotency_key is not null;

create table app.output (
  output text collate "C" not null primary key,
  run text collate "C" not null references app.run (run) on delete cascade,
  idx int not null check (idx >= 0),
  hold text,
  text text not null default '',
  words bigint not null default 0 check (words >= 0),
  state text not null default 'streaming' check (state in ('streaming', 'settled', 'failed')),
  -- While it streams, `finish`, `detail` and `code` say how it ended and what its hold is still to be settled for.
  finish text,
  detail text,
  code text,
  charged bigint not null default 0 check (charged >= 0),
  shortfall bigint not null default 0 check (shortfall >= 0),
  -- Asked of another process than the one that writes it.
  stop_asked boolean not null default false,
  -- For the people who look after the templates; the vote itself is the ledger's.
  vote_reason text,
  share_text boolean not null default false,
  unique (run, idx)
) with (fillfactor = 50);
create index output_open on app.output (run) where state = 'streaming';
