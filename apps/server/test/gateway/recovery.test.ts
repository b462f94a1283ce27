import type { RunEvent } from '@inkwell/contract';
import { textDigest } from '@inkwell/engine';
import { countWords } from '@inkwell/words';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { streamedAnswer, wholeAnswer } from '../../src/gateway/answer.ts';
import type { AskedAnswer, RunSession, StartedAnswer } from '../../src/runs/index.ts';
import { type World, answerAsked, balanceOf, chargesOf, openWorld, words } from '../runs/harness.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

async function start(
  session: RunSession,
  more: Partial<AskedAnswer> = {},
  key?: string,
): Promise<StartedAnswer> {
  const started = await world.until(
    world.runs.handlers.answer(answerAsked(session, more), {
      idempotency_key: key,
      signal: new AbortController().signal,
    }),
  );
  if (!started.ok) throw new Error(started.problem.code);
  return started;
}

async function all(started: StartedAnswer): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  await world.until(
    (async () => {
      for await (const event of started.events) events.push(event);
    })(),
  );
  return events;
}

const textIn = (events: RunEvent[]): string =>
  events.map((event) => (event.event === 'text' ? event.data.text : '')).join('');

/** Reads an answer for a while; then its process is no more. */
async function crash(started: StartedAnswer, after_ms: number): Promise<string> {
  const life = { is_dead: false, seen: '' };
  void (async () => {
    while (!life.is_dead) {
      const { value } = await started.events.next();
      if (!life.is_dead && value?.event === 'text') life.seen += value.data.text;
    }
  })();
  await world.until(world.clock.sleep(after_ms));
  life.is_dead = true;
  world.restart();
  await world.until(world.runs.recovered);
  return life.seen;
}

const receiptOf = async ({ account }: RunSession, output: string) => {
  const loaded = await world.until(world.ledger.reads.load(account));
  return (await world.until(world.ledger.reads.output(loaded!, output)))?.record;
};

test('[K1] a crash in mid-stream: what was delivered a second ago is charged once, though no text was kept', async () => {
  const session = await world.account(1_000);
  world.script = () => words(80);
  const started = await start(session);
  const seen = await crash(started, 1_450);
  const record = (await receiptOf(session, started.outputs[0]!))!;
  expect(record.charged).toBeGreaterThan(0);
  expect(record.charged).toBeLessThanOrEqual(countWords(seen));
  const kept = words(80)
    .filter((step) => typeof step === 'string')
    .join('');
  const cut = kept.split(' ').slice(0, record.charged).join(' ');
  expect(record.text_sha256).toBe(textDigest(`${cut} `));
  expect(await chargesOf(world, session)).toEqual({ outputs: 1, spent: record.charged });
  expect(await balanceOf(world, session)).toMatchObject({ held: 0 });
  world.restart();
  await world.until(world.runs.recovered);
  expect(await chargesOf(world, session)).toEqual({ outputs: 1, spent: record.charged });
});

test('a crash before the whole answer was there: nothing was delivered, so nothing is charged', async () => {
  const session = await world.account(1_000);
  world.script = () => words(80);
  await crash(await start(session, { is_whole: true, outputs: 2 }), 1_450);
  expect(await chargesOf(world, session)).toEqual({ outputs: 0, spent: 0 });
  expect(await balanceOf(world, session)).toMatchObject({ available: 1_000, held: 0 });
});

test('[K1] after a crash the same key brings what was kept, or begins anew where nothing came', async () => {
  const session = await world.account(1_000);
  world.script = () => words(80);
  const seen = await crash(await start(session, { keeps_text: true }, 'k'), 2_450);
  const events = await all(await start(session, { keeps_text: true }, 'k'));
  expect(seen.startsWith(textIn(events))).toBe(true);
  expect(countWords(textIn(events))).toBeGreaterThan(0);
  const { spent } = await chargesOf(world, session);
  expect(spent).toBe(countWords(textIn(events)));

  await crash(await start(session, { keeps_text: true, is_whole: true }, 'w'), 500);
  world.script = () => words(10);
  const again = await start(session, { keeps_text: true, is_whole: true }, 'w');
  expect(again.replayed).toBe(false);
  expect(countWords(textIn(await all(again)))).toBe(10);
  expect((await chargesOf(world, session)).spent).toBe(spent + 10);
});

test('a text that nobody may keep is not read either, while it is written', async () => {
  const session = await world.account(1_000);
  world.script = () => words(40);
  const started = await start(session);
  await world.until(
    (async () => {
      for (let text = ''; countWords(text) < 12;) {
        const { value } = await started.events.next();
        if (value?.event === 'text') text += value.data.text;
      }
    })(),
  );
  const request = { params: { run: started.run }, query: null, body: null };
  const read = await world.until(world.runs.handlers.getRun(request, session));
  expect(read).toMatchObject({
    body: { keeps_text: false, words: 12, outputs: [{ text: '', state: 'streaming' }] },
  });
  await all(started);
});

