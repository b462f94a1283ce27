import {
  Client,
  type ClientBase,
  type ClientConfig,
  type CustomTypesConfig,
  Pool,
  type PoolClient,
  types as builtin,
} from 'pg';
import type { Connection, Database, Param, Queryable, Row } from './database.ts';
import { DatabaseError, SESSION_SETTINGS, toDatabaseError } from './database.ts';

/** bigint as a number: the ledger's figures stay far below 2^53. */
const types: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === 20 ? Number : builtin.getTypeParser(oid, format as 'text')) as typeof builtin.getTypeParser,
};

export interface PostgresOptions {
  connection_string: string;
  pool_size?: number;
  /** A statement that takes longer fails, so that no request hangs. */
  statement_timeout_ms?: number;
  connect_timeout_ms?: number;
}

/** Batches take milliseconds and the longest reads a second or two: who waits longer had better be told. */
const STATEMENT_TIMEOUT_MS = 10_000;

function configOf(options: PostgresOptions): ClientConfig {
  return {
    connectionString: options.connection_string,
    types,
    statement_timeout: options.statement_timeout_ms ?? STATEMENT_TIMEOUT_MS,
    query_timeout: (options.statement_timeout_ms ?? STATEMENT_TIMEOUT_MS) + 2_000,
    connectionTimeoutMillis: options.connect_timeout_ms ?? 3_000,
    keepAlive: true,
    application_name: 'inkwell',
    options: Object.entries(SESSION_SETTINGS)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  };
}

/** Connections on which the server gave up waiting for its synchronous standby, and told so in a warning only. */
const unconfirmed = new WeakSet<ClientBase>();

/** A cancelled wait looks like a commit, yet a standby that is promoted may lack it: the outcome is unknown. */
function heedStandby(client: ClientBase): void {
  client.on('notice', ({ routine }) => {
    if (routine === 'SyncRepWaitForLSN') unconfirmed.add(client);
  });
}

/** The connection itself failed: its owner drops it. */
const isLost = (error: unknown): boolean =>
  error instanceof DatabaseError && (error.code === '' || /^(08|57)/.test(error.code));

async function run<T extends Row>(
  client: ClientBase,
  text: string,
  params: Param[],
  name: string | undefined,
): Promise<T[]> {
  try {
    const config = name === undefined ? { text, values: params } : { text, values: params, name };
    const result = await client.query<T>(config);
    if (unconfirmed.delete(client)) throw new Error('the wait for the synchronous standby was cancelled');
    return result.rows;
  } catch (error) {
    throw toDatabaseError(error);
  }
}

async function inTransaction<T>(client: ClientBase, work: (tx: Queryable) => Promise<T>): Promise<T> {
  await run(client, 'begin', [], undefined);
  try {
    const result = await work({ query: (text, params = [], name) => run(client, text, params, name) });
    await run(client, 'commit', [], undefined);
    return result;
  } catch (error) {
    // The first error is the one that tells. On a lost connection a roll-back would only wait as long again for an
    // answer that does not come; one that fails leaves the connection to its owner.
    if (!isLost(error)) await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** A lane's connection: made when first used, made again after it was lost. */
class PostgresConnection implements Connection {
  readonly #config: ClientConfig;
  #client: Client | null = null;
  #closed = false;

  constructor(config: ClientConfig) {
    this.#config = config;
  }

  async #ready(): Promise<Client> {
    if (this.#closed) throw toDatabaseError(new Error('the connection is closed'));
    if (this.#client !== null) return this.#client;
    const client = new Client(this.#config);
    const drop = () => {
      if (this.#client === client) this.#client = null;
    };
    client.on('error', drop);
    client.on('end', drop);
    heedStandby(client);
    try {
      await client.connect();
    } catch (error) {
      await client.end().catch(() => undefined);
      throw toDatabaseError(error);
    }
    this.#client = client;
    return client;
  }

  /** After a failure of the connection itself nothing that is still on the wire may answer the next query. */
  async #guard<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = await this.#ready();
    try {
      return await work(client);
    } catch (error) {
      if (isLost(error)) {
        if (this.#client === client) this.#client = null;
        void client.end().catch(() => undefined);
      }
      throw error;
    }
  }

  query<T extends Row>(text: string, params: Param[] = [], name?: string): Promise<T[]> {
    return this.#guard((client) => run<T>(client, text, params, name));
  }

  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    return this.#guard((client) => inTransaction(client, work));
  }

  async close(): Promise<void> {
    this.#closed = true;
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }
}

/** A PostgreSQL server: a pool for reads, a connection of its own for each lane. */
export function openPostgres(options: PostgresOptions): Database {
  const config = configOf(options);
  const pool = new Pool({ ...config, max: options.pool_size ?? 8, idleTimeoutMillis: 60_000 });
  // An idle connection that the server closes is replaced by the pool, and the query of a busy one fails. Without these
  // listeners either would end the process: the pool takes its own away while a connection is lent out.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    heedStandby(client);
  });
  const withClient = async <T>(work: (client: PoolClient) => Promise<T>): Promise<T> => {
    const client = await pool.connect().catch((error: unknown) => {
      throw toDatabaseError(error);
    });
    try {
      const result = await work(client);
      client.release();
      return result;
    } catch (error) {
      client.release(error instanceof DatabaseError && error.is_unavailable);
      throw error;
    }
  };
  return {
    kind: 'postgres',
    query: (text, params = [], name) => withClient((client) => run(client, text, params, name)),
    transaction: (work) => withClient((client) => inTransaction(client, work)),
    script: (text) =>
      withClient(async (client) => {
        await client.query(text);
      }),
    connect: () => Promise.resolve(new PostgresConnection(config)),
    close: () => pool.end(),
  };
}
