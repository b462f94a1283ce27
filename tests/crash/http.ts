import { Agent, request } from 'node:http';
import { OPERATOR_KEY } from './process.ts';

/** Longer than any answer may take: a request that meets it has hung. */
export const HUNG_MS = 20_000;

export interface Asked {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  body?: object;
  key?: string;
}

export interface Answered {
  status: number;
  text: string;
  headers: NodeJS.Dict<string | string[]>;
  took_ms: number;
}

/** The connection broke before the answer was there: whether the request was carried out is unknown. */
export class LostError extends Error {
  readonly took_ms: number;

  constructor(message: string, took_ms: number) {
    super(message);
    this.took_ms = took_ms;
  }
}

/** A client that keeps its connections. Its requests resolve with whatever status, or reject with `LostError`. */
export class Http {
  readonly #agent: Agent;
  readonly #url: () => string;

  constructor(url: () => string, connections: number) {
    this.#url = url;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  send(asked: Asked): Promise<Answered> {
    const { method, path, body, key } = asked;
    const from = performance.now();
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const headers: Record<string, string> = { authorization: `Bearer ${OPERATOR_KEY}` };
    if (payload !== undefined) {
      headers['content-type'] = 'application/json';
      headers['content-length'] = String(Buffer.byteLength(payload));
    }
    if (key !== undefined) headers['idempotency-key'] = key;
    const { promise, resolve, reject } = Promise.withResolvers<Answered>();
    const lost = (error: Error) => reject(new LostError(error.message, performance.now() - from));
    const sent = request(`${this.#url()}${path}`, { agent: this.#agent, method, headers, timeout: HUNG_MS });
    sent.on('timeout', () => sent.destroy(new Error(`${method} ${path} hung`)));
    sent.on('error', lost);
    sent.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('error', lost);
      response.on('end', () =>
        resolve({
          status: response.statusCode!,
          text,
          headers: response.headers,
          took_ms: performance.now() - from,
        }),
      );
    });
    sent.end(payload);
    return promise;
  }

  /** Reads JSON; anything but a success is an error. */
  async json<T>(asked: Asked): Promise<T> {
    const { status, text } = await this.send(asked);
    if (status >= 300) throw new Error(`${asked.method} ${asked.path} answered ${status}: ${text}`);
    return JSON.parse(text) as T;
  }

  close(): void {
    this.#agent.destroy();
  }
}

export const get = (path: string): Asked => ({ method: 'GET', path });

/** The value below which the given part of the values lies. */
export function quantile(values: number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!;
}

/** Runs `work` on every item, so many at once. */
export async function inParallel<T>(
  items: T[],
  at_once: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const worker = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: at_once }, worker));
}
