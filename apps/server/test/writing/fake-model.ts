import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeModel {
  base_url: string;
  /** Bodies and keys that arrived. */
  requests: { body: Record<string, unknown>; authorization: string | undefined }[];
  /** Resolves when the client hung up on an answer that was under way. */
  hung_up: Promise<void>;
  close(): Promise<void>;
}

export type Answer = (response: ServerResponse) => void | Promise<void>;

/** An OpenAI-compatible server on this machine that answers as the test says. */
export async function startFakeModel(answer: Answer): Promise<FakeModel> {
  const requests: FakeModel['requests'] = [];
  const { promise: hung_up, resolve: hangUp } = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>;
      requests.push({ body, authorization: request.headers.authorization });
      response.on('close', () => !response.writableEnded && hangUp());
      void answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    base_url: `http://127.0.0.1:${port}/v1`,
    requests,
    hung_up,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function begin(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
}

export function say(response: ServerResponse, content: string): void {
  send(response, { choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }] });
}

export function finish(response: ServerResponse, finish_reason = 'stop'): void {
  send(response, { choices: [{ index: 0, delta: {}, finish_reason }] });
  response.end('data: [DONE]\n\n');
}

export function send(response: ServerResponse, value: object): void {
  response.write(
    `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 0, model: 'm', ...value })}\n\n`,
  );
}
