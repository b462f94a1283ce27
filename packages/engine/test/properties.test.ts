import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MOVE, apply, createState, movesFrom, nextDue, refundCap } from '../src/index.ts';
import type { AccountState, CreatedFacts, Entry } from '../src/index.ts';
import type { Asked } from './commands.ts';
import { Ledger, PLANS, asStored, snapshot } from './harness.ts';
import { type Step, askedOf, someAccount, someSteps } from './steps.ts';

/** `PROPERTY_RUNS=3000 npx vitest run packages/engine/test/properties` looks longer; a failure prints its seed. */
const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 100) };
const TIMEOUT_MS = 600_000;
const DAY_MS = 86_400_000;

/** Every accepted command of a run, with what it answered. */
interface Run {
  ledger: Ledger;
  answers: { asked: Asked; key: string; reply: string }[];
}

/** Lives through the steps; `between` is called wherever time passes, with the instant before and after. */
function live(made: Asked, steps: Step[], between?: (ledger: Ledger, from: number, to: number) => void): Run {
  const ledger = new Ledger('2026-01-31T09:00:00Z', PLANS);
  ledger.checks = 'light';
  const answers: Run['answers'] = [];
  const ask = (asked: Asked, index: number) => {
    const key = `step-${index}`;
    const decision = ledger.run(ledger.command(asked, key));
    if (decision.ok) answers.push({ asked, key, reply: JSON.stringify(decision.reply) });
  };
  ask(made, -1);
  for (const [index, step] of steps.entries()) {
    const from = ledger.now;
    if (step.kind === 'wait') ledger.now += step.ms;
    if (step.kind === 'wait_for_due') {
      const due = nextDue(ledger.read());
      if (due !== null && due.at - from < 60 * DAY_MS) ledger.now = Math.max(from, due.at + step.offset_ms);
    }
    if (ledger.now > from) between?.(ledger, from, ledger.now);
    const asked = askedOf(ledger, step, index);
    if (asked !== null) ask(asked, index);
  }
  return { ledger, answers };
}

/** Walks the journal from nothing and shows each entry with the account before it. */
function walk(
  entries: Entry[],
  look: (before: AccountState, entry: Entry, after: () => AccountState) => void,
) {
  const first = entries[0]!;
  const state = createState('acme', first.at, first.facts as unknown as CreatedFacts);
  for (const entry of entries) {
    let applied = false;
    const after = () => {
      if (!applied) apply(state, asStored(entry));
      applied = true;
      return state;
    };
    look(state, entry, after);
    after();
  }
}

const used = (state: AccountState, member: string) => {
  const use = state.members.get(member) ?? { held: 0, spent: 0, refunded: 0 };
  return use.held + use.spent - use.refunded;
};
const capOf = (state: AccountState, member: string) => {
  const own = state.caps.get(member);
  return (own === undefined ? state.settings.default_member_cap : own) ?? Number.POSITIVE_INFINITY;
};

/** B2, for one entry: no bonus credit leaves `available`, or is spent of a hold, while plan credits are there. */
function checkPlanFirst(before: AccountState, entry: Entry): void {
  if (entry.kind === 'voted' || entry.kind === 'bonus_revoked') return;
  const own = before.cycle.grant === null ? undefined : before.grants.get(before.cycle.grant);
  let own_available = own?.available ?? 0;
  for (const [seq, credits, code, cycle] of entry.moves) {
    const grant = before.grants.get(seq);
    const takes = code === MOVE.take || code === MOVE.charge;
    if (grant?.kind === 'bonus' && takes) {
      expect(before.phase).toBe('active');
      expect(own_available).toBe(0);
    }
    // The exchange of H3: only a member's cap keeps a slice of an earlier cycle from it.
    const is_capped = cycle !== before.cycle.number && capOf(before, entry.member ?? '') < 1e9;
    if (grant?.kind === 'bonus' && code === MOVE.spend && before.phase === 'active' && !is_capped)
      expect(own_available).toBe(0);
    if (seq !== own?.seq) continue;
    if (movesFrom(code) === 1) own_available -= credits;
    if (code % 10 === 1) own_available += credits;
  }
}

