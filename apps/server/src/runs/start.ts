import { type Problem, problemOf } from '@inkwell/contract';
import { estimate } from '../writing/estimate.ts';
import { buildMessages } from '../writing/prompt.ts';
import type { WriteRequest, WriterBrief } from '../writing/writer.ts';
import { problemOfRefusal } from './endings.ts';
import { newId } from './ids.ts';
import { LiveRun } from './live.ts';
import type { RunReader } from './reading.ts';
import { mismatch, replay } from './replay.ts';
import type { FoundOutput, RunGiven, RunRow } from './store.ts';
import { askedAs, fillTemplate } from './template.ts';
import type { Filled } from '../templates/fill.ts';
import type { Context, Input, RunCall, RunSession, StartedRun } from './types.ts';

type Asked = Input<'startRun'>['body'];
type Request = Omit<WriteRequest, 'signal'>;
export type StartOutcome = ({ ok: true } & StartedRun) | { ok: false; problem: Problem };

/** Starts runs, and keeps those that are being written. */
export class Starter {
  readonly live: Map<string, LiveRun>;
  readonly #context: Context;
  readonly #reader: RunReader;
  /** Keys that are being started at this moment: a second request of the same key waits for the first. */
  readonly #starting = new Map<string, Promise<unknown>>();

  constructor(context: Context, live: Map<string, LiveRun>, reader: RunReader) {
    this.#context = context;
    this.live = live;
    this.#reader = reader;
  }

  async start({ body }: Input<'startRun'>, session: RunSession, call: RunCall = {}): Promise<StartOutcome> {
    const key = call.idempotency_key ?? null;
    if (key === null) return this.#begin(body, session, call);
    const name = `${session.account} ${key}`;
    while (this.#starting.has(name)) await this.#starting.get(name);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#starting.set(name, promise);
    try {
      const row = await this.#context.store.runOfKey(session.account, key);
      return await (row === undefined ? this.#begin(body, session, call) : this.#again(row, body));
    } finally {
      this.#starting.delete(name);
      resolve();
    }
  }

  async #again(row: RunRow & Pick<RunGiven, 'context'>, body: Asked): Promise<StartOutcome> {
    const problem = mismatch(row, askedAs(body, row));
    if (problem !== null) return { ok: false, problem };
    const started = { row, outputs: (await this.#reader.read(row.account, row.run))?.outputs ?? [] };
    const events = replay(this.#context, this.#reader, started);
    return { ok: true, run: row.run, replayed: true, events };
  }

  async #begin(body: Asked, session: RunSession, call: RunCall): Promise<StartOutcome> {
    const { store, process } = this.#context;
    const template = await fillTemplate(this.#context, body, session.account);
    if (!template.ok) return template;
    const earlier = await this.#earlier(body.retry_of, session.account);
    if (earlier === null) {
      const detail = `There is no output ${body.retry_of}.`;
      return { ok: false, problem: problemOf('output_not_found', detail, { output: body.retry_of }) };
    }
    const brief = body.document === null ? null : await this.#context.briefOf(session, body.document);
    if (body.document !== null && brief === null) {
      const { document } = body;
      const detail = `There is no document ${document}.`;
      return { ok: false, problem: problemOf('document_not_found', detail, { document }) };
    }
    const request = requestOf(body, earlier, brief, template.filled);
    const row = this.#rowOf(body, session, call, request);
    row.inputs = template.filled?.inputs ?? null;
    const outputs = Array.from({ length: body.outputs }, (_, idx) => ({
      output: newId('out', row.created_at),
      idx,
    }));
    if (!(await store.insert(row, process, outputs))) {
      // Another process was quicker with the same key.
      const first = await store.runOfKey(session.account, row.idempotency_key ?? '');
      if (first === undefined) throw new Error('A run could not be stored.');
      return this.#again(first, body);
    }
    return this.#admit(new LiveRun(this.#context, row, outputs, request), call);
  }

  /** A run whose first output gets no credits is refused as a whole, and was never there. */
  async #admit(run: LiveRun, call: RunCall): Promise<StartOutcome> {
    const id = run.row.run;
    this.live.set(id, run);
    try {
      const refusal = await run.admitFirst();
      if (refusal !== null) {
        this.live.delete(id);
        await this.#context.store.remove(id);
        return { ok: false, problem: problemOfRefusal(refusal) };
      }
    } catch (error) {
      // Whether there is a hold is unknown: the sweep finds the run, releases what it holds, and fails it.
      this.live.delete(id);
      throw error;
    }
    const events = run.begin(call.signal);
    void run.finished.then(() => this.live.delete(id));
    return { ok: true, run: id, replayed: false, events };
  }

  #rowOf(body: Asked, session: RunSession, call: RunCall, request: Request): RunRow & RunGiven {
    const { now, writer } = this.#context;
    const created_at = now();
    const { kind, length, tone, language, template, outputs, retry_of, document, context } = body;
    const { account, member } = session;
    const whole = { ...request, signal: new AbortController().signal };
    return {
      run: newId('run', created_at),
      account,
      member,
      kind,
      input: request.instruction,
      length,
      tone,
      language,
      template,
      inputs: null,
      outputs,
      retry_of,
      document,
      context,
      brief: request.brief ?? null,
      prompt: buildMessages({ ...whole, output_index: 0, attempt: 0 }),
      attempt: request.attempt,
      model: writer.id,
      is_demo: writer.is_demo,
      estimate_credits: Math.max(1, estimate(whole)),
      idempotency_key: call.idempotency_key ?? null,
      created_at,
    };
  }

  /** The output that is tried again; undefined if none is, null if there is no such output. */
  async #earlier(retry_of: string | null, account: string): Promise<FoundOutput | undefined | null> {
    if (retry_of === null) return undefined;
    return (await this.#context.store.find(account, retry_of)) ?? null;
  }
}

/** What the model is asked, the same for all outputs but for their index. A retry is another attempt at its output. */
function requestOf(
  body: Asked,
  earlier: FoundOutput | undefined,
  brief: WriterBrief | null,
  filled: Filled | null,
): Request {
  const { input, length, template, context } = body;
  return {
    instruction: filled?.input ?? input,
    // A template has its own length.
    length: filled === null ? length : null,
    output_index: earlier?.idx ?? 0,
    attempt: earlier === undefined ? 0 : earlier.attempt + 1,
    tone: body.tone ?? brief?.tone ?? null,
    language: body.language ?? brief?.language ?? null,
    context: context?.text ?? null,
    context_kind: context?.kind ?? null,
    brief,
    messages: null,
    template,
    ask: filled?.ask ?? null,
    max_words: null,
  };
}
