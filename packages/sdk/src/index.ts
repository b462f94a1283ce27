/** A typed client of Inkwell's HTTP contract, for Node and browsers. See README.md. */
export { createClient } from './client.ts';
export type { Client, DailyQuery, DeliveryQuery, ExplainQuery, UsageQuery } from './client.ts';
export {
  AccountCanceled,
  AccountPaused,
  BonusLockedInTrial,
  InkwellError,
  InsufficientCredits,
  MemberCapReached,
  SpendingRefused,
} from './errors.ts';
export type { InkwellErrorCode, SpendingCode } from './errors.ts';
export type { EventsOptions } from './events.ts';
export type { CallOptions, ChangeOptions, ClientOptions } from './http.ts';
export { each } from './pages.ts';
export type { PageOptions } from './pages.ts';
export type * from '@inkwell/contract/types';
