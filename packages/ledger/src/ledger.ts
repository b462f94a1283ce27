import { type Catalogue, type Command, type Plan, type RefusalCode } from '@inkwell/engine';
import { fileOf } from './account-file.ts';
import { PlanCatalogue, DEFAULT_PLANS, readPlans, writePlan } from './catalogue.ts';
import { Clocks, type OperatorKey } from './clocks.ts';
import type { Database } from './database.ts';
import { UnavailableError } from './errors.ts';
import {
  type Deliver,
  type FollowOptions,
  Follower,
  type SpendingHead,
  type Spendings,
  spendingsAfter,
} from './follow.ts';
import { type FileLines, type Imported, importAccount } from './import.ts';
import { type Answer, Lane } from './lane.ts';
import { migrate } from './migrate.ts';
import { Reads } from './reads.ts';
import { DUE_ACCOUNTS } from './sql/read.ts';
import { type Verification, verifyAccount } from './verify.ts';

export interface LedgerOptions {
  database: Database;
  /** Milliseconds since 1970; the process's clock unless told. */
  now?: () => number;
  /** Shards of a new database (2 suit one server, many a cluster); an existing database keeps its own. */
  shards?: number;
  /** Plans of a new database. */
  plans?: Plan[];
  deliveredWords?: (account: string) => number;
  /** Told of each refusal as it is answered (L3: one may queue a top-up, none waits for it). */
  onRefused?: (account: string, code: RefusalCode) => void;
  /** Told of each batch that is durable: its commands, and the ms that it took. */
  onBatch?: (commands: number, took_ms: number) => void;
  /** Refuse to write while this process's clock and the database's are more than 2 s apart. */
  check_clock?: boolean;
  batch_limit?: number;
  queue_limit?: number;
  cached_accounts?: number;
  remembered_keys?: number;
}

const MAX_SKEW_MS = 2_000;
/** How long a new version of a plan waits before it takes effect: every process has read it by then (E5, A3). */
export const PLAN_NOTICE_MS = 60_000;
/** `select 1` takes a millisecond; whoever balances load wants to know sooner than a request would fail. */
const PING_MS = 2_000;
const SWEEP_PAGE = 500;
const BATCH_LIMIT = 2_000;

/** The small number that an account's rows carry; from a hash of its id (FNV-1a, 32 bits). */
export function shardOf(account: string, shards: number): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < account.length; i += 1) h = Math.imul(h ^ account.charCodeAt(i), 0x01000193);
  return (h >>> 0) % shards;
}

/** The shell around the engine: it loads, stores and tells; every rule is the engine's. */
export class Ledger {
  readonly reads: Reads;
  readonly clocks: Clocks;
  readonly shards: number;
  readonly #database: Database;
  readonly #lanes: Lane[];
  readonly #now: () => number;
  readonly #check_clock: boolean;
  readonly #followers = new Set<Follower>();
  #catalogue: PlanCatalogue;
  #skew_ms = 0;

  constructor(options: LedgerOptions, shards: number, plans: Plan[], lanes: (make: Ledger) => Lane[]) {
    this.#database = options.database;
    // Instants are whole milliseconds, whatever clock is given: the journal's hashes are over them.
    const { now = Date.now } = options;
    this.#now = () => Math.floor(now());
    this.#check_clock = options.check_clock ?? false;
    this.shards = shards;
    this.#catalogue = new PlanCatalogue(plans);
    this.#lanes = lanes(this);
    this.reads = new Reads(options.database, {
      shards,
      shardOf: (account) => shardOf(account, shards),
      now: this.#now,
      catalogue: () => this.#catalogue,
      deliveredWords: options.deliveredWords ?? (() => 0),
    });
    this.clocks = new Clocks({
      database: options.database,
      shards,
      advance: (account, clock, to_at) =>
        this.execute({
          op: 'advance_clock',
          account,
          to_at,
          key: `advance:${clock}:${to_at}`,
          actor: 'system',
        }),
    });
  }

  get catalogue(): Catalogue & Pick<PlanCatalogue, 'plansAt'> {
    return this.#catalogue;
  }

  /** This moment by the ledger's clock. */
  now(): number {
    return this.#now();
  }

