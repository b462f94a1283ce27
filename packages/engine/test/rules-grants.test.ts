import { describe, expect, test } from 'vitest';
import { BONUS_SOURCES } from '../src/index.ts';
import { award, cancel, charge, down, hold, pause, release, resume, revoke, settle } from './commands.ts';
import { open, openTrial, slicesOf } from './harness.ts';

describe('G. Grants', () => {
  test('[G1] amount = available + held + spent + expired + revoked, for every grant', () => {
    // The harness checks the sum of every grant after every step; here is one with all buckets in use.
    const acme = open('small');
    const { grant } = acme.does(award(100));
    const { output } = acme.does(charge(530));
    acme.does(hold(20));
    const id = acme.does(hold(10)).hold;
    acme.does(revoke(grant));
    acme.does(release(id));
    acme.on('2026-02-05T09:00:00Z').does(down(output));
    expect(acme.grants('bonus')[0]).toMatchObject({ amount: 100, available: 0, spent: 0, revoked: 100 });
    expect(acme.grants('plan')[0]).toMatchObject({ amount: 500, available: 0, spent: 0, expired: 500 });
  });

  test('[G2] a plan grant is the monthly amount, made at the cycle’s start; nothing rolls over', () => {
    const acme = open('small');
    acme.does(charge(120));
    acme.on('2026-02-05T09:00:00Z').touch();
    const [old, current] = acme.grants('plan');
    expect(old).toMatchObject({ amount: 500, spent: 120, expired: 380, available: 0, state: 'expired' });
    expect(current).toMatchObject({ amount: 500, available: 500, cycle: 2, state: 'open' });
    const started = acme.entries.find((entry) => entry.seq === current!.seq)!;
    expect(started.facts).toMatchObject({ number: 2, grant: 'plan', previous_grant: old!.seq });
    expect(acme.balance.available).toBe(500);
  });

  test('[G3] a bonus grant has an amount, a source, a reason and an actor', () => {
    const acme = open('small');
    acme.actor = 'staff:ann';
    const made = acme.does(award(100, { reason: 'sorry', source: 'goodwill' }));
    expect(made).toMatchObject({
      kind: 'bonus',
      amount: 100,
      available: 100,
      source: 'goodwill',
      reason: 'sorry',
      actor: 'staff:ann',
      expires_at: null,
    });
    expect(acme.does(award(1)).source).toBe('staff');
    for (const source of BONUS_SOURCES) expect(acme.does(award(1, { source })).source).toBe(source);
  });

  test('[G3] it never expires', () => {
    const acme = open('small');
    acme.does(award(100));
    acme.does(cancel());
    acme.on('2036-01-01T00:00:00Z').does(resume);
    expect(acme.balance.bonus.available).toBe(100);
    acme.does(charge(500));
    expect(slicesOf(acme.does(charge(100)))).toEqual(['bonus 100']);
  });

  test('[G4] a revoke takes what is available and closes the grant', () => {
    const acme = open('small');
    const { grant } = acme.does(award(100));
    acme.does(charge(530));
    const answer = acme.does(revoke(grant));
    expect(answer).toMatchObject({ grant, available: 0, spent: 30, revoked: 70, state: 'revoked' });
    expect(answer.balance.bonus).toMatchObject({ available: 0, spent: 30 });
    expect(acme.code(charge(1))).toBe('insufficient_credits');
    expect(acme.code(revoke(grant))).toBe('invalid_state');
  });

  test('[G4] whatever returns to a revoked grant later becomes revoked too', () => {
    const acme = open('small');
    const { grant } = acme.does(award(100));
    acme.does(charge(500));
    const { output } = acme.does(charge(30));
    const one = acme.does(hold(20)).hold;
    const two = acme.does(hold(15)).hold;
    const three = acme.does(hold(10)).hold;
    acme.does(revoke(grant));
    expect(acme.does(release(one)).returned).toBe(0);
    expect(acme.does(settle(two, 5))).toMatchObject({ charged: 5, returned: 0 });
    // Credits that are dead on arrival are no refund, and the cap is untouched.
    expect(acme.does(down(output))).toMatchObject({ refunded: 0, expired: 0, refunds: { used: 0 } });
    expect(acme.grants('bonus')[0]).toMatchObject({ available: 0, held: 10, spent: 5, revoked: 85 });
    acme.on('2026-01-05T09:10:00Z').touch();
    expect(acme.grants('bonus')[0]).toMatchObject({ held: 0, revoked: 95 });
    expect(acme.code(release(three))).toBe('hold_resolved');
  });

  test('[G4] only a bonus grant of this account can be revoked', () => {
    const acme = open('small');
    const plan = acme.does(charge(1)).slices[0]!.grant;
    expect(acme.code(revoke(plan))).toBe('invalid_state');
    expect(acme.code(revoke('grant_4_00000000'))).toBe('grant_not_found');
    expect(acme.code(revoke('none'))).toBe('grant_not_found');
  });

  test.each([
    ['a trial', () => openTrial(), 100],
    ['active', () => open('small'), 550],
  ])('[G5] awarding is allowed in %s', (_, made, available) => {
    expect(made().does(award(50)).balance).toMatchObject({ available, bonus: { available: 50 } });
  });

  test.each([
    ['paused', pause],
    ['canceled', cancel('now')],
  ])('[G5] awarding is allowed in %s; spending waits', (_, stop) => {
    const acme = open('small');
    acme.does(stop);
    expect(acme.does(award(50)).balance).toMatchObject({ available: 0, bonus: { available: 50 } });
    expect(acme.does(resume).balance.available).toBe(550);
  });
});
