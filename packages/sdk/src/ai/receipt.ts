import type { GenerateResult } from './model.ts';
import type { InkwellErrorCode } from '../errors.ts';

/** What one call of a model cost: `providerMetadata.inkwell`. */
export type Receipt = {
  /** Votes and receipts name it; null when no word was delivered, so that nothing was charged. */
  output: string | null;
  /** Words delivered. */
  words: number;
  /** Credits charged; null when that could not be told to Inkwell yet (`on_unsettled`). */
  charged: number | null;
  /** What the account has left to spend; null when unknown. */
  available: number | null;
  /** Why the text ends before the model ended it: `insufficient_credits`, `member_cap_reached`, …; null if it doesn't. */
  ended_by: InkwellErrorCode | null;
};

/** Words that were delivered, and a settle that has not been answered. */
export interface Unsettled {
  account: string;
  hold: string;
  output: string;
  words: number;
  error: unknown;
  /** Settles again under the same key: safe at any time, any number of times, after the hold's end as well (H5). */
  settle(): Promise<Receipt>;
}

export type Metadata = GenerateResult['providerMetadata'];

export const withReceipt = (metadata: Metadata, receipt: Receipt): NonNullable<Metadata> => ({
  ...metadata,
  inkwell: receipt,
});

/** The receipt in a result's, a step's or a part's `providerMetadata`; undefined where there is none. */
export const receiptOf = (metadata: Metadata): Receipt | undefined =>
  metadata?.inkwell as Receipt | undefined;
