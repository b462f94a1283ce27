import type {
  Award,
  Cancel,
  Catalogue,
  ChangeSettings,
  CreateAccount,
  EditPlan,
  Interval,
  Plain,
  Plan,
  RemoveMemberCap,
  Revoke,
  SetMemberCap,
} from '@inkwell/engine';
import type { MadeWith, ModelAccount, Scene } from './model-account.ts';
import { Refused, closeGrant, cycleGrantOf, figuresOfGrant, handleOf } from './model-account.ts';
import { daysAfter, instantOf, monthsAfter, monthsPassed, wallClock } from './model-calendar.ts';
import { cancelNow, convertTrial, planAt, pushCycleGrant, resume } from './model-cycles.ts';
import { cyclePrice, dueNow, nextBilling, nextChargeOf, startOfCycle } from './model-money.ts';
import { isWaiting } from './model-views.ts';

/** Accounts, plans, settings, caps and bonus grants (A, E, G, M2). */

const madeWith = (command: CreateAccount): MadeWith => ({
  plan: command.plan,
  interval: command.interval ?? 'month',
  trial: command.trial ?? false,
  trial_converts: command.trial_converts ?? true,
  trial_waits: command.trial_waits ?? false,
  anchor_at: command.anchor_at ?? null,
  time_zone: command.time_zone ?? 'UTC',
  clock: command.clock ?? null,
});

/** A new account as it stands before its first cycle. */
function blankAccount(name: string, made: MadeWith, at: number): ModelAccount {
  return {
    account: name,
    made_with: made,
    created_at: at,
    last_at: at,
    clock: made.clock,
    plan: made.plan,
    interval: made.interval,
    years_from: 0,
    phase: made.trial ? (made.trial_waits ? 'canceled' : 'trialing') : 'active',
    zone: made.time_zone,
    next_zone: null,
    anchor: null,
    anchor_cycle: 1,
    trial_converts: made.trial_converts,
    cycle: { number: 0, starts_at: at, ends_at: at, limit: 0, ratio_bp: 0, refunds_used: 0, paid_cents: 0 },
    pending: null,
    cancel_waits: false,
    default_cap: null,
    caps: [],
    grants: [],
    holds: [],
    outputs: [],
    slices: [],
    requests: [],
    last_day_told: false,
  };
}

/** A2 and A4: the account in its first cycle. */
export function createAccount(command: CreateAccount, at: number, catalogue: Catalogue): ModelAccount {
  const made = madeWith(command);
  const account = blankAccount(command.account, made, at);
  const plan = planAt({ account, at, catalogue, key: command.key }, made.plan, at);
  account.cycle.ratio_bp = plan.refund_ratio_bp;
  if (made.trial && made.trial_waits) return account;
  if (made.trial) {
    beginTrial(account, plan, at);
    return account;
  }
  const anchor = wallClock(made.anchor_at ?? at, account.zone);
  const passed = monthsPassed(anchor, at, account.zone);
  account.anchor = anchor;
  account.cycle.number = passed + 1;
  account.cycle.limit = plan.monthly_credits;
  account.cycle.paid_cents = cyclePrice(plan, account.interval);
  account.cycle.starts_at = monthsAfter(anchor, passed, account.zone);
  account.cycle.ends_at = monthsAfter(anchor, passed + 1, account.zone);
  pushCycleGrant(account, 'plan');
  return account;
}

/** A4: cycle 0 with the trial's credits. */
function beginTrial(account: ModelAccount, plan: Plan, at: number): void {
  account.zone = account.next_zone ?? account.zone;
  account.next_zone = null;
  account.cycle.starts_at = at;
  account.cycle.ends_at = daysAfter(at, plan.trial_days, account.zone);
  account.cycle.limit = plan.trial_credits;
  account.cycle.ratio_bp = plan.refund_ratio_bp;
  pushCycleGrant(account, 'trial');
}

/** Whether a second request for an account asks for what it was made with; what it leaves out matches. */
export function matchesCreation(account: ModelAccount, command: CreateAccount): boolean {
  const asked = madeWith(command);
  const made = account.made_with;
  return (
    asked.plan === made.plan &&
    (command.interval === undefined || asked.interval === made.interval) &&
    (command.trial === undefined || asked.trial === made.trial) &&
    (command.trial_converts === undefined || asked.trial_converts === made.trial_converts) &&
    (command.trial_waits === undefined || asked.trial_waits === made.trial_waits) &&
    (command.anchor_at === undefined || asked.anchor_at === made.anchor_at) &&
    (command.time_zone === undefined || asked.time_zone === made.time_zone) &&
    (command.clock === undefined || asked.clock === made.clock)
  );
}

