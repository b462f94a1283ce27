import type { HistoryList } from '@inkwell/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { historyList } from '../../../../packages/contract/src/schemas/app.ts';
import { BACKENDS } from '../../../../tests/backends.ts';
import { OPERATOR, type World, openWorld, ticking } from '../http/harness.ts';
import { type Newcomer, letIn, newcomer } from '../people/world.ts';

type Item = HistoryList['data'][number];

const DAY_MS = 86_400_000;

/** What of an item tells it from others: a run's request, an output's id. */
const nameOf = (item: Item): string => (item.type === 'run' ? item.input : item.output);
const sumOf = (items: Item[]): number =>
  items.reduce((sum, { charged, refunded }) => sum + charged - refunded, 0);

describe.each(BACKENDS)('history with what programs charged, %s', (backend) => {
  let world: World;
  let ada: Newcomer;
  let moe: Newcomer;
  let key: string;
  let key_id: string;
  let path: string;
  let day: string;

  const write = (who: Newcomer, input: string) =>
    ticking(world, () => who.ask('POST', '/app/runs', { kind: 'command', input, length: 's' }));

  const charge = async (output: string, words: number, more: object = {}, by = key) => {
    world.clock.now += 1_000;
    const body = { output, member: ada.member, source: 'api', words, ...more };
    const { status, text } = await world.send('POST', `${path}/charges`, { key: by, body });
    expect(status, text).toBe(201);
  };

  const list = async (query = '', who: Newcomer = ada): Promise<HistoryList> => {
    const { status, body, text } = await who.ask('GET', `/app/history${query}`);
    expect(status, text).toBe(200);
    expect(historyList.parse(body)).toEqual(body);
    return body as unknown as HistoryList;
  };
  const names = async (query = '', who: Newcomer = ada) => (await list(query, who)).data.map(nameOf);
  const usage = async (query = '') => (await ada.ask('GET', `${path}/usage${query}`)).body;

  beforeAll(async () => {
    world = await openWorld(backend);
    [ada, moe] = [await newcomer(world, 'Ada', 'Acme'), await newcomer(world, 'Moe')];
    await letIn(ada, moe);
    path = `/v1/accounts/${ada.workspace}`;
    const { body } = await ada.ask('POST', `${path}/keys`, { name: 'Blog' });
    [key, key_id] = [body.secret, body.key];
    day = new Date(world.clock.now).toISOString().slice(0, 10);
    await charge('out-1', 30);
    await write(ada, 'a line about ferns');
    await charge('out-2', 20, { member: moe.member, source: 'command', labels: ['blog'], run: 'job-7' });
    await write(moe, 'a line about mosses');
    await charge('out-3', 10, {}, OPERATOR);
    const { body: hold } = await world.send('POST', `${path}/holds`, {
      key,
      body: { credits: 50, member: 'a-reader' },
    });
    world.clock.now += 1_000;
    await world.send('POST', `${path}/holds/${hold.hold}/settle`, {
      key,
      body: { output: 'out-4', words: 7 },
    });
  });
  afterAll(() => world.close());

  test('is one list in the order of time, with who charged and what it cost', async () => {
    const { data, behind, next_cursor } = await list();
    expect([behind, next_cursor]).toEqual([false, null]);
    expect(data.map(nameOf)).toEqual([
      'out-4',
      'out-3',
      'a line about mosses',
      'out-2',
      'a line about ferns',
      'out-1',
    ]);
    expect(data[3]).toEqual({
      type: 'output',
      output: 'out-2',
      source: 'command',
      created_at: expect.any(String) as string,
      member: moe.member,
      actor: `key:${key_id}`,
      key: { key: key_id, name: 'Blog' },
      run: 'job-7',
      labels: ['blog'],
      words: 20,
      charged: 20,
      refunded: 0,
      vote: 'none',
    });
    expect(data[1]).toMatchObject({ actor: 'operator', key: null });
    expect(data[0]).toMatchObject({ member: 'a-reader', charged: 7, source: 'api' });
  });

  test('[B4] adds up to the usage of the cycle, in all, by source and by member', async () => {
    const { body: account } = await ada.ask('GET', path);
    const { number } = account.cycle as { number: number };
    const { totals } = await usage();
    expect(sumOf((await list(`?cycle=${number}`)).data)).toBe(totals.credits);
    expect(totals.credits).toBeGreaterThan(67);
    for (const { key: source, credits } of (await usage('?group_by=source')).data)
      expect(sumOf((await list(`?cycle=${number}&kind=${source as string}`)).data), String(source)).toBe(
        credits,
      );
    for (const { key: member, credits } of (await usage()).data)
      expect(sumOf((await list(`?cycle=${number}&member=${member as string}`)).data), String(member)).toBe(
        credits,
      );
    const keys = (await ada.ask('GET', `${path}/keys`)).body.data as { usage: { credits: number } }[];
    expect(keys[0]!.usage.credits).toBe(sumOf((await list(`?key=${key_id}`)).data));
  });

  test('is filtered as runs are, and by key', async () => {
    expect(await names('?kind=api')).toEqual(['out-4', 'out-3', 'out-1']);
    expect(await names('?kind=command')).toEqual(['a line about mosses', 'out-2', 'a line about ferns']);
    expect(await names(`?key=${key_id}`)).toEqual(['out-4', 'out-2', 'out-1']);
    expect(await names(`?key=${key_id}&member=${moe.member}`)).toEqual(['out-2']);
    expect(await names(`?member=${moe.member}`)).toEqual(['a line about mosses', 'out-2']);
    expect(await names('?output=out-3')).toEqual(['out-3']);
    expect(await names('?output=none')).toEqual([]);
    expect(await names('?q=ferns')).toEqual(['a line about ferns']);
    expect(await names('?template=aida-framework')).toEqual([]);
    expect(await names(`?day=${day}`)).toHaveLength(6);
    expect(await names('?day=2026-01-01')).toEqual([]);
    expect(await names('?cycle=7')).toEqual([]);
    expect(await names('?key=none')).toEqual([]);
  });

  test('is paged by a cursor of both: nothing twice, nothing left out, also while more comes', async () => {
    const whole = await names();
    for (const limit of [1, 2, 4]) {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: HistoryList = await list(`?limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`);
        expect(page.data.length).toBeLessThanOrEqual(limit);
        seen.push(...page.data.map(nameOf));
        cursor = page.next_cursor;
      }
      expect(seen).toEqual(whole);
    }
    const first = await list('?limit=3');
    await charge('out-5', 1);
    expect(await names(`?limit=3&cursor=${first.next_cursor}`)).toEqual(whole.slice(3));
    for (const wrong of ['none', '1', 'run_1~x'])
      expect((await ada.ask('GET', `/app/history?cursor=${wrong}`)).body.code).toBe('invalid_request');
  });

  test('[R1] a vote in the page and one over the API are one vote, on runs and on outputs of programs', async () => {
    const { body: before } = await ada.ask('GET', `${path}/balance`);
    const cast = await ada.ask('PUT', '/app/outputs/out-1/vote', { vote: 'down', reason: 'Off topic' });
    expect(cast.body).toMatchObject({ vote: 'down', refunded: 30 });
    const { body: receipt } = await world.send('GET', `${path}/outputs/out-1`, { key });
    expect(receipt).toMatchObject({ vote: 'down', vote_member: ada.member, refunded: 30, charged: 30 });
    expect((await list('?output=out-1')).data[0]).toMatchObject({ vote: 'down', refunded: 30 });
    expect(await names('?vote=down')).toEqual(['out-1']);
    await world.send('PUT', `${path}/outputs/out-1/vote`, { key, body: { vote: 'up', member: ada.member } });
    expect(await names('?vote=down')).toEqual([]);
    expect(await names('?vote=up')).toEqual(['out-1']);
    expect((await ada.ask('GET', `${path}/balance`)).body.available).toBe(before.available);
    const [run] = (await list('?q=ferns')).data as Extract<Item, { type: 'run' }>[];
    const { body: detail } = await ada.ask('GET', `/app/runs/${run!.run}`);
    const [written] = detail.outputs as { output: string }[];
    await world.send('PUT', `${path}/outputs/${written!.output}/vote`, {
      key,
      body: { vote: 'down', member: ada.member },
    });
    expect(await names('?vote=down')).toEqual(['a line about ferns']);
    expect((await list('?vote=down')).data[0]!.refunded).toBe(run!.charged);
  });

  test('[R1] members see all of it, and vote on what is theirs', async () => {
    expect(await names('?kind=api', moe)).toEqual(await names('?kind=api'));
    const vote = (output: string) => moe.ask('PUT', `/app/outputs/${output}/vote`, { vote: 'up' });
    expect((await vote('out-3')).body.code).toBe('not_allowed');
    expect((await vote('out-2')).status).toBe(200);
  });

  test('another workspace has none of it, though it names outputs the same', async () => {
    const ben = await newcomer(world, 'Ben', 'Bell');
    const body = { output: 'out-1', member: ben.member, source: 'api', words: 3 };
    await world.send('POST', `/v1/accounts/${ben.workspace}/charges`, { body });
    const { data } = await list('', ben);
    expect(data).toMatchObject([{ output: 'out-1', charged: 3, vote: 'none' }]);
    expect(await names(`?key=${key_id}`, ben)).toEqual([]);
  });

  test('what was asked through the gateway is a run, and the key’s', async () => {
    const before = await names(`?key=${key_id}`);
    const { body: answer } = await ticking(world, () =>
      world.send('POST', '/openai/v1/chat/completions', {
        key,
        body: {
          model: 'default',
          user: 'a-reader',
          messages: [{ role: 'user', content: 'Ferns, in a line.' }],
        },
      }),
    );
    expect(answer.choices, JSON.stringify(answer)).toHaveLength(1);
    const { data } = await list(`?key=${key_id}`);
    expect(data[0]).toMatchObject({ type: 'run', kind: 'api', member: 'a-reader' });
    expect(data.slice(1).map(nameOf)).toEqual(before);
    expect((await list('?kind=api')).data[0]).toEqual(data[0]);
    const keys = (await ada.ask('GET', `${path}/keys`)).body.data as { usage: { credits: number } }[];
    expect(keys[0]!.usage.credits).toBe(sumOf(data));
    const { body: other } = await ada.ask('POST', `${path}/keys`, { name: 'Other' });
    expect(await names(`?key=${other.key}`)).toEqual([]);
  });

  test('goes with its workspace, and stays gone whatever the journal still tells', async () => {
    const eve = await newcomer(world, 'Eve', 'Eden');
    const account = `/v1/accounts/${eve.workspace}`;
    const body = { output: 'apple', member: eve.member, source: 'api', words: 3 };
    await world.send('POST', `${account}/charges`, { body });
    expect(await names('', eve)).toEqual(['apple']);
    const { body: hold } = await world.send('POST', `${account}/holds`, {
      body: { credits: 5, member: 'x' },
    });
    await eve.ask('DELETE', `/app/workspaces/${eve.workspace}`, { name: 'Eden' });
    // A canceled account settles what was open.
    const settle = await world.send('POST', `${account}/holds/${hold.hold}/settle`, {
      body: { output: 'late', words: 5 },
    });
    expect(settle.status, settle.text).toBe(200);
    await list();
    const rows = await world.at.database.query('select 1 from app.program_output where account = $1', [
      eve.workspace,
    ]);
    expect(rows).toEqual([]);
  });

  test('a day and a cycle are those of the account', async () => {
    const before = world.clock.now;
    // The trial is over by then.
    world.clock.now += 6 * DAY_MS;
    const later = new Date(world.clock.now).toISOString().slice(0, 10);
    await charge('out-9', 5);
    expect(await names(`?day=${later}`)).toEqual(['out-9']);
    const { body } = await ada.ask('GET', path);
    expect(await names(`?cycle=${(body.cycle as { number: number }).number}`)).toEqual(['out-9']);
    world.clock.now = before;
  });
});
