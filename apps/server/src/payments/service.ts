import type { AccountState, Interval, Plan } from '@inkwell/engine';
import type { Loaded } from '@inkwell/ledger';
import { type Result, ok, refuse } from '../http/call.ts';
import { actId } from './act-id.ts';
import { billingView } from './billing.ts';
import type { Effects } from './effects.ts';
import { PACKS } from './packs.ts';
import type { PaymentParts } from './parts.ts';
import { dueToday, monthlyOf, nextChargeOf, priceOf } from './prices.ts';
import type { Standings } from './standing.ts';
import type { AccountRow, ActRow } from './rows.ts';
import { type TopUps, packText } from './top-ups.ts';
import { type InvoiceState, isInForce } from './types.ts';

/** Who asks for something, and the key of the asking. */
export interface Asking {
  account: string;
  actor: string;
  key: string;
}

export interface PlanEdit {
  plan: string;
  interval?: Interval | undefined;
  effective?: 'now' | 'next_cycle' | undefined;
}

/** An edit as it would be: the engine's preview with the price that is due here today. */
export interface Priced {
  loaded: Loaded;
  row: AccountRow;
  plan: Plan;
  preview: Record<string, unknown> & {
    effective: 'now' | 'next_cycle';
    interval: Interval;
    price_due_cents: number;
  };
}

const noPlan = (plan: string): Result => refuse('plan_not_found', `There is no plan ${plan}.`, { plan });
const turnsLater = (interval: Interval): Result =>
  refuse('invalid_state', `Billing by the ${interval} begins when what has been paid is over.`);
const priceMoved = (price_due_cents: number): Result =>
  refuse('invalid_state', 'The price is another one now. Look at it and ask again.', { price_due_cents });

/** What people ask of the payments. Rejects with `ProviderError`; refusals are results. */
export class PaymentService {
  readonly #parts: PaymentParts;
  readonly #effects: Effects;
  readonly #standings: Standings;
  readonly #top_ups: TopUps;
  readonly #back: () => string;

  constructor(
    parts: PaymentParts,
    rooms: { effects: Effects; standings: Standings; top_ups: TopUps },
    back: () => string,
  ) {
    this.#parts = parts;
    this.#effects = rooms.effects;
    this.#standings = rooms.standings;
    this.#top_ups = rooms.top_ups;
    this.#back = back;
  }

