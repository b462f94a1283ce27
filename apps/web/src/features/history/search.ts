export interface HistorySearch {
  /** A day key, "2026-11-14". */
  readonly day?: string;
}

export function historySearch(raw: Record<string, unknown>): HistorySearch {
  return typeof raw.day === 'string' && /^\d{4}-\d\d-\d\d$/.test(raw.day) ? { day: raw.day } : {};
}
