import { type Server, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMailer } from '../../src/mail/mailer.ts';
import { readConfig } from '../../src/config.ts';
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

/** A mail server that takes every mail and keeps what it was told. */
async function openMailServer(): Promise<{ port: number; said: () => string; server: Server }> {
  let said = '';
  const server = createServer((socket) => {
    let in_data = false;
    socket.write('220 here\r\n');
    socket.on('data', (data) => {
      const text = data.toString();
      said += text;
      if (in_data) {
        if (!said.endsWith('\r\n.\r\n')) return;
        in_data = false;
        socket.write('250 taken\r\n');
        return;
      }
      for (const line of text.split('\r\n').filter((line) => line !== '')) {
        if (/^DATA/i.test(line)) {
          in_data = true;
          socket.write('354 go on\r\n');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, said: () => said, server };
}

describe('mail', () => {
  const quiet = { info: () => undefined, warn: () => undefined };

  test('invitations and resets leave by the mail server that is configured', async () => {
    const mails = await openMailServer();
    const world = await openWorld('pglite', {
      INKWELL_SMTP_URL: `smtp://127.0.0.1:${mails.port}`,
      INKWELL_MAIL_FROM: 'ink@example.com',
    });
    const owner = await newcomer(world, 'Ada', 'Ada’s');
    expect((await owner.ask('GET', '/app/door')).body.mails).toBe(true);
    const path = `/app/workspaces/${owner.workspace}/invitations`;
    const { body } = await owner.ask('POST', path, { mail: 'grace@example.com' });
    expect(body.mailed).toBe(true);
    const plain = () => mails.said().replaceAll('=\r\n', '').replaceAll('=3D', '=');
    expect(plain()).toContain(body.link as string);
    expect(plain()).toMatch(/To: grace@example.com/);
    const asked = await visitor(world).ask('POST', '/app/reset', { mail: owner.mail });
    expect(asked.body).toEqual({ by: 'mail' });
    await expect.poll(plain, { timeout: 10_000 }).toMatch(/\/reset#\S{20,}/);
    const token = /\/reset#(\S+)/.exec(plain())![1]!;
    const set = { token, password: 'a password by mail' };
    expect((await visitor(world).ask('POST', '/app/reset/password', set)).status).toBe(204);
    await world.close();
    mails.server.close();
  });

  test('without a mail server the log gets the link; with one that is away nothing is said to be sent', async () => {
    const told: object[] = [];
    const log = { info: (what: object) => told.push(what), warn: (what: object) => told.push(what) };
    const mail = { to: 'a@example.com', subject: 'Hello', paragraphs: ['Hello'], link: 'http://x/reset#1' };
    const none = createMailer({ mail: null }, log as never);
    expect(await none.send(mail)).toBe(false);
    expect(told).toMatchObject([{ to: 'a@example.com', link: 'http://x/reset#1' }]);
    const away = createMailer({ mail: { url: 'smtp://127.0.0.1:1', from: 'b@example.com' } }, quiet as never);
    expect(await away.send(mail)).toBe(false);
    away.close();
  });

  test('its settings', () => {
    const url = 'smtps://user:hunter2@mail.example';
    expect(readConfig({ INKWELL_SMTP_URL: url, INKWELL_MAIL_FROM: 'a@b.example' }).mail).toEqual({
      url,
      from: 'a@b.example',
    });
    expect(() => readConfig({ INKWELL_SMTP_URL: url })).toThrow(/^INKWELL_MAIL_FROM: (?!.*hunter2)/);
    expect(() => readConfig({ INKWELL_SMTP_URL: 'http://mail' })).toThrow(/^INKWELL_SMTP_URL/);
  });
});
