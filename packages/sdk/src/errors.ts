import { isErrorCode } from '@inkwell/contract/errors';
import type { ErrorCode, Problem } from '@inkwell/contract/errors';

/** A code of the contract, or `network_error` when no whole answer came (status 0). */
export type InkwellErrorCode = ErrorCode | 'network_error';

/** A refusal or a failure. `figures` are what stands beside the standard members of the problem. */
export class InkwellError extends Error {
  override readonly name = 'InkwellError';
  readonly code: InkwellErrorCode;
  readonly status: number;
  readonly figures: Readonly<Record<string, unknown>>;
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
  if (isProblem(body)) return new InkwellError(body.code, response.status, body.detail, body);
  return new InkwellError(
    codeOfStatus(response.status),
    response.status,
    `The server answered ${response.status}.`,
    null,
  );
}
