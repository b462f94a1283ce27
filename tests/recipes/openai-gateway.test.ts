import { createClient } from '@inkwell/sdk';
import type { Client } from '@inkwell/sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OPERATOR, type World, openWorld } from '../../apps/server/test/http/harness.ts';
import {
  type FakeModel,
  begin,
  finish,
  say,
  send,
  startFakeModel,
} from '../../apps/server/test/writing/fake-model.ts';
import type * as Recipe from '../../docs/recipes/openai-gateway.ts';
import { blocksOf, programOf } from './recipe.ts';

const SAID = 'Ferns forgive everything.';
const LEFT = 100;

let world: World;
let model: FakeModel;
let ink: Client;
let key: string;
let recipe: typeof Recipe;

beforeAll(async () => {
  model = await startFakeModel((response) => {
    begin(response);
    say(response, SAID);
    send(response, { choices: [], usage: { prompt_tokens: 6, completion_tokens: 4, total_tokens: 10 } });
    finish(response);
  });
  world = await openWorld('postgres', {
    INKWELL_MODEL: 'openai-compatible:m',
    INKWELL_MODEL_BASE_URL: model.base_url,
  });
  ink = createClient({ base_url: world.url, key: OPERATOR });
  await ink.accounts.put('acme', { plan: 'starter' });
  const spent = { output: 'before', member: 'before', source: 'api', words: 20_000 - LEFT } as const;
  await ink.charges.create('acme', spent);
  key = (await ink.keys.create('acme', { name: 'recipe' })).secret;
  process.env.INKWELL_URL = world.url;
  process.env.INKWELL_KEY = key;
  recipe = await import('../../docs/recipes/openai-gateway.ts');
});
afterAll(async () => {
  await world.close();
  await model.close();
});

/** What a command with curl sends: the path behind its address, the method, the body. */
function requestIn(command: string): { path: string; method: string; body: string } {
  const [, path, body] = /\$BASE(\S+)[\s\S]*-d '([^']*)'/.exec(command)!;
  return { path: path!, method: /-X (\w+)/.exec(command)?.[1] ?? 'POST', body: body! };
}

/** The names of all fields, wherever they stand. */
const namesIn = (value: unknown): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => [
        ...(Array.isArray(value) ? [] : [name]),
        ...namesIn(inner),
      ])
    : [];

const shown = (at: number): unknown => JSON.parse(blocksOf('openai-gateway', 'json')[at]!);

it('shows what is run', () => {
  expect(blocksOf('openai-gateway', 'ts').join('\n')).toBe(programOf('openai-gateway'));
});

it('answers what is sent with curl as it says, and takes the downvote back', async () => {
  const [ask, vote] = blocksOf('openai-gateway', 'sh').map(requestIn);
  const answer = await world.send(ask!.method, ask!.path, { key, body: ask!.body });
  expect(answer.status).toBe(200);
  expect(new Set(namesIn(answer.body))).toEqual(new Set(namesIn(shown(0))));
  const output = answer.headers.get('x-inkwell-output')!;
  const path = vote!.path.replace('$ACCOUNT', 'acme').replace('$OUTPUT', output);
  const { body } = await world.send(vote!.method, path, { key, body: vote!.body });
  expect(body).toMatchObject({ vote: 'down', refunded: 3 });
});

it('streams with OpenAI’s client and with the AI SDK, and charges the words once a key', async () => {
  let text = '';
  await recipe.write('ines', 'Ferns?', (piece) => void (text += piece));
  expect(text).toBe(SAID);
  expect(await recipe.stream('Ferns?').text).toBe(SAID);
  const [first, again] = [await recipe.once('order-1', 'Ferns?'), await recipe.once('order-1', 'Ferns?')];
  expect(again).toEqual(first);
  const { data } = await ink.usage.get('acme', { group_by: 'member' });
  expect(data).toMatchObject([{ key: 'api', credits: 6 }, { key: 'before' }, { key: 'ines', credits: 3 }]);
});

it('says what is left where nothing can begin, in the shape that is shown', async () => {
  const { available } = await ink.accounts.balance('acme');
  await ink.charges.create('acme', { output: 'rest', member: 'before', source: 'api', words: available });
  const refused: unknown = await recipe.write('ines', 'Ferns?', () => undefined).catch((error) => error);
  expect(recipe.sentenceOf(refused)).toBe('0 words are left.');
  const { error } = refused as { error: object };
  expect(namesIn({ error })).toEqual(expect.arrayContaining(namesIn(shown(1))));
});
