import { type AccountState, type Command, type OutputRecord, outputOf, seqOf } from '@inkwell/engine';
import { bigints, texts } from './arrays.ts';
import type { Queryable, Row } from './database.ts';
import type { Memory } from './memory.ts';
import {
  type AccountRow,
  type EntryRow,
  type GrantRow,
  type HoldRow,
  entryOf,
  grantOf,
  holdOf,
  stateOf,
} from './rows.ts';
import { CHANGED_SINCE, LOAD_ACCOUNTS, LOCK_SHARD, LOOK_UP, SHARD_POSITION } from './sql/load.ts';

/** Another process wrote to the shard while this batch was being decided: decide it again. */
export class MovedError extends Error {}

/** Where a shard stands: its last position, and how many accounts it has (the next one's number). */
interface ShardRow {
  position: number;
  accounts: number;
}

interface LookUp extends ShardRow {
  keyed: EntryRow[] | null;
  outputs: EntryRow[] | null;
  holds: HoldRow[] | null;
  grants: GrantRow[] | null;
}

interface Wanted {
  keys: [number, string][];
  outputs: [number, string][];
  holds: [number, number][];
  grants: [number, number][];
}

/** Each pair once: an output that was asked for twice would come back with all its entries twice. */
function distinct(pairs: [number, string][]): [number, string][] {
  return [...new Map(pairs.map((pair) => [pair.join('\n'), pair])).values()];
}

const nothing = (): Wanted => ({ keys: [], outputs: [], holds: [], grants: [] });

/**
 * The lane's view of its shard: what it remembers, and how it loads what it does not. `position` is the shard's as of
 * everything that is remembered; -1 when nothing is known.
 */
export class WorkingSet {
  readonly shard: number;
  readonly memory: Memory;
  position = -1;
  accounts = 0;

  constructor(shard: number, memory: Memory) {
    this.shard = shard;
    this.memory = memory;
  }

  /** Forgets all: the next batch starts from the database. */
  reset(): void {
    this.memory.clear();
    this.position = -1;
  }

  /** Reads the shard's position, locking it against other processes if told; drops what they have changed. */
  async synchronise(db: Queryable, lock: boolean): Promise<void> {
    if (!lock && this.position >= 0) return;
    const [row] = await db.query<ShardRow & Row>(
      lock ? LOCK_SHARD : SHARD_POSITION,
      [this.shard],
      lock ? 'lock_shard' : 'shard_position',
    );
    if (row === undefined) throw new Error(`shard ${this.shard} is missing`);
    await this.#adopt(db, row);
  }

