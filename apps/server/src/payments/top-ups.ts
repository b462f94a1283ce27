import type { Loaded } from '@inkwell/ledger';
import { spendable } from '@inkwell/engine';
import { actId } from './act-id.ts';
import type { Effects } from './effects.ts';
import { PACKS, type Pack } from './packs.ts';
import { PAYMENTS_ACTOR, type PaymentParts } from './parts.ts';
import type { AccountRow, ActRow } from './rows.ts';
import { ProviderError } from './types.ts';

/** A card that was refused is not asked again for this long. */
export const REST_MS = 6 * 3_600_000;

export const packText = (pack: Pack): string => `Booster pack, ${pack.credits.toLocaleString('en')} credits`;

/** Why no pack is bought now; null if one may be. */
type Reason = 'not_asked_for' | 'not_empty' | 'no_way_to_pay' | 'in_flight' | 'resting' | 'limit_reached';

/**
 * Packs that are bought when credits run out: only where an owner has asked for it (`when_empty: top_up`), up to the
 * limit of money in a cycle, one at a time. A refusal may queue one and never waits for it (L3).
 */
export class TopUps {
  readonly #parts: PaymentParts;
  readonly #effects: Effects;
  readonly #looking = new Map<string, Promise<void>>();

  constructor(parts: PaymentParts, effects: Effects) {
    this.#parts = parts;
    this.#effects = effects;
  }

  /** A command was refused for want of credits. Returns at once; what follows happens beside it. */
  refused(account: string): void {
    if (this.#looking.has(account)) return;
    const { log } = this.#parts;
    const look = this.#queue(account)
      .catch((error: unknown) => log.warn({ account, err: error }, 'a top-up could not be looked at'))
      .finally(() => this.#looking.delete(account));
    this.#looking.set(account, look);
  }

  /** Resolves when all that refusals have set going is done. */
  async idle(): Promise<void> {
    await Promise.all(this.#looking.values());
  }

  /** Automatic packs count against the limit of the cycle they were bought in, those under way included. */
  async state(account: string, { state }: Loaded) {
    const [pack] = PACKS;
    const { spent_cents, last } = await this.#parts.store.topUps(account, state.cycle.starts_at);
    const limit = state.settings.top_up_monthly_limit;
    const in_flight = last !== undefined && ['queued', 'paying', 'paid'].includes(last.status);
    const failed = last?.status === 'failed' && this.#parts.now() - last.updated_at < REST_MS;
    const over = limit !== null && spent_cents + pack.price_cents > limit;
    const shown = in_flight ? 'in_flight' : failed ? 'failed' : over ? 'limit_reached' : 'idle';
    return { state: shown, spent_cents, detail: failed ? last.detail : null, last } as const;
  }

  async #reason(row: AccountRow, loaded: Loaded): Promise<Reason | null> {
    const { state } = loaded;
    if (state.settings.when_empty !== 'top_up' || state.phase !== 'active') return 'not_asked_for';
    // What is refused may be far more than a pack: that is no want of one.
    if (spendable(state) >= PACKS[0].credits) return 'not_empty';
    if (row.customer === null || row.payment_method === null || row.status !== 'active')
      return 'no_way_to_pay';
    const shown = await this.state(row.account, loaded);
    if (shown.state === 'in_flight' || shown.state === 'limit_reached') return shown.state;
    return shown.state === 'failed' ? 'resting' : null;
  }

  async #queue(account: string): Promise<void> {
    const { store, now } = this.#parts;
    const row = await store.account(account);
    if (row === undefined || row.customer === null) return;
    const loaded = await this.#effects.load(account);
    if ((await this.#reason(row, loaded)) !== null) return;
    const [pack] = PACKS;
    const { last } = await store.topUps(account, 0);
    const added = await store.addAct(
      {
        // After the same last top-up there is one next, whichever process sees the refusal.
        act: actId(account, 'top-up', last?.act ?? 'first'),
        account,
        kind: 'pack',
        automatic: true,
        plan: null,
        credits: pack.credits,
        amount_cents: pack.price_cents,
        currency: pack.currency,
        actor: PAYMENTS_ACTOR,
      },
      'queued',
      now(),
    );
    if (added !== undefined) await this.pay(added);
  }

  /** Pays a queued top-up. What can't be paid at once is void: it must not be paid some day without being wanted. */
  async pay(act: ActRow): Promise<void> {
    const { store, provider, now, log } = this.#parts;
    const row = await store.account(act.account);
    if (row === undefined || row.customer === null) return;
    await store.moveAct(act.act, { status: 'paying' }, now());
    try {
      const made = await provider.chargeNow({
        act: act.act,
        customer: row.customer,
        payment_method: row.payment_method,
        amount_cents: act.amount_cents,
        currency: act.currency,
        description: packText({ ...PACKS[0], credits: act.credits! }),
      });
      await this.#effects.heard(act.account, made);
      if (made.status === 'paid') return;
      const left = await provider.voidInvoice(made.invoice);
      await this.#effects.heard(act.account, left);
      if (left.status === 'paid') return;
      const failed = { status: 'failed', invoice: made.invoice, detail: 'The card was refused.' } as const;
      await store.moveAct(act.act, failed, now());
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      log.warn({ account: act.account, act: act.act, err: error }, 'a top-up could not be paid');
      if (error.is_retryable) return;
      await store.moveAct(act.act, { status: 'failed', detail: 'The payment provider refused it.' }, now());
    }
  }
}
