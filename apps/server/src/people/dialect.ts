import type { Database, Param, Row } from '@inkwell/ledger';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';

/**
 * Kysely upon the ledger's `Database`, so that better-auth works on whatever the instance works on: a server's pool, or
 * PGlite's one connection. There are no transactions here: on PGlite one would hold up the lanes while a password is
 * hashed.
 *
 * better-auth reads the process's clock. The instance's clock is given (`now`), so instants are moved by the difference
 * of the two on their way in and back on their way out: what the library takes for its own time is the instance's.
 * Without a given clock the difference is nothing.
 */
export function dialectOf(database: Database, now: () => number, onFailure: (error: Error) => void): Dialect {
  const ahead_ms = (): number => now() - Date.now();
  const stored = (value: unknown): Param =>
    (value instanceof Date ? new Date(value.getTime() + ahead_ms()).toISOString() : value) as Param;
  const read = (row: Row): Row => {
    for (const name in row) {
      const value = row[name];
      if (value instanceof Date) row[name] = new Date(value.getTime() - ahead_ms());
    }
    return row;
  };
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      // A change without `returning` would not say how many rows it touched.
      const counts = /^(?:update|delete)\b/i.test(sql) && !/\breturning\b/i.test(sql);
      const rows = await database
        .query(counts ? `${sql} returning 1` : sql, parameters.map(stored))
        .catch((error: unknown) => {
          onFailure(error as Error);
          throw error;
        });
      const numAffectedRows = BigInt(rows.length);
      return { rows: (counts ? [] : rows.map(read)) as R[], numAffectedRows };
    },
    streamQuery() {
      throw new Error('Nothing streams here.');
    },
  };
  const refuse = (): Promise<void> => Promise.reject(new Error('There are no transactions here.'));
  const driver: Driver = {
    init: () => Promise.resolve(),
    acquireConnection: () => Promise.resolve(connection),
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: () => Promise.resolve(),
    // The database is the instance's: whoever opened it closes it.
    destroy: () => Promise.resolve(),
  };
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}
