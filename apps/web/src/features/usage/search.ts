export interface UsageSearch {
  /** The number of a cycle that is over; the trial is 0. */
  readonly cycle?: number;
  readonly by?: 'source';
}

/** The page's filters as the address keeps them; what is not known is left out. */
export function usageSearch(raw: Record<string, unknown>): UsageSearch {
  const { cycle } = raw;
  return {
    ...(typeof cycle === 'number' && Number.isInteger(cycle) && cycle >= 0 ? { cycle } : {}),
    ...(raw.by === 'source' ? { by: 'source' as const } : {}),
  };
}