test('a person of the workspace can stop an answer', async () => {
  const session = await world.account(1_000);
  world.script = () => words(400);
  const started = await start(session);
  let delivered = 0;
  await world.until(
    (async () => {
      for await (const event of started.events) {
        if (event.event !== 'text') continue;
        delivered = event.data.words;
        if (delivered === 20)
          await world.runs.handlers.stopRun({ params: { run: started.run }, query: null, body: {} }, session);
      }
    })(),
  );
  expect(delivered).toBe(20);
  expect(await started.endOf(started.outputs[0]!)).toMatchObject({
    finish: 'stopped',
    code: 'invalid_state',
  });
  expect((await chargesOf(world, session)).spent).toBe(20);
});

test('[C3] several whole answers that are short of credits wait for nobody', async () => {
  const session = await world.account(250);
  world.script = () => words(200);
  const events = await all(await start(session, { is_whole: true, outputs: 4 }));
  const ends = events.flatMap((event) => (event.event === 'settled' ? [event.data] : []));
  expect(ends.reduce((sum, { charged }) => sum + charged, 0)).toBe(250);
  expect(ends.every(({ finish }) => finish === 'out_of_credits')).toBe(true);
  expect(await balanceOf(world, session)).toMatchObject({ available: 0, held: 0 });
});

/** A started answer that tells what a test hands it. */
function told(): { started: StartedAnswer; tell: (event: RunEvent) => void; calls: string[] } {
  const waiting: ((result: IteratorResult<RunEvent>) => void)[] = [];
  const events: RunEvent[] = [];
  const calls: string[] = [];
  const tell = (event: RunEvent) => {
    const next = waiting.shift();
    if (next === undefined) events.push(event);
    else next({ done: false, value: event });
  };
  const iterator: AsyncIterableIterator<RunEvent> = {
    [Symbol.asyncIterator]: () => iterator,
    next: () =>
      new Promise((resolve) => {
        const event = events.shift();
        if (event === undefined) waiting.push(resolve);
        else resolve({ done: false, value: event });
      }),
    return: () => {
      calls.push('return');
      return Promise.resolve({ done: true, value: undefined });
    },
  };
  const end = {
    finish: 'model_error',
    code: 'model_error',
    cause: null,
    problem: null,
    model_end: null,
  } as const;
  const started: StartedAnswer = {
    run: 'run_1',
    created_at: 0,
    model: 'm',
    replayed: false,
    outputs: ['out_1'],
    available: 5,
    events: iterator,
    endOf: () => Promise.resolve(end),
  };
  return { started, tell, calls };
}

function textReader(body: ReadableStream<Uint8Array>) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  return {
    read: async () => {
      const { value } = await reader.read();
      return value === undefined ? undefined : decoder.decode(value);
    },
  };
}

test('while a model thinks, the stream begins without a word, and then tells whatever comes', async () => {
  const { started, tell, calls } = told();
  const result = await streamedAnswer(started, false, 5);
  expect(result.status).toBe(200);
  const reader = textReader(result.body as ReadableStream<Uint8Array>);
  expect(await reader.read()).toBe(': waiting\n\n');
  tell({ event: 'text', data: { output: 'out_1', text: 'Ferns', words: 1 } });
  const next = async () => {
    for (;;) {
      const value = await reader.read();
      if (value !== ': waiting\n\n') return value;
    }
  };
  expect(await next()).toContain('"content":"Ferns"');
  // It fails while nobody waits for it: the next one who does is told.
  const data = {
    output: 'out_1',
    words: 1,
    charged: 1,
    shortfall: 0,
    finish: 'model_error',
    detail: 'It broke.',
  } as const;
  tell({ event: 'settled', data });
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await next()).toContain('It broke. Charged: 1 credit for 1 word.');
  expect(await next()).toBeUndefined();
  expect(calls).toEqual(['return']);
});

test('an answer that is left to the next start to settle has no end that could be told', async () => {
  const text = { event: 'text', data: { output: 'out_1', text: 'Ferns', words: 1 } } as const;
  const done = { event: 'done', data: { run: 'run_1', words: 0, charged: 0 } } as const;
  const streamed = told();
  for (const event of [text, done]) streamed.tell(event);
  const result = await streamedAnswer(streamed.started, true);
  const body = await new Response(result.body as ReadableStream<Uint8Array>).text();
  expect(body).toContain('"content":"Ferns"');
  expect(body).toMatch(/^data: \{"error":.*"code":"unavailable"/m);
  expect(body).not.toContain('[DONE]');
  const whole = told();
  for (const event of [text, done]) whole.tell(event);
  // A loop ends at the end of its events.
  whole.started.events.next = ended(whole.started.events, 2);
  expect(await wholeAnswer(whole.started)).toMatchObject({ status: 503, body: { code: 'unavailable' } });
});

/** The events' `next`, over after so many. */
function ended(events: StartedAnswer['events'], after: number): StartedAnswer['events']['next'] {
  const next = events.next.bind(events);
  let told = 0;
  return () => ((told += 1) > after ? Promise.resolve({ done: true, value: undefined }) : next());
}
