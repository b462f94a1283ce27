import { describe, expect, it } from 'vitest';
import {
  changedRows,
  chargeParts,
  downgradeWarning,
  intervalSentence,
  ordinal,
  pendingSentence,
  planLine,
  previewRows,
  switchLabel,
  yearlyLine,
} from '../src/features/billing/sentences.ts';
import { tokenOf } from '../src/features/door/forms.tsx';
import type { Account, Plan, PlanPreview } from '../src/shared/api/types.ts';
import { noticeSentence } from '../src/shared/format/notice.ts';
import { money } from '../src/shared/format/number.ts';
import { account } from './account.ts';
import { balanceWith } from './balance.ts';

const plan = (id: string, name: string, monthly_credits: number, monthly_price_cents: number): Plan => ({
  id,
  name,
  monthly_credits,
  monthly_price_cents,
  yearly_price_cents: monthly_price_cents * 10,
  trial_credits: 10_000,
  trial_days: 5,
  refund_ratio: 0.2,
  currency: 'usd',
});
const pro = plan('pro', 'Pro', 50_000, 5_900);
const starter = plan('starter', 'Starter', 20_000, 2_900);

const DEC_5 = '2026-12-05T09:00:00.000Z';

function preview(limit: number, available: number): PlanPreview {
  const balance = balanceWith();
  const { plan: bucket, bonus, refunds } = balance;
  const before = {
    plan: 'pro',
    available: balance.available,
    buckets: { plan: bucket, trial: null, bonus },
    refunds,
  };
  const after = {
    ...before,
    buckets: { plan: { limit, available, held: 0, spent: 31_420 }, trial: null, bonus },
    refunds: { cap: limit / 5, used: 1_240, left: Math.max(0, limit / 5 - 1_240) },
  };
  return {
    preview: true,
    plan: 'other',
    interval: 'month',
    effective: 'now',
    applies_at: balance.as_of,
    price_due_cents: 4_000,
    currency: 'usd',
    next_charge: {
      before: { at: DEC_5, amount_cents: 5_900, interval: 'month' },
      after: { at: DEC_5, amount_cents: 9_900, interval: 'month' },
    },
    before,
    after,
    seq: balance.seq,
    balance,
  };
}

describe('the plan line', () => {
  it('says the plan, its credits, its price and its day', () => {
    expect(planLine(account, pro, true)).toBe('Pro, 50,000 credits, $59/month, renews 5\u00A0Dec');
  });

  it('keeps the price from members', () => {
    expect(planLine(account, pro, false)).toBe('Pro, 50,000 credits, renews 5\u00A0Dec');
  });

  it('says that yearly plans refill monthly', () => {
    expect(yearlyLine(account)).toBeNull();
    expect(yearlyLine({ ...account, interval: 'year' })).toBe(
      'Billed yearly; credits refill on the 5th of each month.',
    );
  });

  it('knows ordinals and prices', () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 31].map(ordinal).join(' ')).toBe(
      '1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 31st',
    );
    expect([money(5_900, 'usd'), money(118, 'usd')]).toEqual(['$59', '$1.18']);
  });
});

