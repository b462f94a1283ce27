import type { HoldPost } from '@inkwell/contract/types';
import type { Client } from '../client.ts';
import type { ModelCall } from './model.ts';
import type { Receipt, Unsettled } from './receipt.ts';

/** A value, or how to find it for a call: from `call.providerOptions`, from the request that is being served, … */
export type PerCall<T> = T | ((call: ModelCall) => T | Promise<T>);

export interface InkwellOptions {
  /** A client with a workspace key of the account, or an operator key. On a server: a key is no thing for a page. */
  client: Pick<Client, 'holds' | 'usage'>;
  /** Whose credits. */
  account: PerCall<string>;
  /** Who spends them (M1). */
  member: PerCall<string>;
  /** Groups the outputs of several calls, such as the steps of one generation with tools (C3). */
  run?: PerCall<string | undefined> | undefined;
  /** Default `api`. */
  source?: HoldPost['source'];
  /** Up to 5, for the usage by label. */
  labels?: PerCall<string[]> | undefined;
  /** The id under which a call's text is charged; unique in the account (C1). Default: a new UUID for each call. */
  output?: ((call: ModelCall) => string) | undefined;
  /**
   * Credits to hold before the model is asked; text beyond them extends the hold. Default: three quarters of
   * `maxOutputTokens` but at most 1,000, or 300.
   */
  estimate?: PerCall<number> | undefined;
  /** The fewest credits with which it is worth to begin (H1). Default 1. */
  min?: number | undefined;
  /** The hold's life in seconds (H5); it is renewed while the text is read. Default 600. */
  ttl_s?: number | undefined;
  /** Whether the words of reasoning are charged: count them where people are shown them. Default `free`. */
  reasoning?: 'free' | 'counted' | undefined;
  /** Told how each call ended, those included that were aborted and so have no result to read it from. */
  on_settled?: ((receipt: Receipt) => void) | undefined;
  /** Told of text that was delivered and could not be paid yet; see `Unsettled`. Default: one line on the console. */
  on_unsettled?: ((unsettled: Unsettled) => void) | undefined;
  /** Where a platform freezes a function once its answer ends: its `waitUntil`, so that the settle comes through. */
  wait_until?: ((settling: Promise<unknown>) => void) | undefined;
}

const USUAL_CREDITS = 300;
/** The first hold is extended while the text streams, so it need not keep the credits of a whole book from others. */
const MOST_CREDITS = 1_000;
const WORDS_A_TOKEN = 0.75;

export async function perCall<T>(value: PerCall<T>, call: ModelCall): Promise<T> {
  return typeof value === 'function' ? (value as (call: ModelCall) => T | Promise<T>)(call) : value;
}

/** How many credits the first hold asks for. */
export async function estimateOf(options: InkwellOptions, call: ModelCall): Promise<number> {
  const given = options.estimate === undefined ? undefined : await perCall(options.estimate, call);
  const { maxOutputTokens } = call;
  const implied =
    maxOutputTokens === undefined ? USUAL_CREDITS : Math.min(MOST_CREDITS, maxOutputTokens * WORDS_A_TOKEN);
  return Math.max(1, options.min ?? 1, Math.ceil(given ?? implied));
}
