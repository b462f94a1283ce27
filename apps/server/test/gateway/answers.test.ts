import { chatChunk, chatCompletion } from '../../../../packages/contract/src/schemas/gateway.ts';
import { countWords } from '@inkwell/words';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { OPERATOR } from '../http/harness.ts';
import {
  ASK,
  MODEL,
  type World,
  asks,
  clientOf,
  ends,
  openWorld,
  refusal,
  stream,
  textOfWords,
  writes,
} from './harness.ts';

/** What the answers bring, and what they cost. */
describe.each(BACKENDS)('%s', (backend) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(backend);
  });
  beforeEach(() => {
    world.script = writes(22);
    world.model.requests.length = 0;
  });
  afterAll(() => world.close());

  test('[C2] a stream: chunks as OpenAI’s, the words charged as they came, the provider’s tokens', async () => {
    const { client, charged, balance } = await world.tenant(1_000);
    const heard = await stream(client, { stream_options: { include_usage: true } });
    expect(heard.text).toBe(textOfWords(22));
    expect(heard.finish).toBe('stop');
    for (const chunk of heard.chunks) expect(chatChunk.parse(chunk)).toEqual(chunk);
    const [first, last] = [heard.chunks[0]!, heard.chunks.at(-1)!];
    expect(first.choices[0]!.delta).toEqual({ role: 'assistant', content: '' });
    expect(heard.chunks.every(({ id, model }) => id === first.id && model === MODEL)).toBe(true);
    expect(heard.chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
    const output = heard.headers.get('x-inkwell-output');
    const inkwell = { output, words: 22, charged: 22, finish: 'done', detail: null };
    expect(heard.chunks.at(-2)).toMatchObject({ choices: [{ finish_reason: 'stop' }], inkwell });
    expect(last).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 11, completion_tokens: 22, total_tokens: 33 },
      inkwell: { words: 22, charged: 22, outputs: [inkwell] },
    });
    // 100 of the 1,000 are held when the stream begins.
    expect(heard.headers.get('x-inkwell-credits-available')).toBe('900');
    expect(heard.headers.get('content-type')).toBe('text/event-stream');
    expect(await charged()).toEqual({ api: 22 });
    expect(await balance()).toMatchObject({ available: 978, held: 0, left: 978 });
  });

  test('in one piece: the same, and what can be spent after it', async () => {
    const { client, charged, account } = await world.tenant(1_000);
    const { data, response } = await client.chat.completions.create(asks({ user: 'ines' })).withResponse();
    expect(chatCompletion.parse(data)).toEqual(data);
    expect(data).toMatchObject({
      model: MODEL,
      choices: [{ message: { role: 'assistant', content: textOfWords(22) }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 11, completion_tokens: 22, total_tokens: 33 },
      inkwell: { words: 22, charged: 22 },
    });
    expect(response.headers.get('x-inkwell-credits-available')).toBe('978');
    expect(response.headers.get('x-request-id')).not.toBeNull();
    const output = response.headers.get('x-inkwell-output')!;
    const { body: receipt } = await world.send('GET', `/v1/accounts/${account}/outputs/${output}`);
    expect(receipt).toMatchObject({ member: 'ines', source: 'api', words: 22, charged: 22, refunded: 0 });
    expect(await charged()).toEqual({ ines: 22 });
  });

  test('the conversation and its settings reach the model as they are', async () => {
    const { client } = await world.tenant();
    const settings = {
      temperature: 0.3,
      top_p: 0.9,
      seed: 7,
      presence_penalty: 0.5,
      frequency_penalty: -0.5,
      stop: ['END', 'FIN'],
    };
    await client.chat.completions.create(
      asks({
        ...settings,
        max_tokens: 5,
        max_completion_tokens: 64,
        messages: [
          { role: 'developer', content: 'Be brief.' },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'Ferns?' },
              { type: 'text', text: 'Or moss?' },
            ],
          },
          { role: 'assistant', content: [{ type: 'refusal', refusal: 'I would rather not.' }] },
          { role: 'user', content: 'Ferns, then.', name: 'ines' },
        ],
      }),
    );
    const { body } = world.model.requests[0]!;
    expect(body).toMatchObject({ model: 'acme/writer-1', ...settings, max_tokens: 64, stream: true });
    expect(body['messages']).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Ferns?\nOr moss?' },
      { role: 'assistant', content: 'I would rather not.' },
      { role: 'user', content: 'Ferns, then.' },
    ]);
  });

  test('what is not asked for is left to the model; fields that mean nothing here are let pass', async () => {
    const { client } = await world.tenant();
    await client.chat.completions.create({
      ...asks({
        temperature: null,
        stop: null,
        tools: [],
        response_format: { type: 'text' },
        logit_bias: {},
        parallel_tool_calls: true,
        metadata: { run: '7' },
        service_tier: 'auto',
        prompt_cache_key: 'k',
      }),
      some_field_of_tomorrow: { deep: [1] },
    } as never);
    const { body } = world.model.requests[0]!;
    expect(Object.keys(body).toSorted()).toEqual(['messages', 'model', 'stream', 'stream_options']);
  });

  test('a provider that tells no tokens: no usage, and never a guess', async () => {
    world.script = writes(5, ends('stop', null));
    const { client } = await world.tenant();
    expect((await client.chat.completions.create(asks())).usage).toBeNull();
    const heard = await stream(client, { stream_options: { include_usage: true } });
    expect(heard.chunks.at(-1)).toMatchObject({ choices: [], usage: null, inkwell: { charged: 5 } });
  });

  test.each([
    ['length', 'length'],
    ['content_filter', 'content_filter'],
    ['something_else', 'stop'],
  ])('the model ends by %s: finish_reason %s', async (told, finish_reason) => {
    world.script = writes(9, ends(told));
    const { client, charged } = await world.tenant();
    expect((await stream(client)).finish).toBe(finish_reason);
    expect((await client.chat.completions.create(asks())).choices[0]).toMatchObject({ finish_reason });
    expect(await charged()).toEqual({ api: 18 });
  });

  test('an answer without a word is free, and an answer all the same', async () => {
    world.script = writes(0, ends('length'));
    const { client, charged, balance } = await world.tenant(1_000);
    const answer = await client.chat.completions.create(asks());
    expect(answer.choices[0]).toMatchObject({ message: { content: '' }, finish_reason: 'length' });
    expect(answer).toMatchObject({ inkwell: { charged: 0, outputs: [{ finish: 'done', detail: null }] } });
    expect(await stream(client)).toMatchObject({ text: '', finish: 'length', error: null });
    expect(await charged()).toEqual({});
    expect(await balance()).toMatchObject({ available: 1_000, held: 0 });
  });

  test('[C3] n answers: as many outputs, each with its own charge', async () => {
    const { client, account, charged } = await world.tenant();
    const { data, response } = await client.chat.completions.create(asks({ n: 3 })).withResponse();
    expect(data.choices.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(data.usage).toEqual({ prompt_tokens: 33, completion_tokens: 66, total_tokens: 99 });
    const outputs = response.headers.get('x-inkwell-output')!.split(', ');
    expect(new Set(outputs).size).toBe(3);
    for (const output of outputs) {
      const { body } = await world.send('GET', `/v1/accounts/${account}/outputs/${output}`);
      expect(body).toMatchObject({ charged: 22 });
    }
    const texts = ['', ''];
    const streamed = await client.chat.completions.create({ ...asks({ n: 2 }), stream: true });
    for await (const { choices } of streamed)
      for (const { index, delta } of choices) texts[index]! += delta.content ?? '';
    expect(texts).toEqual([textOfWords(22), textOfWords(22)]);
    expect(await charged()).toEqual({ api: 5 * 22 });
    // The same conversation each time: nothing is put into it to tell the answers apart.
    expect(new Set(world.model.requests.map(({ body }) => JSON.stringify(body['messages'])))).toEqual(
      new Set([JSON.stringify([{ role: 'user', content: ASK }])]),
    );
  });

  test('[M1] `user` is the member: as it is, hashed where it is no id, `api` without', async () => {
    const { client, charged } = await world.tenant();
    for (const user of ['ines', 'ines', 'Ines Ümit <ines@example.com>', '', undefined, 'x'.repeat(300)])
      await client.chat.completions.create(asks(user === undefined ? {} : { user }));
    const members = await charged();
    expect(Object.values(members).toSorted()).toEqual([22, 22, 44, 44]);
    expect(members).toMatchObject({ ines: 44, api: 44 });
    const hashed = Object.keys(members).filter((member) => member !== 'ines' && member !== 'api');
    for (const member of hashed) expect(member).toMatch(/^user_[0-9a-f]{24}$/);
  });

  test('the models: the configured one, by its own name, the provider’s and `default`', async () => {
    const { client } = await world.tenant();
    const listed = await client.models.list();
    expect(listed.data).toEqual([
      { id: MODEL, object: 'model', created: expect.any(Number) as number, owned_by: 'openai-compatible' },
    ]);
    for (const name of [MODEL, 'acme/writer-1', 'default']) {
      expect(await client.models.retrieve(name)).toEqual(listed.data[0]);
      const { model } = await client.chat.completions.create(asks({ model: name }));
      expect(model).toBe(MODEL);
    }
    const unknown = await refusal(client.models.retrieve('gpt-4o'));
    expect(unknown).toMatchObject({ status: 404, code: 'model_not_found', param: 'model' });
  });

  test('an operator’s key names the account, and nobody else may', async () => {
    const [one, other] = [await world.tenant(), await world.tenant()];
    const as = (key: string, account: string) => clientOf(world, key, { 'x-inkwell-account': account });
    await as(OPERATOR, one.account).chat.completions.create(asks());
    await as(one.key, one.account).chat.completions.create(asks());
    expect(await one.charged()).toEqual({ api: 44 });
    const without = await refusal(clientOf(world, OPERATOR).chat.completions.create(asks()));
    expect(without).toMatchObject({ status: 400, param: 'x-inkwell-account' });
    for (const account of [one.account, 'nobody-at-all']) {
      const refused = await refusal(as(other.key, account).chat.completions.create(asks()));
      expect(refused).toMatchObject({ status: 404, code: 'account_not_found' });
    }
    const nobody = await refusal(as(OPERATOR, 'nobody-at-all').chat.completions.create(asks()));
    expect(nobody).toMatchObject({ status: 404, code: 'account_not_found' });
    expect(await one.charged()).toEqual({ api: 44 });
    expect(await other.charged()).toEqual({});
  });

  test('[R2] a downvote gives an answer’s credits back, once', async () => {
    const { client, account, key, charged, balance } = await world.tenant(1_000);
    const { headers } = await stream(client, { user: 'ines' });
    const path = `/v1/accounts/${account}/outputs/${headers.get('x-inkwell-output')!}/vote`;
    const vote = () => world.send('PUT', path, { key, body: { vote: 'down', member: 'ines' } });
    expect((await vote()).body).toMatchObject({ vote: 'down', refunded: 22 });
    expect((await vote()).body).toMatchObject({ refunded: 0 });
    expect(await balance()).toMatchObject({ available: 1_000 });
    expect(await charged()).toEqual({ ines: 0 });
    const { key: others } = await world.tenant();
    const foreign = await world.send('PUT', path, { key: others, body: { vote: 'up', member: 'ines' } });
    expect([foreign.status, foreign.body.code]).toEqual([404, 'account_not_found']);
  });

  test('a long answer grows its hold in steps that grow as well', async () => {
    world.script = writes(5_000);
    const { client, charged, account } = await world.tenant();
    const { choices } = await client.chat.completions.create(asks());
    expect(countWords(choices[0]!.message.content!)).toBe(5_000);
    expect(await charged()).toEqual({ api: 5_000 });
    // Each step is an entry for ever: fifty credits at a time would be a hundred of them.
    expect(await world.seq(account)).toBeLessThan(25);
  });
});
