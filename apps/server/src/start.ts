import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { type Database, type Ledger, migrate, openLedger, openPGlite, openPostgres } from '@inkwell/ledger';
import type { Hono } from 'hono';
import { type Logger, destination, pino } from 'pino';
import { Gate } from './auth/gate.ts';
import { AuthStore } from './auth/store.ts';
import type { Config } from './config.ts';
import { briefReader } from './documents/brief.ts';
import { Documents } from './documents/index.ts';
import { VoiceStore } from './documents/voices.ts';
import { EventHub } from './events/hub.ts';
import { type Workspace, defaultWorkspace, makeOwnWorkspace } from './first-start.ts';
import { hasPeople, operatorKeys, signInToken } from './first-start.ts';
import { createApp, Operations } from './http/app.ts';
import { openAllowances } from './http/allowance.ts';
import { Metrics } from './http/metrics.ts';
import { startJobs } from './jobs.ts';
import { createPages } from './pages/pages.ts';
import { StaticFiles } from './pages/static.ts';
import { type Payments, openPayments } from './payments/index.ts';
import { signIn } from './routes/app.ts';
import { createPeople, peopleJobs } from './people/index.ts';
import { mountRoutes } from './routes/index.ts';
import { type Runs, createRuns } from './runs/index.ts';
import { seedDemo } from './seed.ts';
import { Templates } from './templates/index.ts';
import { chooseWriter } from './writing/choose.ts';

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

const VERSION = (createRequire(import.meta.url)('../package.json') as { version: string }).version;
/** What requests under way get after a stop before their connections are cut. */
const LAST_ANSWERS_MS = 5_000;
/** Slow senders are let go; event streams are answers, so no limit of these touches them. */
const SERVER_OPTIONS = { headersTimeout: 20_000, requestTimeout: 60_000, keepAliveTimeout: 15_000 };
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

/** Opens the ledger, the writer and the runs; the words that streams deliver are known to the ledger's balances. */
async function openRooms(options: StartOptions, database: Database, log: Logger) {
  const { config, now = Date.now } = options;
  const writer = chooseWriter(config.env);
  await migrate(database, 'app', APP_MIGRATIONS);
  const late: { runs: Runs | null; payments: Payments | null; metrics: Metrics | null } = {
    runs: null,
    payments: null,
    metrics: null,
  };
  const deliveredWords = (account: string): number => late.runs?.deliveredWords(account) ?? 0;
  const check_clock = options.now === undefined;
  const seeds = await firstContent(options, database);
  const ledger = await openLedger({
    database,
    now,
    check_clock,
    deliveredWords,
    queue_limit: config.queue_limit,
    onBatch: (commands, took_ms) => late.metrics?.batch(commands, took_ms),
    onRefused: (account, code) => late.payments?.refused(account, code),
  });
  const workspace = seeds ?? (await defaultWorkspace(database)) ?? (await makeOwnWorkspace(database, ledger));
  const documents = new Documents(database, now);
  const voices = new VoiceStore(database);
  const briefOf = briefReader(documents, voices);
  const templates = new Templates(database, now);
  const runs = createRuns({ database, ledger, writer, log, now, briefOf, templates });
  late.runs = runs;
  return { writer, ledger, runs, templates, documents, voices, workspace, deliveredWords, late };
}

/** Seeds the demo at the first start, if it is wanted: on a new data folder unless told otherwise. */
async function firstContent(options: StartOptions, database: Database): Promise<Workspace | null> {
  const { config, now = Date.now, say } = options;
  const wanted =
    config.seed ?? (config.database_url === null && options.database === undefined ? 'demo' : 'none');
  if (wanted === 'none' || (await hasPeople(database))) return null;
  say?.('First start: writing the demo workspace.');
  return seedDemo(database, now());
}

/** Brings an instance up: database, ledger, first-start content, routes, port. */
export async function startServer(options: StartOptions): Promise<Running> {
  const { config, now = Date.now } = options;
  const log = logger(config);
  const database = options.database ?? (await openDatabase(config));
  const close_database = () => (options.database === undefined ? database.close() : Promise.resolve());
  try {
    const { writer, ledger, runs, templates, documents, voices, workspace, deliveredWords, late } =
      await openRooms(options, database, log);
    const store = new AuthStore(database);
    const keys = await operatorKeys(store, config.operator_key, now());
    const token = signInToken(config.data_dir);
    await store.addSignInToken(token, workspace.account, workspace.owner.member, now());
    const gate = new Gate(store, keys.digests, now);
    const hub = new EventHub({ ledger, log, deliveredWords });
    const state = { is_draining: false, is_closing: false, url: '' };
    const address = () => config.public_url ?? state.url;
    const payments = openPayments({ env: config.env, database, ledger, log, now, address });
    late.payments = payments;
    const people = createPeople({ config, database, ledger, auth: store, gate, url: address, now }, log);
    const metrics = new Metrics({ waiting: () => ledger.waiting, streams: () => hub.streams });
    late.metrics = metrics;
    const allowances = openAllowances(now);
    const isDraining = () => state.is_draining;
    const parts = {
      config,
      ledger,
      store,
      gate,
      hub,
      runs,
      templates,
      documents,
      voices,
      writer,
      metrics,
      log,
      now,
      payments,
      people,
      allowances,
      isDraining,
    };
    const operations: Operations = new Operations(
      mountRoutes({ ...parts, operations: () => operations }),
      metrics,
    );
    const page = createPages({
      version: VERSION,
      server_url: () => config.public_url ?? state.url,
      files: new StaticFiles(),
      signIn: (token, headers) => signIn(parts, token, headers),
    });
    const { body_limit_bytes } = config;
    const app = createApp(operations, {
      gate,
      log,
      body_limit_bytes,
      allowances,
      isClosing: () => state.is_closing,
      page,
    });
    payments.mount(app);
    const answer = getRequestListener(app.fetch, { hostname: config.host });
    const server = createServer(SERVER_OPTIONS, (request, response) => void answer(request, response));
    state.url = await listen(server, config.port, config.host);
    const jobs = startJobs(ledger, gate, hub, documents, log, [...payments.jobs, ...peopleJobs(people)]);
    let closed: Promise<void> | null = null;
    const close = async () => {
      state.is_draining = true;
      if (config.drain_ms > 0) await pause(config.drain_ms);
      state.is_closing = true;
      await stopServing(server, hub, runs);
      await jobs.stop();
      await payments.idle();
      people.mailer.close();
      await ledger.close();
      await close_database();
    };
    return {
      url: state.url,
      sign_in_url: `${config.public_url ?? state.url}/?token=${token}`,
      operator_key: keys.made,
      app,
      ledger,
      close: () => (closed ??= close()),
    };
  } catch (error) {
    await close_database();
    throw error;
  }
}

/** No new requests; streams of events end, runs settle what they delivered, requests under way are answered. */
async function stopServing(server: Server, hub: EventHub, runs: Runs): Promise<void> {
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
