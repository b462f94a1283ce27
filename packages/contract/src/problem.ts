import type { ErrorCode } from './errors.ts';

/** One thing wrong with a request. `field` is a path such as `body.labels.2`, `query.limit` or `params.account`. */
export interface FieldError {
  field: string;
  message: string;
}

/** What explains a refusal. Credits are whole numbers, instants RFC 3339 UTC; more members may stand beside these. */
export interface Figures {
  /** Credits that the request asked for. */
  asked?: number;
  /** Credits that could be spent, in all and by bucket. */
  available?: number;
  available_by_bucket?: { plan: number; trial: number; bonus: number };
  /** When the current cycle (or trial) ends; null when nothing renews it. */
  resets_at?: string | null;
  /** Whose cap it is, the cap, and what is left of it; null without one (M2). */
  member?: string;
  member_cap?: number | null;
  member_left?: number | null;
  /** `idempotency_mismatch`: the first field that differs. */
  field?: string;
  /** `invalid_request`: everything that is wrong. */
  errors?: FieldError[];
  /** `rate_limited`: the same seconds as the header. */
  retry_after_s?: number;
  [figure: string]: unknown;
}

/** The body of every answer that is no success: RFC 9457, sent as `application/problem+json`. */
export interface Problem extends Figures {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  instance?: string;
}
