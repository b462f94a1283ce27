import {
  type Page,
  type Problem,
  type RunDetail,
  type RunOutput,
  type RunSummary,
  problemOf,
} from '@inkwell/contract';
import type { LiveRun } from './live.ts';
import type { OutputRow, RunRow } from './store.ts';
import type { Context, Input, Outcome, RunSession } from './types.ts';

/** Receipts that are read at once. */
const RECEIPTS = 40;

type Voted = Pick<RunOutput, 'refunded' | 'vote'>;
const UNVOTED: Voted = { refunded: 0, vote: 'none' };

export const noRun = (run: string): Problem => problemOf('run_not_found', `There is no run ${run}.`, { run });

/** A run as it stands, with why its failed outputs failed. */
export interface ReadRun {
  row: RunRow;
  outputs: OutputRow[];
}

/** Reads runs. What a run that is being written has delivered comes from memory, votes and refunds from the ledger. */
export class RunReader {
  readonly #context: Context;
  readonly #live: ReadonlyMap<string, LiveRun>;

  constructor(context: Context, live: ReadonlyMap<string, LiveRun>) {
    this.#context = context;
    this.#live = live;
  }

  async read(account: string, run: string): Promise<ReadRun | null> {
    const row = await this.#context.store.run(account, run);
    return row === undefined ? null : { row, outputs: await this.#outputs([run]) };
  }

  /** Newest first. The cursor is the last run that was told. */
  async list(
    { query }: Input<'listRuns'>,
    { account, member }: RunSession,
  ): Promise<Outcome<Page<RunSummary>>> {
    const { store } = this.#context;
    const rows = await store.page(account, member, query.cursor ?? null, query.limit + 1);
    const page = rows.slice(0, query.limit);
    const outputs = await this.#outputs(page.map((row) => row.run));
    const voted = await this.#voted(account, outputs);
    const data = page.map((row) => {
      const own = outputs.filter((output) => output.run === row.run);
      return { ...headOf(row, own, voted), outputs: row.outputs };
    });
    const next_cursor = rows.length > page.length ? page.at(-1)!.run : null;
    return { ok: true, body: { data, next_cursor } };
  }

  async get({ params }: Input<'getRun'>, { account, member }: RunSession): Promise<Outcome<RunDetail>> {
    const row = await this.#context.store.runToRead(account, member, params.run);
    if (row === undefined) return { ok: false, problem: noRun(params.run) };
    const found = { row, outputs: await this.#outputs([row.run]) };
    const voted = await this.#voted(account, found.outputs);
    const outputs = found.outputs.map((row) => outputOf(row, voted.get(row.output)));
    return { ok: true, body: { ...headOf(found.row, found.outputs, voted), outputs } };
  }

  async #outputs(runs: string[]): Promise<OutputRow[]> {
    const rows = await this.#context.store.outputs(runs);
    return rows.map((row) => {
      const live = this.#live.get(row.run)?.outputs.find((output) => output.output === row.output);
      if (live === undefined || row.state !== 'streaming') return row;
      return { ...row, text: live.text, words: live.words };
    });
  }

  async #voted(account: string, outputs: OutputRow[]): Promise<Map<string, Voted>> {
    const { reads } = this.#context.ledger;
    const voted = new Map<string, Voted>();
    const loaded = await reads.load(account);
    if (loaded === undefined) return voted;
    const settled = outputs.filter((output) => output.state === 'settled');
    for (let from = 0; from < settled.length; from += RECEIPTS) {
      const some = settled.slice(from, from + RECEIPTS);
      const found = await Promise.all(some.map(({ output }) => reads.output(loaded, output)));
      for (const [i, receipt] of found.entries())
        if (receipt !== undefined) voted.set(some[i]!.output, receipt.record);
    }
    return voted;
  }
}

function headOf(row: RunRow, outputs: OutputRow[], voted: Map<string, Voted>) {
  const sum = (of: (output: OutputRow) => number): number =>
    outputs.reduce((total, output) => total + of(output), 0);
  const { run, kind, input, member, model } = row;
  return {
    run,
    kind,
    input,
    created_at: new Date(row.created_at).toISOString(),
    member,
    model,
    words: sum((output) => output.words),
    charged: sum((output) => output.charged),
    refunded: sum((output) => (voted.get(output.output) ?? UNVOTED).refunded),
  };
}

function outputOf(row: OutputRow, voted: Voted = UNVOTED): RunOutput {
  const { output, idx: index, text, words, charged, state, detail } = row;
  const finish = state === 'settled' ? row.finish : null;
  const { refunded, vote } = voted;
  return { output, index, text, words, charged, refunded, vote, state, finish, detail };
}
