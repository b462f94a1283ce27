import { createClient } from '@inkwell/sdk';
import type { Client } from '@inkwell/sdk';
import { countWords } from '@inkwell/words';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OPERATOR, type World, openWorld } from '../../apps/server/test/http/harness.ts';
import type * as Recipe from '../../docs/recipes/charge-from-your-app.ts';
import { blocksOf, programOf, requestOf } from './recipe.ts';

let world: World;
let ink: Client;
let recipe: typeof Recipe;
beforeAll(async () => {
  world = await openWorld('postgres');
  process.env.INKWELL_URL = world.url;
  process.env.INKWELL_KEY = OPERATOR;
  ink = createClient({ base_url: world.url, key: OPERATOR });
  recipe = await import('../../docs/recipes/charge-from-your-app.ts');
});
afterAll(() => world.close());

async function* words(count: number): AsyncGenerator<string> {
  const text = Array.from({ length: count }, (_, at) => `word${at}`).join(' ');
  for (const [chunk] of text.matchAll(/.{1,6}/gs)) yield chunk;
}

it('shows what is run', () => {
  expect(blocksOf('charge-from-your-app', 'ts').join('\n')).toBe(programOf('charge-from-your-app'));
});

it('makes a customer once, in a trial', async () => {
  const first = await recipe.signUp('first', 'Europe/Berlin');
  expect(first).toMatchObject({ phase: 'trialing', balance: { available: 10_000 } });
  expect(await recipe.signUp('first', 'Europe/Berlin')).toMatchObject({
    anchor: first.anchor,
    cycle: first.cycle,
  });
  expect(await ink.accounts.balance('first')).toMatchObject({ available: 10_000 });
});

it('streams, charges, and stops at the last affordable word', async () => {
  await recipe.signUp('writer', 'UTC');
  let shown = '';
  const show = (piece: string): void => void (shown += piece);
  const whole = await recipe.write('writer', 'ines', 'o1', words(700), show);
  expect(whole).toEqual({ text: shown, is_cut: false });
  expect(await ink.outputs.get('writer', 'o1')).toMatchObject({ charged: 700, labels: ['blog'] });
  const spend = { output: 'rest', member: 'ines', source: 'api', words: 9_300 - 444 } as const;
  await ink.charges.create('writer', spend);
  shown = '';
  expect(await recipe.write('writer', 'ines', 'o2', words(700), show)).toMatchObject({ is_cut: true });
  expect(countWords(shown)).toBe(444);
  expect(await ink.accounts.balance('writer')).toMatchObject({ available: 0, held: 0 });
  const refused: unknown = await recipe.write('writer', 'ines', 'o3', words(9), show).catch((error) => error);
  expect(recipe.sentenceOf(refused)).toBe('0 words are left until 2026-11-27.');
});

it('charges what was shown when the model breaks off', async () => {
  await recipe.signUp('unlucky', 'UTC');
  async function* breaking(): AsyncGenerator<string> {
    yield* words(12);
    throw new Error('The model fell over.');
  }
  await expect(recipe.write('unlucky', 'ines', 'o1', breaking(), () => {})).rejects.toThrow('fell over');
  expect(await ink.accounts.balance('unlucky')).toMatchObject({ available: 9_988, held: 0 });
});

it('gives back, caps, and shows where it went', async () => {
  await ink.accounts.put('agency', { plan: 'starter' });
  await recipe.capEverybody('agency', 100, { boss: 5_000 });
  await recipe.write('agency', 'boss', 'o1', words(500), () => {});
  expect(await recipe.thumb('agency', 'boss', 'o1', 'down')).toEqual({
    refunded: 500,
    kept_back: 0,
    refunds_left: 3_500,
    words_left: 20_000,
  });
  expect(await recipe.thumb('agency', 'boss', 'o1', 'up')).toMatchObject({ words_left: 19_500 });
  expect(await recipe.write('agency', 'ines', 'o2', words(300), () => {})).toMatchObject({ is_cut: true });
  const refused: unknown = await recipe
    .write('agency', 'ines', 'o3', words(9), () => {})
    .catch((error) => error);
  expect(recipe.sentenceOf(refused)).toBe('You have 0 of your 100 words left this month.');
  const page = await recipe.usagePage('agency');
  expect(page.by_member).toMatchObject([
    { key: 'boss', credits: 500 },
    { key: 'ines', credits: 100 },
  ]);
  expect(page.by_label).toMatchObject([{ key: 'blog', credits: 600 }]);
  expect(page.days.length).toBeGreaterThan(0);
  expect(page.balance.left).toBe(19_400);
});

it('follows the meter', async () => {
  await ink.accounts.put('watched', { plan: 'starter' });
  const seen: number[] = [];
  const stop = new AbortController();
  const following = recipe.follow('watched', stop.signal, (left) => {
    seen.push(left);
    if (left === 19_990) stop.abort();
    else void ink.charges.create('watched', { output: 'o1', member: 'ines', source: 'api', words: 10 });
  });
  await following;
  expect(seen).toEqual([20_000, 19_990]);
});

it('lives a month in a moment', async () => {
  const { in_january, in_february, proof } = await recipe.liveAMonth('timely');
  expect(in_january).toMatchObject({ available: 18_800, cycle: { number: 1 } });
  expect(in_february).toMatchObject({ available: 20_000, cycle: { number: 2 } });
  expect(proof).toMatchObject({ ok: true, first_bad_entry: null });
});

it('works over plain HTTP', async () => {
  const answers: Record<string, unknown>[] = [];
  for (const block of blocksOf('charge-from-your-app', 'http')) {
    const { method, path, headers, body } = requestOf(block, { hold: String(answers.at(-1)?.hold) });
    const response = await fetch(world.url + path, {
      method,
      headers: { ...headers, authorization: `Bearer ${OPERATOR}` },
      ...(body === undefined ? {} : { body }),
    });
    expect(response.ok).toBe(true);
    answers.push((await response.json()) as Record<string, unknown>);
  }
  expect(answers).toMatchObject([
    { plan: 'starter' },
    { held: 300 },
    { output: 'out-1', charged: 2 },
    { refunded: 2, balance: { available: 20_000 } },
  ]);
});
