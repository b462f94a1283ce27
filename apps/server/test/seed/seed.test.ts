import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SESSION_COOKIE } from '@inkwell/contract';
import { type Database, openPGlite } from '@inkwell/ledger';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AuthStore } from '../../src/auth/store.ts';
import { readConfig } from '../../src/config.ts';
import { type Running, startServer } from '../../src/start.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const DAY_MS = 86_400_000;
const MAX_SEED_MS = 5_000;

let folder: string;
let database: Database;
let running: Running;
let cookie: string;
let took_ms: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'inkwell-seed-'));
  database = await openPGlite(join(folder, 'data'));
  const config = readConfig({
    PORT: '0',
    INKWELL_DATA_DIR: folder,
    INKWELL_SEED: 'demo',
    INKWELL_LOG_LEVEL: 'fatal',
  });
  const from = performance.now();
  running = await startServer({ config, database, now: () => NOW });
  took_ms = performance.now() - from;
  cookie = await signIn('ines', 'juniper');
});

afterAll(async () => {
  await running.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const signIn = async (member: string, account: string) =>
  `${SESSION_COOKIE}=${await new AuthStore(database).beginSession(member, account, NOW)}`;

/** Asks the API as Ines does from her browser, or whoever has the cookie. */
async function ask<T = Record<string, never>>(path: string, method = 'GET', by = cookie): Promise<T> {
  const body =
    method === 'POST' ? { headers: { cookie: by, 'content-type': 'application/json' }, body: '{}' } : {};
  const response = await fetch(running.url + path, { method, headers: { cookie: by }, ...body });
  const text = await response.text();
  expect(response.status, `${path}: ${text}`).toBe(200);
  return JSON.parse(text) as T;
}

interface Run {
  run: string;
  member: string;
  kind: string;
  outputs: number;
  charged: number;
  refunded: number;
  created_at: string;
}

async function everyRun(filter = ''): Promise<Run[]> {
  const all: Run[] = [];
  for (let cursor = ''; ;) {
    const page = await ask<{ data: Run[]; next_cursor: string | null }>(
      `/app/runs?limit=30${filter}${cursor}`,
    );
    all.push(...page.data);
    if (page.next_cursor === null) return all;
    cursor = `&cursor=${page.next_cursor}`;
  }
}

test('the demo is written in under five seconds, the start of the server included', () => {
  console.log(`The demo was written in ${Math.round(took_ms)} ms.`);
  expect(took_ms).toBeLessThan(MAX_SEED_MS);
});

test('Pro, on day 17 of 30: 18,580 plan credits and 12,500 bonus are left, 1,240 of 10,000 were refunded', async () => {
  const balance = await ask<Record<string, Record<string, number> & string>>('/v1/accounts/juniper/balance');
  expect(balance).toMatchObject({
    phase: 'active',
    left: 31_080,
    plan: { limit: 50_000, available: 18_580, held: 0, spent: 31_420 },
    bonus: { available: 12_500, held: 0 },
    refunds: { cap: 10_000, used: 1_240, left: 8_760 },
    cycle: { number: 3 },
  });
  const { starts_at, ends_at } = balance.cycle as unknown as { starts_at: string; ends_at: string };
  expect(Math.ceil((NOW - Date.parse(starts_at)) / DAY_MS)).toBe(17);
  expect((Date.parse(ends_at) - Date.parse(starts_at)) / DAY_MS).toBe(30);
  expect(await ask('/v1/accounts/juniper')).toMatchObject({ plan: 'pro' });
});

test('each person used what the demo says, and Jun’s cap is reached', async () => {
  const { data, totals } = await ask<{ data: { key: string; credits: number }[]; totals: object }>(
    '/v1/accounts/juniper/usage?group_by=member',
  );
  expect(Object.fromEntries(data.map(({ key, credits }) => [key, credits]))).toEqual({
    ines: 6_180,
    tomas: 12_940,
    priya: 9_300,
    jun: 3_000,
  });
  expect(totals).toMatchObject({ credits: 31_420, refunded: 1_240 });
  const members = await ask<{ data: { member: string }[] }>('/v1/accounts/juniper/members');
  expect(members.data.find(({ member }) => member === 'jun')).toMatchObject({ cap: 3_000, left: 0 });
  const { data: names } = await ask<{ data: unknown[] }>('/app/names');
  expect(names).toContainEqual({ member: 'priya', name: 'Priya' });
});

test('whoever has written was here last when they last wrote', async () => {
  const team = await ask<{ members: { member: string; last_active_at: string | null }[] }>(
    '/app/workspaces/juniper/team',
  );
  const { data } = await ask<{ data: { created_at: string }[] }>('/app/runs?limit=1&member=jun');
  const jun = team.members.find(({ member }) => member === 'jun');
  expect(jun?.last_active_at).toBe(data[0]!.created_at);
});

test('the grant of the staff was spent when the last cycle ran dry, the others are whole', async () => {
  const { data } = await ask<{ data: Record<string, unknown>[] }>('/v1/accounts/juniper/grants');
  const bonus = data.filter(({ kind }) => kind === 'bonus');
  expect(bonus).toEqual([
    expect.objectContaining({ source: 'referral', amount: 10_000, available: 10_000, spent: 0 }),
    expect.objectContaining({ source: 'promo', amount: 2_500, available: 2_500, spent: 0 }),
    expect.objectContaining({ source: 'staff', amount: 5_000, available: 0, spent: 5_000 }),
  ]);
  const past = await ask<{ totals: object }>('/v1/accounts/juniper/usage?cycle=2');
  expect(past.totals).toMatchObject({ credits: 55_000 });
  const cycles = await ask<{ data: { number: number }[] }>('/v1/accounts/juniper/cycles');
  expect(cycles.data.map(({ number }) => number)).toEqual([3, 2, 1]);
});

test('eighty runs, none in the future; those of this cycle come to what its usage says', async () => {
  const runs = await everyRun();
  expect(runs).toHaveLength(80);
  expect(new Set(runs.map(({ kind }) => kind))).toEqual(new Set(['command', 'compose', 'template']));
  for (const { created_at } of runs) expect(Date.parse(created_at)).toBeLessThan(NOW);
  const own = await everyRun('&cycle=3');
  expect(own.reduce((sum, run) => sum + run.charged - run.refunded, 0)).toBe(31_420);
  const { data } = await ask<{ data: { key: string; outputs: number }[] }>(
    '/v1/accounts/juniper/usage?group_by=source',
  );
  const made = data.reduce((sum, row) => sum + row.outputs, 0);
  expect(own.reduce((sum, run) => sum + run.outputs, 0)).toBe(made);
  const down = await everyRun('&vote=down');
  expect(down).toHaveLength(5);
  expect(down.reduce((sum, run) => sum + run.refunded, 0)).toBe(1_240);
});

test('[B4] History adds up to the usage of the cycles that are over: what no run wrote, the shop’s script charged', async () => {
  interface Page {
    data: { type: string; charged: number; refunded: number; key?: { name: string } | null }[];
    next_cursor: string | null;
  }
  const items: Page['data'] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Page = await ask<Page>(
      `/app/history?cycle=2&limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    items.push(...page.data);
    cursor = page.next_cursor;
  }
  expect(items.reduce((sum, { charged, refunded }) => sum + charged - refunded, 0)).toBe(55_000);
  const charged = items.filter(({ type }) => type === 'output');
  expect(new Set(charged.map(({ key }) => key?.name))).toEqual(new Set(['Shop script']));
  const keys = await ask<{ data: { name: string; usage: { credits: number } }[] }>(
    '/v1/accounts/juniper/keys',
  );
  expect(keys.data).toMatchObject([{ name: 'Shop script', usage: { credits: 0, requests: 0 } }]);
});

test('[C2] every output has a text that a recount agrees with', async () => {
  for (const { run } of (await everyRun()).filter((_, n) => n % 8 === 0)) {
    const { outputs } = await ask<{ outputs: { output: string; text: string; words: number }[] }>(
      `/app/runs/${run}`,
    );
    for (const { output, text, words } of outputs) {
      expect(text.length).toBeGreaterThan(words);
      expect(await ask(`/app/outputs/${output}/recount`)).toMatchObject({ agrees: true });
    }
  }
});

test('fourteen documents, the ten house plants among them and on top', async () => {
  const { data } = await ask<{ data: { title: string; words: number }[] }>('/app/documents');
  expect(data).toHaveLength(14);
  expect(data[0]!.title).toBe('Ten house plants that forgive you');
  for (const { words } of data) expect(words).toBeGreaterThan(10);
});

test('the second workspace is in its trial, with a bonus that is locked', async () => {
  const { workspaces } = await ask<{ workspaces: { workspace: string }[] }>('/app/me');
  expect(workspaces.map(({ workspace }) => workspace)).toEqual(['juniper', 'fern']);
  const own = await signIn('maya', 'fern');
  expect(await ask('/v1/accounts/fern/balance', 'GET', own)).toMatchObject({
    phase: 'trialing',
    trial: { limit: 10_000, spent: 1_410 },
    bonus: { available: 10_000, eligible: false, locked_by: 'trial' },
  });
});

test('[L4] what was earned has its code, its referral and its staff act, in Earn as in Staff', async () => {
  const noor = await signIn('noor', 'juniper');
  const [earn, acts, promos, referrals] = await Promise.all([
    ask<{ earned: object[]; totals: object; referral: { made: object[] } }>('/app/earn'),
    ask<{ data: { what: string; name: string }[] }>('/app/staff/acts', 'GET', noor),
    ask<{ data: object[] }>('/app/staff/promos', 'GET', noor),
    ask<{ data: object[] }>('/app/staff/referrals', 'GET', noor),
  ]);
  expect(earn.totals).toEqual({ referral: 10_000, promo: 2_500, staff: 5_000, all: 17_500 });
  expect(earn.earned).toContainEqual(
    expect.objectContaining({ source: 'staff', credits: 5_000, by: 'Noor' }),
  );
  expect(earn.referral.made).toEqual([expect.objectContaining({ state: 'paid' })]);
  expect(acts.data.map(({ what, name }) => `${name}: ${what}`).toSorted()).toEqual([
    'Noor: approveReferral',
    'Noor: award',
    'Noor: createPromo',
  ]);
  expect(promos.data).toEqual([expect.objectContaining({ code: 'SPRINGINK', credits: 2_500, uses: 1 })]);
  const came = { account: 'fern', referrer: 'juniper', state: 'paid', phase: 'trialing', decided_by: 'Noor' };
  expect(referrals.data).toEqual([expect.objectContaining(came)]);
});

test('a workspace is as old as its first cycle', async () => {
  const noor = await signIn('noor', 'juniper');
  const { created_at } = await ask<{ created_at: string }>('/app/staff/workspaces/juniper', 'GET', noor);
  const { data: cycles } = await ask<{ data: { starts_at: string }[] }>('/v1/accounts/juniper/cycles');
  expect(Date.parse(created_at)).toBe(Date.parse(cycles.at(-1)!.starts_at));
});

test('[J2] the journal verifies', async () => {
  for (const account of ['juniper', 'fern']) {
    const verified = await ask(`/v1/accounts/${account}/verify`, 'POST', await signIn('ines', account));
    expect(verified, account).toMatchObject({ ok: true, first_bad_entry: null });
  }
});
