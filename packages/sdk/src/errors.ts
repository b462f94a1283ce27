import { isErrorCode } from '@inkwell/contract/errors';
import type { ErrorCode, Figures, Problem } from '@inkwell/contract/errors';

/** A code of the contract, or `network_error` when no whole answer came (status 0). */
export type InkwellErrorCode = ErrorCode | 'network_error';

/**
 * A refusal or a failure. `figures` are what stands beside the standard members of the problem. Refusals to spend
 * are `SpendingRefused`, which says what is asked and what is there.
 */
export class InkwellError extends Error {
  override readonly name: string = 'InkwellError';
  readonly code: InkwellErrorCode;
  readonly status: number;
  readonly figures: Readonly<Figures>;
  readonly problem: Problem | null;

  constructor(
    code: InkwellErrorCode,
    status: number,
    detail: string,
    problem: Problem | null,
    cause?: unknown,
  ) {
    super(detail, cause === undefined ? {} : { cause });
    this.code = code;
    this.status = status;
    this.problem = problem;
    const { type: _t, title: _h, status: _s, detail: _d, code: _c, instance: _i, ...figures } = problem ?? {};
    this.figures = figures;
  }
}

/** The codes with which a hold, a charge or an extension is refused for want of credits (X). */
export type SpendingCode =
  | 'insufficient_credits'
  | 'member_cap_reached'
  | 'bonus_locked_in_trial'
  | 'account_paused'
  | 'account_canceled';

/** Why nothing, or no more, can be spent: status 402, with the figures that explain it to a person (X). */
export class SpendingRefused extends InkwellError {
  override readonly name: string = 'SpendingRefused';
  declare readonly code: SpendingCode;

  /** Credits that were asked for; null where the account is paused or canceled. */
  get asked(): number | null {
    return this.figures.asked ?? null;
  }

  /** Credits that could be spent, whatever their bucket: at least those in `figures.available_by_bucket`. */
  get available(): number {
    return this.figures.available ?? 0;
  }

  /** When credits refill, RFC 3339 UTC; null when nothing refills them. */
  get resets_at(): string | null {
    return this.figures.resets_at ?? null;
  }
}

/** The account has fewer credits to spend than were asked for. */
export class InsufficientCredits extends SpendingRefused {
  override readonly name = 'InsufficientCredits';
}

/** The member's cap for this cycle is reached, whatever the account has (M2). */
export class MemberCapReached extends SpendingRefused {
  override readonly name = 'MemberCapReached';

  get member_cap(): number {
    return this.figures.member_cap ?? 0;
  }

  get member_left(): number {
    return this.figures.member_left ?? 0;
  }
}

/** The trial's credits are used up; bonus credits open after it (B2). */
export class BonusLockedInTrial extends SpendingRefused {
  override readonly name = 'BonusLockedInTrial';
}

/** A paused account spends nothing new until it resumes (A5). */
export class AccountPaused extends SpendingRefused {
  override readonly name = 'AccountPaused';
}

/** A canceled account spends nothing new until it resumes (A5). */
export class AccountCanceled extends SpendingRefused {
  override readonly name = 'AccountCanceled';
}

const SPENDING: Record<SpendingCode, typeof SpendingRefused> = {
  insufficient_credits: InsufficientCredits,
  member_cap_reached: MemberCapReached,
  bonus_locked_in_trial: BonusLockedInTrial,
  account_paused: AccountPaused,
  account_canceled: AccountCanceled,
};

const isSpendingCode = (code: ErrorCode): code is SpendingCode => Object.hasOwn(SPENDING, code);

/** The error that a problem of the contract stands for. */
export function errorOfProblem(problem: Problem): InkwellError {
  const { code, status, detail } = problem;
  const Kind = isSpendingCode(code) ? SPENDING[code] : InkwellError;
  return new Kind(code, status, detail, problem);
}

export const networkError = (detail: string, cause?: unknown): InkwellError =>
  new InkwellError('network_error', 0, detail, null, cause);

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'code' in value && isErrorCode(value.code);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** The code that a status means when the body is no problem of ours: some proxy answered in the server's place. */
function codeOfStatus(status: number): ErrorCode {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'not_allowed';
  if (status === 404) return 'route_not_found';
  if (status === 413) return 'too_large';
  if (status === 429) return 'rate_limited';
  if (status === 502 || status === 503 || status === 504) return 'unavailable';
  return status < 500 ? 'invalid_request' : 'internal_error';
}

/** The error that an answer which is no success stands for. Reads the body. */
export async function errorOf(response: Response): Promise<InkwellError> {
  const body = parsed(await response.text());
  if (isProblem(body)) return errorOfProblem({ ...body, status: response.status });
  return new InkwellError(
    codeOfStatus(response.status),
    response.status,
    `The server answered ${response.status}.`,
    null,
  );
}
