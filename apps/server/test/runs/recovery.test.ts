import type { Command } from '@inkwell/ledger';
import { countWords } from '@inkwell/words';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type RunSession, createRuns } from '../../src/runs/index.ts';
import { type World, balanceOf, chargesOf, follow, input, openWorld, words } from './harness.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => {
  world.watched.is_away = false;
});
afterAll(() => world.close());

const read = async (session: RunSession, run: string) => {
  const found = await world.until(
    world.runs.handlers.getRun({ params: { run }, query: null, body: null }, session),
  );
  if (!found.ok) throw new Error(found.problem.code);
  return found.body;
};

/** Takes the database away for a while. */
async function takeAway(ms: number): Promise<void> {
  world.watched.is_away = true;
  await world.clock.sleep(ms);
  world.watched.is_away = false;
}

/** Starts a run and lets it write for a while, its reader reading; then its process is no more. */
async function crashAfter(
  session: RunSession,
  ms: number,
  outputs = 1,
): Promise<{ run: string; seen: string[] }> {
  const client = new AbortController();
  const started = await world.until(
    world.runs.handlers.startRun(input({ outputs }), session, { signal: client.signal }),
  );
  if (!started.ok) throw new Error(started.problem.code);
  const seen: string[] = [];
  const indexes = new Map<string, number>();
  const life = { is_dead: false };
  const reading = async () => {
    while (!life.is_dead) {
      const { value: event } = await started.events.next();
      if (life.is_dead || event === undefined) return;
      if (event.event === 'run') for (const one of event.data.outputs) indexes.set(one.output, one.index);
      if (event.event !== 'text') continue;
      const index = indexes.get(event.data.output)!;
      seen[index] = (seen[index] ?? '') + event.data.text;
    }
  };
  void reading();
  await world.until(world.clock.sleep(ms));
  life.is_dead = true;
  return { run: started.run, seen };
}

test('a crash in mid-stream: what was stored is charged once, the rest of the hold comes back', async () => {
  const session = await world.account(1_000);
  world.script = () => words(50);
  const { run, seen } = await crashAfter(session, 1_450);
  const words_seen = countWords(seen[0]!);
  world.restart();
  await world.until(world.runs.recovered);
  const found = await read(session, run);
  const [output] = found.outputs;
  expect(output).toMatchObject({
    state: 'settled',
    finish: 'stopped',
    detail: 'The server stopped while this was written.',
  });
  expect(seen[0]!.startsWith(output!.text)).toBe(true);
  // One second of text at most, at 40 words a second, was not stored yet.
  expect(output!.charged).toBeGreaterThan(words_seen - 40);
  expect(output!.charged).toBe(countWords(output!.text));
  expect(output!.charged).toBeGreaterThan(0);
  expect(await balanceOf(world, session)).toMatchObject({ available: 1_000 - output!.charged, held: 0 });
  // The process that was thought dead comes back: it settles nothing a second time.
  await world.until(world.clock.sleep(20_000));
  expect(await read(session, run)).toEqual(found);
  expect((await chargesOf(world, session)).spent).toBe(output!.charged);
});

test('a crash before any text was stored releases every hold of the run', async () => {
  const session = await world.account(1_000);
  world.script = () => words(50);
  const { run } = await crashAfter(session, 150, 3);
  expect((await balanceOf(world, session)).held).toBe(150);
  world.restart();
  await world.until(world.runs.recovered);
  expect(await balanceOf(world, session)).toMatchObject({ available: 1_000, held: 0 });
  expect((await read(session, run)).outputs).toMatchObject([
    { state: 'failed', charged: 0 },
    { state: 'failed', charged: 0 },
    { state: 'failed', charged: 0 },
  ]);
});

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const never = <T>() => new Promise<T>(() => undefined);

/** A process that can be killed: from then on nothing that it asks for reaches the database. */
function mortal(write: () => AsyncIterable<string>, onCommand?: (command: Command) => Promise<void>) {
  const life = { is_dead: false };
  const { database, ledger, clock } = world;
  const runs = createRuns({
    database: {
      ...database,
      kind: 'postgres',
      query: (...args) => (life.is_dead ? never() : database.query(...args)),
    },
    ledger: {
      reads: ledger.reads,
      execute: async (command) => {
        await onCommand?.(command);
        return life.is_dead ? never() : ledger.execute(command);
      },
    },
    writer: { id: 'scripted', is_demo: false, write },
    log: silent,
    now: clock.now,
    sleep: clock.sleep,
  });
  return { runs, kill: () => (life.is_dead = true) };
}

