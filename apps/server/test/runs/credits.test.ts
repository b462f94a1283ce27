import type { RunEvent } from '@inkwell/contract';
import * as fc from 'fast-check';
import { countWords } from '@inkwell/words';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Step, type World, balanceOf, chargesOf, follow, input, openWorld, words } from './harness.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const cap = (account: string, member: string, credits: number) =>
  world.execute({
    op: 'set_member_cap',
    account,
    key: `cap:${credits}`,
    actor: 'operator',
    member,
    cap: credits,
  });

test('a run without any credits is refused, and leaves nothing behind', async () => {
  const session = await world.account(0);
  const started = await world.until(world.runs.handlers.startRun(input(), session));
  expect(started).toMatchObject({
    ok: false,
    problem: { code: 'insufficient_credits', status: 402, available: 0, asked: 50 },
  });
  const list = await world.until(
    world.runs.handlers.listRuns({ params: null, body: null, query: { limit: 10 } }, session),
  );
  expect(list).toEqual({ ok: true, body: { data: [], next_cursor: null } });
});

test('a member at the cap is told so', async () => {
  const session = await world.account(1_000);
  await cap(session.account, session.member, 0);
  const started = await world.until(world.runs.handlers.startRun(input(), session));
  expect(started).toMatchObject({ ok: false, problem: { code: 'member_cap_reached', member_left: 0 } });
});

test.each([37, 50, 55, 61])('credits for %i words end the text at that word', async (credits) => {
  const session = await world.account(credits);
  world.script = () => words(100, 7);
  const told = await follow(world, session, { length: 'l' });
  expect(told.ends.get(0)!.data).toMatchObject({
    words: credits,
    charged: credits,
    finish: 'out_of_credits',
  });
  expect(countWords(told.texts[0]!)).toBe(credits);
  expect(await balanceOf(world, session)).toMatchObject({ available: 0, held: 0, left: 0 });
  expect(await chargesOf(world, session)).toEqual({ outputs: 1, spent: credits });
});

test('[M2] a member cap ends the text at its last word', async () => {
  const session = await world.account(1_000);
  await cap(session.account, session.member, 64);
  world.script = () => words(100, 7);
  const told = await follow(world, session, { length: 'l' });
  expect(told.ends.get(0)!.data).toMatchObject({ words: 64, charged: 64, finish: 'member_cap' });
  expect(await balanceOf(world, session)).toMatchObject({ available: 936, held: 0 });
});

test('credits that come in while a text is written keep it going', async () => {
  const session = await world.account(40);
  world.script = () => words(58);
  const gift = async (event: RunEvent) => {
    if (event.event !== 'text' || event.data.words !== 20) return;
    const { account } = session;
    const award = {
      op: 'award',
      account,
      key: 'gift',
      actor: 'staff',
      credits: 500,
      reason: 'A gift',
    } as const;
    await world.ledger.execute(award);
  };
  const told = await follow(world, session, {}, gift, false);
  expect(told.ends.get(0)!.data).toMatchObject({ words: 58, charged: 58, finish: 'done' });
  expect(await balanceOf(world, session)).toMatchObject({ available: 482, held: 0 });
});

test('ten outputs with credits for five: five finish', async () => {
  const session = await world.account(640);
  const lengths = [118, 126, 121, 115, 130, 119, 124, 120, 117, 122];
  world.script = ({ output_index }) => words(lengths[output_index]!, 5);
  const told = await follow(world, session, {
    outputs: 10,
    input: 'write 120 words about ferns',
    length: null,
  });
  const ends = [...told.ends.entries()].sort(([a], [b]) => a - b).map(([, end]) => end);
  const finishes = ends.map((end) => (end.event === 'settled' ? end.data.finish : 'failed'));
  expect(finishes).toEqual([...Array(5).fill('done'), 'out_of_credits', ...Array(4).fill('failed')]);
  expect(ends.slice(0, 5).map((end) => end.data.charged)).toEqual(lengths.slice(0, 5));
  expect(ends[5]!.data.charged).toBe(640 - 610);
  expect(ends[6]!.data).toMatchObject({
    code: 'insufficient_credits',
    problem: { status: 402, available: 0 },
  });
  expect(await chargesOf(world, session)).toEqual({ outputs: 6, spent: 640 });
  expect(told.charged).toBe(640);
});

test.each([
  [25, 25, 'out_of_credits'],
  [26, 26, 'done'],
])(
  'a last number that is one word too many is paid for or kept back (%i credits)',
  async (credits, n, finish) => {
    const session = await world.account(credits);
    world.script = () => [`${'fern '.repeat(25)}\n`, '12'];
    const told = await follow(world, session, { length: 's' });
    expect(told.ends.get(0)!.data).toMatchObject({ words: n, charged: n, finish });
    expect(told.texts[0]!.endsWith('12')).toBe(finish === 'done');
  },
);

