import type {
  Award,
  Cancel,
  Catalogue,
  ChangeSettings,
  CreateAccount,
  EditPlan,
  Plain,
  RemoveMemberCap,
  Revoke,
  SetMemberCap,
} from '@inkwell/engine';
import type { MadeWith, ModelAccount, Scene } from './model-account.ts';
import { Refused, closeGrant, cycleGrantOf, figuresOfGrant, handleOf } from './model-account.ts';
import { daysAfter, monthsAfter, monthsPassed, wallClock } from './model-calendar.ts';
import { cancelNow, convertTrial, planAt, resume } from './model-cycles.ts';

/** Accounts, plans, settings, caps and bonus grants (A, E, G, M2). */

const madeWith = (command: CreateAccount): MadeWith => ({
  plan: command.plan,
  interval: command.interval ?? 'month',
  trial: command.trial ?? false,
  trial_converts: command.trial_converts ?? true,
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
    phase: made.trial ? 'trialing' : 'active',
    zone: made.time_zone,
    next_zone: null,
    anchor: null,
    anchor_cycle: 1,
    trial_converts: made.trial_converts,
    cycle: { number: 0, starts_at: at, ends_at: at, limit: 0, ratio_bp: 0, refunds_used: 0 },
    pending_plan: null,
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
  if (made.trial) {
    account.cycle.limit = plan.trial_credits;
    account.cycle.ends_at = daysAfter(at, plan.trial_days, account.zone);
  } else {
    const anchor = wallClock(made.anchor_at ?? at, account.zone);
    const passed = monthsPassed(anchor, at, account.zone);
    account.anchor = anchor;
    account.cycle.number = passed + 1;
    account.cycle.limit = plan.monthly_credits;
    account.cycle.starts_at = monthsAfter(anchor, passed, account.zone);
    account.cycle.ends_at = monthsAfter(anchor, passed + 1, account.zone);
  }
  account.grants.push({
    handle: handleOf('grant', account.account, `cycle-${account.cycle.number}`),
    kind: made.trial ? 'trial' : 'plan',
    cycle: account.cycle.number,
    amount: account.cycle.limit,
    state: 'open',
    source: null,
  });
  return account;
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
    (command.anchor_at === undefined || asked.anchor_at === made.anchor_at) &&
    (command.time_zone === undefined || asked.time_zone === made.time_zone) &&
    (command.clock === undefined || asked.clock === made.clock)
  );
}

/** E1 to E4. */
export function editPlan(scene: Scene, command: EditPlan): Record<string, unknown> {
  const { account, at } = scene;
  const plan = planAt(scene, command.plan, at);
  if (account.phase === 'trialing') {
    if (command.effective === 'now') throw new Refused('invalid_state');
    account.plan = command.plan;
    return {};
  }
  const effective = command.effective ?? (plan.monthly_credits >= account.cycle.limit ? 'now' : 'next_cycle');
  if (effective === 'next_cycle') {
    account.pending_plan = command.plan;
    return { effective };
  }
  account.plan = command.plan;
  account.pending_plan = null;
  account.cycle.limit = plan.monthly_credits;
  account.cycle.ratio_bp = plan.refund_ratio_bp;
  cycleGrantOf(account)!.amount = plan.monthly_credits;
  return { effective };
}

export function cancel(scene: Scene, command: Cancel): Record<string, unknown> {
  if (scene.account.phase === 'canceled') throw new Refused('invalid_state');
  if (command.when === 'now') cancelNow(scene.account);
  else scene.account.cancel_waits = true;
  return {};
}

const ALLOWED: Record<Plain['op'], (account: ModelAccount) => boolean> = {
  withdraw_edit: (account) => account.pending_plan !== null,
  pause: (account) => account.phase === 'active',
  resume: (account) => account.phase === 'paused' || account.phase === 'canceled',
  withdraw_cancel: (account) => account.cancel_waits,
  convert_trial: (account) => account.phase === 'trialing',
};

/** A4, A5, E3: the commands without figures of their own. */
export function plain(scene: Scene, op: Plain['op']): Record<string, unknown> {
  const { account, at } = scene;
  if (!ALLOWED[op](account)) throw new Refused('invalid_state');
  if (op === 'withdraw_edit') account.pending_plan = null;
  if (op === 'pause') account.phase = 'paused';
  if (op === 'resume') resume(scene);
  if (op === 'withdraw_cancel') account.cancel_waits = false;
  if (op === 'convert_trial') convertTrial(scene, at);
  return {};
}

export function changeSettings(scene: Scene, command: ChangeSettings): Record<string, unknown> {
  const { account } = scene;
  if (command.default_member_cap !== undefined) account.default_cap = command.default_member_cap;
  if (command.time_zone !== undefined) {
    account.next_zone = command.time_zone === account.zone ? null : command.time_zone;
  }
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
