-- People, sign-in and workspaces. The tables of better-auth under our own names (src/people/names.ts pairs them); a test
-- compares them with what the library wants. Its instants are timestamptz, our own are milliseconds since 1970 in UTC.
-- Session tokens, invitations' links and sign-in tokens are kept as SHA-256 in lower-case hex.

alter table app.workspace rename to former_workspace;
alter table app.person rename to former_person;
alter table app.session rename to former_session;
alter table app.sign_in_token rename to former_sign_in_token;
drop index app.workspace_default;
drop index app.session_expires;

-- `id` is the ledger's member. `role` is the instance's: 'user' or 'staff'.
create table app.person (
  id text not null primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  role text not null default 'user',
  banned boolean,
  ban_reason text,
  ban_expires timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- `id` is the ledger's account.
create table app.workspace (
  id text not null primary key,
  name text not null,
  slug text not null unique,
  logo text,
  metadata text,
  created_at timestamptz not null,
  -- Where the link that the terminal prints leads to.
  is_default boolean not null default false,
  is_demo boolean not null default false
);
create unique index workspace_default on app.workspace (is_default) where is_default;

create table app.membership (
  id text not null primary key,
  workspace_id text not null references app.workspace (id) on delete cascade,
  person_id text not null references app.person (id) on delete cascade,
  role text not null check (role in ('owner', 'admin', 'member')),
  created_at timestamptz not null,
  last_active_at bigint,
  unique (workspace_id, person_id)
);
create index membership_person on app.membership (person_id);
-- One owner at most; that there is one at least is kept by removing an owner's membership with the workspace only.
create unique index membership_owner on app.membership (workspace_id) where role = 'owner';

create table app.session (
  id text not null primary key,
  token text not null unique,
  person_id text not null references app.person (id) on delete cascade,
  active_workspace_id text references app.workspace (id) on delete set null,
  ip_address text,
  user_agent text,
  impersonated_by text,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index session_person on app.session (person_id);
create index session_expires on app.session (expires_at);

-- How a person signs in: one row with a hashed password.
create table app.credential (
  id text not null primary key,
  account_id text not null,
  provider_id text not null,
  person_id text not null references app.person (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);
create index credential_person on app.credential (person_id);

create table app.verification (
  id text not null primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index verification_identifier on app.verification (identifier);

create table app.invitation (
  id text not null primary key,
  workspace_id text not null references app.workspace (id) on delete cascade,
  email text not null,
  role text,
  status text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  inviter_id text not null references app.person (id) on delete cascade,
  token_sha256 text unique
);
create index invitation_workspace on app.invitation (workspace_id, status);
create index invitation_email on app.invitation (email);

create table app.rate_limit (
  key text not null primary key,
  count int not null,
  started_at bigint not null,
  ends_at bigint not null
);
create index rate_limit_ends on app.rate_limit (ends_at);

-- A link that a terminal or a test gives away: it signs this person in to this workspace.
create table app.sign_in_token (
  sha256 text not null primary key,
  person_id text not null references app.person (id) on delete cascade,
  workspace_id text not null references app.workspace (id) on delete cascade,
  created_at bigint not null
);

-- Who asked for a new password while there was no mail server: staff give them a link.
create table app.reset_ask (
  person_id text not null primary key references app.person (id) on delete cascade,
  asked_at bigint not null
);

-- Mail addresses, normalised and hashed, that have had their trial (L4). It outlives the person.
create table app.trial_taken (
  mail_sha256 text not null primary key,
  taken_at bigint not null
);

insert into app.workspace (id, name, slug, created_at, is_default, is_demo)
select account, name, account, to_timestamp(created_at / 1000.0), is_default, name = 'Juniper & Co.' and account like 'juniper%'
from app.former_workspace;

insert into app.person (id, name, email, created_at, updated_at)
select member, min(name), md5(member) || '@no-mail.invalid', to_timestamp(min(created_at) / 1000.0), to_timestamp(min(created_at) / 1000.0)
from app.former_person group by member;

-- A workspace of several owners keeps the first as its owner; the others become admins.
insert into app.membership (id, workspace_id, person_id, role, created_at)
select md5(account || ' ' || member), account, member,
  case when role = 'owner' and row_number() over (partition by account, role order by created_at, member) > 1 then 'admin' else role end,
  to_timestamp(created_at / 1000.0)
from app.former_person;

update app.person set role = 'staff'
where id in (select p.member from app.former_person p where p.staff)
or id in (
  select m.person_id from app.membership m join app.workspace w on w.id = m.workspace_id
  where w.is_default and not w.is_demo and m.role = 'owner'
);

insert into app.session (id, token, person_id, active_workspace_id, expires_at, created_at, updated_at)
select sha256, sha256, member, account, to_timestamp(expires_at / 1000.0), to_timestamp(created_at / 1000.0), to_timestamp(created_at / 1000.0)
from app.former_session;

insert into app.sign_in_token (sha256, person_id, workspace_id, created_at)
select sha256, member, account, created_at from app.former_sign_in_token;

drop table app.former_session;
drop table app.former_sign_in_token;
drop table app.former_person;
drop table app.former_workspace;
