import { describe, expect, test } from 'vitest';
import { REFUSAL_ORDER } from '../src/index.ts';
import { type Asked, award, cancel, cap, charge, convert, create, down, edit, extend } from './commands.ts';
import { hold, pause, release, resume, revoke, settle, up, upTo, withdrawCancel } from './commands.ts';
import { Ledger, at, open, openTrial } from './harness.ts';

/** The order of X; `account_exists` stands beside the other things that exist already. */
const ORDER = [
  'invalid_request',
  'account_not_found',
  'idempotency_mismatch',
  'account_canceled',
  'account_paused',
  'plan_not_found',
  'grant_not_found',
  'clock_not_found',
  'hold_not_found',
  'hold_resolved',
  'output_not_found',
  'output_exists',
  'account_exists',
  'invalid_state',
  'not_allowed',
  'excess_rejected',
  'member_cap_reached',
  'bonus_locked_in_trial',
  'insufficient_credits',
];

const none = (): Ledger => new Ledger('2026-01-05T09:00:00Z');
const future = at('2030-01-01T00:00:00Z');

/** An account in which nearly everything is wrong at once. */
function troubled(): Ledger & { id: string; gone: string } {
  const acme = open('small');
  acme.does(charge(5, { output: 'used' }), 'k');
  const id = acme.does(hold(10, { ttl_s: 86_400 })).hold;
  const gone = acme.does(hold(1)).hold;
  acme.does(release(gone));
  acme.does(cap('mia', 0));
  return Object.assign(acme, { id, gone });
}
function stoppedBy(stop: Asked) {
  const acme = troubled();
  acme.does(stop);
  return acme;
}
function trialWithBonus(member_cap: number | null, left = 0): Ledger {
  const acme = openTrial();
  acme.does(award(50));
  acme.does(charge(100 - left, { member: 'noah' }));
  if (member_cap !== null) acme.does(cap('mia', member_cap));
  return acme;
}

/** `[what applies, in the order of X, the account, the command, its key]`: the first of them is the answer. */
const TABLE: [string[], () => Ledger, Asked | ((acme: ReturnType<typeof troubled>) => Asked), string?][] = [
  [['invalid_request', 'plan_not_found'], none, create('none', { anchor_at: future })],
  [['invalid_request', 'plan_not_found'], none, create('none', { trial: true, anchor_at: 0 })],
  [['invalid_request', 'idempotency_mismatch'], troubled, create('none', { anchor_at: future }), 'k'],
  [['invalid_request', 'account_exists'], troubled, create('medium', { anchor_at: future })],
  [['invalid_request', 'clock_not_found'], none, create('bare', { trial: true, clock: 'clock_9' })],
  [['account_not_found', 'hold_not_found'], none, release('hold_9')],
  [['account_not_found', 'plan_not_found'], none, edit('none')],
  [['idempotency_mismatch', 'account_canceled'], () => stoppedBy(cancel('now')), charge(6), 'k'],
  [['idempotency_mismatch', 'output_exists'], troubled, charge(6, { output: 'used' }), 'k'],
  [['account_canceled', 'plan_not_found'], () => stoppedBy(cancel('now')), edit('none')],
  [['account_canceled', 'hold_not_found'], () => stoppedBy(cancel('now')), extend('hold_9', 1)],
  [['account_canceled', 'output_exists'], () => stoppedBy(cancel('now')), charge(1, { output: 'used' })],
  [['account_canceled', 'member_cap_reached'], () => stoppedBy(cancel('now')), hold(1)],
  [['account_paused', 'plan_not_found'], () => stoppedBy(pause), edit('none')],
  [['account_paused', 'hold_resolved'], () => stoppedBy(pause), (acme) => extend(acme.gone, 1)],
  [['account_paused', 'insufficient_credits'], () => stoppedBy(pause), charge(900)],
  [['plan_not_found', 'clock_not_found'], none, create('none', { clock: 'clock_9' })],
  [['plan_not_found', 'invalid_state'], openTrial, edit('none', 'now')],
  [['hold_not_found', 'output_exists'], troubled, settle('hold_9', 1, { output: 'used' })],
  [['hold_not_found', 'member_cap_reached'], troubled, extend('hold_9', 1, { mode: 'exact' })],
  [['hold_resolved', 'output_exists'], troubled, (acme) => settle(acme.gone, 1, { output: 'used' })],
  [['hold_resolved', 'insufficient_credits'], troubled, (acme) => extend(acme.gone, 900)],
  [
    ['output_exists', 'excess_rejected'],
    troubled,
    (acme) => settle(acme.id, 99, { output: 'used', excess: 'reject' }),
  ],
  [
    ['output_exists', 'member_cap_reached', 'insufficient_credits'],
    troubled,
    charge(900, { output: 'used' }),
  ],
  [['excess_rejected', 'member_cap_reached'], troubled, (acme) => settle(acme.id, 99, { excess: 'reject' })],
  [['member_cap_reached', 'insufficient_credits'], troubled, charge(900)],
  [['member_cap_reached', 'bonus_locked_in_trial'], () => trialWithBonus(3), charge(4)],
  [['bonus_locked_in_trial'], () => trialWithBonus(4), charge(4)],
  [['bonus_locked_in_trial'], () => trialWithBonus(null), upTo(4)],
  // Trial credits are left: it is the credits that are too few, not the bonus that is locked.
  [['insufficient_credits'], () => trialWithBonus(null, 1), charge(4)],
  [['insufficient_credits'], openTrial, charge(101)],
];

