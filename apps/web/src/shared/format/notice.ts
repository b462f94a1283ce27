import type { Balance, Notice } from '../api/types.ts';
import { day } from './date.ts';
import { credits, figure } from './number.ts';

/** A notice as one sentence. Unknown kinds of a newer server say only that something changed. */
export function noticeSentence(notice: Notice, balance: Balance | null): string {
  const resets = balance ? day(balance.cycle.ends_at) : 'the next cycle';
  switch (notice.kind) {
    case 'plan_used':
      return notice.threshold === 100
        ? `Credits ran out. Resets ${resets}.`
        : `${notice.threshold ?? 50}% of this cycle’s plan credits are used.`;
    case 'credits_exhausted':
      return `Credits ran out. Resets ${resets}.`;
    case 'bonus_awarded':
      return `${credits(notice.credits ?? 0)} awarded${notice.reason ? `: ${notice.reason}` : ''}.`;
    case 'bonus_exhausted':
      return 'The bonus credits are used up.';
    case 'cycle_reset':
      return balance?.plan
        ? `A new cycle: ${figure(balance.plan.limit)} plan credits.`
        : 'A new cycle has begun.';
    case 'refund_cap_reached':
      return `This cycle’s refund limit is reached. It resets ${resets}.`;
    case 'trial_last_day':
      return 'The trial ends today.';
    default:
      return 'Your credits changed.';
  }
}
