import { problemOf } from '@inkwell/contract/errors';
import type { ErrorCode } from '@inkwell/contract/errors';
import type { ClientOptions } from '../src/index.ts';

export interface Sent {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: unknown;
  credentials: string | undefined;
  signal: AbortSignal | undefined;
}

type Answer = Response | Error | ((sent: Sent) => Response | Promise<Response>);

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

export const problem = (code: ErrorCode, figures = {}, headers: Record<string, string> = {}): Response => {
  const body = problemOf(code, undefined, figures);
  return json(body, body.status, { 'content-type': 'application/problem+json', ...headers });
};

/** An event stream of the given chunks; then it ends, breaks with `fault`, or stays open until it is cancelled. */
export function stream(chunks: string[], end: 'end' | 'open' | Error = 'end', onCancel = () => {}): Response {
  const encoder = new TextEncoder();
  const left = [...chunks];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = left.shift();
      if (chunk !== undefined) return controller.enqueue(encoder.encode(chunk));
      if (end === 'end') return controller.close();
      if (end !== 'open') return controller.error(end);
      return new Promise<void>(() => {});
    },
    cancel: onCancel,
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

export const event = (name: string, data: unknown, id = ''): string =>
  `event: ${name}\n${id === '' ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;

/** A fetch that gives the answers in turn (the last one again and again) and keeps what was sent and waited for. */
export function fake(...answers: Answer[]) {
  const sent: Sent[] = [];
  const waits: number[] = [];
  const options: ClientOptions = {
    base_url: 'https://ink.example/',
    key: 'key_of_the_operator',
    wait: async (ms, signal) => {
      signal?.throwIfAborted();
      waits.push(ms);
    },
    fetch: async (url, init) => {
      const one: Sent = {
        url,
        method: init.method ?? '',
        headers: init.headers as Record<string, string>,
        body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
        credentials: init.credentials,
        signal: init.signal ?? undefined,
      };
      sent.push(one);
      one.signal?.throwIfAborted();
      const isLast = answers.length === 1;
      const answer = isLast ? answers[0] : answers.shift();
      if (answer instanceof Error) throw answer;
      if (typeof answer === 'function') return answer(one);
      return (isLast ? answer?.clone() : answer) ?? json({});
    },
  };
  return { sent, waits, options };
}
