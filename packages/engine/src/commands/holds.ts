import type { Context, Extend, PlaceHold, Release, Settle } from '../commands.ts';
import { cycleGrant } from '../balance.ts';
import { draft } from '../due.ts';
import { seqOf } from '../journal.ts';
import { MOVE, MovePlan, type Return, noReturn } from '../moves.ts';
import type { Outcome } from '../outcome.ts';
import { creditFigures, phaseRefusal, refusal, roomOf, whyNot, outputExists } from '../refuse.ts';
import { take } from '../take.ts';
import { dayOf } from '../time.ts';
import type { AccountState, Draft, HeldSlice, Hold, Refusal } from '../types.ts';

/** H5: the life of a hold that names none. */
const DEFAULT_TTL_S = 600;

/** H1: sets credits aside; `exact` all or a refusal, `up_to` as many as there are and at least `min`. */
export function placeHold(state: AccountState, command: PlaceHold, now: number): Outcome | Refusal {
  const stopped = phaseRefusal(state);
  if (stopped !== null) return stopped;
  const { credits, member } = command;
  const needed = command.mode === 'up_to' ? (command.min ?? 1) : credits;
  const why = whyNot(state, needed, member, credits);
  if (why !== null) return why;
  const plan = new MovePlan(state);
  take(state, plan, Math.min(credits, roomOf(state, member)), MOVE.take, dayOf(state, now));
  const ttl_s = command.ttl_s ?? DEFAULT_TTL_S;
  const facts: Draft['facts'] = { expires_at: now + ttl_s * 1000, ttl_s, mode: command.mode ?? 'exact' };
  if (command.run !== undefined) facts.run = command.run;
  if (command.source !== undefined) facts.source = command.source;
  return { drafts: [{ ...draft('held', now, facts), member, moves: plan.moves }], spends: true };
}

/** The open hold that a command names, or why there is none (X: not found, then resolved). */
function openHold(state: AccountState, id: string): Hold | Refusal {
  const found = namedHold(state, id);
  if ('code' in found) return found;
  if (found.state === 'expired') return refusal('hold_resolved', `${id} has expired.`, { hold: id });
  return found;
}

function namedHold(state: AccountState, id: string): Hold | Refusal {
  const seq = seqOf('hold', state, id);
  if (seq === null || seq > state.seq)
    return refusal('hold_not_found', `There is no hold ${id}.`, { hold: id });
  return state.holds.get(seq) ?? refusal('hold_resolved', `${id} is resolved already.`, { hold: id });
}

const heldOf = (hold: Hold): number => hold.slices.reduce((sum, slice) => sum + slice[1], 0);

/** H2: grows an open hold and renews its life; `up_to` with nothing left adds 0. */
export function extend(state: AccountState, command: Extend, now: number): Outcome | Refusal {
  const stopped = phaseRefusal(state);
  if (stopped !== null) return stopped;
  const hold = openHold(state, command.hold);
  if ('code' in hold) return hold;
  const { credits } = command;
  if ((command.mode ?? hold.mode) === 'exact') {
    const why = whyNot(state, credits, hold.member, credits);
    if (why !== null) return why;
  }
  const plan = new MovePlan(state);
  const added = take(
    state,
    plan,
    Math.min(credits, roomOf(state, hold.member)),
    MOVE.take,
    dayOf(state, now),
  );
  const sum = added.reduce((total, slice) => total + slice[1], 0);
  const facts = {
    hold: hold.seq,
    added: sum,
    held: heldOf(hold) + sum,
    expires_at: now + (command.ttl_s ?? hold.ttl_s) * 1000,
  };
  return {
    drafts: [{ ...draft('extended', now, facts), member: hold.member, moves: plan.moves }],
    spends: true,
  };
}

/** H4: resolves a hold with nothing spent; its slices walk back to their own grants (B3, H6). */
export function release(state: AccountState, command: Release, now: number): Outcome | Refusal {
  const hold = openHold(state, command.hold);
  if ('code' in hold) return hold;
  const plan = new MovePlan(state);
  const back = noReturn();
  for (const slice of hold.slices.toReversed()) plan.giveBack(slice, slice[1], 'held', back);
  const made = draft('released', now, { hold: hold.seq });
  return { drafts: [{ ...made, member: hold.member, moves: plan.moves }], spends: false };
}

