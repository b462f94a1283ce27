import type { Database, Ledger } from '@inkwell/ledger';
import type { EventHub } from '../events/hub.ts';
import type { Mailer } from '../mail/mailer.ts';
import type { Payments } from '../payments/index.ts';
import type { Writer } from '../writing/writer.ts';
import type { StaffActs } from './acts.ts';
import type { StaffStore } from './store.ts';

/** What staff's routes stand on. */
export interface StaffParts {
  database: Database;
  ledger: Ledger;
  store: StaffStore;
  acts: StaffActs;
  mailer: Mailer;
  hub: Pick<EventHub, 'streams'>;
  writer: Pick<Writer, 'id' | 'is_demo'>;
  payments: Pick<Payments, 'kind'>;
  queue_limit: number;
  version: string;
  started_at: number;
  /** The address that links begin with. */
  url: () => string;
  now: () => number;
}

/** What an award stands on, by whatever way it is asked for. */
export type AwardParts = Pick<StaffParts, 'ledger' | 'store' | 'acts' | 'url' | 'now'> & {
  mailer: Pick<Mailer, 'post'>;
};
