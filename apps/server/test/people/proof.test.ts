import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import type { World } from '../http/harness.ts';
import { type Inbox, tokenOf } from '../mail/server.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Mailing, codeOf, openMailing } from './mailing.ts';
import { type Newcomer, PASSWORD, newcomer, visitor } from './world.ts';

describe.each(BACKENDS)('addresses that are proved on %s', (backend) => {
  let mailing: Mailing;
  let world: World;
  let inbox: Inbox;
  beforeAll(async () => {
    mailing = await openMailing(backend);
    ({ world, inbox } = mailing);
  });
  afterAll(() => mailing.close());
  beforeEach(() => {
    inbox.refuses = null;
    // Whoever was mailed before may be mailed again.
    world.clock.now += 2 * HOUR_MS;
  });

  test('the link works once, in any browser, for three days; nobody reads it in the database', async () => {
    const one = await newcomer(world, 'Ada', 'Ada’s');
    const received = await inbox.newest(one.mail);
    const token = tokenOf(received);
    const rows = JSON.stringify(await world.at.database.query('select * from app.mail_proof'));
    expect(rows).not.toContain(token);
    expect(rows).not.toContain(codeOf(received));
    expect((await mailing.confirm('ink_mp_nothing')).body.code).toBe('link_not_found');
    const foreign = { headers: { origin: 'https://elsewhere.example' } };
    expect((await visitor(world).ask('POST', '/app/mail/confirm', { token }, foreign)).status).toBe(403);
    expect((await mailing.confirm(token)).body).toMatchObject({ trial_started: true });
    expect((await mailing.confirm(token)).body.code).toBe('link_not_found');
    const late = await newcomer(world, 'Late', 'Late’s');
    const old = tokenOf(await inbox.newest(late.mail));
    world.clock.now += 3 * DAY_MS;
    expect((await mailing.confirm(old)).body.code).toBe('link_not_found');
    expect(await mailing.me(late)).toMatchObject({ proof: null, trial_waits: { workspace: late.workspace } });
    expect((await late.ask('POST', '/app/me/mail/send')).body).toMatchObject({ mail: late.mail });
    await inbox.newest(late.mail, 2);
    expect((await mailing.confirmed(late)).trial_started).toBe(true);
  });

  test('the code does as well, in one’s own session; after ten wrong ones only the link is left', async () => {
    const ben = await newcomer(world, 'Ben', 'Ben’s');
    const cy = await newcomer(world, 'Cy', 'Cy’s');
    const code = codeOf(await inbox.newest(ben.mail));
    const wrong = code === '000000' ? '000001' : '000000';
    const type = (who: Newcomer, typed: string) => who.ask('POST', '/app/me/mail/confirm', { code: typed });
    expect((await type(ben, '12 34')).body.errors[0]!.field).toBe('body.code');
    expect((await type(cy, code)).body.code).toBe('not_allowed');
    for (let n = 0; n < 9; n += 1) expect((await type(ben, wrong)).body.code).toBe('not_allowed');
    expect((await type(ben, `${code.slice(0, 3)} ${code.slice(3)}`)).body).toEqual({
      mail: ben.mail,
      trial_started: true,
    });
    expect((await type(ben, code)).body.code).toBe('invalid_state');
    for (let n = 0; n < 9; n += 1) await type(cy, wrong);
    const own = codeOf(await inbox.newest(cy.mail));
    expect((await type(cy, own)).body.code).toBe('invalid_state');
    expect((await mailing.confirmed(cy)).trial_started).toBe(true);
  });

  test('sending again replaces the mail before, and can’t be done without end', async () => {
    const dee = await newcomer(world, 'Dee', 'Dee’s');
    const first = tokenOf(await inbox.newest(dee.mail));
    const again = () => dee.ask('POST', '/app/me/mail/send');
    const sent = await again();
    expect(sent.body).toMatchObject({ mail: dee.mail });
    const second = tokenOf(await inbox.newest(dee.mail, 2));
    expect((await mailing.confirm(first)).body.code).toBe('link_not_found');
    await again();
    const refused = await again();
    expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited']);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    const statuses: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      world.clock.now += 2 * MINUTE_MS;
      statuses.push((await again()).status);
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(3);
    expect((await mailing.confirm(second)).body.code).toBe('link_not_found');
    await inbox.newest(dee.mail, 6);
    await mailing.confirmed(dee);
    world.clock.now += 2 * HOUR_MS;
    expect((await again()).body.code).toBe('invalid_state');
  });

  test('a mail that the server asks to have later comes later', async () => {
    const eve = { name: 'Eve', mail: 'eve-later@example.com', password: PASSWORD };
    inbox.refuses = { code: 451, of: eve.mail };
    const one = visitor(world);
    expect((await one.ask('POST', '/app/sign-up', eve)).status).toBe(204);
    await expect.poll(() => inbox.asked).toBeGreaterThan(0);
    inbox.refuses = null;
    world.clock.now += MINUTE_MS;
    await expect
      .poll(async () => {
        await world.turn('mail');
        return inbox.of(eve.mail).length;
      })
      .toBe(1);
    expect((await mailing.confirm(tokenOf(inbox.of(eve.mail)[0]!))).body).toEqual({
      mail: eve.mail,
      trial_started: false,
    });
    const made = await one.ask('POST', '/app/workspaces', { name: 'Eve’s' });
    expect(made.body).toMatchObject({ trial: true, trial_waits: false });
  });

  test('a proved address stays until the new one is proved; then the old one is told', async () => {
    const mo = await newcomer(world, 'Mo', 'Mo’s');
    await mailing.confirmed(mo);
    const next = `new-${mo.mail}`;
    const change = (mail: string) => mo.ask('PATCH', '/app/me', { mail });
    expect((await change(next)).body).toMatchObject({
      mail: mo.mail,
      mail_confirmed: true,
      proof: { mail: next },
    });
    const signIn = (mail: string) => visitor(world).ask('POST', '/app/sign-in', { mail, password: PASSWORD });
    expect((await signIn(next)).status).toBe(401);
    expect((await change(mo.mail)).body).toMatchObject({ mail: mo.mail, proof: null });
    const withdrawn = tokenOf(await inbox.newest(next));
    expect((await mailing.confirm(withdrawn)).body.code).toBe('link_not_found');
    world.clock.now += 2 * MINUTE_MS;
    await change(next);
    const { body } = await mailing.confirm(tokenOf(await inbox.newest(next, 2)));
    expect(body).toEqual({ mail: next, trial_started: false });
    expect(await mailing.me(mo)).toMatchObject({ mail: next, mail_confirmed: true, proof: null });
    expect([(await signIn(next)).status, (await signIn(mo.mail)).status]).toEqual([204, 401]);
    const { mail } = await inbox.newest(mo.mail, 2);
    expect(mail.subject).toBe('Your mail address for Inkwell was changed');
    expect(`${mail.text}${mail.html}`).not.toContain(next);
  });

  test('one that was never proved gives way at once: a slip of the pen is mended where it was made', async () => {
    const nan = await newcomer(world, 'Nan', 'Nan’s');
    const right = `right-${nan.mail}`;
    const { body } = await nan.ask('PATCH', '/app/me', { mail: right });
    expect(body).toMatchObject({ mail: right, mail_confirmed: false, proof: { mail: right } });
    expect((await mailing.confirm(tokenOf(await inbox.newest(nan.mail)))).body.code).toBe('link_not_found');
    expect((await mailing.confirm(tokenOf(await inbox.newest(right)))).body.trial_started).toBe(true);
    expect(inbox.of(nan.mail)).toHaveLength(1);
  });

  test('an address that is somebody’s is taken, also if it became so while it waited', async () => {
    const ola = await newcomer(world, 'Ola');
    const pia = await newcomer(world, 'Pia');
    await mailing.confirmed(ola);
    expect((await ola.ask('PATCH', '/app/me', { mail: pia.mail })).body.code).toBe('mail_taken');
    const wanted = `wanted-${ola.mail}`;
    await ola.ask('PATCH', '/app/me', { mail: wanted });
    const token = tokenOf(await inbox.newest(wanted));
    await pia.ask('PATCH', '/app/me', { mail: wanted });
    expect((await mailing.confirm(token)).body.code).toBe('mail_taken');
    expect(await mailing.me(ola)).toMatchObject({ mail: ola.mail, mail_confirmed: true });
  });

  test('an invitation that came by mail proves its address; the link that its sender sees does not', async () => {
    const owner = await newcomer(world, 'Quin', 'Quin’s');
    const invite = async (mail: string, count = 1) => {
      const path = `/app/workspaces/${owner.workspace}/invitations`;
      const { body } = await owner.ask('POST', path, { mail });
      const shown = new URL(body.link as string).hash.slice(1);
      return { shown, mailed: tokenOf(await inbox.newest(mail, count)) };
    };
    const join = async (name: string, mail: string, invitation: string) => {
      world.clock.now += 31_000;
      const one = visitor(world);
      await one.ask('POST', '/app/sign-up', { name, mail, password: PASSWORD, invitation });
      return one;
    };
    const ray = await invite('ray@example.com');
    const by_mail = await join('Ray', 'ray@example.com', ray.mailed);
    expect(await mailing.me(by_mail)).toMatchObject({ mail_confirmed: true, proof: null });
    expect(inbox.of('ray@example.com')).toHaveLength(1);
    const own = await by_mail.ask('POST', '/app/workspaces', { name: 'Ray’s' });
    expect(own.body).toMatchObject({ trial: true, trial_waits: false });
    const sam = await invite('sam@example.com');
    const by_hand = await join('Sam', 'sam@example.com', sam.shown);
    expect(await mailing.me(by_hand)).toMatchObject({
      mail_confirmed: false,
      proof: { mail: 'sam@example.com' },
    });
    const tia = await newcomer(world, 'Tia', 'Tia’s');
    const { mailed } = await invite(tia.mail, 2);
    await tia.ask('POST', '/app/invitation/accept', { token: mailed });
    await tia.ask('POST', `/app/workspaces/${tia.workspace}/open`);
    expect(await mailing.account(tia)).toMatchObject({ phase: 'trialing' });
  });

  test('staff confirm by hand whom no mail reaches, and it is on record', async () => {
    const una = await newcomer(world, 'Una', 'Una’s');
    const staff = await world.session();
    const by_hand = (body: object) => world.send('POST', '/app/confirmations', { cookie: staff, body });
    expect((await una.ask('POST', '/app/confirmations', { member: una.member, mail: una.mail })).status).toBe(
      403,
    );
    expect((await by_hand({ member: 'nobody', mail: una.mail })).body.code).toBe('member_not_found');
    expect((await by_hand({ member: una.member, mail: 'other@example.com' })).body.code).toBe(
      'invalid_state',
    );
    const path = `/app/staff/workspaces/${una.workspace}`;
    const owners = async () =>
      ((await world.send('GET', path, { cookie: staff })).body as { owners?: unknown }).owners;
    expect(await owners()).toMatchObject([{ mail: una.mail, mail_confirmed: false }]);
    expect((await by_hand({ member: una.member, mail: una.mail })).body).toEqual({
      mail: una.mail,
      trial_started: true,
    });
    expect(await owners()).toMatchObject([{ mail_confirmed: true }]);
    const acts = await world.send('GET', '/app/staff/acts', { cookie: staff });
    expect(acts.body.data[0]).toMatchObject({ what: 'confirmMailByHand', target: una.mail });
    expect((await mailing.confirm(tokenOf(await inbox.newest(una.mail)))).body.code).toBe('link_not_found');
  });
});
