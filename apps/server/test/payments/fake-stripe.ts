import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type CheckoutSession,
  type Customer,
  type Invoice,
  type Price,
  type StripeEvent,
  type Subscription,
  VISA,
  branch,
  formOf,
  later,
  leaf,
  metadataOf,
} from './stripe-objects.ts';

type Form = ReturnType<typeof formOf>;
interface Call {
  method: string;
  path: string;
  form: Form;
  key: string | null;
}
type Answer = { status: number; body: object };

const CARD_DECLINED: Answer = {
  status: 402,
  body: { error: { type: 'card_error', code: 'card_declined', message: 'Your card was declined.' } },
};
const missing = (what: string): Answer => ({
  status: 404,
  body: { error: { type: 'invalid_request_error', code: 'resource_missing', message: `No such ${what}` } },
});

/**
 * Stripe on loopback: the parts that Inkwell speaks to, in memory. It moves no money by itself: what it was asked to
 * charge is in `charged`, and events are made for the test to send in any order it likes.
 */
export class FakeStripe {
  readonly calls: Call[] = [];
  /** Every amount that a card has been charged, in cents. */
  readonly charged: number[] = [];
  readonly customers = new Map<string, Customer>();
  readonly prices = new Map<string, Price>();
  readonly subscriptions = new Map<string, Subscription>();
  readonly invoices = new Map<string, Invoice>();
  readonly sessions = new Map<string, CheckoutSession>();
  /** What the card says when it is asked. */
  card: 'good' | 'declined' = 'good';
  /** Out of reach: requests are answered with 500. */
  is_down = false;
  readonly #forms = new Map<string, Form>();
  readonly #replays = new Map<string, { text: string; answer: Answer }>();
  readonly #now: () => number;
  #server: Server;
  #count = 0;