describe('Properties', () => {
  test(
    '[G1] [E2] [J2] conservation and the plan grant at every step; the journal replays to the live account',
    () => {
      fc.assert(
        fc.property(someAccount, someSteps, (made, steps) => {
          const { ledger } = live(made, steps);
          if (ledger.state !== undefined) ledger.checkReplay();
        }),
        RUNS,
      );
    },
    TIMEOUT_MS,
  );

  test(
    '[A3] touches and reads in between change neither entries nor hashes',
    () => {
      fc.assert(
        fc.property(
          someAccount,
          someSteps,
          fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }),
          (made, steps, portions) => {
            const plain = live(made, steps);
            let turn = 0;
            const touched = live(made, steps, (ledger, from, to) => {
              const portion = portions[(turn += 1) % portions.length]!;
              for (const share of [portion / 2, portion, 1]) {
                ledger.now = from + Math.floor((to - from) * share);
                void ledger.balance;
                if (ledger.state !== undefined && portion > 0.2) ledger.touch();
              }
            });
            plain.ledger.touch();
            touched.ledger.touch();
            expect(touched.answers).toEqual(plain.answers);
            expect(touched.ledger.entries).toEqual(plain.ledger.entries);
            expect(snapshot(touched.ledger.state!)).toEqual(snapshot(plain.ledger.state!));
          },
        ),
        RUNS,
      );
    },
    TIMEOUT_MS,
  );

  test(
    '[B2] [R3] [M2] plan before bonus, refund cap and member caps, entry by entry',
    () => {
      fc.assert(
        fc.property(someAccount, someSteps, (made, steps) => {
          const { ledger } = live(made, steps);
          walk(ledger.entries, (before, entry, after) => {
            checkPlanFirst(before, entry);
            const cap_used = (entry.facts.cap_used as number | undefined) ?? 0;
            if (cap_used > 0)
              expect(before.cycle.refunds_used + cap_used).toBeLessThanOrEqual(refundCap(before));
            const { member } = entry;
            if (member === null || entry.moves.length === 0 || entry.kind === 'voted') return;
            const used_before = used(before, member);
            const used_after = used(after(), member);
            if (used_after > used_before) expect(used_after).toBeLessThanOrEqual(capOf(after(), member));
          });
        }),
        RUNS,
      );
    },
    TIMEOUT_MS,
  );

  test(
    '[K1] every key answers what it answered, byte for byte, whatever has happened since',
    () => {
      fc.assert(
        fc.property(someAccount, someSteps, (made, steps) => {
          const { ledger, answers } = live(made, steps);
          const before = snapshot(ledger.state!);
          const count = ledger.entries.length;
          for (const { asked, key, reply } of answers) {
            const again = ledger.run(ledger.command(asked, key));
            expect(again.ok && again.replayed && JSON.stringify(again.reply)).toBe(reply);
            const other = ledger.run(ledger.command({ op: 'award', credits: 1, reason: `not ${key}` }, key));
            expect(other.ok ? null : other.refusal.code).toBe('idempotency_mismatch');
          }
          expect(ledger.entries.length).toBe(count);
          expect(snapshot(ledger.state!)).toEqual(before);
        }),
        RUNS,
      );
    },
    TIMEOUT_MS,
  );

  test(
    '[L1] a notice of a cycle is made once',
    () => {
      fc.assert(
        fc.property(someAccount, someSteps, (made, steps) => {
          const { ledger } = live(made, steps);
          const told = new Set<string>();
          walk(ledger.entries, (before, entry) => {
            if (entry.kind !== 'notice' || entry.facts.bit === undefined) return;
            const name = `${before.cycle.number} ${entry.facts.notice as string}`;
            expect(told.has(name)).toBe(false);
            told.add(name);
          });
        }),
        RUNS,
      );
    },
    TIMEOUT_MS,
  );

  test(
    '[J1] sequences have no gaps and instants never go back',
    () => {
      fc.assert(
        fc.property(someAccount, someSteps, (made, steps) => {
          const { entries } = live(made, steps).ledger;
          for (const [index, entry] of entries.entries()) {
            expect(entry.seq).toBe(index + 1);
            if (index > 0) expect(entry.at).toBeGreaterThanOrEqual(entries[index - 1]!.at);
          }
        }),
        RUNS,
      );
    },
    TIMEOUT_MS,
  );

  test('the steps reach what they are meant to reach', () => {
    const seen = new Map<string, number>();
    const see = (name: string) => seen.set(name, (seen.get(name) ?? 0) + 1);
    for (const [made, steps] of fc.sample(fc.tuple(someAccount, someSteps), { numRuns: 300, seed: 7 })) {
      for (const entry of live(made, steps).ledger.entries) {
        see(entry.kind);
        for (const move of entry.moves) see(`move ${move[2]}`);
        if (entry.facts.late === true) see('late');
        if (entry.facts.charged_back !== undefined) see('charged_back');
      }
    }
    const wanted = [
      'trial_started',
      'trial_ended',
      'canceled',
      'resumed',
      'plan_edited',
      'hold_expired',
      'late',
      'charged_back',
    ];
    wanted.push(...Object.values(MOVE).map((code) => `move ${code}`));
    expect(wanted.filter((name) => !seen.has(name))).toEqual([]);
  });
});
