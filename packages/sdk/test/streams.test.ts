import { describe, expect, it } from 'vitest';
import { createApp } from '../src/app.ts';
import { createClient } from '../src/index.ts';
import type { AccountEvent, RunEvent } from '../src/index.ts';
import { EventParser } from '../src/sse.ts';
import { event, fake, json, problem, stream } from './fake.ts';

describe('EventParser', () => {
  const TEXT =
    ': hello\nevent: balance\nid: 7\ndata: {"a":1}\n\ndata: one\r\ndata:two\r\n\r\nid: 8\rdata\r\revent: lost\n\nretry: 250\ndata:  x\n\n';
  const EVENTS = [
    { event: 'balance', data: '{"a":1}', id: '7' },
    { event: 'message', data: 'one\ntwo', id: '7' },
    { event: 'message', data: '', id: '8' },
    { event: 'message', data: ' x', id: '8' },
  ];

  it('reads fields, comments, line ends of every kind, and drops events without data', () => {
    const parser = new EventParser();
    expect(parser.push(TEXT)).toEqual(EVENTS);
    expect(parser.retry_ms).toBe(250);
  });

  it.each([1, 2, 3, 5, 7])('gives the same in chunks of %i', (size) => {
    const parser = new EventParser();
    const events = [];
    for (let at = 0; at < TEXT.length; at += size) events.push(...parser.push(TEXT.slice(at, at + size)));
    expect(events).toEqual(EVENTS);
  });

  it('keeps an unfinished event to itself', () => {
    expect(new EventParser().push('data: half\n')).toEqual([]);
  });
});

async function take<T>(source: AsyncIterable<T>, count: number): Promise<T[]> {
  const got: T[] = [];
  for await (const one of source) {
    got.push(one);
    if (got.length === count) break;
  }
  return got;
}

describe('events', () => {
  const first = event('balance', { left: 10 }, '1');
  const second = event('notice', { notice: 'plan_50' }, '2');

  it('are followed across lost connections, from the last id', async () => {
    const broken = stream([first], new TypeError('reset'));
    const { sent, options } = fake(broken, problem('unavailable'), stream([second], 'open'));
    const states: string[] = [];
    const follow = createClient(options).events('acme', { on_state: (state) => states.push(state) });
    expect(await take<AccountEvent>(follow, 2)).toEqual([
      { event: 'balance', id: '1', data: { left: 10 } },
      { event: 'notice', id: '2', data: { notice: 'plan_50' } },
    ]);
    expect(sent.map((one) => one.headers['last-event-id'])).toEqual([undefined, '1', '1']);
    expect(states).toEqual(['open', 'lost', 'open']);
  });

  it('go on where the caller says, and wait as long as the server says', async () => {
    const { sent, waits, options } = fake(stream(['retry: 1234\n', first]), stream([second], 'open'));
    await take(createClient(options).events('acme', { last_event_id: '0' }), 2);
    expect(sent[0]).toMatchObject({
      url: 'https://ink.example/v1/accounts/acme/events',
      headers: { accept: 'text/event-stream', 'last-event-id': '0' },
    });
    expect(waits).toEqual([1234]);
  });

  it('skip events of kinds that are not known', async () => {
    const { options } = fake(stream([event('weather', {}), first], 'open'));
    expect(await take(createClient(options).events('acme'), 1)).toMatchObject([{ event: 'balance' }]);
  });

  it('connect again after a silence', async () => {
    const { sent, options } = fake(
      ({ signal }) => {
        const silent = stream([], 'open');
        const pipe = new TransformStream<Uint8Array, Uint8Array>();
        void silent.body?.pipeTo(pipe.writable, signal === undefined ? {} : { signal }).catch(() => {});
        return new Response(pipe.readable);
      },
      stream([first], 'open'),
    );
    expect(await take(createClient(options).events('acme', { idle_ms: 5 }), 1)).toHaveLength(1);
    expect(sent).toHaveLength(2);
  });

  it('end when the caller aborts', async () => {
    const controller = new AbortController();
    const { options } = fake(stream([first, second]));
    const got: unknown[] = [];
    for await (const one of createClient(options).events('acme', { signal: controller.signal })) {
      got.push(one);
      controller.abort();
    }
    expect(got.length).toBeLessThanOrEqual(2);
  });

  it('throw when the server refuses for good', async () => {
    const { sent, options } = fake(problem('account_not_found'));
    await expect(take(createClient(options).events('acme'), 1)).rejects.toMatchObject({
      code: 'account_not_found',
    });
    expect(sent).toHaveLength(1);
  });
});

