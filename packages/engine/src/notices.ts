import { cycleGrant, refundCap, refundsLeft, spendable } from './balance.ts';
import type { AccountState, Draft } from './types.ts';

/** L1: what is told once per cycle; the bit stands in `cycle.notices`. */
export const NOTICE_BIT = {
  plan_50: 1,
  plan_75: 2,
  plan_90: 4,
  credits_out: 8,
  bonus_out: 16,
  refund_cap_reached: 32,
  trial_last_day: 64,
} as const;
export type OncePerCycle = keyof typeof NOTICE_BIT;
export type Notice = OncePerCycle | 'bonus_awarded' | 'cycle_reset';

export const notice = (at: number, name: Notice, facts: Draft['facts'] = {}): Draft => ({
  kind: 'notice',
  at,
  moves: [],
  facts: { notice: name, ...(name in NOTICE_BIT && { bit: NOTICE_BIT[name as OncePerCycle] }), ...facts },
  member: null,
  output: null,
  output_rev: null,
});

/** What the notices compare with: the account before the change. */
export interface Before {
  spendable: number;
  bonus_available: number;
  refunds_used: number;
}

export const beforeOf = (state: AccountState): Before => ({
  spendable: spendable(state),
  bonus_available: state.totals.bonus_available,
  refunds_used: state.cycle.refunds_used,
});

/** The notices that a change has brought about (L1), in a fixed order. */
export function noticesAfter(state: AccountState, before: Before, at: number, is_spending: boolean): Draft[] {
  const { cycle } = state;
  const made: Draft[] = [];
  const once = (name: OncePerCycle, facts: Draft['facts']) => {
    if ((cycle.notices & NOTICE_BIT[name]) === 0) made.push(notice(at, name, facts));
  };
  const own = cycleGrant(state);
  if (own !== undefined && own.state === 'open' && cycle.limit > 0) {
    const use = { spent: own.spent, limit: cycle.limit };
    if (own.spent * 100 >= cycle.limit * 50) once('plan_50', use);
    if (own.spent * 100 >= cycle.limit * 75) once('plan_75', use);
    if (own.spent * 100 >= cycle.limit * 90) once('plan_90', use);
  }
  const is_open = state.phase === 'active' || state.phase === 'trialing';
  if (is_open && before.spendable > 0 && spendable(state) === 0)
    once('credits_out', { resets_at: cycle.ends_at });
  if (is_spending && before.bonus_available > 0 && state.totals.bonus_available === 0) once('bonus_out', {});
  if (cycle.refunds_used > before.refunds_used && refundsLeft(state) === 0)
    once('refund_cap_reached', { cap: refundCap(state), resets_at: cycle.ends_at });
  return made;
}
