import type { InkwellErrorCode } from '../errors.ts';
import type { Finish } from './model.ts';

/** Ends that are a matter of credits; whatever else ends a text is a failure. */
const SHORTAGES = new Set<InkwellErrorCode>([
  'insufficient_credits',
  'member_cap_reached',
  'bonus_locked_in_trial',
]);

/** A text that had to end is cut off like one that met `maxOutputTokens`. */
export const finishOf = (ended_by: InkwellErrorCode): Finish['finishReason'] => ({
  unified: SHORTAGES.has(ended_by) ? 'length' : 'error',
  raw: ended_by,
});
