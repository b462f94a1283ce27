import type { Charge, Context } from '../commands.ts';
import { MOVE, MovePlan } from '../moves.ts';
import type { Outcome } from '../outcome.ts';
import { phaseRefusal, outputExists, whyNot } from '../refuse.ts';
import { take } from '../take.ts';
import { dayOf } from '../time.ts';
import type { AccountState, Draft, Refusal } from '../types.ts';

/** C1: a hold and its settle in one step; all of the words or a refusal. C2: zero words are recorded, free. */
export function charge(
  state: AccountState,
  command: Charge,
  context: Context,
  now: number,
): Outcome | Refusal {
  const stopped = phaseRefusal(state);
  if (stopped !== null) return stopped;
  const { output, member, words } = command;
  if (context.output !== undefined) return outputExists(output);
  const why = whyNot(state, words, member, words);
  if (why !== null) return why;
  const plan = new MovePlan(state);
  take(state, plan, words, MOVE.charge, dayOf(state, now));
  const facts: Draft['facts'] = { words, source: command.source };
  if (command.run !== undefined) facts.run = command.run;
  if (command.labels !== undefined && command.labels.length > 0) facts.labels = command.labels;
  if (command.counted !== undefined) Object.assign(facts, command.counted);
  const made: Draft = { kind: 'charged', at: now, moves: plan.moves, facts, member, output, output_rev: 0 };
  return { drafts: [made], spends: true };
}
