import type { Account } from '../src/shared/api/types.ts';
import { balanceWith } from './balance.ts';

/** An account on its third cycle of Pro. */
export const account: Account = {
  account: 'juniper',
  plan: 'pro',
  interval: 'month',
  phase: 'active',
  anchor: '2026-09-05T09:00:00.000Z',
  time_zone: 'UTC',
  next_time_zone: null,
  clock: null,
  trial_ends_at: null,
  trial_converts: true,
  trial_waits: false,
  cycle: balanceWith().cycle,
  pending_edit: null,
  cancels_at: null,
  default_member_cap: null,
  when_empty: 'stop',
  top_up_monthly_limit: null,
  created_at: '2026-09-05T09:00:00.000Z',
  balance: balanceWith(),
};
