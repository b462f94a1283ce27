import { afterAll, beforeAll, expect, test } from 'vitest';
import { streamedAnswer } from '../../src/gateway/answer.ts';
import { type World, answerAsked, balanceOf, chargesOf, openWorld } from './harness.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const WAITING = ': waiting\n\n';

/** An answer whose model is silent for forty seconds, read up to the first sign of life. */
async function silent() {
  const session = await world.account(1_000);
  world.script = () => [{ wait_ms: 40_000 }, 'Ferns forgive. ', { wait_ms: 40_000 }, 'Moss does not. '];
  const started = await world.until(
    world.runs.handlers.answer(
      answerAsked(session, {
        actor: 'operator',
        messages: [{ role: 'user', content: 'Two lines about ferns.' }],
      }),
    ),
  );
  if (!started.ok) throw new Error(started.problem.code);
  // Virtual time stands still meanwhile: nothing else can come.
  const result = await streamedAnswer(started, false, 5);
  const reader = (result.body as ReadableStream<Uint8Array>).getReader();
  const read = async () => new TextDecoder().decode((await reader.read()).value);
  expect(await read()).toBe(WAITING);
  return { session, reader, read };
}

test('[C4] what comes in the silence is not delivered to whoever has gone before it was sent', async () => {
  const { session, reader } = await silent();
  await world.until(world.clock.sleep(50_000));
  await reader.cancel();
  await world.until(world.clock.sleep(10_000));
  expect(await chargesOf(world, session)).toEqual({ outputs: 0, spent: 0 });
  expect(await balanceOf(world, session)).toMatchObject({ available: 1_000, held: 0 });
});

test('[C4] whoever reads on gets it, and pays for it', async () => {
  const { session, reader, read } = await silent();
  await world.until(world.clock.sleep(50_000));
  let told = '';
  while (!told.includes('Ferns forgive.')) told = await read();
  await reader.cancel();
  await world.until(world.clock.sleep(10_000));
  expect(await chargesOf(world, session)).toEqual({ outputs: 1, spent: 2 });
});
