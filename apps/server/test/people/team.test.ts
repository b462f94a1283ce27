import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { readConfig } from '../../src/config.ts';
import { startServer } from '../../src/start.ts';
import type { World } from '../http/harness.ts';
import { PASSWORD, letIn, newcomer, openPeople, visitor } from './world.ts';

const tokenOf = (link: unknown): string => new URL(link as string).hash.slice(1);

describe.each(BACKENDS)('workspaces on %s', (backend) => {
  let world: World;
  beforeAll(async () => {
    world = await openPeople(backend);
  });
  afterAll(() => world.close());

  test('invited by mail: that address alone, once, signing up in one step', async () => {
    const owner = await newcomer(world, 'Ada', 'Ada’s');
    const path = `/app/workspaces/${owner.workspace}/invitations`;
    const mail = 'grace@example.com';
    const first = await owner.ask('POST', path, { mail, role: 'admin' });
    expect([first.status, first.body.mailed]).toEqual([201, false]);
    const again = await owner.ask('POST', path, { mail, role: 'member' });
    const { body: team } = await owner.ask('GET', `/app/workspaces/${owner.workspace}/team`);
    expect(team.invitations).toMatchObject([{ invitation: again.body.invitation, mail, role: 'member' }]);
    expect(JSON.stringify(team)).not.toContain(tokenOf(again.body.link));
    const one = visitor(world);
    const replaced = { token: tokenOf(first.body.link) };
    expect((await one.ask('POST', '/app/invitation', replaced)).body.code).toBe('link_not_found');
    const token = tokenOf(again.body.link);
    expect((await one.ask('POST', '/app/invitation', { token })).body).toMatchObject({
      workspace: 'Ada’s',
      invited_by: 'Ada',
      role: 'member',
      mail,
    });
    const body = { name: 'Grace', password: PASSWORD, invitation: token };
    const other = await one.ask('POST', '/app/sign-up', { ...body, mail: 'eve@example.com' });
    expect([other.status, one.cookie]).toEqual([403, null]);
    expect((await one.ask('POST', '/app/sign-up', { ...body, mail })).status).toBe(204);
    expect((await one.ask('GET', '/app/session')).body).toMatchObject({
      account: owner.workspace,
      role: 'member',
    });
    const late = await newcomer(world, 'Late');
    expect((await late.ask('POST', '/app/invitation/accept', { token })).body.code).toBe('link_not_found');
    expect((await owner.ask('POST', path, { mail })).body.code).toBe('invalid_state');
  });

  test('invited by a link: whoever has it, until it is withdrawn or a week is over', async () => {
    const owner = await newcomer(world, 'Bo', 'Bo’s');
    const [one, two, three] = [
      await newcomer(world, 'One'),
      await newcomer(world, 'Two'),
      await newcomer(world, 'Three'),
    ];
    const token = await letIn(owner, one);
    const accept = (who: typeof one) => who.ask('POST', '/app/invitation/accept', { token });
    expect((await accept(two)).status).toBe(200);
    expect((await accept(two)).status).toBe(200);
    const { body } = await owner.ask('GET', `/app/workspaces/${owner.workspace}/team`);
    expect((body.members as object[]).length).toBe(3);
    const [waiting] = body.invitations as { invitation: string }[];
    const at = `/app/workspaces/${owner.workspace}/invitations/${waiting!.invitation}`;
    expect((await one.ask('DELETE', at)).body.code).toBe('not_allowed');
    expect((await owner.ask('DELETE', at)).status).toBe(204);
    expect((await owner.ask('DELETE', at)).body.code).toBe('invitation_not_found');
    expect((await accept(three)).body.code).toBe('link_not_found');
    const made = await owner.ask('POST', `/app/workspaces/${owner.workspace}/invitations`, {});
    world.clock.now += 7 * 86_400_000 + 1_000;
    const old = { token: tokenOf(made.body.link) };
    expect((await three.ask('POST', '/app/invitation/accept', old)).body.code).toBe('link_not_found');
    world.clock.now -= 7 * 86_400_000 + 1_000;
  });

  test('roles: what members, admins and owners may do', async () => {
    const owner = await newcomer(world, 'Cy', 'Cy’s');
    const [admin, member] = [await newcomer(world, 'Dan'), await newcomer(world, 'Eli')];
    await letIn(owner, admin, 'admin');
    await letIn(owner, member);
    const at = `/app/workspaces/${owner.workspace}`;
    const role = (who: typeof owner, whom: typeof owner, to: string) =>
      who.ask('PATCH', `${at}/members/${whom.member}`, { role: to });
    expect((await role(member, member, 'admin')).body.code).toBe('not_allowed');
    expect((await member.ask('POST', `${at}/invitations`, {})).body.code).toBe('not_allowed');
    expect((await member.ask('PATCH', at, { name: 'Eli’s' })).body.code).toBe('not_allowed');
    expect((await member.ask('GET', `${at}/team`)).body.invitations).toEqual([]);
    expect((await member.ask('POST', `/v1/accounts/${owner.workspace}/keys`, { name: 'x' })).status).toBe(
      403,
    );
    expect((await role(admin, owner, 'member')).body.code).toBe('invalid_state');
    expect((await role(admin, member, 'owner')).status).toBe(400);
    expect((await admin.ask('DELETE', `${at}/members/${owner.member}`)).body.code).toBe('invalid_state');
    expect((await admin.ask('DELETE', at, { name: 'Cy’s' })).body.code).toBe('not_allowed');
    expect((await admin.ask('POST', `${at}/transfer`, { member: admin.member })).status).toBe(403);
    expect((await admin.ask('PATCH', at, { name: 'Cy & Co.' })).body.name).toBe('Cy & Co.');
    expect((await member.ask('GET', '/app/session')).body.workspace).toEqual({ name: 'Cy & Co.' });
    expect((await role(admin, member, 'admin')).body).toMatchObject({ role: 'admin' });
    expect((await member.ask('POST', `/v1/accounts/${owner.workspace}/keys`, { name: 'x' })).status).toBe(
      201,
    );
    const cap = await admin.ask('PUT', `/v1/accounts/${owner.workspace}/members/${member.member}`, {
      cap: 5,
    });
    expect(cap.body).toMatchObject({ member: member.member, cap: 5 });
  });

  test('handing over, leaving, removing: there is always one owner', async () => {
    const owner = await newcomer(world, 'Flo', 'Flo’s');
    const heir = await newcomer(world, 'Gil');
    await letIn(owner, heir);
    const at = `/app/workspaces/${owner.workspace}`;
    expect((await owner.ask('POST', `${at}/leave`)).body.code).toBe('invalid_state');
    expect((await owner.ask('POST', `${at}/transfer`, { member: 'nobody' })).body.code).toBe(
      'member_not_found',
    );
    expect((await owner.ask('POST', `${at}/transfer`, { member: owner.member })).status).toBe(409);
    const give = () => owner.ask('POST', `${at}/transfer`, { member: heir.member });
    const [given, left] = await Promise.all([give(), heir.ask('POST', `${at}/leave`)]);
    const roles = async () => {
      const rows = await world.at.database.query<{ person_id: string; role: string }>(
        'select person_id, role from app.membership where workspace_id = $1',
        [owner.workspace],
      );
      return Object.fromEntries(rows.map((row) => [row.person_id, row.role]));
    };
    expect(Object.values(await roles()).filter((role) => role === 'owner')).toHaveLength(1);
    expect([given.status, left.status].filter((status) => status === 204)).toHaveLength(1);
    if (given.status !== 204) {
      await letIn(owner, heir);
      expect((await give()).status).toBe(204);
    }
    expect(await roles()).toEqual({ [owner.member]: 'admin', [heir.member]: 'owner' });
    expect((await owner.ask('GET', '/app/session')).body.role).toBe('admin');
    expect((await heir.ask('DELETE', `${at}/members/${owner.member}`)).status).toBe(204);
    expect((await owner.ask('GET', '/app/session')).body.code).toBe('no_workspace');
    expect((await owner.ask('GET', `/v1/accounts/${owner.workspace}/balance`)).status).toBe(404);
    expect((await heir.ask('POST', `${at}/leave`)).body.code).toBe('invalid_state');
  });

  test('another workspace’s things answer 404', async () => {
    const owner = await newcomer(world, 'Hal', 'Hal’s');
    const stranger = await newcomer(world, 'Ida', 'Ida’s');
    const made = await owner.ask('POST', `/app/workspaces/${owner.workspace}/invitations`, {});
    const at = `/app/workspaces/${owner.workspace}`;
    const tries: [string, string, unknown?][] = [
      ['POST', `${at}/open`],
      ['PATCH', at, { name: 'x' }],
      ['DELETE', at, { name: 'Hal’s' }],
      ['POST', `${at}/leave`],
      ['POST', `${at}/transfer`, { member: stranger.member }],
      ['GET', `${at}/team`],
      ['PATCH', `${at}/members/${owner.member}`, { role: 'member' }],
      ['DELETE', `${at}/members/${owner.member}`],
      ['POST', `${at}/invitations`, {}],
      ['DELETE', `${at}/invitations/${made.body.invitation as string}`],
    ];
    for (const [method, path, body] of tries) {
      const answered = await stranger.ask(method, path, body);
      expect([path, answered.status, answered.body.code]).toEqual([path, 404, 'workspace_not_found']);
    }
    const own = `/app/workspaces/${stranger.workspace}`;
    const foreign = `${own}/invitations/${made.body.invitation as string}`;
    expect((await stranger.ask('DELETE', foreign)).body.code).toBe('invitation_not_found');
    const member = await stranger.ask('DELETE', `${own}/members/${owner.member}`);
    expect(member.body.code).toBe('member_not_found');
    expect((await stranger.ask('GET', `/v1/accounts/${owner.workspace}/keys`)).status).toBe(404);
    for (const [method, path, body] of tries)
      expect((await visitor(world).ask(method, path, body)).status).toBe(401);
  });

  test('deleting: the name typed again; texts, keys and people go, the journal stays', async () => {
    const owner = await newcomer(world, 'Jo', 'Jo’s');
    const member = await newcomer(world, 'Kay', 'Kay’s');
    await letIn(owner, member);
    await member.ask('POST', `/app/workspaces/${owner.workspace}/open`);
    const account = `/v1/accounts/${owner.workspace}`;
    const key = (await owner.ask('POST', `${account}/keys`, { name: 'x' })).body.secret;
    await world.at.database.query(
      `insert into app.run (run, account, member, kind, input, outputs, attempt, model, is_demo, estimate_credits,
         created_at, process, seen_at)
       values ($1, $2, $3, 'command', 'about ferns', 1, 0, 'demo', true, 10, 1, 'test', 1)`,
      [`run-of-${owner.workspace}`, owner.workspace, owner.member],
    );
    const at = `/app/workspaces/${owner.workspace}`;
    expect((await owner.ask('DELETE', at, { name: 'Kay’s' })).body.code).toBe('not_allowed');
    const deleted = await owner.ask('DELETE', at, { name: 'Jo’s' });
    expect(deleted.status, deleted.text).toBe(204);
    expect((await owner.ask('GET', '/app/session')).body.code).toBe('no_workspace');
    expect((await member.ask('GET', '/app/session')).body.account).toBe(member.workspace);
    expect((await world.send('GET', `${account}/balance`, { key })).status).toBe(401);
    const rows = await world.at.database.query('select 1 from app.run where account = $1', [owner.workspace]);
    expect(rows).toEqual([]);
    expect((await world.send('GET', account)).body).toMatchObject({ phase: 'canceled' });
    expect((await world.send('POST', `${account}/verify`, { body: {} })).body.ok).toBe(true);
  });

  test('the team: who belongs, when they were last active', async () => {
    const owner = await newcomer(world, 'Lea', 'Lea’s');
    const member = await newcomer(world, 'Abe');
    await letIn(owner, member);
    const team = async () =>
      (await owner.ask('GET', `/app/workspaces/${owner.workspace}/team`)).body.members as Record<
        string,
        unknown
      >[];
    world.clock.now += 60_000;
    await member.ask('GET', '/app/session');
    const [first, second] = await team();
    expect(first).toMatchObject({ name: 'Lea', role: 'owner', mail: owner.mail });
    expect(second).toMatchObject({ name: 'Abe', role: 'member' });
    expect(Date.parse(second!.last_active_at as string)).toBe(world.clock.now);
  });

  test('events end for whoever belongs here no more', async () => {
    const owner = await newcomer(world, 'Ola', 'Ola’s');
    const member = await newcomer(world, 'Pia');
    await letIn(owner, member);
    const open = (who: typeof owner) =>
      fetch(`${world.url}/v1/accounts/${owner.workspace}/events`, { headers: { cookie: who.one.cookie! } });
    const [stays, goes] = await Promise.all([open(owner), open(member)]);
    const reader = stays.body!.getReader();
    expect((await reader.read()).done).toBe(false);
    await owner.ask('DELETE', `/app/workspaces/${owner.workspace}/members/${member.member}`);
    // Resolves when the stream has ended.
    expect(await goes.text()).toContain('retry:');
    expect((await open(member)).status).toBe(404);
    const stream_of_owner = await open(owner);
    expect(stream_of_owner.status).toBe(200);
    await Promise.all([reader.cancel(), stream_of_owner.body!.cancel()]);
  });

  test('what another process changed counts here within five seconds', async ({ skip }) => {
    skip(backend === 'pglite', 'PGlite is one process');
    const owner = await newcomer(world, 'Max', 'Max’s');
    const member = await newcomer(world, 'Ned');
    await letIn(owner, member, 'admin');
    const data_dir = mkdtempSync(join(tmpdir(), 'inkwell-data-'));
    onTestFinished(() => rmSync(data_dir, { recursive: true, force: true }));
    const config = readConfig({
      PORT: '0',
      INKWELL_DATA_DIR: data_dir,
      INKWELL_OPERATOR_KEY: 'operator-key-for-tests-0123456789',
      INKWELL_LOG_LEVEL: 'fatal',
    });
    const other = await startServer({
      config,
      database: await world.at.reopen(),
      now: () => world.clock.now,
    });
    try {
      const there = async (path: string) =>
        (await fetch(other.url + path, { headers: { cookie: member.one.cookie! } })).status;
      const keys = `/v1/accounts/${owner.workspace}/keys`;
      expect(await there(keys)).toBe(200);
      await owner.ask('PATCH', `/app/workspaces/${owner.workspace}/members/${member.member}`, {
        role: 'member',
      });
      expect((await member.ask('GET', keys)).status).toBe(403);
      world.clock.now += 5_000;
      expect(await there(keys)).toBe(403);
      await owner.ask('DELETE', `/app/workspaces/${owner.workspace}/members/${member.member}`);
      expect((await member.ask('GET', keys)).status).toBe(404);
      world.clock.now += 5_000;
      expect(await there(keys)).toBe(404);
      await member.ask('DELETE', '/app/me/sessions');
      await member.ask('DELETE', '/app/session');
      world.clock.now += 5_000;
      expect(await there('/app/me')).toBe(401);
    } finally {
      await other.close();
    }
  });
});
