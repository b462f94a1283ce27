import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Who may call a route.
 * - `public`: anybody.
 * - `read`, `spend`: operator keys, this workspace's own keys, its members' sessions (who votes is by role, R1).
 * - `admin`: operator keys and the sessions of the workspace's owners and admins; never workspace keys.
 * - `key`: operator keys and workspace keys, never sessions.
 * - `operator`: operator keys only (and staff, acting through the app).
 * - `session`: a person signed in to the app, in a workspace.
 * - `person`: a person signed in, whether or not they belong to a workspace.
 */
export type Access = 'public' | 'read' | 'spend' | 'key' | 'admin' | 'operator' | 'session' | 'person';

export interface RouteResponse {
  readonly status: number;
  readonly description: string;
  /** null: no body. */
  readonly schema: z.ZodType | null;
  /** JSON unless told otherwise. */
  readonly media?:
    | 'application/json'
    | 'text/event-stream'
    | 'text/csv'
    | 'text/plain'
    | 'text/markdown'
    | 'text/html'
    | 'application/x-ndjson'
    | 'application/gzip'
    | 'application/zip'
    | 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
}

export interface Route {
  /** The OpenAPI operationId; unique. */
  readonly id: string;
  readonly method: Method;
  /** With parameters in braces: `/v1/accounts/{account}/holds`. */
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly tag: string;
  readonly params: z.ZodType | null;
  readonly query: z.ZodType | null;
  readonly body: z.ZodType | null;
  /** A body of this kind and of any length, which the handler reads as it comes; `body` is null then. */
  readonly upload?: 'application/x-ndjson';
  readonly responses: readonly RouteResponse[];
  /** The codes that this route may refuse with, beyond those that any route can (see `COMMON_ERRORS`). */
  readonly errors: readonly ErrorCode[];
  readonly access: Access;
  /** It takes an `Idempotency-Key` (K1). */
  readonly changes: boolean;
  /** How refusals are written: as RFC 9457 unless told otherwise. */
  readonly dialect?: 'openai';
}

/** A route that takes nothing and changes nothing: what most of the app's own routes start from. */
export const PLAIN = { params: null, query: null, body: null, errors: [], changes: false } as const;

/** Keeps the exact types of a table, so that a handler's input can be derived from it. */
export const table = <const T extends Record<string, Route>>(routes: T): T => routes;

/** Codes that any route can answer with. */
export const COMMON_ERRORS = ['invalid_request', 'rate_limited', 'internal_error', 'unavailable'] as const;

/** All codes of a route, the ones that its kind implies included, without doubles. */
export function errorsOf(route: Route): ErrorCode[] {
  const implied: ErrorCode[] = [];
  if (route.access !== 'public') implied.push('unauthorized');
  if (route.access === 'admin' || route.access === 'operator') implied.push('not_allowed');
  if (route.path.includes('{account}')) implied.push('account_not_found');
  if (route.body !== null) implied.push('too_large', 'unsupported_media_type');
  if (route.changes) implied.push('idempotency_mismatch');
  return [...new Set<ErrorCode>([...COMMON_ERRORS, ...implied, ...route.errors])];
}

type Parsed<S extends z.ZodType | null> = S extends z.ZodType ? z.output<S> : null;

/** What a handler of the route is given once the request has been parsed. */
export interface RouteInput<R extends Route> {
  params: Parsed<R['params']>;
  query: Parsed<R['query']>;
  body: Parsed<R['body']>;
}
