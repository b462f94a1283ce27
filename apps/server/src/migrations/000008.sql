-- Notices that go out by mail. They are taken from the ledger's journal: the cursor says up to where.

create table app.notice_cursor (
  shard int not null primary key,
  position bigint not null
);

create table app.notice_mail (
  account text not null,
  seq bigint not null,
  notice text not null,
  tries int not null default 0 check (tries >= 0),
  next_at bigint not null,
  created_at bigint not null,
  primary key (account, seq)
);
create index notice_mail_due on app.notice_mail (next_at);
