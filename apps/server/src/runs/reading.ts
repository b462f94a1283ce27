import {
  type Page,
  type Problem,
  type RunDetail,
  type RunOutput,
  type RunSummary,
  problemOf,
} from '@inkwell/contract';
import type { LiveRun } from './live.ts';
import type { OutputRow, RunFilter, RunPage, RunRow } from './store.ts';
import type { Context, Input, Outcome, RunSession } from './types.ts';

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
  async list({ query }: Input<'listRuns'>, session: RunSession): Promise<Outcome<Page<RunSummary>>> {
    const { cursor = null, limit } = query;
    const filter = await this.filterOf(query, session);
    const rows = filter === null ? [] : await this.rows({ ...filter, before: cursor, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const data = await this.summaries(session.account, page);
    const next_cursor = rows.length > page.length ? page.at(-1)!.run : null;
    return { ok: true, body: { data, next_cursor } };
  }

  /** A page of runs as they are stored. */
  rows(filter: RunPage): Promise<RunRow[]> {
    return this.#context.store.page(filter);
  }

  /** Runs as lists tell them: with what they cost, without texts. */
  async summaries(account: string, page: RunRow[]): Promise<RunSummary[]> {
    const outputs = this.#withLive(await this.#context.store.outputHeads(page.map((row) => row.run)));
    const voted = await this.#voted(account, outputs);
    const byRun = Map.groupBy(outputs, (output) => output.run);
    return page.map((row) => ({ ...headOf(row, byRun.get(row.run) ?? [], voted), outputs: row.outputs }));
  }

  /** null where nothing can be left: no such cycle, or nobody voted so. */
  async filterOf(
    { day, cycle, vote, output, cursor: _cursor, limit: _limit, ...same }: Input<'listRuns'>['query'],
    { account, member }: RunSession,
  ): Promise<RunFilter | null> {
    const filter = { ...same, account, reader: member };
    const outputs = output === undefined ? undefined : [output];
    if (day === undefined && cycle === undefined && vote === undefined) return { ...filter, outputs };
    const { reads } = this.#context.ledger;
    const loaded = await reads.load(account);
    if (loaded === undefined) return null;
    const spans: Span[] = [];
    if (day !== undefined) spans.push(daySpan(day, loaded.state.time_zone));
    if (cycle !== undefined) {
      const found = (await reads.cycles(loaded)).find((row) => row.number === cycle);
      if (found === undefined) return null;
      spans.push({ from: found.starts_at, to: found.ends_at });
    }
    const span =
      spans.length === 0
        ? {}
        : { from: Math.max(...spans.map(({ from }) => from)), to: Math.min(...spans.map(({ to }) => to)) };
    if (vote === undefined) return { ...filter, ...span, outputs };
    const voted = await reads.votedOutputs(loaded, vote);
    const both = outputs === undefined ? voted : voted.filter((one) => one === output);
    return both.length === 0 ? null : { ...filter, ...span, outputs: both };
  }

  async get({ params }: Input<'getRun'>, { account, member }: RunSession): Promise<Outcome<RunDetail>> {
    const row = await this.#context.store.runToRead(account, member, params.run);
    if (row === undefined) return { ok: false, problem: noRun(params.run) };
    const [body] = await this.details(account, [row]);
    return { ok: true, body: body! };
  }

  /** Runs with their outputs and texts. */
  async details(account: string, page: RunRow[]): Promise<RunDetail[]> {
    const all = await this.#outputs(page.map((row) => row.run));
    const voted = await this.#voted(account, all);
    const byRun = Map.groupBy(all, (output) => output.run);
    return page.map((row) => {
      const own = byRun.get(row.run) ?? [];
      const outputs = own.map((output) => outputOf(output, voted.get(output.output)));
      return { ...headOf(row, own, voted), outputs };
    });
  }

  async #outputs(runs: string[]): Promise<OutputRow[]> {
    return this.#withLive(await this.#context.store.outputs(runs));
  }

  #withLive(rows: OutputRow[]): OutputRow[] {
    return rows.map((row) => {
      const run = this.#live.get(row.run);
      const live = run?.outputs.find((output) => output.output === row.output);
      if (run === undefined || live === undefined || row.state !== 'streaming') return row;
      return { ...row, text: run.row.keeps_text ? live.text : '', words: live.words };
    });
  }

  async #voted(account: string, outputs: OutputRow[]): Promise<ReadonlyMap<string, Voted>> {
    const { reads } = this.#context.ledger;
    const settled = outputs.flatMap(({ output, state }) => (state === 'settled' ? [output] : []));
    const loaded = settled.length === 0 ? undefined : await reads.load(account);
    return loaded === undefined ? new Map() : reads.outputs(loaded, settled);
  }
}

interface Span {
  from: number;
  to: number;
}

/** A calendar day of a time zone, in milliseconds since 1970. */
function daySpan(day: string, time_zone: string): Span {
  const date = Temporal.PlainDate.from(day);
  const startOf = (of: Temporal.PlainDate): number => of.toZonedDateTime(time_zone).epochMilliseconds;
  return { from: startOf(date), to: startOf(date.add({ days: 1 })) };
}

function headOf(row: RunRow, outputs: OutputRow[], voted: ReadonlyMap<string, Voted>) {
  const sum = (of: (output: OutputRow) => number): number =>
    outputs.reduce((total, output) => total + of(output), 0);
  const { run, kind, input, member, template, model, keeps_text } = row;
  return {
    run,
    kind,
    input,
    created_at: new Date(row.created_at).toISOString(),
    member,
    template,
    model,
    keeps_text,
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
