import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { type World, openWorld } from '../http/harness.ts';
import { type Inbox, tokenOf } from '../mail/server.ts';
import { DAY_MS, HOUR_MS, type Mailing, codeOf, openMailing } from './mailing.ts';
import { PASSWORD, letIn, newcomer, visitor } from './world.ts';

describe.each(BACKENDS)('trials that wait for a proof on %s', (backend) => {
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

  test('[L4] one comes in at once and writes; the trial begins when the address is confirmed', async () => {
    const ines = await newcomer(world, 'Ines', 'Ines’s');
    const received = await inbox.newest(ines.mail);
    expect(received.mail.subject).toBe('Confirm your mail address for Inkwell');
    expect(received.mail.html).toContain('>Confirm this address</a>');
    expect(await mailing.account(ines)).toMatchObject({
      phase: 'canceled',
      trial_waits: true,
      balance: { available: 0 },
    });
    expect(await mailing.me(ines)).toMatchObject({
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
    expect(await mailing.confirmed(ines)).toEqual({ mail: ines.mail, trial_started: true });
    const after = await mailing.account(ines);
    expect(after).toMatchObject({
      phase: 'trialing',
      trial_waits: false,
      balance: { available: 10_000 },
      trial_ends_at: new Date(began_at + 5 * DAY_MS).toISOString(),
    });
    expect(await mailing.me(ines)).toMatchObject({ mail_confirmed: true, proof: null, trial_waits: null });
    expect((await world.send('POST', path, { body: charge })).status).toBe(201);
    expect((await world.ledger.verify(ines.workspace))!.ok).toBe(true);
  });

  test('[L4] one trial a person: a second workspace waits for none, nor does a mailbox that had its own', async () => {
    const flo = await newcomer(world, 'Flo', 'Flo’s');
    const second = await flo.ask('POST', '/app/workspaces', { name: 'Second' });
    expect(second.body).toMatchObject({ trial: false, trial_waits: false });
    expect(await mailing.account(flo, second.body.workspace as string)).toMatchObject({ trial_waits: false });
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
    expect((await mailing.confirmed(flo)).trial_started).toBe(true);
    const late = await mailing.confirm(tokenOf(await inbox.newest(early.mail)));
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
      mailing.confirm(token),
      mailing.confirm(token),
      gil.ask('POST', '/app/me/mail/confirm', { code: codeOf(received) }),
      world.turn('waiting_trials').then(() => null),
    ]);
    expect(answers.filter((answer) => answer?.status === 200)).toHaveLength(1);
    await world.turn('waiting_trials');
    expect(await mailing.account(gil)).toMatchObject({ phase: 'trialing', balance: { available: 10_000 } });
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
    expect((await mailing.confirm(token)).status).toBe(500);
    ledger.execute = execute;
    expect(await mailing.me(hue)).toMatchObject({ mail_confirmed: true });
    expect(await mailing.account(hue)).toMatchObject({ trial_waits: true });
    await world.turn('waiting_trials');
    expect(await mailing.account(hue)).toMatchObject({ phase: 'trialing', balance: { available: 10_000 } });
    expect(await mailing.me(hue)).toMatchObject({ trial_waits: null });
  });

  test('[L4] whoever has handed the workspace on, or started its plan, begins no trial there', async () => {
    const ira = await newcomer(world, 'Ira', 'Ira’s');
    const jo = await newcomer(world, 'Jo');
    await letIn(ira, jo);
    await ira.ask('POST', `/app/workspaces/${ira.workspace}/transfer`, { member: jo.member });
    expect((await mailing.confirmed(ira)).trial_started).toBe(false);
    expect(await mailing.account(jo, ira.workspace)).toMatchObject({ trial_waits: true });
    const kit = await newcomer(world, 'Kit', 'Kit’s');
    await kit.ask('POST', `/v1/accounts/${kit.workspace}/resume`, {});
    expect((await mailing.confirmed(kit)).trial_started).toBe(false);
    expect(await mailing.account(kit)).toMatchObject({ phase: 'active' });
    const next = await kit.ask('POST', '/app/workspaces', { name: 'Another' });
    expect(next.body).toMatchObject({ trial: true });
    const lou = await newcomer(world, 'Lou', 'Lou’s');
    await lou.ask('DELETE', `/app/workspaces/${lou.workspace}`, { name: 'Lou’s' });
    const anew = await lou.ask('POST', '/app/workspaces', { name: 'Anew' });
    expect(anew.body).toMatchObject({ trial_waits: true });
    expect((await mailing.confirmed(lou)).trial_started).toBe(true);
  });

  test('[L4] a referral is noted when the address is proved, and compares what was proved', async () => {
    const host = await newcomer(world, 'Vic', 'Vic’s');
    await mailing.confirmed(host);
    const earn = (await host.ask('GET', '/app/earn')).body as unknown as { referral: { link: string } };
    const ref = new URL(earn.referral.link).searchParams.get('ref')!;
    const made = async () =>
      ((await host.ask('GET', '/app/earn')).body as unknown as { referral: { made: unknown[] } }).referral
        .made.length;
    const wes = await newcomer(world, 'Wes');
    const started = await wes.ask('POST', '/app/workspaces', { name: 'Wes’s', ref });
    expect(started.body).toMatchObject({ trial_waits: true });
    expect(await made()).toBe(0);
    await mailing.confirmed(wes);
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
    expect((await mailing.confirm(tokenOf(await inbox.newest(mail)))).body.trial_started).toBe(false);
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
