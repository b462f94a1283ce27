import { gatewayRouteList } from '@inkwell/contract';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { streamText } from 'ai';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RATES } from '../../src/http/allowance.ts';
import { ASK, type World, asks, clientOf, openWorld, refusal, textOfWords, writes } from './harness.ts';

/** What is refused, and in what shape. */
describe('refusals', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld('pglite');
  });
  beforeEach(() => {
    world.script = writes(22);
    world.model.requests.length = 0;
  });
  afterAll(() => world.close());

  const user = (content: unknown) => ({ messages: [{ role: 'user', content }] });
  const image = { type: 'image_url', image_url: { url: 'data:,' } };
  const tool = { type: 'function', function: { name: 'f' } };

  test.each([
    ['tools', { tools: [tool] }],
    ['tool_choice', { tool_choice: 'required' }],
    ['functions', { functions: [{ name: 'f' }] }],
    ['function_call', { function_call: { name: 'f' } }],
    ['response_format', { response_format: { type: 'json_object' } }],
    ['modalities', { modalities: ['text', 'audio'] }],
    ['audio', { audio: { voice: 'a', format: 'wav' } }],
    ['logprobs', { logprobs: true }],
    ['top_logprobs', { top_logprobs: 2 }],
    ['logit_bias', { logit_bias: { 50256: -100 } }],
    ['prediction', { prediction: { type: 'content', content: 'x' } }],
    ['web_search_options', { web_search_options: {} }],
    ['messages[0].content[0]', user([image])],
    [
      'messages[0].content[1]',
      user([
        { type: 'text', text: 'a' },
        { type: 'input_audio', input_audio: {} },
      ]),
    ],
    ['messages[0].content[0]', user([{ type: 'file', file: {} }])],
    ['messages[0].role', { messages: [{ role: 'tool', tool_call_id: 'c', content: 'x' }] }],
    [
      'messages[1].tool_calls',
      { messages: [...user('a').messages, { role: 'assistant', content: '', tool_calls: [tool] }] },
    ],
  ])('%s is not supported, and refused by its name', async (param, more) => {
    const { client, balance } = await world.tenant();
    const refused = await refusal(client.chat.completions.create(asks(more as never)));
    expect(refused).toMatchObject({ status: 400, type: 'invalid_request_error', param });
    expect(refused.message).toMatch(/is not supported/);
    expect(world.model.requests).toEqual([]);
    expect(await balance()).toMatchObject({ held: 0 });
  });

  test.each([
    ['model', { model: '' }],
    ['messages', { messages: [] }],
    ['messages', { messages: 'hello' }],
    ['messages[0].content', user(null)],
    ['messages[0].content', user([])],
    ['messages[0].role', { messages: [{ role: 'narrator', content: 'x' }] }],
    ['temperature', { temperature: 2.1 }],
    ['top_p', { top_p: '1' }],
    ['n', { n: 11 }],
    ['max_tokens', { max_tokens: 0 }],
    ['stop', { stop: ['a', 'b', 'c', 'd', 'e'] }],
    ['user', { user: 7 }],
    ['stream', { stream: 'yes' }],
    ['reasoning_effort', { reasoning_effort: 'extreme' }],
  ])('%s that is wrong is refused by its name', async (param, more) => {
    const { client } = await world.tenant();
    const refused = await refusal(client.chat.completions.create(asks(more as never)) as Promise<unknown>);
    expect(refused).toMatchObject({ status: 400, param, error: { inkwell: { code: 'invalid_request' } } });
  });

  const post = (
    key: string | null,
    sent: { body?: unknown; cookie?: string; headers?: Record<string, string> },
  ) => world.send('POST', '/openai/v1/chat/completions', { key, body: asks(), ...sent });

  test('whatever refuses does so in OpenAI’s shape', async () => {
    const { key } = await world.tenant();
    const cookie = await world.session();
    const big = asks({ messages: [{ role: 'user', content: 'x'.repeat(9_000_000) }] });
    const told = [
      [await post('ink_ws_wrong', {}), 401, 'invalid_api_key', 'unauthorized'],
      [await post(null, {}), 401, 'invalid_api_key', 'unauthorized'],
      [await post(null, { cookie, headers: { origin: world.url } }), 401, 'invalid_api_key', 'unauthorized'],
      [await world.send('GET', '/openai/v1/models', { key: null }), 401, 'invalid_api_key', 'unauthorized'],
      [await post(key, { body: '{nope' }), 400, 'invalid_request', 'invalid_request'],
      [await post(key, { body: asks({ model: 'gpt-4o' }) }), 404, 'model_not_found', 'model_not_found'],
      [await post(key, { body: big }), 413, 'too_large', 'too_large'],
      [
        await post(key, { headers: { 'content-type': 'text/plain' } }),
        415,
        'unsupported_media_type',
        'unsupported_media_type',
      ],
      [await post(key, { headers: { 'idempotency-key': 'é' } }), 400, 'invalid_request', 'invalid_request'],
      [
        await world.send('POST', '/openai/v1/embeddings', { key, body: {} }),
        404,
        'unknown_url',
        'route_not_found',
      ],
      [
        await world.send('DELETE', '/openai/v1/models', { key }),
        405,
        'method_not_allowed',
        'method_not_allowed',
      ],
    ] as const;
    for (const [{ status, headers, body, text }, expected, code, own] of told) {
      expect([status, headers.get('content-type')], text).toEqual([expected, 'application/json']);
      const { error } = body as unknown as { error: Record<string, unknown> };
      expect(Object.keys(error).toSorted()).toEqual(['code', 'inkwell', 'message', 'param', 'type']);
      expect(error).toMatchObject({ code, inkwell: { code: own, status: expected } });
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
    expect(told[0][0].headers.get('www-authenticate')).toContain('Bearer');
  });

  test('a revoked key opens nothing', async () => {
    const { account } = await world.tenant();
    const { body } = await world.send('POST', `/v1/accounts/${account}/keys`, { body: { name: 'short' } });
    const client = clientOf(world, body.secret);
    await client.models.list();
    await world.send('DELETE', `/v1/accounts/${account}/keys/${body.key}`);
    expect(await refusal(client.models.list())).toMatchObject({ status: 401, code: 'invalid_api_key' });
  });

  test('too many at once wait: 429 with Retry-After', async () => {
    const { client, key } = await world.tenant();
    const ask = () => post(key, { body: asks({ model: 'none' }) });
    let refused = await ask();
    for (let sent = 0; refused.status === 404; sent += 50) {
      if (sent > 10 * RATES.answer.burst) throw new Error('Nothing was refused.');
      refused = (await Promise.all(Array.from({ length: 50 }, ask))).at(-1)!;
    }
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.body).toMatchObject({
      error: { code: 'rate_limit_exceeded', inkwell: { code: 'rate_limited' } },
    });
    // Others are not in the way of each other, and reading goes on.
    expect((await client.models.list()).data.length).toBe(1);
    const { client: other } = await world.tenant();
    await other.chat.completions.create(asks());
  });

  const junk = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(-1, 0, 1.5, 1e300, '', null, true, [], {}, '\0', '\ud800', [[]], [null], [{}]),
  );
  const said = fc.oneof({ weight: 4, arbitrary: fc.constant('Ferns?') }, { weight: 1, arbitrary: junk });
  const role = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('system', 'developer', 'user', 'assistant') },
    { weight: 1, arbitrary: junk },
  );
  const message = fc.record({ role, content: said });
  const names = Object.keys((gatewayRouteList[0]!.body as unknown as { shape: object }).shape);

  test('whatever is sent, no fault of the server’s, and nothing changed by what is refused', async () => {
    const { account, key } = await world.tenant();
    const any = fc.dictionary(fc.constantFrom(...names, 'tools', 'extra'), junk, { maxKeys: 4 });
    const near = fc.record(
      {
        model: fc.constant('default'),
        messages: fc.array(message, { minLength: 1, maxLength: 3 }),
        extra: junk,
        stop: junk,
        user: junk,
      },
      { requiredKeys: ['model', 'messages'] },
    );
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(any, near), async (body) => {
        const before = await world.seq(account);
        const { status, text } = await post(key, { body: JSON.stringify(body) });
        expect(status, text).toBeLessThan(500);
        if (status >= 400) expect(await world.seq(account)).toBe(before);
        else answered += 1;
      }),
      { numRuns: 120 },
    );
    expect(answered).toBeGreaterThan(0);
  });

  test('NUL and half surrogate pairs go to the model and are kept without them', async () => {
    const { client, charged } = await world.tenant();
    const messages = [{ role: 'user' as const, content: 'a\0b \ud83c ferns' }];
    await client.chat.completions.create(asks({ messages, store: true }));
    expect(await charged()).toEqual({ api: 22 });
  });

  test('the AI SDK’s client works as well', async () => {
    const { key, charged } = await world.tenant(30);
    const provider = createOpenAICompatible({
      name: 'inkwell',
      baseURL: `${world.url}/openai/v1`,
      apiKey: key,
      includeUsage: true,
    });
    const run = () =>
      streamText({ model: provider('default'), prompt: ASK, maxRetries: 0, onError: () => undefined });
    const first = run();
    expect(await first.text).toBe(textOfWords(22));
    expect(await first.finishReason).toBe('stop');
    expect((await first.totalUsage).outputTokens).toBe(22);
    const second = run();
    expect((await second.text).trimEnd()).toBe(textOfWords(8).trimEnd());
    expect(await second.finishReason).toBe('length');
    await expect(Promise.resolve(run().text)).rejects.toThrow();
    expect(await charged()).toEqual({ api: 30 });
  });
});
