import type { Billing } from '@inkwell/contract/types';
import { describe, expect, it } from 'vitest';
import {
  cardLine,
  freeStartSentence,
  nextChargeLine,
  pastDueSentence,
  planLine,
  startLabel,
  startSentence,
  topUpConsequence,
  topUpState,
} from '../src/features/billing/sentences.ts';
import type { Plan } from '../src/shared/api/types.ts';
import { account } from './account.ts';

const DEC_5 = '2026-12-05T09:00:00.000Z';
const plan: Plan = {
  id: 'pro',
  name: 'Pro',
  monthly_credits: 50_000,
  monthly_price_cents: 5_900,
  yearly_price_cents: 59_000,
  trial_credits: 10_000,
  trial_days: 5,
  refund_ratio: 0.2,
  currency: 'usd',
};
const pack = { pack: 'words-5000', credits: 5_000, price_cents: 1_000, currency: 'usd' };
const subscription = {
  status: 'active',
  plan: 'pro',
  interval: 'month',
  price_cents: 5_900,
  currency: 'usd',
  period_ends_at: DEC_5,
  cancels_at: null,
} as const;
const billing: Billing = {
  payments: 'stripe',
  subscription,
  next_charge: { at: DEC_5, amount_cents: 5_900, currency: 'usd' },
  past_due: null,
  card: { brand: 'visa', last4: '4242', expires: '08/2029' },
  packs: [pack],
  top_up: { state: 'idle', spent_cents: 1_000, detail: null },
};

describe('what is paid', () => {
  it('says the next charge, or why there is none', () => {
    expect(nextChargeLine(billing, account)).toBe('$59 on 5\u00A0Dec');
    const past_due = { amount_cents: 5_900, currency: 'usd', since: DEC_5, url: null };
    expect(nextChargeLine({ ...billing, next_charge: null, past_due }, account)).toBe('$59 is due now');
    const canceled = { ...billing, next_charge: null, subscription: { ...subscription, cancels_at: DEC_5 } };
    expect(nextChargeLine(canceled, account)).toBe('None: the plan is canceled');
    expect(nextChargeLine({ ...billing, next_charge: null, subscription: null }, account)).toBe(
      'None: no plan is paid for',
    );
    const yearly = { at: '2027-11-05T09:00:00.000Z', amount_cents: 59_000, currency: 'usd' };
    expect(nextChargeLine({ ...billing, next_charge: yearly }, account)).toBe('$590 on 5\u00A0Nov\u00A02027');
    expect(pastDueSentence(past_due, 'UTC')).toBe(
      'The renewal of 5\u00A0Dec, $59, could not be paid. Writing is paused until it is; credits and documents stay.',
    );
  });

  it('says the card', () => {
    expect(cardLine(billing.card)).toBe('Visa ending in 4242, expires 08/2029');
    expect(cardLine({ brand: 'link', last4: '', expires: '' })).toBe('Link');
    expect(cardLine(null)).toBe('None on file');
  });

  it('a year that is paid renews when it is over, not with the cycle', () => {
    const yearly = { ...account, interval: 'year' } as const;
    expect(planLine(yearly, plan, true, '2027-09-05T09:00:00.000Z')).toBe(
      'Pro, 50,000 credits, $590/year, renews 5\u00A0Sept',
    );
    expect(planLine(yearly, plan, true)).toBe('Pro, 50,000 credits, $590/year');
  });
});

describe('starting to pay', () => {
  const trial = { ...account, phase: 'trialing' } as const;
  it('names its act and its price', () => {
    expect([startLabel(plan, 'month'), startLabel(plan, 'year')]).toEqual([
      'Start Pro now, $59/month',
      'Start Pro now, $590/year',
    ]);
  });

  it('says what it means where nothing is paid for', () => {
    expect(freeStartSentence({ ...trial, trial_converts: true }, plan, false)).toBe(
      'Pro starts on 5\u00A0Dec. It can start now with 50,000 credits, and what is left of the trial expires then. Nothing is charged on this instance.',
    );
    expect(freeStartSentence({ ...trial, trial_converts: true }, plan, true)).toMatch(
      /^The trial’s credits are used up\. Pro starts on 5\u00A0Dec\. It can start now with 50,000 credits\. /,
    );
  });

  it('says what happens otherwise', () => {
    expect(startSentence(trial, plan, { kept: false, empty: false })).toContain(
      'The trial ends on 5\u00A0Dec. Without a way to pay it does not turn into a plan',
    );
    expect(startSentence(trial, plan, { kept: true, empty: true })).toBe(
      'The trial’s credits are used up. Pro starts on 5\u00A0Dec with the card on file, or now with 50,000 credits.',
    );
    expect(startSentence(account, plan, { kept: false, empty: false })).toContain(
      'has not been charged so far',
    );
    const waits = { ...account, phase: 'canceled', trial_waits: true } as const;
    expect(startSentence(waits, plan, { kept: false, empty: false })).toContain(
      'The trial has not started: it waits for the owner’s mail address to be confirmed.',
    );
    expect(planLine(waits, plan, true)).toBe('Pro, 50,000 credits, $59/month, its trial has not started');
    expect(startSentence({ ...account, phase: 'canceled' }, plan, { kept: false, empty: false })).toContain(
      'The plan has ended.',
    );
  });
});

describe('[L3] topping up', () => {
  it('says its consequence with its price', () => {
    expect(topUpConsequence(pack)).toBe(
      'A pack of 5,000 bonus credits is bought for $10, one at a time, up to a limit you set. Writing does not wait for it.',
    );
  });

  it.each([
    ['idle', '$10 of $20 spent on top-ups in this cycle.'],
    ['in_flight', '$10 of $20 spent on top-ups in this cycle. A pack is being bought.'],
    ['limit_reached', '$10 of $20 spent on top-ups in this cycle. The limit is reached.'],
    [
      'failed',
      '$10 of $20 spent on top-ups in this cycle. The last pack was not bought: The card was refused.',
    ],
  ] as const)('tells that it is %s', (state, says) => {
    const detail = state === 'failed' ? 'The card was refused.' : null;
    expect(topUpState({ ...billing, top_up: { state, spent_cents: 1_000, detail } }, 2_000)).toBe(says);
  });
});
