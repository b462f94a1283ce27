import { type Result, refuse } from './call.ts';

/** So much at once, and so much again each second. */
export interface Rate {
  burst: number;
  per_s: number;
}

/**
 * What callers may do before they have to wait. Generous: nobody who works meets them, a program in a loop does.
 * Counted in each process apart; tries to sign in are counted in the database (people/limits.ts).
 */
export const RATES = {
  /** Requests with credentials that open nothing, by address: keys are too long to be guessed, this keeps a flood away. */
  wrong_key: { burst: 1_000, per_s: 10 },
  /** Requests under one workspace key. */
  key_request: { burst: 5_000, per_s: 1_000 },
  /** UTF-16 units of text counted by `POST /v1/words`, by caller. */
  counted_text: { burst: 64_000_000, per_s: 4_000_000 },
  /** Runs started by one member. */
  run: { burst: 120, per_s: 2 },
  /** Conversations that the gateway answers, by account: behind one key there may be an app with many users. */
  answer: { burst: 600, per_s: 20 },
  /** Whole workspaces, people or journals downloaded by one caller. */
  export: { burst: 5, per_s: 1 / 30 },
} as const satisfies Record<string, Rate>;

interface Bucket {
  left: number;
  at: number;
}

/** Callers remembered by one allowance; when there are more, all begin anew. */
const REMEMBERED = 20_000;

/** A token bucket for each caller. `now` in milliseconds. */
export class Allowance {
  readonly #rate: Rate;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate, now: () => number) {
    this.#rate = rate;
    this.#now = now;
  }

  /**
   * Takes `amount` from the caller's bucket: null if at least one was left (the last request may go below nothing,
   * so that a large one is never impossible), else the answer 429 with the seconds to wait.
   */
  take(who: string, amount = 1): Result | null {
    const { burst, per_s } = this.#rate;
    const now = this.#now();
    let bucket = this.#buckets.get(who);
    if (bucket === undefined) {
      if (this.#buckets.size >= REMEMBERED) this.#buckets.clear();
      this.#buckets.set(who, (bucket = { left: burst, at: now }));
    }
    const passed_s = Math.max(0, now - bucket.at) / 1_000;
    bucket.left = Math.min(burst, bucket.left + passed_s * per_s);
    bucket.at = now;
    if (bucket.left < 1) return tooMany(Math.max(1, Math.ceil((1 - bucket.left) / per_s)));
    bucket.left -= amount;
    return null;
  }
}

/** 429 with `Retry-After`. */
export function tooMany(retry_after_s: number): Result {
  const result = refuse('rate_limited', `Repeat in ${retry_after_s} s.`, { retry_after_s });
  return { ...result, headers: { 'retry-after': String(retry_after_s) } };
}

export type Allowances = Record<keyof typeof RATES, Allowance>;

export const openAllowances = (now: () => number): Allowances => ({
  wrong_key: new Allowance(RATES.wrong_key, now),
  key_request: new Allowance(RATES.key_request, now),
  counted_text: new Allowance(RATES.counted_text, now),
  run: new Allowance(RATES.run, now),
  answer: new Allowance(RATES.answer, now),
  export: new Allowance(RATES.export, now),
});
