import { createHash } from 'node:crypto';
import { Stripe } from 'stripe';
import type { StripeSettings } from '../config.ts';
import {
  type Charge,
  type InvoiceState,
  type PlanPrice,
  type Provider,
  ProviderError,
  type ProviderEvent,
  SignatureError,
  type Standing,
} from '../types.ts';
import { METADATA, cardOf, currentOf, eventView, invoiceState, subscriptionState } from './views.ts';

const TIMEOUT_MS = 20_000;
/** Events older than this are not taken: what was overheard once can't be sent again later. */
const TOLERANCE_S = 300;

function open({ secret_key, api_base }: StripeSettings): Stripe {
  const where =
    api_base === null
      ? {}
      : {
          host: api_base.hostname,
          port: api_base.port,
          protocol: api_base.protocol.replace(':', '') as 'http' | 'https',
        };
  return new Stripe(secret_key, {
    ...where,
    timeout: TIMEOUT_MS,
    maxNetworkRetries: 2,
    telemetry: false,
    appInfo: { name: 'Inkwell' },
  });
}

/** The same request again within a day is the same request to Stripe. */
const keyOf = (...parts: (string | number)[]): string =>
  `inkwell-${createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 40)}`;

/** Carries out a call; what Stripe says no to is told in its words, without its objects. */
async function asked<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    const is_retryable =
      error instanceof Stripe.errors.StripeConnectionError ||
      error instanceof Stripe.errors.StripeAPIError ||
      error instanceof Stripe.errors.StripeRateLimitError;
    throw new ProviderError(`${error.type}: ${error.message}`, is_retryable, error);
  }
}

/** Stripe behind the interface. Its own library signs, retries and checks signatures. */
export class StripeProvider implements Provider {
  readonly #stripe: Stripe;
  readonly #webhook_secret: string;
  readonly #is_live: boolean;
  readonly #prices = new Map<string, string>();

  constructor(settings: StripeSettings) {
    this.#stripe = open(settings);
    this.#webhook_secret = settings.webhook_secret;
    this.#is_live = /^(sk|rk)_live_/.test(settings.secret_key);
  }

  async createCustomer(account: string, name: string): Promise<string> {
    const params = { name, metadata: { [METADATA.account]: account } };
    const options = { idempotencyKey: keyOf('customer', account) };
    return (await asked(() => this.#stripe.customers.create(params, options))).id;
  }

  /** A price of the catalogue at Stripe: made once for each amount, found again by its lookup key. */
  async #priceId(price: PlanPrice): Promise<string> {
    const { plan, name, interval, amount_cents, currency } = price;
    const lookup_key = `inkwell:${plan}:${interval}:${currency}:${amount_cents}`;
    const known = this.#prices.get(lookup_key);
    if (known !== undefined) return known;
    const { data } = await asked(() =>
      this.#stripe.prices.list({ lookup_keys: [lookup_key], active: true, limit: 1 }),
    );
    const found =
      data[0] ??
      (await asked(() =>
        this.#stripe.prices.create(
          {
            lookup_key,
            currency,
            unit_amount: amount_cents,
            recurring: { interval },
            product_data: { name: `Inkwell ${name}` },
            metadata: { [METADATA.plan]: plan },
          },
          { idempotencyKey: keyOf('price', lookup_key) },
        ),
      ));
    this.#prices.set(lookup_key, found.id);
    return found.id;
  }

  async #checkout(params: Stripe.Checkout.SessionCreateParams, key: string): Promise<string> {
    const session = await asked(() => this.#stripe.checkout.sessions.create(params, { idempotencyKey: key }));
    if (session.url === null) throw new ProviderError('Stripe made a checkout without a page.', false, null);
    return session.url;
  }

  async checkoutPlan({
    customer,
    price,
    back,
    key,
  }: Parameters<Provider['checkoutPlan']>[0]): Promise<string> {
    const metadata = { [METADATA.plan]: price.plan, [METADATA.interval]: price.interval };
    return this.#checkout(
      {
        mode: 'subscription',
        customer,
        line_items: [{ price: await this.#priceId(price), quantity: 1 }],
        subscription_data: { metadata },
        metadata,
        success_url: `${back}?paid=plan`,
        cancel_url: back,
      },
      keyOf('checkout-plan', customer, key),
    );
  }

  checkoutCard({ customer, price, back, key }: Parameters<Provider['checkoutCard']>[0]): Promise<string> {
    return this.#checkout(
      {
        mode: 'setup',
        customer,
        currency: price.currency,
        metadata: { [METADATA.plan]: price.plan, [METADATA.interval]: price.interval },
        success_url: `${back}?paid=card`,
        cancel_url: back,
      },
      keyOf('checkout-card', customer, key),
    );
  }

