import type { Routes } from '@inkwell/contract';
import { type Call, type Handlers, type Result, ok, refuse } from '../http/call.ts';
import type { Effects } from './effects.ts';
import { providerFailure } from './failures.ts';
import type { PaymentParts } from './parts.ts';
import type { PaymentService } from './service.ts';
import type { Standings } from './standing.ts';
import type { AccountRow } from './rows.ts';
import { isInForce } from './types.ts';

type Guarded = Pick<
  Routes,
  | 'editPlan'
  | 'withdrawPlanEdit'
  | 'pauseAccount'
  | 'resumeAccount'
  | 'cancelAccount'
  | 'withdrawCancel'
  | 'convertTrial'
>;
type AccountCall = Pick<Call, 'caller' | 'idempotency_key'> & { params: { account: string } };

/** A person of the workspace itself. Operators, and staff on another's account, decide without paying. */
const isOwnPerson = ({ caller, params }: AccountCall): boolean =>
  caller.kind === 'session' && caller.account === params.account;

const askingOf = ({ caller, params, idempotency_key }: AccountCall) => ({
  account: params.account,
  actor: caller.actor,
  key: idempotency_key,
});

const payFirst = (detail: string, figures = {}): Result => refuse('payment_required', detail, figures);

/**
 * Stands before the account's own routes where payments are taken: what would cost money is paid first, and what changes
 * the plan's course is told to the provider, whoever asks for it.
 */
export class PaymentGate {
  readonly #parts: PaymentParts;
  readonly #effects: Effects;
  readonly #standings: Standings;
  readonly #service: PaymentService;

  constructor(
    parts: PaymentParts,
    rooms: { effects: Effects; standings: Standings },
    service: PaymentService,
  ) {
    this.#parts = parts;
    this.#effects = rooms.effects;
    this.#standings = rooms.standings;
    this.#service = service;
  }

  /** The handlers of accounts with the payments before them. */
  guard<H extends Handlers<Guarded>>(plain: H): H {
    return {
      ...plain,
      editPlan: (call) => this.#editPlan(call, () => plain.editPlan(call)),
      withdrawPlanEdit: (call) => this.#synced(call, () => plain.withdrawPlanEdit(call)),
      pauseAccount: (call) => this.#toldFirst(call, true, () => plain.pauseAccount(call)),
      resumeAccount: (call) => this.#resume(call, () => plain.resumeAccount(call)),
      cancelAccount: (call) => this.#cancel(call, () => plain.cancelAccount(call)),
      withdrawCancel: (call) => this.#keep(call, () => plain.withdrawCancel(call)),
      convertTrial: (call) => this.#convert(call, () => plain.convertTrial(call)),
    } satisfies Handlers<Guarded> & H;
  }

