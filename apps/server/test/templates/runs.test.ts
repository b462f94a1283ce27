import type { RunEvent } from '@inkwell/contract';
import { countWords } from '@inkwell/words';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BUILT_IN } from '../../src/templates/catalogue.ts';
import { createDemoWriter } from '../../src/writing/demo/writer.ts';
import { type World, balanceOf, input, openWorld } from '../runs/harness.ts';
import { inputsFor } from '../writing/template-inputs.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const ask = (template: string, which: number, outputs: number) => {
  const asked = input({ kind: 'template', outputs });
  Object.assign(asked.body, {
    input: '',
    length: null,
    template,
    inputs: inputsFor(BUILT_IN.get(template)!, which),
  });
  return asked;
};

/** Reads a run to its end; every output's words only ever grow. */
async function read(events: AsyncIterable<RunEvent>) {
  const words = new Map<string, number>();
  const texts = new Map<string, string>();
  let settled = 0;
  let shown = 0;
  let done: { words: number; charged: number } | null = null;
  for await (const { event, data } of events) {
    if (event === 'text') {
      expect(data.words).toBeGreaterThanOrEqual(words.get(data.output) ?? 0);
      words.set(data.output, data.words);
      texts.set(data.output, (texts.get(data.output) ?? '') + data.text);
      shown += 1;
    }
    if (event === 'settled') {
      expect(data).toMatchObject({ finish: 'done', shortfall: 0, charged: data.words });
      expect(countWords(texts.get(data.output)!)).toBe(data.charged);
      settled += data.charged;
    }
    if (event === 'failed') throw new Error(data.detail);
    if (event === 'done') done = data;
  }
  expect(done).toMatchObject({ words: settled, charged: settled });
  return { charged: settled, texts: [...texts.values()], shown };
}

it('[C3] twenty templates with ten outputs each, started at once by five people: totals are exact', async () => {
  const session = await world.account(50_000);
  // The ledger’s clock counts whole milliseconds.
  const demo = createDemoWriter({ sleep: (ms, signal) => world.clock.sleep(Math.ceil(ms), signal) });
  world.script = (request) => demo.write(request);
  const people = ['ines', 'tomas', 'priya', 'jun', 'mara'];
  const chosen = [...BUILT_IN.keys()].slice(0, 20);
  const started = chosen.map(async (template, i) => {
    const member = people[i % people.length]!;
    const run = await world.runs.handlers.startRun(ask(template, i % 5, 10), { ...session, member });
    if (!run.ok) throw new Error(run.problem.detail);
    return { member, ...(await read(run.events)) };
  });
  const runs = await world.until(Promise.all(started));
  expect(runs).toHaveLength(20);
  for (const { texts } of runs) expect(texts).toHaveLength(10);
  // Progress is told as it goes, not at the end: several texts an output.
  expect(runs.reduce((sum, run) => sum + run.shown, 0)).toBeGreaterThan(5 * 200);
  const charged = runs.reduce((sum, run) => sum + run.charged, 0);
  expect(await balanceOf(world, session)).toMatchObject({ available: 50_000 - charged, held: 0 });
  const verified = await world.until(world.ledger.verify(session.account));
  expect(verified, JSON.stringify(verified)).toMatchObject({ ok: true });
  const loaded = await world.until(world.ledger.reads.load(session.account));
  const cycle = loaded!.state.cycle.number;
  const usage = await world.until(world.ledger.reads.usage(loaded!, { cycle }, 'member'));
  for (const person of people) {
    const own = runs.filter((run) => run.member === person).reduce((sum, run) => sum + run.charged, 0);
    expect(usage.data.find((row) => row.key === person)).toMatchObject({ credits: own, outputs: 40 });
  }
  const sources = await world.until(world.ledger.reads.usage(loaded!, { cycle }, 'source'));
  expect(sources.data).toMatchObject([{ key: 'template', credits: charged, outputs: 200 }]);
});

it('refuses inputs that do not fit, before anything is held', async () => {
  const session = await world.account(1_000);
  const before = world.commands.length;
  const wrong = ask('aida-framework', 0, 1);
  Object.assign(wrong.body, { inputs: { name: 'Halden', stranger: 'x' } });
  const refused = await world.until(world.runs.handlers.startRun(wrong, session));
  if (refused.ok) throw new Error('It was started.');
  expect(refused.problem).toMatchObject({ code: 'invalid_request', status: 400 });
  expect(refused.problem.errors!.map((error) => error.field)).toEqual([
    'body.inputs.stranger',
    'body.inputs.what',
    'body.inputs.audience',
    'body.inputs.goal',
  ]);
  const none = ask('tagline', 0, 1);
  none.body.template = 'template_of_others';
  expect(await world.until(world.runs.handlers.startRun(none, session))).toMatchObject({
    ok: false,
    problem: { code: 'template_not_found', status: 404 },
  });
  expect(world.commands).toHaveLength(before);
});

it('[K1] the same key with the same inputs is the same run, with other inputs a mismatch', async () => {
  const session = await world.account(1_000);
  const start = (which: number) =>
    world.runs.handlers.startRun(ask('tagline', which, 2), session, { idempotency_key: 'once' });
  const first = await world.until(start(0));
  if (!first.ok) throw new Error(first.problem.detail);
  const { charged } = await world.until(read(first.events));
  const again = await world.until(start(0));
  expect(again).toMatchObject({ ok: true, run: first.run, replayed: true });
  expect(await world.until(start(1))).toMatchObject({
    ok: false,
    problem: { code: 'idempotency_mismatch', field: 'inputs' },
  });
  expect(await balanceOf(world, session)).toMatchObject({ available: 1_000 - charged });
});

it('answers a downvote with the tips of the template', async () => {
  const session = await world.account(1_000);
  const run = await world.until(world.runs.handlers.startRun(ask('tagline', 0, 1), session));
  if (!run.ok) throw new Error(run.problem.detail);
  await world.until(read(run.events));
  const detail = await world.until(
    world.runs.handlers.getRun({ params: { run: run.run }, query: null, body: null }, session),
  );
  if (!detail.ok) throw new Error(detail.problem.detail);
  const { output } = detail.body.outputs[0]!;
  const vote = (reason: string | null) =>
    world.until(
      world.runs.handlers.vote(
        { params: { output }, query: null, body: { vote: 'down', reason, share_text: false } },
        session,
      ),
    );
  const own = BUILT_IN.get('tagline')!.tips;
  expect(await vote(null)).toMatchObject({ ok: true, body: { tips: own } });
  expect(await vote('Wrong tone')).toMatchObject({ ok: true, body: { tips: [expect.any(String), own[0]] } });
});
