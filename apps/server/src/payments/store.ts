import type { Database, Row } from '@inkwell/ledger';
import type { AccountRow, ActRow, ActStatus, InvoiceRow, NewAct } from './rows.ts';
import { INVOICE_STATUSES, type InvoiceState, type Standing } from './types.ts';

/** The payment tables (migrations/000006.sql). Each statement is safe to repeat. */

const ACCOUNT = `account, customer, subscription, status, plan, interval, price_cents, currency, period_starts_at,
  period_ends_at, next_plan, next_interval, next_price_cents, has_schedule, cancel_at_period_end, payment_method, card_brand, card_last4, card_expires, paid_monthly_cents,
  paused_for, first_paid_at, needs_sync`;
const INVOICE = `invoice, account, kind, reason, subscription, act, plan, interval, status, attempted, amount_due_cents,
  amount_paid_cents, currency, number, url, pdf, created_at, phase, settled_at`;
const ACT = `act, account, kind, status, automatic, plan, credits, amount_cents, currency, invoice, url, detail, actor,
  created_at, updated_at`;

/** Statuses in the order in which an invoice comes to them: it never goes back (an event may arrive late). */
const RANK = `array_position(array[${INVOICE_STATUSES.map((status) => `'${status}'`).join(', ')}], `;

export class PaymentStore {
  readonly #db: Database;

  constructor(database: Database) {
    this.#db = database;
  }

  async #one<T extends Row>(text: string, params: (string | number | null)[]): Promise<T | undefined> {
    return (await this.#db.query<T>(text, params))[0];
  }

  account(account: string): Promise<AccountRow | undefined> {
    return this.#one(`select ${ACCOUNT} from app.payment_account where account = $1`, [account]);
  }

  accountOf(customer: string): Promise<AccountRow | undefined> {
    return this.#one(`select ${ACCOUNT} from app.payment_account where customer = $1`, [customer]);
  }

