import type { Database, Row } from '@inkwell/ledger';
import type { ChargedRow } from './projection-store.ts';

/** What a list of programs' outputs is of. Instants are milliseconds since 1970, `to` exclusive. */
export interface OutputFilter {
  account: string;
  member?: string | undefined;
  source?: string | undefined;
  /** Only what was charged under this key. */
  key?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
  /** Only these. */
  outputs?: string[] | undefined;
}

export interface OutputPage extends OutputFilter {
  /** The place in the account's journal that the page goes on below; null on the first one. */
  before: number | null;
  limit: number;
}

export interface ListedOutput extends ChargedRow, Row {
  key_id: string | null;
  key_name: string | null;
}

/** Only the conditions that are asked for, so that each statement is planned as it is. */
function pageOf(page: OutputPage): { text: string; params: (string | number)[] } {
  const { account, before, limit, member, source, key, from, to, outputs } = page;
  const params: (string | number)[] = [account, limit];
  const given = (value: string | number): string => `$${params.push(value)}`;
  // What a run holds is listed with the run.
  const conditions = ['p.account = $1', 'not p.by_run'];
  if (before !== null) conditions.push(`p.seq < ${given(before)}`);
  if (member !== undefined) conditions.push(`p.member = ${given(member)}`);
  if (source !== undefined) conditions.push(`p.source = ${given(source)}`);
  if (key !== undefined) conditions.push(`p.actor = ${given(`key:${key}`)}`);
  if (from !== undefined) conditions.push(`p.at >= ${given(from)}::bigint`);
  if (to !== undefined) conditions.push(`p.at < ${given(to)}::bigint`);
  // A look-up each: as a condition it was asked of each of the account's outputs (240 ms for 500 of 5,000).
  const from_table =
    outputs === undefined
      ? 'app.program_output p'
      : `jsonb_array_elements_text(${given(JSON.stringify(outputs))}::jsonb) o(output) cross join lateral (
          select * from app.program_output where account = $1 and output = o.output offset 0) p`;
  const text = `select p.account, p.output, p.seq, p.at, p.member, p.source, p.actor, p.by_run, k.key_id, k.name as key_name
    from ${from_table}
    left join app.api_key k on p.actor like 'key:%' and k.key_id = substr(p.actor, 5)
    where ${conditions.join(' and ')} order by p.seq desc limit $2`;
  return { text, params };
}

/** Outputs that programs charged in a workspace, as the journal has told of them. */
export class ProgramOutputs {
  readonly #db: Pick<Database, 'query'>;

  constructor(database: Pick<Database, 'query'>) {
    this.#db = database;
  }

  /** Newest first: the journal's order is that of time. */
  page(asked: OutputPage): Promise<ListedOutput[]> {
    const { text, params } = pageOf(asked);
    return this.#db.query<ListedOutput>(text, params);
  }
}
