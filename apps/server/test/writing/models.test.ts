import { afterEach, expect, it } from 'vitest';
import { chooseWriter, WriterConfigError } from '../../src/writing/choose.ts';
import { createModelWriter } from '../../src/writing/models.ts';
import type { ModelWriterOptions } from '../../src/writing/models.ts';
import type { Timer } from '../../src/writing/watch.ts';
import { WriterError } from '../../src/writing/writer.ts';
import type { ModelEnd, WriteRequest } from '../../src/writing/writer.ts';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { countWords } from '@inkwell/words';
import { begin, finish, say, send, startFakeModel } from './fake-model.ts';
import type { Answer, FakeModel } from './fake-model.ts';
import { requestOf, textOf } from './requests.ts';

let server: FakeModel | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const KEY = 'sk-secret-key';
const SENTENCE = 'Ferns like a quiet corner with some shade. ';

async function writerFor(answer: Answer, options: ModelWriterOptions = {}) {
  server = await startFakeModel(answer);
  const provider = createOpenAICompatible({ name: 'fake', baseURL: server.base_url, apiKey: KEY });
  return createModelWriter('openai-compatible:m', provider('m'), { max_retries: 0, ...options });
}

/** What arrived before the end, and the error that ended it. */
async function outcome(chunks: AsyncIterable<string>): Promise<{ text: string; error: WriterError | null }> {
  let text = '';
  try {
    for await (const chunk of chunks) text += chunk;
  } catch (error) {
    expect(error).toBeInstanceOf(WriterError);
    expect((error as Error).message).not.toMatch(/sk-|127\.0\.0\.1|boom/);
    return { text, error: error as WriterError };
  }
  return { text, error: null };
}

const ask = (given: Partial<WriteRequest> = {}) => requestOf({ instruction: 'Write about ferns', ...given });

it('streams text in order and sends the prompt', async () => {
  const writer = await writerFor((response) => {
    begin(response);
    for (const part of ['Ferns ', 'like ', 'shade.']) say(response, part);
    finish(response);
  });
  expect(await textOf(writer.write(ask({ tone: 'Warm', length: 'm' })))).toBe('Ferns like shade.');
  const { body, authorization } = server!.requests[0]!;
  const messages = body['messages'] as { role: string; content: string }[];
  expect(messages.map((m) => m.role)).toEqual(['system', 'user']);
  expect(messages[0]!.content).toMatch(/40 to 60 words[\s\S]*Tone of voice: Warm\./);
  expect(messages[1]!.content).toBe('Write about ferns');
  expect(authorization).toBe(`Bearer ${KEY}`);
});

it('passes a conversation of the gateway on as it is', async () => {
  const writer = await writerFor((response) => {
    begin(response);
    say(response, 'Yes.');
    finish(response);
  });
  const messages: WriteRequest['messages'] = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Ferns?' },
    { role: 'assistant', content: 'Which?' },
    { role: 'user', content: 'Any.' },
  ];
  expect(await textOf(writer.write(ask({ instruction: '', messages })))).toBe('Yes.');
  expect(server!.requests[0]!.body['messages']).toEqual(messages);
});

/** What a conversation's answer ended with. */
async function endOf(
  chunks: AsyncIterable<string, ModelEnd | void>,
): Promise<{ text: string; end: unknown }> {
  const iterator = chunks[Symbol.asyncIterator]();
  for (let text = ''; ;) {
    const step = await iterator.next();
    if (step.done === true) return { text, end: step.value };
    text += step.value;
  }
}

const SAID: WriteRequest['messages'] = [{ role: 'user', content: 'Ferns?' }];

it('sends the settings of a conversation and tells how it ended', async () => {
  const writer = await writerFor((response) => {
    begin(response);
    say(response, 'Ferns like');
    send(response, { choices: [], usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } });
    finish(response, 'length');
  });
  const settings = { max_tokens: 2, temperature: 0, stop: ['.'], seed: 1, reasoning_effort: 'low' } as const;
  const request = ask({ messages: SAID, settings: { ...settings, stop: ['.'] } });
  expect(await endOf(writer.write(request))).toEqual({
    text: 'Ferns like',
    end: {
      reason: 'length',
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
      ignored: [],
    },
  });
  expect(server!.requests[0]!.body).toMatchObject(settings);
});

