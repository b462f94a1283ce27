-- The ledger. Every table but the few instance-wide ones carries `shard` first in its primary key and in every
-- unique index, so that the same statements run on one server and, distributed by `shard`, on a cluster.
-- Instants are milliseconds since 1970 in UTC. Counters are caches of the journal (J3); checks keep G1 in the database.

create schema ledger;

create table ledger.shard (
  shard int not null primary key,
  position bigint not null default 0 check (position >= 0),
  accounts bigint not null default 0 check (accounts >= 0)
) with (fillfactor = 50);

create table ledger.account (
  shard int not null,
  account_no bigint not null,
  account text not null,
  seq bigint not null check (seq > 0),
  head text not null,
  last_at bigint not null,
  due_at bigint,
  cycle bigint not null,
  grant_seq bigint,
  amount bigint not null,
  available bigint not null check (available >= 0),
  held bigint not null check (held >= 0),
  spent bigint not null check (spent >= 0),
  expired bigint not null check (expired >= 0),
  revoked bigint not null check (revoked >= 0),
  grant_state text not null,
  refunds_used bigint not null check (refunds_used >= 0),
  notices int not null,
  bonus_spent bigint not null check (bonus_spent >= 0),
  clock text,
  profile text not null,
  primary key (shard, account_no),
  constraint conserved check (amount = available + held + spent + expired + revoked)
) with (fillfactor = 50);

-- The ids apart from the accounts, so that the primary key is the only way to an account's row: beside a second unique
-- index the planner picked that one for `account_no` on a small table, and kept reading the whole shard through it.
create table ledger.account_name (
  shard int not null,
  account text not null,
  account_no bigint not null,
  primary key (shard, account)
);

-- Changes with the cycle only, so the usual update stays heap-only.
create index account_due on ledger.account (shard, due_at) where due_at is not null;
create index account_clock on ledger.account (shard, clock) where clock is not null;

-- Of the cycle's own grant the counters stand on the account row; they come here when its cycle is over.
create table ledger.credit_grant (
  shard int not null,
  account_no bigint not null,
  seq bigint not null,
  kind text not null,
  cycle bigint not null,
  made_at bigint not null,
  amount bigint not null,
  available bigint not null check (available >= 0),
  held bigint not null check (held >= 0),
  spent bigint not null check (spent >= 0),
  expired bigint not null check (expired >= 0),
  revoked bigint not null check (revoked >= 0),
  state text not null,
  source text,
  reason text,
  actor text not null,
  primary key (shard, account_no, seq),
  constraint conserved check (amount = available + held + spent + expired + revoked)
) with (fillfactor = 70);

-- Open holds, and expired ones until their late settle (H5). A resolved hold has no row: its entries tell.
create table ledger.hold (
  shard int not null,
  account_no bigint not null,
  seq bigint not null,
  member text not null,
  source text,
  run text,
  mode text not null,
  ttl_s bigint not null,
  slices text not null,
  expires_at bigint not null,
  state text not null,
  primary key (shard, account_no, seq)
) with (fillfactor = 50);
create index hold_due on ledger.hold (shard, expires_at) where state = 'open';

create table ledger.member_cap (
  shard int not null,
  account_no bigint not null,
  member text not null,
  cap bigint check (cap >= 0),
  primary key (shard, account_no, member)
);

-- One row a member, day and source (M1), and one a label and day with the member and the source left empty.
create table ledger.usage_day (
  shard int not null,
  account_no bigint not null,
  cycle bigint not null,
  member text not null,
  day int not null,
  source text not null,
  label text not null,
  spent bigint not null check (spent >= 0),
  -- Not checked: the row that an upsert proposes holds the change, which is negative when a refund is taken back.
  refunded bigint not null,
  outputs bigint not null check (outputs >= 0),
  primary key (shard, account_no, cycle, member, day, source, label)
) with (fillfactor = 50);

create table ledger.cycle (
  shard int not null,
  account_no bigint not null,
  number bigint not null,
  starts_at bigint not null,
  ends_at bigint not null,
  plan text not null,
  credits bigint not null,
  primary key (shard, account_no, number)
);

-- The journal (J1). `position` orders a shard's entries without gaps, for those who follow it.
create table ledger.entry (
  shard int not null,
  position bigint not null,
  account_no bigint not null,
  seq bigint not null,
  at bigint not null,
  kind text not null,
  member text,
  output text,
  output_rev int,
  key text,
  actor text not null,
  body text not null,
  hash bytea not null,
  primary key (shard, position)
);
create unique index entry_seq on ledger.entry (shard, account_no, seq);
create unique index entry_key on ledger.entry (shard, account_no, key) where key is not null;
create unique index entry_output on ledger.entry (shard, account_no, output, output_rev) where output is not null;

-- Instance-wide, small, not sharded.
create table ledger.plan (
  plan text not null,
  version int not null,
  effective_at bigint not null,
  definition text not null,
  primary key (plan, version)
);

create table ledger.clock (
  clock text not null primary key,
  now bigint not null
);

-- K1 for routes without an account: keys are unique per operator.
create table ledger.operator_key (
  operator text not null,
  key text not null,
  fingerprint text not null,
  status int not null,
  body text not null,
  primary key (operator, key)
);
