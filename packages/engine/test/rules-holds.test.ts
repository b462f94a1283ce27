import { describe, expect, test } from 'vitest';
import { award, cap, charge, down, edit, extend, hold, release, settle, upTo } from './commands.ts';
import { at, open, openTrial, slicesOf } from './harness.ts';

describe('H. Holds: placing and growing', () => {
  test('[H1] exact: all or a refusal', () => {
    const acme = open('small');
    expect(acme.code(hold(501))).toBe('insufficient_credits');
    const held = acme.does(hold(500));
    expect(held).toMatchObject({ held: 500, balance: { available: 0, held: 500, left: 500 } });
    expect(slicesOf(held)).toEqual(['plan 500']);
    expect(held.hold).toMatch(/^hold_3_[0-9a-f]{8}$/);
  });

  test('[H1] up_to: as many as there are, at least `min`, or a refusal', () => {
    const acme = open('small');
    acme.does(award(30));
    expect(acme.does(upTo(600)).held).toBe(530);
    expect(acme.code(upTo(600))).toBe('insufficient_credits');
    const other = open('small');
    other.does(charge(460));
    expect(other.code(upTo(100, { min: 41 }))).toBe('insufficient_credits');
    expect(other.does(upTo(100, { min: 40 })).held).toBe(40);
  });

  test('[H1] up_to takes no more than was asked', () => {
    expect(open('small').does(upTo(75, { min: 20 })).held).toBe(75);
  });

  test('[H2] extend grows an open hold in either mode and renews its life', () => {
    const acme = open('small');
    acme.does(award(100));
    const id = acme.does(hold(450)).hold;
    acme.on('2026-01-05T09:09:00Z');
    const grown = acme.does(extend(id, 70));
    expect(grown).toMatchObject({ added: 70, held: 520, expires_at: '2026-01-05T09:19:00.000Z' });
    expect(slicesOf(grown)).toEqual(['plan 50', 'bonus 20']);
    expect(acme.does(extend(id, 1000, { mode: 'up_to' }))).toMatchObject({ added: 80, held: 600 });
    expect(acme.code(extend(id, 1, { mode: 'exact' }))).toBe('insufficient_credits');
    expect(acme.on('2026-01-05T09:18:59Z').balance.held).toBe(600);
  });

  test('[H2] up_to with nothing left adds 0, no refusal, and renews the life', () => {
    const acme = open('small');
    const id = acme.does(upTo(500)).hold;
    acme.on('2026-01-05T09:05:00Z');
    const grown = acme.does(extend(id, 10));
    expect(grown).toMatchObject({ added: 0, held: 500, expires_at: '2026-01-05T09:15:00.000Z' });
  });

  test('[H2] up_to under a cap without room adds 0', () => {
    const acme = open('small');
    acme.does(cap('mia', 50));
    const id = acme.does(upTo(500)).hold;
    expect(acme.does(extend(id, 10)).added).toBe(0);
    expect(acme.code(extend(id, 10, { mode: 'exact' }))).toBe('member_cap_reached');
  });

  test('[H2] without a mode or a life it takes the hold’s own; a life of its own counts once', () => {
    const acme = open('small');
    const id = acme.does(hold(490, { ttl_s: 60 })).hold;
    expect(acme.code(extend(id, 11))).toBe('insufficient_credits');
    expect(acme.does(extend(id, 1, { ttl_s: 3600 })).expires_at).toBe('2026-01-05T10:00:00.000Z');
    expect(acme.does(extend(id, 1)).expires_at).toBe('2026-01-05T09:01:00.000Z');
  });

  test('[H2] an expired, settled or released hold answers hold_resolved; another’s is not found', () => {
    const acme = open('small');
    const [one, two, three] = [1, 2, 3].map((credits) => acme.does(hold(credits)).hold);
    acme.does(settle(one!, 1));
    acme.does(release(two!));
    acme.on('2026-01-05T09:10:00Z');
    for (const id of [one!, two!, three!]) expect(acme.code(extend(id, 1))).toBe('hold_resolved');
    expect(acme.code(extend('hold_3_00000000', 1))).toBe('hold_not_found');
    expect(acme.code(extend('grant_3', 1))).toBe('hold_not_found');
  });
});

