import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, closeSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type World, openWorld } from '../../apps/server/test/http/harness.ts';
import { BACKENDS } from '../backends.ts';
import { blocksOf, programOf } from './recipe.ts';

const SCRIPT = fileURLToPath(new URL('../../docs/recipes/check-the-journal.mjs', import.meta.url));
/** More than a page of entries. */
const CHARGES = 1_100;
/** What some readers take for the end of a line, and text of several bytes a letter. */
const REASON = 'For “ferns”\u2028and mosses';

test('shows what is run', () => {
  expect(blocksOf('check-the-journal', 'js').join('\n')).toBe(programOf('check-the-journal', 'mjs'));
});

describe.each(BACKENDS)('the journal, %s', (backend) => {
  let world: World;
  let folder: string;
  let account: string;
  let journal: string;

  const check = (text: string): { code: number | null; said: string } => {
    const file = join(folder, 'journal.ndjson');
    writeFileSync(file, text);
    const input = openSync(file, 'r');
    const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT], {
      stdio: [input, 'pipe', 'pipe'],
    });
    closeSync(input);
    return { code: status, said: `${stdout.toString()}${stderr.toString()}` };
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'inkwell-recipe-'));
    world = await openWorld(backend);
    account = await world.account();
    const path = `/v1/accounts/${account}`;
    for (let from = 0; from < CHARGES; from += 1_000) {
      const operations = Array.from({ length: Math.min(1_000, CHARGES - from) }, (_, n) => ({
        method: 'POST',
        path: `${path}/charges`,
        body: { output: `out-${from + n}`, member: 'ines', source: 'api', words: 3 },
      }));
      await world.send('POST', '/v1/batch', { body: { operations } });
    }
    await world.send('POST', `${path}/grants`, { body: { credits: 50, reason: REASON } });
    await world.send('PUT', `${path}/outputs/out-1/vote`, { body: { vote: 'down', member: 'ines' } });
    journal = (await world.send('GET', `${path}/export`)).text;
    expect(journal.split('\n').length).toBeGreaterThan(CHARGES);
  });
  afterAll(async () => {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('[J1] is checked by anybody, who comes to the head that the server verifies and to its balances', async () => {
    const { code, said } = check(journal);
    expect(code, said).toBe(0);
    const { body } = await world.send('POST', `/v1/accounts/${account}/verify`, { body: {} });
    expect(said.trimEnd().split('\n').at(-1)).toBe(
      `${body.entries as number} entries, ${body.head_hash as string}`,
    );
    const { plan } = (await world.send('GET', `/v1/accounts/${account}/balance`)).body as unknown as {
      plan: { available: number; spent: number };
    };
    expect(said).toContain(`${plan.available} available, 0 held, ${plan.spent} spent`);
    expect(said).toContain('50 available, 0 held, 0 spent');
  });

  test('[J2] a letter that was changed, an entry that was taken out, put elsewhere or cut off is found', () => {
    const lines = journal.trimEnd().split('\n');
    const said = (changed: string[]) => check(`${changed.join('\n')}\n`);
    expect(said(lines.with(41, lines[41]!.replace('"ines"', '"iris"'))).said).toContain(
      'entry 41 does not fit',
    );
    expect(said(lines.toSpliced(41, 1)).said).toContain('entry 41 does not fit');
    expect(said(lines.with(41, lines[42]!).with(42, lines[41]!)).said).toContain('entry 41 does not fit');
    expect(said(lines.slice(0, -1)).said).toContain(`it ends after entry ${lines.length - 2}`);
    for (const wrong of [lines.toSpliced(41, 1), lines.slice(0, -1)]) expect(said(wrong).code).toBe(1);
  });
});
