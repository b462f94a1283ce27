import { randomBytes, randomUUID } from 'node:crypto';
import { IDEMPOTENCY_KEY, IDEMPOTENT_REPLAYED, PROBLEM_JSON } from '@inkwell/contract';
import { idempotencyKey, invalidRequest, openAiErrorOf, parseRequest, problemOf } from '@inkwell/contract';
import type { Problem, Route } from '@inkwell/contract';
import type { Context } from 'hono';
import type { Logger } from 'pino';
import { isSameOrigin, isSignedIn, refusalFor } from '../auth/access.ts';
import type { Gate } from '../auth/gate.ts';
import type { KeyRequests } from '../programs/requests.ts';
import { addressOf } from './address.ts';
import { readBody } from './body.ts';
import { type Call, type Caller, type Handler, type Result, refuse, refused } from './call.ts';
import type { Allowances } from './allowance.ts';
import { failure } from './failures.ts';
import { API_HEADERS } from './headers.ts';
import type { RouteMetrics } from './metrics.ts';

/** A route with the handler that answers it. */
export interface Operation {
  route: Route;
  handler: Handler<Route>;
  metrics: RouteMetrics;
}

export interface AdapterOptions {
  gate: Gate;
  log: Logger;
  body_limit_bytes: number;
  allowances: Allowances;
  /** The address that people use, if a proxy stands before the server (config.ts). */
  public_url: string | null;
  /** Told how each request under a workspace key ended. */
  requests: Pick<KeyRequests, 'note'>;
  /** Once true, requests are turned away: the server is closing. */
  isClosing: () => boolean;
}

const NO_QUERY = new URLSearchParams();
const NOBODY: Caller = { kind: 'nobody', actor: 'nobody' };
const REQUEST_ID = 'x-request-id';
const GIVEN_REQUEST_ID = /^[\w.:-]{1,64}$/;
const process_tag = randomBytes(4).toString('hex');
let request_count = 0;

function requestId(given: string | null): string {
  if (given !== null && GIVEN_REQUEST_ID.test(given)) return given;
  return `${process_tag}-${(request_count += 1).toString(36)}`;
}

/** A key for a change that came without one (K1). UUIDs draw on a pool; asking for bytes each time cost 3% of a charge. */
export const newKey = (): string => `auto-${randomUUID()}`;

function queryOf(url: string): URLSearchParams {
  const at = url.indexOf('?');
  return at < 0 ? NO_QUERY : new URLSearchParams(url.slice(at + 1));
}

/** Clients of OpenAI repeat what conflicts, though it would conflict again: this header tells them not to. */
const SHOULD_RETRY = 'x-should-retry';
const CONFLICT = 409;

/**
 * Sends a result: serialised once, problems with the path that was asked for, in the shape that the route's callers
 * read.
 */
export function respond(
  result: Result,
  path: string,
  headers: Record<string, string>,
  dialect?: Route['dialect'],
): Response {
  const { status, body } = result;
  if (result.replayed === true) headers[IDEMPOTENT_REPLAYED] = 'true';
  if (result.headers !== undefined) Object.assign(headers, result.headers);
  if (body === null) return new Response(null, { status, headers });
  if (typeof body === 'string' || body instanceof ReadableStream)
    return new Response(body, { status, headers });
  if (status < 400) {
    headers['content-type'] = 'application/json';
    return new Response(JSON.stringify(body), { status, headers });
  }
  if (status === 401) headers['www-authenticate'] = 'Bearer realm="inkwell"';
  const problem = { ...body, instance: path } as Problem;
  headers['content-type'] = dialect === 'openai' ? 'application/json' : PROBLEM_JSON;
  if (dialect === 'openai' && status === CONFLICT) headers[SHOULD_RETRY] = 'false';
  const shown = dialect === 'openai' ? openAiErrorOf(problem) : problem;
  return new Response(JSON.stringify(shown), { status, headers });
}

/** What of a request is known before it is parsed. */
export interface Raw {
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  caller: Caller;
  idempotency_key: string;
  request: Request | null;
  request_id: string;
  peer: string | null;
}

/** The address at the other end, as Node's server gives it; requests that tests hand in have none. */
function peerOf(c: Context): string | null {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  return env?.incoming?.socket?.remoteAddress ?? null;
}

/** Whether the caller may, then whether the request is right, then the handler. Starts the handler in this very turn. */
export function invoke(operation: Operation, raw: Raw): Result | Promise<Result> {
  const { route, handler } = operation;
  const { caller, idempotency_key, request, request_id, peer } = raw;
  const problem = refusalFor(route, caller, raw.params.account);
  if (problem !== null) return refused(problem);
  const parsed = parseRequest(route, raw);
  if (!parsed.ok) return refused(parsed.problem);
  const call: Call = { ...parsed.input, caller, idempotency_key, request, request_id, peer };
  return handler(call);
}

