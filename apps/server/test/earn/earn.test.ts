import type { ReferralList } from '@inkwell/contract';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { Referrals, onFirstPayment } from '../../src/earn/referrals.ts';
import type { World } from '../http/harness.ts';
import { type Newcomer, PASSWORD, letIn, newcomer, openPeople, visitor } from '../people/world.ts';

describe.each(BACKENDS)('earning on %s', (backend) => {
  let world: World;
  let staff: (method: string, path: string, body?: unknown) => ReturnType<World['send']>;

  beforeAll(async () => {
    world = await openPeople(backend);
    const cookie = await world.session();
    staff = (method, path, body) =>
      world.send(method, path, { cookie, ...(body === undefined ? {} : { body }) });
  });
  afterAll(() => world.close());
  // Sign-ups from one address are counted; the window of the test before is over.
  beforeEach(() => void (world.clock.now += 601_000));

  const bonusOf = async (account: string): Promise<number> =>
    ((await world.send('GET', `/v1/accounts/${account}/balance`)).body.bonus as { available: number })
      .available;
  const codeOf = async (who: Newcomer): Promise<string> => {
    const { body } = await who.ask('GET', '/app/earn');
    return new URL((body.referral as { link: string }).link).searchParams.get('ref')!;
  };
  const referralOf = async (account: string) =>
    ((await staff('GET', '/app/staff/referrals')).body as unknown as ReferralList).data.find(
      (row) => row.account === account,
    );

  let friends = 0;
  /** Signs up by a link and starts a workspace; the code is given at the one step or the other. */
  async function friend(ref: string, at: 'sign-up' | 'workspace', mail?: string): Promise<string> {
    const one = visitor(world);
    const name = `Friend ${(friends += 1)}`;
    const address = mail ?? `friend-${friends}@example.com`;
    const person = { name, mail: address, password: PASSWORD, ...(at === 'sign-up' ? { ref } : {}) };
    expect((await one.ask('POST', '/app/sign-up', person)).status).toBe(204);
    const made = await one.ask('POST', '/app/workspaces', { name, ...(at === 'workspace' ? { ref } : {}) });
    expect(made.status, made.text).toBe(201);
    return made.body.workspace as string;
  }

  test('[L4] a promo code: once an account, however many try at once', async () => {
    const owner = await newcomer(world, 'Ann', 'Ann’s');
    const mate = await newcomer(world, 'Mat');
    await letIn(owner, mate);
    expect(
      (await staff('POST', '/app/staff/promos', { code: 'springink', credits: 2_500 })).body,
    ).toMatchObject({
      code: 'SPRINGINK',
      uses: 0,
    });
    expect((await staff('POST', '/app/staff/promos', { code: 'SPRINGINK', credits: 1 })).status).toBe(409);
    const tries = await Promise.all(
      [owner, mate, owner, mate, owner].map((who) =>
        who.ask('POST', '/app/earn/promo', { code: ' springink ' }),
      ),
    );
    expect(tries.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409]);
    expect(await bonusOf(owner.workspace)).toBe(2_500);
    expect((await owner.ask('POST', '/app/earn/promo', { code: 'SPRINGINK' })).body.code).toBe(
      'invalid_state',
    );
    expect((await owner.ask('POST', '/app/earn/promo', { code: 'AUTUMN' })).body.code).toBe(
      'promo_not_found',
    );
    const { body } = await mate.ask('GET', '/app/earn');
    expect(body).toMatchObject({
      totals: { promo: 2_500, all: 2_500 },
      earned: [{ source: 'promo', left: 2_500 }],
    });
    expect((await staff('GET', '/app/staff/promos')).body.data).toMatchObject([
      { code: 'SPRINGINK', uses: 1 },
    ]);
  });

  test('a promo code: never used more often than it may be, by whichever accounts', async () => {
    await staff('POST', '/app/staff/promos', { code: 'FEW', credits: 100, max_uses: 2 });
    const owners = [
      await newcomer(world, 'One', 'One'),
      await newcomer(world, 'Two', 'Two'),
      await newcomer(world, 'Three', 'Three'),
      await newcomer(world, 'Four', 'Four'),
    ];
    const tries = await Promise.all(owners.map((who) => who.ask('POST', '/app/earn/promo', { code: 'FEW' })));
    expect(tries.map(({ status }) => status).toSorted()).toEqual([201, 201, 409, 409]);
    const all = await Promise.all(owners.map(({ workspace }) => bonusOf(workspace)));
    expect(all.toSorted()).toEqual([0, 0, 100, 100]);
  });

  test('a promo code that expired or was closed gives nothing', async () => {
    const owner = await newcomer(world, 'Exa', 'Exa’s');
    const use = (code: string) => owner.ask('POST', '/app/earn/promo', { code });
    const expires_at = new Date(world.clock.now + 1_000).toISOString();
    await staff('POST', '/app/staff/promos', { code: 'SHORT', credits: 5, expires_at });
    await staff('POST', '/app/staff/promos', { code: 'CLOSED', credits: 5 });
    expect((await staff('DELETE', '/app/staff/promos/closed')).body.closed).toBe(true);
    expect((await staff('DELETE', '/app/staff/promos/nothing')).status).toBe(404);
    world.clock.now += 1_000;
    expect((await use('SHORT')).body).toMatchObject({ code: 'invalid_state', detail: 'SHORT has expired.' });
    expect((await use('CLOSED')).body).toMatchObject({ code: 'invalid_state', detail: 'CLOSED is closed.' });
    expect((await staff('POST', '/app/staff/promos', { code: 'PAST', credits: 5, expires_at })).status).toBe(
      409,
    );
    expect(await bonusOf(owner.workspace)).toBe(0);
  });

  test('a use that broke off before its award is finished by the next try', async () => {
    const owner = await newcomer(world, 'Bro', 'Bro’s');
    await staff('POST', '/app/staff/promos', { code: 'BROKEN', credits: 40, max_uses: 1 });
    await world.at.database.query(
      `with u as (update app.promo_code set uses = 1 where code = 'BROKEN')
       insert into app.promo_use (code, account, member, used_at) values ('BROKEN', $1, 'm', 0)`,
      [owner.workspace],
    );
    expect((await owner.ask('POST', '/app/earn/promo', { code: 'BROKEN' })).status).toBe(201);
    expect(await bonusOf(owner.workspace)).toBe(40);
  });

  test('guessing codes grows tiresome', async () => {
    const owner = await newcomer(world, 'Guess', 'Guess');
    const statuses: number[] = [];
    for (let n = 0; n < 21; n += 1)
      statuses.push((await owner.ask('POST', '/app/earn/promo', { code: `GUESS-${n}` })).status);
    expect(statuses.slice(0, 20).every((status) => status === 404)).toBe(true);
    expect(statuses[20]).toBe(429);
  });

  test.each(['sign-up', 'workspace'] as const)(
    '[L4] a referral kept from the %s: approved once, both sides paid once',
    async (at) => {
      const owner = await newcomer(world, 'Ref', 'Ref’s');
      const came = await friend(await codeOf(owner), at);
      expect(await referralOf(came)).toMatchObject({ state: 'waiting', referrer: owner.workspace });
      const { body: before } = await owner.ask('GET', '/app/earn');
      expect(before.referral).toMatchObject({ gives: 10_000, gets: 10_000, paid_by: 'staff' });
      expect(JSON.stringify(before)).not.toContain(came);
      const approve = () => staff('POST', `/app/staff/referrals/${came}/approve`, {});
      await Promise.all([approve(), approve(), approve()]);
      expect(await referralOf(came)).toMatchObject({ state: 'paid', decided_by: 'Owner' });
      expect(await Promise.all([bonusOf(owner.workspace), bonusOf(came)])).toEqual([10_000, 10_000]);
      expect((await approve()).status).toBe(409);
      expect((await staff('POST', `/app/staff/referrals/${came}/decline`, {})).status).toBe(409);
      const { body } = await owner.ask('GET', '/app/earn');
      expect(body).toMatchObject({ referral: { made: [{ state: 'paid' }] }, totals: { referral: 10_000 } });
    },
  );

  test('[L4] never one’s own: not who is inside already, nor their mailbox, nor a second workspace', async () => {
    const owner = await newcomer(world, 'Own', 'Own’s');
    const ref = await codeOf(owner);
    const plus = owner.mail.replace('@', '+again@');
    expect(await referralOf(await friend(ref, 'sign-up', plus))).toBeUndefined();
    const second = await owner.ask('POST', '/app/workspaces', { name: 'Second', ref });
    expect(await referralOf(second.body.workspace as string)).toBeUndefined();
    const mate = await newcomer(world, 'Inside');
    await owner.ask('POST', `/app/workspaces/${owner.workspace}/open`);
    await letIn(owner, mate);
    const own = await mate.ask('POST', '/app/workspaces', { name: 'Mate’s', ref });
    expect(own.status).toBe(201);
    expect(await referralOf(own.body.workspace as string)).toBeUndefined();
    expect(await referralOf(await friend('no-such-code', 'workspace'))).toBeUndefined();
  });

  test('declined is declined', async () => {
    const owner = await newcomer(world, 'Dec', 'Dec’s');
    const came = await friend(await codeOf(owner), 'sign-up');
    expect((await staff('POST', `/app/staff/referrals/${came}/decline`, {})).body.state).toBe('declined');
    expect((await staff('POST', `/app/staff/referrals/${came}/approve`, {})).status).toBe(409);
    expect((await staff('POST', '/app/staff/referrals/nothing/approve', {})).body.code).toBe(
      'referral_not_found',
    );
    expect(await bonusOf(owner.workspace)).toBe(0);
  });

  test('[L4] with payments: paid at the first payment, told however often and at once', async () => {
    const owner = await newcomer(world, 'Pay', 'Pay’s');
    const came = await friend(await codeOf(owner), 'sign-up');
    const other = await newcomer(world, 'Alone', 'Alone');
    const { ledger } = world;
    const referrals = new Referrals(world.at.database, () => world.clock.now);
    const parts = { referrals, ledger, log: pino({ level: 'silent' }) };
    const told = (account: string) => onFirstPayment(parts, account);
    await Promise.all([told(came), told(came), told(other.workspace), told(came)]);
    await told(came);
    expect(await Promise.all([owner.workspace, came, other.workspace].map(bonusOf))).toEqual([
      10_000, 10_000, 0,
    ]);
    expect(await referralOf(came)).toMatchObject({ state: 'paid', decided_by: null });
    expect((await ledger.verify(owner.workspace))!.ok).toBe(true);
  });

  test('a workspace that has gone takes its link with it', async () => {
    const owner = await newcomer(world, 'Gone', 'Gone');
    const ref = await codeOf(owner);
    expect((await owner.ask('DELETE', `/app/workspaces/${owner.workspace}`, { name: 'Gone' })).status).toBe(
      204,
    );
    expect(await referralOf(await friend(ref, 'sign-up'))).toBeUndefined();
  });
});
