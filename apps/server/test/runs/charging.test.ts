import { textDigest } from '@inkwell/engine';
import { countWords } from '@inkwell/words';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WriterError } from '../../src/writing/writer.ts';
import { type World, balanceOf, chargesOf, follow, input, openWorld, words } from './harness.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('[C2] [C4] a finished output is charged its words, with the hash of its text', async () => {
  const session = await world.account(1_000);
  world.script = () => words(48);
  const told = await follow(world, session);
  expect(told.texts[0]!.trimEnd().split(' ')).toHaveLength(48);
  const end = told.ends.get(0)!;
  expect(end.data).toMatchObject({ words: 48, charged: 48, shortfall: 0, finish: 'done', detail: null });
  expect(await chargesOf(world, session)).toEqual({ outputs: 1, spent: 48 });
  const loaded = await world.until(world.ledger.reads.load(session.account));
  const receipt = await world.until(world.ledger.reads.output(loaded!, end.data.output));
  expect(receipt!.record).toMatchObject({
    member: 'ines',
    run: told.run,
    source: 'command',
    words: 48,
    counter: 'words-v1',
    text_sha256: textDigest(told.texts[0]!),
  });
  expect(await balanceOf(world, session)).toMatchObject({ available: 952, held: 0, left: 952 });
});

test('[C4] a stopped output is charged what was delivered', async () => {
  const session = await world.account(1_000);
  world.script = () => words(60);
  const told = await follow(world, session, {}, async (event, { run }) => {
    if (event.event !== 'text' || event.data.words !== 20) return;
    await world.runs.handlers.stopRun({ params: { run }, query: null, body: {} }, session);
  });
  expect(told.ends.get(0)!.data).toMatchObject({ words: 20, charged: 20, finish: 'stopped' });
  expect(countWords(told.texts[0]!)).toBe(20);
  expect(await chargesOf(world, session)).toEqual({ outputs: 1, spent: 20 });
});

test('one output of a run can be stopped by itself', async () => {
  const session = await world.account(1_000);
  world.script = () => words(60);
  const told = await follow(world, session, { outputs: 2 }, async (event, { run, events }) => {
    if (event.event !== 'text' || event.data.words !== 12) return;
    const first = events[0]!.event === 'run' ? events[0]!.data.outputs[0]!.output : '';
    if (event.data.output !== first) return;
    const request = { params: { run }, query: null, body: { output: first } };
    expect(await world.runs.handlers.stopRun(request, session)).toEqual({ ok: true, body: {} });
  });
  expect(told.ends.get(0)!.data).toMatchObject({ words: 12, charged: 12, finish: 'stopped' });
  expect(told.ends.get(1)!.data).toMatchObject({ words: 60, charged: 60, finish: 'done' });
});

test('an error before any text charges nothing', async () => {
  const session = await world.account(100);
  world.script = () => [
    { wait_ms: 300 },
    { error: new WriterError('model_unavailable', 'The model could not be reached or failed.') },
  ];
  const told = await follow(world, session);
  expect(told.ends.get(0)).toMatchObject({
    event: 'failed',
    data: {
      code: 'model_error',
      words: 0,
      charged: 0,
      detail: 'The model could not be reached or failed.',
      problem: { detail: 'The model could not be reached or failed. Nothing was charged.' },
    },
  });
  expect(await chargesOf(world, session)).toEqual({ outputs: 0, spent: 0 });
  expect(await balanceOf(world, session)).toMatchObject({ available: 100, held: 0 });
});

test('a language that the writer does not know is told in its own words', async () => {
  const session = await world.account(100);
  world.script = () => [
    { error: new WriterError('language_unsupported', 'The demo writer writes English only') },
  ];
  const told = await follow(world, session);
  expect(told.ends.get(0)!.data).toMatchObject({
    code: 'invalid_request',
    detail: 'The demo writer writes English only.',
  });
});

test('text without a word is free: the hold is released', async () => {
  const session = await world.account(100);
  world.script = () => ['— … ', '✨'];
  const told = await follow(world, session);
  expect(told.ends.get(0)!.event).toBe('failed');
  expect(await chargesOf(world, session)).toEqual({ outputs: 0, spent: 0 });
});

test('[C4] an error midway charges what came before it', async () => {
  const session = await world.account(1_000);
  world.script = () => [
    ...words(22),
    { error: new WriterError('model_stalled', 'The model stopped in the middle of its answer.') },
  ];
  const told = await follow(world, session);
  expect(told.ends.get(0)!.data).toMatchObject({
    words: 22,
    charged: 22,
    finish: 'model_error',
    detail: 'The model stopped in the middle of its answer.',
  });
  expect(await chargesOf(world, session)).toEqual({ outputs: 1, spent: 22 });
});

test('a writer that hangs is given up after a while, before its first word and after', async () => {
  const session = await world.account(1_000);
  world.script = ({ output_index }) => (output_index === 0 ? ['hang'] : [...words(16), 'hang']);
  const told = await follow(world, session, { outputs: 2 });
  expect(told.ends.get(0)).toMatchObject({ event: 'failed', data: { code: 'model_error', charged: 0 } });
  expect(told.ends.get(1)!.data).toMatchObject({ words: 16, charged: 16, finish: 'model_error' });
});

