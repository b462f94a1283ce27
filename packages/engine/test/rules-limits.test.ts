import { describe, expect, test } from 'vitest';
import { explain } from '../src/index.ts';
import { award, cap, charge, convert, create, down, edit, extend, hold, pause, release } from './commands.ts';
import { revoke, settings, settle, uncap, upTo } from './commands.ts';
import { Ledger, open, openTrial } from './harness.ts';

const NEXT = '2026-02-05T09:00:00Z';

describe('M. Members', () => {
  test('[M1] every hold and charge names a member, and its use is kept with it', () => {
    const acme = open('small');
    acme.does(charge(30));
    acme.does(charge(20, { member: 'noah', source: 'compose' }));
    const id = acme.does(hold(50, { member: 'noah' })).hold;
    expect(acme.member('noah')).toMatchObject({ held: 50, spent: 20, refunded: 0 });
    acme.does(settle(id, 15));
    expect(acme.member('noah')).toMatchObject({ held: 0, spent: 35 });
    expect(acme.member('mia')).toMatchObject({ held: 0, spent: 30 });
    expect(acme.member('nobody')).toMatchObject({ held: 0, spent: 0, cap: null, left: null });
    const named = acme.entries.filter((entry) => entry.moves.length > 0 && entry.key !== null);
    expect(named.map((entry) => entry.member)).toEqual(['mia', 'noah', 'noah', 'noah']);
    // The day and the source stand in the same entries.
    expect(named.map((entry) => entry.facts.source ?? null)).toEqual(['command', 'compose', null, 'api']);
    expect(new Set(named.flatMap((entry) => entry.moves.map((move) => move[4])))).toEqual(new Set([20458]));
  });

  test('[M2] workspace default, per-member override, none, and back to the default', () => {
    const acme = open('small');
    acme.does(settings({ default_member_cap: 100 }));
    expect(acme.member('mia')).toMatchObject({ cap: 100, cap_source: 'default', left: 100 });
    expect(acme.does(cap('mia', 40))).toMatchObject({
      member: 'mia',
      cap: 40,
      cap_source: 'member',
      left: 40,
    });
    expect(acme.does(cap('noah', null))).toMatchObject({ cap: null, cap_source: 'member', left: null });
    expect(acme.code(charge(41))).toBe('member_cap_reached');
    expect(acme.does(charge(400, { member: 'noah' })).charged).toBe(400);
    expect(acme.does(uncap('mia'))).toMatchObject({ cap: 100, cap_source: 'default' });
    acme.does(settings({ default_member_cap: null }));
    expect(acme.member('mia')).toMatchObject({ cap: null, cap_source: null, left: null });
  });

  test('[M2] held + spent − refunded never passes it: charge, hold and extend', () => {
    const acme = open('small');
    acme.does(cap('mia', 100));
    acme.does(charge(40));
    const id = acme.does(hold(50)).hold;
    expect(acme.code(charge(11))).toBe('member_cap_reached');
    expect(acme.code(extend(id, 11))).toBe('member_cap_reached');
    const refused = acme.refuses(hold(11));
    expect(refused.figures).toMatchObject({ asked: 11, member: 'mia', member_cap: 100, member_left: 10 });
    acme.does(extend(id, 10));
    acme.does(release(id));
    expect(acme.member()).toMatchObject({ held: 0, spent: 40, left: 60 });
    expect(acme.does(charge(60)).charged).toBe(60);
  });

  test('[M2] up_to holds shrink to it, down to `min`', () => {
    const acme = open('small');
    acme.does(cap('mia', 30));
    expect(acme.code(upTo(100, { min: 31 }))).toBe('member_cap_reached');
    expect(acme.does(upTo(100, { min: 30 })).held).toBe(30);
    expect(acme.code(upTo(100))).toBe('member_cap_reached');
  });

  test('[M2] a cap of 0 stops a member, and one below the use leaves 0', () => {
    const acme = open('small');
    acme.does(charge(50));
    expect(acme.does(cap('mia', 10))).toMatchObject({ spent: 50, left: 0 });
    acme.does(cap('noah', 0));
    expect(acme.code(upTo(5, { member: 'noah' }))).toBe('member_cap_reached');
    expect(acme.code(charge(1, { member: 'noah' }))).toBe('member_cap_reached');
  });

  test('[M2] the cap is per cycle, and counts bonus slices', () => {
    const acme = open('small');
    acme.does(award(100));
    acme.does(cap('mia', 60));
    acme.does(charge(500, { member: 'noah' }));
    acme.does(charge(60));
    expect(acme.code(charge(1))).toBe('member_cap_reached');
    expect(acme.on(NEXT).does(charge(60)).charged).toBe(60);
  });
});

