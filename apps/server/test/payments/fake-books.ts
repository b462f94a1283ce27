import {
  type CheckoutSession,
  type Customer,
  type Form,
  type Invoice,
  type Price,
  type Schedule,
  type StripeEvent,
  type Subscription,
  VISA,
  branch,
  later,
  leaf,
  metadataOf,
} from './stripe-objects.ts';

/** What a Stripe keeps, and what people, cards and time do to it. Events are made for the test to send as it likes. */
export class FakeBooks {
  /** Every amount that a card has been charged, in cents. */
  readonly charged: number[] = [];
  readonly customers = new Map<string, Customer>();
  readonly prices = new Map<string, Price>();
  readonly subscriptions = new Map<string, Subscription>();
  readonly schedules = new Map<string, Schedule>();
  readonly invoices = new Map<string, Invoice>();
  readonly sessions = new Map<string, CheckoutSession>();
  /** What was asked of each checkout. */
  readonly forms = new Map<string, Form>();
  /** What the card says when it is asked. */
  card: 'good' | 'declined' = 'good';
  readonly seconds: () => number;
  #count = 0;

  constructor(now: () => number) {
    this.seconds = () => Math.floor(now() / 1_000);
  }

  newId(prefix: string): string {
    return `${prefix}_${(this.#count += 1).toString().padStart(6, '0')}`;
  }

