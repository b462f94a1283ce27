import type { ServerResponse } from 'node:http';
import { countWords } from '@inkwell/words';
import OpenAI, { APIError } from 'openai';
import type { Backend } from '../../../../tests/backends.ts';
import { type World as Base, openWorld as openBase } from '../http/harness.ts';
import { type FakeModel, begin, finish, say, send, startFakeModel } from '../writing/fake-model.ts';

export const MODEL = 'openai-compatible:acme/writer-1';
export const PLAN_CREDITS = 50_000;

/** What the model answers with, once for each request. */
type Script = (response: ServerResponse) => void | Promise<void>;

export interface World extends Base {
  model: FakeModel;
  /** Put in place by each test. */
  script: Script;
  /** A new account with that many credits left, its key, and OpenAI's own client on it; a failure is not repeated. */
  tenant(credits?: number): Promise<Tenant>;
}

export interface Tenant {
  account: string;
  key: string;
  client: OpenAI;
  balance: () => Promise<{ available: number; held: number; left: number }>;
  /** Credits by member of this cycle, after `verify` and the sum of balance and usage have been checked. */
  charged: () => Promise<Record<string, number>>;
}

const TICK_MS = 20;

/** A server whose model is a scripted one of this machine. Its clock runs, so that streams keep their pace. */
export async function openWorld(backend: Backend): Promise<World> {
  let world: World | null = null;
  const model = await startFakeModel((response) => world!.script(response));
  const base = await openBase(backend, {
    INKWELL_MODEL: MODEL,
    INKWELL_MODEL_BASE_URL: model.base_url,
  });
  const ticking = setInterval(() => (base.clock.now += TICK_MS), TICK_MS);
  return (world = {
    ...base,
    model,
    script: () => undefined,
    tenant: (credits = PLAN_CREDITS) => makeTenant(base, credits),
    close: async () => {
      await base.close();
      await model.close();
      clearInterval(ticking);
    },
  });
}

export function clientOf(
  world: Pick<Base, 'url'>,
  key: string,
  headers: Record<string, string> = {},
): OpenAI {
  return new OpenAI({
    apiKey: key,
    baseURL: `${world.url}/openai/v1`,
    maxRetries: 0,
    defaultHeaders: headers,
  });
}

async function makeTenant(world: Base, credits: number): Promise<Tenant> {
  const account = await world.account();
  const path = `/v1/accounts/${account}`;
  const burnt = PLAN_CREDITS - credits;
  const burn = { output: 'burn', member: 'before', source: 'command', words: burnt };
  if (burnt > 0) await world.send('POST', `${path}/charges`, { body: burn });
  const key = await world.workspaceKey(account);
  const balance: Tenant['balance'] = async () =>
    (await world.send('GET', `${path}/balance`)).body as unknown as Awaited<ReturnType<Tenant['balance']>>;
  return {
    account,
    key,
    client: clientOf(world, key),
    balance,
    charged: async () => {
      const { body: verified } = await world.send('POST', `${path}/verify`, { body: {} });
      if (verified.ok !== true) throw new Error(JSON.stringify(verified));
      const { body: usage } = await world.send('GET', `${path}/usage?group_by=member`);
      const { available, held } = await balance();
      const sum = available + held + usage.totals.credits;
      if (sum !== PLAN_CREDITS) throw new Error(`balance and usage make ${sum}`);
      const rows = usage.data as { key: string; credits: number }[];
      return Object.fromEntries(
        rows.filter(({ key }) => key !== 'before').map((row) => [row.key, row.credits]),
      );
    },
  };
}

export const textOfWords = (n: number, from = 0): string =>
  Array.from({ length: n }, (_, i) => `word${from + i} `).join('');

/** Streams `n` words in pieces of four, then whatever `then` does; ends by itself unless told. */
export const writes =
  (n: number, then: (response: ServerResponse) => void | Promise<void> = ends()): Script =>
  (response) => {
    begin(response);
    for (let at = 0; at < n; at += 4) say(response, textOfWords(Math.min(4, n - at), at));
    return then(response);
  };

/** The end that a provider tells, with its tokens. */
export const ends =
  (reason = 'stop', usage: object | null = { prompt_tokens: 11, completion_tokens: 22, total_tokens: 33 }) =>
  (response: ServerResponse): void => {
    if (usage !== null) send(response, { choices: [], usage });
    finish(response, reason);
  };

/** Refuses with a status, as providers do before they stream, and wants no long wait before the next try. */
export const refuses =
  (status: number): Script =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'retry-after-ms': '1' });
    response.end(JSON.stringify({ error: { message: 'boom sk-secret' } }));
  };

export const ASK = 'Two lines about ferns.';
type Create = OpenAI.Chat.ChatCompletionCreateParams;

export const asks = (more: Partial<Create> = {}): Omit<Create, 'stream'> => ({
  model: 'default',
  messages: [{ role: 'user', content: ASK }],
  ...more,
});

/** What a stream brought until its end, or until `enough` of its text. */
export interface Heard {
  text: string;
  words: number;
  finish: string | null;
  error: unknown;
  chunks: OpenAI.Chat.ChatCompletionChunk[];
  headers: Headers;
}

/** Streams with OpenAI's client; hangs up as soon as `enough` says so. */
export async function stream(
  client: OpenAI,
  more: Partial<Create> = {},
  enough: (heard: Heard) => boolean = () => false,
): Promise<Heard> {
  const { data, response } = await client.chat.completions
    .create({ ...asks(more), stream: true })
    .withResponse();
  const { headers } = response;
  const heard: Heard = { text: '', words: 0, finish: null, error: null, chunks: [], headers };
  try {
    for await (const chunk of data) {
      heard.chunks.push(chunk);
      const [choice] = chunk.choices;
      heard.text += choice?.delta.content ?? '';
      heard.words = countWords(heard.text);
      heard.finish = choice?.finish_reason ?? heard.finish;
      if (enough(heard)) break;
    }
  } catch (error) {
    heard.error = error;
  }
  return heard;
}

/** The error that a request ends in. */
export async function refusal(asked: Promise<unknown>): Promise<APIError> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof APIError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

/** Waits until something holds that is no answer's to tell. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds()); tries += 1) {
    if (tries > 500) throw new Error('It never held.');
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
}
