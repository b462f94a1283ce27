import { balanceOf, cycleGrant, figuresOf } from '../balance.ts';
import type { Cancel, ChangeSettings, Context, CreateAccount } from '../commands.ts';
import {
  convertTrial,
  cycleFacts,
  cycleStarted,
  draft,
  expireGrant,
  firstCycle,
  planInForce,
  priceOf,
  trialCycle,
  waitingCycle,
} from '../due.ts';
import { pendingAt } from '../interval.ts';
import { MOVE } from '../moves.ts';
import type { Outcome } from '../outcome.ts';
import { refusal } from '../refuse.ts';
import { type CreatedFacts, createState } from '../state.ts';
import { boundaryAt, dayOf, instantText, wallClockOf } from '../time.ts';
import type { AccountState, Draft, Refusal } from '../types.ts';

/** A4: the account has never had a cycle; its trial waits to be started. */
export const trialWaits = ({ phase, cycle }: AccountState): boolean =>
  phase === 'canceled' && cycle.number === 0 && cycle.grant === null;

function pendingEdit(state: AccountState) {
  const { pending_plan: plan, pending_interval, interval, phase } = state;
  if (plan === null) return null;
  const applies_at = phase === 'canceled' ? null : instantText(pendingAt(state));
  return { plan, interval: pending_interval ?? interval, applies_at };
}

/** The account as the contract shows it, without its balance. */
export function accountView(state: AccountState) {
  const { cycle, settings, anchor } = state;
  const ends = state.phase === 'canceled' ? null : instantText(cycle.ends_at);
  return {
    account: state.account,
    plan: state.plan,
    interval: state.interval,
    phase: state.phase,
    anchor: anchor === null ? null : instantText(boundaryAt(anchor, 0, state.time_zone)),
    time_zone: state.time_zone,
    next_time_zone: state.next_time_zone,
    clock: state.clock,
    trial_ends_at: state.phase === 'trialing' ? instantText(cycle.ends_at) : null,
    trial_converts: state.trial_converts,
    trial_waits: trialWaits(state),
    cycle: {
      number: cycle.number,
      starts_at: instantText(cycle.starts_at),
      ends_at: instantText(cycle.ends_at),
    },
    pending_edit: pendingEdit(state),
    cancels_at: state.cancel_at_cycle_end ? ends : null,
    ...settings,
    created_at: instantText(state.created_at),
  };
}

/** The whole answer: the account with its balance. */
export const accountBody = (state: AccountState, at: number, delivered_words: number) => ({
  ...accountView(state),
  balance: balanceOf(state.account, figuresOf(state, at, delivered_words)),
});

