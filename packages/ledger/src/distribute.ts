import type { Queryable } from './database.ts';

/**
 * The ledger on Citus: its tables become distributed ones by `shard`, so that all rows of a shard live on one worker and
 * a batch stays a single-shard statement. Plans, test clocks and operators' keys are small, belong to the instance and
 * are never joined with these: they stay on the coordinator, as do the app's tables.
 */

/** `shard` first: the others are colocated with it. */
export const SHARDED_TABLES = [
  'ledger.shard',
  'ledger.account',
  'ledger.account_name',
  'ledger.credit_grant',
  'ledger.hold',
  'ledger.member_cap',
  'ledger.usage_day',
  'ledger.cycle',
  'ledger.entry',
] as const;

/**
 * The statements that distribute the tables, without those that are already. They need no lock of ours: Citus takes its
 * own, moves the rows that are there, and refuses writes to a table while it does.
 */
export function distributeStatements(distributed: readonly string[] = []): string[] {
  const [first, ...others] = SHARDED_TABLES;
  const statements = [
    [first, `select create_distributed_table('${first}', 'shard')`],
    ...others.map((table) => [
      table,
      `select create_distributed_table('${table}', 'shard', colocate_with => '${first}')`,
    ]),
  ] as [string, string][];
  return statements.filter(([table]) => !distributed.includes(table)).map(([, statement]) => statement);
}

/** Whether Citus is there: its version, and which tables it has distributed; null where the extension is not made. */
export async function citusState(db: Queryable): Promise<{ version: string; distributed: string[] } | null> {
  const [extension] = await db.query<{ version: string }>(
    `select extversion as version from pg_extension where extname = 'citus'`,
  );
  if (extension === undefined) return null;
  const rows = await db.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_dist_partition p
     join pg_class c on c.oid = p.logicalrelid join pg_namespace n on n.oid = c.relnamespace`,
  );
  return { version: extension.version, distributed: rows.map(({ name }) => name) };
}
