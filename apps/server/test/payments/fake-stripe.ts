import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeBooks } from './fake-books.ts';
import {
  type CheckoutSession,
  type Customer,
  type Form,
  type Price,
  type Schedule,
  type Subscription,
  VISA,
  branch,
  formOf,
  later,
  leaf,
  metadataOf,
} from './stripe-objects.ts';

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
const refusal = (message: string): Answer => ({
  status: 400,
  body: { error: { type: 'invalid_request_error', message } },
});
const missing = (what: string): Answer => ({
  status: 404,
  body: { error: { type: 'invalid_request_error', code: 'resource_missing', message: `No such ${what}` } },
});

/**
 * Stripe on loopback: the parts that Inkwell speaks to, in memory. It moves no money by itself: what it was asked to
 * charge is in `charged`, and events are made for the test to send in any order it likes.
 */
export class FakeStripe extends FakeBooks {
  readonly calls: Call[] = [];
  /** Out of reach: requests are answered with 500. */
  is_down = false;
  readonly #replays = new Map<string, { text: string; answer: Answer }>();
  readonly #server: Server;

  constructor(now: () => number) {
    super(now);
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
    return this.address();
  }

  address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
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
        return { status: 200, body: { id: this.newId('bps'), url: 'https://billing.stripe.example/portal' } };
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
      case 'POST subscription_schedules':
        return id === '' ? this.#makeSchedule(form) : this.#changeSchedule(id, act, form);
      case 'GET subscription_schedules':
        return this.#found('schedule', this.schedules.get(id), (s) => s);
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

