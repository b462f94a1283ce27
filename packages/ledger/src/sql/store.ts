import type { Param } from '../database.ts';
import { type Cell, Columns } from './columns.ts';

/**
 * The one statement that stores a batch of one shard.
 *
 * `fence` moves the shard's position from what this process last saw. If another process was there first it moves
 * nothing, and because every other CTE joins it nothing is written. The final select compares what each CTE wrote with
 * what was sent and divides by zero if they differ (by a count that is zero, since a constant would be folded early): without that, an account decided on a stale seq would be skipped
 * and its entries still be written. A row stands in exactly one CTE, once: PostgreSQL takes one of two changes of the
 * same row in silence.
 *
 * Measured against it and lost: eight statements in a transaction (a third of the charges per second), `copy` for the
 * entries (a second round trip), one statement per account (four times the WAL records).
 */

const ACCOUNT = new Columns({
  account_no: 'bigint',
  account: 'text',
  seen_seq: 'bigint',
  seq: 'bigint',
  head: 'text',
  last_at: 'bigint',
  due_at: 'bigint',
  cycle: 'bigint',
  grant_seq: 'bigint',
  amount: 'bigint',
  available: 'bigint',
  held: 'bigint',
  spent: 'bigint',
  expired: 'bigint',
  revoked: 'bigint',
  grant_state: 'text',
  refunds_used: 'bigint',
  notices: 'int',
  bonus_spent: 'bigint',
  clock: 'text',
  profile: 'text',
});

/** What spending moves: most batches have no other change of an account that exists. */
const COUNTER = new Columns({
  account_no: 'bigint',
  seen_seq: 'bigint',
  seq: 'bigint',
  head: 'text',
  last_at: 'bigint',
  amount: 'bigint',
  available: 'bigint',
  held: 'bigint',
  spent: 'bigint',
  expired: 'bigint',
  bonus_spent: 'bigint',
});

const NAME = new Columns({ account_no: 'bigint', account: 'text' });

const GRANT = new Columns({
  account_no: 'bigint',
  seq: 'bigint',
  kind: 'text',
  cycle: 'bigint',
  made_at: 'bigint',
  amount: 'bigint',
  available: 'bigint',
  held: 'bigint',
  spent: 'bigint',
  expired: 'bigint',
  revoked: 'bigint',
  state: 'text',
  source: 'text',
  reason: 'text',
  actor: 'text',
});

const HOLD = new Columns({
  account_no: 'bigint',
  seq: 'bigint',
  member: 'text',
  source: 'text',
  run: 'text',
  mode: 'text',
  ttl_s: 'bigint',
  slices: 'text',
  expires_at: 'bigint',
  state: 'text',
});

const HOLD_KEY = new Columns({ account_no: 'bigint', seq: 'bigint' });
const CAP = new Columns({ account_no: 'bigint', member: 'text', cap: 'bigint' });
const CAP_KEY = new Columns({ account_no: 'bigint', member: 'text' });

const USAGE = new Columns({
  account_no: 'bigint',
  cycle: 'bigint',
  member: 'text',
  day: 'int',
  source: 'text',
  label: 'text',
  spent: 'bigint',
  refunded: 'bigint',
  outputs: 'bigint',
});

const CYCLE = new Columns({
  account_no: 'bigint',
  number: 'bigint',
  starts_at: 'bigint',
  ends_at: 'bigint',
  plan: 'text',
  credits: 'bigint',
});

/** Without the position: a batch's entries take the shard's next ones, in the order in which they are sent. */
const ENTRY = new Columns({
  account_no: 'bigint',
  seq: 'bigint',
  at: 'bigint',
  kind: 'text',
  member: 'text',
  output: 'text',
  output_rev: 'int',
  key: 'text',
  actor: 'text',
  body: 'text',
  hash: 'text',
});

/** Final images of a batch's rows, one list a table, cells in the order of the columns above. */
export interface BatchRows {
  new_accounts: Cell[][];
  names: Cell[][];
  accounts: Cell[][];
  counters: Cell[][];
  new_grants: Cell[][];
  grants: Cell[][];
  new_holds: Cell[][];
  holds: Cell[][];
  gone_holds: Cell[][];
  caps: Cell[][];
  gone_caps: Cell[][];
  usage: Cell[][];
  cycles: Cell[][];
  entries: Cell[][];
}

