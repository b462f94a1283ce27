import { MAX_TEXT_CHARS } from '@inkwell/contract/types';
import type { Balance } from '@inkwell/contract/types';
import { InkwellError } from '../errors.ts';
import type { InkwellErrorCode } from '../errors.ts';
import type { ModelCall } from './model.ts';
import { estimateOf, perCall } from './options.ts';
import type { InkwellOptions } from './options.ts';
import type { Receipt, Unsettled } from './receipt.ts';

const DEFAULT_TTL_S = 600;
/** Steps are never smaller: no call of the server per word. */
const MIN_STEP = 30;
/** How often credits that an explanation says are there, but no extension gets, are asked for. */
const TRIES = 3;

/** What a purse keeps of its options once they are found for the call. */
interface Found {
  account: string;
  member: string;
  output: string;
  labels: string[];
  estimate: number;
  ttl_s: number;
}

/** What was delivered: `text` for the ledger to count (C2), `words` as they were counted here. */
export interface Delivered {
  text: string;
  words: number;
  ended_by: InkwellErrorCode | null;
}

/**
 * The credits of one call: a hold (H1) that grows ahead of the text (H2) and is resolved once (H3, H4). Its keys are
 * the hold's own, so whatever is sent twice is done once (K1).
 */
export class Purse {
  /** Credits that are held: words that may be delivered. */
  held: number;
  /** The hold's life in milliseconds, from when it was last renewed. */
  readonly life_ms: number;
  readonly #options: InkwellOptions;
  readonly #found: Found;
  readonly #hold: string;
  readonly #signal: AbortSignal | undefined;
  readonly #step: number;
  /** Words left below which the next step is asked for. */
  readonly #ask_below: number;
  #extensions = 0;
  /** What was asked for and not answered: asked for again under the same key. */
  #unanswered: number | null = null;
  #asking: Promise<void> | null = null;
  /** Nothing more was there, or to be reached, when last asked: no use to ask ahead. */
  #is_dry = false;
  #renewed_at = Date.now();
  #closing: Promise<Receipt> | null = null;

  private constructor(
    options: InkwellOptions,
    found: Found,
    { hold, held }: { hold: string; held: number },
    signal: AbortSignal | undefined,
  ) {
    this.#options = options;
    this.#found = found;
    this.#hold = hold;
    this.#signal = signal;
    this.held = held;
    this.life_ms = found.ttl_s * 1_000;
    this.#step = Math.max(MIN_STEP, Math.ceil(found.estimate / 2));
    this.#ask_below = Math.ceil(Math.min(this.#step, found.estimate) / 3);
  }

  /** Holds what there is, up to the estimate. Throws `SpendingRefused` if that is less than `min`. */
  static async open(options: InkwellOptions, call: ModelCall): Promise<Purse> {
    const found: Found = {
      account: await perCall(options.account, call),
      member: await perCall(options.member, call),
      output: options.output?.(call) ?? crypto.randomUUID(),
      labels: options.labels === undefined ? [] : await perCall(options.labels, call),
      estimate: await estimateOf(options, call),
      ttl_s: options.ttl_s ?? DEFAULT_TTL_S,
    };
    const run = options.run === undefined ? undefined : await perCall(options.run, call);
    const made = await options.client.holds.create(
      found.account,
      {
        credits: found.estimate,
        member: found.member,
        mode: 'up_to',
        min: options.min ?? 1,
        ttl_s: found.ttl_s,
        source: options.source ?? 'api',
        ...(run === undefined ? {} : { run }),
      },
      { signal: call.abortSignal },
    );
    return new Purse(options, found, made, call.abortSignal);
  }

