import { randomUUID } from 'node:crypto';
import {
  type AppVoteReply,
  type OutputSeen,
  type Page,
  type Recount,
  type RunDetail,
  type RunSummary,
  problemOf,
} from '@inkwell/contract';
import { Delivered } from './delivered.ts';
import { builtInTemplates } from '../templates/index.ts';
import { type AnswerOutcome, Answerer, type AskedAnswer } from './answer.ts';
import { stopped } from './endings.ts';
import { Launcher } from './launch.ts';
import type { LiveRun } from './live.ts';
import { RunReader, noRun } from './reading.ts';
import { recount } from './recount.ts';
import { Recovery } from './recover.ts';
import { seen } from './seen.ts';
import { type StartOutcome, Starter } from './start.ts';
import { RunStore } from './store.ts';
import type { Context, Input, Outcome, RunCall, RunSession, RunsOptions, Sleep } from './types.ts';
import { vote } from './vote.ts';

export type { AnswerEnd, AskedAnswer, StartedAnswer } from './answer.ts';
export type { Outcome, RunEvents, RunSession, RunsLog, RunsOptions } from './types.ts';

const SWEEP_MS = 30_000;
/** How long `close` waits for the last settles. What is left then is settled at the next start. */
const CLOSE_MS = 10_000;

interface RunHandlers {
  startRun(input: Input<'startRun'>, session: RunSession, call?: RunCall): Promise<StartOutcome>;
  /** A conversation of the gateway, for a key and the member that it names. */
  answer(asked: AskedAnswer, call?: RunCall): Promise<AnswerOutcome>;
  stopRun(input: Input<'stopRun'>, session: RunSession): Promise<Outcome<object>>;
  listRuns(input: Input<'listRuns'>, session: RunSession): Promise<Outcome<Page<RunSummary>>>;
  getRun(input: Input<'getRun'>, session: RunSession): Promise<Outcome<RunDetail>>;
  getSeen(input: Input<'getSeen'>, session: RunSession): Promise<Outcome<OutputSeen>>;
  recountOutput(input: Input<'recountOutput'>, session: RunSession): Promise<Outcome<Recount>>;
  vote(
    input: Input<'vote'>,
    session: RunSession,
    call?: RunCall,
  ): Promise<Outcome<AppVoteReply> & { replayed?: boolean }>;
}

export interface Runs {
  /** They reject with `OverloadedError`, with what `isOutOfReach` knows, and with nothing else that is not a bug. */
  handlers: RunHandlers;
  /** For lists that hold runs among other things. */
  reader: Pick<RunReader, 'filterOf' | 'rows' | 'summaries' | 'details'>;
  /** Words that this process's open streams have delivered for an account and not settled, for `left`. */
  deliveredWords(account: string): number;
  /** Resolves when what dead processes had left open before this start is settled. Never rejects. */
  recovered: Promise<void>;
  /** Takes no more runs, stops the open ones and settles what they delivered. */
  close(): Promise<void>;
}

/** The writing runs of an instance: see README.md. The `app` schema must be migrated. */
export function createRuns(options: RunsOptions): Runs {
  const giving_up = new AbortController();
  const closing = new AbortController();
  const context: Context = {
    store: new RunStore(options.database),
    ledger: options.ledger,
    writer: options.writer,
    log: options.log,
    now: options.now,
    sleep: options.sleep ?? systemSleep,
    delivered: new Delivered(options.now),
    templates: options.templates ?? builtInTemplates,
    briefOf: options.briefOf ?? (() => Promise.resolve(null)),
    process: randomUUID(),
    giving_up: giving_up.signal,
  };
  const launcher = new Launcher(context);
  const { live } = launcher;
  const reader = new RunReader(context, live);
  const starter = new Starter(context, launcher, reader);
  const answerer = new Answerer(context, launcher, reader);
  const recovery = new Recovery(context);
  const sweep = async () => {
    context.delivered.tidy();
    try {
      await recovery.sweep(new Set(live.keys()));
    } catch (error) {
      context.log.warn({ err: error }, 'Runs that were left open could not be settled yet');
    }
  };
  const recovered = sweep();
  const sweeping = recovered.then(() => keepSweeping(context, sweep, closing.signal));
  const closed = { ok: false, problem: problemOf('unavailable', 'The server is closing.') } as const;
  const handlers: RunHandlers = {
    startRun: (input, session, call) =>
      closing.signal.aborted ? Promise.resolve(closed) : starter.start(input, session, call),
    answer: (asked, call) =>
      closing.signal.aborted ? Promise.resolve(closed) : answerer.answer(asked, call),
    stopRun: (input, session) => stopRun(context, live, input, session),
    listRuns: (input, session) => reader.list(input, session),
    getRun: (input, session) => reader.get(input, session),
    getSeen: (input, session) => seen(context, input, session),
    recountOutput: (input, session) => recount(context, input, session),
    vote: (input, session, call) => vote(context, input, session, call),
  };
  const close = async () => {
    closing.abort();
    const open = [...live.values()];
    for (const run of open) run.stop(null, stopped('The server was stopped.'));
    const all = Promise.all([sweeping, ...open.map((run) => run.finished)]);
    const enough = new AbortController();
    await Promise.race([all, context.sleep(CLOSE_MS, enough.signal)]);
    enough.abort();
    giving_up.abort();
    await all;
  };
  return {
    handlers,
    reader,
    deliveredWords: (account) => context.delivered.words(account),
    recovered,
    close,
  };
}

async function stopRun(
  context: Context,
  live: ReadonlyMap<string, LiveRun>,
  { params, body }: Input<'stopRun'>,
  { account, member }: RunSession,
): Promise<Outcome<object>> {
  const output = body.output ?? null;
  const found = live.get(params.run);
  const is_own = found?.row.account === account && found.row.member === member;
  // One's own is stopped without a look at the database. Of others, what one may not read is not there.
  if (!is_own && (await context.store.runToRead(account, member, params.run)) === undefined)
    return { ok: false, problem: noRun(params.run) };
  if (found?.stop(output) === true) return { ok: true, body: {} };
  // It is over, or another process writes it and hears of it within a second.
  const meant = await context.store.askStop(account, params.run, output);
  if (meant.length > 0) return { ok: true, body: {} };
  const detail = `The run has no output ${output}.`;
  return { ok: false, problem: problemOf('output_not_found', detail, { output }) };
}

async function keepSweeping(
  context: Context,
  sweep: () => Promise<void>,
  closing: AbortSignal,
): Promise<void> {
  for (;;) {
    await context.sleep(SWEEP_MS, closing);
    if (closing.aborted) return;
    await sweep();
  }
}

const systemSleep: Sleep = (ms, signal) =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end, { once: true });
  });
