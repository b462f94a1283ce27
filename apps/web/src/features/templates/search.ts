/** `?from=`: the template that a new one begins as a copy of. */
export const newSearch = (search: Record<string, unknown>): { from?: string } =>
  typeof search.from === 'string' && search.from !== '' ? { from: search.from } : {};
