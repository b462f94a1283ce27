import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import type { World } from '../http/harness.ts';
import { PASSWORD, type Newcomer, letIn, newcomer, openPeople, visitor } from './world.ts';

describe.each(BACKENDS)('people on %s', (backend) => {
  let world: World;
  beforeAll(async () => {
    world = await openPeople(backend);
  });
  afterAll(() => world.close());

  const balance = (who: Newcomer, account = who.workspace) =>
    who.ask('GET', `/v1/accounts/${account}/balance`);

  test('sign up, start a workspace with a trial, be its owner', async () => {
    const ada = await newcomer(world, 'Ada');
    expect((await ada.ask('GET', '/app/session')).body.code).toBe('no_workspace');
    const started = await ada.ask('POST', '/app/workspaces', {
      name: 'Ada & Co.',
      time_zone: 'Europe/Berlin',
    });
    expect(started.body).toMatchObject({ name: 'Ada & Co.', trial: true });
    const { body: session } = await ada.ask('GET', '/app/session');
    expect(session).toMatchObject({
      account: started.body.workspace,
      member: ada.member,
      role: 'owner',
      staff: false,
    });
    const { body } = await balance(ada, session.account);
    expect(body).toMatchObject({ phase: 'trialing', available: 10_000, trial: { limit: 10_000 } });
  });

  test('[L4] one trial a person, by whatever tag of the mailbox, also after the first workspace is gone', async () => {
    const eve = await newcomer(world, 'Eve', 'First');
    const second = await eve.ask('POST', '/app/workspaces', { name: 'Second' });
    expect(second.body.trial, second.text).toBe(false);
    const account = second.body.workspace as string;
    expect((await balance(eve, account)).body).toMatchObject({ phase: 'canceled', available: 0 });
    await eve.ask('POST', `/app/workspaces/${eve.workspace}/open`);
    await eve.ask('DELETE', `/app/workspaces/${eve.workspace}`, { name: 'First' });
    expect((await eve.ask('POST', '/app/workspaces', { name: 'Third' })).body.trial).toBe(false);
    await eve.ask('PATCH', '/app/me', { mail: `other-${eve.mail}` });
    expect((await eve.ask('POST', '/app/workspaces', { name: 'Fourth' })).body.trial).toBe(false);
    const tagged = visitor(world);
    const mail = eve.mail.replace('@', '+again@');
    await tagged.ask('POST', '/app/sign-up', { name: 'Eve', mail, password: PASSWORD });
    expect((await tagged.ask('POST', '/app/workspaces', { name: 'Again' })).body.trial).toBe(false);
  });

  test('a workspace more than one person may have is refused before its account is made', async () => {
    const ida = await newcomer(world, 'Ida');
    const start = (name: string) => ida.ask('POST', '/app/workspaces', { name });
    const statuses: number[] = [];
    for (let nth = 1; nth <= 20; nth += 1) statuses.push((await start(`Ida’s ${nth}`)).status);
    expect(statuses).toEqual(Array.from({ length: 20 }, () => 201));
    const accounts = () => world.at.database.query('select account from ledger.account');
    const before = await accounts();
    expect((await start('One more')).body).toMatchObject({ code: 'invalid_state', status: 409 });
    expect(await accounts()).toHaveLength(before.length);
  });

  test('sign in with the password, in any case of the address; wrong ones open nothing', async () => {
    const ben = await newcomer(world, 'Ben', 'Ben’s');
    const one = visitor(world);
    const wrong = await one.ask('POST', '/app/sign-in', { mail: ben.mail, password: 'not the password' });
    expect([wrong.status, wrong.body.code, one.cookie]).toEqual([401, 'unauthorized', null]);
    const nobody = await one.ask('POST', '/app/sign-in', { mail: 'no@example.com', password: PASSWORD });
    expect(nobody.body).toEqual({ ...wrong.body });
    const right = await one.ask('POST', '/app/sign-in', { mail: ben.mail.toUpperCase(), password: PASSWORD });
    expect(right.status).toBe(204);
    expect(right.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax$/);
    expect((await one.ask('GET', '/app/session')).body.account).toBe(ben.workspace);
  });

  test('what can’t be signed up with', async () => {
    const one = visitor(world);
    const up = (body: object) =>
      one.ask('POST', '/app/sign-up', { name: 'Cy', mail: 'cy@example.com', password: PASSWORD, ...body });
    expect((await up({ password: 'nine char' })).body.errors[0]!.field).toBe('body.password');
    expect((await up({ mail: 'cy' })).body.errors[0]!.field).toBe('body.mail');
    expect((await up({ mail: 'x@no-mail.invalid' })).status).toBe(400);
    expect((await up({ name: '   ' })).status).toBe(400);
    const elsewhere = { headers: { origin: 'https://elsewhere.example' } };
    const foreign = await one.ask(
      'POST',
      '/app/sign-up',
      { name: 'Cy', mail: 'cy@example.com', password: PASSWORD },
      elsewhere,
    );
    expect([foreign.status, one.cookie]).toEqual([403, null]);
    expect((await up({})).status).toBe(204);
    expect((await up({})).body.code).toBe('mail_taken');
  });

  test('behind TLS the cookie is Secure', async () => {
    const { mail } = await newcomer(world, 'Dee');
    const headers = { 'x-forwarded-proto': 'https' };
    const came = await visitor(world).ask('POST', '/app/sign-in', { mail, password: PASSWORD }, { headers });
    expect(came.headers.get('set-cookie')).toMatch(/; Secure$/);
  });

  test('a session lasts thirty days of the given clock', async () => {
    const flo = await newcomer(world, 'Flo');
    const began = world.clock.now;
    world.clock.now = began + 30 * 86_400_000 - 10_000;
    expect((await flo.ask('GET', '/app/me')).status).toBe(200);
    world.clock.now = began + 30 * 86_400_000 + 10_000;
    expect((await flo.ask('GET', '/app/me')).status).toBe(401);
    world.clock.now = began;
  });

  test('name, mail, password; sessions elsewhere end', async () => {
    const gus = await newcomer(world, 'Gus', 'Gus’s');
    const phone = visitor(world);
    await phone.ask('POST', '/app/sign-in', { mail: gus.mail, password: PASSWORD });
    const { data } = (await gus.ask('GET', '/app/me/sessions')).body;
    expect(data).toHaveLength(2);
    expect(data.filter(({ is_current }) => is_current)).toHaveLength(1);
    expect(data[0]).toMatchObject({ device: 'Test browser' });
    const changed = await gus.ask('PATCH', '/app/me', { name: 'Augustus', mail: `new-${gus.mail}` });
    expect(changed.body).toMatchObject({ name: 'Augustus', mail: `new-${gus.mail}`, has_password: true });
    expect((await gus.ask('GET', '/app/session')).body.name).toBe('Augustus');
    const other = await newcomer(world, 'Other');
    expect((await gus.ask('PATCH', '/app/me', { mail: other.mail })).body.code).toBe('mail_taken');
    const next = 'another long password';
    const wrong = await gus.ask('PUT', '/app/me/password', { current: 'not this one', password: next });
    expect([wrong.status, wrong.body.code]).toEqual([403, 'not_allowed']);
    expect((await gus.ask('PUT', '/app/me/password', { password: next })).body.code).toBe('invalid_state');
    expect((await gus.ask('PUT', '/app/me/password', { current: PASSWORD, password: next })).status).toBe(
      204,
    );
    expect((await gus.ask('GET', '/app/me')).status).toBe(200);
    expect((await phone.ask('GET', '/app/me')).status).toBe(401);
    const again = await phone.ask('POST', '/app/sign-in', { mail: `new-${gus.mail}`, password: next });
    expect(again.status).toBe(204);
    const [, theirs] = (await gus.ask('GET', '/app/me/sessions')).body.data;
    const foreign = await other.ask('DELETE', `/app/me/sessions/${theirs!.session as string}`);
    expect([foreign.status, (await phone.ask('GET', '/app/me')).status]).toEqual([204, 200]);
    expect((await gus.ask('DELETE', `/app/me/sessions`)).status).toBe(204);
    expect((await phone.ask('GET', '/app/me')).status).toBe(401);
    expect((await gus.ask('DELETE', '/app/session')).status).toBe(204);
  });

  test('a forgotten password without a mail server: staff hand on the link, once, for an hour', async () => {
    const hal = await newcomer(world, 'Hal');
    const one = visitor(world);
    const known = await one.ask('POST', '/app/reset', { mail: hal.mail });
    expect([known.status, known.body]).toEqual([202, { by: 'staff' }]);
    expect((await one.ask('POST', '/app/reset', { mail: 'no@example.com' })).body).toEqual(known.body);
    expect((await hal.ask('GET', '/app/resets')).status).toBe(403);
    const staff = await world.session();
    const asks = await world.send('GET', '/app/resets', { cookie: staff });
    expect(asks.body.data).toMatchObject([{ member: hal.member, mail: hal.mail }]);
    const made = await world.send('POST', '/app/resets', { cookie: staff, body: { mail: hal.mail } });
    const token = new URL(made.body.link as string).hash.slice(1);
    expect((await world.send('GET', '/app/resets', { cookie: staff })).body.data).toEqual([]);
    const rows = await world.at.database.query('select identifier, value from app.verification');
    expect(JSON.stringify(rows)).not.toContain(token);
    const set = (password: string) => one.ask('POST', '/app/reset/password', { token, password });
    expect((await set('too short')).status).toBe(400);
    expect((await set('a password that is new')).status).toBe(204);
    expect((await hal.ask('GET', '/app/me')).status).toBe(401);
    expect((await set('a password that is newer')).body.code).toBe('link_not_found');
    const signed = await one.ask('POST', '/app/sign-in', {
      mail: hal.mail,
      password: 'a password that is new',
    });
    expect(signed.status).toBe(204);
    const late = await world.send('POST', '/app/resets', { cookie: staff, body: { mail: hal.mail } });
    const old = new URL(late.body.link as string).hash.slice(1);
    world.clock.now += 3_600_000 + 1_000;
    const body = { token: old, password: PASSWORD };
    expect((await one.ask('POST', '/app/reset/password', body)).body.code).toBe('link_not_found');
  });

  test('whoever came by the printed link gives an address and a first password', async () => {
    const one = visitor(world);
    one.cookie = await world.session();
    expect((await one.ask('GET', '/app/me')).body).toMatchObject({
      mail: null,
      has_password: false,
      staff: true,
    });
    expect((await one.ask('PUT', '/app/me/password', { password: PASSWORD })).body.code).toBe(
      'invalid_state',
    );
    expect((await one.ask('PATCH', '/app/me', { mail: 'first@example.com' })).status).toBe(200);
    const set = await one.ask('PUT', '/app/me/password', { password: PASSWORD });
    expect(set.status, set.text).toBe(204);
    const body = { mail: 'first@example.com', password: PASSWORD };
    expect((await visitor(world).ask('POST', '/app/sign-in', body)).status).toBe(204);
  });

  test('the operator’s key alone opens no page', async () => {
    for (const path of ['/app/session', '/app/me', '/app/runs'])
      expect((await world.send('GET', path)).status).toBe(401);
  });

  test('staff make staff; one stays', async () => {
    const ivy = await newcomer(world, 'Ivy', 'Ivy’s');
    expect((await ivy.ask('PUT', `/app/staff/${ivy.member}`)).status).toBe(403);
    expect((await world.send('PUT', `/app/staff/${ivy.member}`)).body).toMatchObject({ staff: true });
    expect((await ivy.ask('GET', '/app/session')).body.staff).toBe(true);
    const { body } = await ivy.ask('POST', `/v1/accounts/${ivy.workspace}/grants`, {
      credits: 5,
      reason: 'x',
    });
    expect(body.grant, JSON.stringify(body)).toMatch(/^grant_/);
    await world.send('DELETE', '/app/staff/owner');
    const last = await world.send('DELETE', `/app/staff/${ivy.member}`);
    expect(last.body.code).toBe('invalid_state');
    await world.send('PUT', '/app/staff/owner');
    await world.send('DELETE', `/app/staff/${ivy.member}`);
    expect((await ivy.ask('GET', '/app/session')).body.staff).toBe(false);
  });

  test('too many tries: 429 with Retry-After, until the window of the given clock is over', async () => {
    world.clock.now += 3_600_000;
    const { mail } = await newcomer(world, 'Jan');
    const one = visitor(world);
    const tryIt = () => one.ask('POST', '/app/sign-in', { mail, password: 'guess after guess' });
    const codes: number[] = [];
    for (let n = 0; n < 12; n += 1) codes.push((await tryIt()).status);
    expect(codes).toEqual([...Array<number>(10).fill(401), 429, 429]);
    const refused = await tryIt();
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(refused.body).toMatchObject({ code: 'rate_limited', retry_after_s: 60 });
    world.clock.now += 60_000;
    expect((await one.ask('POST', '/app/sign-in', { mail, password: PASSWORD })).status).toBe(204);
    const codesOfReset: number[] = [];
    for (let n = 0; n < 7; n += 1) codesOfReset.push((await one.ask('POST', '/app/reset', { mail })).status);
    expect(codesOfReset.filter((code) => code === 429)).toHaveLength(2);
  });

  test('a way in that many try at once lets no more through than one after another', async () => {
    world.clock.now += 3_600_000;
    const tries = Array.from({ length: 15 }, () =>
      visitor(world).ask('POST', '/app/sign-in', { mail: 'nobody@example.com', password: 'x' }),
    );
    const codes = (await Promise.all(tries)).map(({ status }) => status);
    expect(codes.filter((code) => code === 401)).toHaveLength(10);
  });

  test('letting in', async () => {
    const owner = await newcomer(world, 'Kim', 'Kim’s');
    const who = await newcomer(world, 'Lou');
    await letIn(owner, who);
    expect((await who.ask('GET', '/app/session')).body).toMatchObject({
      account: owner.workspace,
      role: 'member',
    });
  });
});
