import { type Ledger, migrate, openLedger } from '@inkwell/ledger';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BACKENDS, type TestDatabase, testDatabase } from '../../../../tests/backends.ts';
import type { Mail } from '../../src/mail/mailer.ts';
import { NoticeMail } from '../../src/notices/index.ts';

const APP = new URL('../../src/migrations/', import.meta.url);
const START = Date.UTC(2026, 10, 22, 12);

describe.each(BACKENDS)('notices by mail, %s', (backend) => {
  let at: TestDatabase;
  let ledger: Ledger;
  let clock: { now: number };
  let mails: Mail[];
  let taken: boolean;
  let made: number;

  beforeEach(async () => {
    at = await testDatabase(backend);
    await migrate(at.database, 'app', APP);
    clock = { now: START };
    mails = [];
    taken = true;
    made = 0;
    ledger = await openLedger({ database: at.database, now: () => clock.now });
    await act({ op: 'create_account', plan: 'starter' });
  });
  afterEach(async () => {
    await ledger.close();
    await at.remove();
  });

  const act = (asked: object) =>
    ledger.execute({ account: 'acme', actor: 'operator', key: `k${(made += 1)}`, ...asked } as never);
  const spend = (words: number) =>
    act({ op: 'charge', output: `o${made}`, member: 'ada', source: 'api', words });

  const people = {
    workspaceName: (account: string) => Promise.resolve(account === 'acme' ? 'Acme' : undefined),
    members: () =>
      Promise.resolve([
        { name: 'Ada', email: 'ada@example.com', role: 'owner' },
        { name: 'Bo', email: 'bo@example.com', role: 'admin' },
        { name: 'Cy', email: 'cy@example.com', role: 'member' },
      ] as never),
  };
  const mailer = {
    sends: true,
    send: (mail: Mail) => {
      if (taken) mails.push(mail);
      return Promise.resolve(taken);
    },
    close: () => undefined,
  };
  const open = (sends = true) => {
    const log = { warn: () => undefined } as never;
    const url = () => 'http://ink.example';
    const now = () => clock.now;
    return new NoticeMail({
      database: at.database,
      ledger,
      mailer: { ...mailer, sends },
      people,
      log,
      url,
      now,
    });
  };

  test('[L1] owners and admins are told once of 90% and of the end, nobody of 50% and 75%', async () => {
    const notices = open();
    await notices.run();
    await spend(16_000);
    await notices.run();
    expect(mails).toEqual([]);
    await spend(2_500);
    await spend(1_500);
    await notices.run();
    await notices.run();
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
      ['ada@example.com', 'Acme has used 90% of its plan credits'],
      ['bo@example.com', 'Acme has used 90% of its plan credits'],
      ['ada@example.com', 'Acme has run out of credits'],
      ['bo@example.com', 'Acme has run out of credits'],
    ]);
    expect(mails[0]!.link).toBe('http://ink.example/settings/usage');
  });

  test('[L2] what happened while nobody was there is told by the next process, and not twice by two', async () => {
    await open().run();
    await spend(18_500);
    const [one, other] = [open(), open()];
    await one.run();
    await other.run();
    await one.run();
    expect(mails).toHaveLength(2);
  });

  test('a mail that was not taken is tried again later, and given up after a day', async () => {
    const notices = open();
    await notices.run();
    await spend(18_500);
    taken = false;
    await notices.run();
    taken = true;
    await notices.run();
    expect(mails).toEqual([]);
    clock.now += 60_000;
    await notices.run();
    expect(mails).toHaveLength(2);
    await spend(1_500);
    taken = false;
    await notices.run();
    taken = true;
    clock.now += 2 * 86_400_000;
    await notices.run();
    expect(mails).toHaveLength(2);
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
    expect(mails).toEqual([]);
  });
});
