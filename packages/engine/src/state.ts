import { applyMoves } from './moves.ts';
import { GENESIS } from './journal.ts';
import type {
  AccountState,
  BonusSource,
  Cycle,
  Draft,
  Entry,
  Grant,
  Hold,
  Interval,
  Phase,
  Settings,
} from './types.ts';

/**
 * The fold of the journal: `apply` is the only code that changes an account, live and in `verify` alike (J2), and it
 * reads nothing but the entry.
 */

export interface CreatedFacts {
  plan: string;
  interval: Interval;
  phase: Phase;
  time_zone: string;
  anchor: string | null;
  anchor_cycle: number;
  trial_converts: boolean;
  clock: string | null;
  request: Record<string, unknown>;
}

export interface CycleFacts {
  number: number;
  starts_at: number;
  ends_at: number;
  limit: number;
  refund_ratio_bp: number;
  plan: string;
  paid_price_cents: number;
  time_zone: string;
  last_day_at: number | null;
  grant: 'plan' | 'trial' | null;
  /** The cycle's own grant until now, whose counters move to a row of their own. */
  previous_grant: number | null;
}

const NO_CYCLE: Cycle = {
  number: -1,
  starts_at: 0,
  ends_at: Number.MAX_SAFE_INTEGER,
  limit: 0,
  refund_ratio_bp: 0,
  refunds_used: 0,
  grant: null,
  paid_price_cents: 0,
  notices: 0,
  last_day_at: null,
};

const DEFAULT_SETTINGS: Settings = {
  default_member_cap: null,
  when_empty: 'stop',
  top_up_monthly_limit: null,
};

/** The account that its first entry makes; `apply` then counts the entry. */
export function createState(account: string, created_at: number, facts: CreatedFacts): AccountState {
  return {
    account,
    seq: 0,
    head: GENESIS,
    last_at: 0,
    plan: facts.plan,
    interval: facts.interval,
    phase: facts.phase,
    time_zone: facts.time_zone,
    next_time_zone: null,
    anchor: facts.anchor,
    anchor_cycle: facts.anchor_cycle,
    trial_converts: facts.trial_converts,
    cycle: { ...NO_CYCLE },
    year_cycle: 0,
    pending_plan: null,
    pending_interval: null,
    pending_cycle: null,
    cancel_at_cycle_end: false,
    settings: { ...DEFAULT_SETTINGS },
    clock: facts.clock,
    made_with: facts.request,
    created_at,
    grants: new Map(),
    holds: new Map(),
    members: new Map(),
    caps: new Map(),
    totals: { held: 0, bonus_available: 0, bonus_held: 0, bonus_spent: 0 },
    quiet_until: 0,
    day_cache: { starts_at: 0, ends_at: 0, day: 0 },
  };
}

/** A copy that can be changed while the original stays as it is (reads project due events on one: A3b). */
export function cloneState(state: AccountState): AccountState {
  const copyValues = <K, V extends object>(map: Map<K, V>) => {
    const made = new Map<K, V>();
    for (const [key, value] of map) made.set(key, { ...value });
    return made;
  };
  const holds = new Map<number, Hold>();
  for (const [seq, hold] of state.holds)
    holds.set(seq, { ...hold, slices: hold.slices.map((slice) => [...slice]) });
  return {
    ...state,
    cycle: { ...state.cycle },
    settings: { ...state.settings },
    totals: { ...state.totals },
    grants: copyValues(state.grants),
    members: copyValues(state.members),
    caps: new Map(state.caps),
    holds,
  };
}

function makeGrant(
  state: AccountState,
  entry: Draft & { seq: number; actor: string },
  kind: Grant['kind'],
): void {
  const { facts } = entry;
  state.grants.set(entry.seq, {
    seq: entry.seq,
    kind,
    cycle: state.cycle.number,
    made_at: entry.at,
    amount: 0,
    available: 0,
    held: 0,
    spent: 0,
    expired: 0,
    revoked: 0,
    state: 'open',
    source: (facts.source as BonusSource | undefined) ?? null,
    reason: (facts.reason as string | undefined) ?? null,
    actor: entry.actor,
  });
  if (kind !== 'bonus') state.cycle.grant = entry.seq;
}

