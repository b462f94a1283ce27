import { afterAll, beforeAll, expect, test } from 'vitest';
import { runDetail, runEvent, runList } from '../../../../packages/contract/src/schemas/app.ts';
import type { RunSession } from '../../src/runs/index.ts';
import { type Told, type World, balanceOf, chargesOf, follow, openWorld, words } from './harness.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const list = async (session: RunSession, limit: number, cursor?: string) => {
  const query = cursor === undefined ? { limit } : { limit, cursor };
  const answer = await world.until(
    world.runs.handlers.listRuns({ params: null, query, body: null }, session),
  );
  if (!answer.ok) throw new Error(answer.problem.code);
  return runList.parse(answer.body);
};

const get = (session: RunSession, run: string) =>
  world.until(world.runs.handlers.getRun({ params: { run }, query: null, body: null }, session));

type Ballot = { vote: 'up' | 'down' | 'none'; reason?: string; share_text?: boolean };
const cast = (session: RunSession, told: Told, { vote, reason, share_text }: Ballot, key?: string) => {
  const body = { vote, reason: reason ?? null, share_text: share_text ?? false };
  const params = { output: told.ends.get(0)!.data.output };
  const call = { idempotency_key: key };
  return world.until(world.runs.handlers.vote({ params, query: null, body }, session, call));
};

test('events are what the contract says', async () => {
  const session = await world.account(90);
  world.script = () => words(58);
  const told = await follow(world, session, { outputs: 2 });
  for (const event of told.events) expect(runEvent.parse(event)).toEqual(event);
  expect(told.events[0]).toMatchObject({
    event: 'run',
    data: { run: told.run, estimate_credits: 100, model: 'scripted', is_demo: false },
  });
  expect(told.run).toMatch(/^run_[0-9a-z]{26}$/);
  expect(told.events.filter((event) => event.event === 'balance').length).toBeGreaterThan(1);
});

test('runs are listed newest first, a page at a time', async () => {
  const session = await world.account(1_000);
  world.script = () => words(10);
  const made: string[] = [];
  for (let i = 0; i < 5; i += 1) {
    made.unshift((await follow(world, session, { input: `about ferns ${i}` })).run);
    await world.until(world.clock.sleep(50));
  }
  const first = await list(session, 2);
  const second = await list(session, 2, first.next_cursor!);
  const third = await list(session, 2, second.next_cursor!);
  const runs = [first, second, third].flatMap((page) => page.data.map((run) => run.run));
  expect(runs).toEqual(made);
  expect(third.next_cursor).toBeNull();
  expect(first.data[0]).toMatchObject({
    outputs: 1,
    words: 10,
    charged: 10,
    refunded: 0,
    input: 'about ferns 4',
  });
});

test('a run can be read while it is written, and by nobody else', async () => {
  const session = await world.account(1_000);
  world.script = () => words(40);
  let seen: unknown;
  const told = await follow(world, session, {}, async (event, { run }) => {
    if (event.event !== 'text' || event.data.words !== 20) return;
    seen = await world.runs.handlers.getRun({ params: { run }, query: null, body: null }, session);
  });
  expect(seen).toMatchObject({
    body: { words: 20, charged: 0, outputs: [{ state: 'streaming', words: 20 }] },
  });
  const read = await get(session, told.run);
  expect(read).toMatchObject({ ok: true });
  if (read.ok) expect(runDetail.parse(read.body).outputs[0]!.text).toBe(told.texts[0]);
  const stranger = await world.account(100);
  expect(await get(stranger, told.run)).toMatchObject({ ok: false, problem: { code: 'run_not_found' } });
  const stop = { params: { run: told.run }, query: null, body: {} };
  const stopped = await world.until(world.runs.handlers.stopRun(stop, stranger));
  expect(stopped).toMatchObject({ ok: false, problem: { code: 'run_not_found' } });
  expect(await cast(stranger, told, { vote: 'down' })).toMatchObject({
    problem: { code: 'output_not_found' },
  });
});

test('a run in a private document is stopped by its author alone', async () => {
  const session = await world.account(1_000);
  world.script = () => words(40);
  const answers: unknown[] = [];
  const told = await follow(world, session, {}, async (event, { run }) => {
    if (event.event !== 'text' || event.data.words !== 20) return;
    await world.database.query(`update app.run set document = 'doc_gone' where run = $1`, [run]);
    const stop = { params: { run }, query: null, body: {} };
    answers.push(await world.runs.handlers.stopRun(stop, { ...session, member: 'tomas' }));
  });
  expect(answers).toMatchObject([{ ok: false, problem: { code: 'run_not_found' } }]);
  expect(told.ends.get(0)!.data).toMatchObject({ words: 40, finish: 'done' });
});

test('stopping a run that is over changes nothing; an unknown output is told', async () => {
  const session = await world.account(1_000);
  world.script = () => words(12);
  const told = await follow(world, session);
  const stop = (body: { output?: string }) =>
    world.until(world.runs.handlers.stopRun({ params: { run: told.run }, query: null, body }, session));
  expect(await stop({})).toEqual({ ok: true, body: {} });
  expect(await stop({ output: 'out_none' })).toMatchObject({ problem: { code: 'output_not_found' } });
  expect((await chargesOf(world, session)).spent).toBe(12);
});