test('a provider that sends too much is cut off', async () => {
  const session = await world.account(10_000);
  world.script = ({ output_index }) =>
    output_index === 0 ? words(5_000, 50, 10) : [{ wait_ms: 10 }, `one${' '.repeat(1_000_000)}two`];
  const told = await follow(world, session, { outputs: 2, length: null });
  expect(told.ends.get(0)!.data).toMatchObject({ words: 600, charged: 600, finish: 'too_long' });
  expect(told.ends.get(1)!.data).toMatchObject({ words: 1, charged: 1, finish: 'too_long' });
  expect(told.texts[1]!.length).toBeLessThanOrEqual(40_000);
});

test('NUL and half surrogate pairs are kept out of what is delivered and stored', async () => {
  const session = await world.account(100);
  world.script = () => ['a\0b ', 'x\ud83c', '\udf3f y \udf3f z', '\ud83c'];
  const told = await follow(world, session);
  expect(told.texts[0]).toBe('ab x\u{1f33f} y \ufffd z');
  expect(told.ends.get(0)!.data).toMatchObject({ words: 4, charged: 4, finish: 'done' });
  const request = { params: { run: told.run }, query: null, body: null };
  const read = await world.until(world.runs.handlers.getRun(request, session));
  expect(read).toMatchObject({ body: { outputs: [{ text: told.texts[0], words: 4 }] } });
});

test('a client that hangs up pays for what it was sent', async () => {
  const session = await world.account(1_000);
  world.script = () => words(60);
  const told = await follow(world, session, {}, (event) =>
    event.event === 'text' && event.data.words >= 24 ? 'hang up' : undefined,
  );
  await world.until(world.clock.sleep(2_000));
  expect(countWords(told.texts[0]!)).toBe(24);
  expect(await chargesOf(world, session)).toEqual({ outputs: 1, spent: 24 });
  expect(await balanceOf(world, session)).toMatchObject({ available: 976, held: 0, left: 976 });
  const request = { params: { run: told.run }, query: null, body: null };
  const read = await world.until(world.runs.handlers.getRun(request, session));
  expect(read).toMatchObject({
    body: { charged: 24, outputs: [{ text: told.texts[0], state: 'settled', finish: 'stopped' }] },
  });
});

test('a client that aborts before it reads anything pays nothing', async () => {
  const session = await world.account(1_000);
  world.script = () => words(60);
  const client = new AbortController();
  const call = { signal: client.signal };
  await world.until(world.runs.handlers.startRun(input(), session, call));
  await world.until(world.clock.sleep(700));
  client.abort();
  await world.until(world.clock.sleep(700));
  expect(await balanceOf(world, session)).toMatchObject({ available: 1_000, held: 0 });
});

test('a slow reader lets the model wait', async () => {
  const session = await world.account(1_000);
  let sent = 0;
  const many = async function* () {
    for (; sent < 400; sent += 1) yield `averylongword${sent} `;
  };
  world.script = () => many();
  let most = 0;
  const told = await follow(world, session, { length: null }, async (event, { texts }) => {
    if (event.event !== 'text') return;
    await world.clock.sleep(3_000);
    most = Math.max(most, sent - countWords(texts[0]!));
  });
  expect(most).toBeLessThan(200);
  expect(told.ends.get(0)!.data).toMatchObject({ words: 400, charged: 400, finish: 'done' });
});

test('a reader that takes nothing for minutes has gone', async () => {
  const session = await world.account(1_000);
  world.script = () => words(60);
  let is_first = true;
  await follow(world, session, {}, async (event) => {
    if (event.event !== 'text' || !is_first) return;
    is_first = false;
    await world.clock.sleep(200_000);
    return 'hang up';
  });
  expect((await chargesOf(world, session)).spent).toBe(4);
});

test('[H2] a hold outlives a text that takes longer than its life', async () => {
  const session = await world.account(1_000);
  world.script = () => Array.from({ length: 12 }, (_, i) => [`w${i} `, { wait_ms: 80_000 }]).flat();
  const told = await follow(world, session);
  expect(told.ends.get(0)!.data).toMatchObject({ words: 12, charged: 12, shortfall: 0, finish: 'done' });
  const loaded = await world.until(world.ledger.reads.load(session.account));
  const { output } = told.ends.get(0)!.data;
  const receipt = await world.until(world.ledger.reads.output(loaded!, output));
  expect(receipt!.record.late).toBe(false);
});

test('a quick model is told in thirty pieces a second', async () => {
  const session = await world.account(1_000);
  world.script = () => words(110, 1, 9);
  const told = await follow(world, session, { length: 'l' });
  const pieces = told.events.filter((event) => event.event === 'text').length;
  expect(pieces).toBeLessThan(40);
  expect(pieces).toBeGreaterThan(20);
  expect(told.charged).toBe(110);
});

test('[C3] ten outputs are ten charges of one run', async () => {
  const session = await world.account(5_000);
  world.script = ({ output_index }) => words(40 + output_index * 3);
  const told = await follow(world, session, { outputs: 10 });
  const expected = Array.from({ length: 10 }, (_, i) => 40 + i * 3);
  expect(expected.map((_, i) => told.ends.get(i)!.data.charged)).toEqual(expected);
  const spent = expected.reduce((a, b) => a + b);
  expect(await chargesOf(world, session)).toEqual({ outputs: 10, spent });
  expect(told.charged).toBe(spent);
});

test('credits are asked for in steps, never per word', async () => {
  const session = await world.account(5_000);
  world.commands.length = 0;
  world.script = () => words(290);
  const told = await follow(world, session);
  expect(told.charged).toBe(120);
  world.commands.length = 0;
  await follow(world, session, { length: null });
  expect(world.commands.length).toBeLessThanOrEqual(8);
});
