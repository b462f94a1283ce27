import { describe, expect, test } from 'vitest';
import { MOVE, dateOfDay } from '../src/index.ts';
import {
  award,
  cap,
  charge,
  down,
  extend,
  hold,
  release,
  revoke,
  settings,
  settle,
  upTo,
} from './commands.ts';
import { open, openTrial, slicesOf } from './harness.ts';

describe('B. Burn order', () => {
  test('[B1] plan credits first, then bonus grants, oldest first by sequence', () => {
    const acme = open('small');
    acme.does(award(40, { source: 'promo' }));
    acme.does(award(60));
    const first = acme.does(charge(480));
    expect(slicesOf(first)).toEqual(['plan 480']);
    const second = acme.does(charge(70));
    expect(slicesOf(second)).toEqual(['plan 20', 'bonus 40', 'bonus 10']);
    const [older, younger] = acme.grants('bonus');
    expect([older!.spent, younger!.spent]).toEqual([40, 10]);
    expect(older!.seq).toBeLessThan(younger!.seq);
  });

  test('[B1] trial credits first, and only they, in a trial', () => {
    const acme = openTrial();
    acme.does(award(50));
    expect(slicesOf(acme.does(charge(100)))).toEqual(['trial 100']);
    expect(acme.code(charge(1))).toBe('bonus_locked_in_trial');
  });

  test('[B2] plan before bonus: bonus is eligible only when active and no plan credit is available', () => {
    const acme = open('small');
    acme.does(award(100));
    expect(acme.balance.bonus).toMatchObject({ eligible: false, locked_by: 'plan_credits_left' });
    acme.does(charge(499));
    expect(acme.balance.bonus.locked_by).toBe('plan_credits_left');
    expect(acme.does(charge(1)).balance.bonus).toMatchObject({ eligible: true, locked_by: null });
    expect(slicesOf(acme.does(hold(30)))).toEqual(['bonus 30']);
  });

  test.each([
    ['trial', () => openTrial(), 'trial'],
    [
      'paused',
      () => {
        const acme = open('small');
        acme.does({ op: 'pause' });
        return acme;
      },
      'paused',
    ],
    [
      'canceled',
      () => {
        const acme = open('small');
        acme.does({ op: 'cancel', when: 'now' });
        return acme;
      },
      'canceled',
    ],
  ])('[B2] bonus is locked: %s', (_, made, locked_by) => {
    const acme = made();
    acme.does(award(100));
    expect(acme.balance.bonus).toMatchObject({ available: 100, eligible: false, locked_by });
  });

  test('[B3] a release walks the slices backwards into their own grants', () => {
    const acme = open('small');
    const older = acme.does(award(40)).grant;
    const younger = acme.does(award(60)).grant;
    const held = acme.does(hold(570));
    expect(held.slices.map((slice) => slice.grant).slice(1)).toEqual([older, younger]);
    acme.does(release(held.hold));
    const moves = acme.entries.at(-1)!.moves;
    expect(moves.map(([, credits]) => credits)).toEqual([30, 40, 500]);
    expect(acme.balance).toMatchObject({ available: 600, held: 0 });
  });

  test('[B3] a partial settle returns the last taken first, without splitting anew', () => {
    const acme = open('small');
    acme.does(award(100));
    acme.does(charge(470));
    const { hold: id } = acme.does(hold(80));
    acme.does(charge(20));
    const settled = acme.does(settle(id, 40));
    expect(slicesOf(settled)).toEqual(['plan 30', 'bonus 10']);
    expect(settled.returned).toBe(40);
    expect(acme.balance.bonus).toMatchObject({ available: 70, spent: 30, held: 0 });
  });

  test('[B3] what a settle leaves over walks backwards too', () => {
    const acme = open('small');
    acme.does(award(40));
    acme.does(award(60));
    const { hold: id } = acme.does(hold(570));
    acme.does(settle(id, 490));
    const moves = acme.entries.find((entry) => entry.kind === 'settled')!.moves;
    expect(moves.map(([, credits, code]) => `${credits} ${code}`)).toEqual([
      `490 ${MOVE.spend}`,
      `30 ${MOVE.release}`,
      `40 ${MOVE.release}`,
      `10 ${MOVE.release}`,
    ]);
  });

  test('[B3] a refund walks the slices backwards: what the cap leaves out is what was taken first', () => {
    const acme = open('small');
    acme.does(award(50));
    const { output } = acme.does(charge(540));
    const voted = acme.does(down(output));
    expect(voted).toMatchObject({ refunded: 100, capped: 440 });
    expect(acme.balance.bonus.available).toBe(50);
    expect(acme.balance.plan).toMatchObject({ available: 60, spent: 440 });
  });

  test('[B4] a slice counts in the cycle and on the day in which it was taken, bonus included', () => {
    const acme = open('small', { now: '2026-01-31T12:00:00Z', time_zone: 'America/New_York' });
    acme.does(award(100));
    // 04:00 UTC is still the evening before in New York; the cycle ends on 28 February at 12:00 UTC.
    acme.on('2026-02-28T04:00:00Z').does(hold(550, { ttl_s: 86_400 }));
    const taken = acme.entries.find((entry) => entry.kind === 'held')!;
    expect(taken.moves.map((move) => [move[3], dateOfDay(move[4])])).toEqual([
      [1, '2026-02-27'],
      [1, '2026-02-27'],
    ]);
    expect(acme.member()).toMatchObject({ held: 550, spent: 0 });
    acme.on('2026-02-28T12:00:00Z');
    expect(acme.member()).toMatchObject({ held: 0, spent: 0 });
    acme.does(release(acme.does(hold(5)).hold));
    expect(acme.member()).toMatchObject({ held: 0, spent: 0 });
  });

  test('[B4] after a change of zone the day is the new zone’s, on the boundary’s own day too', () => {
    const acme = open('small', { now: '2026-01-05T09:00:00Z', time_zone: 'UTC' });
    acme.does(settings({ time_zone: 'Asia/Tokyo' }));
    acme.on('2026-02-05T20:00:00Z').does(charge(5));
    expect(dateOfDay(acme.entries.at(-1)!.moves[0]![4])).toBe('2026-02-06');
  });

  test('[B4] a settle after the reset spends in the cycle of the hold: no use, no cap of the new one', () => {
    const acme = open('small', { now: '2026-01-31T12:00:00Z' });
    acme.does(award(100));
    const { hold: id } = acme.on('2026-02-28T11:55:00Z').does(hold(520));
    acme.on('2026-02-28T11:58:00Z').does(cap('mia', 10));
    acme.does(extend(id, 1, { mode: 'up_to' }));
    acme.on('2026-02-28T12:00:00Z').does(settle(id, 500));
    expect(acme.member()).toMatchObject({ held: 0, spent: 0, left: 10 });
    expect(acme.balance.plan).toMatchObject({ available: 500, spent: 0 });
  });

  test('[B1] a revoked grant stands no longer in the burn order', () => {
    const acme = open('small');
    const { grant } = acme.does(award(40));
    acme.does(award(60));
    acme.does(revoke(grant));
    expect(slicesOf(acme.does(upTo(1000)))).toEqual(['plan 500', 'bonus 60']);
  });
});