describe('runs', () => {
  const STARTED = { run: 'r1', outputs: [{ output: 'o1', index: 0 }] };
  const DONE = { run: 'r1', words: 2, charged: 2 };
  const started = event('run', STARTED);
  const text = event('text', { output: 'o1', text: 'Ferns forgive.', words: 2 });
  const body = { kind: 'command', input: 'ferns' } as const;

  it('are given event by event, to `done`', async () => {
    const { sent, options } = fake(
      stream([started + text.slice(0, 20), text.slice(20), event('done', DONE)], 'open'),
    );
    const got: RunEvent[] = [];
    for await (const one of createApp(options).runs.start(body)) got.push(one);
    expect(got.map((one) => one.event)).toEqual(['run', 'text', 'done']);
    expect(got[2]).toEqual({ event: 'done', data: DONE });
    expect(sent[0]).toMatchObject({ method: 'POST', url: 'https://ink.example/app/runs', body });
    expect(sent[0]?.headers['idempotency-key']).toBeTypeOf('string');
  });

  it('[C4] hang up when the caller stops early', async () => {
    let hungUp = false;
    const answer = stream([started, text], 'open', () => (hungUp = true));
    const { options } = fake(() => answer);
    expect(await take(createApp(options).runs.start(body), 1)).toHaveLength(1);
    expect(hungUp).toBe(true);
  });

  it.each([
    ['break', new TypeError('reset')],
    ['end', 'end'],
  ] as const)('throw when they %s before `done`', async (_name, end) => {
    const { sent, options } = fake(() => stream([started], end));
    await expect(take(createApp(options).runs.start(body), 9)).rejects.toMatchObject({
      code: 'network_error',
    });
    expect(sent).toHaveLength(1);
  });

  it('are refused before they start', async () => {
    const { options } = fake(problem('insufficient_credits', { asked: 1 }));
    await expect(take(createApp(options).runs.start(body), 1)).rejects.toMatchObject({
      code: 'insufficient_credits',
      figures: { asked: 1 },
    });
  });
});

describe('the app', () => {
  it('signs in and out with a cookie', async () => {
    const { sent, options } = fake(() => new Response(null, { status: 204 }));
    const app = createApp({ ...(options.fetch && { fetch: options.fetch }) });
    expect(await app.session.create('token')).toBeUndefined();
    await app.session.end();
    expect(sent.map((one) => [one.method, one.url, one.credentials])).toEqual([
      ['POST', '/app/session', 'same-origin'],
      ['DELETE', '/app/session', 'same-origin'],
    ]);
  });

  it('reads, stops and votes', async () => {
    const { sent, options } = fake(json({}));
    const app = createApp(options);
    await app.session.get();
    await app.runs.list({ limit: 5 });
    await app.runs.get('r1');
    await app.runs.stop('r1');
    await app.runs.stop('r1', 'o1');
    await app.outputs.vote('o1', { vote: 'down', reason: null });
    expect(sent.map((one) => `${one.method} ${new URL(one.url).pathname}${new URL(one.url).search}`)).toEqual(
      [
        'GET /app/session',
        'GET /app/runs?limit=5',
        'GET /app/runs/r1',
        'POST /app/runs/r1/stop',
        'POST /app/runs/r1/stop',
        'PUT /app/outputs/o1/vote',
      ],
    );
    expect(sent[4]?.body).toEqual({ output: 'o1' });
  });
});
