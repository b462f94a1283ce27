import { useMemo } from 'react';
import { useBalance } from '../../shared/api/live.ts';
import { useLeft } from '../../shared/api/queries.ts';
import { trialWaits } from '../../shared/format/meter.ts';
import { type Reader, resetsOn } from './sentences.ts';

/** What sentences about outputs and refusals need to know of whoever reads them. */
export function useReader(): Reader {
  const balance = useBalance();
  const resets = resetsOn(balance);
  const waits = balance !== null && trialWaits(balance);
  const cap = useLeft()?.cap ?? null;
  return useMemo(() => ({ resets, cap, waits }), [resets, cap, waits]);
}
