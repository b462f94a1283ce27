import {
  type AccountState,
  type Entry,
  type Grant,
  type OutputRecord,
  accountBody,
  balanceOf,
  effectiveNow,
  explain,
  figuresOf,
  memberView,
  outputOf,
  previewEdit,
  project,
  type Catalogue,
} from '@inkwell/engine';
import { texts } from './arrays.ts';
import type { Database, Queryable } from './database.ts';
import { type AccountRow, type EntryRow, type GrantRow, entryOf, grantOf, stateOf } from './rows.ts';
import { LOAD_ACCOUNTS } from './sql/load.ts';
import * as sql from './sql/read.ts';

/** An account as it was loaded for reading: its place, its stored state, and that state projected to now (A3b). */
export interface Loaded {
  shard: number;
  account_no: number;
  stored: AccountState;
  state: AccountState;
  now: number;
}

/** Where a list of accounts goes on: behind this one of this shard. */
export interface AccountPlace {
  shard: number;
  account_no: number;
}

export interface UsageFigures {
  credits: number;
  refunded: number;
  outputs: number;
}
export interface UsageOfCycle extends UsageFigures {
  day: number;
  member: string;
  source: string;
  label: string;
}
export type UsageGroup = 'member' | 'day' | 'source' | 'label';
export type UsageSpan = { cycle: number } | { from_day: number; to_day: number };
export interface CycleRow {
  number: number;
  starts_at: number;
  ends_at: number;
  plan: string;
  credits: number;
}

interface ReadOptions {
  shards: number;
  shardOf: (account: string) => number;
  now: () => number;
  catalogue: () => Catalogue;
  deliveredWords: (account: string) => number;
}

/** Reads of accounts. They write nothing, wait for no lane, and see what is durable. */
export class Reads {
  readonly #db: Database;
  readonly #options: ReadOptions;
  /** Reads of the same moment share one statement a shard. */
  readonly #waiting = new Map<number, Map<string, PromiseWithResolvers<AccountRow | undefined>>>();

  constructor(db: Database, options: ReadOptions) {
    this.#db = db;
    this.#options = options;
  }

  #row(shard: number, account: string): Promise<AccountRow | undefined> {
    let batch = this.#waiting.get(shard);
    if (batch === undefined) {
      this.#waiting.set(shard, (batch = new Map()));
      setImmediate(() => void this.#flush(shard));
    }
    let waiting = batch.get(account);
    if (waiting === undefined) batch.set(account, (waiting = Promise.withResolvers()));
    return waiting.promise;
  }

