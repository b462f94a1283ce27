import type { Ledger } from '@inkwell/ledger';
import type { Logger } from 'pino';
import type { PaymentStore } from './store.ts';
import type { Provider } from './types.ts';

/** Who is told of an account's first payment (L4): at least once, so whoever listens makes it safe to repeat. */
export type FirstPayment = (account: string) => Promise<void>;

/** What the rooms of payments stand on. */
export interface PaymentParts {
  ledger: Ledger;
  store: PaymentStore;
  provider: Provider;
  log: Logger;
  now: () => number;
  first_payment: FirstPayment[];
}

/** The actor that the journal keeps of what payments change. */
export const PAYMENTS_ACTOR = 'payments';
