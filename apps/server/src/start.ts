import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { type Database, type Ledger, keepUp, openPGlite, openPostgres } from '@inkwell/ledger';
import type { Hono } from 'hono';
import { type Logger, destination, pino } from 'pino';
import { type Config, ownAddress } from './config.ts';
import { signInToken } from './first-start.ts';
import { createApp, Operations } from './http/app.ts';
import { startJobs } from './jobs.ts';
import { createPages } from './pages/pages.ts';
import { StaticFiles } from './pages/static.ts';
import { peopleJobs } from './people/index.ts';
import { type Rooms, openRooms } from './rooms.ts';
import { signIn } from './routes/app.ts';
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
  /** Gives one of the jobs a turn now (jobs.ts). */
  turn(job: string): Promise<void>;
  close(): Promise<void>;
}

const VERSION = (createRequire(import.meta.url)('../package.json') as { version: string }).version;
/** What requests under way get after a stop before their connections are cut. */
const LAST_ANSWERS_MS = 5_000;
/** Slow senders are let go; event streams are answers, so no limit of these touches them. */
const SERVER_OPTIONS = { headersTimeout: 20_000, requestTimeout: 60_000, keepAliveTimeout: 15_000 };

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
  return ownAddress(host, bound);
}

/** What changes in the life of a server. */
interface Stage {
  is_draining: boolean;
  is_closing: boolean;
  url: string;
}

/** The rooms behind their routes and pages. */
function mountApp(rooms: Rooms, stage: Stage, address: () => string): Hono {
  const { config, gate, log, allowances, payments } = rooms;
  const { requests } = rooms.programs;
  const operations: Operations = new Operations(
    mountRoutes({ ...rooms, operations: () => operations }),
    rooms.metrics,
  );
  const page = createPages({
    version: VERSION,
    server_url: address,
    files: new StaticFiles(),
    signIn: (token, headers) => signIn(rooms, token, headers),
  });
  const { body_limit_bytes, public_url } = config;
  const isClosing = () => stage.is_closing;
  const app = createApp(operations, {
    gate,
    log,
    body_limit_bytes,
    allowances,
    public_url,
    requests,
    isClosing,
    page,
  });
  payments.mount(app);
  return app;
}

/** Brings an instance up: database, ledger, first-start content, routes, port. */
export async function startServer(options: StartOptions): Promise<Running> {
  const { config, now = Date.now } = options;
  const log = logger(config);
  const database = options.database ?? (await openDatabase(config));
  const close_database = () => (options.database === undefined ? database.close() : Promise.resolve());
  const stage: Stage = { is_draining: false, is_closing: false, url: '' };
  const address = () => config.public_url ?? stage.url;
  try {
    const rooms = await openRooms({
      config,
      database,
      log,
      now,
      version: VERSION,
      url: address,
      isDraining: () => stage.is_draining,
      check_clock: options.now === undefined,
      demo_by_default: config.database_url === null && options.database === undefined,
      say: options.say ?? (() => undefined),
    });
    const { workspace, gate, hub, documents, payments, people, ledger } = rooms;
    const token = signInToken(config.data_dir);
    await rooms.store.addSignInToken(token, workspace.account, workspace.owner.member, now());
    const app = mountApp(rooms, stage, address);
    const answer = getRequestListener(app.fetch, { hostname: config.host });
    const server = createServer(SERVER_OPTIONS, (request, response) => void answer(request, response));
    stage.url = await listen(server, config.port, config.host);
    const jobs = startJobs(ledger, gate, hub, documents, log, [
      ...payments.jobs,
      ...peopleJobs(people),
      ...rooms.notices.jobs,
      ...rooms.webhooks.jobs,
      ...rooms.programs.jobs,
      { name: 'keep_up', every_ms: 60_000, run: () => keepUp(database) },
    ]);
    // Whatever was charged while nobody served is read before somebody asks for it.
    jobs
      .turn('programs')
      .catch((error: unknown) => log.warn({ err: error }, 'the journal could not be read yet'));
    let closed: Promise<void> | null = null;
    const close = async () => {
      stage.is_draining = true;
      if (config.drain_ms > 0) await pause(config.drain_ms);
      stage.is_closing = true;
      await stopServing(server, rooms);
      await rooms.programs.projection.close();
      await jobs.stop();
      await rooms.webhooks.close();
      await payments.idle();
      people.mailer.close();
      await ledger.close();
      await close_database();
    };
    return {
      url: stage.url,
      sign_in_url: `${address()}/?token=${token}`,
      operator_key: rooms.made_key,
      app,
      ledger,
      turn: (job) => jobs.turn(job),
      close: () => (closed ??= close()),
    };
  } catch (error) {
    await close_database();
    throw error;
  }
}

/** No new requests; streams of events end, runs settle what they delivered, requests under way are answered. */
async function stopServing(server: Server, { hub, runs }: Pick<Rooms, 'hub' | 'runs'>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  hub.close();
  await runs.close();
  // Keep-alive connections whose last answer is out hold the server open no longer than this.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const enough = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(enough);
}