describe('H. Holds: settling and releasing', () => {
  test('[H3] the words delivered become spent, the rest returns', () => {
    const acme = open('small');
    const id = acme.does(hold(75)).hold;
    const settled = acme.does(settle(id, 48));
    expect(settled).toMatchObject({ charged: 48, returned: 27, shortfall: 0, late: false });
    expect(settled.balance).toMatchObject({ available: 452, held: 0, plan: { spent: 48 } });
  });

  test('[H3] first-held slices are spent first', () => {
    const acme = open('small');
    acme.does(award(40));
    acme.does(charge(470));
    const id = acme.does(hold(50)).hold;
    expect(slicesOf(acme.does(settle(id, 35)))).toEqual(['plan 30', 'bonus 5']);
  });

  test('[H3] the exchange: plan credits available by then are taken in a bonus slice’s place', () => {
    const acme = open('small');
    acme.does(award(100));
    const other = acme.does(hold(480)).hold;
    const id = acme.does(hold(60)).hold;
    acme.does(release(other));
    // 20 plan and 40 bonus are held, 480 plan credits are back.
    const settled = acme.does(settle(id, 50));
    expect(slicesOf(settled)).toEqual(['plan 20', 'plan 30']);
    expect(settled).toMatchObject({ charged: 50, returned: 40 });
    expect(settled.balance).toMatchObject({ bonus: { available: 100, spent: 0 }, plan: { available: 450 } });
  });

  test('[H3] the exchange takes what there is, bonus the rest', () => {
    const acme = open('small');
    acme.does(award(100));
    const id = acme.does(hold(560)).hold;
    const small = open('small');
    small.does(award(100));
    small.does(charge(490));
    const other = small.does(hold(10)).hold;
    const bonus = small.does(hold(60)).hold;
    small.does(release(other));
    expect(slicesOf(small.does(settle(bonus, 60)))).toEqual(['plan 10', 'bonus 50']);
    expect(slicesOf(acme.does(settle(id, 560)))).toEqual(['plan 500', 'bonus 60']);
  });

  test('[H3] the exchange of an earlier cycle’s bonus slice counts anew, up to the member’s cap', () => {
    const setUp = (member_cap: number | null) => {
      const acme = open('small', { now: '2026-01-05T09:00:00Z' });
      acme.does(award(100));
      acme.on('2026-02-05T08:59:00Z').does(charge(500));
      const id = acme.does(hold(60)).hold;
      if (member_cap !== null) acme.does(cap('mia', member_cap));
      acme.on('2026-02-05T09:00:00Z');
      return { acme, settled: acme.does(settle(id, 60)) };
    };
    const free = setUp(null);
    expect(slicesOf(free.settled)).toEqual(['plan 60']);
    expect(free.acme.member()).toMatchObject({ spent: 60 });
    const capped = setUp(25);
    expect(slicesOf(capped.settled)).toEqual(['plan 25', 'bonus 35']);
    expect(capped.acme.member()).toMatchObject({ spent: 25, left: 0 });
  });

  test('[H3] within its cycle the exchange is no new use: a cap without room allows it', () => {
    const acme = open('small');
    acme.does(award(100));
    const other = acme.does(hold(500, { member: 'noah' })).hold;
    const id = acme.does(hold(60)).hold;
    acme.does(cap('mia', 60));
    acme.does(release(other));
    expect(slicesOf(acme.does(settle(id, 60)))).toEqual(['plan 60']);
    expect(acme.member()).toMatchObject({ held: 0, spent: 60, left: 0 });
  });

  test('[H3] no exchange in a paused account', () => {
    const acme = open('small');
    acme.does(award(100));
    const other = acme.does(hold(500)).hold;
    const id = acme.does(hold(60)).hold;
    acme.does(release(other));
    acme.does({ op: 'pause' });
    expect(slicesOf(acme.does(settle(id, 60)))).toEqual(['bonus 60']);
  });

  test.each([
    ['cap', undefined, { charged: 75, shortfall: 25 }],
    ['cap', 'cap' as const, { charged: 75, shortfall: 25 }],
    ['charge, all there', 'charge' as const, { charged: 100, shortfall: 0 }],
  ])('[H3] more words than held: excess %s (%s)', (_, excess, expected) => {
    const acme = open('small');
    const id = acme.does(hold(75)).hold;
    expect(acme.does(settle(id, 100, { excess }))).toMatchObject({ ...expected, returned: 0 });
  });

  test('[H3] excess charge takes the rest by B and M2 as far as it is there, and records the shortfall', () => {
    const acme = open('small');
    acme.does(award(10));
    acme.does(charge(405));
    const id = acme.does(hold(75)).hold;
    const settled = acme.does(settle(id, 120, { excess: 'charge' }));
    expect(slicesOf(settled)).toEqual(['plan 75', 'plan 20', 'bonus 10']);
    expect(settled).toMatchObject({ charged: 105, shortfall: 15 });
    const capped = open('small');
    capped.does(cap('mia', 90));
    const other = capped.does(hold(75)).hold;
    expect(capped.does(settle(other, 120, { excess: 'charge' }))).toMatchObject({
      charged: 90,
      shortfall: 30,
    });
  });

  test('[H3] excess reject: refused, and the hold stays open', () => {
    const acme = open('small');
    const id = acme.does(hold(75)).hold;
    const refused = acme.refuses(settle(id, 76, { excess: 'reject' }));
    expect(refused).toMatchObject({ code: 'excess_rejected', figures: { asked: 76, held: 75 } });
    expect(acme.does(settle(id, 75, { excess: 'reject' })).charged).toBe(75);
  });

  test('[H3] settle with 0 words: an output for nothing, all of it returns', () => {
    const acme = open('small');
    const id = acme.does(hold(75)).hold;
    const settled = acme.does(settle(id, 0, { output: 'empty' }));
    expect(settled).toMatchObject({ output: 'empty', charged: 0, returned: 75, slices: [] });
    expect(acme.output('empty')).toMatchObject({ charged: 0, words: 0 });
  });

  test('[H4] release: nothing spent; a hold resolves once', () => {
    const acme = open('small');
    const id = acme.does(hold(75)).hold;
    expect(acme.does(release(id))).toMatchObject({ returned: 75, expired: 0, absorbed: 0 });
    expect(acme.balance).toMatchObject({ available: 500, plan: { spent: 0 } });
    expect(acme.code(release(id))).toBe('hold_resolved');
    expect(acme.code(settle(id, 5))).toBe('hold_resolved');
  });

  test('[H4] the same key replays, other figures under it are a mismatch', () => {
    const acme = open('small');
    const id = acme.does(hold(75)).hold;
    const first = acme.does(settle(id, 40, { output: 'o' }), 'k');
    expect(acme.does(settle(id, 40, { output: 'o' }), 'k')).toEqual(first);
    expect(acme.refuses(settle(id, 41, { output: 'o' }), 'k')).toMatchObject({
      code: 'idempotency_mismatch',
      figures: { field: 'words' },
    });
    expect(acme.code(settle(id, 41))).toBe('hold_resolved');
  });

  test('[H5] a hold lives ten minutes unless told, and is released at its end', () => {
    const acme = open('small');
    expect(acme.does(hold(75)).expires_at).toBe('2026-01-05T09:10:00.000Z');
    expect(acme.on('2026-01-05T09:09:59.999Z').balance.held).toBe(75);
    expect(acme.on('2026-01-05T09:10:00.000Z').balance).toMatchObject({ held: 0, available: 500 });
    acme.touch();
    expect(acme.entries.at(-1)).toMatchObject({ kind: 'hold_expired', at: at('2026-01-05T09:10:00Z') });
  });

  test('[H5] one late settle is a direct charge marked late, up_to, `excess` aside', () => {
    const acme = open('small');
    const id = acme.does(hold(75)).hold;
    acme.on('2026-01-05T09:10:00Z').does(charge(470));
    expect(acme.code(release(id))).toBe('hold_resolved');
    const settled = acme.does(settle(id, 50, { excess: 'reject', output: 'late' }));
    expect(settled).toMatchObject({ late: true, charged: 30, shortfall: 20, returned: 0 });
    expect(acme.output('late')).toMatchObject({ late: true, shortfall: 20 });
    expect(acme.code(settle(id, 1))).toBe('hold_resolved');
  });

  test('[H5] a late settle counts in the cycle of its own instant and under the member’s cap', () => {
    const acme = open('small');
    const id = acme.on('2026-02-05T08:55:00Z').does(hold(75)).hold;
    acme.on('2026-02-05T10:00:00Z').does(cap('mia', 20));
    expect(acme.does(settle(id, 50))).toMatchObject({ late: true, charged: 20, shortfall: 30 });
    expect(acme.member()).toMatchObject({ spent: 20, left: 0 });
    expect(acme.entries.at(-1)!.moves.map((move) => move[3])).toEqual([2]);
  });

  test('[H5] a late settle in a trial takes trial credits only', () => {
    const acme = openTrial();
    acme.does(award(50));
    const id = acme.does(hold(90)).hold;
    acme.on('2026-01-05T09:10:00Z').does(charge(95));
    expect(acme.does(settle(id, 20))).toMatchObject({ charged: 5, shortfall: 15 });
  });

  test('[H6] settling after a reset spends the old grant’s held credits', () => {
    const acme = open('small');
    const id = acme.on('2026-02-05T08:55:00Z').does(hold(75)).hold;
    acme.on('2026-02-05T09:00:00Z');
    expect(acme.balance).toMatchObject({ held: 75, plan: { available: 500, held: 0 } });
    const settled = acme.does(settle(id, 50));
    expect(settled).toMatchObject({ charged: 50, returned: 0, expired: 25 });
    const [old, current] = acme.grants('plan');
    expect(old).toMatchObject({ spent: 50, expired: 450, held: 0 });
    expect(current).toMatchObject({ available: 500, spent: 0 });
  });

  test('[H6] releasing after a reset returns them to the old grant, where they expire at once', () => {
    const acme = open('small');
    const id = acme.on('2026-02-05T08:55:00Z').does(hold(75)).hold;
    acme.on('2026-02-05T09:00:00Z');
    expect(acme.does(release(id))).toMatchObject({ returned: 0, expired: 75, balance: { available: 500 } });
    expect(acme.grants('plan')[0]).toMatchObject({ expired: 500, held: 0 });
  });

  test('[H6] a hold that expires after a reset expires its credits too', () => {
    const acme = open('small');
    acme.on('2026-02-05T08:55:00Z').does(hold(75));
    acme.on('2026-02-05T09:05:00Z').touch();
    expect(acme.grants('plan')[0]).toMatchObject({ expired: 500, held: 0 });
    expect(acme.balance.available).toBe(500);
  });

  test('[H6] a bonus slice returns alive after a reset', () => {
    const acme = open('small');
    acme.does(award(50));
    const id = acme.on('2026-02-05T08:55:00Z').does(hold(530)).hold;
    acme.on('2026-02-05T09:00:00Z');
    expect(acme.does(release(id))).toMatchObject({ returned: 30, expired: 500 });
    expect(acme.balance.bonus.available).toBe(50);
  });

  test('[H7] twenty holds of 75 on 500 credits: exactly 6 succeed', () => {
    const acme = open('small');
    const answers = Array.from({ length: 20 }, () => acme.run(acme.command(hold(75))));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(6);
    const codes = answers.filter((answer) => !answer.ok).map((answer) => answer.refusal.code);
    expect(new Set(codes)).toEqual(new Set(['insufficient_credits']));
    expect(acme.balance).toMatchObject({ available: 50, held: 450 });
  });
});

