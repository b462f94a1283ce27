import type { KeyedCommand } from '@inkwell/engine';
import { beforeEach, describe, expect, test } from 'vitest';
import { catalogueOf, planVersions } from '../src/catalogue.ts';
import type { Answer } from '../src/model-account.ts';
import { Model } from '../src/model.ts';

/** The model is checked by the examples that the rules themselves give; the rest is the simulation's. */

const START = Date.UTC(2026, 0, 31, 9);
const HOUR = 3_600_000;

type Asked = KeyedCommand extends infer C
  ? C extends KeyedCommand
    ? Omit<C, 'account' | 'key' | 'actor'>
    : never
  : never;

let model: Model;
let count: number;

function ask(asked: Asked, at: number): Answer {
  count += 1;
  const command = { account: 'acme', key: `key-${count}`, actor: 'test', ...asked } as KeyedCommand;
  return model.execute(command, at);
}

const bodyOf = (answer: Answer): Record<string, unknown> => (answer.ok ? answer.body : { code: answer.code });

beforeEach(() => {
  model = new Model(catalogueOf(planVersions(START)));
  count = 0;
});

describe('the model', () => {
  test('[A2] clamps the day to the month, counted from the anchor', () => {
    ask({ op: 'create_account', plan: 'tiny' }, START);
    const starts = [40, 65].map((days) => {
      const view = model.view('acme', START + days * 24 * HOUR)!;
      return new Date(view.account.cycle.starts_at).toISOString();
    });
    expect(starts).toEqual(['2026-02-28T09:00:00.000Z', '2026-03-31T09:00:00.000Z']);
  });

  test('[B2] plan before bonus', () => {
    ask({ op: 'create_account', plan: 'tiny' }, START);
    ask({ op: 'award', credits: 50, reason: 'A gift' }, START);
    const held = bodyOf(ask({ op: 'hold', credits: 210, member: 'ann' }, START));
    expect(held.slices).toMatchObject([
      { kind: 'plan', credits: 200 },
      { kind: 'bonus', credits: 10 },
    ]);
  });

  test('[H7] twenty holds of 75 on 500 credits: exactly 6 succeed', () => {
    ask({ op: 'create_account', plan: 'small' }, START);
    const holds = Array.from({ length: 20 }, () => ask({ op: 'hold', credits: 75, member: 'ann' }, START));
    expect(holds.filter((answer) => answer.ok)).toHaveLength(6);
  });

  test('[H3] plan credits that came back are spent before a held bonus', () => {
    ask({ op: 'create_account', plan: 'tiny' }, START);
    ask({ op: 'award', credits: 50, reason: 'A gift' }, START);
    const plan = bodyOf(ask({ op: 'hold', credits: 200, member: 'ann' }, START)).hold as string;
    const bonus = bodyOf(ask({ op: 'hold', credits: 30, member: 'ann' }, START)).hold as string;
    ask({ op: 'release', hold: plan }, START);
    const settled = bodyOf(ask({ op: 'settle', hold: bonus, output: 'out', words: 20 }, START));
    expect(settled).toMatchObject({ charged: 20, slices: [{ kind: 'plan', credits: 20 }] });
    expect(settled.balance).toMatchObject({ bonus: { available: 50, spent: 0 } });
  });

  test('[R3] a refund stops at the cap; [R5] the cap is given back', () => {
    ask({ op: 'create_account', plan: 'tiny' }, START);
    ask({ op: 'charge', output: 'out', member: 'ann', source: 'api', words: 100 }, START);
    const down = bodyOf(ask({ op: 'vote', output: 'out', vote: 'down', member: 'ann' }, START));
    expect(down).toMatchObject({ refunded: 40, capped: 60, refunds: { cap: 40, used: 40, left: 0 } });
    const up = bodyOf(ask({ op: 'vote', output: 'out', vote: 'up', member: 'ann' }, START));
    expect(up).toMatchObject({ charged_back: 40, refunds: { used: 0, left: 40 } });
  });

  test('[R4] what goes back to an expired grant expires there and is not counted', () => {
    ask({ op: 'create_account', plan: 'tiny' }, START);
    ask({ op: 'charge', output: 'out', member: 'ann', source: 'api', words: 100 }, START);
    const later = START + 40 * 24 * HOUR;
    const down = bodyOf(ask({ op: 'vote', output: 'out', vote: 'down', member: 'ann' }, later));
    expect(down).toMatchObject({ refunded: 0, expired: 100, capped: 0, refunds: { used: 0 } });
  });

  test('[E2] down and up restores nothing and destroys nothing', () => {
    ask({ op: 'create_account', plan: 'small' }, START);
    ask({ op: 'charge', output: 'out', member: 'ann', source: 'api', words: 300 }, START);
    ask({ op: 'edit_plan', plan: 'tiny', effective: 'now' }, START);
    expect(bodyOf(ask({ op: 'hold', credits: 1, member: 'ann' }, START))).toEqual({
      code: 'insufficient_credits',
    });
    ask({ op: 'edit_plan', plan: 'small', effective: 'now' }, START);
    expect(model.view('acme', START)!.account.cycle.limit).toBe(503);
    expect(bodyOf(ask({ op: 'hold', credits: 203, member: 'ann' }, START))).toMatchObject({ held: 203 });
  });

  test('[E1] a month becomes a year with the next cycle, a year a month when it is over', () => {
    ask({ op: 'create_account', plan: 'small' }, START);
    expect(bodyOf(ask({ op: 'edit_plan', plan: 'small', interval: 'year' }, START))).toMatchObject({
      effective: 'next_cycle',
      applies_at: '2026-02-28T09:00:00.000Z',
      next_charge: { before: { amount_cents: 1_509 }, after: { amount_cents: 15_090, interval: 'year' } },
    });
    const later = START + 40 * 24 * HOUR;
    expect(bodyOf(ask({ op: 'edit_plan', plan: 'tiny', interval: 'month' }, later))).toMatchObject({
      applies_at: '2027-02-28T09:00:00.000Z',
      next_charge: { before: { amount_cents: 18_030 }, after: { amount_cents: 600, interval: 'month' } },
    });
  });

  test('[A4] a trial that waits begins when it is started', () => {
    ask({ op: 'create_account', plan: 'tiny', trial: true, trial_waits: true }, START);
    expect(bodyOf(ask({ op: 'hold', credits: 1, member: 'ann' }, START))).toEqual({
      code: 'account_canceled',
    });
    const started = bodyOf(ask({ op: 'start_trial' }, START + 9 * HOUR));
    expect(started).toMatchObject({ phase: 'trialing', trial_ends_at: '2026-02-01T18:00:00.000Z' });
  });

  test('[A3] being looked at changes nothing', () => {
    ask({ op: 'create_account', plan: 'tiny' }, START);
    ask({ op: 'hold', credits: 5, member: 'ann' }, START);
    const before = structuredClone(model.accounts.get('acme'));
    model.view('acme', START + 90 * 24 * HOUR);
    expect(model.accounts.get('acme')).toEqual(before);
  });
});
