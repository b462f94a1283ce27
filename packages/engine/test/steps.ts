import * as fc from 'fast-check';
import { type Interval, idOf } from '../src/index.ts';
import {
  type Asked,
  cap,
  charge,
  create,
  extend,
  release,
  settle,
  settings,
  startTrial,
} from './commands.ts';
import { award, cancel, convert, down, hold, pause, resume, revoke, uncap, unvote, up } from './commands.ts';
import { withdrawCancel, withdrawEdit } from './commands.ts';
import type { Ledger } from './harness.ts';

/** Random lives of an account. A step that names a hold, an output or a grant names it by a number, taken modulo. */
export type Step =
  | { kind: 'wait'; ms: number }
  | { kind: 'wait_for_due'; offset_ms: number }
  | { kind: 'charge' | 'hold'; credits: number; member: string; up_to: boolean; ttl_s: number }
  | { kind: 'extend' | 'settle'; which: number; credits: number; mode: 'cap' | 'charge' | 'reject' }
  | { kind: 'release'; which: number }
  | { kind: 'vote'; which: number; vote: 'up' | 'down' | 'none' }
  | { kind: 'award'; credits: number }
  | { kind: 'revoke'; which: number }
  | {
      kind: 'edit';
      plan: string;
      interval: Interval | undefined;
      effective: 'now' | 'next_cycle' | undefined;
    }
  | { kind: 'cap'; member: string; credits: number | null | undefined }
  | { kind: 'default_cap'; credits: number | null }
  | { kind: 'zone'; zone: string }
  | { kind: 'plain'; asked: Asked };

const ZONES = ['UTC', 'Europe/London', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland'];
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const some_member = fc.constantFrom('mia', 'noah', 'ines');
const some_credits = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 250 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 1200 }) },
  // Nine tenths of what is there, and all of it: the ways to bonus credits and to absorbed ones.
  { weight: 2, arbitrary: fc.constantFrom(-0.9, -1) },
);
const some_index = fc.nat(30);
const some_cap = fc.option(fc.integer({ min: 0, max: 600 }));

const some_wait: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.integer({ min: 0, max: 20 * MINUTE_MS }) }),
  },
  fc.record({ kind: fc.constant('wait'), ms: fc.integer({ min: 0, max: 9 * DAY_MS }) }),
  fc.record({ kind: fc.constant('wait_for_due'), offset_ms: fc.constantFrom(-1, 0, 0, 1) }),
);

const some_spending: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('charge', 'hold', 'hold'),
    credits: some_credits,
    member: some_member,
    up_to: fc.boolean(),
    ttl_s: fc.constantFrom(60, 600, 3600, 86_400),
  }),
  fc.record({
    kind: fc.constantFrom('extend', 'settle', 'settle', 'settle'),
    which: some_index,
    credits: some_credits,
    mode: fc.constantFrom('cap', 'charge', 'reject'),
  }),
  fc.record({ kind: fc.constant('release'), which: some_index }),
);

const some_vote: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('vote'),
  which: some_index,
  vote: fc.constantFrom('up', 'down', 'down', 'none'),
});

const some_change: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('award'), credits: fc.integer({ min: 1, max: 200 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('revoke'), which: some_index }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('edit'),
      plan: fc.constantFrom('tiny', 'small', 'medium', 'large', 'none'),
      interval: fc.constantFrom(undefined, undefined, undefined, 'month', 'year'),
      effective: fc.constantFrom('now', 'next_cycle', undefined),
    }),
  },
  fc.record({
    kind: fc.constant('cap'),
    member: some_member,
    credits: fc.option(some_cap, { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('default_cap'), credits: some_cap }),
  fc.record({ kind: fc.constant('zone'), zone: fc.constantFrom(...ZONES) }),
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('plain'),
      asked: fc.constantFrom(
        withdrawEdit,
        startTrial,
        pause,
        resume,
        resume,
        resume,
        convert,
        cancel('now'),
        cancel(),
        withdrawCancel,
        create('small'),
      ),
    }),
  },
);

