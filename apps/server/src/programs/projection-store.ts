import type { Database, Row } from '@inkwell/ledger';

/** An output that a program charged, as History lists it. */
export interface ChargedRow {
  account: string;
  output: string;
  seq: number;
  at: number;
  member: string;
  source: string;
  actor: string;
  /** A run holds it, and is listed in its place. */
  by_run: boolean;
}

/** What a key's outputs spent and got back in a cycle, or what an entry changes of that. */
export interface KeyUsageRow {
  key_id: string;
  cycle: number;
  spent: number;
  refunded: number;
  outputs: number;
}

/** What a span of a shard's journal adds. */
export interface Page {
  shard: number;
  after: number;
  until: number;
  outputs: ChargedRow[];
  usage: KeyUsageRow[];
}

const OUTPUTS_OF_RUNS = `
select r.account, o.output from app.output o join app.run r on r.run = o.run
where o.output in (select jsonb_array_elements_text($1::jsonb))`;

const ACTORS_OF = `
select p.account, p.output, p.actor from jsonb_to_recordset($1::jsonb) as n (account text, output text)
join app.program_output p on p.account = n.account and p.output = n.output`;

// Without a row the journal is read from its beginning, and from nowhere else.
const MOVE_CURSOR = `
insert into app.program_cursor as c (shard, position)
select $1, $3 where $2::bigint = 0 or exists (select 1 from app.program_cursor where shard = $1)
on conflict (shard) do update set position = excluded.position where c.position = $2
returning 1`;

const ADD_OUTPUTS = `
insert into app.program_output (account, output, seq, at, member, source, actor, by_run)
select account, output, seq, at, member, source, actor, by_run from jsonb_populate_recordset(null::app.program_output, $1::jsonb) p
where exists (select 1 from app.workspace w where w.id = p.account)
on conflict do nothing`;

const ADD_USAGE = `
insert into app.key_usage as u (key_id, cycle, spent, refunded, outputs)
select key_id, cycle, spent, refunded, outputs from jsonb_populate_recordset(null::app.key_usage, $1::jsonb) n
where exists (select 1 from app.api_key k where k.key_id = n.key_id)
on conflict (key_id, cycle) do update set
  spent = u.spent + excluded.spent, refunded = u.refunded + excluded.refunded, outputs = u.outputs + excluded.outputs`;

/** The rows that are made of the journal. Rejects with what `isOutOfReach` knows if the database is. */
export class ProjectionStore {
  readonly #db: Pick<Database, 'query' | 'transaction'>;

  constructor(database: Pick<Database, 'query' | 'transaction'>) {
    this.#db = database;
  }

  /** The position up to which each shard has been dealt with. */
  async positions(): Promise<Map<number, number>> {
    const rows = await this.#db.query<{ shard: number; position: number }>(
      'select shard, position from app.program_cursor',
    );
    return new Map(rows.map(({ shard, position }) => [shard, position]));
  }

  /** Of these outputs those that a run holds, each as `account output`. */
  async outputsOfRuns(outputs: string[]): Promise<Set<string>> {
    if (outputs.length === 0) return new Set();
    const rows = await this.#db.query<{ account: string; output: string }>(OUTPUTS_OF_RUNS, [
      JSON.stringify(outputs),
    ]);
    return new Set(rows.map(({ account, output }) => `${account} ${output}`));
  }

  /** Of these accounts those that are a workspace's. */
  async workspacesAmong(accounts: string[]): Promise<Set<string>> {
    if (accounts.length === 0) return new Set();
    const rows = await this.#db.query<{ id: string }>(
      'select id from app.workspace where id in (select jsonb_array_elements_text($1::jsonb))',
      [JSON.stringify(accounts)],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Who charged these outputs, as far as they are known here. */
  async actorsOf(
    names: { account: string; output: string }[],
  ): Promise<(Pick<ChargedRow, 'account' | 'output' | 'actor'> & Row)[]> {
    if (names.length === 0) return [];
    return this.#db.query(ACTORS_OF, [JSON.stringify(names)]);
  }

  /** Adds a page and moves the cursor with it: both or neither. false, and nothing added: another process was there. */
  take({ shard, after, until, outputs, usage }: Page): Promise<boolean> {
    return this.#db.transaction(async (tx) => {
      const moved = await tx.query(MOVE_CURSOR, [shard, after, until]);
      if (moved.length === 0) return false;
      if (outputs.length > 0) await tx.query(ADD_OUTPUTS, [JSON.stringify(outputs)]);
      if (usage.length > 0) await tx.query(ADD_USAGE, [JSON.stringify(usage)]);
      return true;
    });
  }
}
