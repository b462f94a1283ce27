-- The last entry that came with the account's file when it was imported: followers are told of what came after it. null: the
-- account began here.
alter table ledger.account add column imported_seq bigint check (imported_seq > 0);
