import { figuresOf } from './balance.ts';
import type { Command, Context, CreateAccount, Decision, KeyedCommand } from './commands.ts';
import {
  cancel,
  changeSettings,
  confirmAccount,
  convert,
  createAccount,
  pause,
  startTrial,
  wrongStart,
} from './commands/accounts.ts';
import { accountView, resume, withdrawCancel } from './commands/accounts.ts';
import { charge } from './commands/charges.ts';
import { award, revoke } from './commands/grants.ts';
import { extend, placeHold, release, settle } from './commands/holds.ts';
import { editPlan, withdrawEdit } from './commands/plans.ts';
import { vote } from './commands/votes.ts';
import { draft, dueDrafts, dueEvents, isQuiet } from './due.ts';
import { differingField, requestFingerprint } from './fingerprint.ts';
import { bodyOf, hashEntry } from './journal.ts';
import { beforeOf, noticesAfter } from './notices.ts';
import type { Outcome } from './outcome.ts';
import { isRefusal, refusal } from './refuse.ts';
import { otherKinds, replyOf } from './replies.ts';
import { apply, cloneState } from './state.ts';
import type { AccountState, Draft, Entry, Refusal } from './types.ts';

const SYSTEM = 'system';

/** Gives a draft its place in the journal and applies it; its body and hash come once the reply stands. */
function append(state: AccountState, made: Draft, actor: string, entries: Entry[]): Entry {
  const { kind, at, moves, facts, member, output, output_rev } = made;
  const entry: Entry = {
    seq: state.seq + 1,
    at,
    kind,
    moves,
    facts,
    member,
    output,
    output_rev,
    actor,
    key: null,
    fingerprint: null,
    figures: null,
    body: '',
    hash: '',
  };
  apply(state, entry);
  entries.push(entry);
  return entry;
}

/** A3: applies every event that is due up to and including `now`, each at its due instant. */
export function applyDue(
  state: AccountState,
  context: Pick<Context, 'catalogue'>,
  now: number,
  entries: Entry[],
): void {
  for (const event of dueEvents(state, now))
    for (const made of dueDrafts(state, context.catalogue, event)) append(state, made, SYSTEM, entries);
}

/** The account's effective now: never before its last entry; on a test clock, that entry's instant (A6). */
export const effectiveNow = (state: AccountState, now: number): number =>
  state.clock === null ? Math.max(now, state.last_at) : state.last_at;

/** A3b: the account with what is due by `now` applied; the same object if nothing is. Writes nothing. */
export function project(state: AccountState, context: Pick<Context, 'catalogue'>, now: number): AccountState {
  const at = effectiveNow(state, now);
  if (isQuiet(state, at)) return state;
  const projected = cloneState(state);
  applyDue(projected, context, at, []);
  return projected;
}

/** J1: hashes the entries in their order, after the reply's figures stand in the one that keeps them. */
function seal(state: AccountState, entries: Entry[]): void {
  for (const entry of entries) {
    entry.body = bodyOf(entry, entry.figures, entry.fingerprint);
    entry.hash = hashEntry(state.account, state.head, entry);
    state.head = entry.hash;
  }
}

const plain = (made: Draft | Refusal): Outcome | Refusal =>
  isRefusal(made) ? made : { drafts: [made], spends: false, body: accountView };

function outcomeOf(
  state: AccountState,
  command: KeyedCommand,
  context: Context,
  now: number,
): Outcome | Refusal {
  switch (command.op) {
    case 'charge':
      return charge(state, command, context, now);
    case 'hold':
      return placeHold(state, command, now);
    case 'extend':
      return extend(state, command, now);
    case 'settle':
      return settle(state, command, context, now);
    case 'release':
      return release(state, command, now);
    case 'vote':
      return vote(state, command, context, now);
    case 'award':
      return award(state, command, now);
    case 'revoke':
      return revoke(state, command, now);
    case 'create_account':
      return confirmAccount(state, command, context, now);
    case 'edit_plan':
      return editPlan(state, command, context, now);
    case 'withdraw_edit':
      return plain(withdrawEdit(state, now));
    case 'change_settings':
      return changeSettings(state, command, now);
    case 'set_member_cap':
    case 'remove_member_cap':
      return memberCap(command, now);
    case 'pause':
      return plain(pause(state, now));
    case 'resume':
      return resume(state, context, now);
    case 'cancel':
      return cancel(state, command, now);
    case 'withdraw_cancel':
      return plain(withdrawCancel(state, now));
    case 'start_trial':
      return startTrial(state, context, now);
    case 'convert_trial':
      return convert(state, context, now);
    case 'advance_clock':
      return {
        drafts: [draft('clock_advanced', now, { to_at: command.to_at })],
        spends: false,
        body: () => ({}),
      };
  }
}

