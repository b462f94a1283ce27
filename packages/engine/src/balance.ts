import { instantText } from './time.ts';
import type { AccountState, Figures, Grant, Phase } from './types.ts';

/** What of bonus credits stands in the way of their use (B2). */
export type BonusLock = 'plan_credits_left' | 'trial' | 'paused' | 'canceled';

export interface Bucket {
  limit: number;
  available: number;
  held: number;
  spent: number;
}

export interface Balance {
  account: string;
  phase: Phase;
  available: number;
  held: number;
  left: number;
  plan: Bucket | null;
  trial: Bucket | null;
  bonus: { available: number; held: number; spent: number; eligible: boolean; locked_by: BonusLock | null };
  cycle: { number: number; starts_at: string; ends_at: string };
  refunds: { cap: number; used: number; left: number };
  seq: number;
  as_of: string;
}

/** The grant of the current cycle, or undefined while a pause skips it (A5). */
export const cycleGrant = (state: AccountState): Grant | undefined =>
  state.cycle.grant === null ? undefined : state.grants.get(state.cycle.grant);

/** R3: `floor(ratio × limit)` in whole-number arithmetic. */
export const refundCap = (state: AccountState): number =>
  Math.floor((state.cycle.limit * state.cycle.refund_ratio_bp) / 10_000);

/** R3: `max(0, cap − used)`: a plan edit moves the cap. */
export const refundsLeft = (state: AccountState): number =>
  Math.max(0, refundCap(state) - state.cycle.refunds_used);

/** What may be spent now and later in this phase by the rules: bonus counts unless the phase locks it (B2). */
export function spendable(state: AccountState): number {
  if (state.phase === 'paused' || state.phase === 'canceled') return 0;
  const own = cycleGrant(state)?.available ?? 0;
  return state.phase === 'trialing' ? own : own + state.totals.bonus_available;
}

function bonusLock(phase: Phase, own_available: number): BonusLock | null {
  if (phase === 'active') return own_available > 0 ? 'plan_credits_left' : null;
  return phase === 'trialing' ? 'trial' : phase;
}

const PHASES: Phase[] = ['trialing', 'active', 'paused', 'canceled'];

/**
 * The figures of a balance, in the order that `balanceOf` reads: phase, trial cycle (1 or 0), limit, available, held
 * and spent of the cycle's grant, held of all grants, bonus available, held and spent, cycle number, start and end,
 * refund cap and used, words delivered by open streams, seq, as_of. Short, because every keyed entry keeps one (K1).
 */
export function figuresOf(state: AccountState, as_of: number, delivered_words: number): Figures {
  const own = cycleGrant(state);
  const { cycle, totals } = state;
  return [
    PHASES.indexOf(state.phase),
    cycle.number === 0 ? 1 : 0,
    cycle.limit,
    own?.available ?? 0,
    own?.held ?? 0,
    own?.spent ?? 0,
    totals.held,
    totals.bonus_available,
    totals.bonus_held,
    totals.bonus_spent,
    cycle.number,
    cycle.starts_at,
    cycle.ends_at,
    refundCap(state),
    cycle.refunds_used,
    delivered_words,
    state.seq,
    as_of,
  ];
}

/** The balance of api.md from its stored figures; the one place where it is put into words. */
export function balanceOf(account: string, figures: Figures): Balance {
  const n = figures as number[];
  const phase = PHASES[n[0]!]!;
  const is_trial = n[1] === 1;
  const own: Bucket = { limit: n[2]!, available: n[3]!, held: n[4]!, spent: n[5]! };
  const bonus_available = n[7]!;
  const locked_by = bonusLock(phase, own.available);
  const open = phase === 'active' || phase === 'trialing';
  const available = open ? own.available + (phase === 'trialing' ? 0 : bonus_available) : 0;
  const cap = n[13]!;
  const used = n[14]!;
  return {
    account,
    phase,
    available,
    held: n[6]!,
    left: Math.max(0, available + n[6]! - n[15]!),
    plan: is_trial ? null : own,
    trial: is_trial ? own : null,
    bonus: { available: bonus_available, held: n[8]!, spent: n[9]!, eligible: locked_by === null, locked_by },
    cycle: { number: n[10]!, starts_at: instantText(n[11]!), ends_at: instantText(n[12]!) },
    refunds: { cap, used, left: Math.max(0, cap - used) },
    seq: n[16]!,
    as_of: instantText(n[17]!),
  };
}