function startCycle(state: AccountState, facts: CycleFacts): void {
  state.cycle = {
    number: facts.number,
    starts_at: facts.starts_at,
    ends_at: facts.ends_at,
    limit: facts.limit,
    refund_ratio_bp: facts.refund_ratio_bp,
    refunds_used: 0,
    grant: null,
    paid_price_cents: facts.paid_price_cents,
    notices: 0,
    last_day_at: facts.last_day_at,
  };
  if (facts.time_zone !== state.time_zone) state.day_cache = { starts_at: 0, ends_at: 0, day: 0 };
  state.time_zone = facts.time_zone;
  state.next_time_zone = null;
  state.plan = facts.plan;
  state.members = new Map();
  state.quiet_until = 0;
}

function dropPending(state: AccountState): void {
  state.pending_plan = null;
  state.pending_interval = null;
  state.pending_cycle = null;
}

/** A1: entries from before years were counted name no cycle: those years are counted from the anchor. */
function takeInterval(state: AccountState, facts: Draft['facts']): void {
  if (facts.interval !== undefined) state.interval = facts.interval as Interval;
  if (facts.year_cycle !== undefined) state.year_cycle = facts.year_cycle as number;
}

function closeCycleGrant(state: AccountState): void {
  if (state.cycle.grant === null) return;
  const grant = state.grants.get(state.cycle.grant);
  if (grant !== undefined) grant.state = 'expired';
}

/** What an entry's kind changes besides moving credits; before its moves. */
function applyBeforeMoves(state: AccountState, entry: Draft & { seq: number; actor: string }): void {
  const { facts } = entry;
  switch (entry.kind) {
    case 'cycle_started':
      startCycle(state, facts as unknown as CycleFacts);
      if (facts.grant !== null) makeGrant(state, entry, facts.grant as Grant['kind']);
      return;
    case 'resumed':
      state.phase = 'active';
      if (facts.anchor !== undefined) {
        state.anchor = facts.anchor as string;
        state.anchor_cycle = facts.anchor_cycle as number;
      }
      if (facts.limit !== undefined) {
        state.cycle.limit = facts.limit as number;
        state.cycle.refund_ratio_bp = facts.refund_ratio_bp as number;
        state.cycle.paid_price_cents = facts.paid_price_cents as number;
        makeGrant(state, entry, 'plan');
      }
      return;
    case 'bonus_awarded':
      makeGrant(state, entry, 'bonus');
      return;
    case 'plan_edited':
      state.plan = facts.plan as string;
      dropPending(state);
      takeInterval(state, facts);
      if (facts.limit === undefined) return;
      state.cycle.limit = facts.limit as number;
      state.cycle.refund_ratio_bp = facts.refund_ratio_bp as number;
      state.cycle.paid_price_cents = facts.paid_price_cents as number;
      return;
    default:
  }
}

function applyHolds(state: AccountState, entry: Draft & { seq: number }): void {
  const { facts } = entry;
  const hold = state.holds.get(facts.hold as number);
  switch (entry.kind) {
    case 'held':
      state.holds.set(entry.seq, {
        seq: entry.seq,
        member: entry.member!,
        source: (facts.source as Hold['source'] | undefined) ?? null,
        run: (facts.run as string | undefined) ?? null,
        slices: entry.moves.map(([grant, credits, , cycle, day]) => [grant, credits, cycle, day]),
        expires_at: facts.expires_at as number,
        mode: facts.mode as Hold['mode'],
        ttl_s: facts.ttl_s as number,
        state: 'open',
      });
      state.quiet_until = Math.min(state.quiet_until, facts.expires_at as number);
      return;
    case 'extended':
      if (hold === undefined) return;
      for (const [grant, credits, , cycle, day] of entry.moves)
        hold.slices.push([grant, credits, cycle, day]);
      hold.expires_at = facts.expires_at as number;
      state.quiet_until = Math.min(state.quiet_until, hold.expires_at);
      return;
    case 'hold_expired':
      if (hold === undefined) return;
      hold.state = 'expired';
      hold.slices = [];
      return;
    case 'settled':
    case 'released':
      state.holds.delete(facts.hold as number);
      return;
    default:
  }
}

