import type { Role } from '@inkwell/contract';
import { type KeyedCommand, type Ledger, openLedger } from '@inkwell/ledger';
import { Hono } from 'hono';
import { pino } from 'pino';
import { type Backend, type TestDatabase, testDatabase } from '../../../../tests/backends.ts';
import type { Call, Result, SessionCaller } from '../../src/http/call.ts';
import { type Payments, openPayments } from '../../src/payments/index.ts';
import { accountHandlers } from '../../src/routes/accounts.ts';
import { FakeStripe } from './fake-stripe.ts';
import { signatureOf } from './sign.ts';
import type { StripeEvent } from './stripe-objects.ts';

export const START = Date.UTC(2026, 10, 22, 12);
export const DAY_MS = 86_400_000;
const SECRET = 'whsec_of_the_tests';

type Handlers = ReturnType<typeof accountHandlers>;
type Any = Record<string, unknown>;

/** An instance that takes payments, with a Stripe of its own on loopback. */
export interface Shop {
  at: TestDatabase;
  ledger: Ledger;
  fake: FakeStripe;
  payments: Payments;
  clock: { now: number };
  firsts: string[];
  /** A workspace and its account. */
  workspace(made?: Partial<Extract<KeyedCommand, { op: 'create_account' }>>): Promise<string>;
  /** One of the page's routes, by an owner unless told otherwise. */
  ask(account: string, route: keyof Payments['handlers'], body?: Any, more?: AskMore): Promise<Answered>;
  /** One of the account's own routes, with the payments before it. */
  act(account: string, route: keyof Handlers, body?: Any, more?: AskMore): Promise<Answered>;
  /** Sends an event as Stripe does; the status of the answer. */
  send(event: StripeEvent, how?: { secret?: string; at?: number; payload?: string }): Promise<number>;
  deliver(events: StripeEvent[]): Promise<void>;
  do(command: Any): Promise<Any>;
  spend(account: string, credits: number): Promise<boolean>;
  account(account: string): Promise<Any & { phase: string; plan: string; interval: string; balance: Any }>;
  bonus(account: string): Promise<number>;
  reconcile(): Promise<void>;
  /** A workspace that pays for a plan. */
  subscribed(plan?: string, interval?: 'month' | 'year'): Promise<{ account: string; subscription: string }>;
  close(): Promise<void>;
}

interface AskMore {
  role?: Role;
  key?: string;
  operator?: boolean;
  query?: Any;
}

export interface Answered {
  status: number;
  body: Any & { url: string; code: string; state: string };
}

let count = 0;
const next = (what: string): string => `${what}-${(count += 1)}`;

function callOf(
  account: string,
  body: Any,
  { role = 'owner', key, operator = false, query = {} }: AskMore,
): Call {
  const person: SessionCaller = {
    kind: 'session',
    actor: 'member:ines',
    account,
    workspace: 'Juniper',
    member: 'ines',
    name: 'Ines',
    role,
    staff: false,
    session: 'session-of-ines',
    token: 'token-of-ines',
  };
  const caller = operator ? ({ kind: 'operator', actor: 'operator' } as const) : person;
  const idempotency_key = key ?? next('key');
  return { params: { account }, query, body, caller, idempotency_key, request: null } as unknown as Call;
}

export async function openShop(backend: Backend): Promise<Shop> {
  const at = await testDatabase(backend);
  const { database } = at;
  const clock = { now: START };
  const now = () => clock.now;
  const late: { payments: Payments | null } = { payments: null };
  const ledger = await openLedger({ database, now, onRefused: (...told) => late.payments?.refused(...told) });
  const fake = new FakeStripe(now);
  const env = {
    STRIPE_SECRET_KEY: 'sk_test_of_the_tests',
    STRIPE_WEBHOOK_SECRET: SECRET,
    STRIPE_API_BASE: await fake.open(),
  };
  const log = pino({ level: 'silent' });
  const payments = await openPayments({
    env,
    database,
    ledger,
    log,
    now,
    address: () => 'http://ink.example',
  });
  late.payments = payments;
  const firsts: string[] = [];
  payments.onFirstPayment((account) => Promise.resolve(void firsts.push(account)));
  const app = new Hono();
  payments.mount(app);
  const guarded = payments.guard(accountHandlers(ledger));
  const answered = ({ status, body }: Result): Answered => ({ status, body: body as Answered['body'] });

  const send: Shop['send'] = async (event, how = {}) => {
    const payload = JSON.stringify(event);
    const header = await signatureOf(payload, how.secret ?? SECRET, how.at ?? clock.now);
    const request = { method: 'POST', body: how.payload ?? payload, headers: { 'stripe-signature': header } };
    return (await app.request('/stripe/webhook', request)).status;
  };
  const shop: Shop = {
    at,
    ledger,
    fake,
    payments,
    clock,
    firsts,
    workspace: async (made = {}) => {
      const account = next('acct');
      await database.query(
        'insert into app.workspace (id, name, slug, created_at) values ($1, $2, $1, now())',
        [account, `Workspace ${account}`],
      );
      await shop.do({ op: 'create_account', account, plan: 'pro', trial: true, ...made });
      return account;
    },
    ask: async (account, route, body = {}, more = {}) => {
      const handler = payments.handlers[route] as (call: Call) => Result | Promise<Result>;
      return answered(await handler(callOf(account, body, more)));
    },
    act: async (account, route, body = {}, more = {}) => {
      const handler = guarded[route] as (call: Call) => Result | Promise<Result>;
      return answered(await handler(callOf(account, body, more)));
    },
    send,
    deliver: async (events) => {
      for (const event of events) {
        const status = await send(event);
        if (status !== 200) throw new Error(`${event.type} was answered ${status}`);
      }
    },
    do: async (command) => {
      const answer = await ledger.execute({ key: next('do'), actor: 'operator', ...command } as KeyedCommand);
      if (!answer.ok) throw new Error(answer.refusal.detail);
      return answer.reply.body;
    },
    spend: async (account, credits) => {
      const charge = {
        op: 'charge',
        account,
        output: next('out'),
        member: 'ines',
        source: 'api',
        words: credits,
      } as const;
      return (await ledger.execute({ ...charge, key: next('do'), actor: 'operator' })).ok;
    },
    account: async (account) => ledger.reads.accountOf((await ledger.reads.load(account))!) as never,
    bonus: async (account) => (await ledger.reads.load(account))!.state.totals.bonus_available,
    reconcile: async () => {
      for (const job of payments.jobs) await job.run();
    },
    subscribed: async (plan = 'pro', interval = 'month') => {
      const account = await shop.workspace();
      const { body } = await shop.ask(account, 'startCheckout', { plan, interval, start: 'now' });
      await shop.deliver(fake.complete(body.url));
      const [subscription] = [...fake.subscriptions.keys()].slice(-1);
      return { account, subscription: subscription! };
    },
    close: async () => {
      await payments.idle();
      await ledger.close();
      await fake.close();
      await at.remove();
    },
  };
  return shop;
}
