import { type Problem, problemOf } from '@inkwell/contract';
import { estimate } from '../writing/estimate.ts';
import { buildMessages } from '../writing/prompt.ts';
import type { WriterBrief } from '../writing/writer.ts';
import { newId } from './ids.ts';
import type { Launcher, Request } from './launch.ts';
import type { RunReader } from './reading.ts';
import { mismatch, replay } from './replay.ts';
import type { FoundOutput, KeyedRun, RunGiven, RunRow } from './store.ts';
import { askedAs, fillTemplate } from './template.ts';
import type { Filled } from '../templates/fill.ts';
import type { Context, Input, RunCall, RunSession, StartedRun } from './types.ts';

type Asked = Input<'startRun'>['body'];
export type StartOutcome = ({ ok: true } & StartedRun) | { ok: false; problem: Problem };

/** Starts the runs that people ask for in the app. */
export class Starter {
  readonly #context: Context;
  readonly #launcher: Launcher;
  readonly #reader: RunReader;

  constructor(context: Context, launcher: Launcher, reader: RunReader) {
    this.#context = context;
    this.#launcher = launcher;
    this.#reader = reader;
  }

  start({ body }: Input<'startRun'>, session: RunSession, call: RunCall = {}): Promise<StartOutcome> {
    return this.#launcher.keyed(
      session.account,
      call.idempotency_key ?? null,
      (row) => this.#again(row, body),
      () => this.#begin(body, session, call),
    );
  }

  async #again(row: KeyedRun, body: Asked): Promise<StartOutcome> {
    const problem = mismatch(row, askedAs(body, row));
    if (problem !== null) return { ok: false, problem };
    const started = { row, outputs: (await this.#reader.read(row.account, row.run))?.outputs ?? [] };
    const events = replay(this.#context, this.#reader, started);
    return { ok: true, run: row.run, replayed: true, events };
  }

  async #begin(body: Asked, session: RunSession, call: RunCall): Promise<StartOutcome> {
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
    const delivery = { actor: `member:${session.member}`, is_whole: false, tells_balance: true };
    const launched = await this.#launcher.launch({ row, request, delivery, signal: call.signal });
    if (launched.ok === 'again') return this.#again(launched.row, body);
    if (!launched.ok) return launched;
    return { ok: true, run: row.run, replayed: false, events: launched.events };
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
      keeps_text: true,
      fingerprint: null,
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
