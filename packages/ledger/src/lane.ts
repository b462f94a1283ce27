import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type Command,
  type Context,
  type Decision,
  type AccountState,
  type Entry,
  type Refusal,
  type RefusalCode,
  type Reply,
  decide,
  firstRefusal,
  outputExists,
} from '@inkwell/engine';
import type { Connection, Queryable } from './database.ts';
import { DatabaseError } from './database.ts';
import { OverloadedError, UnavailableError } from './errors.ts';
import { BatchFold } from './fold.ts';
import { type Cached, Memory } from './memory.ts';
import { storeStatement } from './sql/store.ts';
import { MovedError, WorkingSet } from './working-set.ts';

/** What a command is answered with: an accepted reply, or a refusal (X). */
export type Answer = { ok: true; reply: Reply; replayed: boolean } | { ok: false; refusal: Refusal };

/** What the ledger gives its lanes. */
export interface LaneOptions {
  context: () => Pick<Context, 'now' | 'catalogue'>;
  /** Words that this process's open streams have delivered for an account and not settled. */
  deliveredWords: (account: string) => number;
  /** Told after a batch is durable. `database_at` is the database's time in ms. */
  onStored: (shard: number, database_at: number) => void;
  /** Told of each refusal as it is answered; it must neither throw nor wait. */
  onRefused?: ((account: string, code: RefusalCode) => void) | undefined;
  onBatch?: ((commands: number, took_ms: number) => void) | undefined;
  batch_limit: number;
  queue_limit: number;
  memory: { accounts: number; keys: number };
}

interface Waiting {
  command: Command;
  clock_now: number | undefined;
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
}

type Decided = { waiting: Waiting; decision: Decision<AccountState> };
type Outcome = { kind: 'stored'; decided: Decided[] } | { kind: 'lost' };

/** How the next try of a batch goes about it. */
interface How {
  /** In a transaction that locks the shard first. */
  lock: boolean;
  /** Every key and output is looked up before anything is decided. */
  look_up_all: boolean;
}

/** Tries of one batch before its commands fail: each try has learned what the one before it lacked. */
const TRIES = 8;
/**
 * Turns of the event loop before a batch leaves. Those whom the last batch answered ask again within a few turns, and
 * ride with those who gathered meanwhile; without a wait the two halves take turns, in twice as many batches.
 */
const GATHER_TURNS = 4;

/**
 * One shard's queue, and group commit without a timer: while one batch is on its way to disk the next one gathers, and
 * for a few turns of the event loop more.
 * Commands on one account fold in memory, so a hot account is as fast as many cold ones.
 */
export class Lane {
  readonly shard: number;
  readonly #connection: Connection;
  readonly #options: LaneOptions;
  readonly #set: WorkingSet;
  #queue: Waiting[] = [];
  #running = false;
  #idle: (() => void)[] = [];

