import type { KeyedCommand, Loaded } from '@inkwell/ledger';
import { ownKey } from '../own-keys.ts';
import { PAYMENTS_ACTOR, type PaymentParts } from './parts.ts';
import { monthlyOf } from './prices.ts';
import type { AccountRow, ActRow, InvoiceRow } from './rows.ts';
import type { InvoiceState } from './types.ts';

type Asked<C> = C extends KeyedCommand ? Omit<C, 'account' | 'key' | 'actor'> : never;

/**
 * What payments do to credits. Every command's key is made from the provider's own ids (or the act that travels with
 * them), so that an event that comes twice, late or half-done has its effect once (K1).
 */
export class Effects {
  readonly #parts: PaymentParts;

  constructor(parts: PaymentParts) {
    this.#parts = parts;
  }

  async load(account: string): Promise<Loaded> {
    const loaded = await this.#parts.ledger.reads.load(account);
    if (loaded === undefined) throw new Error(`payments know ${account}, the ledger does not`);
    return loaded;
  }

  /** Carries out a command. A refusal is told, not thrown: the account may have been changed by somebody meanwhile. */
  async command(account: string, key: string, asked: Asked<KeyedCommand>): Promise<boolean> {
    const command = { ...asked, account, key: ownKey(key), actor: PAYMENTS_ACTOR } as KeyedCommand;
    const answer = await this.#parts.ledger.execute(command);
    if (answer.ok) return true;
    const { code, detail } = answer.refusal;
    this.#parts.log.warn(
      { account, key, op: asked.op, code, detail },
      'the ledger refused payments a change',
    );
    return false;
  }

  /** An invoice was heard of: it is kept, and once it is paid, what it pays for happens. */
  async heard(account: string, invoice: InvoiceState): Promise<InvoiceRow> {
    const row = await this.#parts.store.keepInvoice(account, invoice);
    await this.settle(row);
    return row;
  }

  /** The effects of a paid invoice; repeated until they are all done. */
  async settle(row: InvoiceRow): Promise<void> {
    if (row.status !== 'paid' || row.settled_at !== null) return;
    const { store, now } = this.#parts;
    if (row.act !== null) await this.settleAct(row.account, row.act, row.invoice);
    else if (row.amount_paid_cents > 0) await this.#settlePlan(row);
    if (row.amount_paid_cents > 0) await this.#tellFirstPayment(row.account);
    await store.setSettled(row.invoice, now());
  }

  /** What was bought beside the plan has been paid for. */
  async settleAct(account: string, id: string, invoice: string | null): Promise<void> {
    const { store, log, now } = this.#parts;
    const act = await store.act(id);
    if (act === undefined || act.account !== account) {
      log.error({ account, act: id, invoice }, 'a payment names an act that this workspace does not have');
      return;
    }
    if (act.status === 'done') return;
    await store.moveAct(id, { status: 'paid', invoice }, now());
    const is_done = act.kind === 'pack' ? await this.#awardPack(act) : await this.#upgrade(act);
    if (is_done) await store.moveAct(id, { status: 'done' }, now());
    else log.error({ account, act: id, invoice }, 'paid, and not given yet: it is tried again');
  }

  #awardPack(act: ActRow): Promise<boolean> {
    const credits = act.credits ?? 0;
    const reason = `Booster pack of ${credits.toLocaleString('en')} credits${act.automatic ? ', bought when credits ran out' : ''}`;
    return this.command(act.account, `payments:${act.act}`, {
      op: 'award',
      credits,
      reason,
      source: 'purchase',
    });
  }

  async #upgrade(act: ActRow): Promise<boolean> {
    const { store, ledger } = this.#parts;
    const plan = act.plan ?? '';
    const key = `payments:${act.act}`;
    const is_done = await this.command(act.account, key, { op: 'edit_plan', plan, effective: 'now' });
    const version = ledger.catalogue.planAt(plan, ledger.now());
    if (!is_done || version === undefined) return is_done;
    const { state } = await this.load(act.account);
    await store.setPaidMonthly(act.account, monthlyOf(version, state.interval), 'at_least');
    await store.setNeedsSync(act.account, true);
    return true;
  }

  /**
   * A plan was paid for. What that brings about follows from the phase in which the payment was first seen: a trial
   * converts, a canceled account resumes, a new subscription of a running or paused account begins a cycle of its own;
   * a renewal changes nothing, because its cycle began by itself (A3).
   */
  async #settlePlan(row: InvoiceRow): Promise<void> {
    const { store } = this.#parts;
    const { account, invoice } = row;
    const interval = row.interval ?? 'month';
    const key = (step: string) => `stripe:${invoice}:${step}`;
    let { state } = await this.load(account);
    const phase = await store.phaseOf(invoice, state.phase);
    const is_new = row.reason === 'subscription_create';
    // A renewal of another interval turns with the cycle's boundary, where the edit that asked for it applies (E3).
    const turns = !is_new && state.pending_interval === interval;
    if (state.interval !== interval && !turns)
      await this.command(account, key('interval'), { op: 'change_settings', interval });
    if (phase === 'trialing') {
      if (row.plan !== null && state.phase === 'trialing' && state.plan !== row.plan)
        await this.command(account, key('plan'), { op: 'edit_plan', plan: row.plan });
      if (state.phase === 'trialing') await this.command(account, key('convert'), { op: 'convert_trial' });
    } else if (is_new && phase !== 'canceled')
      await this.command(account, key('restart'), { op: 'cancel', when: 'now' });
    ({ state } = await this.load(account));
    if (state.phase === 'canceled') await this.command(account, key('resume'), { op: 'resume' });
    ({ state } = await this.load(account));
    const starts = is_new || phase === 'canceled' || phase === 'trialing';
    if (starts && row.plan !== null && state.plan !== row.plan)
      await this.command(account, key('edit'), { op: 'edit_plan', plan: row.plan, effective: 'now' });
    const monthly = interval === 'year' ? Math.round(row.amount_paid_cents / 12) : row.amount_paid_cents;
    await store.setPaidMonthly(account, monthly, 'anew');
  }

  async #tellFirstPayment(account: string): Promise<void> {
    const { store, first_payment, now } = this.#parts;
    if ((await store.open(account)).first_paid_at !== null) return;
    for (const tell of first_payment) await tell(account);
    await store.setFirstPaid(account, now());
  }

  /** Whether a renewal's failure pauses the account, or its payment lets it resume (E6). */
  async payOrPause(row: AccountRow): Promise<void> {
    const { store } = this.#parts;
    const { account } = row;
    const failed = row.subscription === null ? undefined : await store.failedRenewal(row.subscription);
    const { state } = await this.load(account);
    if (failed !== undefined && state.phase === 'active') {
      // Before the pause: if the process dies between the two, the next try pauses; after it nothing would resume.
      await store.setPausedFor(account, failed.invoice);
      await this.command(account, `stripe:${failed.invoice}:pause`, { op: 'pause' });
    } else if (failed === undefined && row.paused_for !== null) {
      if (state.phase === 'paused')
        await this.command(account, `stripe:${row.paused_for}:resume`, { op: 'resume' });
      await store.setPausedFor(account, null);
    }
  }
}
