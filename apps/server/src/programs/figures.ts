import type { Problem } from '@inkwell/contract';

/** What stands in every problem and explains nothing about this one. */
const STANDARD = new Set(['type', 'title', 'status', 'detail', 'code', 'instance']);
const MAX_CHARS = 200;
const MAX_ITEMS = 12;

/** A text of a caller's, as far as it is kept: short, and of signs that the database takes. */
export function shortened(text: string): string {
  const cut = text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}…` : text;
  return cut.replaceAll('\0', '').toWellFormed();
}

function kept(value: unknown): unknown {
  if (typeof value === 'string') return shortened(value);
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map(kept);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).slice(0, MAX_ITEMS);
  return Object.fromEntries(members.map(([name, member]) => [shortened(name), kept(member)]));
}

/** The figures of a problem as the log keeps them: what a request named may be as long as the caller likes. */
export const figuresOf = (problem: Problem): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(problem)
      .filter(([name]) => !STANDARD.has(name))
      .slice(0, MAX_ITEMS)
      .map(([name, value]) => [name, kept(value)]),
  );
