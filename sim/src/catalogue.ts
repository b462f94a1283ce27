import type { Catalogue, Plan } from '@inkwell/engine';

/** Small plans, so that credits run out often; some get another version while a run lasts (E5). */

const version = (id: string, monthly_credits: number, more: Partial<Plan> = {}): Plan => ({
  id,
  name: id,
  version: 1,
  effective_at: 0,
  monthly_credits,
  monthly_price_cents: monthly_credits * 3,
  yearly_price_cents: monthly_credits * 30,
  trial_credits: Math.floor(monthly_credits / 4),
  trial_days: 7,
  refund_ratio_bp: 2_000,
  currency: 'usd',
  ...more,
});

/** Every version of every plan of a simulation that begins at an instant. */
export const planVersions = (from: number): Plan[] => [
  version('tiny', 200, { trial_days: 1, trial_credits: 30 }),
  version('small', 503, { refund_ratio_bp: 3_333 }),
  version('small', 601, { version: 2, effective_at: from + 45 * 86_400_000 }),
  version('large', 2_000, { trial_days: 14 }),
  version('large', 1_500, { version: 2, effective_at: from + 100 * 86_400_000, refund_ratio_bp: 5_000 }),
  version('huge', 7_001, { trial_days: 3, refund_ratio_bp: 0 }),
];

export const PLANS = ['tiny', 'small', 'large', 'huge'] as const;

export function catalogueOf(plans: Plan[]): Catalogue {
  return {
    planAt: (plan, at) =>
      plans
        .filter((one) => one.id === plan && one.effective_at <= at)
        .toSorted((a, b) => b.effective_at - a.effective_at)[0],
  };
}
