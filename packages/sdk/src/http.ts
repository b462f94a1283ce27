import { PROBLEM_JSON } from '@inkwell/contract/types';
import type { Method } from '@inkwell/contract/types';
import { errorOf, networkError } from './errors.ts';
import type { InkwellError } from './errors.ts';

export interface ClientOptions {
  /** Where the instance is, such as `https://ink.example`. Empty in a page of the instance itself. */
  base_url?: string;
  /** An operator or workspace key. Without one the browser's session cookie is used. */
  key?: string;
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** How often a request is sent again after a network error, 503 or 429. Default 3. */
  max_retries?: number;
  /** How long one try may take, its answer included, before it counts as a network error; streams may. Default 60 s. */
  timeout_ms?: number;
  /** How to wait between tries; for tests. Rejects when the signal aborts. */
  wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface CallOptions {
  signal?: AbortSignal | undefined;
}

export interface ChangeOptions extends CallOptions {
  /** Rule K's key. Without one each call makes its own, and keeps it through its retries. */
  idempotency_key?: string | undefined;
}

type Query = Record<string, string | number | undefined>;

interface Call extends ChangeOptions {
  method: Method;
  path: string;
  query?: Query | undefined;
  body?: unknown;
  /** A file in place of a body, sent as lines of JSON. */
  file?: Blob | undefined;
  /** Send an `Idempotency-Key`. */
  changes?: boolean;
  accept?: string;
  last_event_id?: string | undefined;
}

/** Sends calls; the one place that knows of keys, retries and problems. */
export interface Http {
  /** The answer, to be read as it comes. It is a success; all of these throw `InkwellError`, or the abort's reason. */
  send(call: Call): Promise<Response>;
  text(call: Call): Promise<string>;
  json<T>(call: Call): Promise<T>;
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

const TIMEOUT_MS = 60_000;
const FIRST_DELAY_MS = 200;
/** A server that asks for more patience than this is better told to the caller. */
const MAX_DELAY_MS = 30_000;

/** `/v1/accounts/{account}` with its parameters put in, percent-encoded. */
export const pathOf = (template: string, ...params: string[]): string => {
  const left = [...params];
  return template.replaceAll(/\{\w+\}/g, () => encodeURIComponent(left.shift() ?? ''));
};

function addressOf(base: string, call: Call): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(call.query ?? {}))
    if (value !== undefined) query.set(name, String(value));
  const search = query.toString();
  return `${base.replace(/\/+$/, '')}${call.path}${search === '' ? '' : `?${search}`}`;
}

function initOf(key: string | undefined, call: Call): RequestInit {
  const headers: Record<string, string> = { accept: call.accept ?? 'application/json' };
  if (key !== undefined) headers.authorization = `Bearer ${key}`;
  if (call.body !== undefined) headers['content-type'] = 'application/json';
  if (call.file !== undefined) headers['content-type'] = 'application/x-ndjson';
  if (call.changes === true) headers['idempotency-key'] = call.idempotency_key ?? crypto.randomUUID();
  if (call.last_event_id !== undefined) headers['last-event-id'] = call.last_event_id;
  return {
    method: call.method,
    headers,
    credentials: 'same-origin',
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    ...(call.file === undefined ? {} : { body: call.file }),
  };
}

/** Milliseconds of a `Retry-After` header, in seconds or as a date; null without a readable one. */
function retryAfterMs(response: Response): number | null {
  const value = response.headers.get('retry-after');
  if (value === null) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

/** Half to all of 200, 400, 800, … ms: tries of many clients spread out. */
export const backoffMs = (attempt: number): number =>
  Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt) * (0.5 + Math.random() / 2);

/** Whether a proxy answered because it could not reach the server, or not in time. */
const isFromProxy = ({ status, headers }: Response): boolean =>
  (status === 502 || status === 504) && headers.get('content-type')?.startsWith(PROBLEM_JSON) !== true;

/** How long to wait before the answer's request is sent again; null: do not. */
function retryDelayMs(response: Response, attempt: number): number | null {
  const told = retryAfterMs(response);
  if (told !== null && told > MAX_DELAY_MS) return null;
  if (response.status === 429) return told;
  return response.status === 503 || isFromProxy(response) ? (told ?? backoffMs(attempt)) : null;
}

/** `setTimeout` that a signal can cut short. */
function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** The caller's signal, or the end of this try's time; none where a try may take forever. */
function signalOf(timeout_ms: number, outer: AbortSignal | undefined): AbortSignal | undefined {
  if (!Number.isFinite(timeout_ms)) return outer;
  const timeout = AbortSignal.timeout(timeout_ms);
  return outer === undefined ? timeout : AbortSignal.any([outer, timeout]);
}

/** What came of one try: what was read, an answer that is no success, or the network error that came instead. */
type Tried<T> = { value: T } | { answer: Response } | { error: InkwellError };

async function tryOnce<T>(
  send: NonNullable<ClientOptions['fetch']>,
  { url, init, call, timeout_ms }: { url: string; init: RequestInit; call: Call; timeout_ms: number },
  read: (response: Response) => Promise<T>,
): Promise<Tried<T>> {
  let hasAnswered = false;
  try {
    const signal = signalOf(timeout_ms, call.signal);
    const answer = await send(url, signal === undefined ? init : { ...init, signal });
    if (!answer.ok) return { answer };
    hasAnswered = true;
    return { value: await read(answer) };
  } catch (error) {
    call.signal?.throwIfAborted();
    const detail = hasAnswered ? 'The answer broke off.' : 'The server could not be reached.';
    return { error: networkError(detail, error) };
  }
}

/** An HTTP shell for the given instance. */
export function createHttp(options: ClientOptions): Http {
  const send = options.fetch ?? ((url, init) => fetch(url, init));
  const wait = options.wait ?? pause;
  const retries = options.max_retries ?? 3;

  async function sendCall<T>(
    call: Call,
    timeout_ms: number,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const url = addressOf(options.base_url ?? '', call);
    const init = initOf(options.key, call);
    for (let tries = 0; ; tries += 1) {
      const tried = await tryOnce(send, { url, init, call, timeout_ms }, read);
      if ('value' in tried) return tried.value;
      const delay = 'error' in tried ? backoffMs(tries) : retryDelayMs(tried.answer, tries);
      if (delay === null || tries >= retries)
        throw 'error' in tried ? tried.error : await errorOf(tried.answer);
      if ('answer' in tried) void tried.answer.body?.cancel().catch(() => {});
      await wait(delay, call.signal);
    }
  }

  const timeout_ms = options.timeout_ms ?? TIMEOUT_MS;
  return {
    wait,
    send: (call) => sendCall(call, Number.POSITIVE_INFINITY, (response) => Promise.resolve(response)),
    text: (call) => sendCall(call, timeout_ms, (response) => response.text()),
    json: <T>(call: Call) =>
      // How long a file takes on its way is nobody's fault.
      sendCall(call, call.file === undefined ? timeout_ms : Number.POSITIVE_INFINITY, async (response) =>
        response.status === 204 ? (undefined as T) : ((await response.json()) as T),
      ),
  };
}