export const emptyRows = (): BatchRows => ({
  new_accounts: [],
  names: [],
  accounts: [],
  counters: [],
  new_grants: [],
  grants: [],
  new_holds: [],
  holds: [],
  gone_holds: [],
  caps: [],
  gone_caps: [],
  usage: [],
  cycles: [],
  entries: [],
});

/**
 * The row that a change is for, found by its primary key once for each row sent. The `offset 0` keeps the planner from
 * turning the join around: on a small table it would read the whole shard once instead, keep that as the generic plan,
 * and take 190 ms a batch when the table has grown (measured at 10,000 accounts).
 */
const rowOf = (table: string, condition: string): string =>
  `cross join lateral (select ctid as place from ledger.${table}
      where shard = $1 and account_no = u.account_no and ${condition} offset 0) x
      where t.shard = $1 and t.ctid = x.place and exists (select from fence) returning 1`;

interface Part {
  rows: keyof BatchRows;
  columns: Columns;
  sql: (unnest: string) => string;
  /** Made by the statement itself, before the columns that are sent. */
  more?: string;
  counted?: false;
}

const FENCED = 'where exists (select from fence)';
const ACCOUNT_INSERT = ACCOUNT.names.filter((name) => name !== 'seen_seq');
const ACCOUNT_SET = ACCOUNT_INSERT.filter(
  (name) => !['account_no', 'account', 'clock', 'profile'].includes(name),
);
const COUNTER_SET = COUNTER.names.filter((name) => name !== 'account_no' && name !== 'seen_seq');
const GRANT_COUNTERS = ['amount', 'available', 'held', 'spent', 'expired', 'revoked', 'state'];
const sets = (names: string[]): string => names.map((name) => `${name} = u.${name}`).join(', ');

const PARTS: Part[] = [
  {
    rows: 'new_accounts',
    columns: ACCOUNT,
    sql: (u) => `insert into ledger.account (shard, ${ACCOUNT_INSERT.join(', ')})
      select $1, ${ACCOUNT_INSERT.map((name) => `u.${name}`).join(', ')} from ${u} ${FENCED} returning 1`,
  },
  {
    rows: 'names',
    columns: NAME,
    sql: (u) => `insert into ledger.account_name (shard, ${NAME.names.join(', ')})
      select $1, ${NAME.list()} from ${u} ${FENCED} returning 1`,
  },
  {
    rows: 'accounts',
    columns: ACCOUNT,
    sql: (u) => `update ledger.account t set ${sets(ACCOUNT_SET)}, profile = coalesce(u.profile, t.profile)
      from ${u} ${rowOf('account', 'seq = u.seen_seq')}`,
  },
  {
    rows: 'counters',
    columns: COUNTER,
    sql: (u) => `update ledger.account t set ${sets(COUNTER_SET)}
      from ${u} ${rowOf('account', 'seq = u.seen_seq')}`,
  },
  {
    rows: 'new_grants',
    columns: GRANT,
    sql: (u) => `insert into ledger.credit_grant (shard, ${GRANT.names.join(', ')})
      select $1, ${GRANT.list()} from ${u} ${FENCED} returning 1`,
  },
  {
    rows: 'grants',
    columns: GRANT,
    sql: (u) => `update ledger.credit_grant t set ${sets(GRANT_COUNTERS)}
      from ${u} ${rowOf('credit_grant', 'seq = u.seq')}`,
  },
  {
    rows: 'new_holds',
    columns: HOLD,
    sql: (u) => `insert into ledger.hold (shard, ${HOLD.names.join(', ')})
      select $1, ${HOLD.list()} from ${u} ${FENCED} returning 1`,
  },
  {
    rows: 'holds',
    columns: HOLD,
    sql: (u) => `update ledger.hold t set slices = u.slices, expires_at = u.expires_at, state = u.state
      from ${u} ${rowOf('hold', 'seq = u.seq')}`,
  },
  {
    rows: 'gone_holds',
    columns: HOLD_KEY,
    sql: (u) => `delete from ledger.hold t using ${u} ${rowOf('hold', 'seq = u.seq')}`,
  },
  {
    rows: 'caps',
    columns: CAP,
    sql: (u) => `insert into ledger.member_cap (shard, ${CAP.names.join(', ')})
      select $1, ${CAP.list()} from ${u} ${FENCED}
      on conflict (shard, account_no, member) do update set cap = excluded.cap returning 1`,
  },
  {
    // Not counted: removing a cap that was never there is accepted and changes nothing.
    rows: 'gone_caps',
    counted: false,
    columns: CAP_KEY,
    sql: (u) => `delete from ledger.member_cap t using ${u} ${rowOf('member_cap', 'member = u.member')}`,
  },
  {
    rows: 'usage',
    columns: USAGE,
    sql: (u) => `insert into ledger.usage_day as t (shard, ${USAGE.names.join(', ')})
      select $1, ${USAGE.list()} from ${u} ${FENCED}
      on conflict (shard, account_no, cycle, member, day, source, label) do update set
      spent = t.spent + excluded.spent, refunded = t.refunded + excluded.refunded, outputs = t.outputs + excluded.outputs
      returning 1`,
  },
  {
    rows: 'cycles',
    columns: CYCLE,
    sql: (u) => `insert into ledger.cycle (shard, ${CYCLE.names.join(', ')})
      select $1, ${CYCLE.list()} from ${u} ${FENCED}
      on conflict (shard, account_no, number) do update set
      starts_at = excluded.starts_at, ends_at = excluded.ends_at, plan = excluded.plan, credits = excluded.credits
      returning 1`,
  },
  {
    rows: 'entries',
    columns: ENTRY,
    more: 'generate_series($4::bigint + 1, $2::bigint) as position, ',
    sql: (u) => `insert into ledger.entry (shard, position, ${ENTRY.names.join(', ')})
      select $1, u.position, ${ENTRY.list().replace('u.hash', "decode(u.hash, 'hex')")} from ${u} ${FENCED} returning 1`,
  },
];

