import { ENTRY_FIELDS } from './load.ts';

/** Reads beside the lanes. Each is bounded by a page, a cycle or a span of days. */

export const ENTRIES_PAGE = `select ${ENTRY_FIELDS} from ledger.entry e
  where e.shard = $1 and e.account_no = $2 and e.seq < $3 order by e.seq desc limit $4`;

export const ENTRIES_FROM = `select ${ENTRY_FIELDS} from ledger.entry e
  where e.shard = $1 and e.account_no = $2 and e.seq > $3 and e.seq <= $4 order by e.seq limit $5`;

export const OUTPUT_ENTRIES = `select ${ENTRY_FIELDS} from ledger.entry e
  where e.shard = $1 and e.account_no = $2 and e.output = $3 order by e.output_rev`;

/**
 * A look-up an output, whatever the length of the account's history: with `= any($3)` the planner read the whole account
 * (240 ms for a page of 400 outputs among 10,000, now 35). The inner order keeps it to the index of outputs.
 */
export const OUTPUTS_ENTRIES = `select e.* from unnest($3::text[]) o(output)
  cross join lateral (
    select ${ENTRY_FIELDS} from ledger.entry e
    where e.shard = $1 and e.account_no = $2 and e.output = o.output order by e.output_rev offset 0) e
  order by e.output, e.output_rev`;

/** Of each output that was voted on its last vote's entry. */
export const LAST_VOTES = `select distinct on (e.output) ${ENTRY_FIELDS} from ledger.entry e
  where e.shard = $1 and e.account_no = $2 and e.output is not null and e.output_rev > 0
  order by e.output, e.output_rev desc`;

export const SHARD_ENTRIES = `select ${ENTRY_FIELDS}, a.account from ledger.entry e
  join ledger.account a on a.shard = $1 and a.account_no = e.account_no
  where e.shard = $1 and e.position > $2 and e.position <= $3
    and (a.imported_seq is null or e.seq > a.imported_seq)
  order by e.position`;

/** The same, of some kinds alone: whoever follows few of them is sent few of them. */
export const SHARD_ENTRIES_OF_KINDS = SHARD_ENTRIES.replace(
  'order by',
  'and e.kind = any($4::text[]) order by',
);

/** Of entries of some kinds no more than says whether they are worth reading. */
export const SHARD_HEADS = `select e.position, e.account_no, e.kind, e.actor from ledger.entry e
  where e.shard = $1 and e.position > $2 and e.position <= $3 and e.kind = any($4::text[]) order by e.position`;

/** Entries at some positions of a shard. */
export const SHARD_ENTRIES_AT = `select ${ENTRY_FIELDS}, a.account from unnest($2::bigint[]) p(position)
  cross join lateral (select * from ledger.entry where shard = $1 and position = p.position offset 0) e
  join ledger.account a on a.shard = $1 and a.account_no = e.account_no
  order by e.position`;

export const GRANTS_PAGE = `select g.account_no, g.seq, g.kind, g.cycle, g.made_at, g.amount, g.available, g.held, g.spent,
  g.expired, g.revoked, g.state, g.source, g.reason, g.actor, c.ends_at
  from ledger.credit_grant g
  left join ledger.cycle c on c.shard = $1 and c.account_no = g.account_no and c.number = g.cycle and g.kind <> 'bonus'
  where g.shard = $1 and g.account_no = $2 and g.seq < $3 order by g.seq desc limit $4`;

const USAGE_SUMS =
  'sum(spent - refunded)::bigint as credits, sum(refunded)::bigint as refunded, sum(outputs)::bigint as outputs';

/** `column` is one of our own names, never a caller's text. */
export const usageBy = (column: 'member' | 'day' | 'source' | 'label', is_span: boolean): string =>
  `select ${column} as key, ${USAGE_SUMS} from ledger.usage_day
  where shard = $1 and account_no = $2 and ${is_span ? 'day >= $3 and day < $4' : 'cycle = $3'}
  and label ${column === 'label' ? '<>' : '='} '' group by 1 order by 1`;

export const usageTotals = (is_span: boolean): string =>
  `select ${USAGE_SUMS.replaceAll('sum(', 'coalesce(sum(').replaceAll(')::', '), 0)::')} from ledger.usage_day
  where shard = $1 and account_no = $2 and ${is_span ? 'day >= $3 and day < $4' : 'cycle = $3'} and label = ''`;

export const USAGE_BY_DAY_AND = (column: 'member' | 'source'): string =>
  `select day, ${column} as key, ${USAGE_SUMS} from ledger.usage_day
  where shard = $1 and account_no = $2 and cycle = $3 and label = '' group by 1, 2 order by 1, 2`;

/** Of one cycle: a row a day, member and source, then one a day and label. */
export const USAGE_OF_CYCLE = `select day, member, source, label, spent - refunded as credits, refunded, outputs
  from ledger.usage_day where shard = $1 and account_no = $2 and cycle = $3 order by label, day, member, source`;

export const USAGE_ROWS = `select cycle, member, day, source, label, spent, refunded, outputs from ledger.usage_day
  where shard = $1 and account_no = $2`;

export const CYCLES = `select number, starts_at, ends_at, plan, credits from ledger.cycle
  where shard = $1 and account_no = $2 order by number desc`;

export const ALL_GRANTS = `select seq, kind, cycle, made_at, amount, available, held, spent, expired, revoked, state, source,
  reason, actor from ledger.credit_grant where shard = $1 and account_no = $2`;

/** Accounts with something due on the real clock: a boundary or a trial's last day or end, or a hold's expiry. */
export const DUE_ACCOUNTS = `
  select account from ledger.account where shard = $1 and due_at <= $2 and clock is null
  union
  select a.account from ledger.hold h join ledger.account a on a.shard = $1 and a.account_no = h.account_no
  where h.shard = $1 and h.state = 'open' and h.expires_at <= $2 and a.clock is null
  limit $3`;

export const CLOCK_ACCOUNTS =
  'select account from ledger.account where shard = $1 and clock = $2 order by account';

export const ACCOUNTS_FROM =
  'select account_no, account from ledger.account where shard = $1 and account_no > $2 order by account_no limit $3';
