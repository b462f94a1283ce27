-- Staff's acts, and the ways to earn bonus credits. Instants are milliseconds since 1970 in UTC. The credits themselves
-- are the ledger's alone: rows here say who decided what, and stay when a workspace goes.

-- What staff (or an operator's key) did, written before it is done; `done_at` follows when it was.
create table app.staff_act (
  act bigint generated always as identity primary key,
  -- The person, or null for an operator's key; the name as it was then.
  member text,
  name text not null,
  what text not null,
  -- The workspace that it was done to; null for acts on the instance.
  account text,
  -- The grant, code, person or address that it was about.
  target text,
  credits bigint check (credits > 0),
  reason text,
  note text,
  -- The key of an award: the same request again is the same act.
  act_key text,
  begun_at bigint not null,
  done_at bigint
);
create unique index staff_act_key on app.staff_act (account, act_key) where act_key is not null;
create index staff_act_account on app.staff_act (account, act desc);
create index staff_act_target on app.staff_act (account, target) where target is not null;

create table app.promo_code (
  code text not null primary key,
  credits bigint not null check (credits > 0),
  expires_at bigint,
  max_uses int check (max_uses > 0),
  uses int not null default 0 check (uses >= 0),
  created_by text not null,
  created_at bigint not null,
  closed_at bigint,
  check (max_uses is null or uses <= max_uses)
);

-- One use of a code an account (L4). `grant_id` follows when the ledger has awarded it.
create table app.promo_use (
  code text not null references app.promo_code (code),
  account text not null,
  member text not null,
  used_at bigint not null,
  grant_id text,
  primary key (code, account)
);

-- The code in a workspace's referral link.
create table app.referral_code (
  account text not null primary key,
  code text not null unique,
  created_at bigint not null
);

-- The code that somebody signed up with, until they start their first workspace.
create table app.referral_sign_up (
  person_id text not null primary key references app.person (id) on delete cascade,
  code text not null,
  created_at bigint not null
);

-- A workspace that came by another one's link (L4): at most one row an account, so it is paid for once.
create table app.referral (
  account text not null primary key,
  referrer text not null,
  state text not null check (state in ('waiting', 'paying', 'paid', 'declined')),
  created_at bigint not null,
  decided_by text,
  decided_at bigint
);
create index referral_referrer on app.referral (referrer, created_at desc);
create index referral_state on app.referral (state, created_at);

-- Why outputs were voted down, for staff.
create index output_voted on app.output (run) where vote_reason is not null;