  /** The account's row if a subscription of it is in force. */
  async #paying(account: string): Promise<AccountRow | null> {
    const row = await this.#parts.store.account(account);
    return row !== undefined && isInForce(row.status) ? row : null;
  }

  /** What is done here and must reach the provider: at once if it can be reached, otherwise a little later. */
  async #synced(call: AccountCall, act: () => Result | Promise<Result>): Promise<Result> {
    const { account } = call.params;
    if ((await this.#paying(account)) === null) return act();
    const { store, log } = this.#parts;
    await store.setNeedsSync(account, true);
    const result = await act();
    try {
      await this.#standings.refresh(account);
    } catch (error) {
      if (providerFailure(error, log) === null) throw error;
    }
    return result;
  }

  /** What must reach the provider before it is done here, or money would be taken for it. */
  async #toldFirst(
    call: AccountCall,
    cancels: boolean,
    act: () => Result | Promise<Result>,
  ): Promise<Result> {
    const row = await this.#paying(call.params.account);
    if (row === null) return act();
    return this.#withProvider(async () => {
      await this.#parts.provider.cancelAtPeriodEnd(row.subscription!, cancels);
      return this.#synced(call, act);
    });
  }

  /** Ends the account's subscription at once: nothing may be charged for a workspace that is gone. */
  async leave(account: string): Promise<Result | null> {
    const row = await this.#paying(account);
    if (row === null) return null;
    try {
      await this.#parts.provider.cancelNow(row.subscription!);
    } catch (error) {
      const result = providerFailure(error, this.#parts.log);
      if (result === null) throw error;
      return result;
    }
    return null;
  }

  async #withProvider(act: () => Promise<Result>): Promise<Result> {
    try {
      return await act();
    } catch (error) {
      const result = providerFailure(error, this.#parts.log);
      if (result === null) throw error;
      return result;
    }
  }

  async #editPlan(call: Call<Routes['editPlan']>, act: () => Result | Promise<Result>): Promise<Result> {
    if (!isOwnPerson(call)) return this.#editedByOthers(call, act);
    if ((await this.#parts.ledger.reads.load(call.params.account)) === undefined) return act();
    const { preview, ...edit } = call.body;
    const asking = askingOf(call);
    const priced = await this.#service.priced(asking, edit);
    if ('status' in priced) return priced;
    if (preview) return ok(priced.preview);
    const { price_due_cents } = priced.preview;
    if (price_due_cents > 0)
      return payFirst('This edit is paid for on the Billing page first.', { price_due_cents });
    return this.#withProvider(async () => {
      const result = await this.#service.editPlan(asking, edit, 0);
      const { edit: body } = result.body as { edit?: object };
      return result.status === 200 && body !== undefined ? ok(body) : result;
    });
  }

  /** Operators edit without paying; what the next renewals cost follows. */
  async #editedByOthers(
    call: Call<Routes['editPlan']>,
    act: () => Result | Promise<Result>,
  ): Promise<Result> {
    const { preview, ...edit } = call.body;
    const row = preview ? null : await this.#paying(call.params.account);
    if (row === null) return act();
    return this.#withProvider(
      async () => (await this.#service.beforeEdit(row, edit)) ?? this.#synced(call, act),
    );
  }

  async #resume(call: AccountCall, act: () => Result | Promise<Result>): Promise<Result> {
    const { account } = call.params;
    const row = await this.#paying(account);
    const loaded = await this.#parts.ledger.reads.load(account);
    const stopped = loaded?.state.phase === 'paused' || loaded?.state.phase === 'canceled';
    if (isOwnPerson(call) && stopped) {
      if (row === null || loaded?.state.phase === 'canceled')
        return payFirst('The plan starts again when it is paid for, on the Billing page.');
      if (row.paused_for !== null) return payFirst('The plan goes on when the open invoice is paid.');
    }
    return this.#toldFirst(call, false, act);
  }

  async #cancel(call: Call<Routes['cancelAccount']>, act: () => Result | Promise<Result>): Promise<Result> {
    const row = await this.#paying(call.params.account);
    if (row === null) return act();
    if (call.body.when === 'now')
      return this.#withProvider(async () => {
        await this.#parts.provider.cancelNow(row.subscription!);
        return this.#synced(call, act);
      });
    return this.#toldFirst(call, true, () => (this.#isOfYear(row) ? this.#asItIs(call) : act()));
  }

  async #keep(call: AccountCall, act: () => Result | Promise<Result>): Promise<Result> {
    const row = await this.#paying(call.params.account);
    if (row === null) return act();
    return this.#toldFirst(call, false, () => (this.#isOfYear(row) ? this.#asItIs(call) : act()));
  }

  /** A year that is paid goes on to its end; the account hears of it then. */
  #isOfYear = (row: AccountRow): boolean => row.interval === 'year' && row.status !== 'trialing';

  async #asItIs(call: AccountCall): Promise<Result> {
    return ok(this.#parts.ledger.reads.accountOf(await this.#effects.load(call.params.account)));
  }

  #convert(call: AccountCall, act: () => Result | Promise<Result>): Result | Promise<Result> {
    if (!isOwnPerson(call)) return act();
    return payFirst('The plan starts when its first payment is made, on the Billing page.');
  }
}