/** Who has done too much of late has to wait: wrong credentials by address, requests by workspace key. */
function allowed(allowances: Allowances, caller: Caller | null, address: () => string): Result | null {
  if (caller === null) return allowances.wrong_key.take(address());
  return caller.kind === 'workspace_key' ? allowances.key_request.take(caller.key_id) : null;
}

/** Why the key of a change can't be one (K1); null if it can, or if none was given. */
function wrongKey(route: Route, given: string | null): Result | null {
  const checked = !route.changes || given === null ? null : idempotencyKey.safeParse(given);
  if (checked === null || checked.success) return null;
  return refused(invalidRequest([{ field: IDEMPOTENCY_KEY, message: checked.error.issues[0]!.message }]));
}

/** What was made of a request by the time that it is answered, however that ends. */
interface Taken {
  caller: Caller | null;
  idempotency_key: string;
  request_id: string;
}

/** The HTTP side of one route: authentication, body, key, headers, metrics. */
export function adapt(operation: Operation, options: AdapterOptions) {
  const { route, metrics } = operation;
  const { gate, log, body_limit_bytes, allowances, requests, isClosing } = options;
  const is_public = route.access === 'public';
  const is_change = route.method !== 'GET';

  const authenticate = (request: Request): Caller | Promise<Caller | null> | null => {
    const caller = gate.callerOf(request.headers);
    if (!is_public || !(caller === null || caller instanceof Promise)) return caller;
    // Nobody needs credentials here, so wrong ones are no reason to refuse.
    return NOBODY;
  };

  const perform = async (c: Context, request: Request, taken: Taken): Promise<Result> => {
    const given = request.headers.get(IDEMPOTENCY_KEY);
    const wrong = wrongKey(route, given);
    if (route.changes && wrong === null) taken.idempotency_key = given ?? newKey();
    const found = authenticate(request);
    const caller = (taken.caller = found instanceof Promise ? await found : found);
    const peer = peerOf(c);
    const waits = allowed(allowances, caller, () => addressOf(options, { peer, headers: request.headers }));
    if (waits !== null) return waits;
    if (caller === null) return refuse('unauthorized', 'The key or session is unknown, revoked or over.');
    if (wrong !== null) return wrong;
    if (is_change && isSignedIn(caller) && !isSameOrigin(request.headers))
      return refuse('not_allowed', 'Changes with a session come from this instance’s own pages.');
    let body: unknown;
    if (route.body !== null) {
      const read = await readBody(request, body_limit_bytes);
      if (!read.ok) return refused(read.problem);
      body = read.value;
    }
    const params = route.params === null ? {} : c.req.param();
    const query = route.query === null ? NO_QUERY : queryOf(request.url);
    const { idempotency_key, request_id } = taken;
    return invoke(operation, { params, query, body, caller, idempotency_key, request, request_id, peer });
  };

  /** What came under a workspace key is counted there; of a batch each operation was. */
  const note = (request: Request, { caller, idempotency_key, request_id }: Taken, result: Result): void => {
    if (route.id === 'runBatch' && result.status < 400) return;
    const own = caller?.kind === 'workspace_key' ? caller : undefined;
    const key = caller === null ? gate.revokedKeyOf(request.headers) : own;
    if (key === undefined) return;
    requests.note(key, result, { route: route.id, idempotency_key, request_id });
  };

  return async (c: Context): Promise<Response> => {
    const started = performance.now();
    const request = c.req.raw;
    const request_id = requestId(request.headers.get(REQUEST_ID));
    const taken: Taken = { caller: NOBODY, idempotency_key: '', request_id };
    let result: Result;
    try {
      if (isClosing() && route.id !== 'getHealth')
        result = { ...refuse('unavailable', 'The server is closing.'), headers: { connection: 'close' } };
      else result = await perform(c, request, taken);
    } catch (error) {
      result = failure(error, route.id, log);
    }
    metrics.count(result.status, performance.now() - started);
    note(request, taken, result);
    // Nobody reads the body of an answer to HEAD, so a stream would never learn that its listener is gone.
    if (request.method === 'HEAD' && result.body instanceof ReadableStream) {
      await result.body.cancel();
      result = { ...result, body: null };
    }
    const headers: Record<string, string> = { ...API_HEADERS };
    headers[REQUEST_ID] = request_id;
    if (taken.idempotency_key !== '') headers[IDEMPOTENCY_KEY] = taken.idempotency_key;
    return respond(result, c.req.path, headers, route.dialect);
  };
}

/** Where clients of OpenAI look for routes, also for those that there are not. */
const OPENAI_PATH = '/openai/';

/** 405 with the methods that the path answers to, or 404. */
export function unknownRoute(allowed: string[], path: string, given_id: string | null): Response {
  const headers: Record<string, string> = { ...API_HEADERS, [REQUEST_ID]: requestId(given_id) };
  const dialect = path.startsWith(OPENAI_PATH) ? 'openai' : undefined;
  if (allowed.length === 0) return respond(refused(problemOf('route_not_found')), path, headers, dialect);
  headers.allow = allowed.join(', ');
  return respond(refused(problemOf('method_not_allowed')), path, headers, dialect);
}
