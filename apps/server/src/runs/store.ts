import type { ErrorCode, Finish, SOURCES } from '@inkwell/contract';
import type { Database } from '@inkwell/ledger';
import type { ModelEnd, OutputLength, WriterBrief, WriterMessage } from '../writing/writer.ts';

/** `api`: a conversation of the gateway. */
export type RunKind = (typeof SOURCES)[number];

export type RunRow = {
  run: string;
  account: string;
  member: string;
  kind: RunKind;
  input: string;
  length: OutputLength | null;
  tone: string | null;
  language: string | null;
  template: string | null;
  /** A template's, by id, as canonical JSON. */
  inputs: string | null;
  outputs: number;
  retry_of: string | null;
  document: string | null;
  attempt: number;
  model: string;
  is_demo: boolean;
  estimate_credits: number;
  idempotency_key: string | null;
  created_at: number;
  /** Whether its texts are stored; otherwise their words and digests are. */
  keeps_text: boolean;
};

/** The text of a document that a run worked on. */
export type RunContext = { kind: 'before' | 'selection'; text: string };

/** What a run was given beside its command; too much to be read with every list of runs. */
export type RunGiven = {
  context: RunContext | null;
  brief: WriterBrief | null;
  /** What the model got for the run's first output, without the sentence that tells outputs apart. */
  prompt: WriterMessage[] | null;
  /** Of a request whose prompt is not kept (K1). */
  fingerprint: string | null;
};

export type PromptRow = Pick<RunRow, 'kind' | 'model' | 'document' | 'attempt'> & {
  idx: number;
  /** The place of the output that the run's first one was tried again for. */
  first_index: number;
  prompt: WriterMessage[] | null;
};

export type OutputRow = {
  run: string;
  output: string;
  idx: number;
  hold: string | null;
  /** Empty where texts are not kept. */
  text: string;
  /** Of such a text. */
  text_sha256: string | null;
  words: number;
  state: 'streaming' | 'settled' | 'failed';
  finish: Finish | null;
  detail: string | null;
  code: ErrorCode | null;
  charged: number;
  shortfall: number;
  /** Of a conversation that the model has ended. */
  model_end: ModelEnd | null;
};

export type SilentRun = { run: string; seen_at: number };

/** What of an output's text is stored while it is written. */
export type TextRow = Pick<OutputRow, 'output' | 'text' | 'text_sha256' | 'words' | 'hold'>;
/** An output's text as it ended, before its hold is resolved. */
export type EndRow = TextRow & Pick<OutputRow, 'finish' | 'detail' | 'code' | 'model_end'>;
export type ResultRow = Pick<OutputRow, 'state' | 'finish' | 'words' | 'charged' | 'shortfall'>;

const RUN =
  'run, account, member, kind, input, length, tone, language, template, inputs, outputs, retry_of, document, attempt, model, is_demo, estimate_credits, idempotency_key, created_at, keeps_text';
const GIVEN = 'context, brief, prompt, fingerprint';
const OUTPUT =
  'run, output, idx, hold, text, text_sha256, words, state, finish, detail, code, charged, shortfall, model_end';

// A conflict is the same key twice (K1): nothing is inserted then.
const INSERT_RUN = `
with made as (
  insert into app.run (${RUN}, ${GIVEN}, process, seen_at)
  select ${RUN}, ${GIVEN}, $2, created_at from jsonb_populate_record(null::app.run, $1::jsonb)
  on conflict do nothing
  returning run
), outputs as (
  insert into app.output (output, run, idx)
  select o.output, made.run, o.idx from made, jsonb_to_recordset($3::jsonb) as o(output text, idx int)
)
select run from made`;