function requestOf(command: CreateAccount): Record<string, unknown> {
  const { plan, interval, trial, trial_converts, trial_waits, anchor_at, time_zone, clock } = command;
  const given = { plan, interval, trial, trial_converts, trial_waits, anchor_at, time_zone, clock };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** What the omitted fields of a request stood for when the account was made. */
const DEFAULTS: Record<string, unknown> = {
  interval: 'month',
  trial: false,
  trial_converts: true,
  trial_waits: false,
  time_zone: 'UTC',
};

/** A second request for an account that exists: equal (omitted fields match) or `account_exists`. */
export function confirmAccount(
  state: AccountState,
  command: CreateAccount,
  context: Context,
  now: number,
): Outcome | Refusal {
  const unknown = unknownNames(command, context, now);
  if (unknown !== null) return unknown;
  const given = requestOf(command);
  for (const name in given) {
    const made_with = name in state.made_with ? state.made_with[name] : DEFAULTS[name];
    const same = name === 'anchor_at' ? given[name] === anchorOf(state) : given[name] === made_with;
    if (!same)
      return refusal('account_exists', `${state.account} was made with another ${name.replace('_at', '')}.`, {
        field: name.replace('_at', ''),
      });
  }
  return { drafts: [draft('account_confirmed', now)], spends: false, body: accountView };
}

/** The anchor as it was given, or the instant of creation that stood for it. */
const anchorOf = (state: AccountState): unknown => state.made_with.anchor_at ?? state.created_at;

/** X: a plan or a clock that isn't there is told before anything about the account. */
function unknownNames({ plan, clock }: CreateAccount, context: Context, now: number): Refusal | null {
  if (context.catalogue.planAt(plan, now) === undefined)
    return refusal('plan_not_found', `There is no plan ${plan}.`, { plan });
  if (clock !== undefined && context.clock_now === undefined)
    return refusal('clock_not_found', `There is no clock ${clock}.`, { clock });
  return null;
}

/** A1, A2, A4: a new account and its first cycle or trial. */
export function createAccount(
  command: CreateAccount,
  context: Context,
): { state: AccountState; outcome: Outcome } | Refusal {
  const now = context.clock_now ?? context.now;
  const is_trial = command.trial === true;
  const waits = is_trial && command.trial_waits === true;
  const plan = context.catalogue.planAt(command.plan, now);
  // `invalid_request` comes first in the order, but only a plan that is there can lack a trial.
  if (is_trial && plan?.trial_days === 0) return wrongField('trial', 'this plan has no trial');
  const unknown = unknownNames(command, context, now);
  if (unknown !== null || plan === undefined) return unknown!;
  const time_zone = command.time_zone ?? 'UTC';
  const facts: CreatedFacts = {
    plan: plan.id,
    interval: command.interval ?? 'month',
    phase: waits ? 'canceled' : is_trial ? 'trialing' : 'active',
    time_zone,
    anchor: is_trial ? null : wallClockOf(command.anchor_at ?? now, time_zone),
    anchor_cycle: 1,
    trial_converts: command.trial_converts ?? true,
    clock: command.clock ?? null,
    request: requestOf(command),
  };
  const state = createState(command.account, now, facts);
  const made = draft('account_created', now, { ...facts });
  const cycleOf = waits ? waitingCycle : trialCycle;
  const first = is_trial ? cycleOf(state, plan, now, 2) : firstCycle(state, context.catalogue, now, 2);
  return { state, outcome: { drafts: [made, first], spends: false, body: accountView } };
}

const wrongField = (field: string, detail: string): Refusal =>
  refusal('invalid_request', `body.${field}: ${detail}`, { field });

/**
 * A2, A4: a start that no account can have: an anchor in the future, or beside a trial, whose end becomes the anchor.
 * Asked before all else (X); null if nothing is wrong.
 */
export function wrongStart(command: CreateAccount, now: number): Refusal | null {
  if (command.anchor_at === undefined) return null;
  if (command.anchor_at > now) return wrongField('anchor', 'must not be in the future');
  if (command.trial === true)
    return wrongField('anchor', "must be left out: a trial's end becomes the anchor");
  return null;
}

/**
 * M2, L3, A2: settings count at once, a new zone from the next cycle on; the zone in force withdraws a new one. A1, A4:
 * the interval and whether the trial converts count from the next price and the trial's end.
 */
export function changeSettings(state: AccountState, command: ChangeSettings, now: number): Outcome {
  const { default_member_cap, when_empty, top_up_monthly_limit, time_zone } = command;
  const { interval, trial_converts } = command;
  const given = { default_member_cap, when_empty, top_up_monthly_limit };
  const settings = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const next_time_zone = time_zone === state.time_zone ? null : time_zone;
  const facts = {
    settings,
    ...(next_time_zone !== undefined && { next_time_zone }),
    ...(interval !== undefined && { interval }),
    ...(interval !== undefined && interval !== state.interval && { year_cycle: state.cycle.number }),
    ...(trial_converts !== undefined && { trial_converts }),
  };
  return { drafts: [draft('settings_changed', now, facts)], spends: false, body: accountView };
}

/** A5: no plan grants while paused; a trial can't pause. */
export function pause(state: AccountState, now: number): Draft | Refusal {
  if (state.phase === 'active') return draft('paused', now);
  return refusal('invalid_state', `A ${state.phase} account can't be paused.`, { phase: state.phase });
}

/** A5: cancel at the cycle's end, or now: plan credits available expire, a pending edit is dropped. */
export function cancel(state: AccountState, command: Cancel, now: number): Outcome | Refusal {
  if (state.phase === 'canceled')
    return refusal('invalid_state', 'The account is canceled already.', { phase: state.phase });
  const when = command.when ?? 'cycle_end';
  if (when === 'cycle_end')
    return { drafts: [draft('cancel_scheduled', now)], spends: false, body: accountView };
  const drafts = expireGrant(state, now);
  drafts.push(draft('canceled', now, { why: 'requested' }));
  return { drafts, main: drafts.length - 1, spends: false, body: accountView };
}

export function withdrawCancel(state: AccountState, now: number): Draft | Refusal {
  if (state.cancel_at_cycle_end) return draft('cancel_withdrawn', now);
  return refusal('invalid_state', 'No cancellation is waiting.', { phase: state.phase });
}

/** A4: begins a trial that waits, as its plan gives it now. */
export function startTrial(state: AccountState, context: Context, now: number): Outcome | Refusal {
  const plan = planInForce(context.catalogue, state.plan, now);
  if (!trialWaits(state) || plan.trial_days === 0)
    return refusal('invalid_state', 'No trial waits to be started.', { phase: state.phase });
  const drafts = [draft('trial_started', now), trialCycle(state, plan, now, state.seq + 2)];
  return { drafts, spends: false, body: accountView };
}

/** A4: converts a trial early: the same as at its end, at once. */
export function convert(state: AccountState, context: Context, now: number): Outcome | Refusal {
  if (state.phase !== 'trialing')
    return refusal('invalid_state', `A ${state.phase} account has no trial to convert.`, {
      phase: state.phase,
    });
  const drafts = convertTrial(state, context.catalogue, now);
  const main = drafts.findIndex((made) => made.kind === 'trial_ended');
  return { drafts, main, spends: false, body: accountView };
}

/** A5: from a pause, this cycle's grant if it had none; from canceled, a new anchor, a new grant, the next number. */
export function resume(state: AccountState, context: Context, now: number): Outcome | Refusal {
  if (state.phase === 'paused') return resumePaused(state, context, now);
  if (state.phase !== 'canceled')
    return refusal('invalid_state', `A ${state.phase} account can't be resumed.`, { phase: state.phase });
  const time_zone = state.next_time_zone ?? state.time_zone;
  const anchor = wallClockOf(now, time_zone);
  const number = state.cycle.number + 1;
  const next = {
    at: now,
    number,
    anchor,
    anchor_cycle: number,
    time_zone,
    plan: state.plan,
    interval: state.interval,
    has_grant: true,
  };
  const facts = cycleFacts(state, context.catalogue, next);
  const resumed = draft('resumed', now, { anchor, anchor_cycle: number });
  const started = cycleStarted(now, state.seq + 2, dayOf(state, now), facts);
  return { drafts: [resumed, started], spends: false, body: accountView };
}

function resumePaused(state: AccountState, context: Context, now: number): Outcome {
  const made = draft('resumed', now);
  if (cycleGrant(state) === undefined) {
    const plan = planInForce(context.catalogue, state.plan, now);
    const limit = plan.monthly_credits;
    const { refund_ratio_bp } = plan;
    made.facts = { limit, refund_ratio_bp, paid_price_cents: priceOf(plan, state.interval) };
    if (limit > 0) made.moves = [[state.seq + 1, limit, MOVE.grant, state.cycle.number, dayOf(state, now)]];
  }
  return { drafts: [made], spends: false, body: accountView };
}
