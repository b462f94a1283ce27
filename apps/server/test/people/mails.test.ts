import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import type { World } from '../http/harness.ts';
import { type Inbox, mailEnv, openInbox, tokenOf } from '../mail/server.ts';
import { newcomer, openPeople, visitor } from './world.ts';

const DAY_MS = 86_400_000;

describe.each(BACKENDS)('mails to people on %s', (backend) => {
  let world: World;
  let inbox: Inbox;
  beforeAll(async () => {
    inbox = await openInbox();
    world = await openPeople(backend, mailEnv(inbox));
  });
  afterAll(async () => {
    await world.close();
    await inbox.close();
  });

  test('an invitation goes to its address, with a link that nobody else is shown', async () => {
    const owner = await newcomer(world, 'Ada', 'Ada’s');
    expect((await owner.ask('GET', '/app/door')).body.mails).toBe(true);
    const path = `/app/workspaces/${owner.workspace}/invitations`;
    const { body } = await owner.ask('POST', path, { mail: 'grace@example.com' });
    expect(body.mailed).toBe(true);
    const received = await inbox.newest('grace@example.com');
    expect(received.mail).toMatchObject({
      subject: 'Ada invites you to Ada’s',
      from: { name: 'Inkwell', address: 'ink@juniper.example' },
      to: [{ address: 'grace@example.com' }],
    });
    expect(received.mail.text).toContain('in the workspace “Ada’s” as a member.');
    expect(received.mail.html).toContain('>Join Ada’s</a>');
    expect(received.mail.text).not.toContain(body.link as string);
    const seen = await visitor(world).ask('POST', '/app/invitation', { token: tokenOf(received) });
    expect(seen.body).toMatchObject({ workspace: 'Ada’s', mail: 'grace@example.com' });
  });

  test('an invitation that the mail server does not take is handed on by its link, and tried again', async () => {
    const owner = await newcomer(world, 'Bea', 'Bea’s');
    const path = `/app/workspaces/${owner.workspace}/invitations`;
    inbox.refuses = { code: 550, of: 'nowhere@example.com' };
    const refused = await owner.ask('POST', path, { mail: 'nowhere@example.com' });
    expect(refused.body).toMatchObject({ mailed: false });
    expect(refused.body.link).toMatch(/\/join#ink_in_/);
    inbox.refuses = null;
  });

  test('a forgotten password: the link works once, for an hour, and the answer tells nobody who is known', async () => {
    const hal = await newcomer(world, 'Hal');
    const one = visitor(world);
    const known = await one.ask('POST', '/app/reset', { mail: hal.mail });
    expect([known.status, known.body]).toEqual([202, { by: 'mail' }]);
    expect((await one.ask('POST', '/app/reset', { mail: 'no@example.com' })).body).toEqual(known.body);
    await expect
      .poll(() => inbox.of(hal.mail).some(({ mail }) => mail.subject === 'A new password for Inkwell'))
      .toBe(true);
    const received = inbox.of(hal.mail).find(({ mail }) => mail.subject === 'A new password for Inkwell')!;
    expect(received.mail.text).toMatch(/^Hello Hal,\n\nsomebody asked for a new password/);
    expect(received.mail.html).toContain('>Set a new password</a>');
    const set = { token: tokenOf(received), password: 'a password by mail' };
    expect((await one.ask('POST', '/app/reset/password', set)).status).toBe(204);
    expect((await one.ask('POST', '/app/reset/password', set)).body.code).toBe('link_not_found');
    expect(inbox.of('no@example.com')).toEqual([]);
  });

  test('staff’s award is told to the owner, once, with its reason', async () => {
    const owner = await newcomer(world, 'Cora', 'Cora & Co.');
    const award = { credits: 5_000, reason: 'Thank you for the <long> bug report' };
    const path = `/app/staff/workspaces/${owner.workspace}/awards`;
    const once = { body: award, idempotency: 'award-1' };
    expect((await world.send('POST', path, once)).body.mailed).toBe(true);
    expect((await world.send('POST', path, once)).status).toBe(201);
    await expect.poll(() => inbox.of(owner.mail).length).toBe(2);
    const { mail } = inbox.of(owner.mail).find(({ mail: { subject } }) => subject!.includes('bonus'))!;
    expect(mail.subject).toBe('5,000 bonus credits for Cora & Co.');
    expect(mail.text).toContain('were awarded to Cora & Co. by the team:\n\nThank you for the <long> bug');
    expect(mail.html).toContain('Thank you for the &lt;long&gt; bug report');
  });

  test('owners are mailed about credits until they say that they want no more', async () => {
    const owner = await newcomer(world, 'Dora', 'Dora’s');
    await owner.ask('POST', '/app/mail/confirm', { token: tokenOf(await inbox.newest(owner.mail)) });
    const spend = (words: number, output: string) =>
      world.send('POST', `/v1/accounts/${owner.workspace}/charges`, {
        body: { output, member: owner.member, source: 'api', words },
      });
    await world.turn('notice_mail');
    await spend(9_200, 'd1');
    await world.turn('notice_mail');
    const { mail } = await inbox.newest(owner.mail, 2);
    expect(mail.subject).toBe('Dora’s has used 90% of its plan credits');
    const off = mail.headers.find(({ key }) => key === 'list-unsubscribe')!.value;
    expect(off).toMatch(/^<http:\/\/127\.0\.0\.1:\d+\/app\/mail\/off\/ink_mo_[\w-]+>$/);
    const token = /mail-off#(\S+)/.exec(mail.text!)![1]!;
    expect((await owner.ask('GET', '/app/me')).body.notices).toBe(true);
    const stop = (what: string) =>
      world.send('POST', `/app/mail/off/${what}`, {
        key: null,
        body: 'List-Unsubscribe=One-Click',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    expect((await stop('ink_mo_of_nobody')).body.code).toBe('link_not_found');
    expect((await stop(token)).status).toBe(204);
    expect(off).toContain(token);
    expect((await owner.ask('GET', '/app/me')).body.notices).toBe(false);
    await spend(800, 'd2');
    await world.turn('notice_mail');
    expect(inbox.of(owner.mail)).toHaveLength(2);
    expect((await owner.ask('PATCH', '/app/me', { notices: true })).body.notices).toBe(true);
    world.clock.now += 4 * DAY_MS;
    await world.turn('sweep');
    await world.turn('notice_mail');
    expect((await inbox.newest(owner.mail, 3)).mail.subject).toBe('The trial of Dora’s ends today');
    world.clock.now -= 4 * DAY_MS;
  });
});
