-- The app's own tables. They live beside the ledger's, are not sharded and never join them.
-- Instants are milliseconds since 1970 in UTC. Keys, tokens and sessions are kept as SHA-256 in lower-case hex.

create schema app;

create table app.operator_key (
  sha256 text not null primary key,
  created_at bigint not null
);

create table app.workspace (
  account text not null primary key,
  name text not null,
  is_default boolean not null,
  created_at bigint not null
);
create unique index workspace_default on app.workspace (is_default) where is_default;

create table app.person (
  account text not null references app.workspace (account),
  member text not null,
  name text not null,
  role text not null check (role in ('owner', 'admin', 'member')),
  staff boolean not null default false,
  created_at bigint not null,
  primary key (account, member)
);

create table app.api_key (
  key_id text not null primary key,
  account text not null,
  name text not null,
  hint text not null,
  sha256 text not null unique,
  created_by text not null,
  created_at bigint not null,
  last_used_at bigint,
  revoked_at bigint
);
create index api_key_account on app.api_key (account, created_at);

create table app.sign_in_token (
  sha256 text not null primary key,
  account text not null,
  member text not null,
  created_at bigint not null,
  foreign key (account, member) references app.person (account, member)
);

create table app.session (
  sha256 text not null primary key,
  account text not null,
  member text not null,
  created_at bigint not null,
  expires_at bigint not null,
  foreign key (account, member) references app.person (account, member)
);
create index session_expires on app.session (expires_at);
