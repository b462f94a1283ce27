import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reachOf } from '../../src/webhooks/addresses.ts';
import type { Resolve } from '../../src/webhooks/post.ts';
import { type HookWorld, bodyOf, openHooks } from './world.ts';

describe('addresses', () => {
  test.each([
    ['public', ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2001:4860:4860::8888']],
    [
      'own',
      ['127.0.0.1', '127.255.0.9', '10.1.2.3', '172.16.0.1', '192.168.1.1', '100.64.1.1', '::1', 'fd00::1'],
    ],
    [
      'never',
      [
        '0.0.0.0',
        '169.254.169.254',
        '192.0.2.1',
        '198.18.0.1',
        '224.0.0.1',
        '255.255.255.255',
        '::',
        'fe80::1',
        'fe80::1%eth0',
        'ff02::1',
        '::ffff:127.0.0.1',
        '::ffff:8.8.8.8',
        '64:ff9b::7f00:1',
        '2001:0:1::1',
        '2001:db8::1',
        '2002:7f00:1::',
        'example.com',
        '',
      ],
    ],
  ] as const)('%s', (reach, addresses) => {
    expect(addresses.filter((address) => reachOf(address) !== reach)).toEqual([]);
  });
});

/** Where names lead in these tests. */
const NAMES: Record<string, string[]> = {
  'hook.example': ['203.0.114.7'],
  'inside.example': ['10.0.0.7'],
  'loop.example': ['127.0.0.1'],
  'both.example': ['203.0.114.7', '127.0.0.1'],
  'metadata.example': ['169.254.169.254'],
};
const resolve: Resolve = (name) => {
  const found = NAMES[name];
  if (found === undefined) return Promise.reject(new Error('not found'));
  return Promise.resolve(found.map((address) => ({ address, family: 4 })));
};

describe('where webhooks may lead', () => {
  let world: HookWorld;
  beforeEach(async () => {
    world = await openHooks('pglite');
    await world.act({ op: 'create_account', plan: 'pro' });
  });
  afterEach(() => world.close());

  const rules = async (owner: string | null, allow: boolean, urls: string[]) => {
    const { service } = world.open({ allow, resolve });
    const told: Record<string, string> = {};
    for (const url of urls) {
      const made = await service.create(owner, { url, types: null, description: '' }, 'operator');
      told[url] = made.ok ? 'taken' : (made.problem.errors![0]!.message as string);
    }
    return told;
  };
  const firstAttempt = async (webhook: string) => {
    const [first] = bodyOf(await world.hooks.service.page('acme', webhook, {}, Number.MAX_SAFE_INTEGER, 5));
    return (await world.detail(webhook, first!.delivery)).attempts[0];
  };

  test('a workspace’s: to public addresses by https, however they are written', async () => {
    expect(
      await rules('acme', false, [
        'https://hook.example/a',
        'http://hook.example/a',
        'https://inside.example/',
        'https://loop.example/',
        'https://both.example/',
        'https://metadata.example/',
        'https://nobody.example/',
        'https://127.0.0.1/',
        'https://0x7f.1/',
        'https://2130706433/',
        'https://[::1]/',
        'https://[::ffff:7f00:1]/',
      ]),
    ).toEqual({
      'https://hook.example/a': 'taken',
      'http://hook.example/a': 'must begin with https://',
      'https://inside.example/': 'must be a public one',
      'https://loop.example/': 'must be a public one',
      'https://both.example/': 'must be a public one',
      'https://metadata.example/': 'must be a public one',
      'https://nobody.example/': 'must name a host that can be found',
      'https://127.0.0.1/': 'must be a public one',
      'https://0x7f.1/': 'must be a public one',
      'https://2130706433/': 'must be a public one',
      'https://[::1]/': 'must be a public one',
      'https://[::ffff:7f00:1]/': 'must be a public one',
    });
  });

  test.each([
    ['a workspace’s, where the instance allows it', 'acme', true],
    ['the instance’s own', null, false],
  ] as const)('%s: to private ones as well, never to link-local ones', async (_, owner, allow) => {
    expect(
      await rules(owner, allow, [
        'http://loop.example/',
        'http://10.0.0.9:8080/x',
        'http://metadata.example/',
      ]),
    ).toEqual({
      'http://loop.example/': 'taken',
      'http://10.0.0.9:8080/x': 'taken',
      'http://metadata.example/': 'must be a public one',
    });
  });

  test('a name that leads inside by the time of the delivery is not followed there', async () => {
    const hooks = world.open({ allow: false, resolve });
    const { port } = world.receiver;
    const { webhook, secret } = bodyOf(
      await hooks.service.create(
        'acme',
        { url: `https://hook.example:${port}/`, types: null, description: '' },
        'operator',
      ),
    );
    world.receiver.secrets.push(secret);
    await world.award(1);
    const asked: string[] = [];
    const rebound = world.open({
      allow: false,
      resolve: (name) => {
        asked.push(name);
        return Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
      },
    });
    await world.turn(rebound);
    expect(asked).toContain('hook.example');
    expect(await firstAttempt(webhook)).toMatchObject({
      status: null,
      fault: 'The address must be a public one.',
    });
    expect(world.receiver.received).toEqual([]);
  });

  test('the connection goes to the very address that was looked at', async () => {
    const webhook = await world.register('acme', { url: world.receiver.url, types: ['grant.created'] });
    await world.at.database.query('update app.webhook set url = $2 where webhook = $1', [
      webhook,
      `http://hook.example:${world.receiver.port}/`,
    ]);
    let asked = 0;
    const hooks = world.open({
      resolve: () => {
        asked += 1;
        return Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
      },
    });
    await world.award(1);
    await world.turn(hooks);
    expect(asked).toBe(1);
    expect(world.receiver.received[0]!.headers.host).toBe(`hook.example:${world.receiver.port}`);
  });

  test('an address that was allowed once is refused where it is allowed no more', async () => {
    const webhook = await world.register('acme', { types: ['grant.created'] });
    await world.award(1);
    await world.turn(world.open({ allow: false }));
    expect(await firstAttempt(webhook)).toMatchObject({
      status: null,
      fault: 'The address must begin with https://.',
    });
    expect(world.receiver.received).toEqual([]);
  });

  test('a name that takes too long to be found is a failure like any other', async () => {
    const webhook = await world.register('acme', { types: ['grant.created'] });
    await world.at.database.query(`update app.webhook set url = 'http://slow.example/'`);
    await world.award(1);
    await world.turn(world.open({ timeout_ms: 100, resolve: () => new Promise(() => undefined) }));
    expect(await firstAttempt(webhook)).toMatchObject({ status: null, fault: 'No answer within 0.1 s.' });
  });

  test('a change of the address is looked at as well', async () => {
    const webhook = await world.register('acme');
    const { service } = world.open({ allow: false, resolve });
    const change = (url: string) => service.change('acme', webhook, { url });
    expect(await change('https://inside.example/')).toMatchObject({ problem: { code: 'invalid_request' } });
    expect(await change('https://hook.example/b')).toMatchObject({
      ok: true,
      body: { url: 'https://hook.example/b' },
    });
    expect(await service.change('other', webhook, { url: 'https://hook.example/c' })).toMatchObject({
      problem: { code: 'webhook_not_found' },
    });
  });
});
