import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../tests/backends.ts';
import { openLedger } from '@inkwell/ledger';
import { openDatabase } from '../src/instance.ts';
import { answer, cli, configOf, place, serve, temporary } from './harness.ts';

type Env = Record<string, string>;

/** Some charges and votes, through the ledger itself. */
async function spend(env: Env, account: string): Promise<void> {
  const database = await openDatabase(configOf(env));
  const ledger = await openLedger({ database });
  for (let index = 0; index < 20; index += 1) {
    const base = { account, actor: 'operator', member: 'ines', output: `o${index}` };
    await ledger.execute({ ...base, op: 'charge', source: 'api', words: 30 + index, key: `c${index}` });
    if (index % 3 === 0) await ledger.execute({ ...base, op: 'vote', vote: 'down', key: `v${index}` });
  }
  await ledger.close();
  await database.close();
}

const PAIRS = BACKENDS.flatMap((from) => BACKENDS.map((to) => [from, to] as const));

describe.each(PAIRS)('an account goes from %s to %s', (from, to) => {
  test('and is the same there: what it is, its file, its replays', async () => {
    const [here, there] = [await place(from), await place(to)];
    await answer(here, 'account', 'create', 'acme', '--plan', 'pro', '--time-zone', 'Asia/Tokyo');
    await spend(here, 'acme');
    const award = ['grant', 'acme', '2500', '--reason', 'Für „Ines“ 🌿', '--idempotency-key', 'award'];
    const awarded = await answer(here, ...award);
    await answer(here, 'account', 'edit', 'acme', '--plan', 'starter');
    const [one, other] = [join(temporary(), 'acme.ndjson'), join(temporary(), 'again.ndjson')];
    const exported = await answer(here, 'export', 'acme', '--out', one);
    expect(exported).toMatchObject({ account: 'acme', file: one, size_bytes: statSync(one).size });
    expect(statSync(one).mode & 0o777).toBe(0o600);
    const imported = await cli(there, 'import', one);
    expect(imported).toMatchObject({ exit: 0, err: '' });
    expect(imported.out).toEqual([`acme: ${exported.entries as number} entries imported and verified.`]);
    const [before, after] = [
      await answer(here, 'account', 'show', 'acme'),
      await answer(there, 'account', 'show', 'acme'),
    ];
    const timeless = (account: Record<string, unknown>) => ({
      ...account,
      balance: { ...(account.balance as object), as_of: null },
    });
    expect(timeless(after)).toEqual(timeless(before));
    await answer(there, 'export', 'acme', '--out', other);
    expect(readFileSync(other)).toEqual(readFileSync(one));
    expect(await answer(there, ...award)).toEqual(awarded);
    const again = await cli(there, 'import', one);
    expect([again.exit, again.err]).toEqual([
      1,
      expect.stringContaining('is here already, with this very journal'),
    ]);
  });
});

describe('files', () => {
  test('an export without --out goes to the output, whole', async () => {
    const env = await place('pglite');
    await answer(env, 'account', 'create', 'acme', '--plan', 'pro');
    const { bytes, out } = await cli(env, 'export', 'acme');
    expect(out).toEqual([]);
    const lines = bytes
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines[0]).toMatchObject({ format: 'inkwell-account', version: 1, account: 'acme', entries: 2 });
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatchObject({ seq: 2, hash: lines[0]!.head_hash });
  });

  test('no file is overwritten, and a half one is taken away', async () => {
    const env = await place('pglite');
    await answer(env, 'account', 'create', 'acme', '--plan', 'pro');
    const folder = temporary();
    const file = join(folder, 'acme.ndjson');
    writeFileSync(file, 'mine');
    const refused = await cli(env, 'export', 'acme', '--out', file);
    expect([refused.exit, refused.err]).toEqual([2, expect.stringContaining('is there already')]);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await cli(env, 'export', 'none', '--out', join(folder, 'none'))).exit).toBe(1);
    expect((await cli(env, 'export', 'acme', '--out', join(folder, 'no', 'folder'))).exit).toBe(2);
    expect(readdirSync(folder)).toEqual(['acme.ndjson']);
  });

  test('what is no export is refused, with its line where it has one', async () => {
    const env = await place('pglite');
    await answer(env, 'account', 'create', 'acme', '--plan', 'pro');
    const { bytes } = await cli(env, 'export', 'acme');
    const other = await place('pglite');
    const file = join(temporary(), 'file');
    const load = async (text: string) => {
      writeFileSync(file, text);
      const { exit, err } = await cli(other, 'import', file);
      expect(exit).not.toBe(0);
      return err;
    };
    expect(await load('')).toContain('is not the export of an account');
    expect(await load('%PDF-1.7')).toContain('is not the export of an account');
    expect(await load(bytes.toString().slice(0, -40))).toContain('line 3: is not JSON');
    expect(await load(bytes.toString().replace('account_created', 'account_confirmed'))).toContain(
      'line 2: the hash does not fit',
    );
    expect((await cli(other, 'import', '/nowhere/file')).exit).toBe(2);
    expect((await cli(other, 'account', 'show', 'acme')).exit).toBe(1);
  });

  test('a running server takes and gives accounts of any length', async () => {
    const from = await place('pglite');
    await answer(from, 'account', 'create', 'acme', '--plan', 'pro');
    await spend(from, 'acme');
    const file = join(temporary(), 'acme');
    await answer(from, 'export', 'acme', '--out', file);
    // A body limit that the file is larger than: it is for requests, not for files.
    const { env } = await serve({ ...(await place('pglite')), INKWELL_BODY_LIMIT_BYTES: '65536' });
    expect(statSync(file).size).toBeGreaterThan(10_000);
    expect((await cli(env, 'import', file)).exit).toBe(0);
    const { bytes } = await cli(env, 'export', 'acme');
    expect(bytes).toEqual(readFileSync(file));
    expect((await cli(env, 'verify', '--all')).exit).toBe(0);
  });
});