// Tells at the same time that this process is alive, whether the run is still its own, and what others ask to stop.
const SAVE_TEXTS = `
with alive as (
  update app.run set seen_at = $3 where run = $1 and process = $2 returning run
), saved as (
  update app.output o set text = s.text, text_sha256 = s.text_sha256, words = s.words, hold = s.hold
  from alive, jsonb_to_recordset($4::jsonb) as s(output text, text text, text_sha256 text, words bigint, hold text)
  where o.output = s.output and o.run = alive.run and o.state = 'streaming'
)
select (select count(*) from alive) as alive,
  (select coalesce(jsonb_agg(output), '[]') from app.output where run = $1 and stop_asked) as stops`;

const SAVE_END = `
update app.output o
set text = e.text, text_sha256 = e.text_sha256, words = e.words, hold = e.hold, finish = e.finish, detail = e.detail,
  code = e.code, model_end = e.model_end
from jsonb_populate_record(null::app.output, $2::jsonb) as e, app.run r
where o.output = e.output and o.state = 'streaming' and r.run = o.run and r.process = $1
returning o.output`;

const SAVE_RESULT = `
update app.output set state = $2, finish = $3, words = $4, charged = $5, shortfall = $6, stop_asked = false
where output = $1 and state = 'streaming'`;

// The open runs that were silent since $2, and those of all other processes if $3 says that there are none.
const SILENT_RUNS = `
select run, seen_at from app.run
where run in (select run from app.output where state = 'streaming')
  and (seen_at < $2 or ($3::int = 1 and process <> $1))`;

// Whoever has spoken since then keeps its run.
const CLAIM_RUNS = `
update app.run r set process = $1, seen_at = $2
from jsonb_to_recordset($3::jsonb) as s(run text, seen_at bigint)
where r.run = s.run and r.seen_at = s.seen_at
returning ${RUN.replaceAll(/\w+/g, 'r.$&')}`;

// What was written in a private document is its author's alone, and so it stays once the document is gone.
export const OPEN_TO = (member: string) => `(r.document is null or r.member = ${member} or exists (
  select 1 from app.document d where d.document = r.document and not d.is_private))`;

/** What a list of runs is of. Instants are milliseconds since 1970, `to` exclusive. */
export interface RunFilter {
  account: string;
  /** Who reads. */
  reader: string;
  member?: string | undefined;
  kind?: RunKind | undefined;
  template?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
  q?: string | undefined;
  /** Only runs of one of these outputs. */
  outputs?: string[] | undefined;
  /** Only what was asked through the gateway with this key. */
  key?: string | undefined;
}

export interface RunPage extends RunFilter {
  /** The run that the page goes on after; null on the first one. */
  before: string | null;
  limit: number;
}

const LIKE_SIGNS = /[\\%_]/g;

/** The page's statement: only the conditions that are asked for, so that each is planned as it is. */
function runsPage(filter: RunPage): { text: string; params: (string | number | null)[] } {
  const { account, reader, before, limit, member, kind, template, from, to, q, outputs, key } = filter;
  const params: (string | number | null)[] = [account, reader, limit];
  const given = (value: string | number | null): string => `$${params.push(value)}`;
  const conditions = ['r.account = $1', OPEN_TO('$2')];
  if (before !== null) conditions.push(`r.run < ${given(before)}`);
  if (member !== undefined) conditions.push(`r.member = ${given(member)}`);
  if (kind !== undefined) conditions.push(`r.kind = ${given(kind)}`);
  if (template !== undefined) conditions.push(`r.template = ${given(template)}`);
  if (from !== undefined) conditions.push(`r.created_at >= ${given(from)}::bigint`);
  if (to !== undefined) conditions.push(`r.created_at < ${given(to)}::bigint`);
  if (q !== undefined) conditions.push(`r.input ilike ${given(`%${q.replaceAll(LIKE_SIGNS, '\\$&')}%`)}`);
  if (outputs !== undefined) {
    const list = given(JSON.stringify(outputs));
    conditions.push(
      `r.run in (select o.run from app.output o where o.output in (select jsonb_array_elements_text(${list}::jsonb)))`,
    );
  }
  if (key !== undefined)
    conditions.push(`r.kind = 'api' and exists (
      select 1 from app.output o join app.program_output p on p.account = r.account and p.output = o.output
      where o.run = r.run and p.actor = ${given(`key:${key}`)})`);
  const text = `select ${RUN.replaceAll(/\w+/g, 'r.$&')} from app.run r
    where ${conditions.join(' and ')} order by r.run desc limit $3`;
  return { text, params };
}