  /** With its card and its schedule, as they are expanded. */
  #seen(subscription: Subscription): object {
    const schedule = subscription.schedule && this.schedules.get(subscription.schedule);
    return { ...subscription, schedule, default_payment_method: subscription.default_payment_method && VISA };
  }

  /** `from_subscription`: one phase, which is the period that runs. */
  #makeSchedule(form: Form): Answer {
    const id = leaf(form, 'from_subscription') ?? '';
    const subscription = this.subscriptions.get(id);
    if (subscription === undefined) return missing('subscription');
    if (subscription.schedule !== null) return refusal('The subscription is already attached to a schedule.');
    const [item] = subscription.items.data;
    const phase = { start_date: item!.current_period_start, end_date: item!.current_period_end };
    const schedule: Schedule = {
      id: this.newId('sub_sched'),
      object: 'subscription_schedule',
      subscription: id,
      status: 'active',
      end_behavior: 'release',
      metadata: {},
      current_phase: phase,
      phases: [
        {
          ...phase,
          items: [{ price: item!.price.id }],
          metadata: {},
          proration_behavior: 'create_prorations',
        },
      ],
    };
    this.schedules.set(schedule.id, schedule);
    subscription.schedule = schedule.id;
    return { status: 200, body: schedule };
  }

  #changeSchedule(id: string, act: string, form: Form): Answer {
    const schedule = this.schedules.get(id);
    if (schedule === undefined) return missing('schedule');
    if (schedule.status !== 'active') return refusal('The schedule is released already.');
    if (act === 'release') {
      schedule.status = 'released';
      this.subscriptions.get(schedule.subscription)!.schedule = null;
      return { status: 200, body: schedule };
    }
    const phases = Object.values(branch(form, 'phases')) as Form[];
    if (Number(leaf(phases[0]!, 'start_date')) !== schedule.current_phase!.start_date)
      return refusal('You can not modify the start date of the current phase.');
    let start_date = schedule.current_phase!.start_date;
    schedule.phases = phases.map((phase) => {
      const price = leaf(phase, 'items', '0', 'price')!;
      const interval = leaf(phase, 'duration', 'interval') as 'month' | 'year' | undefined;
      const end_date = interval === undefined ? Number(leaf(phase, 'end_date')) : later(start_date, interval);
      const proration_behavior = leaf(phase, 'proration_behavior') ?? 'create_prorations';
      const made = { start_date, end_date, items: [{ price }], metadata: metadataOf(phase, 'metadata') };
      start_date = end_date;
      return { ...made, proration_behavior };
    });
    schedule.metadata = { ...schedule.metadata, ...metadataOf(form, 'metadata') };
    schedule.end_behavior = leaf(form, 'end_behavior') as Schedule['end_behavior'];
    return { status: 200, body: schedule };
  }

  #makeCustomer(form: Form): Answer {
    const customer: Customer = {
      id: this.newId('cus'),
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
      id: this.newId('price'),
      object: 'price',
      lookup_key: leaf(form, 'lookup_key') ?? null,
      currency: leaf(form, 'currency')!,
      unit_amount: Number(leaf(form, 'unit_amount')),
      recurring: { interval, interval_count: 1 },
      metadata: metadataOf(form, 'metadata'),
      product: this.newId('prod'),
      active: true,
    };
    this.prices.set(price.id, price);
    return { status: 200, body: price };
  }

  #makeSession(form: Form): Answer {
    const id = this.newId('cs_test');
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
      created: this.seconds(),
      livemode: false,
    };
    this.sessions.set(id, session);
    this.forms.set(id, form);
    return { status: 200, body: session };
  }

  #makeInvoice(form: Form): Answer {
    const made = this.blankInvoice(leaf(form, 'customer')!, 'manual');
    made.metadata = metadataOf(form, 'metadata');
    made.description = leaf(form, 'description') ?? null;
    return { status: 200, body: made };
  }

  #addItem(form: Form): Answer {
    return this.#found('invoice', this.invoices.get(leaf(form, 'invoice') ?? ''), (invoice) => {
      invoice.amount_due += Number(leaf(form, 'amount'));
      invoice.amount_remaining = invoice.amount_due;
      return { id: this.newId('ii'), object: 'invoiceitem' };
    });
  }

  #invoiceAct(id: string, act: string): Answer {
    const invoice = this.invoices.get(id);
    if (invoice === undefined) return missing('invoice');
    if (act === 'finalize') this.finalize(invoice);
    if (act === 'void') invoice.status = 'void';
    if (act === 'pay' && this.pay(invoice).status !== 'paid') return CARD_DECLINED;
    return { status: 200, body: invoice };
  }

  #subscribeLater(form: Form): Answer {
    const price = this.prices.get(leaf(form, 'items', '0', 'price')!)!;
    const ends = Number(leaf(form, 'trial_end'));
    const made = this.subscribe(leaf(form, 'customer')!, price, metadataOf(form, 'metadata'), ends);
    this.bill(made, 'subscription_create', 0);
    return { status: 200, body: made };
  }

  #changeSubscription(id: string, form: Form): Answer {
    const subscription = this.subscriptions.get(id);
    if (subscription === undefined) return missing('subscription');
    const cancels = leaf(form, 'cancel_at_period_end');
    if (cancels !== undefined && subscription.schedule !== null)
      return refusal('The subscription is managed by a schedule: update the schedule instead.');
    const [item] = subscription.items.data;
    const price = this.prices.get(leaf(form, 'items', '0', 'price') ?? '') ?? item!.price;
    const turns = price.recurring!.interval !== item!.price.recurring!.interval;
    item!.price = price;
    if (leaf(form, 'metadata', 'inkwell_plan') !== undefined)
      subscription.metadata = metadataOf(form, 'metadata');
    if (cancels !== undefined) subscription.cancel_at_period_end = cancels === 'true';
    // Another interval begins its period at once, and is billed at once, whatever the proration.
    if (turns && subscription.status !== 'trialing') this.endTrial(subscription, 'subscription_update');
    if (leaf(form, 'trial_end') !== 'now') return { status: 200, body: subscription };
    const invoice = this.endTrial(subscription, 'subscription_update');
    return { status: 200, body: { ...subscription, latest_invoice: invoice } };
  }
}
