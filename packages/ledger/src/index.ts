/** The ledger: the engine's rules on PostgreSQL, or on PGlite in this process. See ../README.md. */
export type { Command, KeyedCommand, Reply } from '@inkwell/engine';
export { type FileHeader, FILE_FORMAT, FILE_VERSION, linesOf } from './account-file.ts';
export { DEFAULT_PLANS, PlanCatalogue } from './catalogue.ts';
export type { OperatorKey } from './clocks.ts';
export {
  type Connection,
  type Database,
  DatabaseError,
  type Param,
  type Queryable,
  type Row,
} from './database.ts';
export { SHARDED_TABLES, citusState, distributeStatements } from './distribute.ts';
export { OverloadedError, UnavailableError, isOutOfReach } from './errors.ts';
export type { Followed, Follower, Spending, SpendingHead } from './follow.ts';
export type { FileLines, Imported } from './import.ts';
export type { Answer } from './lane.ts';
export { Ledger, type LedgerOptions, PLAN_NOTICE_MS, openLedger, shardOf } from './ledger.ts';
export { type SchemaState, SchemaError, migrate, schemaState } from './migrate.ts';
export { FolderLockedError, lockFolder, openPGlite } from './pglite.ts';
export { openPostgres, type PostgresOptions } from './postgres.ts';
export type { AccountPlace, CycleRow, Loaded, Reads, UsageFigures, UsageGroup, UsageSpan } from './reads.ts';
export { keepUp } from './upkeep.ts';
export { usageDays } from './usage.ts';
export type { Verification } from './verify.ts';
