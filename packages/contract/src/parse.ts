import type { z } from 'zod';
import { problemOf } from './errors.ts';
import type { FieldError, Problem } from './errors.ts';
import type { Route, RouteInput } from './route.ts';

/** How many faults are named at once; a body of a thousand bad operations needs no thousand lines. */
const MAX_ERRORS = 20;

interface RawRequest {
  /** From the path, percent-decoded. */
  params: Record<string, string>;
  /** From the address; a name that is given twice is an error. */
  query: URLSearchParams;
  /** The parsed JSON; undefined when there was no body, which counts as `{}`. */
  body: unknown;
}

export type ParsedRequest<R extends Route> =
  { ok: true; input: RouteInput<R> } | { ok: false; problem: Problem };

function fieldErrors(where: string, issues: readonly z.core.$ZodIssue[]): FieldError[] {
  return issues.flatMap((issue) => {
    const at = [where, ...issue.path.map(String)].join('.');
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ field: `${at}.${key}`, message: 'is not a field of this request' }));
    const isObject = issue.code === 'invalid_type' && issue.expected === 'object';
    return [{ field: at, message: isObject ? 'must be a JSON object' : issue.message }];
  });
}

function queryObject(query: URLSearchParams): Record<string, string | string[]> {
  const names = new Set(query.keys());
  const entries = [...names].map((name) => {
    const values = query.getAll(name);
    return [name, values.length === 1 ? (values[0] as string) : values] as const;
  });
  return Object.fromEntries(entries);
}

/** The `invalid_request` that names everything that is wrong, the first of them in its `detail`. */
export function invalidRequest(errors: FieldError[], instance?: string): Problem {
  const [first] = errors;
  const detail = first === undefined ? undefined : `${first.field}: ${first.message}`;
  return problemOf('invalid_request', detail, { errors: errors.slice(0, MAX_ERRORS) }, instance);
}

/**
 * Parses a request by its route's schemas: the input with defaults applied, or the `invalid_request` to answer.
 * Fields that a schema does not know are errors; what a route has no schema for is not looked at.
 */
export function parseRequest<R extends Route>(
  route: R,
  raw: RawRequest,
  instance?: string,
): ParsedRequest<R> {
  const errors: FieldError[] = [];
  const check = (where: string, schema: z.ZodType | null, value: unknown): unknown => {
    if (schema === null) return null;
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    errors.push(...fieldErrors(where, result.error.issues));
    return null;
  };
  const params = check('params', route.params, raw.params);
  const query = route.query === null ? null : check('query', route.query, queryObject(raw.query));
  const body = check('body', route.body, raw.body === undefined ? {} : raw.body);
  if (errors.length > 0) return { ok: false, problem: invalidRequest(errors, instance) };
  return { ok: true, input: { params, query, body } as RouteInput<R> };
}
