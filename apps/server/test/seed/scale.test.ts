import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SESSION_COOKIE } from '@inkwell/contract';
import { type Command, type Database, openLedger, openPGlite } from '@inkwell/ledger';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AuthStore } from '../../src/auth/store.ts';
import { readConfig } from '../../src/config.ts';
import { NO_BRIEF } from '../../src/documents/index.ts';
import { addPerson, addWorkspace } from '../../src/first-start.ts';
import { newId } from '../../src/runs/ids.ts';
import { type Running, startServer } from '../../src/start.ts';

/** A workspace as large as any is expected to be: every list still answers at once. */

const NOW = Date.UTC(2026, 10, 22, 12);
const DAY_MS = 86_400_000;
const ACCOUNT = 'large';
const CYCLES = 24;
const MEMBERS = 200;
const DOCUMENTS = 1_000;
const RUNS = 5_000;
const OUTPUTS_A_RUN = 2;
const WORDS = 20;
/** One vote in so many runs. */
const VOTED = 10;
const MAX_MS = 300;
const TIMES = 5;

let folder: string;
let database: Database;
let running: Running;
let cookie: string;
let oldest: string;

const memberOf = (n: number): string => `member-${String(n % MEMBERS).padStart(3, '0')}`;
const TEXT = Array.from({ length: WORDS }, (_, n) => `word${n}`).join(' ');

interface Made {
  run: string;
  member: string;
  at: number;
  outputs: string[];
}

/** Runs evenly over the cycles, the last ones today. */
function madeRuns(first_at: number): Made[] {
  const step = (NOW - first_at - 3_600_000) / RUNS;
  return Array.from({ length: RUNS }, (_, n) => {
    const at = Math.floor(first_at + 60_000 + n * step);
    const outputs = Array.from({ length: OUTPUTS_A_RUN }, () => newId('out', at));
    return { run: newId('run', at), member: memberOf(n * 7), at, outputs };
  });
}

async function chargeAll(runs: Made[], first_at: number): Promise<void> {
  const clock = { now: first_at };
  const ledger = await openLedger({ database, now: () => clock.now });
  const execute = async (command: Command) => {
    const answer = await ledger.execute(command);
    if (!answer.ok) throw new Error(answer.refusal.detail);
  };
  await execute({ op: 'create_account', account: ACCOUNT, plan: 'pro', key: 'create', actor: 'system' });
  // A day's runs at once, as batches.
  for (const [day, some] of Map.groupBy(runs, ({ at }) => Math.floor(at / DAY_MS))) {
    clock.now = Math.max(some.at(-1)!.at, day * DAY_MS);
    await Promise.all(
      some.flatMap(({ run, member, outputs }) =>
        outputs.map((output) =>
          execute({
            op: 'charge',
            account: ACCOUNT,
            key: output,
            output,
            run,
            member,
            source: 'command',
            words: WORDS,
            actor: `member:${member}`,
          }),
        ),
      ),
    );
    for (const { member, outputs } of some.filter((_, n) => n % VOTED === 0))
      await execute({
        op: 'vote',
        account: ACCOUNT,
        key: `vote ${outputs[0]}`,
        vote: 'down',
        output: outputs[0]!,
        member,
        actor: `member:${member}`,
      });
  }
  await ledger.close();
}

function insert(table: 'run' | 'output' | 'document', rows: object[]) {
  const columns = Object.keys(rows[0]!).join(', ');
  return database.query(
    `insert into app.${table} (${columns})
     select ${columns} from jsonb_populate_recordset(null::app.${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

async function storeRuns(runs: Made[]): Promise<void> {
  const row = ({ run, member, at }: Made, n: number) => ({
    run,
    account: ACCOUNT,
    member,
    kind: 'command',
    input: `write about plant ${n}`,
    outputs: OUTPUTS_A_RUN,
    attempt: 0,
    model: 'demo',
    is_demo: true,
    estimate_credits: WORDS,
    created_at: at,
    process: 'test',
    seen_at: at,
  });
  await insert('run', runs.map(row));
  const outputs = runs.flatMap(({ run, outputs: ids }) =>
    ids.map((output, idx) => ({
      run,
      output,
      idx,
      text: TEXT,
      words: WORDS,
      state: 'settled',
      finish: 'done',
      charged: WORDS,
      shortfall: 0,
      stop_asked: false,
      share_text: false,
    })),
  );
  await insert('output', outputs);
}

async function storeDocuments(): Promise<void> {
  const content = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: TEXT }] }] };
  const rows = Array.from({ length: DOCUMENTS }, (_, n) => ({
    document: newId('doc', NOW - n * 60_000),
    account: ACCOUNT,
    author: memberOf(n),
    title: `Document ${n}`,
    content,
    brief: NO_BRIEF,
    words: WORDS,
    is_private: false,
    revision: 1,
    created_at: NOW - n * 60_000,
    updated_at: NOW - n * 60_000,
    updated_by: memberOf(n),
  }));
  await insert('document', rows);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'inkwell-scale-'));
  database = await openPGlite(join(folder, 'data'));
  const env = { PORT: '0', INKWELL_DATA_DIR: folder, INKWELL_SEED: 'none', INKWELL_LOG_LEVEL: 'fatal' };
  const options = { config: readConfig(env), database, now: () => NOW };
  await (await startServer(options)).close();
  const first_at = Temporal.Instant.fromEpochMilliseconds(NOW)
    .toZonedDateTimeISO('UTC')
    .subtract({ months: CYCLES })
    .add({ days: 1 }).epochMilliseconds;
  const runs = madeRuns(first_at);
  oldest = runs[100]!.run;
  await chargeAll(runs, first_at);
  await storeRuns(runs);
  await storeDocuments();
  const owner = { member: memberOf(0), name: 'Member 0' };
  await addWorkspace(database, { account: ACCOUNT, name: 'Large', owner }, NOW, { is_default: false });
  for (let n = 1; n < MEMBERS; n += 1)
    await addPerson(database, ACCOUNT, { member: memberOf(n), name: `Member ${n}`, role: 'member' }, NOW);
  running = await startServer(options);
  cookie = `${SESSION_COOKIE}=${await new AuthStore(database).beginSession(memberOf(0), ACCOUNT, NOW)}`;
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
        ACCOUNT,
      ])
    )[0]!.n;
  expect(await count('run')).toBe(RUNS);
  expect(await count('document')).toBe(DOCUMENTS);
  const [{ n }] = (await database.query<{ n: number }>('select count(*)::int as n from app.output')) as [
    { n: number },
  ];
  expect(n).toBe(RUNS * OUTPUTS_A_RUN);
  expect((await ask(`/v1/accounts/${ACCOUNT}/cycles`)).data).toHaveLength(CYCLES);
  expect((await ask('/app/names')).data).toHaveLength(MEMBERS);
  expect((await ask('/app/runs?limit=30&vote=down')).data).toHaveLength(30);
});

test('every list answers in well under 300 ms', async () => {
  const account = `/v1/accounts/${ACCOUNT}`;
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
    '/app/names',
    '/app/templates',
    `/app/workspaces/${ACCOUNT}/team`,
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
