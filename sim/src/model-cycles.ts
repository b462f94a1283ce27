import type { Plan } from '@inkwell/engine';
import type { ModelAccount, Scene } from './model-account.ts';
import { Refused, closeGrant, cycleGrantOf, handleOf } from './model-account.ts';
import { daysAfter, monthsAfter, wallClock } from './model-calendar.ts';
import { cyclePrice } from './model-money.ts';
import { releaseSlices } from './model-spend.ts';

/** Cycles, trials and what falls due by itself (A2 to A5). */

export function planAt(scene: Scene, plan: string, at: number): Plan {
  const found = scene.catalogue.planAt(plan, at);
  if (found === undefined) throw new Refused('plan_not_found');
  return found;
}

const expireCycleGrant = (account: ModelAccount): void => {
  const grant = cycleGrantOf(account);
  if (grant?.state === 'open') closeGrant(account, grant, 'expired');
};

/** Begins a cycle at an instant: the waiting zone comes into force, the limit is the plan's of that instant. */
function beginCycle(scene: Scene, number: number, at: number, newAnchor: boolean): void {
  const { account } = scene;
  account.zone = account.next_zone ?? account.zone;
  account.next_zone = null;
  if (newAnchor) {
    account.anchor = wallClock(at, account.zone);
    account.anchor_cycle = number;
  }
  const plan = planAt(scene, account.plan, at);
  account.cycle = {
    number,
    starts_at: at,
    ends_at: monthsAfter(account.anchor!, number - account.anchor_cycle + 1, account.zone),
    limit: plan.monthly_credits,
    ratio_bp: plan.refund_ratio_bp,
    refunds_used: 0,
    paid_cents: 0,
  };
}

/** The cycle's own grant, of its whole limit. */
export function pushCycleGrant(account: ModelAccount, kind: 'plan' | 'trial'): void {
  account.grants.push({
    handle: handleOf('grant', account.account, `cycle-${account.cycle.number}`),
    kind,
    cycle: account.cycle.number,
    amount: account.cycle.limit,
    state: 'open',
    source: null,
  });
}

export function grantPlan(scene: Scene, at: number): void {
  const { account } = scene;
  const plan = planAt(scene, account.plan, at);
  account.cycle.limit = plan.monthly_credits;
  account.cycle.ratio_bp = plan.refund_ratio_bp;
  account.cycle.paid_cents = cyclePrice(plan, account.interval);
  pushCycleGrant(account, 'plan');
}

/** A4: the trial turns into the plan; its end (or the early instant) is the anchor. */
export function convertTrial(scene: Scene, at: number): void {
  const { account } = scene;
  expireCycleGrant(account);
  account.phase = 'active';
  // A cancellation waited for the trial's end; who converts early has taken it back.
  account.cancel_waits = false;
  beginCycle(scene, 1, at, true);
  grantPlan(scene, at);
}

/** A5. */
export function cancelNow(account: ModelAccount): void {
  expireCycleGrant(account);
  account.phase = 'canceled';
  account.pending = null;
  account.cancel_waits = false;
}

export function resume(scene: Scene): void {
  const { account, at } = scene;
  if (account.phase === 'paused') {
    account.phase = 'active';
    if (cycleGrantOf(account) === undefined) grantPlan(scene, at);
    return;
  }
  if (account.phase !== 'canceled') throw new Refused('invalid_state');
  account.phase = 'active';
  beginCycle(scene, account.cycle.number + 1, at, true);
  grantPlan(scene, at);
}

function endTrial(scene: Scene, at: number): void {
  const { account } = scene;
  if (account.cancel_waits || !account.trial_converts) cancelNow(account);
  else convertTrial(scene, at);
}

/** E3: the edit that waits for the cycle about to begin; one that waits for the end of a year stays. */
function applyPending(account: ModelAccount): void {
  const { pending } = account;
  const number = account.cycle.number + 1;
  if (pending === null || pending.from_cycle > number) return;
  account.plan = pending.plan;
  if (pending.interval !== null) Object.assign(account, { interval: pending.interval, years_from: number });
  account.pending = null;
}

/** A3: expire the grant; then a cancel that is due, or the pending edit; then the new grant. */
function crossBoundary(scene: Scene, at: number): void {
  const { account } = scene;
  expireCycleGrant(account);
  if (account.cancel_waits) {
    cancelNow(account);
    return;
  }
  applyPending(account);
  beginCycle(scene, account.cycle.number + 1, at, false);
  if (account.phase === 'active') grantPlan(scene, at);
}

/** When a trial's last day begins: a calendar day before its end, not before its start. */
const lastDayOf = (account: ModelAccount): number =>
  Math.max(account.cycle.starts_at, daysAfter(account.cycle.ends_at, -1, account.zone));

interface Due {
  at: number;
  happen(): void;
}

/** Everything that stands on the calendar of an account, holds before boundaries at one instant. */
function dueOf(scene: Scene): Due[] {
  const { account } = scene;
  const due: Due[] = [];
  for (const hold of account.holds.filter((hold) => hold.state === 'open')) {
    const happen = () => {
      releaseSlices(account, hold);
      hold.state = 'expired';
    };
    due.push({ at: hold.expires_at, happen });
  }
  if (account.phase === 'trialing') {
    const tell = () => {
      account.last_day_told = true;
    };
    if (!account.last_day_told) due.push({ at: lastDayOf(account), happen: tell });
    due.push({ at: account.cycle.ends_at, happen: () => endTrial(scene, account.cycle.ends_at) });
  } else if (account.phase !== 'canceled') {
    due.push({ at: account.cycle.ends_at, happen: () => crossBoundary(scene, account.cycle.ends_at) });
  }
  return due;
}

export function nextDueAt(scene: Scene): number {
  return Math.min(Infinity, ...dueOf(scene).map((due) => due.at));
}

/** Applies what falls due up to and at an instant, in due order. */
export function applyDueUntil(scene: Scene, until: number): void {
  for (;;) {
    const [first] = dueOf(scene)
      .filter((due) => due.at <= until)
      .toSorted((a, b) => a.at - b.at);
    if (first === undefined) return;
    first.happen();
    scene.account.last_at = Math.max(scene.account.last_at, first.at);
  }
}
