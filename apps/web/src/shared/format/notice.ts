import type { Balance, Notice } from '../api/types.ts';
import { day } from './date.ts';
import { credits, figure } from './number.ts';

/** A notice as one sentence. Kinds that a newer server adds say only that something changed. */
export function noticeSentence(notice: Notice, balance: Balance | null, by: string | null = null): string {
  const resets = balance ? day(balance.cycle.ends_at) : 'with the next cycle';
  switch (notice.notice) {
    case 'plan_50':
      return usedSentence(50);
    case 'plan_75':
      return usedSentence(75);
    case 'plan_90':
      return usedSentence(90);
    case 'credits_out':
      return `Credits ran out. Resets ${resets}.`;
    case 'bonus_awarded':
      return awardSentence(notice.figures, by);
    case 'bonus_out':
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

const usedSentence = (percent: number) => `${percent}% of this cycle’s plan credits are used.`;

function awardSentence(figures: Notice['figures'], by: string | null): string {
  const amount = typeof figures.credits === 'number' ? credits(figures.credits) : 'Bonus credits';
  const said = by === null ? `${amount} awarded` : `${amount} awarded by ${by}`;
  return typeof figures.reason === 'string' ? `${said}: ${figures.reason}` : `${said}.`;
}