  constructor(shard: number, connection: Connection, options: LaneOptions) {
    this.shard = shard;
    this.#connection = connection;
    this.#options = options;
    this.#set = new WorkingSet(shard, new Memory(options.memory));
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** Resolves when the command is durable or refused. Rejects with `OverloadedError` or `UnavailableError`. */
  execute(command: Command, clock_now?: number): Promise<Answer> {
    if (this.#queue.length >= this.#options.queue_limit) return Promise.reject(new OverloadedError());
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#queue.push({ command, clock_now, resolve, reject });
    if (!this.#running) {
      this.#running = true;
      void this.#drain();
    }
    return promise;
  }

  /** Resolves when nothing waits and nothing runs. */
  idle(): Promise<void> {
    if (!this.#running) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  async close(): Promise<void> {
    await this.idle();
    await this.#connection.close();
  }

  async #drain(): Promise<void> {
    for (;;) {
      for (let turn = 0; turn < GATHER_TURNS; turn += 1) await nextTurn();
      const batch = this.#queue.splice(0, this.#options.batch_limit);
      if (batch.length === 0) break;
      await this.#run(batch);
    }
    this.#running = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Stores a batch and answers it, whatever it takes; never rejects. */
  async #run(batch: Waiting[]): Promise<void> {
    const started = performance.now();
    const how: How = { lock: false, look_up_all: false };
    for (let tries = 1; tries <= TRIES; tries += 1) {
      try {
        const outcome = await this.#try(batch, how);
        if (outcome.kind === 'stored') {
          this.#options.onBatch?.(batch.length, performance.now() - started);
          return answer(outcome.decided, this.#options.onRefused);
        }
        how.lock = true;
      } catch (error) {
        this.#forget(batch);
        if (error instanceof MovedError) how.lock = tries > 1;
        else if (!(await this.#recover(error, batch, how))) return;
      }
    }
    fail(batch, new UnavailableError('The shard is busy.', null));
  }

  #try(batch: Waiting[], how: How): Promise<Outcome> {
    if (!how.lock) return this.#attempt(this.#connection, batch, how);
    // After a lost fence: lock the shard first, then load, decide and store. Fencing alone once lost a thousand times
    // in a row to a process that was nearer to the database.
    return this.#connection.transaction((tx) => this.#attempt(tx, batch, how));
  }

  async #attempt(db: Queryable, batch: Waiting[], how: How): Promise<Outcome> {
    const set = this.#set;
    set.memory.beginBatch();
    await set.synchronise(db, how.lock);
    const commands = batch.map((waiting) => waiting.command);
    await set.prepare(db, commands, how.look_up_all);
    const fold = new BatchFold(set.position);
    const shared = this.#options.context();
    const fresh = { accounts: set.accounts };
    let decided = batch.map((waiting) => ({ waiting, decision: this.#decide(waiting, shared, fold, fresh) }));
    decided = await this.#confirm(db, decided);
    if (fold.touched.size === 0) return { kind: 'stored', decided };
    const stored = await this.#store(db, fold, fresh.accounts);
    if (stored) return { kind: 'stored', decided };
    this.#forget(batch);
    return { kind: 'lost' };
  }

  #decide(
    waiting: Waiting,
    shared: Pick<Context, 'now' | 'catalogue'>,
    fold: BatchFold,
    fresh: { accounts: number },
  ): Decision<AccountState> {
    const { command, clock_now } = waiting;
    const { memory } = this.#set;
    let cached = memory.accounts.get(command.account);
    const context: Context = {
      now: shared.now,
      catalogue: shared.catalogue,
      clock_now,
      delivered_words: this.#options.deliveredWords(command.account),
      keyed: undefined,
      output: undefined,
    };
    if (cached !== undefined && command.op !== 'touch') {
      const { account_no } = cached;
      context.keyed = memory.keys.get(account_no, command.key);
      if ('output' in command) context.output = this.#set.output(account_no, command.output);
    }
    const decision = decide(cached?.state, command, context);
    if (!decision.ok) return decision;
    if (cached === undefined) {
      cached = { account_no: (fresh.accounts += 1), state: decision.state, stored_seq: 0 };
      memory.accounts.set(command.account, cached);
    }
    cached.state = decision.state;
    memory.note(cached.account_no, decision.entries);
    fold.add(cached, cached.stored_seq, decision.entries);
    return decision;
  }

  /**
   * No refusal leaves before its key and output were looked up in the database at the position it was decided on: a
   * found key replays, a found output refuses by its own code. Nothing is decided anew, because the rest of the batch
   * has changed the accounts meanwhile and commands of one account keep their order.
   */
  async #confirm(db: Queryable, decided: Decided[]): Promise<Decided[]> {
    const commands = decided.filter(({ decision }) => !decision.ok).map(({ waiting }) => waiting.command);
    const wanted = this.#set.wantedByRefused(commands);
    if (wanted.keys.length === 0) return decided;
    await this.#set.lookUp(db, wanted, commands);
    return decided.map((one) => (one.decision.ok ? one : { ...one, decision: this.#known(one) }));
  }

  /** A refusal in the light of what the database knows of its key and output. */
  #known({ waiting: { command }, decision }: Decided): Decision<AccountState> {
    const cached = this.#set.memory.accounts.get(command.account);
    if (cached === undefined || command.op === 'touch' || decision.ok) return decision;
    const keyed = this.#set.memory.keys.get(cached.account_no, command.key);
    // What this batch itself has made came after the refusal, or the refusal would have seen it.
    const is_stored = (entry: Entry | undefined) => entry !== undefined && entry.seq <= cached.stored_seq;
    // A key that was used answers from its entry alone; the account as it stands now has no part in it.
    if (is_stored(keyed)) return decide(cached.state, command, { ...this.#options.context(), keyed });
    if (command.op !== 'charge' && command.op !== 'settle') return decision;
    const [charge] = this.#set.memory.outputs.get(cached.account_no, command.output) ?? [];
    if (!is_stored(charge)) return decision;
    return { ok: false, refusal: firstRefusal(decision.refusal, outputExists(command.output)) };
  }

  /** One statement; false if another process moved the shard first, and then nothing was written. */
  async #store(db: Queryable, fold: BatchFold, accounts: number): Promise<boolean> {
    const set = this.#set;
    const rows = fold.rows();
    const fence = { shard: this.shard, seen_position: set.position, new_position: fold.position, accounts };
    const { text, name, params } = storeStatement(fence, rows);
    const [result] = await db.query<{ stored: number; database_at: number }>(text, params, name);
    if (result!.stored !== 1) return false;
    set.position = fold.position;
    set.accounts = accounts;
    for (const { held } of fold.touched.values()) {
      const cached = held as Cached;
      cached.stored_seq = cached.state.seq;
      set.memory.trim(cached);
    }
    set.memory.endBatch();
    this.#options.onStored(this.shard, result!.database_at);
    return true;
  }

  /** Drops what a failed batch may have changed in memory. */
  #forget(batch: Waiting[]): void {
    this.#set.memory.drop(batch.map(({ command }) => command.account));
  }

  /** After an error: true to try the batch again, in the way that `how` then says; false if it has been answered. */
  async #recover(error: unknown, batch: Waiting[], how: How): Promise<boolean> {
    this.#set.reset();
    if (error instanceof DatabaseError) {
      if (error.is_unavailable && !error.code.startsWith('40')) {
        // Whether the batch was stored is unknown: the keys will tell (K1). What gathered behind it fails with it: one
        // timeout after the other would keep the last of a long queue waiting for minutes.
        const gone = new UnavailableError(error.message, error);
        fail(batch, gone);
        fail(this.#queue.splice(0), gone);
        return false;
      }
      how.lock = true;
      if (error.code.startsWith('40')) return true;
      // A key or an output of the batch is there already: the next try learns which, and answers them.
      if (error.code === '23505' && !how.look_up_all) return (how.look_up_all = true);
    }
    if (batch.length === 1) {
      fail(batch, error as Error);
      return false;
    }
    // One command of the batch carries what the database or the engine can't take: halve until it stands alone.
    const half = batch.length >> 1;
    await this.#run(batch.slice(0, half));
    await this.#run(batch.slice(half));
    return false;
  }
}

function answer(decided: Decided[], onRefused: LaneOptions['onRefused']): void {
  for (const { waiting, decision } of decided) {
    if (!decision.ok) onRefused?.(waiting.command.account, decision.refusal.code);
    waiting.resolve(
      decision.ok
        ? { ok: true, reply: decision.reply, replayed: decision.replayed }
        : { ok: false, refusal: decision.refusal },
    );
  }
}

function fail(batch: Waiting[], error: Error): void {
  for (const waiting of batch) waiting.reject(error);
}