  constructor(now: () => number) {
    this.#now = () => Math.floor(now() / 1_000);
    this.#server = createServer((request, response) => {
      void this.#serve(request).then(({ status, body }) => {
        response.writeHead(status, {
          'content-type': 'application/json',
          'request-id': `req_${this.calls.length}`,
        });
        response.end(JSON.stringify(body));
      });
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #id(prefix: string): string {
    return `${prefix}_${(this.#count += 1).toString().padStart(6, '0')}`;
  }

  async #serve(request: IncomingMessage): Promise<Answer> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const method = request.method ?? 'GET';
    const key = (request.headers['idempotency-key'] as string | undefined) ?? null;
    const form = formOf(method === 'GET' ? query : text);
    this.calls.push({ method, path, form, key });
    if (this.is_down) return { status: 500, body: { error: { type: 'api_error', message: 'down' } } };
    const known = key === null ? undefined : this.#replays.get(key);
    if (known !== undefined) {
      if (known.text === text) return known.answer;
      const message = 'Keys for idempotent requests can only be used with the same parameters.';
      return { status: 400, body: { error: { type: 'idempotency_error', message } } };
    }
    const answer = structuredClone(this.#route(method, path.replace(/^\/v1\//, '').split('/'), form));
    if (key !== null && answer.status < 500) this.#replays.set(key, { text, answer });
    return answer;
  }

  #route(method: string, [room = '', id = '', act = '']: string[], form: Form): Answer {
    switch (`${method} ${room}`) {
      case 'POST customers':
        return id === '' ? this.#makeCustomer(form) : this.#changeCustomer(id, form);
      case 'GET customers':
        return this.#found('customer', this.customers.get(id), (customer) => ({
          ...customer,
          invoice_settings: {
            default_payment_method: customer.invoice_settings.default_payment_method && VISA,
          },
        }));
      case 'GET prices':
        return this.#list(
          [...this.prices.values()].filter((p) => p.lookup_key === leaf(form, 'lookup_keys', '0')),
        );
      case 'POST prices':
        return this.#makePrice(form);
      case 'POST checkout':
        return this.#makeSession(form);
      case 'POST billing_portal':
        return { status: 200, body: { id: this.#id('bps'), url: 'https://billing.stripe.example/portal' } };
      case 'GET subscriptions':
        return id === ''
          ? this.#list(
              [...this.subscriptions.values()].filter((s) => s.customer === leaf(form, 'customer')),
              (s) => this.#seen(s),
            )
          : this.#found('subscription', this.subscriptions.get(id), (s) => this.#seen(s));
      case 'POST subscriptions':
        return id === '' ? this.#subscribeLater(form) : this.#changeSubscription(id, form);
      case 'DELETE subscriptions':
        return this.#found('subscription', this.subscriptions.get(id), (s) =>
          Object.assign(s, { status: 'canceled' }),
        );
      case 'GET invoices':
        return id === ''
          ? this.#list(
              [...this.invoices.values()].filter((i) => i.customer === leaf(form, 'customer')).toReversed(),
            )
          : this.#found('invoice', this.invoices.get(id), (i) => i);
      case 'POST invoices':
        return id === '' ? this.#makeInvoice(form) : this.#invoiceAct(id, act);
      case 'POST invoiceitems':
        return this.#addItem(form);
      case 'GET setup_intents':
        return { status: 200, body: { id, object: 'setup_intent', payment_method: VISA.id } };
      default:
        return missing(`${method} ${room}`);
    }
  }

  #list<T extends object>(data: T[], view: (item: T) => object = (item) => item): Answer {
    return { status: 200, body: { object: 'list', data: data.map(view), has_more: false } };
  }

  #found<T>(what: string, item: T | undefined, view: (item: T) => object): Answer {
    return item === undefined ? missing(what) : { status: 200, body: view(item) };
  }

  /** With its card, as it is expanded. */
  #seen(subscription: Subscription): object {
    return { ...subscription, default_payment_method: subscription.default_payment_method && VISA };
  }

  #makeCustomer(form: Form): Answer {
    const customer: Customer = {
      id: this.#id('cus'),
      object: 'customer',
      name: leaf(form, 'name') ?? '',
      metadata: metadataOf(form, 'metadata'),
      invoice_settings: { default_payment_method: null },
      livemode: false,
    };
    this.customers.set(customer.id, customer);
    return { status: 200, body: customer };
  }

  #changeCustomer(id: string, form: Form): Answer {
    const method = leaf(form, 'invoice_settings', 'default_payment_method');
    return this.#found('customer', this.customers.get(id), (customer) => {
      if (method !== undefined) customer.invoice_settings.default_payment_method = method;
      return customer;
    });
  }

  #makePrice(form: Form): Answer {
    const interval = leaf(form, 'recurring', 'interval') as 'month' | 'year';
    const price: Price = {
      id: this.#id('price'),
      object: 'price',
      lookup_key: leaf(form, 'lookup_key') ?? null,
      currency: leaf(form, 'currency')!,
      unit_amount: Number(leaf(form, 'unit_amount')),
      recurring: { interval, interval_count: 1 },
      metadata: metadataOf(form, 'metadata'),
      product: this.#id('prod'),
      active: true,
    };
    this.prices.set(price.id, price);
    return { status: 200, body: price };
  }

  #makeSession(form: Form): Answer {
    const id = this.#id('cs_test');
    const session: CheckoutSession = {
      id,
      object: 'checkout.session',
      mode: leaf(form, 'mode') as CheckoutSession['mode'],
      customer: leaf(form, 'customer')!,
      status: 'open',
      payment_status: 'unpaid',
      url: `https://checkout.stripe.example/${id}`,
      metadata: metadataOf(form, 'metadata'),
      setup_intent: null,
      subscription: null,
      invoice: null,
      created: this.#now(),
      livemode: false,
    };
    this.sessions.set(id, session);
    this.#forms.set(id, form);
    return { status: 200, body: session };
  }

  #blankInvoice(customer: string, billing_reason: string): Invoice {
    const id = this.#id('in');
    const invoice: Invoice = {
      id,
      object: 'invoice',
      customer,
      status: 'draft',
      billing_reason,
      attempted: false,
      attempt_count: 0,
      amount_due: 0,
      amount_paid: 0,
      amount_remaining: 0,
      currency: 'usd',
      number: null,
      hosted_invoice_url: null,
      invoice_pdf: null,
      description: null,
      metadata: {},
      parent: null,
      created: this.#now(),
      default_payment_method: null,
      livemode: false,
    };
    this.invoices.set(id, invoice);
    return invoice;
  }

  #finalize(invoice: Invoice): Invoice {
    const hosted_invoice_url = `https://invoice.stripe.example/${invoice.id}`;
    const number = `INK-${invoice.id.slice(-4)}`;
    return Object.assign(invoice, {
      status: 'open',
      hosted_invoice_url,
      number,
      invoice_pdf: `${hosted_invoice_url}/pdf`,
    });
  }

  /** Asks the card. */
  #pay(invoice: Invoice): Invoice {
    invoice.attempted = invoice.amount_due > 0;
    invoice.attempt_count += 1;
    if (this.card === 'declined' && invoice.amount_due > 0) return invoice;
    if (invoice.amount_due > 0) this.charged.push(invoice.amount_due);
    return Object.assign(invoice, { status: 'paid', amount_paid: invoice.amount_due, amount_remaining: 0 });
  }

  #makeInvoice(form: Form): Answer {
    const made = this.#blankInvoice(leaf(form, 'customer')!, 'manual');
    made.metadata = metadataOf(form, 'metadata');
    made.description = leaf(form, 'description') ?? null;
    return { status: 200, body: made };
  }

  #addItem(form: Form): Answer {
    return this.#found('invoice', this.invoices.get(leaf(form, 'invoice') ?? ''), (invoice) => {
      invoice.amount_due += Number(leaf(form, 'amount'));
      invoice.amount_remaining = invoice.amount_due;
      return { id: this.#id('ii'), object: 'invoiceitem' };
    });
  }

  #invoiceAct(id: string, act: string): Answer {
    const invoice = this.invoices.get(id);
    if (invoice === undefined) return missing('invoice');
    if (act === 'finalize') this.#finalize(invoice);
    if (act === 'void') invoice.status = 'void';
    if (act === 'pay' && this.#pay(invoice).status !== 'paid') return CARD_DECLINED;
    return { status: 200, body: invoice };
  }

  #subscription(
    customer: string,
    price: Price,
    metadata: Record<string, string>,
    trial_end: number | null,
  ): Subscription {
    const now = this.#now();
    const { interval } = price.recurring!;
    const current_period_end = trial_end ?? later(now, interval);
    const item = { id: this.#id('si'), object: 'subscription_item' as const, price, quantity: 1 };
    const subscription: Subscription = {
      id: this.#id('sub'),
      object: 'subscription',
      customer,
      status: trial_end === null ? 'active' : 'trialing',
      created: now,
      cancel_at: null,
      cancel_at_period_end: false,
      canceled_at: null,
      default_payment_method: VISA.id,
      latest_invoice: null,
      trial_end,
      metadata,
      items: { object: 'list', data: [{ ...item, current_period_start: now, current_period_end }] },
      livemode: false,
    };
    this.subscriptions.set(subscription.id, subscription);
    return subscription;
  }

  /** The invoice of a subscription's period; tried at once. */
  #bill(subscription: Subscription, billing_reason: string, amount?: number): Invoice {
    const made = this.#finalize(this.#blankInvoice(subscription.customer, billing_reason));
    made.amount_due = made.amount_remaining = amount ?? subscription.items.data[0]!.price.unit_amount;
    const details = { subscription: subscription.id, metadata: { ...subscription.metadata } };
    made.parent = { type: 'subscription_details', quote_details: null, subscription_details: details };
    subscription.latest_invoice = made.id;
    this.#pay(made);
    if (made.status !== 'paid') subscription.status = 'past_due';
    else if (subscription.status !== 'trialing') subscription.status = 'active';
    return made;
  }

  #subscribeLater(form: Form): Answer {
    const price = this.prices.get(leaf(form, 'items', '0', 'price')!)!;
    const ends = Number(leaf(form, 'trial_end'));
    const made = this.#subscription(leaf(form, 'customer')!, price, metadataOf(form, 'metadata'), ends);
    this.#bill(made, 'subscription_create', 0);
    return { status: 200, body: made };
  }

  #changeSubscription(id: string, form: Form): Answer {
    const subscription = this.subscriptions.get(id);
    if (subscription === undefined) return missing('subscription');
    const price = leaf(form, 'items', '0', 'price');
    if (price !== undefined) subscription.items.data[0]!.price = this.prices.get(price)!;
    if (leaf(form, 'metadata', 'inkwell_plan') !== undefined)
      subscription.metadata = metadataOf(form, 'metadata');
    const cancels = leaf(form, 'cancel_at_period_end');
    if (cancels !== undefined) subscription.cancel_at_period_end = cancels === 'true';
    if (leaf(form, 'trial_end') !== 'now') return { status: 200, body: subscription };
    const invoice = this.#endTrial(subscription, 'subscription_update');
    return { status: 200, body: { ...subscription, latest_invoice: invoice } };
  }

  #endTrial(subscription: Subscription, reason: string): Invoice {
    const [item] = subscription.items.data;
    item!.current_period_start = this.#now();
    item!.current_period_end = later(this.#now(), item!.price.recurring!.interval);
    Object.assign(subscription, { status: 'active', trial_end: this.#now() });
    return this.#bill(subscription, reason);
  }

  event(type: string, object: object, more: Partial<StripeEvent> = {}): StripeEvent {
    return {
      id: this.#id('evt'),
      object: 'event',
      api_version: '2026-10-28.endive',
      type,
      created: this.#now(),
      data: { object: structuredClone(object) },
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      ...more,
    };
  }

  /** A person finishes the page of a checkout. The events, in the order in which Stripe makes them. */
  complete(url: string): StripeEvent[] {
    const session = this.sessions.get(new URL(url).pathname.slice(1))!;
    const form = this.#forms.get(session.id)!;
    session.status = 'complete';
    if (session.mode === 'setup') {
      session.setup_intent = this.#id('seti');
      return [this.event('checkout.session.completed', session)];
    }
    session.payment_status = 'paid';
    if (session.mode === 'payment') return this.#completeOnce(session, form);
    const price = this.prices.get(leaf(form, 'line_items', '0', 'price')!)!;
    const metadata = metadataOf(form, 'subscription_data', 'metadata');
    const made = this.#subscription(session.customer, price, metadata, null);
    const invoice = this.#bill(made, 'subscription_create');
    session.subscription = made.id;
    return [
      this.event('customer.subscription.created', made),
      this.event('invoice.paid', invoice),
      this.event('checkout.session.completed', session),
    ];
  }

  #completeOnce(session: CheckoutSession, form: Form): StripeEvent[] {
    const made = this.#finalize(this.#blankInvoice(session.customer, 'manual'));
    made.amount_due = Number(leaf(branch(form, 'line_items', '0'), 'price_data', 'unit_amount'));
    made.metadata = metadataOf(form, 'invoice_creation', 'invoice_data', 'metadata');
    this.#pay(made);
    session.invoice = made.id;
    return [this.event('checkout.session.completed', session), this.event('invoice.paid', made)];
  }

  /** A period ends: the next one is billed and the card asked. */
  renew(id: string): StripeEvent[] {
    const subscription = this.subscriptions.get(id)!;
    const [item] = subscription.items.data;
    item!.current_period_start = item!.current_period_end;
    item!.current_period_end = later(item!.current_period_end, item!.price.recurring!.interval);
    if (subscription.status === 'trialing') subscription.status = 'active';
    const invoice = this.#bill(subscription, 'subscription_cycle');
    const type = invoice.status === 'paid' ? 'invoice.paid' : 'invoice.payment_failed';
    return [this.event('customer.subscription.updated', subscription), this.event(type, invoice)];
  }

  /** The card is asked again for an open invoice. */
  retry(id: string): StripeEvent[] {
    const invoice = this.#pay(this.invoices.get(id)!);
    const subscription = this.subscriptions.get(invoice.parent?.subscription_details.subscription ?? '');
    if (invoice.status !== 'paid') return [this.event('invoice.payment_failed', invoice)];
    if (subscription === undefined) return [this.event('invoice.paid', invoice)];
    subscription.status = 'active';
    return [this.event('invoice.paid', invoice), this.event('customer.subscription.updated', subscription)];
  }

  /** A subscription is over. */
  end(id: string): StripeEvent[] {
    const subscription = Object.assign(this.subscriptions.get(id)!, { status: 'canceled' });
    return [this.event('customer.subscription.deleted', subscription)];
  }
}
