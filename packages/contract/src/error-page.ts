import { ERRORS, problemOf } from './errors.ts';
import type { ErrorCode, Figures, Problem } from './errors.ts';

/** What `/docs/errors/CODE` shows. `example` is a whole problem body, as a caller would get it. */
export interface ErrorPage {
  code: ErrorCode;
  status: number;
  title: string;
  paragraphs: string[];
  example: Problem;
}

const RESETS_AT = '2026-12-05T09:00:00.000Z';
const EXHAUSTED: Figures = {
  asked: 75,
  available: 50,
  available_by_bucket: { plan: 50, trial: 0, bonus: 0 },
  resets_at: RESETS_AT,
};

/** One occurrence a code, where figures make it clearer than its meaning alone. */
const OCCURRENCES: Partial<Record<ErrorCode, { detail: string; figures: Figures }>> = {
  invalid_request: {
    detail: 'body.credits: must be a whole number from 1 to 1,000,000,000',
    figures: {
      errors: [{ field: 'body.credits', message: 'must be a whole number from 1 to 1,000,000,000' }],
    },
  },
  idempotency_mismatch: {
    detail: 'This key was used for a request with another `credits`.',
    figures: { field: 'credits' },
  },
  excess_rejected: {
    detail: '60 words were delivered; the hold set 50 credits aside.',
    figures: { asked: 60, held: 50 },
  },
  rate_limited: { detail: 'Repeat in 2 seconds.', figures: { retry_after_s: 2 } },
  account_paused: { detail: 'The account has been paused since 1 November.', figures: { phase: 'paused' } },
  account_canceled: { detail: 'The account was canceled on 1 November.', figures: { phase: 'canceled' } },
  member_cap_reached: {
    detail: '75 credits were asked for; 20 of the 3,000 of this member are left in this cycle.',
    figures: { ...EXHAUSTED, member: 'ines', member_cap: 3_000, member_left: 20 },
  },
  bonus_locked_in_trial: {
    detail: 'The trial credits are used up; 10,000 bonus credits open when the trial ends.',
    figures: { ...EXHAUSTED, available: 0, available_by_bucket: { plan: 0, trial: 0, bonus: 10_000 } },
  },
  insufficient_credits: { detail: '75 credits were asked for and 50 are left.', figures: EXHAUSTED },
};

/** The page of a code, made from the table, so that it can't drift from what the server answers. */
export function errorPage(code: ErrorCode): ErrorPage {
  const { status, title, meaning, remedy } = ERRORS[code];
  const occurrence = OCCURRENCES[code];
  return {
    code,
    status,
    title,
    paragraphs: [
      meaning,
      remedy,
      'A refused request changes nothing, and its idempotency key stays free.',
    ].slice(0, status < 500 ? 3 : 2),
    example: problemOf(code, occurrence?.detail ?? meaning, occurrence?.figures ?? {}, '/v1/accounts/acme'),
  };
}
