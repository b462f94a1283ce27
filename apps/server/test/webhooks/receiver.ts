import { type IncomingHttpHeaders, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookEvent } from '@inkwell/contract';
import { Webhook } from 'standardwebhooks';

export interface Received {
  id: string;
  event: WebhookEvent;
  headers: IncomingHttpHeaders;
}

/** What a receiver does with a request: a status, or whatever else it likes. */
export type Does = number | ((response: ServerResponse) => void);

export interface Receiver {
  url: string;
  port: number;
  /** What was taken in, in its order: whole requests whose signature the library found right. */
  received: Received[];
  /** Requests that were not proved. */
  unproved: string[];
  /** The secrets that it checks by; any one will do. */
  secrets: string[];
  /** What it does with the next requests; after those it answers 200. */
  next: Does[];
  /** What it does with a request whatever `next` says, or undefined. */
  decides: (received: Received) => Does | undefined;
  close(): Promise<void>;
}

const proved = (secret: string, body: string, headers: IncomingHttpHeaders): boolean => {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
};

/** Somebody else's server, on this machine. */
export async function openReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const { headers } = request;
      if (!receiver.secrets.some((secret) => proved(secret, body, headers))) {
        receiver.unproved.push(body);
        response.writeHead(400).end('not proved');
        return;
      }
      const id = headers['webhook-id'] as string;
      const received: Received = { id, event: JSON.parse(body) as WebhookEvent, headers };
      receiver.received.push(received);
      const does = receiver.decides(received) ?? receiver.next.shift() ?? 200;
      if (typeof does === 'function') does(response);
      else response.writeHead(does, { 'content-type': 'text/plain' }).end(`answered ${does}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    received: [],
    unproved: [],
    secrets: [],
    next: [],
    decides: () => undefined,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return receiver;
}