it('takes an empty answer to a conversation for an answer, and the filter for an end', async () => {
  const writer = await writerFor((response) => {
    begin(response);
    finish(response, 'content_filter');
  });
  expect(await endOf(writer.write(ask({ messages: SAID })))).toEqual({
    text: '',
    end: { reason: 'content_filter', usage: null, ignored: [] },
  });
});

it('does not cut a conversation’s answer at the length of our own prompts', async () => {
  const writer = await writerFor((response) => {
    begin(response);
    for (let i = 0; i < 100; i++) say(response, SENTENCE);
    finish(response);
  });
  expect(await textOf(writer.write(ask({ messages: SAID })))).toBe(SENTENCE.repeat(100));
});

it('tells which settings a model has no use for', async () => {
  server = await startFakeModel((response) => {
    begin(response);
    const events = [
      {
        type: 'message_start',
        message: {
          id: 'm',
          type: 'message',
          role: 'assistant',
          model: 'm',
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: { input_tokens: 3, output_tokens: 1 },
        },
      },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Shade.' } },
      { type: 'content_block_stop', index: 0 },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: { output_tokens: 4 },
      },
      { type: 'message_stop' },
    ];
    for (const event of events) response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    response.end();
  });
  const env = {
    INKWELL_MODEL: 'anthropic:claude-x',
    ANTHROPIC_API_KEY: KEY,
    INKWELL_MODEL_BASE_URL: server.base_url,
  };
  const writer = await chooseWriter(env);
  const settings = { seed: 1, presence_penalty: 1, stop: ['END'] };
  expect(await endOf(writer.write(ask({ messages: SAID, settings })))).toMatchObject({
    text: 'Shade.',
    end: { reason: 'stop', usage: { completion_tokens: 4 }, ignored: ['seed', 'presence_penalty'] },
  });
  expect(server.requests[0]!.body).toMatchObject({ stop_sequences: ['END'] });
});

it('asks OpenAI for conversations by its chat completions', async () => {
  server = await startFakeModel((response) => {
    begin(response);
    say(response, 'Shade.');
    finish(response);
  });
  const env = { INKWELL_MODEL: 'openai:gpt-x', OPENAI_API_KEY: KEY, INKWELL_MODEL_BASE_URL: server.base_url };
  const settings = { seed: 1, stop: ['END'] };
  const writer = await chooseWriter(env);
  expect(await textOf(writer.write(ask({ messages: SAID, settings })))).toBe('Shade.');
  expect(server.requests[0]!.body).toMatchObject({ messages: SAID, ...settings });
});

it.each([
  [401, 'model_unauthorized', false],
  [404, 'model_unavailable', false],
  [429, 'model_rate_limited', true],
  [400, 'model_request_invalid', false],
  [500, 'model_unavailable', true],
] as const)('maps status %i before any text to %s', async (status, code, is_retryable) => {
  const writer = await writerFor((response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { message: `boom ${KEY}` } }));
  });
  const { text, error } = await outcome(writer.write(ask()));
  expect({ text, code: error?.code, is_retryable: error?.is_retryable }).toEqual({
    text: '',
    code,
    is_retryable,
  });
});

it('says that a server which is not there is unavailable', async () => {
  const writer = await writerFor(() => undefined);
  await server!.close();
  expect((await outcome(writer.write(ask()))).error?.code).toBe('model_unavailable');
});

it('keeps what came before an error midway', async () => {
  const writer = await writerFor((response) => {
    begin(response);
    say(response, 'Ferns like ');
    send(response, { error: { message: `boom ${KEY}` } });
    response.end();
  });
  const { text, error } = await outcome(writer.write(ask()));
  expect(text).toBe('Ferns like ');
  expect(error?.code).toBe('model_unavailable');
});

it('takes a connection that breaks midway for a failure', async () => {
  const writer = await writerFor(async (response) => {
    begin(response);
    say(response, 'Ferns like ');
    await new Promise((resolve) => setTimeout(resolve, 20));
    response.destroy();
  });
  const { text, error } = await outcome(writer.write(ask()));
  expect(text).toBe('Ferns like ');
  expect(error?.code).toBe('model_unavailable');
});

it('tells a refusal from a failure', async () => {
  const writer = await writerFor((response) => {
    begin(response);
    finish(response, 'content_filter');
  });
  expect((await outcome(writer.write(ask()))).error?.code).toBe('model_refused');
});

it('calls an empty answer a failure', async () => {
  const writer = await writerFor((response) => {
    begin(response);
    finish(response);
  });
  expect((await outcome(writer.write(ask()))).error?.code).toBe('model_unavailable');
});