  /** Asks for the next step while there are words left, so that the text need not wait for it. */
  askAhead(words: number): void {
    if (!this.#is_dry && this.held - words <= this.#ask_below) this.#askUnheard(this.#step);
  }

  /** Renews a hold that was not grown for long. */
  renew(): void {
    if (Date.now() - this.#renewed_at > this.life_ms / 2) this.#askUnheard(1);
  }

  /** Resolves with null once `words` credits are held, or with why they can't be had. Rejects when aborted. */
  async reach(words: number): Promise<InkwellErrorCode | null> {
    const { account, member } = this.#found;
    try {
      // One that was sent ahead and failed is no answer to this.
      await this.#asking?.catch(() => undefined);
      for (let tries = 0; this.held < words && tries < TRIES; tries += 1) {
        await this.#ask(Math.max(this.#step, words - this.held));
        if (this.held >= words) break;
        const asked = { credits: 1, member, mode: 'up_to' } as const;
        const { refusal } = await this.#options.client.usage.explain(account, asked, {
          signal: this.#signal,
        });
        if (refusal !== null) return refusal.code;
      }
      return this.held >= words ? null : 'insufficient_credits';
    } catch (error) {
      this.#signal?.throwIfAborted();
      if (error instanceof InkwellError) return error.code;
      throw error;
    }
  }

  /** Settles with what was delivered, or releases. Only the first call counts. Rejects only if a callback throws. */
  close(delivered: Delivered): Promise<Receipt> {
    if (this.#closing === null) {
      this.#closing = this.#close(delivered);
      this.#options.wait_until?.(this.#closing);
    }
    return this.#closing;
  }

  /** What goes wrong here is met again, and told, when the words are needed. */
  #askUnheard(credits: number): void {
    this.#ask(credits).catch(() => {
      this.#is_dry = true;
      // Not with every piece of text: the next half of a life is soon enough.
      this.#renewed_at = Date.now();
    });
  }

  /** One at a time: who comes in between waits for the same answer. */
  #ask(credits: number): Promise<void> {
    this.#asking ??= this.#extend(credits).finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #extend(wanted: number): Promise<void> {
    this.#unanswered ??= wanted;
    const credits = this.#unanswered;
    const { account, ttl_s } = this.#found;
    const answer = await this.#options.client.holds.extend(
      account,
      this.#hold,
      { credits, mode: 'up_to', ttl_s },
      { signal: this.#signal, idempotency_key: `${this.#hold}:extend:${this.#extensions}` },
    );
    this.#unanswered = null;
    this.#extensions += 1;
    this.#renewed_at = Date.now();
    this.#is_dry = answer.added < credits;
    this.held = answer.held;
  }

  async #close(delivered: Delivered): Promise<Receipt> {
    const { account, output } = this.#found;
    const resolve = (): Promise<Receipt> =>
      delivered.words === 0 ? this.#release(delivered) : this.#settle(delivered);
    let receipt: Receipt;
    try {
      receipt = await resolve();
    } catch (error) {
      receipt = { output, words: delivered.words, charged: null, available: null, ...endOf(delivered) };
      const unsettled = {
        account,
        hold: this.#hold,
        output,
        words: delivered.words,
        error,
        settle: resolve,
      };
      (this.#options.on_unsettled ?? sayUnsettled)(unsettled);
    }
    this.#options.on_settled?.(receipt);
    return receipt;
  }

  async #settle(delivered: Delivered): Promise<Receipt> {
    const { account, output, labels } = this.#found;
    const { text, words } = delivered;
    const counted = text.length <= MAX_TEXT_CHARS ? { text } : { words };
    const { charged, balance } = await this.#options.client.holds.settle(
      account,
      this.#hold,
      { output, labels, ...counted },
      { idempotency_key: `${this.#hold}:settle` },
    );
    return { output, words, charged, available: balance.available, ...endOf(delivered) };
  }

  async #release(delivered: Delivered): Promise<Receipt> {
    const available = await this.#options.client.holds
      .release(this.#found.account, this.#hold, { idempotency_key: `${this.#hold}:release` })
      .then(({ balance }: { balance: Balance }) => balance.available)
      .catch((error: unknown) => {
        // Its life has ended: that released it (H5).
        if (error instanceof InkwellError && error.code === 'hold_resolved') return null;
        throw error;
      });
    return { output: null, words: 0, charged: 0, available, ...endOf(delivered) };
  }
}

const endOf = ({ ended_by }: Delivered): Pick<Receipt, 'ended_by'> => ({ ended_by });

/** Money is at stake: an app that looks nowhere else shall find it in its log. */
function sayUnsettled({ account, hold, output, words, error }: Unsettled): void {
  // oxlint-disable-next-line no-console
  console.error(
    `Inkwell: ${words} words of output ${output} (${hold} of ${account}) are not settled.`,
    error,
  );
}