/** Starts a run on it and reads as long as it lives. */
async function startOn({ runs }: ReturnType<typeof mortal>, session: RunSession): Promise<string> {
  const started = await world.until(runs.handlers.startRun(input(), session));
  if (!started.ok) throw new Error(started.problem.code);
  void (async () => {
    for await (const event of started.events) if (event.event === 'done') return;
  })();
  return started.run;
}

test.each(['before', 'after'])('a crash right %s the settle charges once', async (when) => {
  const session = await world.account(1_000);
  const dying = mortal(
    async function* () {
      yield 'twelve words of text that were all delivered before the process died ';
    },
    async (command) => {
      if (command.op !== 'settle') return;
      if (when === 'after') await world.ledger.execute(command);
      dying.kill();
    },
  );
  const run = await startOn(dying, session);
  await world.until(world.clock.sleep(3_000));
  const spent = (await chargesOf(world, session)).spent;
  expect(spent).toBe(when === 'after' ? 12 : 0);
  world.restart();
  await world.until(world.runs.recovered);
  const found = await read(session, run);
  expect(found.outputs).toMatchObject([{ state: 'settled', finish: 'done', words: 12, charged: 12 }]);
  expect(await chargesOf(world, session)).toEqual({ outputs: 1, spent: 12 });
  expect(await balanceOf(world, session)).toMatchObject({ available: 988, held: 0 });
});

test('a neighbour leaves a run alone while it is written, and settles it when its process falls silent', async () => {
  const session = await world.account(1_000);
  const dying = mortal(async function* () {
    for (let i = 0; ; i += 1) {
      yield `w${i} `;
      await world.clock.sleep(4_000);
    }
  });
  const other = neighbour();
  const run = await startOn(dying, session);
  await world.until(world.clock.sleep(100_000));
  expect((await read(session, run)).outputs).toMatchObject([{ state: 'streaming', words: 25 }]);
  dying.kill();
  await world.until(world.clock.sleep(100_000));
  expect((await read(session, run)).outputs).toMatchObject([
    { state: 'settled', finish: 'stopped', charged: 25 },
  ]);
  expect(await chargesOf(world, session)).toEqual({ outputs: 1, spent: 25 });
  await world.until(other.close());
});

test('a settle is tried again until the database is back', async () => {
  const session = await world.account(1_000);
  world.script = () => words(40);
  const told = await follow(world, session, {}, (event) => {
    if (event.event !== 'text' || event.data.words !== 40) return;
    void takeAway(90_000);
  });
  expect(told.ends.get(0)!.data).toMatchObject({ words: 40, charged: 40, finish: 'done' });
  expect(world.warnings).toContain('An output could not be settled yet');
  expect(await chargesOf(world, session)).toEqual({ outputs: 1, spent: 40 });
});

test('[H5] a database that is away past the hold’s end is settled late', async () => {
  const session = await world.account(1_000);
  world.script = () => words(40);
  const told = await follow(world, session, {}, (event) => {
    if (event.event !== 'text' || event.data.words !== 40) return;
    void takeAway(1_200_000);
  });
  const end = told.ends.get(0)!;
  expect(end.data).toMatchObject({ words: 40, charged: 40, shortfall: 0, finish: 'done' });
  const loaded = await world.until(world.ledger.reads.load(session.account));
  const receipt = await world.until(world.ledger.reads.output(loaded!, end.data.output));
  expect(receipt!.record.late).toBe(true);
  expect(await balanceOf(world, session)).toMatchObject({ available: 960, held: 0 });
});

test('a database that is away for a moment in mid-stream costs a pause', async () => {
  const session = await world.account(1_000);
  world.script = () => words(58);
  const told = await follow(world, session, {}, (event) => {
    if (event.event !== 'text' || event.data.words !== 24) return;
    void takeAway(3_000);
  });
  expect(told.ends.get(0)!.data).toMatchObject({ words: 58, charged: 58, finish: 'done' });
  expect(await chargesOf(world, session)).toEqual({ outputs: 1, spent: 58 });
});