/** A timer that fires only the wait of `ms`, at once after it is set. */
const firing =
  (ms: number): Timer =>
  (run, after) => {
    if (after === ms) setImmediate(run);
    return () => undefined;
  };

it('gives up on a model that never starts', async () => {
  const writer = await writerFor(begin, { first_token_timeout_ms: 7, timer: firing(7) });
  const { text, error } = await outcome(writer.write(ask()));
  expect({ text, code: error?.code }).toEqual({ text: '', code: 'model_stalled' });
});

it('gives up on a model that stops in the middle', async () => {
  const writer = await writerFor(
    (response) => {
      begin(response);
      say(response, 'Ferns like ');
    },
    { chunk_timeout_ms: 7, timer: firing(7) },
  );
  const { text, error } = await outcome(writer.write(ask()));
  expect({ text, code: error?.code }).toEqual({ text: 'Ferns like ', code: 'model_stalled' });
  await server!.hung_up;
});

it('stops a model that writes too much at a sentence past the length, and hangs up', async () => {
  const writer = await writerFor(async (response) => {
    begin(response);
    for (let i = 0; i < 200 && !response.destroyed; i++) say(response, SENTENCE);
  });
  const text = await textOf(writer.write(ask({ length: 's' })));
  expect(countWords(text)).toBe(32);
  expect(text).toMatch(/shade\.$/);
  await server!.hung_up;
});

it('never passes max_words', async () => {
  const writer = await writerFor((response) => {
    begin(response);
    for (let i = 0; i < 20; i++) say(response, 'on and on ');
    finish(response);
  });
  expect(countWords(await textOf(writer.write(ask({ max_words: 7 }))))).toBe(7);
});

it('returns at once, without an error, when the request aborts', async () => {
  const stop = new AbortController();
  const writer = await writerFor((response) => {
    begin(response);
    say(response, 'Ferns like ');
  });
  let text = '';
  for await (const chunk of writer.write(ask({ signal: stop.signal }))) {
    text += chunk;
    stop.abort();
  }
  expect(text).toBe('Ferns like ');
  await server!.hung_up;
});

it('asks nothing when the request was aborted before', async () => {
  const writer = await writerFor(begin);
  expect(await textOf(writer.write(ask({ signal: AbortSignal.abort() })))).toBe('');
  expect(server!.requests).toEqual([]);
});

it('chooses the writer that the environment names', async () => {
  expect(await chooseWriter({})).toMatchObject({ id: 'demo', is_demo: true });
  expect((await chooseWriter({ INKWELL_MODEL: 'openai:gpt-5', OPENAI_API_KEY: KEY })).id).toBe(
    'openai:gpt-5',
  );
  expect((await chooseWriter({ INKWELL_MODEL: 'anthropic:claude', ANTHROPIC_API_KEY: KEY })).id).toBe(
    'anthropic:claude',
  );
  const env = {
    INKWELL_MODEL: 'openai-compatible:llama3:8b',
    INKWELL_MODEL_BASE_URL: 'http://127.0.0.1:9/v1',
  };
  expect(await chooseWriter(env)).toMatchObject({ id: 'openai-compatible:llama3:8b', is_demo: false });
});

it.each([
  [{ INKWELL_MODEL: 'gpt-5' }, 'INKWELL_MODEL', /openai:MODEL.*anthropic:MODEL.*openai-compatible:MODEL/],
  [{ INKWELL_MODEL: 'openai:' }, 'INKWELL_MODEL', /openai:MODEL/],
  [{ INKWELL_MODEL: 'openai:gpt-5' }, 'OPENAI_API_KEY', /not set/],
  [{ INKWELL_MODEL: 'anthropic:x', OPENAI_API_KEY: KEY }, 'ANTHROPIC_API_KEY', /not set/],
  [{ INKWELL_MODEL: 'openai-compatible:m' }, 'INKWELL_MODEL_BASE_URL', /example/],
  [
    { INKWELL_MODEL: 'openai-compatible:m', INKWELL_MODEL_BASE_URL: 'localhost' },
    'INKWELL_MODEL_BASE_URL',
    /http/,
  ],
])('refuses a setting that cannot work: %j', async (env, variable, message) => {
  const failure: unknown = await chooseWriter(env).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(WriterConfigError);
  expect(failure).toMatchObject({ variable, message: expect.stringMatching(message) as string });
  expect(String(failure)).toContain(variable);
});