  /** Adopts a newer position only after every account with entries since has been dropped. */
  async #adopt(db: Queryable, { position, accounts }: ShardRow): Promise<void> {
    if (position === this.position) return;
    if (this.position < 0 || position < this.position) this.memory.clear();
    else {
      const rows = await db.query<{ account: string }>(
        CHANGED_SINCE,
        [this.shard, this.position],
        'changed_since',
      );
      this.memory.drop(rows.map((row) => row.account));
    }
    this.position = position;
    this.accounts = accounts;
  }

  /**
   * Loads what the commands need and memory lacks; with `all`, every key and output they name. Throws `MovedError` if
   * the shard moved meanwhile.
   */
  async prepare(db: Queryable, commands: Command[], all: boolean): Promise<void> {
    await this.#loadAccounts(db, commands);
    const wanted = nothing();
    for (const command of commands) this.#want(command, wanted, all);
    if (wanted.keys.length + wanted.outputs.length + wanted.holds.length + wanted.grants.length > 0)
      await this.lookUp(db, wanted, commands);
    const closed = nothing();
    for (const command of commands)
      if (command.op === 'vote') this.#wantGrants(command.account, command.output, closed);
    if (closed.grants.length > 0) await this.lookUp(db, closed, commands);
  }

  async #loadAccounts(db: Queryable, commands: Command[]): Promise<void> {
    const missing = new Set<string>();
    for (const { account } of commands)
      if (this.memory.accounts.get(account) === undefined) missing.add(account);
    if (missing.size === 0) return;
    const rows = await db.query<AccountRow>(
      LOAD_ACCOUNTS,
      [this.shard, texts([...missing])],
      'load_accounts',
    );
    const [first] = rows;
    if (first !== undefined && first.position !== this.position) {
      await this.#adopt(db, first);
      throw new MovedError();
    }
    for (const row of rows)
      this.memory.accounts.set(row.account, {
        account_no: row.account_no,
        state: stateOf(row),
        stored_seq: row.seq,
      });
  }

  #want(command: Command, wanted: Wanted, all: boolean): void {
    const cached = this.memory.accounts.get(command.account);
    if (cached === undefined || command.op === 'touch') return;
    const { account_no, state } = cached;
    if (all || this.memory.isRecent(account_no, command.key)) wanted.keys.push([account_no, command.key]);
    if (all && 'output' in command) wanted.outputs.push([account_no, command.output]);
    if (command.op === 'vote') {
      wanted.outputs.push([account_no, command.output]);
    } else if (command.op === 'settle' || command.op === 'extend' || command.op === 'release') {
      const seq = seqOf('hold', state, command.hold);
      if (seq !== null && !state.holds.has(seq)) wanted.holds.push([account_no, seq]);
    } else if (command.op === 'revoke') {
      const seq = seqOf('grant', state, command.grant);
      if (seq !== null && !state.grants.has(seq)) wanted.grants.push([account_no, seq]);
    }
  }

  #wantGrants(account: string, output: string, wanted: Wanted): void {
    const cached = this.memory.accounts.get(account);
    if (cached === undefined) return;
    const record = this.output(cached.account_no, output);
    if (record === undefined) return;
    for (const [grant] of [...record.spent, ...record.returned])
      if (!cached.state.grants.has(grant)) wanted.grants.push([cached.account_no, grant]);
  }

  /** Looks up keys, outputs, holds and grants in one snapshot and remembers what is found. */
  async lookUp(db: Queryable, wanted: Wanted, commands: Command[]): Promise<void> {
    const named = (list: [number, string][]) => [
      bigints(list.map(([account_no]) => account_no)),
      texts(list.map(([, name]) => name)),
    ];
    const numbered = (list: [number, number][]) => [
      bigints(list.map(([account_no]) => account_no)),
      bigints(list.map(([, seq]) => seq)),
    ];
    const { keys, outputs: wanted_outputs, holds, grants } = wanted;
    const params = [this.shard, ...named(keys), ...named(distinct(wanted_outputs))];
    const rest = [...numbered(holds), ...numbered(grants)];
    const [found] = await db.query<LookUp & Row>(LOOK_UP, [...params, ...rest], 'look_up');
    if (found!.position !== this.position) {
      await this.#adopt(db, found!);
      throw new MovedError();
    }
    for (const row of found!.keyed ?? []) this.memory.keys.set(row.account_no, row.key!, entryOf(row));
    const outputs = Map.groupBy(found!.outputs ?? [], (row) => `${row.account_no}\n${row.output}`);
    for (const rows of outputs.values())
      this.memory.outputs.set(rows[0]!.account_no, rows[0]!.output!, rows.map(entryOf));
    const states = this.#statesOf(commands);
    for (const row of found!.holds ?? []) states.get(row.account_no)?.holds.set(row.seq, holdOf(row));
    for (const row of found!.grants ?? []) {
      const state = states.get(row.account_no);
      // The cycle's own grant is in memory already, with the counters of the account row.
      if (state !== undefined && !state.grants.has(row.seq)) state.grants.set(row.seq, grantOf(row));
    }
  }

  /** The output as memory knows it (R1, C1). */
  output(account_no: number, output: string): OutputRecord | undefined {
    const entries = this.memory.outputs.get(account_no, output);
    return entries === undefined ? undefined : (outputOf(entries) ?? undefined);
  }

  #statesOf(commands: Command[]): Map<number, AccountState> {
    const states = new Map<number, AccountState>();
    for (const { account } of commands) {
      const cached = this.memory.accounts.get(account);
      if (cached !== undefined) states.set(cached.account_no, cached.state);
    }
    return states;
  }

  /** What to ask before these commands' refusals may leave: their keys, and the outputs they name. */
  wantedByRefused(commands: Command[]): Wanted {
    const wanted = nothing();
    for (const command of commands) {
      const cached = this.memory.accounts.get(command.account);
      if (cached === undefined || command.op === 'touch') continue;
      wanted.keys.push([cached.account_no, command.key]);
      if (command.op === 'charge' || command.op === 'settle')
        wanted.outputs.push([cached.account_no, command.output]);
    }
    return wanted;
  }
}
