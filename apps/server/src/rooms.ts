import { type Database, type Ledger, migrate, openLedger } from '@inkwell/ledger';
import type { RefusalCode } from '@inkwell/engine';
import type { Logger } from 'pino';
import { Gate } from './auth/gate.ts';
import { AuthStore } from './auth/store.ts';
import { Backups } from './backup.ts';
import type { Config } from './config.ts';
import { briefReader } from './documents/brief.ts';
import { Documents } from './documents/index.ts';
import { VoiceStore } from './documents/voices.ts';
import { type EarnParts, followPayments } from './earn/index.ts';
import { PromoStore } from './earn/promos.ts';
import { Referrals } from './earn/referrals.ts';
import { EventHub } from './events/hub.ts';
import { type Workspace, defaultWorkspace, hasPeople, makeOwnWorkspace } from './first-start.ts';
import { operatorKeys } from './first-start.ts';
import { openAllowances } from './http/allowance.ts';
import { Exports } from './exports/index.ts';
import { History } from './history/index.ts';
import { Metrics } from './http/metrics.ts';
import { NoticeMail } from './notices/index.ts';
import { openPayments } from './payments/index.ts';
import { createPeople } from './people/index.ts';
import { openPrograms } from './programs/index.ts';
import type { Parts } from './routes/index.ts';
import { createRuns } from './runs/index.ts';
import { seedDemo } from './seed/index.ts';
import { createStaff } from './staff/index.ts';
import { Templates } from './templates/index.ts';
import { Webhooks } from './webhooks/index.ts';
import { chooseWriter } from './writing/choose.ts';

/** The rooms of the server and what each stands on: the one place where they are put together. */

/** The app's migrations; the ledger has its own. */
export const APP_MIGRATIONS = new URL('./migrations/', import.meta.url);

/** What the whole process shares. */
export interface Ground {
  config: Config;
  database: Database;
  log: Logger;
  now: () => number;
  version: string;
  /** The address that people use; known once the port is. */
  url: () => string;
  isDraining: () => boolean;
  /** The clock is the process's own and must agree with the database's. */
  check_clock: boolean;
  /** The demo is wanted where nobody has said otherwise. */
  demo_by_default: boolean;
  say: (line: string) => void;
}

/** Everything that the routes stand on but the routes themselves. */
export type Rooms = Omit<Parts, 'operations' | 'runs'> & {
  runs: ReturnType<typeof createRuns>;
  workspace: Workspace;
  notices: NoticeMail;
  /** The operator's key, if it was made just now. */
  made_key: string | null;
};

/**
 * Rooms that tell each other things in a circle: the ledger asks the runs for delivered words, and tells the payments
 * of refusals. Each is filled in as soon as it is made.
 */
interface Late {
  deliveredWords: (account: string) => number;
  refused: (account: string, code: RefusalCode) => void;
}

/** Seeds the demo at the first start, if it is wanted: on a new data folder unless told otherwise. */
async function firstContent({
  config,
  database,
  now,
  demo_by_default,
  say,
  log,
}: Ground): Promise<Workspace | null> {
  const wanted = config.seed ?? (demo_by_default ? 'demo' : 'none');
  if (wanted === 'none' || (await hasPeople(database))) return null;
  say('First start: writing the demo workspace.');
  return seedDemo(database, now(), log, shardsOf(config));
}

/** What a ledger is told of its shards. */
export const shardsOf = ({ shards }: Pick<Config, 'shards'>) => (shards === null ? {} : { shards });

async function openLedgerRoom(ground: Ground, metrics: Metrics, late: Late) {
  const { config, database, now, check_clock } = ground;
  await migrate(database, 'app', APP_MIGRATIONS);
  const seeds = await firstContent(ground);
  const ledger = await openLedger({
    database,
    now,
    check_clock,
    ...shardsOf(config),
    deliveredWords: (account) => late.deliveredWords(account),
    queue_limit: config.queue_limit,
    onBatch: (commands, took_ms) => metrics.batch(commands, took_ms),
    onRefused: (account, code) => late.refused(account, code),
  });
  const workspace = seeds ?? (await defaultWorkspace(database)) ?? (await makeOwnWorkspace(database, ledger));
  return { ledger, workspace };
}

/** Where texts are made and kept: the writer, runs, templates, documents. */
async function openWriting({ config, database, log, now }: Ground, ledger: Ledger, late: Late) {
  const writer = await chooseWriter(config.env);
  const documents = new Documents(database, now);
  const voices = new VoiceStore(database);
  const templates = new Templates(database, now);
  const briefOf = briefReader(documents, voices);
  const runs = createRuns({ database, ledger, writer, log, now, briefOf, templates });
  late.deliveredWords = (account) => runs.deliveredWords(account);
  return { writer, documents, voices, templates, runs };
}

/** Who comes in, what they pay and earn, and who helps them. */
async function openOffices(
  ground: Ground,
  ledger: Ledger,
  writer: Parts['writer'],
  metrics: Metrics,
  late: Late,
) {
  const { config, database, log, now, url, version } = ground;
  const store = new AuthStore(database);
  const { digests, made: made_key } = await operatorKeys(store, config.operator_key, now());
  const gate = new Gate(store, digests, now);
  const hub = new EventHub({ ledger, log, deliveredWords: (account) => late.deliveredWords(account) });
  const payments = await openPayments({ env: config.env, database, ledger, log, now, address: url });
  late.refused = (account, code) => payments.refused(account, code);
  const referrals = new Referrals(database, now);
  const endPayments = (account: string) => payments.leave(account);
  const given = { config, database, ledger, auth: store, gate, referrals, endPayments, url, now };
  const people = createPeople(given, log);
  const { mailer, limits } = people;
  const { queue_limit } = config;
  const console = { database, ledger, mailer, hub, writer, payments, queue_limit, version, url, now };
  const staff = createStaff(console);
  const promos = new PromoStore(database);
  const { acts } = staff;
  const earn: EarnParts = { ledger, log, promos, referrals, acts, limits, payments, url, now };
  followPayments(earn);
  const told = { database, ledger, mailer, people: people.store, log, url, now };
  const notices = new NoticeMail({ ...told, choices: people.proofs });
  const onTry = (outcome: Parameters<Metrics['webhook']>[0]) => metrics.webhook(outcome);
  const webhooks = new Webhooks({ ...told, config, version, onTry });
  return { store, gate, hub, payments, people, staff, earn, notices, webhooks, made_key };
}

/** Migrates the database, writes the first content, and opens every room. */
export async function openRooms(ground: Ground): Promise<Rooms> {
  const { config, database, log, now, isDraining } = ground;
  const late: Late = { deliveredWords: () => 0, refused: () => undefined };
  const gauges = { waiting: () => 0, streams: () => 0 };
  const metrics = new Metrics({ waiting: () => gauges.waiting(), streams: () => gauges.streams() });
  const { ledger, workspace } = await openLedgerRoom(ground, metrics, late);
  const writing = await openWriting(ground, ledger, late);
  const offices = await openOffices(ground, ledger, writing.writer, metrics, late);
  gauges.waiting = () => ledger.waiting;
  gauges.streams = () => offices.hub.streams;
  const allowances = openAllowances(now);
  const backups = new Backups(database, config.data_dir);
  const programs = openPrograms(database, ledger, now);
  const history = new History(writing.runs.reader, programs, ledger);
  const reads = { ledger, runs: writing.runs.reader, history, programs, log, now };
  const exports = new Exports(reads, database, offices.people.store);
  const shared = { config, ledger, backups, metrics, allowances, programs, isDraining, log, now, workspace };
  return { ...shared, ...writing, ...offices, history, exports };
}