const KEPT_TEXT = `
select o.text from app.output o join app.run r on r.run = o.run
where o.output = $3 and r.account = $1 and r.keeps_text and o.state = 'settled' and ${OPEN_TO('$2')}`;

const RUN_TO_READ = `
select ${RUN.replaceAll(/\w+/g, 'r.$&')} from app.run r
where r.account = $1 and r.run = $2 and ${OPEN_TO('$3')}`;

const PROMPT = `
select r.kind, r.model, r.document, r.attempt, r.prompt, o.idx, coalesce(e.idx, 0) as first_index
from app.output o join app.run r on r.run = o.run left join app.output e on e.output = r.retry_of
where o.output = $3 and r.account = $1 and ${OPEN_TO('$2')}`;

const outputsOf = (columns: string): string => `
select ${columns} from app.output
where run in (select jsonb_array_elements_text($1::jsonb)) order by run, idx`;
const OUTPUTS_OF = outputsOf(OUTPUT);
// A list shows no texts: they would be most of what is read for it.
const OUTPUT_HEADS_OF = outputsOf(OUTPUT.replace(', text,', ", '' as text,"));

const OUTPUT_WITH_RUN = `
select o.output, o.idx, r.run, r.member, r.kind, r.template, r.attempt from app.output o
join app.run r on r.run = o.run
where o.output = $2 and r.account = $1`;

const ASK_STOP = `
update app.output o set stop_asked = true from app.run r
where r.run = o.run and r.account = $1 and r.run = $2 and ($3::text is null or o.output = $3)
returning o.output`;

const SAVE_FEEDBACK = 'update app.output set vote_reason = $2, share_text = $3::int = 1 where output = $1';

/** A run with what its key has to be compared with. */
export type KeyedRun = RunRow & Pick<RunGiven, 'context' | 'fingerprint'>;

export type FoundOutput = {
  output: string;
  idx: number;
  run: string;
  member: string;
  kind: RunKind;
  template: string | null;
  attempt: number;
};

/** The rows of runs and their texts. Rejects with what `isOutOfReach` knows if the database is. */
export class RunStore {
  readonly #database: Pick<Database, 'query' | 'kind'>;

  constructor(database: Pick<Database, 'query' | 'kind'>) {
    this.#database = database;
  }

  /** Whether no other process can have this database open. */
  get is_exclusive(): boolean {
    return this.#database.kind === 'pglite';
  }

