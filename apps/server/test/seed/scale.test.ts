import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SESSION_COOKIE } from '@inkwell/contract';
import { type Database, openPGlite } from '@inkwell/ledger';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  CYCLES,
  DOCUMENTS,
  KEY,
  LARGE,
  MEMBERS,
  OUTPUTS_A_RUN,
  RUNS,
  makeLargeWorkspace,
  memberOf,
} from '../../../../tests/large-workspace.ts';
import { AuthStore } from '../../src/auth/store.ts';
import { readConfig } from '../../src/config.ts';
import { type Running, startServer } from '../../src/start.ts';

/** In a workspace as large as any is expected to be, every list still answers at once. */

const NOW = Date.UTC(2026, 10, 22, 12);
const MAX_MS = 300;
const TIMES = 5;

let folder: string;
let database: Database;
let running: Running;
let cookie: string;
let oldest: string;
let half_way: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'inkwell-scale-'));
  database = await openPGlite(join(folder, 'data'));
  const env = { PORT: '0', INKWELL_DATA_DIR: folder, INKWELL_SEED: 'none', INKWELL_LOG_LEVEL: 'fatal' };
  const options = { config: readConfig(env), database, now: () => NOW };
  await (await startServer(options)).close();
  oldest = (await makeLargeWorkspace(database, NOW))[100]!.run;
  running = await startServer(options);
  cookie = `${SESSION_COOKIE}=${await new AuthStore(database).beginSession(memberOf(0), LARGE, NOW)}`;
  // The first start has the whole journal to read; it is read beside everything else.
  while ((await ask('/app/history')).behind === true);
  const middle = await ask('/app/history?limit=200&cycle=12');
  half_way = middle.next_cursor as string;
}, 240_000);

afterAll(async () => {
  await running.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(path: string): Promise<{ data: Record<string, unknown>[]; [field: string]: unknown }> {
  const response = await fetch(running.url + path, { headers: { cookie } });
  const text = await response.text();
  expect(response.status, `${path}: ${text.slice(0, 300)}`).toBe(200);
  return JSON.parse(text) as { data: Record<string, unknown>[] };
}

test('it is as large as it is said to be', async () => {
  const count = async (table: string) =>
    (
      await database.query<{ n: number }>(`select count(*)::int as n from app.${table} where account = $1`, [
        LARGE,
      ])
    )[0]!.n;
  expect(await count('run')).toBe(RUNS);
  expect(await count('document')).toBe(DOCUMENTS);
  const [{ n }] = (await database.query<{ n: number }>('select count(*)::int as n from app.output')) as [
    { n: number },
  ];
  expect(n).toBe(RUNS * OUTPUTS_A_RUN);
  expect((await ask(`/v1/accounts/${LARGE}/cycles`)).data).toHaveLength(CYCLES);
  expect((await ask('/app/names')).data).toHaveLength(MEMBERS);
  expect((await ask('/app/runs?limit=30&vote=down')).data).toHaveLength(30);
  expect(await count('program_output')).toBe(RUNS);
  expect((await ask('/app/history?limit=30&key=none')).data).toHaveLength(0);
});

test('every list answers in well under 300 ms', async () => {
  const account = `/v1/accounts/${LARGE}`;
  const paths = [
    '/app/documents',
    '/app/documents?q=document%2099',
    '/app/runs?limit=30',
    `/app/runs?limit=30&cursor=${oldest}`,
    '/app/runs?limit=200',
    '/app/runs?limit=30&member=member-007',
    '/app/runs?limit=30&kind=compose',
    '/app/runs?limit=30&template=aida-framework',
    '/app/runs?limit=30&day=2026-11-20',
    '/app/runs?limit=30&cycle=3',
    '/app/runs?limit=30&vote=down',
    '/app/runs?limit=30&vote=up',
    '/app/runs?limit=30&q=plant%204999',
    '/app/runs?limit=30&q=nowhere',
    '/app/history?limit=30',
    `/app/history?limit=30&cursor=${half_way}`,
    '/app/history?limit=200',
    '/app/history?limit=30&kind=api',
    `/app/history?limit=30&key=${KEY}`,
    '/app/history?limit=30&member=member-007',
    '/app/history?limit=30&cycle=3',
    '/app/history?limit=30&day=2026-11-20',
    '/app/history?limit=30&vote=down',
    '/app/history?limit=30&q=nowhere',
    `${account}/keys`,
    `${account}/keys/refusals`,
    '/app/names',
    '/app/templates',
    `/app/workspaces/${LARGE}/team`,
    account,
    `${account}/members?limit=200`,
    `${account}/usage`,
    `${account}/usage?group_by=day&cycle=previous`,
    `${account}/usage?from=2025-01-01&to=2026-12-01`,
    `${account}/usage/daily`,
    `${account}/usage/daily?by=source&cycle=3`,
    `${account}/cycles`,
    `${account}/grants`,
    `${account}/entries?limit=200`,
  ];
  const lines: string[] = [];
  const slow: string[] = [];
  for (const path of paths) {
    const took: number[] = [];
    for (let n = 0; n < TIMES; n += 1) {
      const from = performance.now();
      await ask(path);
      took.push(performance.now() - from);
    }
    const median = took.toSorted((a, b) => a - b)[Math.floor(TIMES / 2)]!;
    lines.push(`${median.toFixed(1).padStart(7)} ms, first ${took[0]!.toFixed(1).padStart(7)} ms  ${path}`);
    if (median > MAX_MS) slow.push(path);
  }
  console.log(lines.join('\n'));
  expect(slow).toEqual([]);
});