/** E1 to E4, E6: what it costs now, and what is charged next before and after it. */
export function editPlan(scene: Scene, command: EditPlan): Record<string, unknown> {
  const { account, at } = scene;
  const plan = planAt(scene, command.plan, at);
  const before = nextChargeOf(scene);
  const interval = command.interval ?? account.interval;
  const told = (effective: 'now' | 'next_cycle', price_due_cents: number) => ({
    effective,
    interval,
    price_due_cents,
    next_charge: { before, after: nextChargeOf(scene) },
  });
  if (account.phase === 'trialing') {
    if (command.effective === 'now') throw new Refused('invalid_state');
    Object.assign(account, { plan: command.plan, interval });
    return told('next_cycle', 0);
  }
  const stays = interval === account.interval;
  const is_up = plan.monthly_credits >= account.cycle.limit;
  const effective = command.effective ?? (stays && is_up ? 'now' : 'next_cycle');
  if (effective === 'next_cycle') {
    const from_cycle = stays ? account.cycle.number + 1 : nextBilling(account);
    account.pending = { plan: command.plan, interval: stays ? null : interval, from_cycle };
    const applies_at = instantOf(startOfCycle(account, from_cycle));
    return { ...told(effective, 0), applies_at };
  }
  const due = dueNow(account, plan, interval);
  editNow(account, plan, interval);
  return told(effective, due);
}

/** E2: the cycle's limit is the new plan's; a year that begins now is what this cycle has cost from then on. */
function editNow(account: ModelAccount, plan: Plan, interval: Interval): void {
  const { cycle } = account;
  const price = cyclePrice(plan, interval);
  const begins_year = interval === 'year' && account.interval === 'month';
  cycle.paid_cents = begins_year ? price : Math.max(cycle.paid_cents, price);
  if (interval !== account.interval) account.years_from = cycle.number;
  Object.assign(account, { plan: plan.id, interval, pending: null });
  Object.assign(cycle, { limit: plan.monthly_credits, ratio_bp: plan.refund_ratio_bp });
  cycleGrantOf(account)!.amount = plan.monthly_credits;
}

export function cancel(scene: Scene, command: Cancel): Record<string, unknown> {
  if (scene.account.phase === 'canceled') throw new Refused('invalid_state');
  if (command.when === 'now') cancelNow(scene.account);
  else scene.account.cancel_waits = true;
  return {};
}

const ALLOWED: Record<Plain['op'], (account: ModelAccount) => boolean> = {
  withdraw_edit: (account) => account.pending !== null,
  pause: (account) => account.phase === 'active',
  resume: (account) => account.phase === 'paused' || account.phase === 'canceled',
  withdraw_cancel: (account) => account.cancel_waits,
  start_trial: isWaiting,
  convert_trial: (account) => account.phase === 'trialing',
};

/** A4, A5, E3: the commands without figures of their own. */
export function plain(scene: Scene, op: Plain['op']): Record<string, unknown> {
  const { account, at } = scene;
  if (!ALLOWED[op](account)) throw new Refused('invalid_state');
  if (op === 'withdraw_edit') account.pending = null;
  if (op === 'pause') account.phase = 'paused';
  if (op === 'resume') resume(scene);
  if (op === 'withdraw_cancel') account.cancel_waits = false;
  if (op === 'start_trial') {
    account.phase = 'trialing';
    beginTrial(account, planAt(scene, account.plan, at), at);
  }
  if (op === 'convert_trial') convertTrial(scene, at);
  return {};
}

export function changeSettings(scene: Scene, command: ChangeSettings): Record<string, unknown> {
  const { account } = scene;
  if (command.default_member_cap !== undefined) account.default_cap = command.default_member_cap;
  if (command.time_zone !== undefined) {
    account.next_zone = command.time_zone === account.zone ? null : command.time_zone;
  }
  const { interval = account.interval, trial_converts = account.trial_converts } = command;
  if (interval !== account.interval) account.years_from = account.cycle.number;
  Object.assign(account, { interval, trial_converts });
  return {};
}

export function setMemberCap(scene: Scene, command: SetMemberCap | RemoveMemberCap): Record<string, unknown> {
  const { account } = scene;
  account.caps = account.caps.filter((entry) => entry.member !== command.member);
  if (command.op === 'set_member_cap') account.caps.push({ member: command.member, cap: command.cap });
  return {};
}

/** G3, G5. */
export function award(scene: Scene, command: Award): Record<string, unknown> {
  const { account } = scene;
  const source = command.source ?? 'staff';
  const handle = handleOf('grant', account.account, scene.key);
  const { number: cycle } = account.cycle;
  account.grants.push({ handle, kind: 'bonus', cycle, amount: command.credits, state: 'open', source });
  return { grant: handle, kind: 'bonus', source, amount: command.credits, available: command.credits };
}

/** G4. */
export function revoke(scene: Scene, command: Revoke): Record<string, unknown> {
  const { account } = scene;
  const grant = account.grants.find((one) => one.handle === command.grant);
  if (grant === undefined) throw new Refused('grant_not_found');
  if (grant.kind !== 'bonus' || grant.state !== 'open') throw new Refused('invalid_state');
  closeGrant(account, grant, 'revoked');
  return { grant: grant.handle, state: 'revoked', ...figuresOfGrant(account, grant) };
}
