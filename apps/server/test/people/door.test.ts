import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isFromHere } from '../../src/people/door.ts';
import { type World, openWorld } from '../http/harness.ts';
import { newcomer, visitor } from './world.ts';

describe('the door of a demo', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld('pglite', { INKWELL_SEED: 'demo' });
  });
  afterAll(() => world.close());

  test('shows its people; one click is enough', async () => {
    const one = visitor(world);
    const { body: door } = await one.ask('GET', '/app/door');
    expect(door).toMatchObject({
      demo: {
        workspace: 'Juniper & Co.',
        people: [
          { member: 'ines', says: 'owner' },
          { member: 'tomas', says: 'writer' },
          { member: 'noor', says: 'staff' },
        ],
      },
      mails: false,
      trial: { credits: 10_000, days: 5 },
    });
    expect((await one.ask('POST', '/app/demo', { member: 'ines' })).status).toBe(204);
    const { body: session } = await one.ask('GET', '/app/session');
    expect(session).toMatchObject({ account: 'juniper', role: 'owner', staff: false });
    const { body: me } = await one.ask('GET', '/app/me');
    expect((me.workspaces as { name: string }[]).map(({ name }) => name)).toEqual([
      'Juniper & Co.',
      'Fern & Fig',
    ]);
    expect((await one.ask('POST', '/app/workspaces/fern/open')).status).toBe(204);
    expect((await one.ask('GET', '/v1/accounts/fern/balance')).body).toMatchObject({
      phase: 'trialing',
      bonus: { available: 10_000, eligible: false, locked_by: 'trial' },
    });
    await one.ask('POST', '/app/demo', { member: 'noor' });
    expect((await one.ask('GET', '/app/session')).body).toMatchObject({ staff: true });
  });

  test('is open to nobody who has a password, nor to others of the demo, nor from elsewhere', async () => {
    const one = visitor(world);
    const click = (member: string, headers = {}) => one.ask('POST', '/app/demo', { member }, { headers });
    const ada = await newcomer(world, 'Ada');
    for (const member of ['maya', 'jun', 'nobody', ada.member])
      expect((await click(member)).body.code).toBe('not_allowed');
    expect((await click('ines', { 'x-forwarded-for': '203.0.113.7' })).status).toBe(403);
    expect((await click('ines', { origin: 'https://elsewhere.example' })).status).toBe(403);
    expect(one.cookie).toBeNull();
    const owner = visitor(world);
    await owner.ask('POST', '/app/demo', { member: 'ines' });
    await owner.ask('PUT', '/app/me/password', { password: 'now it is really mine' });
    expect((await click('ines')).status).toBe(403);
  });

  test('a page with this machine’s name, a proxy, a public address or an open host are elsewhere', () => {
    const here = { host: '127.0.0.1', public_url: null };
    const visit = (host: string, peer: string | null = '127.0.0.1') => ({
      peer,
      headers: new Headers({ host }),
    });
    expect(isFromHere(here, visit('localhost:3000'))).toBe(true);
    expect(isFromHere(here, visit('[::1]:3000', '::1'))).toBe(true);
    expect(isFromHere(here, visit('rebound.example:3000'))).toBe(false);
    expect(isFromHere(here, visit('localhost:3000', '192.168.0.9'))).toBe(false);
    expect(isFromHere(here, visit('localhost:3000', null))).toBe(false);
    expect(isFromHere({ ...here, host: '0.0.0.0' }, visit('localhost:3000'))).toBe(false);
    expect(isFromHere({ ...here, public_url: 'https://ink.example' }, visit('localhost'))).toBe(false);
  });
});