  blankInvoice(customer: string, billing_reason: string): Invoice {
    const id = this.newId('in');
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
      created: this.seconds(),
      default_payment_method: null,
      livemode: false,
    };
    this.invoices.set(id, invoice);
    return invoice;
  }

  finalize(invoice: Invoice): Invoice {
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
  pay(invoice: Invoice): Invoice {
    invoice.attempted = invoice.amount_due > 0;
    invoice.attempt_count += 1;
    if (this.card === 'declined' && invoice.amount_due > 0) return invoice;
    if (invoice.amount_due > 0) this.charged.push(invoice.amount_due);
    return Object.assign(invoice, { status: 'paid', amount_paid: invoice.amount_due, amount_remaining: 0 });
  }

  subscribe(
    customer: string,
    price: Price,
    metadata: Record<string, string>,
    trial_end: number | null,
  ): Subscription {
    const now = this.seconds();
    const { interval } = price.recurring!;
    const current_period_end = trial_end ?? later(now, interval);
    const item = { id: this.newId('si'), object: 'subscription_item' as const, price, quantity: 1 };
    const subscription: Subscription = {
      id: this.newId('sub'),
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
      schedule: null,
      metadata,
      items: { object: 'list', data: [{ ...item, current_period_start: now, current_period_end }] },
      livemode: false,
    };
    this.subscriptions.set(subscription.id, subscription);
    return subscription;
  }

  /** The invoice of a subscription's period; tried at once. */
  bill(subscription: Subscription, billing_reason: string, amount?: number): Invoice {
    const made = this.finalize(this.blankInvoice(subscription.customer, billing_reason));
    made.amount_due = made.amount_remaining = amount ?? subscription.items.data[0]!.price.unit_amount;
    const details = { subscription: subscription.id, metadata: { ...subscription.metadata } };
    made.parent = { type: 'subscription_details', quote_details: null, subscription_details: details };
    subscription.latest_invoice = made.id;
    this.pay(made);
    if (made.status !== 'paid') subscription.status = 'past_due';
    else if (subscription.status !== 'trialing') subscription.status = 'active';
    return made;
  }

  endTrial(subscription: Subscription, reason: string): Invoice {
    const [item] = subscription.items.data;
    item!.current_period_start = this.seconds();
    item!.current_period_end = later(this.seconds(), item!.price.recurring!.interval);
    Object.assign(subscription, { status: 'active', trial_end: this.seconds() });
    return this.bill(subscription, reason);
  }

  event(type: string, object: object, more: Partial<StripeEvent> = {}): StripeEvent {
    return {
      id: this.newId('evt'),
      object: 'event',
      api_version: '2026-10-28.endive',
      type,
      created: this.seconds(),
      data: { object: structuredClone(object) },
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      ...more,
    };
  }

  /** Where a checkout's page leads to when it is done. */
  backOf(url: string): string {
    return leaf(this.forms.get(new URL(url).pathname.slice(1))!, 'success_url')!;
  }

  /** A person finishes the page of a checkout. The events, in the order in which Stripe makes them. */
  complete(url: string): StripeEvent[] {
    const session = this.sessions.get(new URL(url).pathname.slice(1))!;
    const form = this.forms.get(session.id)!;
    session.status = 'complete';
    if (session.mode === 'setup') {
      session.setup_intent = this.newId('seti');
      return [this.event('checkout.session.completed', session)];
    }
    session.payment_status = 'paid';
    if (session.mode === 'payment') return this.completeOnce(session, form);
    const price = this.prices.get(leaf(form, 'line_items', '0', 'price')!)!;
    const metadata = metadataOf(form, 'subscription_data', 'metadata');
    const made = this.subscribe(session.customer, price, metadata, null);
    const invoice = this.bill(made, 'subscription_create');
    session.subscription = made.id;
    return [
      this.event('customer.subscription.created', made),
      this.event('invoice.paid', invoice),
      this.event('checkout.session.completed', session),
    ];
  }

  completeOnce(session: CheckoutSession, form: Form): StripeEvent[] {
    const made = this.finalize(this.blankInvoice(session.customer, 'manual'));
    made.amount_due = Number(leaf(branch(form, 'line_items', '0'), 'price_data', 'unit_amount'));
    made.metadata = metadataOf(form, 'invoice_creation', 'invoice_data', 'metadata');
    this.pay(made);
    session.invoice = made.id;
    return [this.event('checkout.session.completed', session), this.event('invoice.paid', made)];
  }

  /** A schedule's next phase begins where the one before it ends: its price and metadata are the subscription's from then on. */
  enterPhase(subscription: Subscription): void {
    const [item] = subscription.items.data;
    const schedule = this.schedules.get(subscription.schedule ?? '');
    const phase = schedule?.phases.find(({ start_date }) => start_date === item!.current_period_end);
    if (schedule === undefined || phase === undefined) return;
    if (phase.proration_behavior !== 'none') throw new Error('this fake prorates nothing');
    item!.price = this.prices.get(phase.items[0]!.price)!;
    Object.assign(subscription.metadata, phase.metadata);
    schedule.current_phase = { start_date: phase.start_date, end_date: phase.end_date };
  }

  /** What is left of a subscription's schedule once its last phase is over. */
  leaveSchedule(subscription: Subscription): void {
    const [item] = subscription.items.data;
    const schedule = this.schedules.get(subscription.schedule ?? '');
    if (schedule === undefined || schedule.phases.at(-1)!.end_date > item!.current_period_end) return;
    if (schedule.end_behavior === 'cancel') throw new Error('the schedule would end the subscription');
    schedule.status = 'released';
    subscription.schedule = null;
  }

  /** A period ends: the next one is billed and the card asked. */
  renew(id: string): StripeEvent[] {
    const subscription = this.subscriptions.get(id)!;
    const [item] = subscription.items.data;
    this.enterPhase(subscription);
    this.leaveSchedule(subscription);
    item!.current_period_start = item!.current_period_end;
    item!.current_period_end = later(item!.current_period_end, item!.price.recurring!.interval);
    if (subscription.status === 'trialing') subscription.status = 'active';
    const invoice = this.bill(subscription, 'subscription_cycle');
    const type = invoice.status === 'paid' ? 'invoice.paid' : 'invoice.payment_failed';
    return [this.event('customer.subscription.updated', subscription), this.event(type, invoice)];
  }

  /** The card is asked again for an open invoice. */
  retry(id: string): StripeEvent[] {
    const invoice = this.pay(this.invoices.get(id)!);
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