/** Parts that nearly every batch needs. The rest is left out of the statement when it has no rows. */
const LEAN: (keyof BatchRows)[] = ['counters', 'usage', 'entries'];

interface Statement {
  name: string;
  text: string;
  parts: Part[];
}

function build(name: string, parts: Part[]): Statement {
  // $1 shard, $2 new position, $3 accounts of the shard, $4 seen position
  let next = 5;
  const ctes = [
    `fence as (update ledger.shard set position = $2, accounts = $3
      where shard = $1 and position = $4 returning 1)`,
  ];
  const checks: string[] = [];
  for (const part of parts) {
    ctes.push(`${part.rows} as (${part.sql(part.columns.unnest(next, part.more))})`);
    next += part.columns.size;
    // The number of rows that were sent is the length of the part's first array.
    if (part.counted !== false)
      checks.push(
        `(select count(*) from ${part.rows}) = cardinality($${next - part.columns.size}::bigint[])`,
      );
  }
  const text = `with ${ctes.join(',\n')}
    select case when not exists (select from fence) then 0 when ${checks.join(' and ')} then 1 else 1 / (select count(*) from fence where $1 is null) end as stored,
    (extract(epoch from clock_timestamp()) * 1000)::bigint as database_at`;
  return { name, text, parts };
}

const STATEMENTS = {
  lean: build(
    'store_lean',
    PARTS.filter((part) => LEAN.includes(part.rows)),
  ),
  usual: build(
    'store_usual',
    PARTS.filter((part) => [...LEAN, 'accounts', 'new_holds', 'holds', 'gone_holds'].includes(part.rows)),
  ),
  full: build('store_full', PARTS),
};

function statementFor(rows: BatchRows): Statement {
  const used = PARTS.filter((part) => rows[part.rows].length > 0);
  for (const statement of [STATEMENTS.lean, STATEMENTS.usual])
    if (used.every((part) => statement.parts.includes(part))) return statement;
  return STATEMENTS.full;
}

export interface Fence {
  shard: number;
  seen_position: number;
  new_position: number;
  accounts: number;
}

/** The statement and its parameters for a batch. */
export function storeStatement(
  fence: Fence,
  rows: BatchRows,
): { text: string; name: string; params: Param[] } {
  const statement = statementFor(rows);
  const params: Param[] = [fence.shard, fence.new_position, fence.accounts, fence.seen_position];
  for (const part of statement.parts) params.push(...part.columns.encode(rows[part.rows]));
  return { text: statement.text, name: statement.name, params };
}
