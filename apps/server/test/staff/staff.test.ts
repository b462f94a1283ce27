import { type Route, appRouteList } from '@inkwell/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import type { World } from '../http/harness.ts';
import { type Newcomer, letIn, newcomer, openPeople } from '../people/world.ts';

const REASON = 'Thank you for the careful bug report';
const consoleRoutes = appRouteList.filter(({ path }) => path.startsWith('/app/staff/'));

/** Values that let every route be called. */
const VALUES: Record<string, string> = { member: 'nobody', grant: 'grant_1', code: 'SPRING' };
const BODIES: Record<string, object> = {
  award: { credits: 1_000, reason: REASON },
  revokeAward: { reason: REASON },
  createPromo: { code: 'SPRING', credits: 10 },
};

describe.each(BACKENDS)('staff on %s', (backend) => {
  let world: World;
  let owner: Newcomer;
  let staff: (
    method: string,
    path: string,
    body?: unknown,
    idempotency?: string,
  ) => ReturnType<World['send']>;
  let at = '';

  beforeAll(async () => {
    world = await openPeople(backend);
    owner = await newcomer(world, 'Ada', 'Engines');
    at = `/app/staff/workspaces/${owner.workspace}`;
    const cookie = await world.session();
    staff = (method, path, body, idempotency) =>
      world.send(method, path, {
        cookie,
        ...(body === undefined ? {} : { body }),
        ...(idempotency === undefined ? {} : { idempotency }),
      });
  });
  afterAll(() => world.close());

  const bonusOf = async (account: string) =>
    (await world.send('GET', `/v1/accounts/${account}/balance`)).body.bonus as { available: number };

  test('nobody else reaches any of its routes, by whatever they hold', async () => {
    const [admin, member, stranger] = [
      await newcomer(world, 'Bea'),
      await newcomer(world, 'Cem'),
      await newcomer(world, 'Dot', 'Elsewhere'),
    ];
    await letIn(owner, admin, 'admin');
    await letIn(owner, member);
    const key = await world.workspaceKey(owner.workspace);
    expect(consoleRoutes.length).toBeGreaterThan(12);
    for (const route of consoleRoutes) {
      const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => VALUES[name] ?? owner.workspace);
      const body = bodyOf(route);
      for (const [who, sent] of [
        ['owner', { key: null, cookie: owner.one.cookie! }],
        ['admin', { key: null, cookie: admin.one.cookie! }],
        ['member', { key: null, cookie: member.one.cookie! }],
        ['stranger', { key: null, cookie: stranger.one.cookie! }],
        ['key', { key }],
        ['nobody', { key: null }],
      ] as const) {
        const answered = await world.send(route.method, path, { ...sent, ...body });
        const wanted = who === 'nobody' ? [401] : [403, 404];
        expect(wanted, `${who} ${route.id}: ${answered.text}`).toContain(answered.status);
      }
    }
    expect(await bonusOf(owner.workspace)).toMatchObject({ available: 0 });
    expect((await staff('GET', '/app/staff/promos')).body.data).toEqual([]);
  });

  function bodyOf(route: Route): { body?: object } {
    return route.body === null ? {} : { body: BODIES[route.id] ?? {} };
  }

  test('finds workspaces by name, id and mail, and shows one', async () => {
    for (const q of ['engin', owner.workspace, owner.mail.slice(0, 5), owner.mail.toUpperCase()]) {
      const { body } = await staff('GET', `/app/staff/workspaces?q=${encodeURIComponent(q)}`);
      expect(body.data, q).toContainEqual(
        expect.objectContaining({ account: owner.workspace, name: 'Engines', phase: 'trialing' }),
      );
    }
    expect((await staff('GET', '/app/staff/workspaces?q=%25')).body.data).toEqual([]);
    const { body } = await staff('GET', at);
    expect(body).toMatchObject({
      name: 'Engines',
      owners: [{ name: 'Ada', mail: owner.mail }],
      state: { phase: 'trialing', balance: { bonus: { available: 0 } } },
    });
    expect((await staff('GET', '/app/staff/workspaces/nothing')).body.code).toBe('workspace_not_found');
  });

  test('[G3] an award: reason, note, actor; a double click awards once', async () => {
    const asked = { credits: 1_000, reason: REASON, note: 'Ticket 12' };
    const clicks = await Promise.all(
      Array.from({ length: 5 }, () => staff('POST', `${at}/awards`, asked, 'form-1')),
    );
    for (const click of clicks) expect([click.status, click.text]).toEqual([201, clicks[0]!.text]);
    expect(clicks.filter(({ headers }) => headers.get('idempotent-replayed') !== 'true')).toHaveLength(1);
    expect(await bonusOf(owner.workspace)).toMatchObject({ available: 1_000, locked_by: 'trial' });
    const { body } = await staff('GET', at);
    expect(body.awards).toMatchObject([{ amount: 1_000, reason: REASON, by: 'Owner', note: 'Ticket 12' }]);
    const { body: acts } = await staff('GET', `/app/staff/acts?account=${owner.workspace}`);
    expect(acts.data).toMatchObject([
      { what: 'award', name: 'Owner', workspace: 'Engines', credits: 1_000, note: 'Ticket 12', done: true },
    ]);
    const { body: earn } = await owner.ask('GET', '/app/earn');
    expect(earn.earned).toMatchObject([{ credits: 1_000, reason: REASON, by: 'Owner' }]);
    expect(JSON.stringify(earn)).not.toContain('Ticket 12');
  });

  test('[L1] the workspace is told with amount and reason', async () => {
    const { body } = await world.send('GET', `/v1/accounts/${owner.workspace}/entries`);
    const notice = body.data.find(({ kind }) => kind === 'notice') as { data: object };
    expect(notice.data).toMatchObject({ notice: 'bonus_awarded', credits: 1_000, reason: REASON });
  });

  test('the same amount within a day asks again; a day later it does not', async () => {
    const asked = { credits: 1_000, reason: REASON };
    const second = await staff('POST', `${at}/awards`, asked);
    expect([second.status, second.body.code, second.body.asks]).toEqual([
      409,
      'confirmation_required',
      'again',
    ]);
    expect((await staff('POST', `${at}/awards`, { ...asked, credits: 1_001 })).status).toBe(201);
    expect((await staff('POST', `${at}/awards`, { ...asked, again: true })).status).toBe(201);
    world.clock.now += 24 * 3_600_000 + 1;
    expect((await staff('POST', `${at}/awards`, asked)).status).toBe(201);
  });

  test('above 50,000 the amount is typed again', async () => {
    const asked = { credits: 50_001, reason: REASON };
    for (const retyped of [null, 50_000, 500_001]) {
      const refused = await staff('POST', `${at}/awards`, { ...asked, retyped });
      expect([refused.status, refused.body.asks]).toEqual([409, 'retype']);
    }
    expect((await staff('POST', `${at}/awards`, { ...asked, retyped: 50_001 })).status).toBe(201);
    expect((await staff('POST', `${at}/awards`, { credits: 50_000, reason: REASON })).status).toBe(201);
  });

  test('the reason has 10 to 200 characters, spaces around it not counted', async () => {
    for (const reason of ['Thank you', `${' '.repeat(20)}short`, 'x'.repeat(201), ''])
      expect((await staff('POST', `${at}/awards`, { credits: 7, reason })).body.errors).toMatchObject([
        { field: 'body.reason' },
      ]);
  });

  test('[G4] what is unspent is revoked, once, and stands in the record', async () => {
    const { body: made } = await staff('POST', `${at}/awards`, { credits: 321, reason: REASON });
    const before = (await bonusOf(owner.workspace)).available;
    const path = `${at}/awards/${made.grant}/revoke`;
    const body = { reason: 'Awarded to the wrong workspace' };
    const answers = await Promise.all([1, 2].map((n) => staff('POST', path, body, `revoke-${n}`)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 200)!.body).toMatchObject({
      taken: 321,
      state: 'revoked',
    });
    expect((await bonusOf(owner.workspace)).available).toBe(before - 321);
    const { body: acts } = await staff('GET', `/app/staff/acts?account=${owner.workspace}&limit=2`);
    expect(acts.data.map(({ what, done }) => [what, done])).toContainEqual(['revoke', true]);
    expect(acts.next_cursor).not.toBeNull();
    expect((await world.ledger.verify(owner.workspace))!.ok).toBe(true);
  });

  test('[G3] [G4] an award over the API is one too: on record, counted, told, and revoked on record', async () => {
    const path = `/v1/accounts/${owner.workspace}/grants`;
    const body = { credits: 4_321, reason: REASON, source: 'goodwill' };
    const sent = { body, idempotency: 'by-a-program' };
    const [first, again] = [await world.send('POST', path, sent), await world.send('POST', path, sent)];
    expect([first.status, again.text]).toEqual([201, first.text]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const { grant } = first.body;
    const acts = async () =>
      (await staff('GET', `/app/staff/acts?account=${owner.workspace}&limit=2`)).body.data;
    const way = { name: 'the team', note: 'Over the API, with an operator’s key', target: grant, done: true };
    expect(await acts()).toMatchObject([{ what: 'award', credits: 4_321, reason: REASON, ...way }, {}]);
    const { body: earn } = await owner.ask('GET', '/app/earn');
    expect(earn.earned).toContainEqual(expect.objectContaining({ credits: 4_321, by: 'the team' }));
    const doubted = await staff('POST', `${at}/awards`, { credits: 4_321, reason: REASON });
    expect([doubted.status, doubted.body.asks]).toEqual([409, 'again']);
    await world.send('POST', `${path}/${grant}/revoke`, { body: { reason: 'Awarded to the wrong one' } });
    expect(await acts()).toMatchObject([
      { what: 'revoke', ...way },
      { what: 'award', ...way },
    ]);
  });

  test('[G3] an account that is no workspace has no acts but those of people', async () => {
    const account = await world.account();
    const award = (more: object) =>
      world.send('POST', `/v1/accounts/${account}/grants`, { body: { credits: 5, reason: REASON }, ...more });
    expect((await award({})).status).toBe(201);
    expect((await award({ key: null, cookie: await world.session() })).status).toBe(201);
    const { body } = await staff('GET', `/app/staff/acts?account=${account}`);
    expect(body.data).toMatchObject([{ what: 'award', name: 'Owner', note: null, done: true }]);
    const none = await world.send('POST', '/v1/accounts/nobody/grants', {
      body: { credits: 5, reason: REASON },
    });
    expect(none.body.code).toBe('account_not_found');
  });

  test('whatever else staff change is recorded; what they do at home is not', async () => {
    const count = async () => (await staff('GET', '/app/staff/acts?limit=200')).body.data.length;
    const before = await count();
    await staff('POST', '/app/resets', { mail: owner.mail });
    await staff('PATCH', `/v1/accounts/${owner.workspace}`, { default_member_cap: 5 });
    await staff('PATCH', '/v1/accounts/workspace', { default_member_cap: 5 });
    await staff('POST', `/v1/accounts/${owner.workspace}/plan`, { plan: 'starter', preview: true });
    const { body } = await staff('GET', '/app/staff/acts');
    expect(await count()).toBe(before + 2);
    expect(body.data.slice(0, 2)).toMatchObject([
      { what: 'patchAccount', account: owner.workspace },
      { what: 'createResetLink', target: owner.mail },
    ]);
  });

  test('feedback: counts by reason; a text only where it was shared', async () => {
    const now = world.clock.now;
    for (const [n, reason, share] of [
      [1, 'Off topic', true],
      [2, 'Off topic', false],
      [3, 'It speaks of our secret merger', false],
    ] as const) {
      await world.at.database.query(
        `insert into app.run (run, account, member, kind, input, outputs, attempt, model, is_demo, estimate_credits,
           created_at, process, seen_at)
         values ($1, $2, 'm', 'command', 'secret input', 1, 0, 'demo', true, 1, $3, 'p', $3)`,
        [`run-${n}`, owner.workspace, now],
      );
      await world.at.database.query(
        `insert into app.output (output, run, idx, text, words, state, vote_reason, share_text)
         values ($1, $2, 0, $3, 2, 'settled', $4, $5::boolean)`,
        [`out-${n}`, `run-${n}`, `text ${n}`, reason, String(share)],
      );
    }
    const { body, text } = await staff('GET', '/app/staff/feedback');
    expect(body).toMatchObject({
      outputs: 3,
      groups: [
        { kind: 'command', title: 'Commands', reason: 'Off topic', votes: 2, shared: 1 },
        { reason: 'Other', votes: 1, shared: 0 },
      ],
      texts: [{ output: 'out-1', text: 'text 1', reason: 'Off topic', model: 'demo' }],
    });
    for (const hidden of ['text 2', 'text 3', 'merger', 'secret input', owner.workspace])
      expect(text).not.toContain(hidden);
  });

  test('the instance’s health', async () => {
    const { body } = await staff('GET', '/app/staff/health');
    expect(body).toMatchObject({
      database: { kind: backend === 'pglite' ? 'pglite' : 'postgres' },
      lanes: { waiting: 0 },
      writer: { is_demo: true },
      mail: false,
      payments: 'none',
    });
  });
});
