import { afterEach, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { OPERATOR, type World, openWorld } from './harness.ts';

interface Heard {
  id: string;
  event: string;
  data: { available?: number; seq?: number; notice?: string; cycle?: number };
}

/** Listens to an account until `enough` of what was heard; hangs up then. */
async function listen(world: World, account: string, enough: (heard: Heard[]) => boolean, last_id?: string) {
  const abort = new AbortController();
  const response = await fetch(`${world.url}/v1/accounts/${account}/events`, {
    headers: {
      authorization: `Bearer ${OPERATOR}`,
      ...(last_id === undefined ? {} : { 'last-event-id': last_id }),
    },
    signal: abort.signal,
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const heard: Heard[] = [];
  const done = (async () => {
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const parts = text.split('\n\n');
      text = parts.pop()!;
      for (const part of parts) {
        const fields = Object.fromEntries(part.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)));
        if (fields.event !== undefined)
          heard.push({ id: fields.id, event: fields.event, data: JSON.parse(fields.data) as Heard['data'] });
      }
      if (enough(heard)) break;
    }
    abort.abort();
    return heard;
  })();
  return { heard, done };
}

describe.each(BACKENDS)('%s', (backend) => {
  let world: World;
  afterEach(() => world.close());

  test('[L2] the balance at once and after every change, at most four times a second; notices as they come', async () => {
    world = await openWorld(backend);
    const account = await world.account();
    const charge = (output: string, words: number) =>
      world.send('POST', `/v1/accounts/${account}/charges`, {
        body: { output, member: 'ines', source: 'api', words },
      });
    const { heard, done } = await listen(world, account, (all) => all.at(-1)?.data.available === 20_000);
    while (heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(heard[0]).toMatchObject({ event: 'balance', id: '2', data: { available: 50_000, seq: 2 } });
    const started = performance.now();
    await Promise.all(Array.from({ length: 30 }, (_, n) => charge(`o${n}`, 1_000)));
    await done;
    const took_ms = performance.now() - started;
    const balances = heard.filter(({ event }) => event === 'balance');
    expect(balances.length).toBeLessThanOrEqual(3 + Math.ceil(took_ms / 250));
    const notice = heard.find(({ event }) => event === 'notice')!;
    expect(notice.data).toMatchObject({ notice: 'plan_50', cycle: 1, figures: { limit: 50_000 } });
    expect(notice.id).toBe(String(notice.data.seq));
    const ids = heard.map(({ id }) => Number(id));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));

    const again = await listen(world, account, (all) => all.at(-1)?.event === 'balance', '2');
    expect((await again.done).map(({ event }) => event)).toEqual(['notice', 'balance']);
    const later = await listen(world, account, (all) => all.length > 0, notice.id);
    expect((await later.done).map(({ event }) => event)).toEqual(['balance']);
  });

  test('[L2] a notice told as it comes names the cycle that it was made in, as when it is read later', async () => {
    world = await openWorld(backend);
    const made = await world.send('POST', '/v1/clocks', { body: { now: '2027-01-31T09:00:00Z' } });
    const path = '/v1/accounts/acme';
    await world.send('PUT', path, { body: { plan: 'starter', clock: made.body.clock } });
    const isWhole = (all: Heard[]) => all.filter(({ event }) => event === 'notice').length === 4;
    const noticesOf = (all: Heard[]) =>
      all.filter(({ event }) => event === 'notice').map(({ data }) => [data.notice, data.cycle]);
    const { heard, done } = await listen(world, 'acme', isWhole);
    while (heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await world.send('POST', `${path}/charges`, {
      body: { output: 'o', member: 'ines', source: 'api', words: 10_000 },
    });
    await world.send('POST', `/v1/clocks/${made.body.clock}/advance`, {
      body: { to: '2027-05-01T00:00:00Z' },
    });
    const expected = [
      ['plan_50', 1],
      ['cycle_reset', 2],
      ['cycle_reset', 3],
      ['cycle_reset', 4],
    ];
    expect(noticesOf(await done)).toEqual(expected);
    const later = await listen(world, 'acme', isWhole, '0');
    expect(noticesOf(await later.done)).toEqual(expected);
  });

  test('HEAD of the events opens no stream', async () => {
    world = await openWorld(backend);
    const { status, headers } = await world.send('HEAD', `/v1/accounts/${await world.account()}/events`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/event-stream');
    const { text } = await world.send('GET', '/metrics');
    expect(text).toMatch(/^inkwell_open_streams 0$/m);
  });

  test('closing ends the streams, finishes what is under way, and takes nothing new', async () => {
    world = await openWorld(backend);
    const account = await world.account();
    const { done } = await listen(world, account, () => false);
    const charges = Array.from({ length: 50 }, (_, n) =>
      world.send('POST', `/v1/accounts/${account}/charges`, {
        body: { output: `o${n}`, member: 'ines', source: 'api', words: 1 },
      }),
    );
    await charges[0];
    const started = performance.now();
    const closed = world.running.close();
    const answered = await Promise.allSettled(charges);
    await closed;
    await done;
    expect(performance.now() - started).toBeLessThan(10_000);
    for (const one of answered)
      if (one.status === 'fulfilled') expect([201, 503]).toContain(one.value.status);
    await expect(world.send('GET', '/healthz')).rejects.toThrow();
  });
});
