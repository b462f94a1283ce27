import type { Balance } from '../src/shared/api/types.ts';

/** The balance of a workspace on day 17 of 30, with what a test changes in it. */
export function balanceWith(change: Partial<Balance> = {}): Balance {
  return {
    account: 'juniper',
    phase: 'active',
    available: 31_080,
    held: 0,
    left: 31_080,
    plan: { limit: 50_000, available: 18_580, held: 0, spent: 31_420 },
    trial: null,
    bonus: { available: 12_500, held: 0, spent: 0, eligible: false, locked_by: 'plan_credits_left' },
    cycle: { number: 3, starts_at: '2026-11-05T09:00:00.000Z', ends_at: '2026-12-05T09:00:00.000Z' },
    refunds: { cap: 10_000, used: 1_240, left: 8_760 },
    seq: 412,
    as_of: '2026-11-22T12:00:00.000Z',
    ...change,
  };
}
