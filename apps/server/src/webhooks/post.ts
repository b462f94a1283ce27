import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type LookupFunction, isIP } from 'node:net';
import { mayReach } from './addresses.ts';

/** One request to somebody else's server, which may be slow, broken, or not what it says it is. */

/** Every address that a name stands for. Rejects when it stands for none. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

export const resolveName: Resolve = (hostname) => lookup(hostname, { all: true, order: 'verbatim' });

/** How much of an answer is kept. */
const MAX_ANSWER_BYTES = 1_024;

export interface Answer {
  took_ms: number;
  /** null: no answer came. */
  status: number | null;
  /** Why none came. */
  fault: string | null;
  /** The first bytes of the answer, as text. */
  answer: string;
}

export interface PostOptions {
  timeout_ms: number;
  /** Whether addresses of this machine and of private networks may be called, and without TLS. */
  allow_own: boolean;
  resolve: Resolve;
  /** Cuts the request short. */
  signal: AbortSignal;
}

/** A target that may not be called; `rule` says what it must be. */
export class ForbiddenTargetError extends Error {
  override readonly name = 'ForbiddenTargetError';
  readonly rule: string;

  constructor(rule: string) {
    super(`The address ${rule}.`);
    this.rule = rule;
  }
}

/** The addresses that a target stands for, if it may be called. Rejects otherwise, or when its name is not found. */
export async function addressesOf(
  { protocol, hostname }: URL,
  { resolve, allow_own }: Pick<PostOptions, 'resolve' | 'allow_own'>,
): Promise<LookupAddress[]> {
  if (protocol !== 'https:' && !allow_own) throw new ForbiddenTargetError('must begin with https://');
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(host);
  const found = family === 0 ? await resolve(host) : [{ address: host, family }];
  if (found.length === 0 || !found.every(({ address }) => mayReach(address, allow_own)))
    throw new ForbiddenTargetError('must be a public one');
  return found;
}

/**
 * Node's look-up, answered with addresses that were looked at: the connection goes to these and no others, so a name
 * that means something else a moment later (DNS rebinding) gains nothing.
 */
const pinned =
  (addresses: LookupAddress[]): LookupFunction =>
  (_hostname, { all }: LookupOptions, callback) => {
    const [{ address, family }] = addresses as [LookupAddress];
    if (all === true) callback(null, addresses);
    else callback(null, address, family);
  };

async function beginningOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= MAX_ANSWER_BYTES) break;
    }
  } catch {
    // The status has come, and it is what counts; of a body that breaks off the part that came is shown.
  }
  const text = Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString('utf8');
  // PostgreSQL keeps no NUL.
  return text.replaceAll('\0', '\uFFFD');
}

function send(
  url: URL,
  headers: Record<string, string>,
  body: string,
  lookup: LookupFunction,
  signal: AbortSignal,
): Promise<{ status: number; answer: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; answer: string }>();
  const ask = url.protocol === 'https:' ? httpsRequest : httpRequest;
  // No agent: a connection that is kept was opened to an address of before. Redirects are answers like any other.
  const options = { method: 'POST', headers, agent: false, lookup, signal } as const;
  let has_answered = false;
  const request: ClientRequest = ask(url, options, (response) => {
    has_answered = true;
    beginningOf(response).then((answer) => resolve({ status: response.statusCode!, answer }), reject);
  });
  // What breaks after the head of an answer has come is the body's affair.
  request.on('error', (error) => {
    if (!has_answered) reject(error);
  });
  request.end(body);
  return promise;
}

const FAULTS: Record<string, string> = {
  ENOTFOUND: 'The name was not found.',
  EAI_AGAIN: 'The name was not found.',
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection was cut.',
  EPIPE: 'The connection was cut.',
  EHOSTUNREACH: 'The address can’t be reached.',
  ENETUNREACH: 'The address can’t be reached.',
};

function faultOf(error: unknown): string {
  if (error instanceof ForbiddenTargetError) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return message.slice(0, 200);
  if (code in FAULTS) return FAULTS[code]!;
  if (/CERT|SIGNATURE|ALTNAME/.test(code)) return `The certificate is not trusted (${code}).`;
  return `The request failed (${code}).`;
}

/** Posts a body. Rejects for nothing that the other side can do; null when it was cut short by the signal. */
export async function post(
  target: string,
  headers: Record<string, string>,
  body: string,
  options: PostOptions,
): Promise<Answer | null> {
  const from = performance.now();
  const url = new URL(target);
  const late = AbortSignal.timeout(options.timeout_ms);
  const took_ms = () => Math.round(performance.now() - from);
  try {
    const stop = AbortSignal.any([late, options.signal]);
    const stopped = Promise.withResolvers<never>();
    stop.addEventListener('abort', () => stopped.reject(stop.reason as Error), { once: true });
    // A look-up can't be cut short, so it is not waited for longer than the rest.
    const addresses = await Promise.race([addressesOf(url, options), stopped.promise]);
    const { status, answer } = await send(url, headers, body, pinned(addresses), stop);
    return { took_ms: took_ms(), status, fault: null, answer };
  } catch (error) {
    if (options.signal.aborted) return null;
    const fault = late.aborted ? `No answer within ${options.timeout_ms / 1_000} s.` : faultOf(error);
    return { took_ms: took_ms(), status: null, fault, answer: '' };
  }
}
