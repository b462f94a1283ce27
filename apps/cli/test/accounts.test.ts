import { openPGlite, openPostgres } from '@inkwell/ledger';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BACKENDS } from '../../../tests/backends.ts';
import { mailEnv, openInbox } from '../../server/test/mail/server.ts';
import { openDatabase } from '../src/instance.ts';
import { KEY, answer, cli, configOf, place, serve } from './harness.ts';

const WAYS = [
  ...BACKENDS.map((backend) => [backend, 'directly'] as const),
  ['pglite', 'by its server'] as const,
];

describe.each(WAYS)('accounts on %s, %s', (backend, way) => {
  const open = async () => {
    const env = await place(backend);
    return way === 'directly' ? env : (await serve(env)).env;
  };

  test('made, edited, paused, canceled, and shown', async () => {
    const env = await open();
    const create = ['account', 'create', 'acme', '--plan', 'pro', '--time-zone', 'Europe/Berlin'];
    expect(await answer(env, ...create)).toMatchObject({ account: 'acme', plan: 'pro', phase: 'active' });
    expect((await cli(env, ...create)).exit).toBe(0);
    const other = await cli(env, 'account', 'create', 'acme', '--plan', 'team');
    expect([other.exit, other.err]).toEqual([1, expect.stringContaining('acme')]);
    const preview = await cli(env, 'account', 'edit', 'acme', '--plan', 'team', '--preview');
    expect(preview.out).toEqual([
      'acme: team now (nothing was changed)',
      '  available  50,000 before, 100,000 after',
    ]);
    expect(await answer(env, 'account', 'show', 'acme')).toMatchObject({ plan: 'pro' });
    await answer(env, 'account', 'edit', 'acme', '--plan', 'team');
    await answer(env, 'account', 'edit', 'acme', '--plan', 'starter');
    const { out } = await cli(env, 'account', 'show', 'acme');
    expect(out[0]).toBe('acme: team, active');
    expect(out).toContain('  plan     100,000 of 100,000 available, 0 held, 0 spent');
    expect(out).toContain('  pending  starter, from the next cycle on');
    expect(await answer(env, 'account', 'edit', 'acme', '--withdraw')).toMatchObject({ pending_edit: null });
    expect(await answer(env, 'account', 'cancel', 'acme')).toMatchObject({ phase: 'active' });
    expect(await answer(env, 'account', 'cancel', 'acme', '--withdraw')).toMatchObject({ cancels_at: null });
    expect(await answer(env, 'account', 'pause', 'acme')).toMatchObject({ phase: 'paused' });
    expect(await answer(env, 'account', 'resume', 'acme')).toMatchObject({ phase: 'active' });
    expect(await answer(env, 'account', 'cancel', 'acme', '--now')).toMatchObject({ phase: 'canceled' });
    const refused = await cli(env, 'account', 'edit', 'acme', '--plan', 'pro');
    expect([refused.exit, refused.err]).toEqual([1, expect.stringContaining('cancel')]);
    const none = await cli(env, 'account', 'show', 'none', '--json');
    expect(none.exit).toBe(1);
    expect(JSON.parse(none.err)).toMatchObject({ error: { code: 'account_not_found' } });
  });

  test('[K1] a grant with its key is made once; without one the key is told', async () => {
    const env = await open();
    await answer(env, 'account', 'create', 'acme', '--plan', 'pro');
    const award = ['grant', 'acme', '5,000', '--reason', 'Thanks for the report'];
    const first = await answer(env, ...award, '--idempotency-key', 'once');
    expect(first).toMatchObject({
      amount: 5_000,
      reason: 'Thanks for the report',
      actor: 'operator',
      source: 'staff',
    });
    expect(await answer(env, ...award, '--idempotency-key', 'once')).toEqual(first);
    const other = await cli(env, 'grant', 'acme', '6000', '--reason', 'More', '--idempotency-key', 'once');
    expect([other.exit, other.err]).toEqual([1, expect.stringMatching(/key/i)]);
    const { out, err } = await cli(env, ...award);
    expect(err).toMatch(/^Idempotency key: cli-[0-9a-f-]{36}$/);
    expect(out[1]).toContain('10,000 available');
    const told = err.slice('Idempotency key: '.length);
    expect(await answer(env, ...award, '--idempotency-key', told)).toMatchObject({
      seq: (first.seq as number) + 2,
    });
    const much = await cli(env, 'grant', 'acme', '2000000000', '--reason', 'Too much');
    expect([much.exit, much.err]).toEqual([2, expect.stringContaining('credits: must be a whole number')]);
  });

  test('[G3] a grant to a workspace is on record, and its owner gets a mail, once', async () => {
    const inbox = await openInbox();
    onTestFinished(() => inbox.close());
    const place_of_it = {
      ...(await place(backend)),
      ...mailEnv(inbox),
      INKWELL_PUBLIC_URL: 'http://ink.example',
    };
    const on = async (statement: string) => {
      const database = await openDatabase(configOf(place_of_it));
      try {
        return await database.query(statement);
      } finally {
        await database.close();
      }
    };
    await on(
      `insert into app.workspace (id, name, slug, created_at) values ('engines', 'Engines', 'engines', now())`,
    );
    await on(
      `insert into app.person (id, name, email, created_at, updated_at)
       values ('ada', 'Ada', 'ada@example.com', now(), now())`,
    );
    await on(
      `insert into app.membership (id, workspace_id, person_id, role, created_at)
       values ('m', 'engines', 'ada', 'owner', now())`,
    );
    const served = way === 'directly' ? null : await serve(place_of_it);
    const env = served?.env ?? place_of_it;
    for (const account of ['engines', 'acme'])
      await answer(env, 'account', 'create', account, '--plan', 'pro');
    const award = ['--reason', 'Thanks for the report', '--idempotency-key', 'once'];
    const made = await answer(env, 'grant', 'engines', '5000', ...award);
    expect(await answer(env, 'grant', 'engines', '5000', ...award)).toEqual(made);
    await answer(env, 'grant', 'acme', '5000', ...award);
    const { mail } = await inbox.newest('ada@example.com');
    expect(mail.subject).toBe('5,000 bonus credits for Engines');
    expect(mail.text).toContain('by the team:\n\nThanks for the report');
    expect(mail.text).toContain('http://ink.example/earn');
    await served?.stop();
    expect(inbox.mails).toHaveLength(1);
    expect(await on('select account, what, name, target, credits, reason, note from app.staff_act')).toEqual([
      {
        account: 'engines',
        what: 'award',
        name: 'the team',
        target: made.grant,
        credits: 5_000,
        reason: 'Thanks for the report',
        note: way === 'directly' ? 'By the command line' : 'Over the API, with an operator’s key',
      },
    ]);
  });

  test('[J2] journals are verified, one line each, and the first entry that does not fit is named', async () => {
    const env = await open();
    const accounts = Array.from({ length: 6 }, (_, index) => `acct-${index}`);
    for (const account of accounts.slice(0, way === 'directly' ? 3 : 6))
      await answer(env, 'account', 'create', account, '--plan', 'pro');
    await answer(env, 'grant', 'acct-1', '10', '--reason', 'One');
    const all = await cli(env, 'verify', '--all');
    expect(all.exit).toBe(0);
    expect(all.err).toMatch(/accounts with \d+ entries verified: everything fits\.$/);
    expect(all.out).toContainEqual(expect.stringMatching(/^ok {3}acct-1: 4 entries, [0-9a-f]{12}$/));
    const listed = await cli(env, 'account', 'list');
    expect(
      listed.out
        .slice(1)
        .map((line) => line.split(' ')[0])
        .toSorted(),
    ).toEqual(all.out.map((line) => /^ok {3}(\S+):/.exec(line)![1]).toSorted());
    const some = await cli(env, 'verify', 'acct-0', 'acct-1', '--json');
    expect(some.out.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ account: 'acct-0', ok: true, entries: 2 }),
      expect.objectContaining({ account: 'acct-1', ok: true, entries: 4 }),
    ]);
    if (way === 'directly') {
      const { database_url, data_dir } = configOf(env);
      const database =
        database_url === null
          ? await openPGlite(data_dir)
          : openPostgres({ connection_string: database_url });
      await database.query(
        `update ledger.entry set body = replace(body, 'One', 'Two') where body like '%One%'`,
      );
      await database.query(
        `update ledger.account set available = available - 1, spent = spent + 1 where account = 'acct-2'`,
      );
      await database.close();
      const bad = await cli(env, 'verify', '--all');
      expect(bad.exit).toBe(1);
      expect(bad.out).toContain('BAD  acct-1: entry 3 is the first that does not fit: the hash does not fit');
      expect(bad.out).toContain('BAD  acct-2: grant 2 differs: no entry of the journal made it so');
      expect(bad.out).toContainEqual(expect.stringMatching(/^ok {3}acct-0/));
      expect(bad.err).toMatch(/verified: 2 do not fit\.$/);
      expect((await cli(env, 'verify', 'acct-1')).exit).toBe(1);
      expect((await cli(env, 'verify', 'acct-0')).exit).toBe(0);
    }
    expect(await cli(env, 'verify', 'none')).toMatchObject({ exit: 1, out: [] });
  });

  test('[B4] usage by member, source and day, of a cycle; as CSV', async () => {
    const env = await open();
    await answer(env, 'account', 'create', 'acme', '--plan', 'pro');
    const found = await answer(env, 'usage', 'acme');
    expect(found).toMatchObject({ data: [], group_by: 'member', totals: { credits: 0, outputs: 0 } });
    const { out } = await cli(env, 'usage', 'acme', '--by', 'source', '--cycle', 'current');
    expect(out[0]).toMatch(/^acme, cycle 1: \d{4}-\d\d-\d\d \d\d:\d\d UTC to /);
    expect(out.at(-1)).toMatch(/^ {2}in all +0 +0 +0$/);
    expect((await cli(env, 'usage', 'acme', '--csv')).out[0]).toMatch(/^member,/);
    expect((await cli(env, 'usage', 'acme', '--cycle', '7')).out[0]).toBe('acme has had no such cycle.');
  });
});

