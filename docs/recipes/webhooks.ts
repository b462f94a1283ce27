import { createHmac, timingSafeEqual } from 'node:crypto';
import { type IncomingHttpHeaders, type Server, createServer } from 'node:http';
import { type WebhookEvent, createClient } from '@inkwell/sdk';
import { Webhook } from 'standardwebhooks';

const ink = createClient({
  base_url: process.env.INKWELL_URL ?? 'http://127.0.0.1:3000',
  key: process.env.INKWELL_KEY ?? '',
});

export const register = (account: string, url: string) =>
  ink.webhooks.create(account, { url, types: ['credits.notice', 'output.refunded'] });

type Check = (body: string, headers: IncomingHttpHeaders) => boolean;

export const bySecret = (secret: string): Check => {
  const webhook = new Webhook(secret);
  return (body, headers) => {
    try {
      webhook.verify(body, headers as Record<string, string>);
      return true;
    } catch {
      return false;
    }
  };
};

export function receive(check: Check, take: (id: string, event: WebhookEvent) => void): Server {
  return createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      if (!check(body, request.headers)) return response.writeHead(400).end();
      take(request.headers['webhook-id'] as string, JSON.parse(body) as WebhookEvent);
      return response.writeHead(204).end();
    });
  });
}

const FIVE_MINUTES_S = 300;

export const byHand = (secret: string): Check => {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return (body, headers) => {
    const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signatures } = headers;
    if (!(Math.abs(Date.now() / 1_000 - Number(at)) < FIVE_MINUTES_S)) return false;
    const right = Buffer.from(
      `v1,${createHmac('sha256', key)
        .update(`${String(id)}.${String(at)}.${body}`)
        .digest('base64')}`,
    );
    return String(signatures)
      .split(' ')
      .map((signature) => Buffer.from(signature))
      .some((signature) => signature.length === right.length && timingSafeEqual(signature, right));
  };
};

export async function catchUp(account: string, webhook: string): Promise<number> {
  await ink.webhooks.patch(account, webhook, { state: 'on' });
  const { replayed } = await ink.webhooks.replayDead(account, webhook);
  return replayed;
}