  checkoutOnce(charge: Charge, back: string): Promise<string> {
    const { act, customer, amount_cents, currency, description } = charge;
    const metadata = { [METADATA.act]: act };
    const price_data = { currency, unit_amount: amount_cents, product_data: { name: description } };
    return this.#checkout(
      {
        mode: 'payment',
        customer,
        line_items: [{ price_data, quantity: 1 }],
        invoice_creation: { enabled: true, invoice_data: { description, metadata } },
        metadata,
        success_url: `${back}?paid=pack`,
        cancel_url: back,
      },
      keyOf('checkout-once', act),
    );
  }

  async portal(customer: string, back: string): Promise<string> {
    return (await asked(() => this.#stripe.billingPortal.sessions.create({ customer, return_url: back })))
      .url;
  }

  async standing(customer: string): Promise<Standing> {
    const [owner, { data }] = await Promise.all([
      asked(() =>
        this.#stripe.customers.retrieve(customer, { expand: ['invoice_settings.default_payment_method'] }),
      ),
      asked(() =>
        this.#stripe.subscriptions.list({
          customer,
          status: 'all',
          limit: 20,
          expand: ['data.default_payment_method', 'data.schedule'],
        }),
      ),
    ]);
    const current = currentOf(data);
    const own = owner.deleted === true ? null : cardOf(owner.invoice_settings.default_payment_method);
    return {
      subscription: current === null ? null : subscriptionState(current),
      card: cardOf(current?.default_payment_method) ?? own,
    };
  }

  /** The steps are keyed by the act, so that a try that broke off goes on where it was. */
  async chargeNow(charge: Charge): Promise<InvoiceState> {
    const { act, customer, payment_method, amount_cents, currency, description } = charge;
    const key = (step: string) => ({ idempotencyKey: keyOf(step, act) });
    const { invoices } = this.#stripe;
    const made = await asked(() =>
      invoices.create(
        {
          customer,
          currency,
          description,
          collection_method: 'charge_automatically',
          auto_advance: false,
          pending_invoice_items_behavior: 'exclude',
          metadata: { [METADATA.act]: act },
          ...(payment_method === null ? {} : { default_payment_method: payment_method }),
        },
        key('invoice'),
      ),
    );
    const item = { customer, invoice: made.id, amount: amount_cents, currency, description };
    await asked(() => this.#stripe.invoiceItems.create(item, key('item')));
    await asked(() => invoices.finalizeInvoice(made.id, { auto_advance: false }, key('finalize')));
    try {
      return invoiceState(await invoices.pay(made.id, { off_session: true }, key('pay')));
    } catch (error) {
      // A card that is refused, or that asks for its owner, leaves the invoice open: that is an answer. What became of
      // any other failure, the invoice itself knows best.
      if (!(error instanceof Stripe.errors.StripeError)) throw error;
      return this.invoice(made.id);
    }
  }

  async invoice(invoice: string): Promise<InvoiceState> {
    return invoiceState(await asked(() => this.#stripe.invoices.retrieve(invoice)));
  }

  async recentInvoices(customer: string): Promise<InvoiceState[]> {
    const { data } = await asked(() => this.#stripe.invoices.list({ customer, limit: 10 }));
    return data.map(invoiceState);
  }

  async voidInvoice(invoice: string): Promise<InvoiceState> {
    const before = await this.invoice(invoice);
    if (before.status !== 'open' && before.status !== 'uncollectible') return before;
    return invoiceState(await asked(() => this.#stripe.invoices.voidInvoice(invoice)));
  }

  async startLater({
    customer,
    setup,
    price,
    starts_at,
    key,
  }: Parameters<Provider['startLater']>[0]): Promise<void> {
    const { payment_method } = await asked(() => this.#stripe.setupIntents.retrieve(setup));
    const method = typeof payment_method === 'string' ? payment_method : payment_method?.id;
    if (method === undefined) throw new ProviderError('The checkout kept no way to pay.', false, null);
    await asked(() =>
      this.#stripe.customers.update(customer, { invoice_settings: { default_payment_method: method } }),
    );
    const id = await this.#priceId(price);
    await asked(() =>
      this.#stripe.subscriptions.create(
        {
          customer,
          items: [{ price: id }],
          default_payment_method: method,
          trial_end: Math.ceil(starts_at / 1_000),
          metadata: { [METADATA.plan]: price.plan, [METADATA.interval]: price.interval },
        },
        { idempotencyKey: keyOf('start-later', key) },
      ),
    );
  }

  async startNow(subscription: string): Promise<InvoiceState | null> {
    const { latest_invoice } = await asked(() =>
      this.#stripe.subscriptions.update(subscription, { trial_end: 'now', expand: ['latest_invoice'] }),
    );
    return latest_invoice === null || typeof latest_invoice === 'string'
      ? null
      : invoiceState(latest_invoice);
  }

  /** The subscription with its one item. */
  async #subscription(id: string) {
    const subscription = await asked(() => this.#stripe.subscriptions.retrieve(id));
    const [item] = subscription.items.data;
    if (item === undefined) throw new ProviderError(`Subscription ${id} has no item.`, false, null);
    return { subscription, item };
  }

  /** Ends a schedule and leaves its subscription as it is: under one, Stripe lets nobody cancel it. */
  async #release({ schedule }: Stripe.Subscription): Promise<void> {
    const id = typeof schedule === 'string' ? schedule : schedule?.id;
    if (id !== undefined) await asked(() => this.#stripe.subscriptionSchedules.release(id));
  }

  async changePlan(id: string, price: PlanPrice): Promise<void> {
    const price_id = await this.#priceId(price);
    const { subscription, item } = await this.#subscription(id);
    await this.#release(subscription);
    if (item.price.id === price_id) return;
    await asked(() =>
      this.#stripe.subscriptions.update(id, {
        items: [{ id: item.id, price: price_id }],
        // E6: what is due today is an invoice of its own; the rest of the period costs nothing more, nor less.
        proration_behavior: 'none',
        metadata: { [METADATA.plan]: price.plan, [METADATA.interval]: price.interval },
      }),
    );
  }

  async changeAtPeriodEnd(id: string, price: PlanPrice): Promise<void> {
    const price_id = await this.#priceId(price);
    const { subscription, item } = await this.#subscription(id);
    const { subscriptionSchedules: schedules } = this.#stripe;
    const known =
      typeof subscription.schedule === 'string' ? subscription.schedule : subscription.schedule?.id;
    const { id: schedule, current_phase } = await asked(() =>
      known === undefined ? schedules.create({ from_subscription: id }) : schedules.retrieve(known),
    );
    if (current_phase === null) throw new ProviderError(`Schedule ${schedule} is over.`, true, null);
    const { start_date } = current_phase;
    const { plan, interval, amount_cents } = price;
    const metadata = { [METADATA.plan]: plan, [METADATA.interval]: interval };
    const from = item.current_period_end;
    await asked(() =>
      schedules.update(schedule, {
        end_behavior: 'release',
        proration_behavior: 'none',
        metadata: { ...metadata, [METADATA.price]: String(amount_cents), [METADATA.from]: String(from) },
        phases: [
          {
            items: [{ price: item.price.id, quantity: 1 }],
            start_date,
            end_date: from,
            proration_behavior: 'none',
          },
          {
            items: [{ price: price_id, quantity: 1 }],
            duration: { interval, interval_count: 1 },
            proration_behavior: 'none',
            metadata,
          },
        ],
      }),
    );
  }

  async cancelAtPeriodEnd(id: string, cancels: boolean): Promise<void> {
    await this.#release((await this.#subscription(id)).subscription);
    await asked(() => this.#stripe.subscriptions.update(id, { cancel_at_period_end: cancels }));
  }

  async cancelNow(id: string): Promise<void> {
    await this.#release((await this.#subscription(id)).subscription);
    await asked(() => this.#stripe.subscriptions.cancel(id));
  }

  async eventOf(body: Uint8Array, signature: string, now: number): Promise<ProviderEvent> {
    let event: Stripe.Event;
    try {
      event = await this.#stripe.webhooks.constructEventAsync(
        Buffer.from(body),
        signature,
        this.#webhook_secret,
        TOLERANCE_S,
        undefined,
        now,
      );
    } catch (error) {
      if (error instanceof Stripe.errors.StripeSignatureVerificationError || error instanceof SyntaxError)
        throw new SignatureError((error as Error).message.split('\n')[0], { cause: error });
      throw error;
    }
    if (event.livemode !== this.#is_live)
      throw new SignatureError('The event is of the other mode, live or test.');
    return eventView(event);
  }
}
