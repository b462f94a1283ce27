/** A refusal of the server (RFC 9457), or `offline` when it could not be reached at all. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly figures: Readonly<Record<string, unknown>>;

  constructor(code: string, status: number, detail: string, figures: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    this.name = 'Problem';
    this.code = code;
    this.status = status;
    this.figures = figures;
  }
}

/** A key for one act: made once, sent again with every retry of it, so that no act counts twice. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

interface Options {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly key?: string;
  readonly signal?: AbortSignal;
  readonly accept?: string;
}

/** Sends one request and answers the response if it is a success; throws a Problem otherwise. */
export async function send(path: string, options: Options = {}): Promise<Response> {
  const headers: Record<string, string> = { accept: options.accept ?? 'application/json' };
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  if (options.key !== undefined) headers['idempotency-key'] = options.key;
  let response: Response;
  try {
    response = await fetch(path, {
      method: options.method ?? 'GET',
      headers,
      credentials: 'same-origin',
      body: options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ?? null,
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new Problem('offline', 0, 'The server could not be reached.');
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function problemOf(response: Response): Promise<Problem> {
  let body: Record<string, unknown> = {};
  try {
    body = (await response.json()) as Record<string, unknown>;
  } catch {
    body = {};
  }
  const code = typeof body.code === 'string' ? body.code : 'unavailable';
  const detail = typeof body.detail === 'string' ? body.detail : `The server answered ${response.status}.`;
  return new Problem(code, response.status, detail, body);
}

export async function json<T>(path: string, options: Options = {}): Promise<T> {
  const response = await send(path, options);
  return (await response.json()) as T;
}