describe('a plan edit', () => {
  it('shows every bucket before and after', () => {
    const rows = previewRows(preview(100_000, 68_580));
    expect(rows.map((row) => `${row.name} ${row.before} → ${row.after}`)).toEqual([
      'Limit 50,000 → 100,000',
      'Used, stays used 31,420 → 31,420',
      'Plan left 18,580 → 68,580',
      'Bonus 12,500 → 12,500',
      'Refunds left 8,760 → 18,760',
    ]);
  });

  it('does not say that use stays where a new cycle begins', () => {
    const rows = previewRows({ ...preview(20_000, 20_000), effective: 'next_cycle' });
    expect(rows.map((row) => row.name)).toContain('Used');
  });

  it('warns of what a smaller plan leaves', () => {
    expect(downgradeWarning(preview(20_000, 0), starter, 'UTC')).toBe(
      'You’ve used 31,420. Starter’s 20,000 leaves 0 plan credits until 5\u00A0Dec.',
    );
    expect(downgradeWarning(preview(100_000, 68_580), pro, 'UTC')).toBeNull();
  });

  it('names its act on the button', () => {
    const label = (to: Plan, effective: 'now' | 'next_cycle', interval: 'month' | 'year' = 'month') =>
      switchLabel(to, { effective, interval, applies_at: DEC_5 }, account);
    expect(label(plan('big', 'Big', 100_000, 9_900), 'now')).toBe('Switch to 100,000 now');
    expect(label(starter, 'next_cycle')).toBe('Switch to Starter on 5\u00A0Dec');
    expect(label(pro, 'next_cycle', 'year')).toBe('Switch to yearly on 5\u00A0Dec');
    expect(label(starter, 'next_cycle', 'year')).toBe('Switch to Starter, yearly, on 5\u00A0Dec');
    expect(label(pro, 'now', 'year')).toBe('Switch to yearly now');
  });

  it('says what another interval means, and what it costs where something is paid', () => {
    const yearly = { ...preview(50_000, 18_580), interval: 'year', effective: 'next_cycle' } as const;
    const asked = { ...yearly, applies_at: DEC_5 };
    expect(intervalSentence(asked, pro, account, true)).toBe(
      'Billed yearly from 5\u00A0Dec, $590/year. Credits refill each month as before.',
    );
    expect(intervalSentence(asked, pro, account, false)).toBe(
      'Billed yearly from 5\u00A0Dec. Credits refill each month as before.',
    );
    expect(intervalSentence(asked, pro, { ...account, phase: 'trialing' }, true)).toContain(
      'Billed yearly once the trial is over, $590/year.',
    );
    const monthly = { ...asked, interval: 'month', applies_at: '2027-11-05T09:00:00.000Z' } as const;
    expect(intervalSentence(monthly, pro, { ...account, interval: 'year' }, true)).toBe(
      'The paid year runs to 5\u00A0Nov\u00A02027. Billed monthly from 5\u00A0Nov\u00A02027, $59/month. Credits refill each month as before.',
    );
  });

  it('names what waits, with its way to be billed if that changes', () => {
    const waits = (pending_edit: Account['pending_edit']) =>
      pendingSentence({ ...account, pending_edit }, [pro, starter]);
    expect(waits(null)).toBeNull();
    expect(waits({ plan: 'starter', interval: 'month', applies_at: DEC_5 })).toBe('Starter from 5\u00A0Dec.');
    expect(waits({ plan: 'pro', interval: 'year', applies_at: DEC_5 })).toBe(
      'Pro, billed yearly, from 5\u00A0Dec.',
    );
  });

  it('tells the next charge with its day, and none where there is none', () => {
    const { next_charge } = preview(100_000, 68_580);
    expect(chargeParts(next_charge.after, 'usd', account)).toEqual({ amount: '$99', when: '5\u00A0Dec' });
    expect(chargeParts(null, 'usd', account)).toBeNull();
  });

  it('knows which figures moved since they were shown', () => {
    const shown = previewRows(preview(100_000, 68_580));
    const next = previewRows(preview(100_000, 68_500));
    expect([...changedRows(shown, shown)]).toEqual([]);
    expect([...changedRows(shown, next)]).toEqual(['Plan left']);
  });
});

it('a pasted link gives its token', () => {
  expect(tokenOf(' abc_123 ')).toBe('abc_123');
  expect(tokenOf('http://127.0.0.1:3000/?token=abc_123#x')).toBe('abc_123');
});

it('notices are sentences', () => {
  const notice = { seq: 1, at: '2026-11-22T12:00:00.000Z', cycle: 3 };
  const said = (kind: 'plan_75' | 'credits_out' | 'bonus_awarded', figures = {}) =>
    noticeSentence({ ...notice, notice: kind, figures }, balanceWith());
  expect(said('plan_75')).toBe('75% of this cycle’s plan credits are used.');
  expect(said('credits_out')).toBe('Credits ran out. Resets 5\u00A0Dec.');
  expect(said('bonus_awarded', { credits: 5_000, reason: 'Thank you' })).toBe(
    '5,000 credits awarded: Thank you',
  );
});
