import { createServer, request as send } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from '@inkwell/sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OPERATOR, type World, openWorld } from '../../apps/server/test/http/harness.ts';
import { blocksOf, variablesOf } from './recipe.ts';

/**
 * A proxy as nginx is one: it sends on exactly the headers that the recipe says, keeps `Host` only if told to, and
 * collects answers until their end unless they carry `X-Accel-Buffering: no`. The reader is behind TLS.
 */
const [nginx] = blocksOf('behind-a-proxy', 'nginx');
const [start] = blocksOf('behind-a-proxy', 'sh');
const variables = variablesOf(start!);
const SET = [...nginx!.matchAll(/proxy_set_header (\S+) (\S+);/g)].map(([, name, value]) => [name!, value!]);
const READER = '203.0.113.7';

function headersFor(incoming: IncomingMessage, upstream: string): Record<string, string> {
  const given = incoming.headers as Record<string, string>;
  const known: Record<string, string> = {
    '""': '',
    $host: given.host ?? '',
    $scheme: 'https',
    $proxy_add_x_forwarded_for: [given['x-forwarded-for'], READER].filter(Boolean).join(', '),
  };
  const set = SET.map(([name, value]) => [name!.toLowerCase(), known[value!] ?? value!] as const);
  const headers = { ...given, host: upstream, ...Object.fromEntries(set) };
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
}

function startProxy(target: string): Promise<Server> {
  const { host, hostname, port } = new URL(target);
  const answer = (incoming: IncomingMessage, response: ServerResponse): void => {
    const { url: path, method } = incoming;
    const headers = headersFor(incoming, host);
    const upstream = send({ hostname, port, path, method, headers }, (from) => {
      response.writeHead(from.statusCode ?? 502, from.headers);
      if (from.headers['x-accel-buffering'] === 'no') {
        response.flushHeaders();
        return from.pipe(response);
      }
      const parts: Buffer[] = [];
      from.on('data', (part: Buffer) => parts.push(part));
      return from.on('end', () => response.end(Buffer.concat(parts)));
    });
    response.on('close', () => upstream.destroy());
    upstream.on('error', () => response.destroy());
    incoming.pipe(upstream);
  };
  const server = createServer(answer);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

let world: World;
let proxy: Server;
let at: string;
beforeAll(async () => {
  world = await openWorld('postgres', { INKWELL_PUBLIC_URL: variables.INKWELL_PUBLIC_URL! });
  proxy = await startProxy(world.url);
  at = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});
afterAll(async () => {
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
  await world.close();
});

const host = new URL(variables.INKWELL_PUBLIC_URL!).host;

/** A request of a browser that knows the instance by its public name; `fetch` lets nobody say another `Host`. */
function browse(method: string, path: string, headers: Record<string, string>, body?: string) {
  return new Promise<{ status: number; headers: IncomingMessage['headers']; body: string }>(
    (resolve, reject) => {
      const asked = send(at + path, { method, headers: { host, ...headers } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () =>
          resolve({ status: response.statusCode!, headers: response.headers, body: text }),
        );
      });
      asked.on('error', reject);
      asked.end(body);
    },
  );
}

it('listens where only the proxy reaches it', () => {
  expect(variables).toEqual({ INKWELL_PUBLIC_URL: 'https://ink.example', HOST: '127.0.0.1', PORT: '3000' });
  expect(nginx).toContain(`proxy_pass http://${variables.HOST}:${variables.PORT};`);
  expect(blocksOf('behind-a-proxy', 'caddyfile')[0]).toContain(`${variables.HOST}:${variables.PORT}`);
});

it('signs in with a cookie for TLS, by a link to the public address', async () => {
  const link = new URL(world.running.sign_in_url);
  expect(link.origin).toBe('https://ink.example');
  const { headers } = await browse('GET', link.pathname + link.search, {});
  const cookie = headers['set-cookie']?.[0] ?? '';
  expect(cookie).toContain('; Secure');

  const origin = {
    cookie: cookie.split(';')[0]!,
    'content-type': 'application/json',
    'x-forwarded-for': '10.0.0.1',
  };
  const change = (from: string) =>
    browse('PATCH', '/app/me', { ...origin, origin: from }, JSON.stringify({ name: 'Ada' }));
  // The page's own change passes because the host is handed on; another page's does not.
  expect((await change('https://ink.example')).status).toBe(200);
  expect((await change('https://evil.example')).status).toBe(403);
});

it('takes the reader’s address from the proxy and not from the reader', async () => {
  const mail = { mail: 'nobody@example.org', password: 'a-long-enough-password' };
  const headers = {
    'content-type': 'application/json',
    'x-forwarded-for': '198.51.100.1',
    origin: 'https://ink.example',
  };
  await browse('POST', '/app/sign-in', headers, JSON.stringify(mail));
  const kept = JSON.stringify(await world.at.database.query('select * from app.rate_limit'));
  expect(kept).toContain(READER);
  expect(kept).not.toContain('198.51.100.1');
});

it('hands events on as they come', async () => {
  const account = await world.account();
  const ink = createClient({ base_url: at, key: OPERATOR });
  const left: number[] = [];
  for await (const { event, data } of ink.events(account)) {
    if (event !== 'balance') continue;
    left.push(data.left);
    if (left.length === 2) break;
    await ink.charges.create(account, { output: 'o1', member: 'ines', source: 'api', words: 10 });
  }
  expect(left).toEqual([50_000, 49_990]);
});