describe('the way to the instance', () => {
  test('a folder that a server has open is reached through the server, with its key', async () => {
    const { env, running, stop } = await serve(await place('pglite'));
    await answer(env, 'account', 'create', 'acme', '--plan', 'pro');
    const { INKWELL_OPERATOR_KEY: _key, ...keyless } = env;
    const without = await cli(keyless, 'account', 'show', 'acme');
    expect([without.exit, without.err]).toEqual([
      2,
      expect.stringContaining(`is in use by another Inkwell process`),
    ]);
    expect(without.err).toContain('set INKWELL_OPERATOR_KEY or give --key');
    expect((await cli(keyless, 'account', 'show', 'acme', '--key', KEY)).exit).toBe(0);
    const wrong = await cli(env, 'account', 'show', 'acme', '--key', 'not-the-key-of-this-server');
    expect([wrong.exit, wrong.err]).toEqual([2, expect.stringContaining('does not know this operator key')]);
    const elsewhere = { INKWELL_DATA_DIR: '/nowhere' };
    expect((await cli(elsewhere, 'account', 'show', 'acme', '--key', KEY, '--url', running.url)).exit).toBe(
      0,
    );
    for (const argv of [['migrate'], ['seed', 'demo']]) {
      const alone = await cli(env, ...argv);
      expect([alone.exit, alone.err]).toEqual([2, expect.stringContaining('stop the server first')]);
    }
    await stop();
    expect((await cli(keyless, 'account', 'show', 'acme')).exit).toBe(0);
  });

  test('[J3] a PostgreSQL database is opened beside its servers, whose memory stays right', async () => {
    const { env, running } = await serve(await place('postgres'));
    await answer(env, 'account', 'create', 'acme', '--plan', 'pro');
    const charge = (output: string) =>
      running.ledger.execute({
        op: 'charge',
        account: 'acme',
        output,
        member: 'ines',
        source: 'api',
        words: 10,
        key: output,
        actor: 'operator',
      });
    for (let round = 0; round < 5; round += 1) {
      const [charged] = await Promise.all([
        charge(`o${round}`),
        answer(env, 'grant', 'acme', '100', '--reason', `Round ${round}`),
      ]);
      expect(charged).toMatchObject({ ok: true });
    }
    expect(await answer(env, 'account', 'show', 'acme')).toMatchObject({
      balance: { available: 50_000 - 50 + 500, seq: 2 + 5 + 10 },
    });
    expect(await answer(env, 'usage', 'acme')).toMatchObject({
      data: [{ key: 'ines', credits: 50, refunded: 0, outputs: 5 }],
    });
    expect((await cli(env, 'verify', '--all')).exit).toBe(0);
  });
});
