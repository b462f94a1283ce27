import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Ledger } from '@inkwell/ledger';
import { create } from 'tar';
import { KEY, answer, cli, configOf, place, serve, temporary } from './harness.ts';

/** Charges one after the other until told to stop. Answers with the outputs that were acknowledged, in order. */
function chargeOn(ledger: Ledger, account: string): { done: string[]; stop: () => Promise<void> } {
  const done: string[] = [];
  const told = new AbortController();
  const running = (async () => {
    for (let index = 0; !told.signal.aborted; index += 1) {
      const output = `o${index}`;
      const charge = { op: 'charge', account, output, member: 'ines', source: 'api', words: 1 } as const;
      const { ok } = await ledger.execute({ ...charge, key: output, actor: 'operator' });
      if (!ok) throw new Error(`${output} was refused`);
      done.push(output);
    }
  })();
  return {
    done,
    stop: async () => {
      told.abort();
      await running;
    },
  };
}

const spent = async (env: Record<string, string>, account: string): Promise<number> => {
  const shown = await answer(env, 'account', 'show', account);
  return (shown.balance as { plan: { spent: number } }).plan.spent;
};

describe('the embedded database', () => {
  test('of a running server, which goes on: all that was acknowledged before is in it, and every account verifies', async () => {
    const { env, running } = await serve(await place('pglite'));
    for (const account of ['busy', 'quiet']) await answer(env, 'account', 'create', account, '--plan', 'pro');
    const load = chargeOn(running.ledger, 'busy');
    while (load.done.length < 50) await new Promise((resolve) => setImmediate(resolve));
    const before = load.done.length;
    const file = join(temporary(), 'inkwell.tar.gz');
    expect(await answer(env, 'backup', file)).toEqual({ file, size_bytes: statSync(file).size });
    const during = load.done.length;
    while (load.done.length < during + 20) await new Promise((resolve) => setImmediate(resolve));
    await load.stop();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(env.INKWELL_DATA_DIR!).filter((name) => name.startsWith('backup-'))).toEqual([]);
    const folder = join(temporary(), 'restored');
    const restored = await cli({}, 'restore', file, '--to', folder);
    // The server's own first workspace has one as well.
    expect([restored.exit, restored.out.length]).toEqual([0, 3]);
    expect(restored.err).toMatch(/^3 accounts with \d+ entries verified: everything fits\.$/);
    const there = { INKWELL_DATA_DIR: folder };
    const kept = await spent(there, 'busy');
    expect(kept).toBeGreaterThanOrEqual(before);
    expect(kept).toBeLessThanOrEqual(during);
    expect(await spent(env, 'busy')).toBe(load.done.length);
    // A server comes up on it, and goes on where the backup ended; the keys that were used are used.
    const again = await serve(there);
    const first = {
      op: 'charge',
      account: 'busy',
      output: 'o0',
      member: 'ines',
      source: 'api',
      words: 1,
    } as const;
    expect(await again.running.ledger.execute({ ...first, key: 'o0', actor: 'operator' })).toMatchObject({
      ok: true,
      replayed: true,
    });
    await answer(again.env, 'grant', 'quiet', '5', '--reason', 'After');
    expect((await cli(again.env, 'verify', '--all')).exit).toBe(0);
  });

  test('of a stopped one', async () => {
    const env = await place('pglite');
    await answer(env, 'account', 'create', 'acme', '--plan', 'pro');
    const file = join(temporary(), 'backup');
    expect((await cli(env, 'backup', file)).exit).toBe(0);
    const again = await cli(env, 'backup', file);
    expect([again.exit, again.err]).toEqual([2, expect.stringContaining('is there already')]);
    const to = temporary();
    expect((await cli({ INKWELL_DATA_DIR: to }, 'restore', file)).exit).toBe(0);
    const { bytes } = await cli(env, 'export', 'acme');
    expect((await cli({ INKWELL_DATA_DIR: to }, 'export', 'acme')).bytes).toEqual(bytes);
    const full = await cli({ INKWELL_DATA_DIR: to }, 'restore', file);
    expect([full.exit, full.err]).toEqual([2, expect.stringContaining('is not empty')]);
  });

  test('only whole backups are restored, and only what is a database', async () => {
    const env = await place('pglite');
    const file = join(temporary(), 'backup');
    await cli(env, 'backup', file);
    const half = join(temporary(), 'half');
    writeFileSync(half, readFileSync(file).subarray(0, statSync(file).size >> 1));
    const cut = await cli({}, 'restore', half, '--to', join(temporary(), 'a'));
    expect([cut.exit, cut.err]).toEqual([2, expect.stringContaining('is not a whole backup')]);
    const other = temporary();
    writeFileSync(join(other, 'sign-in-token'), 'planted');
    const strange = join(temporary(), 'strange');
    await create({ gzip: true, cwd: other, file: strange }, ['sign-in-token']);
    const to = temporary();
    const refused = await cli({}, 'restore', strange, '--to', to);
    expect([refused.exit, refused.err]).toEqual([2, expect.stringContaining('is not a backup of Inkwell')]);
    expect(readdirSync(to)).toEqual([]);
    expect((await cli({}, 'restore', '/nowhere/file', '--to', to)).exit).toBe(2);
  });

  test('whose reader goes away leaves nothing behind, and the next one is served', async () => {
    const { env, running } = await serve(await place('pglite'));
    const headers = { authorization: `Bearer ${KEY}` };
    const gone = await fetch(`${running.url}/v1/backup`, { method: 'POST', headers });
    expect(gone.status).toBe(200);
    await gone.body!.cancel();
    const both = await Promise.all([1, 2].map((n) => cli(env, 'backup', join(temporary(), String(n)))));
    // One at a time: the second is refused unless the first is done by then.
    expect(both.map(({ exit }) => exit).toSorted()[0]).toBe(0);
    for (const { exit, err } of both) if (exit !== 0) expect(err).toContain('being taken already');
    const file = join(temporary(), 'file');
    const { database_url, data_dir } = configOf(env);
    expect(database_url).toBeNull();
    expect((await cli(env, 'backup', join(file, 'below'))).exit).toBe(2);
    expect((await cli(env, 'backup', file)).exit).toBe(0);
    expect(readdirSync(data_dir).filter((name) => name.startsWith('backup-'))).toEqual([]);
  });
});

test('a PostgreSQL server has its own tools, and is told so by both ways', async () => {
  const env = await place('postgres');
  const here = await cli(env, 'backup', join(temporary(), 'file'));
  expect([here.exit, here.err]).toEqual([1, expect.stringContaining('pg_dump and pg_basebackup')]);
  const { env: served, running } = await serve(env);
  const there = await cli(served, 'backup', join(temporary(), 'file'), '--url', running.url);
  expect([there.exit, there.err]).toEqual([1, expect.stringContaining('back it up with its own tools')]);
});
