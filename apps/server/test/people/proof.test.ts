import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { type World, openWorld } from '../http/harness.ts';
import { type Inbox, type Received, mailEnv, openInbox, tokenOf } from '../mail/server.ts';
import { type Newcomer, PASSWORD, letIn, newcomer, openPeople, visitor } from './world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const codeOf = ({ mail }: Received): string => /^(\d{6})$/m.exec(mail.text!)![1]!;

describe.each(BACKENDS)('addresses that are proved on %s', (backend) => {
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
  beforeEach(() => {
    inbox.refuses = null;
    // Whoever was mailed before may be mailed again.
    world.clock.now += 2 * HOUR_MS;
  });

  const account = async (who: Newcomer, id = who.workspace) =>
    (await who.ask('GET', `/v1/accounts/${id}`)).body as unknown as Record<string, unknown>;
  const me = async (who: Pick<Newcomer, 'ask'>) =>
    (await who.ask('GET', '/app/me')).body as unknown as Record<string, unknown>;
  const confirm = (token: string) => visitor(world).ask('POST', '/app/mail/confirm', { token });
  const confirmed = async (who: Newcomer) => {
    const { status, body } = await confirm(tokenOf(await inbox.newest(who.mail)));
    expect(status).toBe(200);
    return body;
  };

  test('[L4] one comes in at once and writes; the trial begins when the address is confirmed', async () => {
    const ines = await newcomer(world, 'Ines', 'Ines’s');
    const received = await inbox.newest(ines.mail);
    expect(received.mail.subject).toBe('Confirm your mail address for Inkwell');
    expect(received.mail.html).toContain('>Confirm this address</a>');
    expect(await account(ines)).toMatchObject({
      phase: 'canceled',
      trial_waits: true,
      balance: { available: 0 },
    });
    expect(await me(ines)).toMatchObject({
      mail: ines.mail,
      mail_confirmed: false,
      proof: { mail: ines.mail },
      trial_waits: { workspace: ines.workspace, credits: 10_000, days: 5 },
    });
    expect((await ines.ask('POST', '/app/documents', { title: 'A first one' })).status).toBe(201);
    const charge = { output: 'o', member: ines.member, source: 'api', words: 1 };
    const path = `/v1/accounts/${ines.workspace}/charges`;
    expect((await world.send('POST', path, { body: charge })).body.code).toBe('account_canceled');
    world.clock.now += 2 * DAY_MS;
    const began_at = world.clock.now;
    expect(await confirmed(ines)).toEqual({ mail: ines.mail, trial_started: true });
    const after = await account(ines);
    expect(after).toMatchObject({
      phase: 'trialing',
      trial_waits: false,
      balance: { available: 10_000 },
      trial_ends_at: new Date(began_at + 5 * DAY_MS).toISOString(),
    });
    expect(await me(ines)).toMatchObject({ mail_confirmed: true, proof: null, trial_waits: null });
    expect((await world.send('POST', path, { body: charge })).status).toBe(201);
    expect((await world.ledger.verify(ines.workspace))!.ok).toBe(true);
  });

  test('the link works once, in any browser, for three days; nobody reads it in the database', async () => {
    const one = await newcomer(world, 'Ada', 'Ada’s');
    const received = await inbox.newest(one.mail);
    const token = tokenOf(received);
    const rows = JSON.stringify(await world.at.database.query('select * from app.mail_proof'));
    expect(rows).not.toContain(token);
    expect(rows).not.toContain(codeOf(received));
    expect((await confirm('ink_mp_nothing')).body.code).toBe('link_not_found');
    const foreign = { headers: { origin: 'https://elsewhere.example' } };
    expect((await visitor(world).ask('POST', '/app/mail/confirm', { token }, foreign)).status).toBe(403);
    expect((await confirm(token)).body).toMatchObject({ trial_started: true });
    expect((await confirm(token)).body.code).toBe('link_not_found');
    const late = await newcomer(world, 'Late', 'Late’s');
    const old = tokenOf(await inbox.newest(late.mail));
    world.clock.now += 3 * DAY_MS;
    expect((await confirm(old)).body.code).toBe('link_not_found');
    expect(await me(late)).toMatchObject({ proof: null, trial_waits: { workspace: late.workspace } });
    expect((await late.ask('POST', '/app/me/mail/send')).body).toMatchObject({ mail: late.mail });
    await inbox.newest(late.mail, 2);
    expect((await confirmed(late)).trial_started).toBe(true);
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
    expect((await confirmed(cy)).trial_started).toBe(true);
  });

  test('sending again replaces the mail before, and can’t be done without end', async () => {
    const dee = await newcomer(world, 'Dee', 'Dee’s');
    const first = tokenOf(await inbox.newest(dee.mail));
    const again = () => dee.ask('POST', '/app/me/mail/send');
    const sent = await again();
    expect(sent.body).toMatchObject({ mail: dee.mail });
    const second = tokenOf(await inbox.newest(dee.mail, 2));
    expect((await confirm(first)).body.code).toBe('link_not_found');
    const refused = await again();
    expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited']);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    const statuses: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      world.clock.now += 2 * MINUTE_MS;
      statuses.push((await again()).status);
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(4);
    expect((await confirm(second)).body.code).toBe('link_not_found');
    await inbox.newest(dee.mail, 6);
    await confirmed(dee);
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
    expect((await confirm(tokenOf(inbox.of(eve.mail)[0]!))).body).toEqual({
      mail: eve.mail,
      trial_started: false,
    });
    const made = await one.ask('POST', '/app/workspaces', { name: 'Eve’s' });
    expect(made.body).toMatchObject({ trial: true, trial_waits: false });
  });

  test('[L4] one trial a person: a second workspace waits for none, nor does a mailbox that had its own', async () => {
    const flo = await newcomer(world, 'Flo', 'Flo’s');
    const second = await flo.ask('POST', '/app/workspaces', { name: 'Second' });
    expect(second.body).toMatchObject({ trial: false, trial_waits: false });
    expect(await account(flo, second.body.workspace as string)).toMatchObject({ trial_waits: false });
    const tagged = async (tag: string) => {
      world.clock.now += 31_000;
      const mail = flo.mail.replace('@', `+${tag}@`);
      const one = visitor(world);
      await one.ask('POST', '/app/sign-up', { name: 'Flo', mail, password: PASSWORD });
      const { body } = await one.ask('POST', '/app/workspaces', { name: tag });
      return { mail, body };
    };
    const early = await tagged('early');
    expect(early.body).toMatchObject({ trial: false, trial_waits: true });
    expect((await confirmed(flo)).trial_started).toBe(true);
    const late = await confirm(tokenOf(await inbox.newest(early.mail)));
    expect(late.body).toEqual({ mail: early.mail, trial_started: false });
    expect((await tagged('later')).body).toMatchObject({ trial: false, trial_waits: false });
    const rows = await world.at.database.query('select 1 from app.trial_waiting where account = $1', [
      early.body.workspace as string,
    ]);
    expect(rows).toEqual([]);
  });

  test('[L4] many that confirm at once begin one trial', async () => {
    const gil = await newcomer(world, 'Gil', 'Gil’s');
    const received = await inbox.newest(gil.mail);
    const token = tokenOf(received);
    const answers = await Promise.all([
      confirm(token),
      confirm(token),
      gil.ask('POST', '/app/me/mail/confirm', { code: codeOf(received) }),
      world.turn('waiting_trials').then(() => null),
    ]);
    expect(answers.filter((answer) => answer?.status === 200)).toHaveLength(1);
    await world.turn('waiting_trials');
    expect(await account(gil)).toMatchObject({ phase: 'trialing', balance: { available: 10_000 } });
    const grants = await world.send('GET', `/v1/accounts/${gil.workspace}/grants`);
    expect(grants.body.data).toHaveLength(1);
  });

  test('[L4] what breaks off in between is finished by itself, with the same trial', async () => {
    const hue = await newcomer(world, 'Hue', 'Hue’s');
    const token = tokenOf(await inbox.newest(hue.mail));
    const { ledger } = world;
    const execute = ledger.execute.bind(ledger);
    ledger.execute = (command) =>
      'op' in command && command.op === 'start_trial'
        ? Promise.reject(new Error('the database is gone'))
        : execute(command);
    expect((await confirm(token)).status).toBe(500);
    ledger.execute = execute;
    expect(await me(hue)).toMatchObject({ mail_confirmed: true });
    expect(await account(hue)).toMatchObject({ trial_waits: true });
    await world.turn('waiting_trials');
    expect(await account(hue)).toMatchObject({ phase: 'trialing', balance: { available: 10_000 } });
    expect(await me(hue)).toMatchObject({ trial_waits: null });
  });

  test('[L4] whoever has handed the workspace on, or started its plan, begins no trial there', async () => {
    const ira = await newcomer(world, 'Ira', 'Ira’s');
    const jo = await newcomer(world, 'Jo');
    await letIn(ira, jo);
    await ira.ask('POST', `/app/workspaces/${ira.workspace}/transfer`, { member: jo.member });
    expect((await confirmed(ira)).trial_started).toBe(false);
    expect(await account(jo, ira.workspace)).toMatchObject({ trial_waits: true });
    const kit = await newcomer(world, 'Kit', 'Kit’s');
    await kit.ask('POST', `/v1/accounts/${kit.workspace}/resume`, {});
    expect((await confirmed(kit)).trial_started).toBe(false);
    expect(await account(kit)).toMatchObject({ phase: 'active' });
    const next = await kit.ask('POST', '/app/workspaces', { name: 'Another' });
    expect(next.body).toMatchObject({ trial: true });
    const lou = await newcomer(world, 'Lou', 'Lou’s');
    await lou.ask('DELETE', `/app/workspaces/${lou.workspace}`, { name: 'Lou’s' });
    const anew = await lou.ask('POST', '/app/workspaces', { name: 'Anew' });
    expect(anew.body).toMatchObject({ trial_waits: true });
    expect((await confirmed(lou)).trial_started).toBe(true);
  });

  test('a proved address stays until the new one is proved; then the old one is told', async () => {
    const mo = await newcomer(world, 'Mo', 'Mo’s');
    await confirmed(mo);
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
    expect((await confirm(withdrawn)).body.code).toBe('link_not_found');
    world.clock.now += 2 * MINUTE_MS;
    await change(next);
    const { body } = await confirm(tokenOf(await inbox.newest(next, 2)));
    expect(body).toEqual({ mail: next, trial_started: false });
    expect(await me(mo)).toMatchObject({ mail: next, mail_confirmed: true, proof: null });
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
    expect((await confirm(tokenOf(await inbox.newest(nan.mail)))).body.code).toBe('link_not_found');
    expect((await confirm(tokenOf(await inbox.newest(right)))).body.trial_started).toBe(true);
    expect(inbox.of(nan.mail)).toHaveLength(1);
  });

  test('an address that is somebody’s is taken, also if it became so while it waited', async () => {
    const ola = await newcomer(world, 'Ola');
    const pia = await newcomer(world, 'Pia');
    await confirmed(ola);
    expect((await ola.ask('PATCH', '/app/me', { mail: pia.mail })).body.code).toBe('mail_taken');
    const wanted = `wanted-${ola.mail}`;
    await ola.ask('PATCH', '/app/me', { mail: wanted });
    const token = tokenOf(await inbox.newest(wanted));
    await pia.ask('PATCH', '/app/me', { mail: wanted });
    expect((await confirm(token)).body.code).toBe('mail_taken');
    expect(await me(ola)).toMatchObject({ mail: ola.mail, mail_confirmed: true });
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
    expect(await me(by_mail)).toMatchObject({ mail_confirmed: true, proof: null });
    expect(inbox.of('ray@example.com')).toHaveLength(1);
    const own = await by_mail.ask('POST', '/app/workspaces', { name: 'Ray’s' });
    expect(own.body).toMatchObject({ trial: true, trial_waits: false });
    const sam = await invite('sam@example.com');
    const by_hand = await join('Sam', 'sam@example.com', sam.shown);
    expect(await me(by_hand)).toMatchObject({ mail_confirmed: false, proof: { mail: 'sam@example.com' } });
    const tia = await newcomer(world, 'Tia', 'Tia’s');
    const { mailed } = await invite(tia.mail, 2);
    await tia.ask('POST', '/app/invitation/accept', { token: mailed });
    await tia.ask('POST', `/app/workspaces/${tia.workspace}/open`);
    expect(await account(tia)).toMatchObject({ phase: 'trialing' });
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
    expect((await confirm(tokenOf(await inbox.newest(una.mail)))).body.code).toBe('link_not_found');
  });

  test('[L4] a referral is noted when the address is proved, and compares what was proved', async () => {
    const host = await newcomer(world, 'Vic', 'Vic’s');
    await confirmed(host);
    const earn = (await host.ask('GET', '/app/earn')).body as unknown as { referral: { link: string } };
    const ref = new URL(earn.referral.link).searchParams.get('ref')!;
    const made = async () =>
      ((await host.ask('GET', '/app/earn')).body as unknown as { referral: { made: unknown[] } }).referral
        .made.length;
    const wes = await newcomer(world, 'Wes');
    const started = await wes.ask('POST', '/app/workspaces', { name: 'Wes’s', ref });
    expect(started.body).toMatchObject({ trial_waits: true });
    expect(await made()).toBe(0);
    await confirmed(wes);
    expect(await made()).toBe(1);
    const own = visitor(world);
    world.clock.now += 31_000;
    const mail = host.mail.replace('@', '+friend@');
    await own.ask('POST', '/app/sign-up', {
      name: 'Vic',
      mail: 'vic-elsewhere@example.com',
      password: PASSWORD,
    });
    await own.ask('POST', '/app/workspaces', { name: 'A friend’s', ref });
    await own.ask('PATCH', '/app/me', { mail });
    expect((await confirm(tokenOf(await inbox.newest(mail)))).body.trial_started).toBe(false);
    expect(await made()).toBe(1);
  });
});

