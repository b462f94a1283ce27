-- The gateway. Its answers are runs of the kind `api`, so that holds, receipts, usage, History and recovery are those of
-- every other run. What callers send and get is not kept unless they ask for it: their outputs have an empty text, and
-- with it the digest that a charge names.

alter table app.run drop constraint run_kind_check;
alter table app.run add constraint run_kind_check check (kind in ('command', 'compose', 'template', 'api'));
alter table app.run add column keeps_text boolean not null default true;
-- Tells whether the same key came with the same request, where the request itself is not kept.
alter table app.run add column fingerprint text;

alter table app.output add column text_sha256 text;
-- Why the model stopped, and the tokens that its provider counted.
alter table app.output add column model_end jsonb;