export const someSteps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: some_wait },
    { weight: 7, arbitrary: some_spending },
    { weight: 4, arbitrary: some_vote },
    { weight: 3, arbitrary: some_change },
  ),
  { minLength: 10, maxLength: 90, size: 'max' },
);

/** An account: trial or not, converting or not, with a past anchor or none, in some zone. */
export const someAccount: fc.Arbitrary<Asked> = fc
  .record({
    plan: fc.constantFrom('tiny', 'small', 'medium'),
    trial: fc.boolean(),
    trial_converts: fc.boolean(),
    trial_waits: fc.constantFrom(undefined, undefined, undefined, undefined, true),
    interval: fc.constantFrom('month', 'year'),
    zone: fc.constantFrom(...ZONES),
    anchored_days_ago: fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined }),
  })
  .map(({ plan, trial, trial_converts, trial_waits, interval, zone, anchored_days_ago: days }) => {
    const made_at = Date.parse('2026-01-31T09:00:00Z');
    const anchor_at = trial || days === undefined ? undefined : made_at - days * DAY_MS;
    return create(plan, { trial, trial_converts, trial_waits, interval, time_zone: zone, anchor_at });
  });

const pick = <T>(list: T[], index: number): T | undefined => list[index % Math.max(1, list.length)];

const seqsOf = (ledger: Ledger, kinds: string[]): number[] =>
  ledger.entries.filter((entry) => kinds.includes(entry.kind)).map((entry) => entry.seq);

function holdId(ledger: Ledger, which: number): string {
  // Mostly one that still stands: open, or expired and waiting for its late settle.
  const standing = [...(ledger.state?.holds.keys() ?? [])].sort((a, b) => a - b);
  const seq = which % 7 === 0 ? pick(seqsOf(ledger, ['held']), which) : pick(standing, which);
  return idOf('hold', ledger.account, seq ?? 1);
}

function votedOn(ledger: Ledger, which: number): string {
  const outputs = ledger.entries.filter((entry) => entry.output_rev === 0).map((entry) => entry.output!);
  // Counted from the newest, so that refunds mostly meet what has just been written.
  return pick(outputs.toReversed(), which % 5) ?? 'none';
}

/** The command that a step asks for, as the account stands; null for a step that only waits. */
export function askedOf(ledger: Ledger, step: Step, index: number): Asked | null {
  const output = `out-${index}`;
  const amount = (credits: number) =>
    credits < 0 ? Math.ceil(ledger.balance.available * -credits) : credits;
  switch (step.kind) {
    case 'wait':
    case 'wait_for_due':
      return null;
    case 'charge':
      return charge(amount(step.credits), { member: step.member, output });
    case 'hold': {
      const { credits, member, ttl_s } = step;
      return hold(Math.max(1, amount(credits)), { member, ttl_s, mode: step.up_to ? 'up_to' : 'exact' });
    }
    case 'extend': {
      const mode = step.mode === 'cap' ? 'exact' : 'up_to';
      return extend(holdId(ledger, step.which), Math.max(1, amount(step.credits)), { mode });
    }
    case 'settle':
      return settle(holdId(ledger, step.which), amount(step.credits), { output, excess: step.mode });
    case 'release':
      return release(holdId(ledger, step.which));
    case 'vote': {
      const voted = votedOn(ledger, step.which);
      return { up, down, none: unvote }[step.vote](voted);
    }
    case 'award':
      return award(step.credits);
    case 'revoke':
      return revoke(idOf('grant', ledger.account, pick(seqsOf(ledger, ['bonus_awarded']), step.which) ?? 1));
    case 'edit':
      return { op: 'edit_plan', plan: step.plan, interval: step.interval, effective: step.effective };
    case 'cap':
      return step.credits === undefined ? uncap(step.member) : cap(step.member, step.credits);
    case 'default_cap':
      return settings({ default_member_cap: step.credits });
    case 'zone':
      return settings({ time_zone: step.zone });
    case 'plain':
      return step.asked;
  }
}