  /** Commands that wait in all lanes. */
  get waiting(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.waiting, 0);
  }

  /** Carries out a command; answers when it is durable (K2) or refused (X). Rejects if the database is out of reach. */
  execute(command: Command): Promise<Answer> {
    const joins_clock = command.op === 'create_account' && command.clock !== undefined;
    if (joins_clock || Math.abs(this.#skew_ms) > MAX_SKEW_MS) return this.#executeAfter(command);
    return this.#laneOf(command).execute(command);
  }

  #laneOf(command: Command): Lane {
    return this.#lanes[shardOf(command.account, this.shards)]!;
  }

  /** What a command has to wait for before its lane: an agreed clock, the test clock that an account joins. */
  async #executeAfter(command: Command): Promise<Answer> {
    if (Math.abs(this.#skew_ms) > MAX_SKEW_MS) await this.checkClock();
    const clock = command.op === 'create_account' ? command.clock : undefined;
    if (clock === undefined) return this.#laneOf(command).execute(command);
    const clock_now = await this.clocks.nowOf(clock);
    const answer = await this.#laneOf(command).execute(command, clock_now);
    if (answer.ok) await this.clocks.catchUp(command.account, clock, clock_now!);
    return answer;
  }

  /** J2; undefined if there is no such account. */
  verify(account: string): Promise<Verification | undefined> {
    return verifyAccount(this.#database, this.reads, account);
  }

  /** The account as a file (account-file.ts), in pages of lines; undefined if there is no such account. */
  async exportAccount(account: string): Promise<AsyncIterable<string> | undefined> {
    const loaded = await this.reads.load(account);
    return loaded === undefined ? undefined : fileOf(this.reads, loaded);
  }

  /**
   * Makes the account out of its file, journal and all, or refuses: `invalid_request` names the line that does not fit,
   * `account_exists`, `plan_not_found`, `invalid_state` for a test clock that stands elsewhere here. Nothing is written
   * unless everything is. The shard waits meanwhile.
   */
  async importAccount(account: string, lines: FileLines): Promise<Imported> {
    const shard = shardOf(account, this.shards);
    const host = { database: this.#database, shard, catalogue: this.#catalogue, now: this.#now() };
    const imported = await importAccount(host, account, lines);
    if (imported.ok) this.#nudge(shard);
    return imported;
  }

  createClock(now_at: number, asked: OperatorKey): Promise<Answer> {
    return this.clocks.create(now_at, asked);
  }

  advanceClock(clock: string, to_at: number, asked: OperatorKey): Promise<Answer> {
    return this.clocks.advance(clock, to_at, asked);
  }

  /**
   * Touches sleeping accounts on which something is due, so that their notices go out (A3). Returns how many. Rejects with
   * what the first one failed with that could not be touched, once all others are.
   */
  async sweep(): Promise<number> {
    let touched = 0;
    const failures: unknown[] = [];
    for (let shard = 0; shard < this.shards; shard += 1) {
      for (;;) {
        const params = [shard, this.#now(), SWEEP_PAGE];
        const due = await this.#database.query<{ account: string }>(DUE_ACCOUNTS, params, 'due_accounts');
        const touches = due.map(({ account }) => this.execute({ op: 'touch', account }));
        const failed = (await Promise.allSettled(touches)).flatMap((touch) =>
          touch.status === 'rejected' ? [touch.reason as unknown] : [],
        );
        failures.push(...failed);
        touched += due.length - failed.length;
        // Who can't be touched stays due, and would fill page after page: the next sweep goes on.
        if (due.length < SWEEP_PAGE || failed.length > 0) break;
      }
    }
    if (failures.length > 0) throw failures[0];
    return touched;
  }

  /** Publishes a version of a plan; it takes effect at `effective_at`, at least a minute from now (E5). */
  async publishPlan(plan: Plan): Promise<void> {
    if (plan.effective_at < this.#now() + PLAN_NOTICE_MS)
      throw new RangeError('A plan version takes effect a minute from now at the earliest.');
    await writePlan(this.#database, plan);
    await this.refreshPlans();
  }

  /** Reads the catalogue anew; to be called at least twice in `PLAN_NOTICE_MS`. */
  async refreshPlans(): Promise<void> {
    this.#catalogue = new PlanCatalogue(await readPlans(this.#database));
  }

  /** By shard, the position of its last entry. */
  async positions(): Promise<number[]> {
    const rows = await this.#database.query<{ position: number }>(
      'select position from ledger.shard order by shard',
    );
    return rows.map(({ position }) => position);
  }

  /**
   * Follows all shards from now on, or from given positions. `nudge` tells the caller that this process has stored a
   * batch, so that it wakes the follower when it suits; what other processes store is found by waking now and then.
   */
  follow(deliver: Deliver, nudge: (follower: Follower) => void, options?: FollowOptions): Follower[] {
    const followers = Array.from(
      { length: this.shards },
      (_, shard) => new Follower(this.#database, shard, deliver, nudge, options),
    );
    for (const follower of followers) this.#followers.add(follower);
    return followers;
  }

  /** The next charges, settles and votes of a shard beyond a position: for those who keep their own cursor. */
  spendings(shard: number, after: number, wanted: (head: SpendingHead) => boolean): Promise<Spendings> {
    return spendingsAfter(this.#database, shard, after, wanted);
  }

  unfollow(followers: Follower[]): void {
    for (const follower of followers) this.#followers.delete(follower);
  }

  /** Called by a lane when a batch is durable: wakes the shard's followers. */
  stored(shard: number, database_at: number): void {
    if (this.#check_clock) this.#skew_ms = database_at - this.#now();
    this.#nudge(shard);
  }

  #nudge(shard: number): void {
    for (const follower of this.#followers) if (follower.shard === shard) follower.nudge();
  }

  /**
   * Asks the database for the time. Rejects if this process is more than 2 s off. Batches tell it by the way; who writes
   * once and leaves has to ask before.
   */
  async checkClock(): Promise<void> {
    const [row] = await this.#database.query<{ at: number }>(
      'select (extract(epoch from clock_timestamp()) * 1000)::bigint as at',
    );
    this.#skew_ms = row!.at - this.#now();
    if (Math.abs(this.#skew_ms) > MAX_SKEW_MS)
      throw new UnavailableError(
        `This process's clock is ${Math.round(this.#skew_ms)} ms off the database's.`,
        null,
      );
  }

  /** Whether the database answers in time. Rejects if it does not. */
  async ping(): Promise<void> {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => late.reject(new UnavailableError('The database takes too long.', null)),
      PING_MS,
    );
    try {
      await Promise.race([this.#database.query('select 1'), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Lets the lanes run empty and closes their connections; the database stays open. */
  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }
}

async function shardCount(database: Database, wanted: number): Promise<number> {
  const count = async () =>
    (await database.query<{ n: number }>('select count(*) as n from ledger.shard'))[0]!.n;
  if ((await count()) === 0)
    await database.query(
      'insert into ledger.shard (shard) select generate_series(0, $1::int - 1) on conflict do nothing',
      [wanted],
    );
  return count();
}

/** What a batch loads and makes must outlast the batch, or the memory's size would change meaning (J3). */
function memoryLimits(options: LedgerOptions): { accounts: number; keys: number } {
  const batch_limit = options.batch_limit ?? BATCH_LIMIT;
  return {
    accounts: Math.max(options.cached_accounts ?? 50_000, batch_limit),
    keys: Math.max(options.remembered_keys ?? 10_000, 2 * batch_limit),
  };
}

/** Migrates the database if needed and opens the ledger on it. */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { database } = options;
  await migrate(database);
  const shards = await shardCount(database, options.shards ?? (database.kind === 'pglite' ? 1 : 2));
  if ((await readPlans(database)).length === 0)
    for (const plan of options.plans ?? DEFAULT_PLANS) await writePlan(database, plan);
  const connections = await Promise.all(Array.from({ length: shards }, () => database.connect()));
  const makeLane = (ledger: Ledger, shard: number) =>
    new Lane(shard, connections[shard]!, {
      context: () => ({ now: ledger.now(), catalogue: ledger.catalogue }),
      deliveredWords: options.deliveredWords ?? (() => 0),
      onStored: (shard, database_at) => ledger.stored(shard, database_at),
      onRefused: options.onRefused,
      onBatch: options.onBatch,
      batch_limit: options.batch_limit ?? BATCH_LIMIT,
      queue_limit: options.queue_limit ?? 20_000,
      memory: memoryLimits(options),
    });
  return new Ledger(options, shards, await readPlans(database), (ledger) =>
    connections.map((_, shard) => makeLane(ledger, shard)),
  );
}
