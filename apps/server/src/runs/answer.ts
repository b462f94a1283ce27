import { type ErrorCode, type Finish, MAX_INPUT_CHARS, type Problem, problemOf } from '@inkwell/contract';
import { differingField, fingerprintOf } from '@inkwell/engine';
import type { ModelEnd, ModelSettings, WriterMessage } from '../writing/writer.ts';
import { newId } from './ids.ts';
import type { Launched, Launcher, Request } from './launch.ts';
import type { LiveOutput } from './output.ts';
import { SHORTAGES } from './purse.ts';
import type { RunReader } from './reading.ts';
import { replay } from './replay.ts';
import type { KeyedRun, OutputRow, RunGiven, RunRow } from './store.ts';
import type { Context, Ending, RunCall, RunEvents } from './types.ts';

/** A conversation that is to be answered. */
export interface AskedAnswer {
  account: string;
  member: string;
  /** What the journal keeps of whoever asks. */
  actor: string;
  messages: WriterMessage[];
  settings: ModelSettings;
  /** Answers, each an output of its own (C3). */
  outputs: number;
  /** All of them at once, or none and nothing charged. */
  is_whole: boolean;
  /** Whether the answers' texts are stored. */
  keeps_text: boolean;
  /** Whether the conversation is stored, too. */
  keeps_prompt: boolean;
  /** All that was asked, after defaults: what the same key has to come with again (K1). */
  fields: Record<string, unknown>;
  /** What stands against it, unless the same key has been answered before. */
  refusal: Problem | null;
}

/** How one answer ended. */
export type AnswerEnd = Pick<Ending, 'finish' | 'code' | 'cause' | 'problem'> & {
  model_end: ModelEnd | null;
};

/** Like a `StartedRun`; its events come without balances but for the last one. */
export interface StartedAnswer {
  run: string;
  /** Milliseconds since 1970. */
  created_at: number;
  model: string;
  replayed: boolean;
  /** By their index. */
  outputs: readonly string[];
  /** Credits that can be spent beside what is held by now. */
  available: number;
  events: RunEvents;
  /** Of an output whose end was told. */
  endOf(output: string): Promise<AnswerEnd>;
}

export type AnswerOutcome = ({ ok: true } & StartedAnswer) | { ok: false; problem: Problem };

/** A first hold; an answer grows it soon, and few are much shorter. */
const ESTIMATE_CREDITS = 100;

/** Answers the gateway's conversations: runs like any other, but for what is kept of them. */
export class Answerer {
  readonly #context: Context;
  readonly #launcher: Launcher;
  readonly #reader: RunReader;

  constructor(context: Context, launcher: Launcher, reader: RunReader) {
    this.#context = context;
    this.#launcher = launcher;
    this.#reader = reader;
  }

