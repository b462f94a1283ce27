import type { paymentRoutes } from '@inkwell/contract';
import type { RefusalCode } from '@inkwell/engine';
import type { Database, Ledger } from '@inkwell/ledger';
import type { Hono } from 'hono';
import type { Logger } from 'pino';
import type { Handlers, Result } from '../http/call.ts';
import type { Job } from '../jobs.ts';
import type { accountHandlers } from '../routes/accounts.ts';
import { readStripeSettings } from './config.ts';
import { Effects } from './effects.ts';
import { PaymentGate } from './gate.ts';
import type { FirstPayment, PaymentParts } from './parts.ts';
import { Reconciler } from './reconcile.ts';
import { noPaymentHandlers, paymentHandlers } from './routes.ts';
import { PaymentService } from './service.ts';
import { Standings } from './standing.ts';
import { PaymentStore } from './store.ts';
import { TopUps } from './top-ups.ts';
import { Webhook } from './webhook.ts';

export type { FirstPayment } from './parts.ts';

const RECONCILE_EVERY_MS = 60_000;

type AccountHandlers = ReturnType<typeof accountHandlers>;

/** The instance's payments: Stripe's, or none. */
export interface Payments {
  readonly kind: 'none' | 'stripe';
  /** The page's routes. */
  readonly handlers: Handlers<typeof paymentRoutes>;
  /** The account's own routes, with the payments before them. */
  guard(handlers: AccountHandlers): AccountHandlers;
  /** Adds `POST /stripe/webhook`, which takes a raw body and no session, where payments are taken. */
  mount(app: Hono): void;
  /** Told of each refusal of the ledger; returns at once (L3). */
  refused(account: string, code: RefusalCode): void;
  /** Told of each account's first payment, at least once (L4). */
  onFirstPayment(tell: FirstPayment): void;
  /**
   * Ends what the account pays for, before its workspace is deleted: null when nothing is charged any more, else why it
   * could not be ended.
   */
  leave(account: string): Promise<Result | null>;
  /** Goes after what was left undone. */
  readonly jobs: readonly Job[];
  /** Resolves when what refusals have set going is done. */
  idle(): Promise<void>;
}

export interface PaymentOptions {
  env: Record<string, string | undefined>;
  database: Database;
  ledger: Ledger;
  log: Logger;
  now: () => number;
  /** The instance's address, as people's browsers reach it. */
  address: () => string;
}

export const NO_PAYMENTS: Payments = {
  kind: 'none',
  handlers: noPaymentHandlers(),
  guard: (handlers) => handlers,
  mount: () => {},
  refused: () => {},
  onFirstPayment: () => {},
  leave: () => Promise.resolve(null),
  jobs: [],
  idle: () => Promise.resolve(),
};

/** Opens the payments that the environment configures. Rejects with `ConfigError` for settings that can't be meant. */
export async function openPayments(options: PaymentOptions): Promise<Payments> {
  const settings = readStripeSettings(options.env);
  if (settings === null) return NO_PAYMENTS;
  const { database, ledger, log, now, address } = options;
  const first_payment: FirstPayment[] = [];
  // Stripe's library takes a fifth of a second to load, which an instance without payments has no use for.
  const { StripeProvider } = await import('./stripe/provider.ts');
  const provider = new StripeProvider(settings);
  const parts: PaymentParts = {
    ledger,
    log,
    now,
    provider,
    first_payment,
    store: new PaymentStore(database),
  };
  const effects = new Effects(parts);
  const standings = new Standings(parts, effects);
  const top_ups = new TopUps(parts, effects);
  const rooms = { effects, standings, top_ups };
  const service = new PaymentService(parts, rooms, () => `${address()}/settings/billing`);
  const gate = new PaymentGate(parts, rooms, service);
  const webhook = new Webhook(parts, rooms);
  const reconciler = new Reconciler(parts, rooms);
  return {
    kind: 'stripe',
    handlers: paymentHandlers(parts, service),
    guard: (handlers) => gate.guard(handlers),
    mount: (app) => void app.post('/stripe/webhook', (c) => webhook.answer(c.req.raw)),
    refused: (account, code) => {
      if (code === 'insufficient_credits') top_ups.refused(account);
    },
    onFirstPayment: (tell) => void first_payment.push(tell),
    leave: (account) => gate.leave(account),
    jobs: [{ name: 'payments', every_ms: RECONCILE_EVERY_MS, run: () => reconciler.run() }],
    idle: () => top_ups.idle(),
  };
}