test('short credits are asked for in fair shares', async () => {
  const session = await world.account(290);
  world.commands.length = 0;
  world.script = () => words(57);
  const told = await follow(world, session, { outputs: 5 });
  const asked = world.commands.flatMap((command) => (command.op === 'extend' ? [command.credits] : []));
  expect(asked.slice(0, 5)).toEqual([8, 8, 8, 8, 8]);
  expect([...told.ends.values()].map((end) => end.data.charged)).toEqual([57, 57, 57, 57, 57]);
});

test('who runs out waits for what siblings return', async () => {
  const session = await world.account(100);
  world.script = ({ output_index }) => (output_index === 0 ? words(54, 4, 50) : words(30, 4, 300));
  const told = await follow(world, session, { outputs: 2 });
  expect(told.ends.get(0)!.data).toMatchObject({ charged: 54, finish: 'done' });
  expect(told.ends.get(1)!.data).toMatchObject({ charged: 30, finish: 'done' });
});

test('two that both run out stop, and wait for each other no longer', async () => {
  const session = await world.account(100);
  world.script = () => words(60, 4, 50);
  const told = await follow(world, session, { outputs: 2 });
  const ends = [told.ends.get(0)!.data, told.ends.get(1)!.data];
  expect(ends).toMatchObject([{ finish: 'out_of_credits' }, { finish: 'out_of_credits' }]);
  expect(told.charged).toBe(100);
});

test('a paused account writes what is held, and no more', async () => {
  const session = await world.account(1_000);
  world.script = () => words(100, 4);
  const pause = async (event: RunEvent) => {
    if (event.event !== 'text' || event.data.words !== 4) return;
    await world.ledger.execute({ op: 'pause', account: session.account, key: 'pause', actor: 'ines' });
  };
  const told = await follow(world, session, {}, pause, false);
  expect(told.ends.get(0)!.data).toMatchObject({ words: 50, charged: 50, finish: 'stopped' });
  expect(told.ends.get(0)!.data.detail).toMatch('paused');
  expect(await balanceOf(world, session)).toMatchObject({ phase: 'paused', held: 0 });
});

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('fern ', 'a ', 'state-of-the-art ', 'word. ', 'new\n') },
  fc.constantFrom('1. ', '\n2) ', ' 12', '3', '— ', '🌿', '👩‍🌾 ', '  ', ', '),
  fc.constantFrom('日本', '漢字かな', 'ภาษาไทยนี้', 'ខ្មែរ', 'é', 'x'.repeat(70)),
);
const chunks = fc
  .tuple(fc.array(piece, { minLength: 1, maxLength: 60 }), fc.array(fc.integer({ min: 1, max: 30 })))
  .map(([pieces, sizes]) => {
    const text = pieces.join('');
    const cut: string[] = [];
    for (let at = 0, i = 0; at < text.length; i += 1) {
      const size = sizes[i % Math.max(1, sizes.length)] ?? 9;
      cut.push(text.slice(at, at + size));
      at += size;
    }
    return cut;
  });

test('whatever is written in whatever pieces: delivered = charged = counted, within what is there', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(chunks, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 160 }),
      fc.integer({ min: 0, max: 120 }),
      fc.option(fc.integer({ min: 1, max: 100 })),
      async (outputs, credits, wait_ms, own_cap) => {
        const session = await world.account(credits);
        if (own_cap !== null) await cap(session.account, session.member, own_cap);
        world.script = ({ output_index }) =>
          outputs[output_index]!.flatMap((chunk): Step[] => [chunk, { wait_ms }]);
        const told = await follow(world, session, { length: 's', outputs: outputs.length });
        for (const [index, end] of told.ends) {
          const text = told.texts[index] ?? '';
          expect(end.data.words).toBe(countWords(text));
          expect(end.data.charged).toBe(end.data.words);
          const whole = outputs[index]!.join('');
          expect(whole.startsWith(text)).toBe(true);
          if (end.event === 'settled' && end.data.finish === 'done') expect(text).toBe(whole);
        }
        expect(told.ends.size).toBe(outputs.length);
        expect(told.charged).toBeLessThanOrEqual(Math.min(credits, own_cap ?? credits));
        expect((await chargesOf(world, session)).spent).toBe(told.charged);
        expect(await balanceOf(world, session)).toMatchObject({ held: 0, left: credits - told.charged });
      },
    ),
    { numRuns: 60 },
  );
});
