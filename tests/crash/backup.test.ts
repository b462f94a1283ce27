import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openLedger, openPostgres } from '@inkwell/ledger';
import { expect, onTestFinished, test } from 'vitest';
import { answer, cli } from '../../apps/cli/test/harness.ts';
import { onServer, temporaryFolder } from './process.ts';
import { BIN, NO_REPLICATION, startReplicated } from './replicated.ts';

/** `pg_dump` and `pg_restore`, as the recipe says (docs/recipes/backup-and-restore.md). npm's PostgreSQL lacks them. */
const program = (name: string, ...args: string[]) => promisify(execFile)(join(BIN, name), args);

const reason = NO_REPLICATION === null ? '' : ` (skipped: ${NO_REPLICATION})`;

test.skipIf(NO_REPLICATION !== null)(
  `a dump that is taken under load restores into a new database, and every account verifies${reason}`,
  async () => {
    const pair = await startReplicated();
    const folder = temporaryFolder('dump');
    onTestFinished(async () => {
      await pair.remove();
      folder.remove();
    });
    const env = { DATABASE_URL: pair.primary.url };
    expect((await cli(env, 'migrate')).exit).toBe(0);
    const database = openPostgres({ connection_string: env.DATABASE_URL });
    const ledger = await openLedger({ database });
    const accounts = Array.from({ length: 20 }, (_, index) => `acct-${index}`);
    const made = { op: 'create_account', plan: 'pro', key: 'made', actor: 'operator' } as const;
    await Promise.all(accounts.map((account) => ledger.execute({ ...made, account })));
    let rounds = 0;
    const round = async () => {
      const output = `o${(rounds += 1)}`;
      const charge = { op: 'charge', output, member: 'ines', source: 'api', words: 3, key: output } as const;
      await Promise.all(accounts.map((account) => ledger.execute({ ...charge, account, actor: 'operator' })));
    };
    for (let index = 0; index < 20; index += 1) await round();
    const file = join(folder.path, 'inkwell.dump');
    const over = new AbortController();
    const dump = program('pg_dump', '--format=custom', `--file=${file}`, env.DATABASE_URL).finally(() =>
      over.abort(),
    );
    while (!over.signal.aborted) await round();
    await dump;
    await ledger.close();
    await database.close();
    await onServer(pair.primary.url, 'create database restored');
    const url = new URL(pair.primary.url);
    url.pathname = '/restored';
    const restored = { DATABASE_URL: url.href };
    await program('pg_restore', '--exit-on-error', '--no-owner', `--dbname=${url.href}`, file);
    const { exit, out } = await cli(restored, 'verify', '--all');
    expect([exit, out.length]).toEqual([0, accounts.length]);
    const shown = await answer(restored, 'account', 'show', 'acct-3');
    const { spent } = (shown.balance as { plan: { spent: number } }).plan;
    expect(spent).toBeGreaterThanOrEqual(20 * 3);
    expect(spent).toBeLessThanOrEqual(rounds * 3);
    expect((await cli(restored, 'grant', 'acct-3', '5', '--reason', 'After')).exit).toBe(0);
    expect((await cli(restored, 'verify', 'acct-3')).exit).toBe(0);
    expect((await cli(env, 'verify', '--all')).exit).toBe(0);
  },
);
