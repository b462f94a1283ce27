import { parseRequest, routes } from '../src/index.ts';
import type { FieldError, Route, RouteId } from '../src/index.ts';

/** Path parameters that are right for every route. */
export const PARAMS: Record<string, string> = {
  account: 'acme',
  member: 'ines',
  hold: 'hold_1',
  grant: 'grant_1',
  output: 'out-1',
  clock: 'clock_1',
  key: 'key_0a1b',
  run: 'run-1',
  webhook: 'wh_0a1b',
  delivery: 'msg_0a1b',
};

export function paramsOf(route: Route): Record<string, string> {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
  return Object.fromEntries(names.map((name) => [name, PARAMS[name] ?? '']));
}

/** Parses a body for a route with good parameters: the body with defaults, or the fields that are wrong. */
export function parseBody(id: RouteId, body: unknown): { body: unknown } | { fields: string[] } {
  const route: Route = routes[id];
  const parsed = parseRequest(route, { params: paramsOf(route), query: new URLSearchParams(), body });
  if (parsed.ok) return { body: parsed.input.body };
  const errors = parsed.problem.errors as FieldError[];
  return { fields: errors.map((error) => error.field) };
}

export function parseQuery(id: RouteId, query: string): { query: unknown } | { fields: string[] } {
  const route: Route = routes[id];
  const parsed = parseRequest(route, {
    params: paramsOf(route),
    query: new URLSearchParams(query),
    body: undefined,
  });
  if (parsed.ok) return { query: parsed.input.query };
  const errors = parsed.problem.errors as FieldError[];
  return { fields: errors.map((error) => error.field) };
}
