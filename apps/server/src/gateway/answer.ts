import {
  type ChatCompletionChunk,
  type Problem,
  type RunEvent,
  openAiErrorOf,
  problemOf,
} from '@inkwell/contract';
import { type Result, ok, refused } from '../http/call.ts';
import { Patient, QUIET_MS, SSE_HEADERS, WAITING, pulledStream } from '../http/sse.ts';
import type { StartedAnswer } from '../runs/index.ts';
import { type Ended, Told } from './told.ts';

const OUTPUT = 'x-inkwell-output';
const AVAILABLE = 'x-inkwell-credits-available';

const headersOf = ({ outputs }: StartedAnswer, available: number): Record<string, string> => ({
  [OUTPUT]: outputs.join(', '),
  [AVAILABLE]: String(available),
});

function refusedAs(problem: Problem): Result {
  const { retry_after_s } = problem;
  const headers = retry_after_s === undefined ? {} : { 'retry-after': String(retry_after_s) };
  return { ...refused(problem), headers };
}

const cutOff = (): Problem => problemOf('unavailable', 'The answer was cut off.');

/** The answer in one piece. If one of several broke off, none of them was delivered or charged. */
export async function wholeAnswer(started: StartedAnswer): Promise<Result> {
  const told = new Told(started);
  for await (const event of started.events) await told.note(event);
  const broken = told.ends.find(({ problem }) => problem !== null);
  if (broken !== undefined) return refusedAs(broken.problem!);
  if (!told.is_whole) return refused(cutOff());
  const choices = told.ends.map(({ index, reason }) => ({
    index,
    message: { role: 'assistant', content: told.textOf(index), refusal: null },
    logprobs: null,
    finish_reason: reason,
  }));
  const body = { ...told.head, object: 'chat.completion', choices, ...told.total() };
  return { ...ok(body), headers: headersOf(started, told.available), replayed: started.replayed };
}

/**
 * The answer as it is written. A failure before the first text is told by the status, unless the model has thought for
 * so long that the stream had to begin.
 */
export async function streamedAnswer(
  started: StartedAnswer,
  include_usage: boolean,
  quiet_ms = QUIET_MS,
): Promise<Result> {
  const frames = new Frames(started, include_usage, quiet_ms);
  const problem = await frames.first();
  if (problem !== null) return refusedAs(problem);
  const headers = { ...SSE_HEADERS, ...headersOf(started, started.available) };
  return { status: 200, body: pulledStream(frames), headers, replayed: started.replayed };
}

const DONE = 'data: [DONE]\n\n';
const frameOf = (data: object): string => `data: ${JSON.stringify(data)}\n\n`;

/** OpenAI's chunks, made as the reader pulls: what is pulled is delivered. */
class Frames {
  readonly #started: StartedAnswer;
  readonly #told: Told;
  readonly #include_usage: boolean;
  readonly #begun = new Set<number>();
  #waiting: string | null = null;
  readonly #coming: Patient<IteratorResult<RunEvent, undefined>>;
  #is_over = false;

  constructor(started: StartedAnswer, include_usage: boolean, quiet_ms: number) {
    this.#started = started;
    this.#told = new Told(started);
    this.#include_usage = include_usage;
    this.#coming = new Patient(started.events, quiet_ms);
  }

  /** Waits for the first text, but not for long; answers with why there is none. */
  async first(): Promise<Problem | null> {
    const told = await this.#fill();
    if (told === null || told === 'quiet') return null;
    await this.cancel();
    return told;
  }

  async next(): Promise<string | null> {
    const told = await this.#fill();
    if (told === 'quiet') return WAITING;
    if (told !== null) {
      // Clients throw at this, so the other choices have no reader any more.
      await this.cancel();
      return frameOf(openAiErrorOf(told));
    }
    const frame = this.#waiting;
    this.#waiting = null;
    return frame;
  }

  async cancel(): Promise<void> {
    this.#is_over = true;
    await this.#started.events.return?.();
  }

  /**
   * Pulls until there is something to send; answers with why an answer broke off, if that is what came, or that nothing has
   * come for some time.
   */
  async #fill(): Promise<Problem | 'quiet' | null> {
    while (this.#waiting === null && !this.#is_over) {
      const told = await this.#coming.next();
      if (told === 'quiet') return told;
      const { done, value } = told;
      if (done === true) {
        this.#is_over = true;
        return null;
      }
      const ended = await this.#told.note(value);
      if (ended !== null && ended.problem !== null) return ended.problem;
      if (value.event === 'done' && !this.#told.is_whole) return cutOff();
      this.#waiting = this.#frame(value, ended);
    }
    return null;
  }

  #frame(event: RunEvent, ended: Ended | null): string | null {
    if (event.event === 'text')
      return this.#chunk(this.#told.indexOf(event.data.output), { content: event.data.text });
    if (event.event === 'done') return this.#last();
    return ended === null ? null : this.#chunk(ended.index, {}, ended);
  }

  /** A chunk of one choice, after the one that says who speaks. */
  #chunk(index: number, delta: { content?: string }, ended?: Ended): string {
    const finish_reason = ended?.reason ?? null;
    const choice = { index, delta, logprobs: null, finish_reason };
    const chunk = this.#of([choice], ended === undefined ? {} : { inkwell: ended.inkwell });
    if (this.#begun.has(index)) return frameOf(chunk);
    this.#begun.add(index);
    const role = { role: 'assistant', content: '' } as const;
    return frameOf(this.#of([{ index, delta: role, logprobs: null, finish_reason: null }])) + frameOf(chunk);
  }

  #of(
    choices: ChatCompletionChunk['choices'],
    more: Pick<ChatCompletionChunk, 'inkwell'> = {},
  ): ChatCompletionChunk {
    const usage = this.#include_usage ? { usage: null } : {};
    return { ...this.#told.head, object: 'chat.completion.chunk', choices, ...usage, ...more };
  }

  #last(): string {
    this.#is_over = true;
    if (!this.#include_usage) return DONE;
    return frameOf({ ...this.#of([]), ...this.#told.total() }) + DONE;
  }
}