  #plan(plan: string): Plan | undefined {
    const { ledger } = this.#parts;
    return ledger.catalogue.planAt(plan, ledger.now());
  }

  async #customer(account: string): Promise<{ row: AccountRow; customer: string }> {
    const { store, provider } = this.#parts;
    const row = await store.open(account);
    if (row.customer !== null) return { row, customer: row.customer };
    const name = (await store.workspaceName(account)) ?? account;
    return { row, customer: await store.keepCustomer(account, await provider.createCustomer(account, name)) };
  }

  async billing(account: string): Promise<Result> {
    const { store } = this.#parts;
    const [row, loaded] = await Promise.all([store.open(account), this.#effects.load(account)]);
    return ok(await billingView(store, this.#top_ups, row, loaded));
  }

  /** The provider's page on which a plan begins to be paid for, or a card is kept for the trial's end. */
  async checkout(
    asking: Asking,
    asked: { plan: string; interval: Interval; start: 'now' | 'after_trial' },
  ): Promise<Result> {
    const { account, key } = asking;
    const plan = this.#plan(asked.plan);
    if (plan === undefined) return noPlan(asked.plan);
    const loaded = await this.#effects.load(account);
    const { row, customer } = await this.#customer(account);
    const price = priceOf(plan, asked.interval);
    const given = { customer, price, back: this.#back(), key };
    if (isInForce(row.status)) return this.#startOwn(asking, row, loaded);
    if (asked.start === 'now') return ok({ url: await this.#parts.provider.checkoutPlan(given) });
    if (loaded.state.phase === 'trialing') return ok({ url: await this.#parts.provider.checkoutCard(given) });
    return refuse('invalid_state', 'Only a trial’s plan can be paid for later.', {
      phase: loaded.state.phase,
    });
  }

  /** "Start now" with a card kept for later: the first payment is tried at once, on a click that showed its price. */
  async #startOwn({ account }: Asking, row: AccountRow, loaded: Loaded): Promise<Result> {
    if (loaded.state.phase !== 'trialing' || row.status !== 'trialing')
      return refuse('invalid_state', 'This workspace pays for a plan already. Edit it instead.');
    const invoice = await this.#parts.provider.startNow(row.subscription!);
    if (invoice !== null) await this.#effects.heard(account, invoice);
    await this.#standings.refresh(account);
    const paid = invoice?.status === 'paid';
    return ok({ url: paid ? `${this.#back()}?paid=plan` : (invoice?.url ?? this.#back()) });
  }

  async portal(account: string): Promise<Result> {
    const { customer } = await this.#customer(account);
    return ok({ url: await this.#parts.provider.portal(customer, this.#back()) });
  }

  /** The provider's page on which a pack is bought. Its credits come when it has been paid for. */
  async buyPack(
    { account, actor, key }: Asking,
    asked: { pack: string; price_cents: number },
  ): Promise<Result> {
    const pack = PACKS.find((known) => known.pack === asked.pack);
    if (pack === undefined) return refuse('invalid_request', `body.pack: there is no pack ${asked.pack}`);
    if (pack.price_cents !== asked.price_cents) return priceMoved(pack.price_cents);
    const { store, provider, now } = this.#parts;
    const { customer } = await this.#customer(account);
    const { price_cents: amount_cents, currency, credits } = pack;
    const act = actId(account, 'pack', key);
    const made = {
      act,
      account,
      kind: 'pack',
      automatic: false,
      plan: null,
      credits,
      amount_cents,
      currency,
      actor,
    } as const;
    await store.addAct(made, 'paying', now());
    const charge = {
      act,
      customer,
      payment_method: null,
      amount_cents,
      currency,
      description: packText(pack),
    };
    const url = await provider.checkoutOnce(charge, this.#back());
    await store.moveAct(act, { status: 'paying', url }, now());
    return ok({ url });
  }

  /** E1, E6: the preview of an edit with what is due here; a refusal of the ledger as a result. */
  async priced({ account, actor, key }: Asking, edit: PlanEdit): Promise<Priced | Result> {
    const plan = this.#plan(edit.plan);
    if (plan === undefined) return noPlan(edit.plan);
    const { ledger, store } = this.#parts;
    const [row, loaded] = await Promise.all([store.open(account), this.#effects.load(account)]);
    const seen = ledger.reads.preview(loaded, { op: 'edit_plan', account, key, actor, ...edit });
    if ('code' in seen) {
      const { code, detail, figures } = seen as { code: 'invalid_state'; detail: string; figures: object };
      return refuse(code, detail, { ...figures });
    }
    const preview = seen as Priced['preview'];
    const is_now = preview.effective === 'now';
    if (is_now && preview.interval !== loaded.state.interval) return turnsLater(preview.interval);
    const price_due_cents = is_now ? dueToday(loaded, row, plan, preview.price_due_cents) : 0;
    const before = nextChargeOf(row);
    const { interval, amount_cents } = priceOf(plan, preview.interval);
    const after = before === null ? null : { ...before, interval, amount_cents };
    const next_charge = { before, after };
    return { loaded, row, plan, preview: { ...preview, price_due_cents, next_charge } };
  }

  /** Before an edit by operators of an account that pays: null, or why it can't be done so. */
  async beforeEdit(row: AccountRow, edit: PlanEdit): Promise<Result | null> {
    const { state } = await this.#effects.load(row.account);
    const { interval = state.interval } = edit;
    if (edit.effective === 'now' && interval !== state.interval && state.phase === 'active')
      return turnsLater(interval);
    await this.#tellTrial(row, state, edit);
    return null;
  }

  /** E4: in a trial another interval stands at once, so the provider, whose word counts (standing.ts), hears of it first. */
  async #tellTrial(row: AccountRow, state: AccountState, edit: PlanEdit): Promise<void> {
    const plan = this.#plan(edit.plan);
    const { interval = row.interval } = edit;
    const turns = state.phase === 'trialing' && isInForce(row.status) && interval !== row.interval;
    if (!turns || interval === null || plan === undefined) return;
    await this.#parts.provider.changePlan(row.subscription!, priceOf(plan, interval));
  }

  /** Edits the plan; what costs something today is paid before anything changes (E6). */
  async editPlan(asking: Asking, edit: PlanEdit, agreed_cents: number): Promise<Result> {
    const known = await this.#parts.store.act(actId(asking.account, 'upgrade', asking.key));
    // A repetition of a paid edit: the price has changed by that very edit, so the act answers.
    if (known !== undefined) return this.#continued(asking, known);
    const priced = await this.priced(asking, edit);
    if ('status' in priced) return priced;
    const { preview, row, loaded, plan } = priced;
    if (preview.price_due_cents !== agreed_cents) return priceMoved(preview.price_due_cents);
    if (preview.effective === 'next_cycle' && preview.interval === 'year' && unpaidYear(row, loaded, plan))
      return refuse('invalid_state', 'A plan paid by the year goes up at once, when its difference is paid.');
    if (preview.price_due_cents > 0) return this.#paidEdit(asking, priced);
    return this.#apply(asking, { ...edit, effective: preview.effective });
  }

  /** An edit that costs nothing today. */
  async #apply({ account, actor, key }: Asking, edit: PlanEdit): Promise<Result> {
    const { ledger, store } = this.#parts;
    const row = await store.open(account);
    await store.setNeedsSync(account, true);
    const { state } = await this.#effects.load(account);
    await this.#tellTrial(row, state, edit);
    // In a trial an edit stands at once, and may not be asked for by a time (E4).
    const effective = state.phase === 'trialing' ? undefined : edit.effective;
    const { plan, interval } = edit;
    const answer = await ledger.execute({ op: 'edit_plan', account, key, actor, plan, interval, effective });
    if (!answer.ok) return refuse(answer.refusal.code, answer.refusal.detail, answer.refusal.figures);
    await this.#standings.refresh(account);
    return ok({ state: 'applied', url: null, edit: answer.reply.body });
  }

  async #paidEdit(asking: Asking, { row, plan, preview }: Priced): Promise<Result> {
    const { store, provider, now } = this.#parts;
    const { account, actor, key } = asking;
    if (!isInForce(row.status)) {
      const { customer } = await this.#customer(account);
      const price = priceOf(plan, row.interval ?? 'month');
      const url = await provider.checkoutPlan({ customer, price, back: this.#back(), key });
      return ok({ state: 'pay', url, edit: null });
    }
    await this.#dropOpenUpgrades(account);
    const act = actId(account, 'upgrade', key);
    const amount_cents = preview.price_due_cents;
    const { currency } = plan;
    const made = {
      act,
      account,
      kind: 'upgrade',
      automatic: false,
      plan: plan.id,
      credits: null,
      amount_cents,
      currency,
      actor,
    } as const;
    await store.addAct(made, 'paying', now());
    return this.#charge(asking, (await store.act(act))!);
  }

  async #charge(asking: Asking, act: ActRow): Promise<Result> {
    const { store, provider, now } = this.#parts;
    const { row, customer } = await this.#customer(asking.account);
    const name = this.#plan(act.plan!)?.name ?? act.plan!;
    const { amount_cents, currency } = act;
    const { payment_method } = row;
    const description = `${name}: the difference for what has been paid`;
    const charge = { act: act.act, customer, payment_method, amount_cents, currency, description };
    const invoice = await provider.chargeNow(charge);
    await store.moveAct(act.act, { status: 'paying', invoice: invoice.invoice, url: invoice.url }, now());
    await this.#effects.heard(asking.account, invoice);
    return this.#charged(asking, act.act, invoice);
  }

  async #charged({ account }: Asking, act: string, invoice: InvoiceState): Promise<Result> {
    if (invoice.status !== 'paid') return ok({ state: 'pay', url: invoice.url, edit: null });
    const { status } = (await this.#parts.store.act(act))!;
    if (status !== 'done')
      return refuse(
        'invalid_state',
        'It was paid, and the plan could not be changed yet. It will be tried again.',
      );
    await this.#standings.refresh(account);
    return ok({ state: 'applied', url: null, edit: null });
  }

  async #continued(asking: Asking, act: ActRow): Promise<Result> {
    if (act.status === 'done') return ok({ state: 'applied', url: null, edit: null });
    if (act.status === 'failed') return refuse('invalid_state', 'This payment was given up. Ask again.');
    return this.#charge(asking, act);
  }

  /** One open difference at a time: nobody should pay two of them. */
  async #dropOpenUpgrades(account: string): Promise<void> {
    const { store, provider, now } = this.#parts;
    for (const { act, invoice } of await store.openUpgrades(account)) {
      if (invoice !== null) await this.#effects.heard(account, await provider.voidInvoice(invoice));
      await store.moveAct(act, { status: 'failed', detail: 'Replaced by a newer edit.' }, now());
    }
  }
}

/** A year is paid in advance: a higher plan that began some later month would not be. */
const unpaidYear = (row: AccountRow, { state }: Loaded, plan: Plan): boolean =>
  state.phase === 'active' && row.interval === 'year' && isInForce(row.status)
    ? monthlyOf(plan, 'year') > Math.max(row.paid_monthly_cents, state.cycle.paid_price_cents)
    : false;