test('closing the server settles what was delivered', async () => {
  const session = await world.account(1_000);
  world.script = () => words(60);
  let closed: Promise<void> | undefined;
  const told = await follow(world, session, { outputs: 2 }, (event) => {
    if (event.event === 'text' && event.data.words === 28) closed ??= world.runs.close();
  });
  await world.until(closed!);
  for (const end of told.ends.values()) {
    expect(end.data).toMatchObject({ finish: 'stopped', detail: 'The server was stopped.' });
    expect(end.data.charged).toBe(end.data.words);
  }
  expect((await chargesOf(world, session)).spent).toBe(told.charged);
  expect(await balanceOf(world, session)).toMatchObject({ held: 0 });
  const refused = await world.until(world.runs.handlers.startRun(input(), session));
  expect(refused).toMatchObject({ ok: false, problem: { code: 'unavailable' } });
  world.restart();
  await world.until(world.runs.recovered);
});

test('[K1] the same key brings the same run again, charged once; another request is refused', async () => {
  const session = await world.account(1_000);
  world.script = () => words(40);
  const call = { idempotency_key: 'run-1' };
  const all = async (asked = {}) => {
    const started = await world.runs.handlers.startRun(input(asked), session, call);
    if (!started.ok) return started.problem;
    const events = [];
    for await (const event of started.events) if (event.event !== 'balance') events.push(event);
    return { replayed: started.replayed, events };
  };
  const [first, second] = await world.until(Promise.all([all(), all()]));
  const third = await world.until(all());
  const textOf = ({ events }: { events: { event: string; data: object }[] }) =>
    events.map(({ event, data }) => (event === 'text' ? (data as { text: string }).text : '')).join('');
  type Heard = { replayed: boolean; events: { event: string; data: object }[] };
  const heard = [first, second, third] as Heard[];
  expect(heard.map(({ replayed }) => replayed)).toEqual([false, true, true]);
  for (const one of heard) {
    expect(textOf(one)).toBe(textOf(heard[0]!));
    expect(one.events.at(0)).toEqual(heard[0]!.events.at(0));
    expect(one.events.slice(-2)).toEqual(heard[0]!.events.slice(-2));
  }
  expect(await chargesOf(world, session)).toEqual({ outputs: 1, spent: 40 });
  expect(await world.until(all({ length: 'l' }))).toMatchObject({
    code: 'idempotency_mismatch',
    field: 'length',
  });
});

/** A process beside the first one, on a database that many can have open. */
const neighbour = () =>
  createRuns({
    database: new Proxy(world.database, {
      get: (target, name) =>
        name === 'kind' ? 'postgres' : (target[name as keyof typeof target] as unknown),
    }),
    ledger: world.ledger,
    writer: { id: 'none', is_demo: false, write: () => [] as never },
    log: silent,
    now: world.clock.now,
    sleep: world.clock.sleep,
  });

test('after an outage a neighbour lets a process speak again', async () => {
  const session = await world.account(1_000);
  world.script = () => words(50, 2, 1_000);
  const begun_at = world.clock.now();
  const other = neighbour();
  await world.until(other.recovered);
  await world.until(world.clock.sleep(500));
  const told = await follow(world, session, {}, (event) => {
    // Back right before the neighbour's third sweep.
    if (event.event === 'text' && event.data.words === 10)
      void takeAway(begun_at + 90_000 - 1 - world.clock.now());
  });
  expect(told.ends.get(0)!.data).toMatchObject({ words: 50, charged: 50, finish: 'done', detail: null });
  await world.until(other.close());
});

test('another process can stop a run', async () => {
  const session = await world.account(1_000);
  world.script = () => words(58, 2, 200);
  const other = neighbour();
  let is_asked = false;
  const told = await follow(world, session, {}, async (event, { run }) => {
    if (event.event !== 'text' || is_asked) return;
    is_asked = true;
    const stop = { params: { run }, query: null, body: {} };
    expect(await other.handlers.stopRun(stop, session)).toEqual({ ok: true, body: {} });
  });
  expect(told.ends.get(0)!.data).toMatchObject({ finish: 'stopped' });
  expect(told.words).toBeLessThan(30);
  expect((await chargesOf(world, session)).spent).toBe(told.charged);
  await world.until(other.close());
});
