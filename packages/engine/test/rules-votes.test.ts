import { describe, expect, test } from 'vitest';
import {
  award,
  cancel,
  cap,
  charge,
  down,
  edit,
  hold,
  resume,
  revoke,
  settle,
  unvote,
  up,
} from './commands.ts';
import { open, openTrial, planOf, slicesOf } from './harness.ts';

const NEXT = '2026-02-05T09:00:00Z';

describe('R. Votes and refunds', () => {
  test('[R1] one vote an output, the last voter wins, the reason is kept', () => {
    const acme = open('small');
    const { output } = acme.does(charge(5));
    acme.does(up(output));
    acme.does(down(output, { member: 'ines', reason: 'off topic' }));
    expect(acme.output(output)).toMatchObject({
      vote: 'down',
      vote_member: 'ines',
      vote_reason: 'off topic',
    });
    acme.does(unvote(output, { member: 'noah' }));
    expect(acme.output(output)).toMatchObject({ vote: 'none', vote_member: 'noah', vote_reason: null });
    expect(acme.code(up('no-such-output'))).toBe('output_not_found');
  });

  test('[R5] the same vote again keeps the reason; another reason takes its place', () => {
    const acme = open('small');
    const { output } = acme.does(charge(5));
    acme.does(down(output, { reason: 'off topic' }));
    acme.does(down(output));
    expect(acme.output(output)).toMatchObject({ vote: 'down', vote_reason: 'off topic' });
    acme.does(down(output, { reason: 'too long' }));
    expect(acme.output(output)).toMatchObject({ vote: 'down', vote_reason: 'too long' });
    acme.does(up(output));
    expect(acme.output(output)).toMatchObject({ vote: 'up', vote_reason: null });
  });

  test('[R1] votes are recorded whatever the credits do', () => {
    const acme = open('small');
    const { output } = acme.does(charge(5));
    acme.does(cancel('now'));
    expect(acme.does(up(output))).toMatchObject({ vote: 'up', refunded: 0, charged_back: 0 });
  });

  test('[R2] a first down refunds the charge, backwards into its own grants', () => {
    const acme = open('small');
    acme.does(award(40));
    acme.does(charge(460));
    const { output } = acme.does(charge(70));
    const voted = acme.does(down(output));
    expect(voted).toMatchObject({ vote: 'down', refunded: 70, expired: 0, absorbed: 0, capped: 0 });
    expect(acme.entries.at(-1)!.moves.map((move) => move[1])).toEqual([30, 40]);
    expect(voted.balance).toMatchObject({ available: 80, bonus: { available: 40, spent: 0 } });
    expect(acme.output(output)).toMatchObject({ charged: 70, refunded: 70, spent: [] });
  });

  test('[R2] a settled hold’s output is refunded alike', () => {
    const acme = open('small');
    const id = acme.does(hold(50)).hold;
    const { output } = acme.does(settle(id, 30));
    expect(acme.does(down(output)).refunded).toBe(30);
  });

  test('[R3] at most 20% of the limit a cycle; at the cap the refund is partial, then nothing', () => {
    const acme = open('small');
    const outputs = [60, 60, 60].map((words) => acme.does(charge(words)).output);
    const answers = outputs.map((output) => acme.does(down(output)));
    expect(answers.map((answer) => [answer.refunded, answer.capped])).toEqual([
      [60, 0],
      [40, 20],
      [0, 60],
    ]);
    expect(answers.at(-1)).toMatchObject({ refunds: { cap: 100, used: 100, left: 0 } });
    expect(acme.on(NEXT).balance.refunds).toEqual({ cap: 100, used: 0, left: 100 });
  });

  test('[R3] the cap is that of the vote’s cycle: floor(ratio × limit), the plan’s own ratio', () => {
    const odd = planOf('odd', 333, { refund_ratio_bp: 1_501, trial_credits: 99 });
    expect(open('odd', { plans: [odd] }).balance.refunds.cap).toBe(49);
    expect(open('odd', { plans: [odd], trial: true }).balance.refunds.cap).toBe(14);
    expect(open('small').balance.refunds.cap).toBe(100);
    expect(openTrial().balance.refunds.cap).toBe(20);
  });

  test('[R3] a plan edit moves the cap, never below what is used', () => {
    const acme = open('medium');
    const { output } = acme.does(charge(300));
    expect(acme.does(down(output)).refunded).toBe(200);
    acme.does(edit('small', 'now'));
    expect(acme.balance.refunds).toEqual({ cap: 100, used: 200, left: 0 });
    acme.does(edit('large'));
    expect(acme.balance.refunds).toEqual({ cap: 400, used: 200, left: 200 });
  });

  test('[R4] credits whose grant has expired expire there, told and not counted', () => {
    const acme = open('small');
    const { output } = acme.does(charge(80));
    acme.on(NEXT);
    const voted = acme.does(down(output));
    expect(voted).toMatchObject({ refunded: 0, expired: 80, capped: 0, refunds: { used: 0, left: 100 } });
    expect(voted.balance.available).toBe(500);
    expect(acme.grants('plan')[0]).toMatchObject({ spent: 0, expired: 500 });
  });

  test('[R4] bonus slices come back alive in any later cycle, under that cycle’s cap', () => {
    const acme = open('small');
    acme.does(award(150));
    const { output } = acme.does(charge(630));
    acme.on('2026-05-20T00:00:00Z');
    const voted = acme.does(down(output));
    expect(voted).toMatchObject({ refunded: 100, expired: 500, capped: 30 });
    expect(acme.balance.bonus).toMatchObject({ available: 120, spent: 30 });
  });

  test('[R4] a trial’s output after the trial: its grant has expired', () => {
    const acme = openTrial();
    const { output } = acme.does(charge(50));
    acme.on('2026-01-11T00:00:00Z');
    expect(acme.does(down(output))).toMatchObject({
      refunded: 0,
      expired: 50,
      refunds: { cap: 100, used: 0 },
    });
  });

  test.each([
    ['up', up],
    ['none', unvote],
  ])('[R5] down → %s takes the refund back and gives the cap back', (_, other) => {
    const acme = open('small');
    acme.does(award(40));
    const { output } = acme.does(charge(530));
    acme.does(down(output));
    const answer = acme.does(other(output));
    expect(answer).toMatchObject({ refunded: 0, charged_back: 100, refunds: { used: 0, left: 100 } });
    expect(answer.balance).toMatchObject({ available: 10, bonus: { available: 10, spent: 30 } });
    // The order taken is kept: the next refund walks backwards as the first did.
    expect(acme.does(down(output))).toMatchObject({ refunded: 100, capped: 430 });
    expect(acme.entries.at(-1)!.moves.map((move) => move[1])).toEqual([30, 70]);
  });

  test('[R5] a later down may refund again within the cycle', () => {
    const acme = open('small');
    const { output } = acme.does(charge(60));
    for (let i = 0; i < 3; i += 1) {
      expect(acme.does(down(output)).refunded).toBe(60);
      expect(acme.does(unvote(output)).charged_back).toBe(60);
      expect(acme.does(up(output)).charged_back).toBe(0);
    }
    expect(acme.balance).toMatchObject({ available: 440, refunds: { used: 0 } });
  });

  test('[R5] if a grant lacks the credits the call is refused and the vote stays', () => {
    const acme = open('small');
    const { output } = acme.does(charge(60));
    acme.does(down(output));
    acme.does(charge(470));
    acme.does(award(100));
    const refused = acme.refuses(up(output));
    expect(refused).toMatchObject({
      code: 'insufficient_credits',
      figures: { asked: 60, grant_available: 30 },
    });
    expect(acme.output(output)).toMatchObject({ vote: 'down', refunded: 60 });
    expect(acme.does(down(output)).vote).toBe('down');
  });

  test('[R5] a revoked grant lacks what was returned to it', () => {
    const acme = open('small');
    const { grant } = acme.does(award(50));
    acme.does(charge(500));
    const { output } = acme.does(charge(20));
    acme.does(down(output));
    acme.does(revoke(grant));
    expect(acme.code(up(output))).toBe('insufficient_credits');
  });

  test('[R5] taking back checks no member cap, makes no output, and raises the use again', () => {
    const acme = open('small');
    const { output } = acme.does(charge(60));
    acme.does(down(output));
    expect(acme.member()).toMatchObject({ spent: 60, refunded: 60 });
    acme.does(cap('mia', 10));
    const outputs = acme.entries.filter((entry) => entry.output_rev === 0).length;
    acme.does(up(output));
    expect(acme.member()).toMatchObject({ spent: 60, refunded: 0, left: 0 });
    expect(acme.entries.filter((entry) => entry.output_rev === 0)).toHaveLength(outputs);
  });

  test('[R5] after the refund’s cycle the vote can change, no credits move', () => {
    const acme = open('small');
    acme.does(award(100));
    acme.does(charge(500));
    const { output } = acme.does(charge(40));
    acme.does(down(output));
    acme.on(NEXT).touch();
    for (const vote of [up, down, unvote, down]) {
      expect(acme.does(vote(output))).toMatchObject({ refunded: 0, charged_back: 0, expired: 0, capped: 0 });
      expect(acme.entries.at(-1)!.moves).toEqual([]);
    }
    expect(acme.output(output)).toMatchObject({ vote: 'down', refunded: 40 });
  });

  test('[R5] the first down sets the refund’s cycle even if the cap left it nothing', () => {
    const acme = open('small');
    acme.does(award(50));
    acme.does(down(acme.does(charge(100)).output));
    acme.does(charge(500));
    const { output } = acme.does(charge(30));
    expect(acme.does(down(output))).toMatchObject({ refunded: 0, capped: 30 });
    acme.on(NEXT);
    acme.does(up(output));
    expect(acme.does(down(output)).refunded).toBe(0);
  });

  test('[R5] voting the same again is accepted, journalled, and moves nothing', () => {
    const acme = open('small');
    const { output } = acme.does(charge(60));
    acme.does(down(output));
    const again = acme.does(down(output, { reason: 'still bad' }));
    expect(again).toMatchObject({ vote: 'down', refunded: 0, refunds: { used: 60 } });
    expect(acme.entries.at(-1)).toMatchObject({ kind: 'voted', moves: [] });
    // What the cap left out at first does not come later by voting the same again.
    const big = acme.does(charge(300)).output;
    expect(acme.does(down(big)).refunded).toBe(40);
    acme.does(edit('medium'));
    expect(acme.does(down(big)).refunded).toBe(0);
  });

  test('[R5] what was absorbed stays refunded and counted when the rest is taken back', () => {
    const acme = open('medium');
    const { output } = acme.does(charge(550));
    acme.does(edit('small', 'now'));
    const voted = acme.does(down(output));
    expect(voted).toMatchObject({ refunded: 50, absorbed: 50, capped: 450, refunds: { used: 100 } });
    const answer = acme.does(up(output));
    expect(answer).toMatchObject({ charged_back: 50, refunds: { used: 50, left: 50 } });
    expect(acme.output(output)).toMatchObject({ refunded: 0, absorbed: 50 });
    expect(acme.does(down(output))).toMatchObject({ refunded: 50, absorbed: 0 });
  });

  test('[R6] a refund lowers the use of the author in the cycle of the slices, whoever votes', () => {
    const acme = open('small');
    const { output } = acme.does(charge(60));
    acme.does(down(output, { member: 'ines' }));
    expect(acme.member('mia')).toMatchObject({ spent: 60, refunded: 60 });
    expect(acme.member('ines')).toMatchObject({ spent: 0, refunded: 0 });
    const moves = acme.entries.at(-1)!.moves;
    const taken = acme.entries.find((entry) => entry.output === output)!.moves;
    expect(moves.map((move) => move.slice(3))).toEqual(taken.map((move) => move.slice(3)));
    expect(acme.entries.at(-1)!.member).toBe('mia');
  });

  test('[R6] the entry of a vote names source and labels of the output, whose use a refund lowers', () => {
    const acme = open('small');
    const { output } = acme.does(charge(60, { source: 'template', labels: ['aida'] }));
    acme.does(down(output));
    expect(acme.entries.at(-1)!.facts).toMatchObject({ source: 'template', labels: ['aida'], refunded: 60 });
  });

  test('[R6] it gives room under a member’s cap only in that cycle', () => {
    const acme = open('small');
    acme.does(award(100));
    acme.does(cap('mia', 60));
    acme.does(charge(500, { member: 'noah' }));
    const one = acme.does(charge(30)).output;
    const two = acme.does(charge(30)).output;
    expect(acme.code(charge(1))).toBe('member_cap_reached');
    acme.does(down(one));
    expect(acme.does(charge(30)).charged).toBe(30);
    acme.on(NEXT).does(charge(60));
    expect(acme.does(down(two)).refunded).toBe(30);
    expect(acme.member()).toMatchObject({ spent: 60, refunded: 0, left: 0 });
  });

  test('[R2] in a canceled account bonus credits come back, under its last cycle’s cap', () => {
    const acme = open('small');
    acme.does(award(150));
    const { output } = acme.does(charge(630));
    acme.does(cancel('now'));
    expect(acme.does(down(output))).toMatchObject({ refunded: 100, expired: 500, capped: 30 });
    acme.does(resume);
    expect(acme.balance).toMatchObject({ bonus: { available: 120 }, refunds: { used: 0 } });
    expect(slicesOf(acme.does(charge(510)))).toEqual(['plan 500', 'bonus 10']);
  });
});
