import { cycleGrant } from './balance.ts';
import type { MovePlan } from './moves.ts';
import type { AccountState, HeldSlice } from './types.ts';

/**
 * B1, B2: takes up to `credits` in burn order: the cycle's grant first, then, in an active account, bonus grants,
 * oldest first by sequence. Returns the slices taken, in order (B3); fewer than asked if there are fewer.
 */
export function take(
  state: AccountState,
  plan: MovePlan,
  credits: number,
  code: number,
  day: number,
): HeldSlice[] {
  const slices: HeldSlice[] = [];
  if (state.phase !== 'active' && state.phase !== 'trialing') return slices;
  const cycle = state.cycle.number;
  let wanted = credits;
  const from = (grant: number) => {
    const taken = Math.min(wanted, plan.grant(grant).available);
    if (taken === 0) return;
    plan.move(grant, taken, code, cycle, day);
    slices.push([grant, taken, cycle, day]);
    wanted -= taken;
  };
  const own = cycleGrant(state);
  if (own !== undefined) from(own.seq);
  if (wanted > 0 && state.phase === 'active') {
    const bonus = [...state.grants.values()].filter(
      (grant) => grant.kind === 'bonus' && grant.state === 'open',
    );
    bonus.sort((a, b) => a.seq - b.seq);
    for (const grant of bonus) {
      if (wanted === 0) break;
      from(grant.seq);
    }
  }
  return slices;
}