describe.each(BACKENDS)('without a mail server on %s', (backend) => {
  test('nothing is proved, and a trial that waited while there was one begins', async () => {
    const world = await openWorld(backend);
    const one = await newcomer(world, 'Xia', 'Xia’s');
    const { body } = await one.ask('GET', '/app/me');
    expect(body).toMatchObject({ mail_confirmed: null, proof: null, trial_waits: null, notices: null });
    expect((await one.ask('POST', '/app/me/mail/send')).body.code).toBe('invalid_state');
    const other = await newcomer(world, 'Yan', 'Yan’s');
    const { database } = world.at;
    await database.query('delete from app.trial_taken');
    await database.query('delete from app.membership where person_id = $1', [other.member]);
    await database.query(
      `insert into app.workspace (id, name, slug, created_at) values ('waits', 'Waits', 'waits', now())`,
    );
    await database.query(
      `insert into app.membership (id, workspace_id, person_id, role, created_at)
       values ('m-waits', 'waits', $1, 'owner', now())`,
      [other.member],
    );
    await database.query(
      `insert into app.trial_waiting (person_id, account, created_at) values ($1, 'waits', 0)`,
      [other.member],
    );
    const made = {
      op: 'create_account',
      account: 'waits',
      plan: 'pro',
      trial: true,
      trial_waits: true,
    } as const;
    await world.ledger.execute({ ...made, key: 'start', actor: 'test' });
    await world.turn('waiting_trials');
    const { body: waits } = await world.send('GET', '/v1/accounts/waits');
    expect(waits).toMatchObject({ phase: 'trialing', balance: { available: 10_000 } });
    await world.close();
  });
});