  answer(asked: AskedAnswer, call: RunCall = {}): Promise<AnswerOutcome> {
    return this.#launcher.keyed(
      asked.account,
      call.idempotency_key ?? null,
      (row) => this.#again(row, asked, call),
      () => this.#begin(asked, call),
    );
  }

  async #begin(asked: AskedAnswer, call: RunCall): Promise<AnswerOutcome> {
    const { actor, is_whole, refusal } = asked;
    if (refusal !== null) return { ok: false, problem: refusal };
    const row = this.#rowOf(asked, call);
    const delivery = { actor, is_whole, tells_balance: false };
    const request = requestOf(asked);
    const launched = await this.#launcher.launch({ row, request, delivery, signal: call.signal });
    if (launched.ok === 'again') return this.#again(launched.row, asked, call);
    return launched.ok ? begun(launched) : launched;
  }

  async #again(row: KeyedRun, asked: AskedAnswer, call: RunCall): Promise<AnswerOutcome> {
    const { account, run, fingerprint, keeps_text, created_at, model } = row;
    const given = fingerprintOf(asked.fields);
    const field = fingerprint === null ? 'kind' : differingField(fingerprint, given);
    if (field !== null) {
      const detail = `This key was used for a request with another \`${field}\`.`;
      return { ok: false, problem: problemOf('idempotency_mismatch', detail, { field }) };
    }
    const outputs = (await this.#reader.read(account, run))?.outputs ?? [];
    // Nothing came of it, so nothing was charged: its key is free, as that of any refusal.
    if (outputs.every(({ state }) => state === 'failed')) {
      await this.#context.store.freeKey(run);
      return this.#begin(asked, call);
    }
    if (!keeps_text) return { ok: false, problem: notKept(outputs) };
    return {
      ok: true,
      run,
      created_at,
      model,
      replayed: true,
      outputs: outputs.map(({ output }) => output),
      available: await this.#available(account),
      events: replay(this.#context, this.#reader, { row, outputs }),
      endOf: (output) => this.#storedEnd(row, output),
    };
  }

  async #available(account: string): Promise<number> {
    const { reads } = this.#context.ledger;
    const loaded = await reads.load(account);
    return loaded === undefined ? 0 : reads.balanceOf(loaded).available;
  }

  async #storedEnd({ account, run }: KeyedRun, output: string): Promise<AnswerEnd> {
    const read = await this.#reader.read(account, run);
    const row = read?.outputs.find((one) => one.output === output);
    const code = row?.code ?? 'model_error';
    const model_end = row?.model_end ?? null;
    return { finish: row?.finish ?? finishOf(code, model_end), code, cause: null, problem: null, model_end };
  }

  #rowOf(asked: AskedAnswer, call: RunCall): RunRow & RunGiven {
    const { now, writer } = this.#context;
    const { account, member, messages, settings, outputs, keeps_text, keeps_prompt, fields } = asked;
    const created_at = now();
    const said = messages.findLast(({ role }) => role === 'user')?.content ?? '';
    return {
      run: newId('run', created_at),
      account,
      member,
      kind: 'api',
      input: keeps_prompt ? storable(said).slice(0, MAX_INPUT_CHARS).toWellFormed() : '',
      length: null,
      tone: null,
      language: null,
      template: null,
      inputs: null,
      outputs,
      retry_of: null,
      document: null,
      context: null,
      brief: null,
      prompt: keeps_prompt
        ? messages.map(({ role, content }) => ({ role, content: storable(content) }))
        : null,
      attempt: 0,
      model: writer.id,
      is_demo: writer.is_demo,
      estimate_credits: Math.min(ESTIMATE_CREDITS, settings.max_tokens ?? ESTIMATE_CREDITS),
      idempotency_key: call.idempotency_key ?? null,
      created_at,
      keeps_text,
      fingerprint: fingerprintOf(fields),
    };
  }
}

function begun({ run, events }: Extract<Launched, { ok: true }>): AnswerOutcome {
  const { row, outputs, available } = run;
  const byId = new Map(outputs.map((output) => [output.output, output]));
  return {
    ok: true,
    run: row.run,
    created_at: row.created_at,
    model: row.model,
    replayed: false,
    outputs: [...byId.keys()],
    available,
    events,
    endOf: (output) => Promise.resolve(liveEnd(byId.get(output)!)),
  };
}

function liveEnd({ ending, model_end }: LiveOutput): AnswerEnd {
  const { finish, code, cause, problem } = ending!;
  return { finish, code, cause, problem, model_end };
}

/** How an output without a word ended: that is not stored of those that failed. */
function finishOf(code: ErrorCode, model_end: ModelEnd | null): Finish {
  if (model_end !== null) return 'done';
  return SHORTAGES.has(code) ? 'out_of_credits' : 'model_error';
}

function notKept(outputs: readonly OutputRow[]): Problem {
  const charged = outputs.reduce((sum, output) => sum + output.charged, 0);
  const detail =
    'This key has been answered, and the text was not kept. Send an `Idempotency-Key` of your own, or `store: true`, to have it given again.';
  return problemOf('output_exists', detail, { output: outputs[0]!.output, charged });
}

/** PostgreSQL stores neither NUL nor half of a surrogate pair. */
const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed();

const requestOf = ({ messages, settings }: AskedAnswer): Request => ({
  instruction: '',
  length: null,
  output_index: 0,
  attempt: 0,
  tone: null,
  language: null,
  context: null,
  messages,
  settings,
  max_words: null,
});