  async #flush(shard: number): Promise<void> {
    const batch = this.#waiting.get(shard)!;
    this.#waiting.delete(shard);
    try {
      const rows = await this.#db.query<AccountRow>(
        LOAD_ACCOUNTS,
        [shard, texts([...batch.keys()])],
        'load_accounts',
      );
      const found = new Map(rows.map((row) => [row.account, row]));
      for (const [account, waiting] of batch) waiting.resolve(found.get(account));
    } catch (error) {
      for (const waiting of batch.values()) waiting.reject(error);
    }
  }

  /** The account, projected to its effective now; undefined if there is none. */
  async load(account: string): Promise<Loaded | undefined> {
    const shard = this.#options.shardOf(account);
    const row = await this.#row(shard, account);
    return row === undefined ? undefined : this.#loaded(shard, row);
  }

  #loaded(shard: number, row: AccountRow): Loaded {
    const stored = stateOf(row);
    const now = effectiveNow(stored, this.#options.now());
    const state = project(stored, { catalogue: this.#options.catalogue() }, now);
    return { shard, account_no: row.account_no, stored, state, now };
  }

  /** The account in a given snapshot, for `verify`. */
  async loadIn(db: Queryable, account: string): Promise<Loaded | undefined> {
    const shard = this.#options.shardOf(account);
    const rows = await db.query<AccountRow>(LOAD_ACCOUNTS, [shard, texts([account])]);
    return rows[0] === undefined ? undefined : this.#loaded(shard, rows[0]);
  }

  /** Accounts behind a place (null: from the start), shard by shard, the oldest of each first. */
  async accounts(after: AccountPlace | null, limit: number): Promise<(AccountPlace & { account: string })[]> {
    const found: (AccountPlace & { account: string })[] = [];
    let account_no = after?.account_no ?? 0;
    for (let shard = after?.shard ?? 0; shard < this.#options.shards && found.length < limit; shard += 1) {
      const params = [shard, account_no, limit - found.length];
      const rows = await this.#db.query<{ account: string; account_no: number }>(
        sql.ACCOUNTS_FROM,
        params,
        'accounts_from',
      );
      found.push(...rows.map((row) => ({ ...row, shard })));
      account_no = 0;
    }
    return found;
  }

  balanceOf({ state, now }: Loaded) {
    return balanceOf(state.account, figuresOf(state, now, this.#options.deliveredWords(state.account)));
  }

  accountOf({ state, now }: Loaded) {
    return accountBody(state, now, this.#options.deliveredWords(state.account));
  }

  explain({ state, now }: Loaded, asked: Parameters<typeof explain>[1]) {
    return explain(state, asked, now, this.#options.deliveredWords(state.account));
  }

  preview({ state, now }: Loaded, command: Parameters<typeof previewEdit>[1]) {
    return previewEdit(state, command, { catalogue: this.#options.catalogue(), now }, now);
  }

  /** Members with a cap of their own or with use in the current cycle, by name. */
  members({ state }: Loaded) {
    const names = new Set([...state.caps.keys(), ...state.members.keys()]);
    return [...names].sort().map((member) => memberView(state, member));
  }

  /** Entries with a seq below `before`, newest first. */
  async entries({ shard, account_no }: Loaded, before: number, limit: number): Promise<Entry[]> {
    const rows = await this.#db.query<EntryRow>(
      sql.ENTRIES_PAGE,
      [shard, account_no, before, limit],
      'entries_page',
    );
    return rows.map(entryOf);
  }

  /** Entries after `after`, oldest first, up to `limit`. */
  async entriesAfter({ shard, account_no }: Loaded, after: number, limit: number): Promise<Entry[]> {
    const params = [shard, account_no, after, Number.MAX_SAFE_INTEGER, limit];
    const rows = await this.#db.query<EntryRow>(sql.ENTRIES_FROM, params, 'entries_from');
    return rows.map(entryOf);
  }

  /** Grants with a seq below `before`, newest first, with the end of the cycle of plan and trial grants. */
  async grants(
    { shard, account_no, state }: Loaded,
    before: number,
    limit: number,
  ): Promise<{ grant: Grant; ends_at: number | null }[]> {
    const rows = await this.#db.query<GrantRow & { ends_at: number | null }>(
      sql.GRANTS_PAGE,
      [shard, account_no, before, limit],
      'grants_page',
    );
    return rows.map(({ ends_at, ...row }) => ({ grant: state.grants.get(row.seq) ?? grantOf(row), ends_at }));
  }

  /** What the journal says of an output, with its entries; undefined if it has none. */
  async output(
    { shard, account_no }: Loaded,
    output: string,
  ): Promise<{ record: OutputRecord; entries: Entry[] } | undefined> {
    const rows = await this.#db.query<EntryRow>(
      sql.OUTPUT_ENTRIES,
      [shard, account_no, output],
      'output_entries',
    );
    const entries = rows.map(entryOf);
    const record = outputOf(entries);
    return record === null ? undefined : { record, entries };
  }

  /** What the journal says of some outputs, in one statement; those it has nothing of are left out. */
  async outputs(
    { shard, account_no }: Loaded,
    outputs: readonly string[],
  ): Promise<Map<string, OutputRecord>> {
    const found = new Map<string, OutputRecord>();
    if (outputs.length === 0) return found;
    const rows = await this.#db.query<EntryRow>(
      sql.OUTPUTS_ENTRIES,
      [shard, account_no, texts([...outputs])],
      'outputs_entries',
    );
    for (const [output, entries] of Map.groupBy(rows.map(entryOf), (entry) => entry.output!))
      found.set(output, outputOf(entries)!);
    return found;
  }

  /** The outputs whose vote stands at `vote` now. */
  async votedOutputs({ shard, account_no }: Loaded, vote: 'up' | 'down'): Promise<string[]> {
    const rows = await this.#db.query<EntryRow>(sql.LAST_VOTES, [shard, account_no], 'last_votes');
    return rows.map(entryOf).flatMap(({ output, facts }) => (facts.vote === vote ? [output!] : []));
  }

  async usage(
    { shard, account_no }: Loaded,
    span: UsageSpan,
    group: UsageGroup,
  ): Promise<{ data: ({ key: string | number } & UsageFigures)[]; totals: UsageFigures }> {
    const is_span = 'from_day' in span;
    const params = [shard, account_no, ...(is_span ? [span.from_day, span.to_day] : [span.cycle])];
    const [data, totals] = await Promise.all([
      this.#db.query<{ key: string | number } & UsageFigures & Record<string, unknown>>(
        sql.usageBy(group, is_span),
        params,
      ),
      this.#db.query<UsageFigures & Record<string, unknown>>(sql.usageTotals(is_span), params),
    ]);
    return { data, totals: totals[0]! };
  }

  /** One row a day and member or source, for charts. */
  usageByDay({ shard, account_no }: Loaded, cycle: number, group: 'member' | 'source') {
    return this.#db.query<{ day: number; key: string } & UsageFigures & Record<string, unknown>>(
      sql.USAGE_BY_DAY_AND(group),
      [shard, account_no, cycle],
    );
  }

  /** All that is counted of a cycle: a row a day, member and source with the label empty, then one a day and label. */
  usageOfCycle({ shard, account_no }: Loaded, cycle: number) {
    return this.#db.query<UsageOfCycle & Record<string, unknown>>(sql.USAGE_OF_CYCLE, [
      shard,
      account_no,
      cycle,
    ]);
  }

  /** The account's cycles, newest first; of the current one as projected. */
  async cycles({ shard, account_no, state }: Loaded): Promise<CycleRow[]> {
    const rows = await this.#db.query<CycleRow & Record<string, unknown>>(sql.CYCLES, [shard, account_no]);
    const { number, starts_at, ends_at, limit } = state.cycle;
    if (rows.some((row) => row.number === number)) return rows;
    return [{ number, starts_at, ends_at, plan: state.plan, credits: limit }, ...rows];
  }
}
