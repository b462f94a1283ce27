import { Readable } from 'node:stream';
import { type Ledger, linesOf, openLedger } from '@inkwell/ledger';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BACKENDS, type TestDatabase, testDatabase } from '../../../../tests/backends.ts';
import { createMailer } from '../../src/mail/mailer.ts';
import { NoticeMail } from '../../src/notices/index.ts';
import { ProofStore } from '../../src/people/proof-store.ts';
import { type Inbox, openInbox } from '../mail/server.ts';

const START = Date.UTC(2026, 10, 22, 12);

const PEOPLE = [
  { member: 'ada', name: 'Ada', email: 'ada@example.com', role: 'owner' },
  { member: 'bo', name: 'Bo', email: 'bo@example.com', role: 'admin' },
  { member: 'cy', name: 'Cy', email: 'cy@example.com', role: 'member' },
];

const NAMES: Record<string, string> = { acme: 'Acme', old: 'Old' };

describe.each(BACKENDS)('notices by mail, %s', (backend) => {
  let at: TestDatabase;
  let ledger: Ledger;
  let clock: { now: number };
  let inbox: Inbox;
  let made: number;

  beforeEach(async () => {
    at = await testDatabase(backend);
    clock = { now: START };
    inbox = await openInbox();
    made = 0;
    ledger = await openLedger({ database: at.database, now: () => clock.now });
    await act({ op: 'create_account', plan: 'starter' });
    for (const { member, email } of PEOPLE)
      await at.database.query(
        `insert into app.person (id, name, email, created_at, updated_at) values ($1, $1, $2, now(), now())`,
        [member, email],
      );
  });
  afterEach(async () => {
    await ledger.close();
    await at.remove();
    await inbox.close();
  });

  const act = (asked: object) =>
    ledger.execute({ account: 'acme', actor: 'operator', key: `k${(made += 1)}`, ...asked } as never);
  const spend = (words: number) =>
    act({ op: 'charge', output: `o${made}`, member: 'ada', source: 'api', words });

  const people = {
    workspaceName: (account: string) => Promise.resolve(NAMES[account]),
    members: () => Promise.resolve(PEOPLE as never),
  };
  const log = { info: () => undefined, warn: () => undefined } as never;
  const now = () => clock.now;
  const open = (sends = true) =>
    new NoticeMail({
      database: at.database,
      ledger,
      mailer: createMailer(
        { mail: sends ? { url: inbox.url, from: 'ink@juniper.example' } : null },
        log,
        now,
      ),
      people,
      choices: new ProofStore(at.database),
      log,
      url: () => 'http://ink.example',
      now,
    });
  const told = () => inbox.mails.map(({ to, mail }) => [to, mail.subject]);

  test('[L1] owners and admins are told once of 90% and of the end, nobody of 50% and 75%', async () => {
    const notices = open();
    await notices.run();
    await spend(16_000);
    await notices.run();
    expect(inbox.mails).toEqual([]);
    await spend(2_500);
    await spend(1_500);
    await notices.run();
    await notices.run();
    expect(told()).toEqual([
      ['ada@example.com', 'Acme has used 90% of its plan credits'],
      ['bo@example.com', 'Acme has used 90% of its plan credits'],
      ['ada@example.com', 'Acme has run out of credits'],
      ['bo@example.com', 'Acme has run out of credits'],
    ]);
    const { mail } = inbox.mails[0]!;
    expect(mail.text).toMatch(/^Hello Ada,\n\nNine tenths .*\n\nhttp:\/\/ink\.example\/settings\/usage\n/s);
    expect(mail.html).toContain('<a href="http://ink.example/settings/usage"');
    expect(new Set(inbox.mails.map((one) => one.mail.messageId)).size).toBe(4);
  });

  test('an import tells nobody of what is past; what happens after it is told', async () => {
    const other = await testDatabase('pglite');
    const there = await openLedger({ database: other.database, now: () => clock.now });
    const base = { account: 'old', actor: 'operator' } as const;
    const output = { op: 'charge', member: 'ada', source: 'api' } as const;
    await there.execute({ ...base, key: 'a', op: 'create_account', plan: 'starter' });
    await there.execute({ ...base, ...output, key: 'b', output: 'o1', words: 18_500 });
    let file = '';
    for await (const page of (await there.exportAccount('old'))!) file += page;
    await there.close();
    await other.remove();
    const notices = open();
    await notices.run();
    const lines = () => linesOf(Readable.from([Buffer.from(file)]));
    expect(await ledger.importAccount('old', lines)).toMatchObject({ ok: true });
    await notices.run();
    expect(inbox.mails).toEqual([]);
    await ledger.execute({ ...base, ...output, key: 'c', output: 'o2', words: 1_500 });
    await notices.run();
    expect(told()).toEqual([
      ['ada@example.com', 'Old has run out of credits'],
      ['bo@example.com', 'Old has run out of credits'],
    ]);
  });

  test('[L2] what happened while nobody was there is told by the next process, and not twice by two', async () => {
    await open().run();
    await spend(18_500);
    const [one, other] = [open(), open()];
    await one.run();
    await other.run();
    await one.run();
    expect(inbox.mails).toHaveLength(2);
  });

  test('who could not be told is told later, the same mail, and nobody twice; it is given up after a day', async () => {
    const notices = open();
    await notices.run();
    await spend(18_500);
    inbox.refuses = { code: 451, of: 'bo@example.com' };
    await notices.run();
    await notices.run();
    expect(told().map(([to]) => to)).toEqual(['ada@example.com']);
    inbox.refuses = { code: 451, at: 'data' };
    clock.now += 60_000;
    await notices.run();
    inbox.refuses = null;
    clock.now += 300_000;
    await notices.run();
    await notices.run();
    expect(told().map(([to]) => to)).toEqual(['ada@example.com', 'bo@example.com']);
    await spend(1_500);
    inbox.refuses = { code: 421 };
    await notices.run();
    inbox.refuses = null;
    clock.now += 2 * 86_400_000;
    await notices.run();
    expect(inbox.mails).toHaveLength(2);
  });

  test('an address that takes no mail keeps nobody else from theirs, and is not asked again', async () => {
    const notices = open();
    await notices.run();
    inbox.refuses = { code: 550, of: 'ada@example.com' };
    await spend(18_500);
    await notices.run();
    clock.now += 60_000;
    await notices.run();
    expect(told().map(([to]) => to)).toEqual(['bo@example.com']);
    expect(inbox.asked).toBe(2);
  });

  test('a mail server that is away is no end of it', async () => {
    const notices = open();
    await notices.run();
    const port = Number(new URL(inbox.url).port);
    await inbox.close();
    await spend(18_500);
    await notices.run();
    inbox = await openInbox({ port });
    clock.now += 60_000;
    await notices.run();
    expect(told().map(([to]) => to)).toEqual(['ada@example.com', 'bo@example.com']);
  });

  test('[L1] the trial’s last day, the end of a bonus and of all credits are told, each by its own words', async () => {
    const notices = open();
    await notices.run();
    await act({ op: 'cancel', when: 'now' });
    await act({ op: 'resume' });
    await act({ op: 'award', credits: 50, reason: 'thanks' });
    await spend(20_000);
    await spend(50);
    await notices.run();
    expect(inbox.of('ada@example.com').map(({ mail }) => mail.subject)).toEqual([
      'Acme has used 90% of its plan credits',
      'Acme has run out of credits',
      'Acme has used up its bonus credits',
    ]);
    for (const { mail } of inbox.mails) {
      expect(mail.html).toMatch(/<p><a href="http:\/\/ink\.example\/[\w/]+"[^>]*>[A-Z][\w ]+<\/a><\/p>/);
      expect(mail.text).toContain('No more mails like it: http://ink.example/mail-off#ink_mo_');
    }
  });

  test('an account without people, and an instance without mail, have nothing to do', async () => {
    expect(open(false).jobs).toEqual([]);
    const notices = open();
    await notices.run();
    await ledger.execute({
      op: 'create_account',
      account: 'bare',
      plan: 'starter',
      key: 'b1',
      actor: 'operator',
    });
    const charge = { op: 'charge', account: 'bare', output: 'o', member: 'x', source: 'api' } as const;
    await ledger.execute({ ...charge, words: 19_000, key: 'b2', actor: 'operator' });
    await notices.run();
    expect(inbox.mails).toEqual([]);
  });
});
