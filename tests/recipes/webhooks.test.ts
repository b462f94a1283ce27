import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookEvent } from '@inkwell/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedHeaders } from '../../apps/server/src/webhooks/signing.ts';
import { OPERATOR, type World, openWorld } from '../../apps/server/test/http/harness.ts';
import type * as Recipe from '../../docs/recipes/webhooks.ts';
import { blocksOf, programOf } from './recipe.ts';

let world: World;
let recipe: typeof Recipe;
const servers: Server[] = [];
beforeAll(async () => {
  world = await openWorld('postgres', { INKWELL_WEBHOOK_PRIVATE: 'allow' });
  // Receivers check the age of a signature by the clock on the wall.
  world.clock.now = Date.now();
  process.env.INKWELL_URL = world.url;
  process.env.INKWELL_KEY = OPERATOR;
  recipe = await import('../../docs/recipes/webhooks.ts');
});
afterAll(async () => {
  for (const server of servers) server.close();
  await world.close();
});

async function listening(...asked: Parameters<typeof Recipe.receive>): Promise<string> {
  const server = recipe.receive(...asked);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

it('shows what is run', () => {
  expect(blocksOf('webhooks', 'ts').join('\n')).toBe(programOf('webhooks'));
});

it.each(['bySecret', 'byHand'] as const)('takes what is sent, checked %s', async (how) => {
  const account = await world.account();
  let secret = '';
  const taken: [string, WebhookEvent][] = [];
  const url = await listening(
    (body, headers) => recipe[how](secret)(body, headers),
    (id, event) => void taken.push([id, event]),
  );
  const made = await recipe.register(account, url);
  secret = made.secret;
  await world.send('POST', `/v1/accounts/${account}/charges`, {
    body: { output: 'o', member: 'ines', source: 'api', words: 7 },
  });
  const vote = { body: { vote: 'down', member: 'ines' } };
  await world.send('PUT', `/v1/accounts/${account}/outputs/o/vote`, vote);
  await expect.poll(() => taken.length, { timeout: 20_000 }).toBe(1);
  expect(taken[0]).toMatchObject([
    expect.stringMatching(/^msg_/),
    { type: 'output.refunded', data: { refunded: 7 } },
  ]);
  expect(await recipe.catchUp(account, made.webhook)).toBe(0);
});

describe.each(['bySecret', 'byHand'] as const)('checking %s', (how) => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const body = '{"type":"cycle.reset"}';
  const headersOf = (by: string, at = Date.now()) =>
    signedHeaders('msg_1', body, { secret: by, old_secret: null, old_secret_until: null }, at);
  const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;

  it('believes the right signature, also as one of two', () => {
    const check = recipe[how](secret);
    const headers = headersOf(secret);
    expect(check(body, headers)).toBe(true);
    const both = `${headersOf(other)['webhook-signature']} ${headers['webhook-signature']}`;
    expect(check(body, { ...headers, 'webhook-signature': both })).toBe(true);
  });

  it('believes no other secret, body, id or time, and nothing that is too old or missing', () => {
    const check = recipe[how](secret);
    const headers = headersOf(secret);
    expect(check(body, headersOf(other))).toBe(false);
    expect(check(`${body} `, headers)).toBe(false);
    expect(check(body, { ...headers, 'webhook-id': 'msg_2' })).toBe(false);
    expect(
      check(body, { ...headers, 'webhook-timestamp': String(Math.floor(Date.now() / 1_000) - 60) }),
    ).toBe(false);
    expect(check(body, headersOf(secret, Date.now() - 600_000))).toBe(false);
    expect(check(body, headersOf(secret, Date.now() + 600_000))).toBe(false);
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature'])
      expect(check(body, { ...headers, [name]: undefined })).toBe(false);
  });
});