  async workspaceName(account: string): Promise<string | undefined> {
    const text = 'select name from app.workspace where id = $1';
    return (await this.#one<{ name: string }>(text, [account]))?.name;
  }

  /** The account's row; made if it has none. */
  async open(account: string): Promise<AccountRow> {
    await this.#db.query('insert into app.payment_account (account) values ($1) on conflict do nothing', [
      account,
    ]);
    return (await this.account(account))!;
  }

  /** Keeps the customer unless there is one already, and says which it is. */
  async keepCustomer(account: string, customer: string): Promise<string> {
    const row = await this.#one<{ customer: string }>(
      'update app.payment_account set customer = coalesce(customer, $2) where account = $1 returning customer',
      [account, customer],
    );
    return row!.customer;
  }

  /** Keeps a reading of the provider that began at `read_at`, unless a later one is there already. */
  async keepStanding(account: string, standing: Standing, read_at: number): Promise<AccountRow> {
    const { subscription: sub, card } = standing;
    await this.#db.query(
      `update app.payment_account set subscription = $3, status = $4, plan = $5, interval = $6, price_cents = $7,
         currency = $8, period_starts_at = $9, period_ends_at = $10, cancel_at_period_end = $11::int = 1,
         payment_method = $12, card_brand = $13, card_last4 = $14, card_expires = $15, next_plan = $16,
         next_interval = $17, next_price_cents = $18, has_schedule = $19::int = 1, read_at = $2,
         checked_at = greatest(checked_at, $2)
       where account = $1 and read_at <= $2`,
      [
        account,
        read_at,
        sub?.subscription ?? null,
        sub?.status ?? null,
        sub?.plan ?? null,
        sub?.interval ?? null,
        sub?.price_cents ?? null,
        sub?.currency ?? null,
        sub?.period_starts_at ?? null,
        sub?.period_ends_at ?? null,
        sub?.cancel_at_period_end === true ? 1 : 0,
        card?.payment_method ?? null,
        card?.brand ?? null,
        card?.last4 ?? null,
        card?.expires ?? null,
        sub?.next?.plan ?? null,
        sub?.next?.interval ?? null,
        sub?.next?.price_cents ?? null,
        sub?.has_schedule === true ? 1 : 0,
      ],
    );
    return this.open(account);
  }

  async setPausedFor(account: string, invoice: string | null): Promise<void> {
    await this.#db.query('update app.payment_account set paused_for = $2 where account = $1', [
      account,
      invoice,
    ]);
  }

  async setPaidMonthly(account: string, cents: number, how: 'anew' | 'at_least'): Promise<void> {
    const value = how === 'anew' ? '$2::bigint' : 'greatest(paid_monthly_cents, $2::bigint)';
    await this.#db.query(`update app.payment_account set paid_monthly_cents = ${value} where account = $1`, [
      account,
      cents,
    ]);
  }

  async setFirstPaid(account: string, at: number): Promise<void> {
    await this.#db.query(
      'update app.payment_account set first_paid_at = coalesce(first_paid_at, $2) where account = $1',
      [account, at],
    );
  }

  async setNeedsSync(account: string, needs: boolean): Promise<void> {
    await this.#db.query('update app.payment_account set needs_sync = $2::int = 1 where account = $1', [
      account,
      needs ? 1 : 0,
    ]);
  }

  async isHandled(event: string): Promise<boolean> {
    return (await this.#one('select 1 from app.payment_event where event = $1', [event])) !== undefined;
  }

  async setHandled(event: string, type: string, created_at: number, now: number): Promise<void> {
    await this.#db.query(
      `insert into app.payment_event (event, type, created_at, handled_at) values ($1, $2, $3, $4)
       on conflict do nothing`,
      [event, type, created_at, now],
    );
  }

  async forgetEvents(before: number): Promise<void> {
    await this.#db.query('delete from app.payment_event where handled_at < $1', [before]);
  }

  /** Keeps an invoice as it was heard of, unless it is further already. Returns it as it is kept. */
  async keepInvoice(account: string, heard: InvoiceState): Promise<InvoiceRow> {
    await this.#db.query(
      `insert into app.payment_invoice as i (invoice, account, kind, reason, act, plan, interval, status, attempted,
         amount_due_cents, amount_paid_cents, currency, number, url, pdf, created_at, subscription)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9::int = 1, $10, $11, $12, $13, $14, $15, $16, $17)
       on conflict (invoice) do update set status = excluded.status,
         attempted = i.attempted or excluded.attempted, amount_due_cents = excluded.amount_due_cents,
         amount_paid_cents = excluded.amount_paid_cents, number = coalesce(excluded.number, i.number),
         url = coalesce(excluded.url, i.url), pdf = coalesce(excluded.pdf, i.pdf),
         plan = coalesce(excluded.plan, i.plan), interval = coalesce(excluded.interval, i.interval)
       where ${RANK}excluded.status) > ${RANK}i.status)
         or (excluded.status = i.status and (excluded.attempted or not i.attempted))`,
      [
        heard.invoice,
        account,
        heard.act === null ? 'subscription' : 'act',
        heard.reason,
        heard.act,
        heard.plan,
        heard.interval,
        heard.status,
        heard.attempted ? 1 : 0,
        heard.amount_due_cents,
        heard.amount_paid_cents,
        heard.currency,
        heard.number,
        heard.url,
        heard.pdf,
        heard.created_at,
        heard.subscription,
      ],
    );
    return (await this.invoice(heard.invoice))!;
  }

  invoice(invoice: string): Promise<InvoiceRow | undefined> {
    return this.#one(`select ${INVOICE} from app.payment_invoice where invoice = $1`, [invoice]);
  }

  /** The phase in which the invoice's payment was first seen. */
  async phaseOf(invoice: string, phase: string): Promise<string> {
    const row = await this.#one<{ phase: string }>(
      'update app.payment_invoice set phase = coalesce(phase, $2) where invoice = $1 returning phase',
      [invoice, phase],
    );
    return row!.phase;
  }

  async setSettled(invoice: string, at: number): Promise<void> {
    await this.#db.query(
      'update app.payment_invoice set settled_at = coalesce(settled_at, $2) where invoice = $1',
      [invoice, at],
    );
  }

  /** The newest renewal of a subscription that was tried and is not paid. */
  failedRenewal(subscription: string): Promise<InvoiceRow | undefined> {
    return this.#one(
      `select ${INVOICE} from app.payment_invoice where subscription = $1 and reason <> 'subscription_create'
         and attempted and status in ('open', 'uncollectible')
       order by created_at desc, invoice desc limit 1`,
      [subscription],
    );
  }

  /** Whether a first payment of the subscription has had its effect. */
  async hasStarted(subscription: string): Promise<boolean> {
    const text = `select 1 from app.payment_invoice where subscription = $1 and amount_paid_cents > 0
      and settled_at is not null limit 1`;
    return (await this.#one(text, [subscription])) !== undefined;
  }

  /** Invoices that people can look at, newest first, after a place of the form `created_at invoice`. */
  invoices(
    account: string,
    before: { created_at: number; invoice: string },
    limit: number,
  ): Promise<InvoiceRow[]> {
    return this.#db.query<InvoiceRow>(
      `select ${INVOICE} from app.payment_invoice
       where account = $1 and (created_at, invoice) < ($2::bigint, $3::text) and status <> 'draft'
         and amount_due_cents > 0
       order by created_at desc, invoice desc limit $4`,
      [account, before.created_at, before.invoice, limit],
    );
  }

  /** A new act; undefined if there is one of this id, or a top-up of the account is in flight (L3). */
  async addAct(act: NewAct, status: ActStatus, now: number): Promise<ActRow | undefined> {
    return this.#one<ActRow>(
      `insert into app.payment_act (act, account, kind, status, automatic, plan, credits, amount_cents, currency, actor,
         created_at, updated_at)
       values ($1, $2, $3, $4, $5::int = 1, $6, $7, $8, $9, $10, $11, $11) on conflict do nothing returning ${ACT}`,
      [
        act.act,
        act.account,
        act.kind,
        status,
        act.automatic ? 1 : 0,
        act.plan,
        act.credits,
        act.amount_cents,
        act.currency,
        act.actor,
        now,
      ],
    );
  }

  act(act: string): Promise<ActRow | undefined> {
    return this.#one(`select ${ACT} from app.payment_act where act = $1`, [act]);
  }

  /** Moves an act on, unless it is over. */
  async moveAct(
    act: string,
    to: { status: ActStatus; invoice?: string | null; url?: string | null; detail?: string | null },
    now: number,
  ): Promise<void> {
    await this.#db.query(
      `update app.payment_act set status = $2, invoice = coalesce($3, invoice), url = coalesce($4, url),
         detail = $5, updated_at = $6
       where act = $1 and status <> 'done' and not (status = 'paid' and $2 <> 'done')`,
      [act, to.status, to.invoice ?? null, to.url ?? null, to.detail ?? null, now],
    );
  }

  /** Automatic packs since an instant: what they cost, those under way included, and how the last one went. */
  async topUps(account: string, since: number): Promise<{ spent_cents: number; last: ActRow | undefined }> {
    const sum = await this.#one<{ spent: number }>(
      `select coalesce(sum(amount_cents), 0)::bigint as spent from app.payment_act
       where account = $1 and automatic and created_at >= $2 and status <> 'failed'`,
      [account, since],
    );
    const last = await this.#one<ActRow>(
      `select ${ACT} from app.payment_act where account = $1 and automatic order by created_at desc, act limit 1`,
      [account],
    );
    return { spent_cents: sum!.spent, last };
  }

  openUpgrades(account: string): Promise<ActRow[]> {
    return this.#db.query<ActRow>(
      `select ${ACT} from app.payment_act where account = $1 and kind = 'upgrade' and status = 'paying'`,
      [account],
    );
  }

  /** Acts that nothing has happened to since an instant and that are not over. */
  idleActs(before: number, limit: number): Promise<ActRow[]> {
    return this.#db.query<ActRow>(
      `select ${ACT} from app.payment_act where status in ('queued', 'paying', 'paid') and updated_at < $1
       order by updated_at limit $2`,
      [before, limit],
    );
  }

  async touchAct(act: string, now: number): Promise<void> {
    await this.#db.query('update app.payment_act set updated_at = $2 where act = $1', [act, now]);
  }

  async unsettled(limit: number): Promise<InvoiceRow[]> {
    return this.#db.query<InvoiceRow>(
      `select ${INVOICE} from app.payment_invoice where status = 'paid' and settled_at is null
       order by created_at limit $1`,
      [limit],
    );
  }

  /** Workspaces that payments have not looked at yet. */
  async newWorkspaces(limit: number): Promise<string[]> {
    const rows = await this.#db.query<{ account: string }>(
      `select w.id as account from app.workspace w
       where not exists (select 1 from app.payment_account p where p.account = w.id) order by w.id limit $1`,
      [limit],
    );
    return rows.map(({ account }) => account);
  }

  /** Accounts to be read anew at the provider: something waits, or a period is over and nothing was heard of it. */
  async stale(before: number, now: number, limit: number): Promise<string[]> {
    const rows = await this.#db.query<{ account: string }>(
      `select account from app.payment_account where needs_sync or (subscription is not null and checked_at < $1
         and (status in ('past_due', 'unpaid', 'incomplete') or (status in ('active', 'trialing') and period_ends_at < $2)))
       order by checked_at limit $3`,
      [before, now, limit],
    );
    return rows.map(({ account }) => account);
  }

  async setChecked(account: string, now: number): Promise<void> {
    await this.#db.query('update app.payment_account set checked_at = $2 where account = $1', [account, now]);
  }
}