function memberCap(
  command: KeyedCommand & { op: 'set_member_cap' | 'remove_member_cap' },
  now: number,
): Outcome {
  const { member } = command;
  const made =
    command.op === 'set_member_cap'
      ? draft('member_cap_set', now, { cap: command.cap })
      : draft('member_cap_removed', now);
  return { drafts: [{ ...made, member }], spends: false, body: (state) => memberView(state, member) };
}

/** M2: a member's use of this cycle and the cap on it. */
export function memberView(state: AccountState, member: string) {
  const use = state.members.get(member) ?? { held: 0, spent: 0, refunded: 0 };
  const own = state.caps.get(member);
  const cap = own === undefined ? state.settings.default_member_cap : own;
  const cap_source = own !== undefined ? 'member' : cap === null ? null : 'default';
  const used = use.held + use.spent - use.refunded;
  return { member, cap, cap_source, ...use, left: cap === null ? null : Math.max(0, cap - used) };
}

/** Writes an outcome's drafts and the notices they bring about, and words the reply (K1). */
function accept(
  state: AccountState,
  command: KeyedCommand,
  outcome: Outcome,
  context: Context,
  entries: Entry[],
): Decision<AccountState> {
  const before = beforeOf(state);
  let main: Entry | undefined;
  const { drafts } = outcome;
  for (let index = 0; index < drafts.length; index += 1) {
    const entry = append(state, drafts[index]!, command.actor, entries);
    if (index === (outcome.main ?? 0)) main = entry;
  }
  const keyed = main!;
  for (const made of noticesAfter(state, before, keyed.at, outcome.spends))
    append(state, made, SYSTEM, entries);
  keyed.key = command.key;
  keyed.fingerprint = requestFingerprint(command);
  keyed.figures = figuresOf(state, keyed.at, context.delivered_words ?? 0);
  if (outcome.body !== undefined) keyed.facts = { ...keyed.facts, reply: outcome.body(state) };
  else keepKinds(state, keyed);
  seal(state, entries);
  return accepted(state, entries, keyed, false);
}

/**
 * The reply is put into words when it is asked for, which is after the entries are durable: made at once, hundreds
 * of them waited for the disk at a time, and the collector carried each of them twice.
 */
function accepted(
  state: AccountState,
  entries: Entry[],
  keyed: Entry,
  replayed: boolean,
): Decision<AccountState> {
  const { account } = state;
  return {
    ok: true,
    state,
    entries,
    replayed,
    get reply() {
      return replyOf(account, keyed);
    },
  };
}

function keepKinds(state: AccountState, keyed: Entry): void {
  const kinds = otherKinds(state, keyed.moves);
  if (kinds !== null) keyed.facts.kinds = kinds;
}

/** K1: the stored answer, or the mismatch that names the field. */
function replay(state: AccountState, command: KeyedCommand, keyed: Entry): Decision<AccountState> {
  const field = differingField(keyed.fingerprint ?? '', requestFingerprint(command));
  if (field === null) return accepted(state, [], keyed, true);
  const detail = `The key was used before with another ${field}.`;
  return { ok: false, refusal: refusal('idempotency_mismatch', detail, { field, key: command.key }) };
}

function create(command: CreateAccount, context: Context): Decision<AccountState> {
  const made = createAccount(command, context);
  if (isRefusal(made)) return { ok: false, refusal: made };
  return accept(made.state, command, made.outcome, context, []);
}

/**
 * The one way in which an account changes. Given an account (undefined if there is none), a command and the time, it
 * answers with a refusal, which changes nothing, or with the entries to append, the account after them and the reply.
 * On success the given state itself has been changed, unless due events were applied to a copy on the way.
 */
export function decide(
  state: AccountState | undefined,
  command: Command,
  context: Context,
): Decision<AccountState> {
  if (command.op === 'create_account') {
    const now = state === undefined ? (context.clock_now ?? context.now) : effectiveNow(state, context.now);
    const wrong = wrongStart(command, now);
    if (wrong !== null) return { ok: false, refusal: wrong };
  }
  if (state === undefined) {
    if (command.op === 'create_account') return create(command, context);
    return { ok: false, refusal: refusal('account_not_found', `There is no account ${command.account}.`) };
  }
  if (command.op !== 'touch' && context.keyed !== undefined) return replay(state, command, context.keyed);
  const is_advance = command.op === 'advance_clock';
  const now = is_advance ? Math.max(command.to_at, state.last_at) : effectiveNow(state, context.now);
  const entries: Entry[] = [];
  let working = state;
  if (!isQuiet(state, now)) {
    working = cloneState(state);
    applyDue(working, context, now, entries);
  }
  if (command.op === 'touch') {
    seal(working, entries);
    return { ok: true, state: working, entries, reply: { status: 200, body: {} }, replayed: false };
  }
  const outcome = outcomeOf(working, command, context, now);
  if (isRefusal(outcome)) return { ok: false, refusal: outcome };
  return accept(working, command, outcome, context, entries);
}
