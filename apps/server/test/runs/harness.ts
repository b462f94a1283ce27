import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '@inkwell/contract';
import {
  type Command,
  type Database,
  DatabaseError,
  type Ledger,
  openLedger,
  openPGlite,
} from '@inkwell/ledger';
import { expect, inject } from 'vitest';
import {
  type AskedAnswer,
  type RunSession,
  type Runs,
  type RunsLog,
  createRuns,
} from '../../src/runs/index.ts';
import type { TemplateFinder } from '../../src/templates/index.ts';
import type { WriteRequest, Writer } from '../../src/writing/writer.ts';

const START_AT = Date.UTC(2026, 10, 22, 12);
export const PLAN_CREDITS = 50_000;

/** Time that stands still until nothing else is left to do, then jumps to whoever sleeps the shortest. */
class Clock {
  at = START_AT;
  #sleepers = new Set<{ at: number; resolve: () => void }>();

  now = (): number => this.at;

  sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const sleeper = { at: this.at + ms, resolve };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', () => this.#sleepers.delete(sleeper) && resolve(), { once: true });
    });

  jump(): void {
    const next = Math.min(...[...this.#sleepers].map((sleeper) => sleeper.at));
    if (next === Number.POSITIVE_INFINITY) throw new Error('Nothing moves any more.');
    this.at = Math.max(this.at, next);
    for (const sleeper of this.#sleepers) {
      if (sleeper.at > this.at) continue;
      this.#sleepers.delete(sleeper);
      sleeper.resolve();
    }
  }
}

/** A database that counts what is under way and can be taken away. */
class Watched {
  is_away = false;
  under_way = 0;

  wrap<T extends Pick<Database, 'query'>>(inner: T): T {
    const watch = async <R>(work: () => Promise<R>): Promise<R> => {
      if (this.is_away) throw new DatabaseError('The database is away.', '57P01', null);
      this.under_way += 1;
      try {
        return await work();
      } finally {
        this.under_way -= 1;
      }
    };
    return new Proxy(inner, {
      get: (target, name) => {
        const value = target[name as keyof T];
        if (typeof value !== 'function' || name === 'close') return value;
        if (name === 'connect') return async () => this.wrap(await (target as unknown as Database).connect());
        return (...args: unknown[]) => watch(() => value.apply(target, args) as Promise<unknown>);
      },
    });
  }
}

/** Text to yield, a pause, an end in an error; the text `hang` waits for the signal. */
export type Step = string | { wait_ms: number } | { error: Error };
export type Script = (request: WriteRequest) => Step[] | AsyncIterable<string>;

export interface World {
  clock: Clock;
  database: Database;
  watched: Watched;
  ledger: Ledger;
  /** Commands in the order in which they were given. */
  commands: Command[];
  warnings: string[];
  script: Script;
  runs: Runs;
  /** Another process on the same database; the former one is not told. */
  restart(templates?: TemplateFinder): Runs;
  /** Lets virtual time pass until the promise has settled. */
  until<T>(promise: Promise<T>): Promise<T>;
  execute(command: Command): Promise<Record<string, unknown>>;
  /** A new account with that many credits left, and a session of its owner. */
  account(credits: number): Promise<RunSession>;
  close(): Promise<void>;
}

async function* play(steps: Step[], clock: Clock, signal: AbortSignal): AsyncGenerator<string> {
  for (const step of steps) {
    if (signal.aborted) return;
    if (step === 'hang') await new Promise(() => undefined);
    else if (typeof step === 'string') yield step;
    else if ('error' in step) throw step.error;
    else await clock.sleep(step.wait_ms, signal);
  }
}

/** One migrated PGlite folder a test file. */
export async function openWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'inkwell-runs-'));
  cpSync(inject('pglite_template'), folder, { recursive: true });
  const clock = new Clock();
  const watched = new Watched();
  const database = watched.wrap(await openPGlite(folder));
  const warnings: string[] = [];
  const log: RunsLog = {
    info: () => undefined,
    warn: (_, message) => void warnings.push(message),
    error: (_, message) => void warnings.push(message),
  };
  const ledger = await openLedger({
    database,
    now: clock.now,
    deliveredWords: (account) => world.runs?.deliveredWords(account) ?? 0,
  });
  const commands: Command[] = [];
  const listened: Pick<Ledger, 'execute' | 'reads'> = {
    reads: ledger.reads,
    execute: (command) => {
      commands.push(command);
      return ledger.execute(command);
    },
  };
  const writer: Writer = {
    id: 'scripted',
    is_demo: false,
    write: (request) => {
      const steps = world.script(request);
      return Array.isArray(steps) ? play(steps, clock, request.signal) : steps;
    },
  };
  const start = (templates?: TemplateFinder) =>
    createRuns({
      database,
      ledger: listened,
      writer,
      log,
      now: clock.now,
      sleep: clock.sleep,
      ...(templates && { templates }),
    });
  let accounts = 0;
  const world: World = {
    clock,
    database,
    watched,
    ledger,
    commands,
    warnings,
    script: () => [],
    runs: undefined as unknown as Runs,
    restart: (templates) => (world.runs = start(templates)),
    until: (promise) => pump(promise, clock, watched),
    execute: async (command) => {
      const answer = await pump(ledger.execute(command), clock, watched);
      if (!answer.ok) throw new Error(`${command.op}: ${answer.refusal.code}`);
      return answer.reply.body;
    },
    account: async (credits) => {
      const account = `acme-${(accounts += 1)}`;
      const actor = 'operator';
      await world.execute({ op: 'create_account', account, plan: 'pro', key: 'create', actor });
      const words = PLAN_CREDITS - credits;
      const burn = { op: 'charge', account, key: 'burn', actor, output: 'burn', source: 'api' } as const;
      if (words > 0) await world.execute({ ...burn, member: 'before', words });
      return { account, member: 'ines', name: 'Ines', role: 'owner' };
    },
    close: async () => {
      watched.is_away = false;
      await pump(world.runs.close(), clock, watched);
      await ledger.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  world.restart();
  await world.until(world.runs.recovered);
  return world;
}

async function pump<T>(promise: Promise<T>, clock: Clock, watched: Watched): Promise<T> {
  const state = { is_settled: false };
  const settle = () => {
    state.is_settled = true;
  };
  promise.then(settle, settle);
  for (let jumps = 0; !state.is_settled; jumps += 1) {
    for (let quiet = 0; quiet < 3 && !state.is_settled;) {
      await new Promise((resolve) => setImmediate(resolve));
      quiet = watched.under_way > 0 ? 0 : quiet + 1;
    }
    if (jumps > 200_000) throw new Error('It never ends.');
    if (!state.is_settled) clock.jump();
  }
  return promise;
}

export interface Told {
  run: string;
  events: RunEvent[];
  /** By the index of the output. */
  texts: string[];
  ends: Map<number, Extract<RunEvent, { event: 'settled' | 'failed' }>>;
  charged: number;
  words: number;
}

export interface Asked {
  kind: 'command' | 'compose' | 'template';
  input: string;
  length: 's' | 'm' | 'l' | null;
  outputs: number;
  retry_of: string | null;
}

export const body = (asked: Partial<Asked> = {}) =>
  ({
    kind: 'command',
    input: 'write about ferns',
    length: 'm',
    outputs: 1,
    tone: null,
    language: null,
    template: null,
    retry_of: null,
    document: null,
    inputs: null,
    context: null,
    ...asked,
  }) as Parameters<Runs['handlers']['startRun']>[0]['body'];

/** What a program asks for through the gateway. */
export const answerAsked = (
  { account, member }: RunSession,
  more: Partial<AskedAnswer> = {},
): AskedAnswer => ({
  account,
  member,
  actor: 'key:key_1',
  messages: [{ role: 'user', content: 'Ferns?' }],
  settings: {},
  outputs: 1,
  is_whole: false,
  keeps_text: false,
  keeps_prompt: false,
  fields: {},
  refusal: null,
  ...more,
});

export const input = (asked: Partial<Asked> = {}) => ({ params: null, query: null, body: body(asked) });

/**
 * Reads a run to its end, or until `onEvent` says that it hangs up. Checks on the way: the order of events, their
 * pace, and that `left` of each balance is what there was at the start less what was delivered, to the word.
 */
export async function follow(
  world: World,
  session: RunSession,
  asked: Partial<Asked> = {},
  onEvent: (event: RunEvent, told: Told) => void | 'hang up' | Promise<void | 'hang up'> = () => undefined,
  /** False where something else than the run moves the balance. */
  is_alone = true,
): Promise<Told> {
  const before = await world.until(world.ledger.reads.load(session.account));
  const credits = world.ledger.reads.balanceOf(before!).available;
  const started = await world.until(world.runs.handlers.startRun(input(asked), session));
  if (!started.ok) throw new Error(started.problem.code);
  const told: Told = { run: started.run, events: [], texts: [], ends: new Map(), charged: 0, words: 0 };
  const pace = new Pace(world);
  const indexes = new Map<string, number>();
  const read = async () => {
    for await (const event of started.events) {
      told.events.push(event);
      if (event.event === 'run') for (const one of event.data.outputs) indexes.set(one.output, one.index);
      else expect(told.events[0]!.event).toBe('run');
      note(told, event, indexes);
      pace.note(event);
      if (event.event === 'balance' && is_alone) expect(event.data.left).toBe(credits - deliveredIn(told));
      if ((await onEvent(event, told)) === 'hang up') return;
    }
    expect(told.events.at(-1)!.event).toBe('done');
  };
  await world.until(read());
  return told;
}

const texts = (told: Told) => told.events.filter((event) => event.event === 'text');

/** Words of the texts so far. */
function deliveredIn(told: Told): number {
  const words = new Map<string, number>();
  for (const { data } of texts(told)) words.set(data.output, data.words);
  return [...words.values()].reduce((sum, n) => sum + n, 0);
}

function note(told: Told, event: RunEvent, indexes: Map<string, number>): void {
  if (event.event === 'text') {
    const index = indexes.get(event.data.output)!;
    told.texts[index] = (told.texts[index] ?? '') + event.data.text;
  } else if (event.event === 'settled' || event.event === 'failed') {
    told.ends.set(indexes.get(event.data.output)!, event);
    told.words += event.data.words;
    told.charged += event.data.charged;
  } else if (event.event === 'done') {
    expect(event.data).toEqual({ run: told.run, words: told.words, charged: told.charged });
  }
}

/** At most 30 texts a second and output but for the last one, and 4 balances a second. */
class Pace {
  readonly #world: World;
  readonly #texts = new Map<string, number[]>();
  #balance_at = Number.NEGATIVE_INFINITY;

  constructor(world: World) {
    this.#world = world;
  }

  note(event: RunEvent): void {
    const now = this.#world.clock.now();
    if (event.event === 'balance') {
      expect(now - this.#balance_at).toBeGreaterThanOrEqual(250);
      this.#balance_at = now;
    }
    if (event.event !== 'text') return;
    const times = [...(this.#texts.get(event.data.output) ?? []), now];
    this.#texts.set(event.data.output, times);
    const second = times.filter((at) => at > now - 1_000);
    expect(second.length).toBeLessThanOrEqual(31);
  }
}

/** What the ledger says of a run's outputs, and that the account verifies. */
export async function chargesOf(
  world: World,
  session: RunSession,
): Promise<{ outputs: number; spent: number }> {
  const verified = await world.until(world.ledger.verify(session.account));
  expect(verified).toMatchObject({ ok: true });
  const loaded = await world.until(world.ledger.reads.load(session.account));
  const { cycle } = loaded!.state;
  const usage = await world.until(world.ledger.reads.usage(loaded!, { cycle: cycle.number }, 'member'));
  const own = usage.data.find((row) => row.key === session.member);
  return { outputs: own?.outputs ?? 0, spent: own?.credits ?? 0 };
}

export async function balanceOf(world: World, session: RunSession) {
  const loaded = await world.until(world.ledger.reads.load(session.account));
  return world.ledger.reads.balanceOf(loaded!);
}

/** `n` words in chunks of `size`, `wait_ms` apart; the first chunk comes after 200 ms. */
export function words(n: number, size = 4, wait_ms = 100): Step[] {
  const steps: Step[] = [{ wait_ms: 200 }];
  for (let at = 0; at < n; at += size) {
    const some = Array.from({ length: Math.min(size, n - at) }, (_, i) => `word${at + i} `);
    steps.push(some.join(''), { wait_ms });
  }
  return steps;
}
