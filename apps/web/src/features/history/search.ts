/** What History is filtered by, as the address keeps it. */
export interface HistorySearch {
  readonly member?: string;
  readonly kind?: (typeof KINDS)[number];
  readonly template?: string;
  /** A day key, "2026-11-14". */
  readonly day?: string;
  /** The number of a cycle; the trial is 0. */
  readonly cycle?: number;
  readonly vote?: 'up' | 'down';
  readonly q?: string;
  /** Only what a program charged under this key. */
  readonly key?: string;
  /** Only this output or the run of it, opened. */
  readonly output?: string;
}

const KINDS = ['command', 'compose', 'template', 'api'] as const;
const MAX_SEARCH_CHARS = 200;

/** An id or a text that the server takes; anything else is left out. */
const word = (value: unknown, max = 128) =>
  (typeof value === 'string' || typeof value === 'number') && `${value}`.trim() !== ''
    ? `${value}`.slice(0, max)
    : undefined;

/** The page's filters as the address keeps them; what is not known is left out. */
export function historySearch(raw: Record<string, unknown>): HistorySearch {
  const { kind, vote, cycle, day } = raw;
  const known: Record<string, unknown> = {
    member: word(raw.member),
    kind: KINDS.find((one) => one === kind),
    template: word(raw.template),
    day: typeof day === 'string' && isDay(day) ? day : undefined,
    cycle: typeof cycle === 'number' && Number.isInteger(cycle) && cycle >= 0 ? cycle : undefined,
    vote: vote === 'up' || vote === 'down' ? vote : undefined,
    q: word(raw.q, MAX_SEARCH_CHARS),
    key: word(raw.key),
    output: word(raw.output),
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}

/** A day that the calendar has: the 30th of February moves on, or is no date at all. */
function isDay(text: string): boolean {
  const at = Date.parse(`${text}T12:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && Number.isFinite(at) && new Date(at).toISOString().startsWith(text);
}

export const isFiltered = (search: HistorySearch) => Object.keys(search).length > 0;