describe('X. Refusals', () => {
  test('[X] the order is the rule’s', () => {
    expect(REFUSAL_ORDER).toEqual(ORDER);
    for (const [codes] of TABLE) {
      const places = codes.map((code) => ORDER.indexOf(code));
      expect(places).not.toContain(-1);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }
  });

  test.each(TABLE)('[X] of %j the first is told (%#)', (codes, made, asked, key) => {
    const acme = made() as ReturnType<typeof troubled>;
    expect(acme.code(typeof asked === 'function' ? asked(acme) : asked, key)).toBe(codes[0]);
  });

  const states: [string, () => Ledger, Asked][] = [
    ['convert what is no trial', () => open('small'), convert],
    ['resume what runs', () => open('small'), resume],
    ['resume a trial', openTrial, resume],
    ['pause a trial', openTrial, pause],
    ['withdraw no cancellation', () => open('small'), withdrawCancel],
    ['withdraw no edit', () => open('small'), { op: 'withdraw_edit' }],
    ['an edit now in a trial', openTrial, edit('medium', 'now')],
    ['cancel what is canceled', () => stoppedBy(cancel('now')), cancel()],
  ];
  test.each(states)('[X] invalid_state: %s', (_, made, asked) => {
    expect(made().code(asked)).toBe('invalid_state');
  });

  test('[X] a refusal explains itself: asked, available by bucket, when the cycle resets', () => {
    const acme = open('small');
    acme.does(award(30));
    acme.does(charge(480));
    expect(acme.refuses(charge(51))).toEqual({
      code: 'insufficient_credits',
      detail: '51 credits are needed and 50 are available.',
      figures: {
        asked: 51,
        available: 50,
        available_by_bucket: { plan: 20, trial: 0, bonus: 30 },
        resets_at: '2026-02-05T09:00:00.000Z',
        member: 'mia',
        member_cap: null,
        member_left: null,
      },
    });
    const trial = trialWithBonus(null);
    expect(trial.refuses(charge(1)).figures).toMatchObject({
      available: 0,
      available_by_bucket: { plan: 0, trial: 0, bonus: 50 },
      resets_at: '2026-01-10T09:00:00.000Z',
    });
  });

  test('[X] a refusal after due events changes nothing either: they are applied to a copy', () => {
    const acme = open('small');
    acme.does(hold(10));
    const { seq } = acme.state!;
    acme.on('2026-03-01T00:00:00Z');
    // The harness compares the whole account before and after each refusal.
    expect(acme.code(charge(501))).toBe('insufficient_credits');
    expect(acme.state!.seq).toBe(seq);
  });

  test('[X] what is refused in the wrong account is not found, whatever its id says', () => {
    const acme = open('small');
    const other = new Ledger('2026-01-05T09:00:00Z', undefined, 'other');
    other.does(create('small'));
    other.does(award(5));
    const { hold: id } = acme.does(hold(10));
    const { grant } = acme.does(award(10));
    const { output } = acme.does(charge(5));
    expect(other.code(release(id))).toBe('hold_not_found');
    expect(other.code(revoke(grant))).toBe('grant_not_found');
    expect(other.code(down(output))).toBe('output_not_found');
    expect(other.code(up(output))).toBe('output_not_found');
  });
});
