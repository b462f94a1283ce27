import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openLedger, openPostgres } from '@inkwell/ledger';
import { expect, onTestFinished, test } from 'vitest';
import { withClient } from '../../../tests/crash/process.ts';
import { type Postgres, giveToServer, startPostgres } from '../../../tests/postgres.ts';
import { answer, cli, temporary } from './harness.ts';

/**
 * A base backup and the archive of the WAL (docs/recipes/backup-and-restore.md). The server that npm brings has no
 * pg_basebackup, so the copy is made by what that program does: the low-level backup of PostgreSQL's own manual.
 */

/** As in the recipe: a segment has its name once it is whole, whenever the server or the machine dies. */
const archiveTo = (folder: string): string =>
  `test ! -f ${folder}/%f && cp %p ${folder}/%f.part && mv ${folder}/%f.part ${folder}/%f`;

/** Copies the files while the server writes to them; the WAL of that time makes them whole. */
async function baseBackup(server: Postgres, to: string): Promise<void> {
  await withClient(server.url, async (client) => {
    await client.query(`select pg_backup_start('inkwell', true)`);
    const leave = new Set(['postmaster.pid', 'postmaster.opts']);
    const filter = (path: string) => !leave.has(basename(path)) && !path.includes('/pg_wal/');
    cpSync(server.data, to, { recursive: true, filter });
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop()');
    writeFileSync(join(to, 'backup_label'), rows[0]!.labelfile);
  });
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds()); tries += 1) {
    if (tries > 2_000) throw new Error('it did not come');
    await pause(20);
  }
}

test('a base backup and the archived WAL restore every charge up to the last archived segment', async () => {
  const archive = temporary();
  giveToServer(archive);
  // Nothing here loses power, and a restored server would first sync every file of its folder, one by one.
  const quick = 'fsync=off';
  const archiving = [quick, 'archive_mode=on', `archive_command=${archiveTo(archive)}`, 'wal_level=replica'];
  const server = await startPostgres(archiving);
  onTestFinished(() => server.stop());
  await withClient(server.url, (client) => client.query('create database inkwell'));
  const env = { DATABASE_URL: server.urlOf('inkwell') };
  expect((await cli(env, 'migrate')).exit).toBe(0);
  const database = openPostgres({ connection_string: env.DATABASE_URL });
  const ledger = await openLedger({ database });
  onTestFinished(async () => {
    await ledger.close();
    await database.close();
  });
  const accounts = Array.from({ length: 10 }, (_, index) => `acct-${index}`);
  const made = { op: 'create_account', plan: 'pro', key: 'made', actor: 'operator' } as const;
  await Promise.all(accounts.map((account) => ledger.execute({ ...made, account })));
  const charge = (account: string, output: string) =>
    ledger.execute({
      op: 'charge',
      account,
      output,
      member: 'ines',
      source: 'api',
      words: 7,
      key: output,
      actor: 'operator',
    });
  const round = (name: string) => Promise.all(accounts.map((account) => charge(account, name)));
  await round('before');
  const base = join(temporary(), 'base');
  const copying = baseBackup(server, base);
  await round('meanwhile');
  await copying;
  for (let index = 0; index < 20; index += 1) await round(`after-${index}`);
  const last = await withClient(server.url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      'select pg_walfile_name(pg_current_wal_lsn()) as name',
    );
    await client.query('select pg_switch_wal()');
    return rows[0]!.name;
  });
  await until(() => existsSync(join(archive, last)));
  await server.crash();
  const restored = await startPostgres(
    [quick, `restore_command=cp ${archive}/%f %p`, 'recovery_target_timeline=latest'],
    (data) => {
      cpSync(base, data, { recursive: true });
      mkdirSync(join(data, 'pg_wal'), { recursive: true });
      writeFileSync(join(data, 'recovery.signal'), '');
      return Promise.resolve();
    },
  );
  onTestFinished(() => restored.stop());
  expect(readdirSync(archive).length).toBeGreaterThan(1);
  const there = { DATABASE_URL: restored.urlOf('inkwell') };
  await until(() =>
    withClient(restored.url, async (client) => {
      const { rows } = await client.query<{ over: boolean }>('select not pg_is_in_recovery() as over');
      return rows[0]!.over;
    }),
  );
  const { exit, out, err } = await cli(there, 'verify', '--all');
  expect([exit, out.length, err]).toEqual([0, 10, '10 accounts with 240 entries verified: everything fits.']);
  expect(await answer(there, 'account', 'show', 'acct-3')).toMatchObject({
    balance: { plan: { spent: 22 * 7 } },
  });
  // It takes changes again, and knows the keys of those before.
  expect((await cli(there, 'grant', 'acct-3', '5', '--reason', 'After')).exit).toBe(0);
  expect((await cli(there, 'verify', 'acct-3')).exit).toBe(0);
});
