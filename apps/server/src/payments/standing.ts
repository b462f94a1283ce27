import { type AccountState, type Interval, trialWaits } from '@inkwell/engine';
import type { Loaded } from '@inkwell/ledger';
import type { Effects } from './effects.ts';
import type { PaymentParts } from './parts.ts';
import { priceOf } from './prices.ts';
import type { AccountRow } from './rows.ts';
import { isInForce } from './types.ts';

/**
 * Brings an account, its subscription and what we know of it together. The provider is read as it is now, whatever event
 * gave the occasion, so the order in which events come has no meaning.
 */
export class Standings {
  readonly #parts: PaymentParts;
  readonly #effects: Effects;

  constructor(parts: PaymentParts, effects: Effects) {
    this.#parts = parts;
    this.#effects = effects;
  }

  /** Reads the customer anew and acts on it. Rejects with `ProviderError`; repeating it is safe. */
  async refresh(account: string): Promise<AccountRow> {
    const { store } = this.#parts;
    let row = await store.open(account);
    if (row.customer !== null) row = await this.#read(row);
    row = await this.#apply(row);
    if (row.needs_sync) await store.setNeedsSync(account, false);
    return row;
  }

  async #read({ account, customer }: AccountRow): Promise<AccountRow> {
    const { provider, store, now } = this.#parts;
    const read_at = now();
    return store.keepStanding(account, await provider.standing(customer!), read_at);
  }

  async #apply(row: AccountRow): Promise<AccountRow> {
    const { account } = row;
    if (row.subscription !== null && !isInForce(row.status) && row.status !== 'incomplete')
      await this.#ended(row);
    await this.#terms(row, await this.#effects.load(account));
    await this.#effects.payOrPause(row);
    if (!isInForce(row.status)) return row;
    await this.#cancellation(row, await this.#effects.load(account));
    return this.#price(row, await this.#effects.load(account));
  }

  /**
   * A4: a trial converts only with a way to pay; A1: the interval is the subscription's. The key holds the account's
   * sequence, because the same terms may come, go and come again.
   */
  async #terms(row: AccountRow, { state, stored }: Loaded): Promise<void> {
    const pays = isInForce(row.status) && row.payment_method !== null;
    const interval = intervalOf(row, state);
    const is_trial = state.phase === 'trialing' || trialWaits(state);
    const trial_converts = is_trial ? pays : state.trial_converts;
    if (trial_converts === state.trial_converts && interval === state.interval) return;
    const key = `stripe:${row.subscription ?? 'none'}:terms:${stored.seq}`;
    await this.#effects.command(row.account, key, { op: 'change_settings', interval, trial_converts });
  }

  /** The subscription is over: the plan ends with it. What was paid for after its end lasts for that cycle. */
  async #ended({ account, subscription, paused_for }: AccountRow): Promise<void> {
    const { state } = await this.#effects.load(account);
    const rests = state.phase === 'paused' && paused_for === null;
    if (state.phase === 'trialing' || state.phase === 'canceled' || rests) return;
    const key = `stripe:${subscription}:ended`;
    await this.#effects.command(account, key, { op: 'cancel', when: 'now' });
    const after = await this.#effects.load(account);
    if (after.state.phase === 'canceled' || after.state.cancel_at_cycle_end) return;
    await this.#effects.command(account, `${key}:${after.stored.seq}`, { op: 'cancel', when: 'cycle_end' });
  }

  /** A cancellation that waits at the provider waits here too; of a yearly plan it shows when the year is over. */
  async #cancellation(row: AccountRow, { state, stored }: Loaded): Promise<void> {
    if (state.phase !== 'active' && state.phase !== 'trialing') return;
    if (row.interval === 'year' && state.phase === 'active') return;
    const wants = row.cancel_at_period_end;
    if (wants === state.cancel_at_cycle_end) return;
    const key = `stripe:${row.subscription}:${wants ? 'cancel' : 'keep'}:${stored.seq}`;
    if (wants) await this.#effects.command(row.account, key, { op: 'cancel', when: 'cycle_end' });
    else await this.#effects.command(row.account, key, { op: 'withdraw_cancel' });
  }

  /** The next renewal costs what the plan and the interval to come cost then (E3, E5). */
  async #price(row: AccountRow, { state }: Loaded): Promise<AccountRow> {
    const { ledger, provider, store } = this.#parts;
    if (row.cancel_at_period_end || row.interval === null || row.subscription === null) return row;
    // Until its first payment has had its effect, what was bought goes before what the account still stands on.
    if (row.status !== 'trialing' && !(await store.hasStarted(row.subscription))) return row;
    const wanted = state.pending_plan ?? state.plan;
    const interval = state.pending_interval ?? state.interval;
    const plan = ledger.catalogue.planAt(wanted, ledger.now());
    if (plan === undefined) throw new Error(`plan ${wanted} is not in the catalogue`);
    const price = priceOf(plan, interval);
    const is_so = (plan: string | null, billed: Interval | null, cents: number | null): boolean =>
      plan === wanted && billed === interval && cents === price.amount_cents;
    if (interval === row.interval || row.status === 'trialing') {
      if (is_so(row.plan, row.interval, row.price_cents) && !row.has_schedule) return row;
      await provider.changePlan(row.subscription, price);
    } else {
      if (is_so(row.next_plan, row.next_interval, row.next_price_cents)) return row;
      await provider.changeAtPeriodEnd(row.subscription, price);
    }
    return this.#read(row);
  }
}

/**
 * A1: how the account is billed is how its subscription is, but for the moment in which both turn to another interval:
 * the provider's period and the account's cycle may end an hour apart, and whichever is there first waits for the other.
 */
function intervalOf(row: AccountRow, state: AccountState): Interval {
  if (!isInForce(row.status) || row.interval === null) return state.interval;
  const turns = state.pending_interval === row.interval || row.next_interval === state.interval;
  return turns ? state.interval : row.interval;
}
