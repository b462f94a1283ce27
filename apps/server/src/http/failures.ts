import { OverloadedError, isOutOfReach } from '@inkwell/ledger';
import type { Logger } from 'pino';
import { tooMany } from './allowance.ts';
import { type Result, refuse } from './call.ts';

/** What an exception is answered with. Only faults of our own are logged as errors. */
export function failure(error: unknown, route: string, log: Logger): Result {
  if (error instanceof OverloadedError) return tooMany(error.retry_after_s);
  if (isOutOfReach(error)) {
    log.warn({ route, reason: error.message }, 'database out of reach');
    return { ...refuse('unavailable'), headers: { 'retry-after': '1' } };
  }
  log.error({ route, err: error }, 'request failed');
  return refuse('internal_error');
}
