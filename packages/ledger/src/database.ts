/** The small interface behind which both back ends stand. SQL stays within what PostgreSQL 15 understands. */

export type Row = Record<string, unknown>;
/** Bytes go as they are, in the type's binary form (arrays.ts). */
export type Param = string | number | null | Uint8Array;

export interface Queryable {
  /**
   * Runs one statement. `name` makes it a prepared statement of the connection. Rows hold numbers for bigint, text
   * for text, parsed values for json. Throws `DatabaseError`.
   */
  query<T extends Row = Row>(text: string, params?: Param[], name?: string): Promise<T[]>;
}

/** A connection of its own, for a lane: what it runs comes one after another. */
export interface Connection extends Queryable {
  transaction<T>(run: (tx: Queryable) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface Database extends Connection {
  readonly kind: 'postgres' | 'pglite';
  connect(): Promise<Connection>;
  /** Runs a script of several statements. */
  script(text: string): Promise<void>;
  /** Copies the database's files as they stand at one moment; statements wait meanwhile. Embedded databases only. */
  copyTo?(folder: string): Promise<void>;
}

/** An error of the database with its SQLSTATE ('' if the connection was lost before one came). */
export class DatabaseError extends Error {
  readonly code: string;

  constructor(message: string, code: string, cause: unknown) {
    super(message, { cause });
    this.name = 'DatabaseError';
    this.code = code;
  }

  /** The connection, the server or its resources failed (08, 40, 53, 57, 58, XX, or no answer): try again later. */
  get is_unavailable(): boolean {
    return this.code === '' || /^(08|40|53|55|57|58|XX)/.test(this.code);
  }
}

export function toDatabaseError(error: unknown): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const { message, code } = error as { message?: string; code?: unknown };
  // Node's own codes (ECONNREFUSED, EPIPE, …) say that the server is out of reach; SQLSTATEs have five characters.
  const state = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : '';
  return new DatabaseError(message ?? String(error), state, error);
}

/** Settings of every connection: the ledger's statements take primary-key plans whatever the statistics say. */
export const SESSION_SETTINGS = {
  // A generic plan cached on a small table once took 480 ms where 1.5 ms was due at 1 M rows; nested loops over the
  // primary key are right at every size, because a batch touches as many rows as it has commands.
  plan_cache_mode: 'force_generic_plan',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_memoize: 'off',
  jit: 'off',
  timezone: 'UTC',
} as const;
