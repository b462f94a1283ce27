import { refundCap, refundsLeft } from '../balance.ts';
import type { Context, Vote } from '../commands.ts';
import { draft } from '../due.ts';
import { MOVE, MovePlan, noReturn } from '../moves.ts';
import type { Outcome } from '../outcome.ts';
import { creditFigures, refusal } from '../refuse.ts';
import type { AccountState, Draft, OutputRecord, Refusal } from '../types.ts';

interface Moved {
  moves: Draft['moves'];
  facts: Draft['facts'];
}

/**
 * R2–R4: gives back what is still spent for the output, walking its slices backwards into their own grants. What
 * returns alive or is absorbed counts against the cycle's cap; what expires or is revoked on arrival does not.
 */
function refund(state: AccountState, record: OutputRecord): Moved {
  const plan = new MovePlan(state);
  const back = noReturn();
  let left = refundsLeft(state);
  let capped = 0;
  for (const slice of record.spent.toReversed()) {
    const counts = plan.grant(slice[0]).state === 'open';
    const credits = counts ? Math.min(slice[1], left) : slice[1];
    if (counts) {
      left -= credits;
      capped += slice[1] - credits;
    }
    plan.giveBack(slice, credits, 'spent', back);
  }
  const facts = {
    refunded: back.alive,
    ...(back.expired > 0 && { expired: back.expired }),
    ...(back.absorbed > 0 && { absorbed: back.absorbed }),
    ...(back.revoked > 0 && { revoked: back.revoked }),
    ...(capped > 0 && { capped }),
    cap_used: back.alive + back.absorbed,
    refund_cycle: state.cycle.number,
  };
  return { moves: plan.moves, facts };
}

/** R5: spends again what the refund returned alive, from those same grants, or refuses. */
function takeBack(state: AccountState, record: OutputRecord): Moved | Refusal {
  const plan = new MovePlan(state);
  let charged_back = 0;
  for (const [grant, credits, cycle, day] of record.returned) {
    if (plan.grant(grant).available < credits) {
      const needed = record.returned.reduce((sum, slice) => sum + slice[1], 0);
      return refusal(
        'insufficient_credits',
        `Taking the refund back needs ${needed} credits of the grants it went to.`,
        {
          ...creditFigures(state, needed),
          grant_available: plan.grant(grant).available,
        },
      );
    }
    plan.move(grant, credits, MOVE.charge, cycle, day);
    charged_back += credits;
  }
  return { moves: plan.moves, facts: { charged_back, cap_used: -charged_back } };
}

/** Which credits a change of the vote moves: none, a refund, or a refund taken back. */
function movedBy(state: AccountState, record: OutputRecord, command: Vote): Moved | Refusal {
  const none = { moves: [], facts: {} };
  if (command.vote === record.vote) return none;
  const { refund_cycle } = record;
  // After the refund's cycle the vote can change, no credits move, and nothing is refunded again (R5).
  if (refund_cycle !== null && refund_cycle !== state.cycle.number) return none;
  if (command.vote === 'down') return refund(state, record);
  return record.vote === 'down' ? takeBack(state, record) : none;
}

/** R1: the vote is recorded whatever the credits do; the last allowed voter wins. */
export function vote(state: AccountState, command: Vote, context: Context, now: number): Outcome | Refusal {
  const record = context.output;
  if (record === undefined)
    return refusal('output_not_found', `There is no output ${command.output}.`, { output: command.output });
  const moved = movedBy(state, record, command);
  if ('code' in moved) return moved;
  // The source and labels of the output: whose usage rows a refund lowers (R6).
  const facts: Draft['facts'] = { vote: command.vote, by: command.member, source: record.source };
  if (record.labels.length > 0) facts.labels = record.labels;
  if (command.reason !== undefined) facts.reason = command.reason;
  Object.assign(facts, moved.facts);
  const cap_used = (facts.cap_used as number | undefined) ?? 0;
  // The refunds' figures of the reply are kept with it (K1); `max(0, cap − used)` is R3's.
  facts.cap = [refundCap(state), state.cycle.refunds_used + cap_used];
  const made = draft('voted', now, facts);
  return {
    // The use that a refund lowers is the author's, whoever votes (R6).
    drafts: [
      {
        ...made,
        member: record.member,
        output: record.output,
        output_rev: record.entries.length,
        moves: moved.moves,
      },
    ],
    spends: false,
  };
}
