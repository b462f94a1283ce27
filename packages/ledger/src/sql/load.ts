/**
 * Loads accounts with everything that a command may need of them: open grants, open holds, caps, and the use of the
 * cycle by member. One statement for a batch's accounts; each account costs primary-key look-ups, whatever the length
 * of its history. `position` is read in the same snapshot. `offset 0` and `<> 'expired'` keep the planner to the primary
 * keys: it would take the small partial index of due holds for `= 'open'`, and read it whole for every account.
 */
export const LOAD_ACCOUNTS = `
select a.account_no, a.account, a.seq, a.head, a.last_at, a.grant_seq, a.amount, a.available, a.held, a.spent,
  a.expired, a.revoked, a.grant_state, a.refunds_used, a.notices, a.bonus_spent, a.clock, a.cycle, a.profile,
  s.position, s.accounts,
  (select json_agg(g order by g.seq) from (
    select seq, kind, cycle, made_at, amount, available, held, spent, expired, revoked, state, source, reason, actor
    from ledger.credit_grant g where g.shard = $1 and g.account_no = a.account_no
    and (g.seq = a.grant_seq or g.available + g.held > 0)) g) as grants,
  (select json_agg(h order by h.seq) from (
    select seq, member, source, run, mode, ttl_s, slices, expires_at, state
    from ledger.hold h where h.shard = $1 and h.account_no = a.account_no and h.state <> 'expired') h) as holds,
  (select json_agg(c) from (
    select member, cap from ledger.member_cap c where c.shard = $1 and c.account_no = a.account_no) c) as caps,
  (select json_agg(u) from (
    select member, sum(spent)::bigint as spent, sum(refunded)::bigint as refunded
    from ledger.usage_day u
    where u.shard = $1 and u.account_no = a.account_no and u.cycle = a.cycle and u.label = ''
    group by member) u) as members
from ledger.shard s
cross join unnest($2::text[]) n(account)
cross join lateral (
  select account_no from ledger.account_name where shard = $1 and account = n.account offset 0) i
cross join lateral (
  select * from ledger.account where shard = $1 and account_no = i.account_no offset 0) a
where s.shard = $1`;

/** The shard's position and count of accounts. */
export const SHARD_POSITION = 'select position, accounts from ledger.shard where shard = $1';

/** The same, and no other process writes to the shard until this transaction ends. */
export const LOCK_SHARD = `${SHARD_POSITION} for update`;

/** Accounts with entries beyond a position: what a cache must drop before it adopts the newer one. */
export const CHANGED_SINCE = `
select a.account from (select distinct account_no from ledger.entry where shard = $1 and position > $2) e
cross join lateral (select account from ledger.account where shard = $1 and account_no = e.account_no offset 0) a`;

const ENTRY_COLUMNS = `e.position, e.account_no, e.seq, e.at, e.kind, e.member, e.output, e.output_rev, e.key, e.actor,
  e.body, encode(e.hash, 'hex') as hash`;

/**
 * The entries under a batch's keys and the entries of its outputs, its expired holds and closed grants, and the shard's
 * position, all of one snapshot: no refusal leaves a lane before this was asked (K1, C1).
 */
export const LOOK_UP = `
select
  s.position, s.accounts,
  (select json_agg(e) from (
    select ${ENTRY_COLUMNS} from unnest($2::bigint[], $3::text[]) k(account_no, key)
    cross join lateral (select * from ledger.entry
      where shard = $1 and account_no = k.account_no and key = k.key offset 0) e) e) as keyed,
  (select json_agg(e order by e.account_no, e.output, e.output_rev) from (
    select ${ENTRY_COLUMNS} from unnest($4::bigint[], $5::text[]) o(account_no, output)
    cross join lateral (select * from ledger.entry
      where shard = $1 and account_no = o.account_no and output = o.output offset 0) e) e) as outputs,
  (select json_agg(h) from (
    select h.account_no, h.seq, h.member, h.source, h.run, h.mode, h.ttl_s, h.slices, h.expires_at, h.state
    from unnest($6::bigint[], $7::bigint[]) k(account_no, seq)
    cross join lateral (select * from ledger.hold
      where shard = $1 and account_no = k.account_no and seq = k.seq offset 0) h) h) as holds,
  (select json_agg(g) from (
    select g.account_no, g.seq, g.kind, g.cycle, g.made_at, g.amount, g.available, g.held, g.spent, g.expired,
      g.revoked, g.state, g.source, g.reason, g.actor
    from unnest($8::bigint[], $9::bigint[]) k(account_no, seq)
    cross join lateral (select * from ledger.credit_grant
      where shard = $1 and account_no = k.account_no and seq = k.seq offset 0) g) g) as grants
from ledger.shard s where s.shard = $1`;

export const ENTRY_FIELDS = ENTRY_COLUMNS;
