import type { KeyRefusal } from '../../shared/api/types.ts';
import { day } from '../../shared/format/date.ts';
import { figure } from '../../shared/format/number.ts';

type Figures = KeyRefusal['figures'];

const isNumber = (value: unknown): value is number => typeof value === 'number';
const isText = (value: unknown): value is string => typeof value === 'string';

/** `/v1/accounts/{account}/charges` as its part behind the account: the account is the workspace's own. */
const PREFIX = /^\/v1\/accounts\/\{account\}/;

export function routeWords({ route, method, path }: Pick<KeyRefusal, 'route' | 'method' | 'path'>): string {
  // A route that the server no longer has keeps its name alone.
  if (path === '') return route;
  return `${method} ${path.replace(PREFIX, '…')}`;
}

function bucketWords(buckets: unknown): string {
  if (typeof buckets !== 'object' || buckets === null) return '';
  const there = Object.entries(buckets).filter(([, credits]) => isNumber(credits) && credits > 0);
  const named = there.map(([name, credits]) => `${figure(credits as number)} ${name}`);
  return named.length === 0 ? '' : ` (${named.join(', ')})`;
}

function faultWords(faults: unknown): string[] {
  if (!Array.isArray(faults)) return [];
  return (faults as { field?: unknown; message?: unknown }[]).flatMap(({ field, message }) =>
    isText(field) && isText(message) ? [`${field} ${message}`] : [],
  );
}

/** Figures that are said in words of their own, in the order in which they explain. */
const SAID: Record<string, (figures: Figures) => string | null> = {
  asked: ({ asked }) => (isNumber(asked) ? `asked for ${figure(asked)}` : null),
  available: ({ available, available_by_bucket }) =>
    isNumber(available) ? `${figure(available)} available${bucketWords(available_by_bucket)}` : null,
  available_by_bucket: () => null,
  member_cap: ({ member_cap, member_left }) =>
    isNumber(member_cap)
      ? `${figure(isNumber(member_left) ? member_left : 0)} left of a cap of ${figure(member_cap)}`
      : null,
  member_left: () => null,
  resets_at: ({ resets_at }) => (isText(resets_at) ? `resets ${day(resets_at)}` : null),
  errors: () => null,
};

/** What explains a refusal, part by part: the figures of credits, or its sentence, and whatever that does not name. */
export function explanation(row: Pick<KeyRefusal, 'detail' | 'figures' | 'idempotency_key'>): string[] {
  const { detail, figures, idempotency_key } = row;
  const faults = faultWords(figures.errors);
  const said = Object.values(SAID).flatMap((say) => say(figures) ?? []);
  const sentence = said.length + faults.length > 0 ? [] : [detail];
  const others = Object.entries(figures).flatMap(([name, value]) => {
    if (name in SAID || !(isText(value) || isNumber(value))) return [];
    if (detail.includes(String(value)) || value === idempotency_key) return [];
    return [`${name.replaceAll('_', ' ')} ${isNumber(value) ? figure(value) : value}`];
  });
  return [...sentence, ...faults, ...said, ...others].map(asSentence);
}

const asSentence = (text: string): string =>
  /[.?!]$/.test(text) ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
