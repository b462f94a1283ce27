import { type HistoryList, type ProgramOutput, invalidRequest } from '@inkwell/contract';
import { type OutputRecord, instantText } from '@inkwell/engine';
import type { Ledger } from '@inkwell/ledger';
import type { Programs } from '../programs/index.ts';
import type { ListedOutput } from '../programs/outputs.ts';
import type { Input, Outcome, RunSession } from '../runs/types.ts';
import type { Runs } from '../runs/index.ts';
import type { RunFilter, RunRow } from '../runs/store.ts';

type Query = Input<'listHistory'>['query'];
type Item = HistoryList['data'][number];

/** The last run and the last output of a program that were told; null before the first of them. */
interface Place {
  run: string | null;
  seq: number | null;
}

type Listed = { run: RunRow } | { output: ListedOutput };

const CURSOR = /^([\w.:@+-]*)~(\d{0,15})$/;
const WRONG_CURSOR = { field: 'query.cursor', message: 'must be a next_cursor that this list answered with' };

function placeOf(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return { run: null, seq: null };
  const [, run, seq] = CURSOR.exec(cursor) ?? [];
  if (run === undefined) return undefined;
  return { run: run === '' ? null : run, seq: seq === '' ? null : Number(seq) };
}

/**
 * Runs and what programs charged, newest first. Each of the two has its own order and its own place in the cursor, so
 * that a page reads no more than itself, however long the history is. Costs and votes are the ledger's.
 */
export class History {
  readonly #runs: Runs['reader'];
  readonly #programs: Pick<Programs, 'projection' | 'outputs'>;
  readonly #reads: Ledger['reads'];

  constructor(
    runs: Runs['reader'],
    programs: Pick<Programs, 'projection' | 'outputs'>,
    { reads }: Pick<Ledger, 'reads'>,
  ) {
    this.#runs = runs;
    this.#programs = programs;
    this.#reads = reads;
  }

  async list({ query }: Input<'listHistory'>, session: RunSession): Promise<Outcome<HistoryList>> {
    const place = placeOf(query.cursor);
    if (place === undefined) return { ok: false, problem: invalidRequest([WRONG_CURSOR]) };
    const behind = !(await this.#programs.projection.isCaughtUp());
    const filter = await this.#runs.filterOf(query, session);
    if (filter === null) return { ok: true, body: { data: [], next_cursor: null, behind } };
    const [runs, outputs] = await Promise.all([
      this.#runs.rows({ ...filter, key: query.key, before: place.run, limit: query.limit + 1 }),
      this.#outputRows(query, filter, place),
    ]);
    const all = merged(runs, outputs);
    const page = all.slice(0, query.limit);
    const data = await this.#told(session.account, page);
    const next_cursor = all.length > page.length ? cursorAfter(page, place) : null;
    return { ok: true, body: { data, next_cursor, behind } };
  }

  #outputRows(query: Query, filter: RunFilter, { seq }: Place): Promise<ListedOutput[]> {
    const { kind, key, limit, q, template } = query;
    if (q !== undefined || template !== undefined) return Promise.resolve([]);
    const { account, member, from, to, outputs } = filter;
    const only = { account, member, from, to, outputs, source: kind, key };
    return this.#programs.outputs.page({ ...only, before: seq, limit: limit + 1 });
  }

  /** The page with what each cost and how it was voted. */
  async #told(account: string, page: Listed[]): Promise<Item[]> {
    const runs = page.flatMap((item) => ('run' in item ? [item.run] : []));
    const outputs = page.flatMap((item) => ('output' in item ? [item.output] : []));
    const [summaries, charged] = await Promise.all([
      this.#runs.summaries(account, runs),
      this.outputs(account, outputs),
    ]);
    const byRun = new Map(summaries.map((summary) => [summary.run, summary]));
    const byOutput = new Map(charged.map((one) => [one.output, one]));
    return page.map((item) =>
      'run' in item ? { type: 'run', ...byRun.get(item.run.run)! } : byOutput.get(item.output.output)!,
    );
  }

  /** Outputs of programs with what each cost and how it was voted, as the journal says. */
  async outputs(account: string, rows: ListedOutput[]): Promise<ProgramOutput[]> {
    const loaded = rows.length === 0 ? undefined : await this.#reads.load(account);
    if (loaded === undefined) return [];
    const records = await this.#reads.outputs(
      loaded,
      rows.map(({ output }) => output),
    );
    return rows.map((row) => outputView(row, records.get(row.output)!));
  }
}

function outputView(row: ListedOutput, record: OutputRecord): ProgramOutput {
  const { output, member, actor, key_id, key_name } = row;
  const { source, run, labels, words, charged, refunded, vote } = record;
  const key = key_id === null ? null : { key: key_id, name: key_name! };
  const created_at = instantText(row.at);
  const figures = { words, charged, refunded, vote };
  return { type: 'output', output, source, created_at, member, actor, key, run, labels, ...figures };
}

/** Both in the order of time, newest first; each keeps its own order, which its place in the cursor goes by. */
function merged(runs: RunRow[], outputs: ListedOutput[]): Listed[] {
  const all: Listed[] = [];
  for (const run of runs) {
    while (outputs.length > 0 && outputs[0]!.at > run.created_at) all.push({ output: outputs.shift()! });
    all.push({ run });
  }
  return [...all, ...outputs.map((output) => ({ output }))];
}

function cursorAfter(page: Listed[], { run, seq }: Place): string {
  let place: Place = { run, seq };
  for (const item of page)
    place = 'run' in item ? { ...place, run: item.run.run } : { ...place, seq: item.output.seq };
  return `${place.run ?? ''}~${place.seq ?? ''}`;
}
