import { balanceOf, cycleGrant, figuresOf } from '../balance.ts';
import type { Context, EditPlan } from '../commands.ts';
import { draft, priceOf } from '../due.ts';
import { MOVE } from '../moves.ts';
import { nextCharge, nextPeriodCycle, pendingAt } from '../interval.ts';
import type { Outcome } from '../outcome.ts';
import { phaseRefusal, refusal } from '../refuse.ts';
import { apply, cloneState } from '../state.ts';
import { dayOf, instantText } from '../time.ts';
import type { AccountState, Catalogue, Draft, Interval, Plan, Refusal } from '../types.ts';

type Effective = 'now' | 'next_cycle';

/** An edit as it will be done: the interval is told only if it becomes another. */
interface Edit {
  to: Plan;
  interval: Interval | null;
  effective: Effective;
}

/**
 * E1: up applies now, down at the next cycle, unless told otherwise; measured against the cycle's own limit, which the
 * catalogue may have left behind (E5). Another interval waits for the month or year that is paid to be over. A trial's
 * edit waits for its end (E4).
 */
function editOf(state: AccountState, command: EditPlan, to: Plan): Edit {
  const { interval: asked = state.interval } = command;
  const interval = asked === state.interval ? null : asked;
  const waits = interval !== null || to.monthly_credits < state.cycle.limit;
  const effective = command.effective ?? (waits ? 'next_cycle' : 'now');
  return { to, interval, effective: state.phase === 'trialing' ? 'next_cycle' : effective };
}

/** E6: a year is paid whole, less what this cycle has cost; all else by monthly prices. Cents. */
function priceDue(state: AccountState, { to, interval, effective }: Edit): number {
  if (effective !== 'now') return 0;
  const price = interval === 'year' ? to.yearly_price_cents : priceOf(to, interval ?? state.interval);
  return Math.max(0, price - state.cycle.paid_price_cents);
}

/** E2: the cycle's limit becomes the new plan's; what is spent and held stays, the rest grows or shrinks. */
function editNow(state: AccountState, { to, interval }: Edit, now: number): Draft {
  const limit = to.monthly_credits;
  const { paid_price_cents: paid, number } = state.cycle;
  const price = priceOf(to, interval ?? state.interval);
  const made = draft('plan_edited', now, {
    plan: to.id,
    from: state.plan,
    limit,
    refund_ratio_bp: to.refund_ratio_bp,
    // What the cycle had cost went into the year: from then on it is paid by the twelfth.
    paid_price_cents: interval === 'year' ? price : Math.max(paid, price),
    ...(interval !== null && { interval, year_cycle: number }),
  });
  const own = cycleGrant(state);
  if (own === undefined || own.state !== 'open') return made;
  const change = Math.max(0, limit - own.spent - own.held) - own.available;
  if (change !== 0) {
    const code = change > 0 ? MOVE.grant : MOVE.shrink;
    made.moves = [[own.seq, Math.abs(change), code, state.cycle.number, dayOf(state, now)]];
  }
  return made;
}

function editDraft(state: AccountState, edit: Edit, now: number): Draft {
  const { to, interval, effective } = edit;
  const facts = { plan: to.id, from: state.plan, ...(interval !== null && { interval }) };
  // E4: the trial's edit stands at once; the trial grant and its limit stay.
  if (state.phase === 'trialing') return draft('plan_edited', now, facts);
  if (effective === 'now') return editNow(state, edit, now);
  const waits = interval !== null && { cycle: nextPeriodCycle(state) };
  return draft('plan_edit_scheduled', now, { ...facts, ...waits });
}

function figures(state: AccountState, plan: string, at: number) {
  const balance = balanceOf(state.account, figuresOf(state, at, 0));
  const { available, trial, bonus, refunds } = balance;
  return { plan, available, buckets: { plan: balance.plan, trial, bonus }, refunds };
}

/** The account as it would stand right after a boundary to the new plan, nothing else being spent (E1). */
function atNextCycle(state: AccountState, to: Plan): AccountState {
  const next = cloneState(state);
  next.cycle.limit = to.monthly_credits;
  next.cycle.refund_ratio_bp = to.refund_ratio_bp;
  next.cycle.refunds_used = 0;
  next.cycle.number = Math.max(1, state.cycle.number + 1);
  next.phase = state.phase === 'trialing' ? 'active' : state.phase;
  const own = cycleGrant(next);
  if (own !== undefined) Object.assign(own, { available: to.monthly_credits, held: 0, spent: 0 });
  return next;
}

/** The preview of E1: every bucket before and after, the price due, the date, and the next charge. */
function editView(before: AccountState, after: AccountState, edit: Edit, catalogue: Catalogue, now: number) {
  const { to, interval, effective } = edit;
  const is_now = effective === 'now';
  return {
    plan: to.id,
    interval: interval ?? before.interval,
    effective,
    applies_at: instantText(is_now ? now : pendingAt(after)),
    price_due_cents: priceDue(before, edit),
    currency: to.currency,
    next_charge: { before: nextCharge(before, catalogue), after: nextCharge(after, catalogue) },
    before: figures(before, before.plan, now),
    after: figures(is_now ? after : atNextCycle(before, to), to.id, now),
    seq: before.seq,
  };
}

export function editPlan(
  state: AccountState,
  command: EditPlan,
  context: Context,
  now: number,
): Outcome | Refusal {
  const stopped = phaseRefusal(state);
  if (stopped !== null) return stopped;
  const to = context.catalogue.planAt(command.plan, now);
  if (to === undefined)
    return refusal('plan_not_found', `There is no plan ${command.plan}.`, { plan: command.plan });
  if (state.phase === 'trialing' && command.effective === 'now')
    return refusal('invalid_state', 'In a trial an edit chooses the plan that the trial turns into.', {
      applies_at: instantText(state.cycle.ends_at),
    });
  const edit = editOf(state, command, to);
  const made = editDraft(state, edit, now);
  const before = cloneState(state);
  const { catalogue } = context;
  return {
    drafts: [made],
    spends: false,
    body: (after) => ({ preview: false, ...editView(before, after, edit, catalogue, now) }),
  };
}

/** E1: what an edit would do, on a projected account; changes nothing. */
export function previewEdit(
  state: AccountState,
  command: EditPlan,
  context: Context,
  now: number,
): Refusal | Record<string, unknown> {
  const outcome = editPlan(state, command, context, now);
  if ('code' in outcome) return outcome;
  const after = cloneState(state);
  for (const made of outcome.drafts) apply(after, { ...made, seq: after.seq + 1, actor: command.actor });
  const body = outcome.body!(after);
  return { ...body, preview: true, balance: balanceOf(state.account, figuresOf(state, now, 0)) };
}

/** E3: withdraws the pending edit. */
export function withdrawEdit(state: AccountState, now: number): Refusal | Draft {
  if (state.pending_plan === null) return refusal('invalid_state', 'No plan edit is pending.', {});
  return draft('plan_edit_withdrawn', now, { plan: state.pending_plan });
}
