-- Documents, their versions, the saved voices of a workspace, and what a model was given for a run. Instants are
-- milliseconds since 1970 in UTC. Ids of documents and versions begin with their instant.

create table app.document (
  document text collate "C" not null primary key,
  account text not null,
  -- The member who made it. What is private is theirs alone.
  author text not null,
  title text not null,
  -- ProseMirror JSON, checked by the contract before it comes here.
  content jsonb not null,
  brief jsonb not null,
  words bigint not null check (words >= 0),
  is_private boolean not null default false,
  -- Counts the saves. A save names the one that it was made upon.
  revision bigint not null default 1 check (revision > 0),
  -- The key of the last save and of the making: the same request again is answered, not done again.
  save_key text,
  make_key text,
  created_at bigint not null,
  updated_at bigint not null,
  updated_by text not null,
  -- In the trash since; gone thirty days later.
  deleted_at bigint
) with (fillfactor = 70);
create index document_listed on app.document (account, updated_at desc, document desc) where deleted_at is null;
create index document_trash on app.document (deleted_at) where deleted_at is not null;
create unique index document_made on app.document (account, make_key) where make_key is not null;

-- A document as it stood before a later save replaced it, or when somebody asked to keep it.
create table app.document_version (
  version text collate "C" not null primary key,
  document text collate "C" not null references app.document (document) on delete cascade,
  revision bigint not null,
  kind text not null check (kind in ('auto', 'kept', 'restore')),
  title text not null,
  content jsonb not null,
  words bigint not null,
  -- Who had written it, and when it stood so.
  member text not null,
  created_at bigint not null,
  kept_at bigint not null
);
create index document_version_of on app.document_version (document, version desc);

create table app.voice (
  voice text not null primary key,
  account text not null,
  name text not null,
  description text not null,
  created_by text not null,
  created_at bigint not null
);
create index voice_account on app.voice (account, name);

-- What a run was given beside its command: the document it was asked in, the text around it, the brief as it stood
-- then, and the messages that a model gets from all of that.
alter table app.run add column document text;
alter table app.run add column context jsonb;
alter table app.run add column brief jsonb;
alter table app.run add column prompt jsonb;
