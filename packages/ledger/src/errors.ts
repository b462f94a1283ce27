import { DatabaseError } from './database.ts';

/** The database is out of reach: nothing was changed, or the key tells (api.md `unavailable`). */
export class UnavailableError extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'UnavailableError';
  }
}

/** More waits than the ledger takes on (api.md `rate_limited`). */
export class OverloadedError extends Error {
  readonly retry_after_s = 1;

  constructor() {
    super('Too many requests are waiting.');
    this.name = 'OverloadedError';
  }
}

/** What a caller may try again later: the database could not be asked. Anything else is refused work, or a bug. */
export const isOutOfReach = (error: unknown): error is UnavailableError | DatabaseError =>
  error instanceof UnavailableError || (error instanceof DatabaseError && error.is_unavailable);