/**
 * H3: before a bonus slice is spent, plan credits that are available by then are taken in its place, so that B2 stays
 * true. A slice of an earlier cycle would count anew in this one, so the member's cap bounds it (M2).
 */
function exchange(
  state: AccountState,
  plan: MovePlan,
  hold: Hold,
  slice: HeldSlice,
  credits: number,
  day: number,
): number {
  const own = cycleGrant(state);
  if (own === undefined || own.state !== 'open' || state.phase !== 'active') return 0;
  if (plan.grant(slice[0]).kind !== 'bonus') return 0;
  const room = slice[2] === state.cycle.number ? credits : roomAfter(state, plan, hold.member);
  const exchanged = Math.min(credits, plan.grant(own.seq).available, room);
  plan.move(own.seq, exchanged, MOVE.charge, state.cycle.number, day);
  return exchanged;
}

/** The member's room under the cap after the moves planned so far. */
function roomAfter(state: AccountState, plan: MovePlan, member: string): number {
  let room = roomOf(state, member);
  for (const [, credits, code, cycle] of plan.moves) {
    if (cycle !== state.cycle.number) continue;
    if (code === MOVE.charge) room -= credits;
    else if (code === MOVE.release || code === MOVE.absorb) room += credits;
    else if (code === MOVE.release_expired || code === MOVE.release_revoked) room += credits;
  }
  return Math.max(0, room);
}

/** Spends `words` of the hold, first-held slices first, and returns the rest backwards (H3, B3). */
function spendHeld(state: AccountState, plan: MovePlan, hold: Hold, words: number, day: number): Return {
  const back = noReturn();
  const returned: [HeldSlice, number][] = [];
  let wanted = words;
  for (const slice of hold.slices) {
    const part = Math.min(wanted, slice[1]);
    const exchanged = part === 0 ? 0 : exchange(state, plan, hold, slice, part, day);
    plan.move(slice[0], part - exchanged, MOVE.spend, slice[2], slice[3]);
    wanted -= part;
    if (slice[1] - part + exchanged > 0) returned.push([slice, slice[1] - part + exchanged]);
  }
  for (const [slice, credits] of returned.toReversed()) plan.giveBack(slice, credits, 'held', back);
  return back;
}

/** H3, H5: resolves a hold with the words delivered. */
export function settle(
  state: AccountState,
  command: Settle,
  context: Context,
  now: number,
): Outcome | Refusal {
  const hold = namedHold(state, command.hold);
  if ('code' in hold) return hold;
  if (context.output !== undefined) return outputExists(command.output);
  const { words } = command;
  const late = hold.state === 'expired';
  const held = heldOf(hold);
  if (!late && words > held && command.excess === 'reject')
    return refusal('excess_rejected', `${words} words were delivered and ${held} credits are held.`, {
      ...creditFigures(state, words, hold.member),
      held,
    });
  const plan = new MovePlan(state);
  const day = dayOf(state, now);
  const back = late ? noReturn() : spendHeld(state, plan, hold, words, day);
  let charged = late ? 0 : Math.min(words, held);
  if (late || (words > held && command.excess === 'charge')) {
    const more = Math.min(words - charged, roomAfter(state, plan, hold.member));
    for (const slice of take(state, plan, more, MOVE.charge, day)) charged += slice[1];
  }
  const facts = settledFacts(command, hold, { charged, late, back });
  const made = draft('settled', now, facts);
  const { output } = command;
  return {
    drafts: [{ ...made, member: hold.member, output, output_rev: 0, moves: plan.moves }],
    spends: true,
  };
}

function settledFacts(
  command: Settle,
  hold: Hold,
  result: { charged: number; late: boolean; back: Return },
): Draft['facts'] {
  const { words, counted, labels } = command;
  return {
    hold: hold.seq,
    words,
    source: command.source ?? hold.source ?? 'api',
    ...(words > result.charged && { shortfall: words - result.charged }),
    ...(result.late && { late: true }),
    ...(hold.run !== null && { run: hold.run }),
    ...(labels !== undefined && labels.length > 0 && { labels }),
    ...counted,
  };
}