/** What an entry's kind changes after its moves. */
function applyAfterMoves(state: AccountState, entry: Draft & { seq: number }): void {
  const { facts } = entry;
  switch (entry.kind) {
    case 'grant_expired':
      closeCycleGrant(state);
      return;
    case 'bonus_revoked':
      state.grants.get(facts.grant as number)!.state = 'revoked';
      return;
    case 'trial_started':
      state.phase = 'trialing';
      return;
    case 'trial_ended':
      state.phase = 'active';
      state.cancel_at_cycle_end = false;
      state.anchor = facts.anchor as string;
      state.anchor_cycle = facts.anchor_cycle as number;
      return;
    case 'canceled':
      state.phase = 'canceled';
      dropPending(state);
      state.cancel_at_cycle_end = false;
      return;
    case 'paused':
      state.phase = 'paused';
      return;
    case 'cancel_scheduled':
    case 'cancel_withdrawn':
      state.cancel_at_cycle_end = entry.kind === 'cancel_scheduled';
      return;
    case 'plan_edit_scheduled':
      state.pending_plan = facts.plan as string;
      state.pending_interval = (facts.interval as Interval | undefined) ?? null;
      state.pending_cycle = (facts.cycle as number | undefined) ?? null;
      return;
    case 'plan_edit_withdrawn':
      dropPending(state);
      return;
    case 'settings_changed':
      Object.assign(state.settings, facts.settings);
      if (facts.next_time_zone !== undefined) state.next_time_zone = facts.next_time_zone as string | null;
      takeInterval(state, facts);
      if (facts.trial_converts !== undefined) state.trial_converts = facts.trial_converts as boolean;
      return;
    case 'member_cap_set':
      state.caps.set(entry.member!, facts.cap as number | null);
      return;
    case 'member_cap_removed':
      state.caps.delete(entry.member!);
      return;
    case 'voted':
      state.cycle.refunds_used += (facts.cap_used as number | undefined) ?? 0;
      return;
    case 'notice':
      state.cycle.notices |= (facts.bit as number | undefined) ?? 0;
      return;
    default:
      applyHolds(state, entry);
  }
}

/** Applies one entry: the next in sequence. Throws if it does not fit (a bug, or a forged journal in `verify`). */
export function apply(state: AccountState, entry: Draft & Pick<Entry, 'seq' | 'actor'>): void {
  if (entry.seq !== state.seq + 1) throw new Error(`${state.account}: entry ${entry.seq} after ${state.seq}`);
  if (entry.at < state.last_at) throw new Error(`${state.account}: entry ${entry.seq} goes back in time`);
  applyBeforeMoves(state, entry);
  // The use of a cycle counts for the member of the hold or charge; a revoke or an award names none.
  if (entry.moves.length > 0) applyMoves(state, entry.moves, entry.member, entry.kind === 'voted');
  applyAfterMoves(state, entry);
  state.seq = entry.seq;
  state.last_at = entry.at;
  if (entry.kind !== 'notice' && !QUIET_KINDS.has(entry.kind)) state.quiet_until = 0;
}

/** Kinds that can't bring a due event nearer than `quiet_until` says. */
const QUIET_KINDS = new Set(['held', 'extended', 'settled', 'released', 'charged', 'voted', 'bonus_awarded']);
