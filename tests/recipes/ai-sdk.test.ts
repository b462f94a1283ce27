import { createClient } from '@inkwell/sdk';
import type { Client } from '@inkwell/sdk';
import type { Receipt } from '@inkwell/sdk/ai';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OPERATOR, type World, openWorld } from '../../apps/server/test/http/harness.ts';
import {
  type Answer,
  type FakeModel,
  begin,
  finish,
  say,
  startFakeModel,
} from '../../apps/server/test/writing/fake-model.ts';
import type * as Recipe from '../../docs/recipes/ai-sdk.ts';
import { blocksOf, programOf } from './recipe.ts';

let world: World;
let ink: Client;
let model: FakeModel;
let recipe: typeof Recipe;
let answer: Answer;

beforeAll(async () => {
  world = await openWorld('postgres');
  model = await startFakeModel((response) => answer(response));
  process.env.INKWELL_URL = world.url;
  process.env.INKWELL_KEY = OPERATOR;
  process.env.MODEL_URL = model.base_url;
  ink = createClient({ base_url: world.url, key: OPERATOR });
  recipe = await import('../../docs/recipes/ai-sdk.ts');
});
afterAll(async () => {
  await model.close();
  await world.close();
});

/** The model says the chunks, one after another. */
const saying =
  (...chunks: string[]): Answer =>
  (response) => {
    begin(response);
    for (const chunk of chunks) say(response, chunk);
    finish(response);
  };

/** The model gives the text at once. */
const giving =
  (content: string): Answer =>
  (response) => {
    const message = { role: 'assistant', content };
    const choices = [{ index: 0, message, finish_reason: 'stop' }];
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ id: 'c', object: 'chat.completion', created: 0, model: 'm', choices }));
  };

const chat = (customer: string, signal?: AbortSignal): Request =>
  new Request('http://app.example/api/chat', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-customer': customer, 'x-person': 'ines' },
    body: JSON.stringify({
      messages: [{ id: 'm1', role: 'user', parts: [{ type: 'text', text: 'Tell me of ferns.' }] }],
    }),
    ...(signal === undefined ? {} : { signal }),
  });

interface Chunk {
  type: string;
  delta?: string;
  errorText?: string;
  messageMetadata?: { inkwell: Receipt };
  finishReason?: string;
}

/** What the page receives. */
async function received(response: Response): Promise<Chunk[]> {
  const lines = (await response.text()).split('\n').filter((line) => line.startsWith('data: {'));
  return lines.map((line) => JSON.parse(line.slice('data: '.length)) as Chunk);
}

const textOf = (chunks: Chunk[]): string => chunks.map(({ delta }) => delta ?? '').join('');
const receiptIn = (chunks: Chunk[]): Receipt | undefined =>
  chunks.find(({ messageMetadata }) => messageMetadata !== undefined)?.messageMetadata?.inkwell;

async function customer(account: string, left: number): Promise<void> {
  await ink.accounts.put(account, { plan: 'starter' });
  const spend = { output: 'before', member: 'before', source: 'api', words: 20_000 - left } as const;
  await ink.charges.create(account, spend);
}

it('shows what is run', () => {
  expect(blocksOf('ai-sdk', 'ts').join('\n')).toBe(programOf('ai-sdk'));
});

it('streams an answer with its receipt', async () => {
  await customer('acme', 1_000);
  answer = saying('Ferns ', 'forgive ', 'everything.');
  const chunks = await received(await recipe.POST(chat('acme')));
  expect(textOf(chunks)).toBe('Ferns forgive everything.');
  const receipt = receiptIn(chunks);
  expect(receipt).toMatchObject({ words: 3, charged: 3, available: 997, ended_by: null });
  expect(await ink.outputs.get('acme', receipt!.output!)).toMatchObject({ labels: ['chat'], charged: 3 });
});

it('stops at the last affordable word, in Hono too', async () => {
  await customer('poor', 2);
  answer = saying('Ferns ', 'forgive ', 'everything.');
  const chunks = await received(await recipe.app.request(chat('poor')));
  expect(textOf(chunks).trim()).toBe('Ferns forgive');
  expect(chunks.find(({ type }) => type === 'finish')).toMatchObject({ finishReason: 'length' });
  expect(receiptIn(chunks)).toMatchObject({ charged: 2, available: 0, ended_by: 'insufficient_credits' });
});

it('says what is left where nothing can begin', async () => {
  await customer('broke', 0);
  const asked = model.requests.length;
  const chunks = await received(await recipe.POST(chat('broke')));
  expect(chunks.find(({ type }) => type === 'error')?.errorText).toBe('0 words are left.');
  expect(model.requests).toHaveLength(asked);
});

it('charges a reader who leaves for what was sent', async () => {
  await customer('leaver', 1_000);
  const leaving = new AbortController();
  answer = (response) => {
    begin(response);
    say(response, 'Ferns forgive ');
  };
  const { body } = await recipe.POST(chat('leaver', leaving.signal));
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
  let sent = '';
  while (!sent.includes('forgive')) sent += (await reader.read()).value ?? '';
  leaving.abort();
  for (let read = await reader.read(); !read.done;) read = await reader.read();
  await expect.poll(() => ink.accounts.balance('leaver')).toMatchObject({ available: 998, held: 0 });
});

it('pays for a text that comes at once, and for one of a shared model', async () => {
  await customer('quick', 1_000);
  answer = giving('Ferns forgive.');
  const { summary, receipt } = await recipe.summarise('quick', 'ines', 'A long text on ferns.');
  expect([summary, receipt?.charged]).toEqual(['Ferns forgive.', 2]);
  await recipe.ask({ account: 'quick', member: 'omar', run: 'run-1' }, 'Ferns?');
  const { data } = await ink.usage.get('quick', { group_by: 'member' });
  expect(data).toMatchObject([{ key: 'before' }, { key: 'ines', credits: 2 }, { key: 'omar', credits: 2 }]);
});
