import type { Account } from '../../shared/api/types.ts';
import { day } from '../../shared/format/date.ts';
import { figure } from '../../shared/format/number.ts';

/** Above this the amount is typed twice; the server asks for it too. */
export const LARGE_AWARD = 50_000;
export const MIN_REASON = 10;
export const MAX_REASON = 200;
const MAX_CREDITS = 1_000_000_000;

/** A whole number of credits as people type it, with or without groups; null if it is none. */
export function creditsOf(text: string): number | null {
  const digits = text.replaceAll(/[\s,.’']/g, '');
  if (!/^\d{1,10}$/.test(digits)) return null;
  const credits = Number(digits);
  return credits >= 1 && credits <= MAX_CREDITS ? credits : null;
}

/** What an award would do, in one line: "Bonus 12,500 → 17,500. Usable after 18,580 plan credits." */
export function outlook({ balance, phase, trial_ends_at }: Account, credits: number | null): string {
  if (credits === null) return '';
  const { bonus, plan } = balance;
  const moves = `Bonus ${figure(bonus.available)} → ${figure(bonus.available + credits)}.`;
  if (phase === 'trialing')
    return `${moves} Locked until the trial ends${trial_ends_at === null ? '' : ` ${day(trial_ends_at)}`}.`;
  if (phase !== 'active') return `${moves} Locked while the plan is ${phase}.`;
  const before = plan?.available ?? 0;
  return before > 0 ? `${moves} Usable after ${figure(before)} plan credits.` : `${moves} Usable at once.`;
}
