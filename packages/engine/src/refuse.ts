import { cycleGrant, spendable } from './balance.ts';
import { instantText } from './time.ts';
import { type AccountState, type Facts, REFUSAL_ORDER, type Refusal, type RefusalCode } from './types.ts';

export const refusal = (code: RefusalCode, detail: string, figures: Facts = {}): Refusal => ({
  code,
  detail,
  figures,
});

export const isRefusal = (value: object): value is Refusal => 'code' in value && 'detail' in value;

/** X: what a caller needs to explain a refusal for want of credits. */
export function creditFigures(state: AccountState, asked: number, member?: string): Facts {
  const own = cycleGrant(state);
  const figures: Facts = {
    asked,
    available: spendable(state),
    available_by_bucket: {
      plan: state.cycle.number === 0 ? 0 : (own?.available ?? 0),
      trial: state.cycle.number === 0 ? (own?.available ?? 0) : 0,
      bonus: state.totals.bonus_available,
    },
    resets_at: state.phase === 'canceled' ? null : instantText(state.cycle.ends_at),
  };
  if (member !== undefined) Object.assign(figures, memberFigures(state, member));
  return figures;
}

/** M2: the cap of a member in this cycle; null if none holds. */
export function capOf(state: AccountState, member: string): number | null {
  const own = state.caps.get(member);
  return own === undefined ? state.settings.default_member_cap : own;
}

/** M2: of this cycle's slices (B4), held + spent − refunded. */
export function usedBy(state: AccountState, member: string): number {
  const use = state.members.get(member);
  return use === undefined ? 0 : use.held + use.spent - use.refunded;
}

/** The credits that a member may still take in this cycle; Infinity without a cap. */
export function roomOf(state: AccountState, member: string): number {
  const cap = capOf(state, member);
  return cap === null ? Number.POSITIVE_INFINITY : Math.max(0, cap - usedBy(state, member));
}

function memberFigures(state: AccountState, member: string): Facts {
  const cap = capOf(state, member);
  return { member, member_cap: cap, member_left: cap === null ? null : roomOf(state, member) };
}

/**
 * Why `needed` credits can't be taken now by `member`, in the order of X; null if they can (B2, M2).
 */
export function whyNot(state: AccountState, needed: number, member: string, asked: number): Refusal | null {
  const figures = () => creditFigures(state, asked, member);
  if (needed > roomOf(state, member)) {
    const cap = capOf(state, member)!;
    return refusal(
      'member_cap_reached',
      `${member} has ${roomOf(state, member)} of ${cap} credits left in this cycle.`,
      figures(),
    );
  }
  const there = spendable(state);
  if (needed <= there) return null;
  if (state.phase === 'trialing' && there === 0 && state.totals.bonus_available > 0)
    return refusal(
      'bonus_locked_in_trial',
      'The trial credits are used up; bonus credits can be used after the trial.',
      figures(),
    );
  return refusal(
    'insufficient_credits',
    `${needed} credits are needed and ${there} are available.`,
    figures(),
  );
}

/** A5: canceled and paused accounts refuse hold, extend, charge and plan edit. */
export function phaseRefusal(state: AccountState): Refusal | null {
  const figures = { phase: state.phase };
  if (state.phase === 'canceled') return refusal('account_canceled', 'The account is canceled.', figures);
  if (state.phase === 'paused') return refusal('account_paused', 'The account is paused.', figures);
  return null;
}

/** C1: the output has been charged already. */
export const outputExists = (output: string): Refusal =>
  refusal('output_exists', `${output} has been charged already.`, { output });

/** X: of two reasons to refuse, the one that comes first in the order. */
export const firstRefusal = (one: Refusal, other: Refusal): Refusal =>
  REFUSAL_ORDER.indexOf(one.code) <= REFUSAL_ORDER.indexOf(other.code) ? one : other;