describe('L. Limits and notices', () => {
  test('[L1] 50, 75, 90 and 100 percent, each once', () => {
    const acme = open('small');
    acme.does(charge(249));
    expect(acme.notices()).toEqual([]);
    acme.does(charge(1));
    acme.does(charge(124));
    expect(acme.notices()).toEqual(['plan_50']);
    acme.does(charge(1));
    const { output } = acme.does(charge(75));
    expect(acme.notices()).toEqual(['plan_50', 'plan_75', 'plan_90']);
    acme.does(down(output));
    acme.does(charge(125));
    expect(acme.notices()).toEqual(['plan_50', 'plan_75', 'plan_90', 'credits_out']);
    acme.does(award(10));
    acme.does(charge(10));
    expect(acme.notices().filter((name) => name === 'credits_out')).toHaveLength(1);
  });

  test('[L1] one charge may reach them all; the next cycle tells anew', () => {
    const acme = open('small');
    acme.does(charge(500));
    const told = ['plan_50', 'plan_75', 'plan_90', 'credits_out'];
    expect(acme.notices()).toEqual(told);
    acme.on(NEXT).does(charge(500));
    expect(acme.notices()).toEqual([...told, 'cycle_reset', ...told]);
  });

  test('[L1] the thresholds count what is spent, 100% what is there: held credits tell only the latter', () => {
    const acme = open('small');
    const id = acme.does(hold(500)).hold;
    expect(acme.notices()).toEqual(['credits_out']);
    acme.does(settle(id, 260));
    expect(acme.notices()).toEqual(['credits_out', 'plan_50']);
  });

  test('[L1] 100% waits for the bonus credits, whatever way the last of them goes', () => {
    const acme = open('small');
    const { grant } = acme.does(award(50));
    acme.does(charge(500));
    expect(acme.notices()).not.toContain('credits_out');
    acme.does(revoke(grant));
    expect(acme.notices().at(-1)).toBe('credits_out');
    const other = open('medium');
    other.does(charge(600));
    other.does(edit('small', 'now'));
    expect(other.notices()).toEqual(['plan_50', 'plan_75', 'plan_90', 'credits_out']);
  });

  test('[L1] no 100% in a paused or canceled account', () => {
    const acme = open('small');
    acme.does(pause);
    acme.does({ op: 'cancel', when: 'now' });
    expect(acme.notices()).toEqual([]);
  });

  test('[L1] the bonus is awarded, and runs out', () => {
    const acme = open('small');
    const { grant } = acme.does(award(50, { reason: 'hello', source: 'promo' }));
    expect(acme.entries.at(-1)!.facts).toMatchObject({
      credits: 50,
      reason: 'hello',
      source: 'promo',
      grant,
    });
    acme.does(charge(500));
    acme.does(charge(50));
    expect(acme.notices()).toEqual([
      'bonus_awarded',
      'plan_50',
      'plan_75',
      'plan_90',
      'credits_out',
      'bonus_out',
    ]);
    acme.does(award(5));
    acme.does(charge(5));
    expect(acme.notices().slice(6)).toEqual(['bonus_awarded']);
  });

  test('[L1] a cycle resets; a trial turns into its first cycle', () => {
    const acme = openTrial();
    acme.does(convert);
    acme.on('2026-02-05T09:00:00Z').touch();
    const resets = acme.entries.filter((entry) => entry.facts.notice === 'cycle_reset');
    expect(resets.map((entry) => entry.facts.cycle)).toEqual([1, 2]);
  });

  test('[L1] a refund cap is reached, once', () => {
    const acme = open('small');
    const [one, two, three] = [99, 1, 60].map((words) => acme.does(charge(words)).output);
    acme.does(down(one!));
    expect(acme.notices()).not.toContain('refund_cap_reached');
    acme.does(down(two!));
    acme.does(down(three!));
    expect(acme.notices().filter((name) => name === 'refund_cap_reached')).toHaveLength(1);
  });

  test('[L1] a trial’s last day begins one calendar day before its end, once, at its own instant', () => {
    const acme = openTrial('small', { now: '2026-03-26T09:00:00Z', time_zone: 'Europe/London' });
    acme.on('2026-03-30T07:59:59Z').touch();
    expect(acme.notices()).toEqual([]);
    acme.on('2026-03-30T20:00:00Z').does(charge(1));
    acme.touch();
    const told = acme.entries.filter((entry) => entry.facts.notice === 'trial_last_day');
    expect(told.map((entry) => new Date(entry.at).toISOString())).toEqual(['2026-03-30T08:00:00.000Z']);
  });

  test('[L1] an early conversion leaves no last day to tell', () => {
    const acme = openTrial();
    acme.does(convert);
    acme.on('2026-01-20T00:00:00Z').touch();
    expect(acme.notices()).toEqual(['cycle_reset']);
  });

  test('[L1] in a trial the thresholds are the trial’s; bonus credits can’t be spent, so 100% is told', () => {
    const acme = openTrial();
    acme.does(award(50));
    acme.does(charge(100));
    expect(acme.notices()).toEqual(['bonus_awarded', 'plan_50', 'plan_75', 'plan_90', 'credits_out']);
  });

  test('[L2] notices are entries of the same change, after the one that carries the key', () => {
    const acme = open('small');
    const decision = acme.run(acme.command(charge(250)));
    if (!decision.ok) throw new Error('refused');
    expect(decision.entries.map((entry) => [entry.kind, entry.key !== null])).toEqual([
      ['charged', true],
      ['notice', false],
    ]);
    expect(acme.balance.seq).toBe(decision.entries.at(-1)!.seq);
  });

  test('[L3] what happens when credits run out is a setting; the default is to stop', () => {
    const acme = new Ledger('2026-01-05T09:00:00Z');
    expect(acme.does(create('small'))).toMatchObject({ when_empty: 'stop', top_up_monthly_limit: null });
    const answer = acme.does(settings({ when_empty: 'top_up', top_up_monthly_limit: 3_000 }));
    expect(answer).toMatchObject({ when_empty: 'top_up', top_up_monthly_limit: 3_000 });
    // The engine never buys and never upgrades: it refuses.
    acme.does(charge(500));
    expect(acme.code(charge(1))).toBe('insufficient_credits');
    expect(acme.state!.plan).toBe('small');
  });

  test('[L4] referral and promo credits are bonus grants like any other', () => {
    const acme = openTrial();
    for (const source of ['referral', 'promo'] as const)
      expect(acme.does(award(10, { source }))).toMatchObject({ kind: 'bonus', source });
    expect(acme.balance.bonus).toMatchObject({ available: 20, locked_by: 'trial' });
  });
});

describe('Explain', () => {
  test('[H1] [X] would a hold pass, what would it take, and if not, why', () => {
    const acme = open('small');
    acme.does(award(20));
    const asked = { credits: 510, member: 'mia' };
    const yes = explain(acme.read(), asked, acme.now, 0);
    expect(yes).toMatchObject({
      ok: true,
      held: 510,
      slices: [{ kind: 'plan' }, { kind: 'bonus', credits: 10 }],
    });
    expect(acme.does(hold(510)).slices).toEqual(yes.slices);
    expect(explain(acme.read(), asked, acme.now, 0)).toMatchObject({
      ok: false,
      refusal: { code: 'insufficient_credits' },
    });
  });
});
