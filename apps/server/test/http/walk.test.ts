import { type RouteId, appRoutes, routeList } from '@inkwell/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '@inkwell/ledger';
import { BACKENDS, testDatabase } from '../../../../tests/backends.ts';
import { type Answered, type World, openWorld, pathOf, promised } from './harness.ts';

/** The file of an account of another instance. */
async function fileOfAnother(account: string): Promise<string> {
  const at = await testDatabase('pglite');
  const ledger = await openLedger({ database: at.database });
  await ledger.execute({ op: 'create_account', account, plan: 'pro', key: 'made', actor: 'operator' });
  const pages = await Array.fromAsync((await ledger.exportAccount(account))!);
  await ledger.close();
  await at.remove();
  return pages.join('');
}

describe.each(BACKENDS)('%s', (backend) => {
  let world: World;
  const walked = new Set<string>();
  beforeAll(async () => {
    world = await openWorld(backend, { INKWELL_WEBHOOK_PRIVATE: 'allow' });
  });
  afterAll(() => world.close());

  const METHODS = Object.fromEntries(routeList.map((route) => [route.id, route.method]));
  const walk = async (
    id: RouteId,
    params: Record<string, string>,
    body?: unknown,
    search = '',
  ): Promise<Answered> => {
    const answered = await world.send(METHODS[id]!, pathOf(id, params) + search, { body });
    expect(promised(id, answered)).toBeNull();
    walked.add(id);
    return answered;
  };

  test('every route answers in the shape that the contract promises', async () => {
    const account = 'walk';
    const on = { account };
    await walk('listPlans', {});
    await walk('putAccount', on, { plan: 'pro', time_zone: 'Europe/Berlin' });
    expect((await walk('putAccount', on, { plan: 'pro' })).status).toBe(200);
    await walk('getAccount', on);
    await walk('patchAccount', on, { default_member_cap: 40_000 });
    await walk('getBalance', on);
    await walk('editPlan', on, { plan: 'team', preview: true });
    await walk('editPlan', on, { plan: 'starter' });
    await walk('withdrawPlanEdit', on);
    await walk('pauseAccount', on);
    await walk('resumeAccount', on);
    await walk('cancelAccount', on, {});
    await walk('withdrawCancel', on);
    await walk('putMember', { ...on, member: 'ines' }, { cap: 30_000 });
    await walk('listMembers', on);
    await walk('deleteMember', { ...on, member: 'ines' });
    const { body: award } = await walk('awardGrant', on, { credits: 500, reason: 'Thanks' });
    await walk('listGrants', on);
    await walk('revokeGrant', { ...on, grant: award.grant }, { reason: 'Wrong one' });
    const { body: held } = await walk('createHold', on, { credits: 100, member: 'ines' });
    const hold = { ...on, hold: held.hold };
    await walk('extendHold', hold, { credits: 20 });
    await walk('settleHold', hold, { output: 'out-1', words: 48, labels: ['blog'] });
    const { body: other } = await walk('createHold', on, { credits: 5, member: 'ines', mode: 'up_to' });
    await walk('releaseHold', { ...on, hold: other.hold });
    const { body: charge } = await walk('createCharge', on, {
      output: 'out-2',
      member: 'ines',
      source: 'command',
      text: 'Ferns forgive.',
    });
    expect(charge).toMatchObject({ charged: 2, words: 2, counter: 'words-v1' });
    await walk(
      'voteOutput',
      { ...on, output: 'out-1' },
      { vote: 'down', member: 'ines', reason: 'Off topic' },
    );
    const { body: receipt } = await walk('getOutput', { ...on, output: 'out-1' });
    expect(receipt).toMatchObject({ hold: held.hold, charged: 48, refunded: 48, vote: 'down' });
    await walk('getUsage', on, undefined, '?group_by=day');
    await walk('getDailyUsage', on);
    await walk('listCycles', on);
    await walk('listEntries', on, undefined, '?limit=5');
    await walk('explainHold', on, undefined, '?credits=10&member=ines');
    const { body: no } = await walk('explainHold', on, undefined, '?credits=900000&member=priya');
    expect(no).toMatchObject({ ok: false, refusal: { code: 'member_cap_reached', status: 402 } });
    expect((await walk('verifyAccount', on, {})).body).toMatchObject({ ok: true, first_bad_entry: null });
    await walk('listAccounts', {}, undefined, '?limit=1');
    const { text: file } = await walk('exportAccount', on);
    const { status: there, body: same } = await world.send('POST', pathOf('importAccount', on), {
      body: file,
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect([there, same.code, same.same_journal]).toEqual([409, 'account_exists', true]);
    const imported = await world.send('POST', pathOf('importAccount', { account: 'elsewhere' }), {
      body: await fileOfAnother('elsewhere'),
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect([imported.status, promised('importAccount', imported)]).toEqual([201, null]);
    walked.add('importAccount');
    const backup = await world.send('POST', pathOf('takeBackup', {}));
    expect(backup.status).toBe(backend === 'pglite' ? 200 : 409);
    if (backend === 'pglite') expect(promised('takeBackup', backup)).toBeNull();
    walked.add('takeBackup');
    expect((await walk('countWords', {}, { text: 'one two' })).body.words).toBe(2);
    const { body: made } = await walk('createKey', on, { name: 'Blog' });
    await walk('listKeys', on);
    await walk('listKeyRequests', { ...on, key: made.key });
    await walk('listKeyRefusals', on);
    await walk('revokeKey', { ...on, key: made.key });
    const { body: clock } = await walk('createClock', {}, { now: '2027-01-31T09:00:00Z' });
    const { body: trial } = await walk(
      'putAccount',
      { account: 'walk-trial' },
      { plan: 'pro', trial: true, clock: clock.clock },
    );
    expect(trial).toMatchObject({ phase: 'trialing', balance: { plan: null, trial: { limit: 10_000 } } });
    await walk('advanceClock', { clock: clock.clock }, { to: '2027-02-01T09:00:00Z' });
    await walk('convertTrial', { account: 'walk-trial' });
    await walk('runBatch', {}, { operations: [{ method: 'GET', path: '/v1/plans' }] });
    await walk('getHealth', {});
    await walk('getReadiness', {});
    await walk('getMetrics', {});
  });

  /** Nobody listens there. */
  const NOWHERE = { url: 'http://127.0.0.1:9/' };

  test.each([
    ['an account', '', { account: 'hooked' }],
    ['the instance', 'Instance', {}],
  ] as const)('so does every route of the webhooks of %s', async (_, whose, on) => {
    if ('account' in on) await walk('putAccount', on, { plan: 'pro' });
    const named = (id: string) => id.replace(/(?=Webhook|Deliver|Dead)/, whose) as RouteId;
    const { body: made } = await walk(named('createWebhook'), on, NOWHERE);
    const hook = { ...on, webhook: made.webhook as string };
    await walk(named('listWebhooks'), on);
    await walk(named('getWebhook'), hook);
    await walk(named('patchWebhook'), hook, { description: 'Books', types: ['cycle.reset'] });
    await walk(named('rotateWebhookSecret'), hook, { grace_s: 60 });
    const { body: sent } = await walk(named('testWebhook'), hook);
    const delivery = { ...hook, delivery: sent.delivery as string };
    await walk(named('listDeliveries'), hook, undefined, '?limit=5&type=webhook.test');
    const state = async () => (await walk(named('getDelivery'), delivery)).body.state;
    await expect.poll(state, { timeout: 20_000 }).toBe('dead');
    await walk(named('replayDead'), hook);
    await walk(named('replayDelivery'), delivery);
    await walk(named('deleteWebhook'), hook);
  });

  test('no route was left out', () => {
    const all = routeList.map((route) => route.id).filter((id) => id !== 'streamEvents');
    expect(all.filter((id) => !walked.has(id))).toEqual([]);
  });

  test('lists go on where the page before ended', async () => {
    const account = await world.account();
    for (const n of [1, 2, 3])
      await world.send('POST', `/v1/accounts/${account}/charges`, {
        body: { output: `o${n}`, member: `m${n}`, source: 'api', words: n },
      });
    for (const list of ['entries', 'members', 'grants']) {
      const whole = await world.send('GET', `/v1/accounts/${account}/${list}`);
      const seen: unknown[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const after = cursor === '' ? '' : `&cursor=${cursor}`;
        const { body } = await world.send('GET', `/v1/accounts/${account}/${list}?limit=1${after}`);
        seen.push(...body.data);
        cursor = body.next_cursor;
      }
      expect(seen).toEqual(whole.body.data);
    }
  });

  test('usage as CSV; a label that looks like a formula is text', async () => {
    const account = await world.account();
    const body = { output: 'o', member: 'ines', source: 'api', words: 7, labels: ['=1+cmd()', 'a,"b"'] };
    await world.send('POST', `/v1/accounts/${account}/charges`, { body });
    const path = `/v1/accounts/${account}/usage?group_by=label`;
    const { headers, text } = await world.send('GET', path, { headers: { accept: 'text/csv' } });
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(text).toBe('label,credits,refunded,outputs\r\n\'=1+cmd(),7,0,1\r\n"a,""b""",7,0,1\r\n');
    const typeFor = async (accept: string) =>
      (await world.send('GET', path, { headers: { accept } })).headers.get('content-type');
    expect(await typeFor('text/html, Text/CSV;q=0.9, */*;q=0.1')).toMatch(/^text\/csv/);
    expect(await typeFor('application/json, text/csv;q=0.5')).toBe('application/json');
    expect(await typeFor('text/csv;q=0, */*')).toBe('application/json');
  });

  test('a span of days counts the days of the account’s zone', async () => {
    const account = await world.account();
    await world.send('POST', `/v1/accounts/${account}/charges`, {
      body: { output: 'o', member: 'ines', source: 'api', words: 7 },
    });
    const usage = async (from: string, to: string) =>
      (await world.send('GET', `/v1/accounts/${account}/usage?from=${from}&to=${to}&group_by=day`)).body;
    expect((await usage('2026-11-22', '2026-11-23')).data).toEqual([
      { key: '2026-11-22', credits: 7, refunded: 0, outputs: 1 },
    ]);
    expect((await usage('2026-11-21', '2026-11-22')).totals.credits).toBe(0);
    expect((await usage('2026-11-22T00:00:00Z', '2026-11-22T13:00:00Z')).totals.credits).toBe(7);
  });

  test('the session: a link, a cookie, who is signed in, signing out', async () => {
    const { search } = new URL(world.running.sign_in_url);
    const came = await world.send('GET', `/${search}`, { key: null });
    expect(came.status).toBe(303);
    expect(came.headers.get('location')).toBe('/');
    expect(came.headers.get('set-cookie')).toMatch(/^inkwell_session=\S+; Path=\/; .*HttpOnly; SameSite=Lax/);
    const cookie = came.headers.get('set-cookie')!.split(';')[0]!;
    const { body } = await world.send('GET', '/app/session', { cookie });
    expect(appRoutes.getSession.responses[0]!.schema.safeParse(body).success).toBe(true);
    expect(body).toMatchObject({ workspace: { name: 'My workspace' }, role: 'owner', staff: true });
    expect((await world.send('GET', `/v1/accounts/${body.account}/balance`, { cookie })).status).toBe(200);
    expect((await world.send('POST', '/app/session', { key: null, body: { token: 'wrong' } })).status).toBe(
      401,
    );
    expect((await world.send('DELETE', '/app/session', { cookie })).status).toBe(204);
    expect((await world.send('GET', '/app/session', { cookie })).status).toBe(401);
  });

  test('pages: the document, its readable form, the error pages, headers of security', async () => {
    const { body } = await world.send('GET', '/openapi.json', { key: null });
    expect(body.openapi).toMatch(/^3\.1/);
    const docs = await world.send('GET', '/docs', { key: null });
    for (const route of routeList) expect(docs.text).toContain(`id="${route.id}"`);
    expect(docs.text).not.toContain('<script');
    expect(docs.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    const page = await world.send('GET', '/docs/errors/insufficient_credits', { key: null });
    expect(page.text).toContain('available_by_bucket');
    expect((await world.send('GET', '/docs/errors/no_such_code', { key: null })).status).toBe(404);
    const api = await world.send('GET', '/v1/plans');
    expect(api.headers.get('x-content-type-options')).toBe('nosniff');
    expect(api.headers.get('access-control-allow-origin')).toBeNull();
    expect(api.headers.get('x-request-id')).toMatch(/\S/);
  });
});