test('[R1] [R2] a downvote refunds, with two tips; another one and its undo move what the ledger says', async () => {
  const session = await world.account(1_000);
  world.script = () => words(48);
  const told = await follow(world, session);
  const down = await cast(session, told, { vote: 'down' }, 'vote-1');
  expect(down).toMatchObject({ ok: true, body: { vote: 'down', refunded: 48 } });
  if (down.ok) expect(new Set(down.body.tips).size).toBe(2);
  expect(await balanceOf(world, session)).toMatchObject({ available: 1_000, left: 1_000 });
  const reasoned = await cast(session, told, { vote: 'down', reason: 'Off topic', share_text: true });
  expect(reasoned).toMatchObject({ ok: true, body: { refunded: 0 } });
  if (reasoned.ok && down.ok) expect(reasoned.body.tips).not.toEqual(down.body.tips);
  expect(await cast(session, told, { vote: 'down' }, 'vote-1')).toMatchObject({
    replayed: true,
    body: { refunded: 48 },
  });
  expect(await get(session, told.run)).toMatchObject({
    body: { charged: 48, refunded: 48, outputs: [{ vote: 'down', refunded: 48, charged: 48 }] },
  });
  expect((await list(session, 1)).data[0]).toMatchObject({ refunded: 48 });
  expect(await cast(session, told, { vote: 'none' })).toMatchObject({
    body: { vote: 'none', charged_back: 48, tips: [] },
  });
  expect(await get(session, told.run)).toMatchObject({ body: { refunded: 0, outputs: [{ vote: 'none' }] } });
});

test('a vote that was cast elsewhere shows in the run', async () => {
  const session = await world.account(1_000);
  world.script = () => words(20);
  const told = await follow(world, session);
  const output = told.ends.get(0)!.data.output;
  const { account } = session;
  await world.execute({
    op: 'vote',
    account,
    key: 'v',
    actor: 'key:1',
    output,
    vote: 'down',
    member: 'ines',
  });
  expect(await get(session, told.run)).toMatchObject({ body: { refunded: 20, outputs: [{ vote: 'down' }] } });
  expect((await list(session, 5)).data[0]).toMatchObject({ refunded: 20 });
});

test('[R1] members vote on their own outputs, admins on all', async () => {
  const owner = await world.account(1_000);
  const author: RunSession = { ...owner, member: 'tomas', role: 'member' };
  world.script = () => words(16);
  const told = await follow(world, author);
  const other: RunSession = { ...owner, member: 'priya', role: 'member' };
  expect(await cast(other, told, { vote: 'down' })).toMatchObject({
    problem: { code: 'not_allowed', status: 403 },
  });
  expect(await cast(author, told, { vote: 'up' })).toMatchObject({
    ok: true,
    body: { vote: 'up', tips: [] },
  });
  expect(await cast({ ...other, role: 'admin' }, told, { vote: 'down' })).toMatchObject({
    body: { refunded: 16 },
  });
});

test('an output that a key made can be voted on as well', async () => {
  const session = await world.account(1_000);
  const { account } = session;
  const charge = { op: 'charge', account, key: 'c', actor: 'key:1', output: 'api-1', source: 'api' } as const;
  await world.execute({ ...charge, member: 'ines', words: 30 });
  const params = { output: 'api-1' };
  const body = { vote: 'down', reason: null, share_text: false } as const;
  const vote = await world.until(world.runs.handlers.vote({ params, query: null, body }, session));
  expect(vote).toMatchObject({ ok: true, body: { refunded: 30 } });
});

test('a retry is another attempt at the same output', async () => {
  const session = await world.account(1_000);
  const seen: { attempt: number; output_index: number }[] = [];
  world.script = ({ attempt, output_index }) => {
    seen.push({ attempt, output_index });
    return words(8);
  };
  const first = await follow(world, session, { outputs: 3 });
  const output = first.ends.get(2)!.data.output;
  const second = await follow(world, session, { retry_of: output });
  await follow(world, session, { retry_of: second.ends.get(0)!.data.output });
  expect(
    seen
      .slice(0, 3)
      .map((one) => one.output_index)
      .sort(),
  ).toEqual([0, 1, 2]);
  expect(seen[3]).toEqual({ attempt: 1, output_index: 2 });
  expect(seen[4]!.attempt).toBe(2);
  await expect(follow(world, session, { retry_of: 'out_none' })).rejects.toThrow('output_not_found');
});

test('two runs of one workspace: `left` counts what both have delivered', async () => {
  const session = await world.account(1_000);
  world.script = () => words(48);
  const lefts: number[] = [];
  const onEvent = (event: { event: string; data: object }) => {
    if (event.event === 'balance') lefts.push((event.data as { left: number }).left);
  };
  const both = [follow(world, session, {}, onEvent, false), follow(world, session, {}, onEvent, false)];
  await world.until(Promise.all(both));
  expect(lefts).toEqual(lefts.toSorted((a, b) => b - a));
  expect(lefts.at(-1)).toBe(904);
  expect(world.runs.deliveredWords(session.account)).toBe(0);
});
