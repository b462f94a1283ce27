import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { begin, finish, say } from '../writing/fake-model.ts';
import {
  type World,
  asks,
  openWorld,
  refusal,
  refuses,
  stream,
  textOfWords,
  until,
  writes,
} from './harness.ts';

const NOT_YET = new Promise<void>(() => undefined);

/** Credits that run out, clients that hang up, models that fail: what is charged is what was delivered (C4). */
describe.each(BACKENDS)('%s', (backend) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(backend);
  });
  beforeEach(() => {
    world.script = writes(22);
  });
  afterAll(() => world.close());

  /** Everything that was held is settled or released. */
  const settled = (balance: () => Promise<{ held: number }>) =>
    until(async () => (await balance()).held === 0);

  test.each([37, 1, 120, 131])('%i credits: the text stops at the last affordable word', async (credits) => {
    world.script = writes(200);
    const { client, charged, balance } = await world.tenant(credits);
    const heard = await stream(client, { user: 'ines' });
    expect(heard.text.trimEnd()).toBe(textOfWords(credits).trimEnd());
    expect(heard.finish).toBe('length');
    expect(heard.chunks.at(-1)).toMatchObject({
      inkwell: { words: credits, charged: credits, finish: 'out_of_credits' },
    });
    expect(await charged()).toEqual({ ines: credits });
    expect(await balance()).toMatchObject({ available: 0, held: 0, left: 0 });
  });

  test('in one piece it ends there as well', async () => {
    world.script = writes(200);
    const { client, charged } = await world.tenant(37);
    const { choices } = await client.chat.completions.create(asks());
    expect(choices[0]).toMatchObject({ finish_reason: 'length' });
    expect(choices[0]!.message.content!.trimEnd()).toBe(textOfWords(37).trimEnd());
    expect(await charged()).toEqual({ api: 37 });
  });

  test('several answers in one piece share what is there, and none of them waits for another', async () => {
    world.script = writes(150);
    const { client, charged } = await world.tenant(120);
    const { choices, usage } = await client.chat.completions.create(asks({ n: 4 }));
    expect(choices.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(choices.every(({ finish_reason }) => finish_reason === 'length')).toBe(true);
    expect(usage).toBeNull();
    expect(await charged()).toEqual({ api: 120 });
  });

  test('nothing left: 402 in OpenAI’s shape with our own inside, and the model is not asked', async () => {
    const { client, balance } = await world.tenant(10);
    await stream(client);
    world.model.requests.length = 0;
    for (const ask of [() => client.chat.completions.create(asks()), () => stream(client)]) {
      const refused = await refusal(ask());
      expect(refused).toMatchObject({ status: 402, code: 'insufficient_quota', type: 'insufficient_quota' });
      expect(refused.error).toMatchObject({
        inkwell: {
          code: 'insufficient_credits',
          status: 402,
          available: 0,
          type: '/docs/errors/insufficient_credits',
        },
      });
    }
    expect(world.model.requests).toEqual([]);
    expect(await balance()).toMatchObject({ available: 0, held: 0 });
  });

  test('[M2] a member’s cap ends the answer, and refuses the next one', async () => {
    const { client, account, charged } = await world.tenant();
    await world.send('PUT', `/v1/accounts/${account}/members/ines`, { body: { cap: 15 } });
    const heard = await stream(client, { user: 'ines' });
    expect(heard).toMatchObject({ words: 15, finish: 'length' });
    expect(heard.chunks.at(-1)).toMatchObject({ inkwell: { finish: 'member_cap' } });
    const refused = await refusal(stream(client, { user: 'ines' }));
    expect(refused).toMatchObject({ status: 402, code: 'insufficient_quota' });
    expect(refused.error).toMatchObject({ inkwell: { code: 'member_cap_reached', member: 'ines' } });
    expect(await charged()).toEqual({ ines: 15 });
  });

  test('[A5] a paused account is refused', async () => {
    const { client, account } = await world.tenant();
    await world.send('POST', `/v1/accounts/${account}/pause`);
    const refused = await refusal(stream(client));
    expect(refused).toMatchObject({ status: 402, error: { inkwell: { code: 'account_paused' } } });
  });

  test('[H7] twenty streams on a small balance never overspend', async () => {
    world.script = writes(60);
    const { client, charged, balance } = await world.tenant(500);
    const asked = Array.from({ length: 20 }, (_, n) => stream(client, { user: `user-${n % 3}` }));
    const outcomes = await Promise.allSettled(asked);
    const heard = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    for (const reason of refused) expect(reason).toMatchObject({ status: 402 });
    expect(heard.every(({ error }) => error === null)).toBe(true);
    const words = heard.reduce((sum, one) => sum + one.words, 0);
    const sum = Object.values(await charged()).reduce((total, credits) => total + credits, 0);
    expect(sum).toBe(words);
    expect(words).toBeLessThanOrEqual(500);
    expect(await balance()).toMatchObject({ available: 500 - words, held: 0 });
  });

  test('a client that hangs up in mid-stream pays for what was sent to it', async () => {
    world.script = writes(24, () => NOT_YET);
    const { client, charged, balance } = await world.tenant(1_000);
    const heard = await stream(client, {}, ({ words }) => words >= 24);
    expect(heard.words).toBe(24);
    await settled(balance);
    expect(await charged()).toEqual({ api: 24 });
    expect(await balance()).toMatchObject({ available: 976, left: 976 });
  });

  /** What a workspace key could do to the hold of an answer that is being written, or to the output's id and key. */
  const MEDDLING = {
    'releases its hold': ({ hold }) => ['POST', `holds/${hold}/release`, {}],
    'settles its hold with one word, as another output': ({ hold, output }) => [
      'POST',
      `holds/${hold}/settle`,
      { output: `${output}-mine`, words: 1 },
    ],
    'charges nothing under its id': ({ output }) => [
      'POST',
      'charges',
      { output, member: 'api', source: 'api', words: 0 },
    ],
    'uses up the key of its settle': ({ output }) => [
      'POST',
      'charges',
      { output: `${output}-mine`, member: 'api', source: 'api', words: 0 },
      `settle:${output}`,
    ],
  } satisfies Record<string, (of: { hold: string; output: string }) => [string, string, object, string?]>;

  test.each(Object.entries(MEDDLING))(
    'a key that %s pays for what was written all the same',
    async (_, meddle) => {
      const going_on = Promise.withResolvers<void>();
      world.script = writes(24, async (response) => {
        await going_on.promise;
        finish(response, 'stop');
      });
      const { client, key, account, charged, balance } = await world.tenant(1_000);
      let meddled: Promise<{ status: number }> | null = null;
      const meddleNow = async (output: string): Promise<{ status: number }> => {
        const { body } = await world.send('GET', `/v1/accounts/${account}/entries`, { key });
        const hold = body.data.find(({ kind }) => kind === 'held')!.hold as string;
        const [method, path, asked, idempotency] = meddle({ hold, output }) as [
          string,
          string,
          object,
          string?,
        ];
        const own = idempotency === undefined ? {} : { idempotency };
        const answered = await world.send(method, `/v1/accounts/${account}/${path}`, {
          key,
          body: asked,
          ...own,
        });
        going_on.resolve();
        return answered;
      };
      await stream(client, {}, ({ words, headers }) => {
        if (words >= 24) meddled ??= meddleNow(headers.get('x-inkwell-output')!);
        return false;
      });
      expect((await meddled!).status).toBeLessThan(300);
      await settled(balance);
      const extra = 'settles its hold with one word, as another output' === _ ? 1 : 0;
      expect(await charged()).toEqual({ api: 24 + extra });
    },
  );

  test('a client that hangs up before the first text, or before the whole of it, pays nothing', async () => {
    const { client, charged, balance } = await world.tenant(1_000);
    for (const stream of [true, false]) {
      const asked = Promise.withResolvers<void>();
      world.script = (response) => {
        begin(response);
        if (!stream) say(response, textOfWords(24));
        asked.resolve();
        return NOT_YET;
      };
      const abort = new AbortController();
      const answer = client.chat.completions.create({ ...asks(), stream }, { signal: abort.signal });
      const broken = refusal(answer as Promise<unknown>);
      await asked.promise;
      await until(async () => (await balance()).held > 0);
      abort.abort();
      await broken;
      await settled(balance);
    }
    expect(await charged()).toEqual({});
    expect(await balance()).toMatchObject({ available: 1_000 });
  });

  test.each([
    [500, 502, 'server_error', 'model_error'],
    [401, 502, 'server_error', 'model_error'],
    [400, 400, 'invalid_request_error', 'invalid_request'],
    [429, 429, 'requests', 'rate_limited'],
  ])('a provider that refuses with %i: %i, nothing charged', async (status, told, type, code) => {
    world.script = refuses(status);
    const { client, charged, balance } = await world.tenant(1_000);
    for (const ask of [() => client.chat.completions.create(asks()), () => stream(client)]) {
      const refused = await refusal(ask());
      expect(refused).toMatchObject({ status: told, type, error: { inkwell: { code, charged: 0 } } });
      expect(refused.message).toContain('Nothing was charged.');
      expect(refused.message).not.toMatch(/boom|sk-/);
      expect(refused.headers?.has('retry-after')).toBe(told === 429);
    }
    expect(await charged()).toEqual({});
    expect(await balance()).toMatchObject({ available: 1_000, held: 0 });
  });

  const breaks = writes(20, async (response) => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    response.destroy();
  });

  test('a provider that fails midway: the stream ends in an error, the words that came are charged', async () => {
    world.script = breaks;
    const { client, charged, balance } = await world.tenant(1_000);
    const heard = await stream(client);
    expect(heard).toMatchObject({ words: 20, finish: null });
    expect(heard.error).toMatchObject({
      type: 'server_error',
      code: 'model_error',
      error: { inkwell: { words: 20, charged: 20 } },
    });
    expect((heard.error as Error).message).toContain('Charged: 20 credits for 20 words.');
    expect(await charged()).toEqual({ api: 20 });
    expect(await balance()).toMatchObject({ available: 980, held: 0 });
  });

  test('in one piece nothing was delivered by then, so nothing is charged, of no answer', async () => {
    let asked = 0;
    world.script = (response) => ((asked += 1) % 2 === 0 ? breaks(response) : writes(22)(response));
    const { client, charged } = await world.tenant(1_000);
    const refused = await refusal(client.chat.completions.create(asks({ n: 2 })));
    expect(refused).toMatchObject({ status: 502, code: 'model_error' });
    expect(await charged()).toEqual({});
  });

  test('a model that falls silent is given up', async () => {
    const { client, charged } = await world.tenant(1_000);
    for (const words of [0, 12]) {
      world.script = writes(words, () => NOT_YET);
      const heard = stream(client).catch((error: unknown) => ({ words: 0, error }));
      await until(
        async () => (await world.send('GET', '/healthz')).status === 200 && world.model.requests.length > 0,
      );
      await until(async () => {
        world.clock.now += 60_000;
        return Promise.race([
          heard.then(() => true),
          new Promise<false>((resolve) => setTimeout(resolve, 50, false)),
        ]);
      });
      expect(await heard).toMatchObject({
        words,
        error: { code: 'model_error', error: { inkwell: { charged: words } } },
      });
      world.model.requests.length = 0;
    }
    expect(await charged()).toEqual({ api: 12 });
  });

  test('a reader that is slow gets larger pieces, and all of them', async () => {
    const { client, charged } = await world.tenant();
    world.script = async (response) => {
      begin(response);
      for (let at = 0; at < 400; at += 4) {
        say(response, textOfWords(4, at));
        if (at % 80 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      }
      finish(response);
    };
    const heard = await stream(client);
    expect(heard.text).toBe(textOfWords(400));
    expect(await charged()).toEqual({ api: 400 });
  });

  test('a server that stops settles what was delivered', async () => {
    const own = await openWorld(backend);
    own.script = writes(20, () => NOT_YET);
    const { client, account } = await own.tenant(1_000);
    const begun = Promise.withResolvers<void>();
    const streamed = stream(client, {}, ({ words }) => {
      if (words === 20) begun.resolve();
      return false;
    });
    await begun.promise;
    const whole = refusal(client.chat.completions.create(asks()));
    await until(() => Promise.resolve(own.model.requests.length === 2));
    const { ledger } = own;
    await own.running.close();
    expect(await streamed).toMatchObject({ words: 20, error: { code: 'unavailable' } });
    expect(await whole).toMatchObject({ status: 503 });
    const database = own.at.database;
    const [row] = await database.query<{ charged: number }>(
      `select sum(o.charged)::int as charged from app.output o join app.run r on r.run = o.run where r.account = $1`,
      [account],
    );
    expect(row).toEqual({ charged: 20 });
    expect(ledger.waiting).toBe(0);
    await own.close();
  });
});