describe('C. Charges', () => {
  test('[C1] a charge is a hold and its settle in one step, with all that it names', () => {
    const acme = open('small');
    const labels = ['blog', 'draft'];
    const charged = acme.does(charge(48, { output: 'o1', source: 'template', run: 'run-1', labels }));
    expect(charged).toMatchObject({ output: 'o1', charged: 48, words: 48, balance: { available: 452 } });
    expect(acme.output('o1')).toMatchObject({
      member: 'mia',
      source: 'template',
      run: 'run-1',
      labels,
      charged: 48,
      charged_at: at('2026-01-05T09:00:00Z'),
    });
    expect(acme.code(charge(501))).toBe('insufficient_credits');
  });

  test('[C1] an output is unique in the account, for charges and settles alike', () => {
    const acme = open('small');
    acme.does(charge(5, { output: 'o1' }));
    const id = acme.does(hold(10)).hold;
    expect(acme.code(charge(5, { output: 'o1' }))).toBe('output_exists');
    expect(acme.code(settle(id, 5, { output: 'o1' }))).toBe('output_exists');
    expect(acme.does(settle(id, 5, { output: 'o2' })).output).toBe('o2');
  });

  test('[C1] a settled hold’s output has the hold’s member, run and source, or the settle’s own source', () => {
    const acme = open('small');
    const holds = [{}, { source: 'compose' as const, run: 'r' }, { source: 'compose' as const }];
    const [one, two, three] = holds.map((more) => acme.does(hold(10, { member: 'noah', ...more })).hold);
    acme.does(settle(one!, 1, { output: 'o1' }));
    acme.does(settle(two!, 1, { output: 'o2', labels: ['x'] }));
    acme.does(settle(three!, 1, { output: 'o3', source: 'template' }));
    expect(acme.output('o1')).toMatchObject({ member: 'noah', source: 'api', run: null, labels: [] });
    expect(acme.output('o2')).toMatchObject({ source: 'compose', run: 'r', labels: ['x'] });
    expect(acme.output('o3')).toMatchObject({ source: 'template' });
  });

  test('[C2] given the text, the charge keeps the counter’s version and the SHA-256', () => {
    const acme = open('small');
    const counted = { counter: 'words-v1', text_sha256: 'ab'.repeat(32) };
    expect(acme.does(charge(7, { output: 'o1', counted }))).toMatchObject({ counter: 'words-v1', words: 7 });
    const id = acme.does(hold(10)).hold;
    expect(acme.does(settle(id, 7, { output: 'o2', counted }))).toMatchObject({ counter: 'words-v1' });
    for (const output of ['o1', 'o2']) expect(acme.output(output)).toMatchObject({ words: 7, ...counted });
    expect(acme.does(charge(7, { output: 'o3' })).counter).toBeNull();
  });

  test('[C2] zero words: a charge of 0 is recorded, free, even where nothing is left', () => {
    const acme = open('small');
    acme.does(cap('mia', 0));
    acme.does(charge(500, { member: 'noah' }));
    expect(acme.does(charge(0, { output: 'o1' }))).toMatchObject({ charged: 0, slices: [] });
    expect(acme.output('o1')).toMatchObject({ charged: 0, words: 0, vote: 'none' });
  });

  test('[C3] a run of 10 is 10 charges, grouped by its id', () => {
    const acme = open('small');
    for (let i = 0; i < 10; i += 1) acme.does(charge(5, { output: `r-${i}`, run: 'run-1' }));
    const entries = acme.entries.filter((entry) => entry.facts.run === 'run-1');
    expect(entries.map((entry) => entry.output)).toEqual(Array.from({ length: 10 }, (_, i) => `r-${i}`));
    expect(acme.does(down('r-3')).refunded).toBe(5);
    expect(acme.balance.plan).toMatchObject({ spent: 45 });
  });

  test('[C4] a stopped generation settles with the words delivered', () => {
    const acme = open('small');
    const id = acme.does(hold(300)).hold;
    expect(acme.does(settle(id, 17)).balance.plan).toMatchObject({ spent: 17, available: 483 });
  });

  test('[C4] a hold over an edit down: what returns above the new limit is absorbed', () => {
    const acme = open('medium');
    const id = acme.does(hold(800)).hold;
    acme.does(edit('small', 'now'));
    expect(acme.does(settle(id, 100))).toMatchObject({ charged: 100, returned: 400, absorbed: 300 });
    expect(acme.balance.plan).toEqual({ limit: 500, available: 400, held: 0, spent: 100 });
  });
});
