import type { ChargeSource } from '@inkwell/engine';
import type { Charge, Extend, PlaceHold, Release, Settle } from '@inkwell/engine';
import type { ModelAccount, ModelGrant, ModelHold, Scene, Slice } from './model-account.ts';
import {
  Refused,
  availableOf,
  bonusAvailable,
  bonusGrants,
  cut,
  cycleAvailable,
  cycleGrantOf,
  drop,
  grantNamed,
  handleOf,
  roomOf,
  sumOf,
  today,
} from './model-account.ts';
import { instantOf } from './model-calendar.ts';

/** Holds and charges (B, C, H, M2). */

/** Where returned credits went. What returns to a revoked grant is in none but `revoked`. */
export interface Returned {
  returned: number;
  expired: number;
  absorbed: number;
  revoked: number;
}

const nothing = (): Returned => ({ returned: 0, expired: 0, absorbed: 0, revoked: 0 });

/** Does something to a slice's credits, all of which leave their bucket, and tells where they went. */
export function watchReturn(account: ModelAccount, slice: Slice, leave: () => void): Returned {
  const grant = grantNamed(account, slice.grant)!;
  const { credits } = slice;
  const before = availableOf(account, grant);
  leave();
  if (grant.state === 'expired') return { ...nothing(), expired: credits };
  if (grant.state === 'revoked') return { ...nothing(), revoked: credits };
  const returned = availableOf(account, grant) - before;
  return { ...nothing(), returned, absorbed: credits - returned };
}

export const plus = (a: Returned, b: Returned): Returned => ({
  returned: a.returned + b.returned,
  expired: a.expired + b.expired,
  absorbed: a.absorbed + b.absorbed,
  revoked: a.revoked + b.revoked,
});

const heldBy = (account: ModelAccount, hold: ModelHold): Slice[] =>
  account.slices.filter((slice) => slice.state === 'held' && slice.hold === hold.handle);

/** Lets go of all that a hold still holds, last taken first. */
export function releaseSlices(account: ModelAccount, hold: ModelHold): Returned {
  let back = nothing();
  for (const slice of heldBy(account, hold).toReversed()) {
    back = plus(
      back,
      watchReturn(account, slice, () => drop(account, slice)),
    );
  }
  return back;
}

/** B1 and B2: what may be taken now, in the order it is taken. */
function burnOrder(account: ModelAccount): ModelGrant[] {
  const own = cycleGrantOf(account);
  const first = own === undefined ? [] : [own];
  if (account.phase === 'trialing') return first;
  return account.phase === 'active' ? [...first, ...bonusGrants(account)] : [];
}

const eligible = (account: ModelAccount): number =>
  burnOrder(account).reduce((total, grant) => total + availableOf(account, grant), 0);

interface Wish {
  member: string;
  source: ChargeSource;
  hold: string | null;
  output: string | null;
}

/** Takes credits that are known to be there. */
function take(scene: Scene, credits: number, wish: Wish): Slice[] {
  const { account, at } = scene;
  const taken: Slice[] = [];
  let open = credits;
  for (const grant of burnOrder(account)) {
    const some = Math.min(open, availableOf(account, grant));
    if (some === 0) continue;
    open -= some;
    const state = wish.output === null ? 'held' : 'spent';
    const { number: cycle } = account.cycle;
    const day = today(account, at);
    const slice: Slice = { ...wish, grant: grant.handle, credits: some, cycle, day, state, came_back: false };
    account.slices.push(slice);
    taken.push(slice);
  }
  return taken;
}

/** How many of the credits asked for can be taken; refuses below `least` (X gives the order of the reasons). */
function affordable(account: ModelAccount, member: string, asked: number, least: number): number {
  const there = eligible(account);
  const room = roomOf(account, member);
  if (room < least) throw new Refused('member_cap_reached');
  if (there >= least) return Math.min(asked, there, room);
  const locked = account.phase === 'trialing' && cycleAvailable(account) === 0 && bonusAvailable(account) > 0;
  throw new Refused(locked ? 'bonus_locked_in_trial' : 'insufficient_credits');
}

const told = (account: ModelAccount, slices: Slice[]) =>
  slices.map(({ grant, credits }) => ({ grant, kind: grantNamed(account, grant)!.kind, credits }));

export function placeHold(scene: Scene, command: PlaceHold): Record<string, unknown> {
  const { account, at } = scene;
  const mode = command.mode ?? 'exact';
  const least = mode === 'exact' ? command.credits : (command.min ?? 1);
  const credits = affordable(account, command.member, command.credits, least);
  const ttl_s = command.ttl_s ?? 600;
  const hold: ModelHold = {
    handle: handleOf('hold', account.account, scene.key),
    member: command.member,
    source: command.source ?? 'api',
    mode,
    ttl_s,
    expires_at: at + ttl_s * 1000,
    state: 'open',
  };
  account.holds.push(hold);
  const { member, source, handle } = hold;
  const slices = take(scene, credits, { member, source, hold: handle, output: null });
  return {
    hold: handle,
    held: credits,
    slices: told(account, slices),
    expires_at: instantOf(hold.expires_at),
  };
}

