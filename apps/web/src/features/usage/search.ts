export interface UsageSearch {
  readonly cycle?: 'previous';
  readonly by?: 'source';
}

/** The page's filters as the address keeps them; what is not known is left out. */
export function usageSearch(raw: Record<string, unknown>): UsageSearch {
  return {
    ...(raw.cycle === 'previous' ? { cycle: 'previous' as const } : {}),
    ...(raw.by === 'source' ? { by: 'source' as const } : {}),
  };
}
