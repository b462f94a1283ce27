import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import type { Page, RunDetail, RunSummary } from '@inkwell/contract';
import { newcomer } from '../people/world.ts';
import { begin, finish, say } from '../writing/fake-model.ts';
import {
  type World,
  asks,
  clientOf,
  openWorld,
  refusal,
  refuses,
  stream,
  textOfWords,
  until,
  writes,
} from './harness.ts';

const SECRET = 'heliotrope';
const MESSAGES = [{ role: 'user' as const, content: `Write about ${SECRET}.` }];

/** What is kept of answers: for History, for the same key again, for nobody. */
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

  /** The tables that hold a text. */
  async function tablesWith(text: string): Promise<string[]> {
    const { database } = world.at;
    const tables = await database.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_schema in ('app', 'ledger') and table_type = 'BASE TABLE'`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await database.query(`select 1 from ${name} t where strpos(t::text, $1) > 0 limit 1`, [
        text,
      ]);
      if (rows.length > 0) found.push(name);
    }
    return found;
  }

  test('neither what is asked nor what is answered is kept, also while it is written', async () => {
    const { client, account, charged } = await world.tenant();
    const gate = Promise.withResolvers<void>();
    world.script = async (response) => {
      begin(response);
      say(response, `The ${SECRET} answer`);
      await gate.promise;
      finish(response);
    };
    const streamed = stream(client, { messages: MESSAGES });
    await until(async () => {
      const rows = await world.at.database.query(
        `select 1 from app.output o join app.run r on r.run = o.run
         where r.account = $1 and o.state = 'streaming' and o.words = 3 and o.text_sha256 is not null`,
        [account],
      );
      return rows.length === 1;
    });
    expect(await tablesWith(SECRET)).toEqual([]);
    gate.resolve();
    await streamed;
    await client.chat.completions.create(asks({ messages: MESSAGES }));
    expect(await charged()).toEqual({ api: 6 });
    expect(await tablesWith(SECRET)).toEqual([]);
  });

  test('History knows the run all the same: what it cost, and that its text was not kept', async () => {
    const ada = await newcomer(world, 'Ada', 'Fern House');
    const account = ada.workspace;
    const client = clientOf(world, await world.workspaceKey(account));
    const { headers } = await stream(client, { messages: MESSAGES, user: 'ines' });
    const output = headers.get('x-inkwell-output')!;
    const { body: list } = await ada.ask('GET', '/app/runs?kind=api');
    const [run] = (list as unknown as Page<RunSummary>).data;
    expect(run).toMatchObject({
      kind: 'api',
      member: 'ines',
      input: '',
      keeps_text: false,
      outputs: 1,
      words: 22,
      charged: 22,
    });
    const { body: detail } = await ada.ask('GET', `/app/runs/${run!.run}`);
    expect((detail as unknown as RunDetail).outputs).toMatchObject([
      { output, text: '', words: 22, charged: 22, state: 'settled', finish: 'done' },
    ]);
    expect((await ada.ask('GET', `/app/outputs/${output}/recount`)).body.code).toBe('output_not_found');
    expect((await ada.ask('GET', `/app/outputs/${output}/seen`)).body).toMatchObject({ messages: [] });
    const vote = await ada.ask('PUT', `/app/outputs/${output}/vote`, { vote: 'down', reason: 'Repetitive' });
    expect(vote.body).toMatchObject({ vote: 'down', refunded: 22 });
    const [after] = ((await ada.ask('GET', '/app/runs')).body as unknown as Page<RunSummary>).data;
    expect(after).toMatchObject({ charged: 22, refunded: 22 });
  });

  test('a key that names somebody of another workspace learns nothing of them', async () => {
    const [ada, zoe] = [
      await newcomer(world, 'Ada', 'Reed House'),
      await newcomer(world, 'Zoe', 'Elsewhere'),
    ];
    const client = clientOf(world, await world.workspaceKey(ada.workspace));
    await client.chat.completions.create(asks({ user: zoe.member }));
    const { body } = await ada.ask('GET', '/app/names');
    expect(body.data).toEqual([{ member: ada.member, name: 'Ada' }]);
  });

  test('with `store` the conversation and the answer are in History, and can be counted again', async () => {
    const ada = await newcomer(world, 'Ada', 'Moss House');
    const client = clientOf(world, await world.workspaceKey(ada.workspace));
    const messages = [{ role: 'developer' as const, content: 'Be brief.' }, ...MESSAGES];
    const { headers } = await stream(client, { messages, store: true, n: 2 });
    const [, second] = headers.get('x-inkwell-output')!.split(', ');
    const { body: list } = await ada.ask('GET', `/app/runs?q=${SECRET}`);
    const [run] = (list as unknown as Page<RunSummary>).data;
    expect(run).toMatchObject({ input: MESSAGES[0]!.content, keeps_text: true, charged: 44 });
    const { body: detail } = await ada.ask('GET', `/app/runs/${run!.run}`);
    expect((detail as unknown as RunDetail).outputs[1]).toMatchObject({ text: textOfWords(22) });
    expect((await ada.ask('GET', `/app/outputs/${second!}/recount`)).body).toMatchObject({ agrees: true });
    expect((await ada.ask('GET', `/app/outputs/${second!}/seen`)).body).toMatchObject({
      messages: [{ role: 'system', content: 'Be brief.' }, MESSAGES[0]],
    });
  });

  const keyed = (key: string) => ({ headers: { 'idempotency-key': key } });

  test('[K1] the same key brings the same bytes, written and charged once', async () => {
    const { client, charged } = await world.tenant();
    const ask = async (stream: boolean, key: string) => {
      const response = await client.chat.completions.create({ ...asks(), stream }, keyed(key)).asResponse();
      return { text: await response.text(), replayed: response.headers.get('idempotent-replayed') };
    };
    const [first, beside] = await Promise.all([ask(false, 'a'), ask(false, 'a')]);
    const again = await ask(false, 'a');
    expect([first.replayed, beside.replayed].toSorted()).toEqual([null, 'true']);
    expect(again.replayed).toBe('true');
    expect([beside.text, again.text]).toEqual([first.text, first.text]);
    const words = ({ text }: { text: string }) =>
      [...text.matchAll(/"content":"([^"]*)"/g)].map(([, part]) => part).join('');
    const [streamed, replayed] = [await ask(true, 'b'), await ask(true, 'b')];
    expect([words(streamed), words(replayed)]).toEqual([textOfWords(22), textOfWords(22)]);
    expect(replayed.text.split('\n\n').at(-3)).toEqual(streamed.text.split('\n\n').at(-3));
    expect(world.model.requests.length).toBe(2);
    expect(await charged()).toEqual({ api: 44 });
  });

  test('[K1] another request with the same key is refused by the field, and not tried again', async () => {
    const { client, account, charged } = await world.tenant();
    await client.chat.completions.create(asks(), keyed('k'));
    const seq = await world.seq(account);
    const others = [
      ['messages', { messages: MESSAGES }],
      ['user', { user: 'ines' }],
      ['n', { n: 2 }],
      ['temperature', { temperature: 1 }],
    ] as const;
    for (const [field, more] of others) {
      const refused = await refusal(client.chat.completions.create(asks(more), keyed('k')));
      expect(refused).toMatchObject({
        status: 409,
        error: { inkwell: { code: 'idempotency_mismatch', field } },
      });
      expect(refused.headers?.get('x-should-retry')).toBe('false');
    }
    const { client: other } = await world.tenant();
    await other.chat.completions.create(asks({ n: 2 }), keyed('k'));
    expect(await charged()).toEqual({ api: 22 });
    expect(await world.seq(account)).toBe(seq);
  });

  test('[K1] a key of the server’s own can’t bring a text that was not kept; it charges nothing either', async () => {
    const { client, charged } = await world.tenant();
    const { response } = await client.chat.completions.create(asks()).withResponse();
    const key = response.headers.get('idempotency-key')!;
    const refused = await refusal(client.chat.completions.create(asks(), keyed(key)));
    expect(refused).toMatchObject({
      status: 409,
      error: { inkwell: { code: 'output_exists', charged: 22 } },
    });
    expect(await charged()).toEqual({ api: 22 });
  });

  test('[K1] a key whose request came to nothing is free', async () => {
    const { client, charged, balance } = await world.tenant(1_000);
    world.script = refuses(400);
    await refusal(client.chat.completions.create(asks(), keyed('k')));
    await until(async () => (await balance()).held === 0);
    world.script = writes(22);
    await client.chat.completions.create(asks(), keyed('k'));
    const again = await client.chat.completions.create(asks(), keyed('k')).asResponse();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await charged()).toEqual({ api: 22 });
  });

  test('[K1] what was cut off is given again as far as it came', async () => {
    const { client, charged, balance } = await world.tenant(1_000);
    world.script = writes(24, () => new Promise(() => undefined));
    const abort = new AbortController();
    const cut = await client.chat.completions.create(
      { ...asks(), stream: true },
      { ...keyed('k'), signal: abort.signal },
    );
    let seen = '';
    for await (const { choices } of cut) {
      seen += choices[0]?.delta.content ?? '';
      if (seen === textOfWords(24)) break;
    }
    await until(async () => (await balance()).held === 0);
    const again = await client.chat.completions.create({ ...asks(), stream: true }, keyed('k'));
    let told = '';
    const end = await refusal(
      (async () => {
        for await (const { choices } of again) told += choices[0]?.delta.content ?? '';
      })(),
    );
    expect(told).toBe(seen);
    expect(end).toMatchObject({ error: { inkwell: { charged: 24 } } });
    expect(await charged()).toEqual({ api: 24 });
  });
});
