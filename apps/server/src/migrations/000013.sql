-- Documents are found by what is in them: their text without its nodes and marks, kept beside them by each save, once as
-- it is to be shown and once in small letters to be searched. What is there already is read out of the nodes here, a
-- space where two of them meet, until it is saved again.
alter table app.document add column plain text not null default '', add column plain_lower text not null default '';
update app.document d set plain = found.text, plain_lower = lower(found.text)
from (
  select document, (
    select string_agg(t #>> '{}', ' ') from jsonb_path_query(content, 'strict $.**.text', silent => true) t
  ) as text
  from app.document
) found
where found.document = d.document and found.text is not null;
