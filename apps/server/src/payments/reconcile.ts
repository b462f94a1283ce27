import type { Effects } from './effects.ts';
import type { PaymentParts } from './parts.ts';
import type { Standings } from './standing.ts';
import type { ActRow } from './rows.ts';
import type { TopUps } from './top-ups.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const PAGE = 50;
/** What nothing was heard of for this long is looked at. */
const IDLE_MS = MINUTE_MS;
const STALE_MS = 10 * MINUTE_MS;
/** The provider forgets keys after a day: what is older is not tried again, or it might be charged twice. */
const ACT_LIFE_MS = 20 * HOUR_MS;
/** A checkout's page lives for a day. */
const CHECKOUT_LIFE_MS = 25 * HOUR_MS;
const EVENT_LIFE_MS = 30 * 24 * HOUR_MS;

/** Goes after what events, crashes and an unreachable provider have left undone. Each turn is safe to repeat. */
export class Reconciler {
  readonly #parts: PaymentParts;
  readonly #effects: Effects;
  readonly #standings: Standings;
  readonly #top_ups: TopUps;

  constructor(parts: PaymentParts, rooms: { effects: Effects; standings: Standings; top_ups: TopUps }) {
    this.#parts = parts;
    this.#effects = rooms.effects;
    this.#standings = rooms.standings;
    this.#top_ups = rooms.top_ups;
  }

  async run(): Promise<void> {
    const { store, now } = this.#parts;
    const at = now();
    for (const account of await store.newWorkspaces(PAGE))
      await this.#one(account, () => this.#standings.refresh(account));
    for (const invoice of await store.unsettled(PAGE))
      await this.#one(invoice.account, () => this.#effects.settle(invoice));
    for (const act of await store.idleActs(at - IDLE_MS, PAGE))
      await this.#one(act.account, () => this.#act(act));
    for (const account of await store.stale(at - STALE_MS, at, PAGE)) {
      await store.setChecked(account, at);
      await this.#one(account, () => this.#missed(account));
    }
    await store.forgetEvents(at - EVENT_LIFE_MS);
  }

  /** One account's trouble does not keep the others waiting. */
  async #one(account: string, act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#parts.log.warn({ account, err: error }, 'payments could not be reconciled');
    }
  }

  /** Invoices that were never told of, then the standing. */
  async #missed(account: string): Promise<void> {
    const { store, provider } = this.#parts;
    const { customer } = await store.open(account);
    if (customer !== null)
      for (const invoice of await provider.recentInvoices(customer))
        await this.#effects.heard(account, invoice);
    await this.#standings.refresh(account);
  }

  async #act(act: ActRow): Promise<void> {
    const { store, provider, now } = this.#parts;
    await store.touchAct(act.act, now());
    if (act.status === 'paid') return this.#effects.settleAct(act.account, act.act, act.invoice);
    if (act.invoice !== null) await this.#effects.heard(act.account, await provider.invoice(act.invoice));
    const left = (await store.act(act.act))!;
    if (left.status === 'done' || left.status === 'failed') return;
    const by_page = act.kind === 'pack' && !act.automatic;
    const is_old = now() - act.created_at > (by_page ? CHECKOUT_LIFE_MS : ACT_LIFE_MS);
    if (is_old) return this.#giveUp(left);
    if (act.automatic) await this.#top_ups.pay(left);
  }

  async #giveUp({ act, account, invoice }: ActRow): Promise<void> {
    const { store, provider, now } = this.#parts;
    if (invoice !== null) await this.#effects.heard(account, await provider.voidInvoice(invoice));
    await store.moveAct(act, { status: 'failed', detail: 'It was not paid in time.' }, now());
  }
}
