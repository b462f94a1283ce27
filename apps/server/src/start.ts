import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { type Database, type Ledger, migrate, openLedger, openPGlite, openPostgres } from '@inkwell/ledger';
import type { Hono } from 'hono';
import { type Logger, destination, pino } from 'pino';
import { Gate } from './auth/gate.ts';
import { AuthStore } from './auth/store.ts';
import type { Config } from './config.ts';
import {
  addWorkspace,
  defaultWorkspace,
  makeOwnWorkspace,
  operatorKeys,
  signInToken,
} from './first-start.ts';
import { createApp, Operations } from './http/app.ts';
import { Metrics } from './http/metrics.ts';
import { mountRoutes } from './routes/index.ts';

export interface StartOptions {
  config: Config;
  /** Milliseconds since 1970; the process's clock unless told. */
  now?: () => number;
  /** An open database to use in place of the configured one; it is left open. */
  database?: Database;
  /** Told what is being done, in one line each. */
  say?: (line: string) => void;
}

export interface Running {
  url: string;
  /** The address with the token that signs its owner in. */
  sign_in_url: string;
  /** The operator's key, if it was made at this start. */
  operator_key: string | null;
  app: Hono;
  ledger: Ledger;
  close(): Promise<void>;
}

const APP_MIGRATIONS = new URL('./migrations/', import.meta.url);

function openDatabase(config: Config): Promise<Database> {
  if (config.database_url === null) return openPGlite(config.data_dir);
  return Promise.resolve(openPostgres({ connection_string: config.database_url }));
}

const logger = (config: Config): Logger =>
  pino(
    { level: config.log_level, redact: ['*.authorization', '*.cookie', '*.token', '*.key'] },
    destination({ fd: 2, sync: false }),
  );

async function listen(server: Server, port: number, host: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port: bound } = server.address() as AddressInfo;
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${bound}`;
}

/** Brings an instance up: database, ledger, first-start content, routes, port. */
export async function startServer(options: StartOptions): Promise<Running> {
  const { config, now = Date.now } = options;
  const log = logger(config);
  const database = options.database ?? (await openDatabase(config));
  await migrate(database, 'app', APP_MIGRATIONS);
  const ledger = await openLedger({ database, now, check_clock: options.now === undefined });
  const store = new AuthStore(database);
  const keys = await operatorKeys(store, config.operator_key, now());
  const workspace = (await defaultWorkspace(database)) ?? (await makeOwnWorkspace(database, ledger));
  await addWorkspace(database, workspace, now());
  const token = signInToken(config.data_dir);
  await store.addSignInToken(token, workspace.account, workspace.owner.member, now());
  const gate = new Gate(store, keys.digests, now);
  let closing = false;
  const metrics = new Metrics({ waiting: () => ledger.waiting, streams: () => 0 });
  const operations = new Operations(mountRoutes(ledger, metrics), metrics);
  const app = createApp(operations, {
    gate,
    log,
    metrics,
    body_limit_bytes: config.body_limit_bytes,
    isClosing: () => closing,
    page: () => Promise.resolve(null),
  });
  const server = createServer(getRequestListener(app.fetch, { hostname: config.host }));
  const url = await listen(server, config.port, config.host);
  return {
    url,
    sign_in_url: `${config.public_url ?? url}/?token=${token}`,
    operator_key: keys.made,
    app,
    ledger,
    close: async () => {
      closing = true;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await closed;
      await ledger.close();
      if (options.database === undefined) await database.close();
    },
  };
}
