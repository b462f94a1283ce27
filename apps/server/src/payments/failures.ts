import type { Logger } from 'pino';
import { type Result, refuse } from '../http/call.ts';
import { ProviderError } from './types.ts';

/** What a provider that fails is answered with; null for an error of another kind. Its own words go to the log alone. */
export function providerFailure(error: unknown, log: Logger): Result | null {
  if (!(error instanceof ProviderError)) return null;
  log.warn({ reason: error.message, is_retryable: error.is_retryable }, 'payment provider failed');
  return refuse('payment_provider_error');
}
