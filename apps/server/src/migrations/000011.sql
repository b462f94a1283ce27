-- Mail addresses that are proved, the trial that waits for it, and mails about credits that people turn off; the interval
-- that a subscription turns to. Instants are milliseconds since 1970 in UTC.

-- One open proof a person: the address that is to be proved is their own, or the one that shall take its place. The link's
-- token and the code that can be typed instead are kept as SHA-256; the code works in a session of this person only.
create table app.mail_proof (
  person_id text not null primary key references app.person (id) on delete cascade,
  email text not null,
  token_sha256 text not null unique,
  code_sha256 text not null,
  tries int not null default 0 check (tries >= 0),
  sent_at bigint not null,
  expires_at bigint not null
);

-- The workspace whose trial begins when its owner's address is proved (L4): one a person. `taken`: the trial is this
-- workspace's already, and only the ledger has to hear of it.
create table app.trial_waiting (
  person_id text not null primary key references app.person (id) on delete cascade,
  account text not null unique,
  ref text,
  taken boolean not null default false,
  created_at bigint not null
);

-- An invitation that went by mail has a link of its own, which nobody but that mailbox has seen: it proves the address.
alter table app.invitation add column mail_token_sha256 text unique;

-- Whether somebody gets mails about credits. The token stands in each of those mails, so it is readable here; all that it
-- can do is to turn them off.
create table app.mail_choice (
  person_id text not null primary key references app.person (id) on delete cascade,
  token text not null unique,
  notices boolean not null default true
);

-- Who has been sent a notice already, as a list of members, when it is tried again for the others.
alter table app.notice_mail add column told jsonb not null default '[]';

-- What the payment provider has been told to make of a subscription when its period is over; null: it renews as it is.
alter table app.payment_account add column next_plan text;
alter table app.payment_account add column next_interval text check (next_interval in ('month', 'year'));
alter table app.payment_account add column next_price_cents bigint;
-- A schedule of ours is attached to the subscription, whatever that still says.
alter table app.payment_account add column has_schedule boolean not null default false;
