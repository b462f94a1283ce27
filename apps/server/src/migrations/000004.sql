-- A workspace's own templates, the favourites of its people, and the outputs that they keep. Instants are milliseconds
-- since 1970 in UTC. Nothing here points at people or workspaces: ids are the ledger's own.

create table app.template (
  template text collate "C" not null primary key,
  account text not null,
  author text not null,
  -- Name, category, inputs, prompt, tips: checked by the contract before it comes here.
  body jsonb not null,
  -- The key of its making: the same request again is answered, not done again.
  make_key text,
  created_at bigint not null,
  updated_at bigint not null,
  updated_by text not null
);
create index template_account on app.template (account, template);
create unique index template_made on app.template (account, make_key) where make_key is not null;

create table app.template_favourite (
  account text not null,
  member text not null,
  template text not null,
  created_at bigint not null,
  primary key (account, member, template)
);

create table app.output_favourite (
  account text not null,
  member text not null,
  output text collate "C" not null references app.output (output) on delete cascade,
  created_at bigint not null,
  primary key (account, member, output)
);

-- What was filled in, as canonical JSON by the inputs' ids; `input` holds the same in words.
alter table app.run add column inputs text;
create index run_template on app.run (account, member, template, created_at) where template is not null;