function holdNamed(account: ModelAccount, handle: string): ModelHold {
  const hold = account.holds.find((one) => one.handle === handle);
  if (hold === undefined) throw new Refused('hold_not_found');
  return hold;
}

export function extend(scene: Scene, command: Extend): Record<string, unknown> {
  const { account, at } = scene;
  const hold = holdNamed(account, command.hold);
  if (hold.state !== 'open') throw new Refused('hold_resolved');
  const exact = (command.mode ?? hold.mode) === 'exact';
  const added = affordable(account, hold.member, command.credits, exact ? command.credits : 0);
  const { member, source, handle } = hold;
  const slices = told(account, take(scene, added, { member, source, hold: handle, output: null }));
  hold.expires_at = at + (command.ttl_s ?? hold.ttl_s) * 1000;
  return { added, held: sumOf(heldBy(account, hold)), slices, expires_at: instantOf(hold.expires_at) };
}

/** H3: plan credits that are available by now are spent in the place of a bonus slice of the hold. */
function exchange(scene: Scene, slice: Slice): Returned {
  const { account, at } = scene;
  const plan = cycleGrantOf(account);
  if (grantNamed(account, slice.grant)!.kind !== 'bonus') return nothing();
  if (account.phase !== 'active' || plan === undefined) return nothing();
  const anew = slice.cycle !== account.cycle.number;
  const room = anew ? roomOf(account, slice.member) : Infinity;
  const swapped = Math.min(slice.credits, availableOf(account, plan), room);
  if (swapped === 0) return nothing();
  const place = account.slices.indexOf(slice);
  const spent: Slice = { ...slice, grant: plan.handle, credits: swapped, state: 'spent' };
  spent.cycle = account.cycle.number;
  spent.day = today(account, at);
  cut(account, slice, swapped);
  const gone = slice;
  const back = watchReturn(account, gone, () => drop(account, gone));
  account.slices.splice(place, 0, spent);
  return back;
}

/** Spends so many of a hold's credits for an output, first held first. */
function spendHeld(scene: Scene, hold: ModelHold, words: number, wish: Wish): Returned {
  const { account } = scene;
  let back = nothing();
  let open = words;
  while (open > 0) {
    const [slice] = heldBy(account, hold);
    if (slice === undefined) break;
    cut(account, slice, open);
    const { credits } = slice;
    slice.output = wish.output;
    slice.source = wish.source;
    back = plus(back, exchange(scene, slice));
    // What was not exchanged of it is the first that is held, marked with the output.
    for (const rest of heldBy(account, hold).filter((one) => one.output !== null)) rest.state = 'spent';
    open -= credits;
  }
  return back;
}

const outputSlices = (account: ModelAccount, output: string): Slice[] =>
  account.slices.filter((slice) => slice.output === output);

/** H3, H5, H6. */
export function settle(scene: Scene, command: Settle): Record<string, unknown> {
  const { account } = scene;
  const hold = holdNamed(account, command.hold);
  if (hold.state === 'resolved') throw new Refused('hold_resolved');
  const { output, words } = command;
  if (account.outputs.some((one) => one.output === output)) throw new Refused('output_exists');
  const late = hold.state === 'expired';
  const held = sumOf(heldBy(account, hold));
  const excess = command.excess ?? 'cap';
  if (!late && words > held && excess === 'reject') throw new Refused('excess_rejected');
  const source = command.source ?? hold.source;
  const wish: Wish = { member: hold.member, source, hold: null, output };
  const exchanged = spendHeld(scene, hold, Math.min(words, held), wish);
  const back = plus(exchanged, releaseSlices(account, hold));
  if (words > held && (late || excess === 'charge')) {
    take(scene, affordable(account, hold.member, words - held, 0), wish);
  }
  hold.state = 'resolved';
  account.outputs.push({ output, member: hold.member, vote: 'none', refund_cycle: null });
  const slices = outputSlices(account, output);
  const charged = sumOf(slices);
  return {
    output,
    charged,
    returned: back.returned,
    expired: back.expired,
    absorbed: back.absorbed,
    revoked: back.revoked,
    shortfall: words - charged,
    late,
    slices: told(account, slices),
  };
}

export function release(scene: Scene, command: Release): Record<string, unknown> {
  const hold = holdNamed(scene.account, command.hold);
  if (hold.state !== 'open') throw new Refused('hold_resolved');
  const back = releaseSlices(scene.account, hold);
  hold.state = 'resolved';
  return { ...back };
}

/** C1. */
export function charge(scene: Scene, command: Charge): Record<string, unknown> {
  const { account } = scene;
  const { output, member, source, words } = command;
  if (account.outputs.some((one) => one.output === output)) throw new Refused('output_exists');
  affordable(account, member, words, words);
  const slices = take(scene, words, { member, source, hold: null, output });
  account.outputs.push({ output, member, vote: 'none', refund_cycle: null });
  return { output, charged: words, words, slices: told(account, slices) };
}