  /** False if the account has a run of the same key already; then nothing is stored. */
  async insert(
    run: RunRow & RunGiven,
    process: string,
    outputs: { output: string; idx: number }[],
  ): Promise<boolean> {
    const rows = await this.#database.query(INSERT_RUN, [
      JSON.stringify(run),
      process,
      JSON.stringify(outputs),
    ]);
    return rows.length === 1;
  }

  async remove(run: string): Promise<void> {
    await this.#database.query('delete from app.run where run = $1', [run]);
  }

  /** Stores texts so far. `alive` is false if another process has taken the run over. */
  async saveTexts(
    run: string,
    process: string,
    at: number,
    texts: TextRow[],
  ): Promise<{ alive: boolean; stops: string[] }> {
    const params = [run, process, at, JSON.stringify(texts)];
    const [row] = await this.#database.query<{ alive: number; stops: string[] }>(
      SAVE_TEXTS,
      params,
      'run_save_texts',
    );
    return { alive: row!.alive > 0, stops: row!.stops };
  }

  /** False if the output is no longer this process's to end. */
  async saveEnd(process: string, end: EndRow): Promise<boolean> {
    const rows = await this.#database.query(SAVE_END, [process, JSON.stringify(end)], 'run_save_end');
    return rows.length === 1;
  }

  async saveResult(output: string, result: ResultRow): Promise<void> {
    const { state, finish, words, charged, shortfall } = result;
    await this.#database.query(
      SAVE_RESULT,
      [output, state, finish, words, charged, shortfall],
      'run_save_result',
    );
  }

  /** Open runs that nobody seems to write; with `all`, those of every other process. */
  silent(process: string, since: number, all: boolean): Promise<SilentRun[]> {
    return this.#database.query<SilentRun>(SILENT_RUNS, [process, since, all ? 1 : 0]);
  }

  /** Takes runs over, unless their process has spoken again. */
  claim(process: string, at: number, runs: SilentRun[]): Promise<RunRow[]> {
    return this.#database.query<RunRow>(CLAIM_RUNS, [process, at, JSON.stringify(runs)]);
  }

  /** Those that this member may read. */
  page(filter: RunPage): Promise<RunRow[]> {
    const { text, params } = runsPage(filter);
    return this.#database.query<RunRow>(text, params);
  }

  /** The text of a settled output; undefined if there is none that this member may read. */
  async text(account: string, member: string, output: string): Promise<string | undefined> {
    const rows = await this.#database.query<{ text: string }>(
      KEPT_TEXT,
      [account, member, output],
      'run_text',
    );
    return rows[0]?.text;
  }

  /** undefined if there is none that this member may read. */
  async runToRead(account: string, member: string, run: string): Promise<RunRow | undefined> {
    return (await this.#database.query<RunRow>(RUN_TO_READ, [account, run, member], 'run_to_read'))[0];
  }

  async prompt(account: string, member: string, output: string): Promise<PromptRow | undefined> {
    return (await this.#database.query<PromptRow>(PROMPT, [account, member, output]))[0];
  }

  async run(account: string, run: string): Promise<RunRow | undefined> {
    const params = [account, run];
    const text = `select ${RUN} from app.run where account = $1 and run = $2`;
    return (await this.#database.query<RunRow>(text, params, 'run_one'))[0];
  }

  async runOfKey(account: string, key: string): Promise<KeyedRun | undefined> {
    const text = `select ${RUN}, context, fingerprint from app.run where account = $1 and idempotency_key = $2`;
    return (await this.#database.query<KeyedRun>(text, [account, key], 'run_of_key'))[0];
  }

  /** Lets the key of a run that came to nothing stand for another try. */
  async freeKey(run: string): Promise<void> {
    await this.#database.query(
      'update app.run set idempotency_key = null where run = $1',
      [run],
      'run_free_key',
    );
  }

  /** Of each run in the order of their index. */
  outputs(runs: string[]): Promise<OutputRow[]> {
    return this.#database.query<OutputRow>(OUTPUTS_OF, [JSON.stringify(runs)], 'run_outputs');
  }

  /** The same with empty texts, for lists. */
  outputHeads(runs: string[]): Promise<OutputRow[]> {
    return this.#database.query<OutputRow>(OUTPUT_HEADS_OF, [JSON.stringify(runs)], 'run_output_heads');
  }

  async output(output: string): Promise<OutputRow | undefined> {
    const text = `select ${OUTPUT} from app.output where output = $1`;
    return (await this.#database.query<OutputRow>(text, [output], 'run_output'))[0];
  }

  async find(account: string, output: string): Promise<FoundOutput | undefined> {
    return (
      await this.#database.query<FoundOutput>(OUTPUT_WITH_RUN, [account, output], 'run_find_output')
    )[0];
  }

  /** Asks whichever process writes them to stop. Returns the outputs that there are, open or not. */
  async askStop(account: string, run: string, output: string | null): Promise<string[]> {
    const rows = await this.#database.query<{ output: string }>(ASK_STOP, [account, run, output]);
    return rows.map((row) => row.output);
  }

  async saveFeedback(output: string, reason: string | null, share_text: boolean): Promise<void> {
    await this.#database.query(SAVE_FEEDBACK, [output, reason, share_text ? 1 : 0], 'run_save_feedback');
  }
}
