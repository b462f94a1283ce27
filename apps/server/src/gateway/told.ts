import {
  type ChatCompletion,
  type Finish,
  type Problem,
  type RunEvent,
  type RunSettled,
  problemOf,
} from '@inkwell/contract';
import type { AnswerEnd, StartedAnswer } from '../runs/index.ts';

type FinishReason = ChatCompletion['choices'][number]['finish_reason'];
type Usage = ChatCompletion['usage'];

/** One answer at its end. `reason` is null where it has none that it should have: then `problem` says why. */
export interface Ended {
  index: number;
  reason: FinishReason | null;
  problem: Problem | null;
  inkwell: ChatCompletion['inkwell']['outputs'][number];
  usage: Usage;
}

/** How long to leave a provider alone that says it is asked too much. */
const BUSY_S = 5;
const MS_PER_S = 1_000;

/** What a started answer has told so far, in OpenAI's terms. */
export class Told {
  readonly #started: StartedAnswer;
  readonly #texts: string[];
  readonly #ends: (Ended | undefined)[];
  #available: number;
  #is_done = false;

  constructor(started: StartedAnswer) {
    this.#started = started;
    this.#texts = started.outputs.map(() => '');
    this.#ends = started.outputs.map(() => undefined);
    this.#available = started.available;
  }

  /** What every answer and chunk begins with. */
  get head() {
    const { run, created_at, model } = this.#started;
    return { id: `chatcmpl-${run}`, created: Math.floor(created_at / MS_PER_S), model };
  }

  /** Whether all was told: the client has not hung up, and no answer is left to the next process to settle. */
  get is_whole(): boolean {
    return this.#is_done && this.ends.length === this.#ends.length;
  }

  get ends(): Ended[] {
    return this.#ends.filter((end) => end !== undefined);
  }

  get available(): number {
    return this.#available;
  }

  textOf(index: number): string {
    return this.#texts[index]!;
  }

  indexOf(output: string): number {
    return this.#started.outputs.indexOf(output);
  }

  /** Answers with the end, if the event was one. */
  async note(event: RunEvent): Promise<Ended | null> {
    switch (event.event) {
      case 'text':
        this.#texts[this.indexOf(event.data.output)] += event.data.text;
        return null;
      case 'balance':
        this.#available = event.data.available;
        return null;
      case 'done':
        this.#is_done = true;
        return null;
      case 'settled':
        return this.#end(event.data);
      case 'failed':
        return this.#end({ ...event.data, finish: null });
      default:
        return null;
    }
  }

  async #end(
    data: Pick<RunSettled, 'output' | 'words' | 'charged' | 'detail'> & { finish: Finish | null },
  ): Promise<Ended> {
    const { output, words, charged, detail } = data;
    const end = await this.#started.endOf(output);
    const finish = data.finish ?? end.finish;
    const index = this.indexOf(output);
    const reason = reasonOf(finish, end);
    // An answer of no words is one all the same: nothing needs to be said about it.
    const said = finish === 'done' ? null : detail;
    const ignored = end.model_end?.ignored ?? [];
    const ended = {
      index,
      reason,
      problem: reason === null ? problemOfEnd(end, data) : null,
      inkwell: { output, words, charged, finish, detail: said, ...(ignored.length > 0 && { ignored }) },
      usage: usageOf(end),
    };
    this.#ends[index] = ended;
    return ended;
  }

  /** Of all answers: what they cost, and the tokens if the provider has told those of each. */
  total(): Pick<ChatCompletion, 'usage' | 'inkwell'> {
    const ends = this.ends;
    const outputs = ends.map(({ inkwell }) => inkwell);
    const sum = (of: (one: (typeof outputs)[number]) => number) =>
      outputs.reduce((total, one) => total + of(one), 0);
    return {
      usage: ends.map(({ usage }) => usage).reduce(addUsage),
      inkwell: {
        run: this.#started.run,
        words: sum(({ words }) => words),
        charged: sum(({ charged }) => charged),
        outputs,
      },
    };
  }
}

/** In one order, wherever it was kept: the same answer is given again in the same bytes. */
function usageOf({ model_end }: AnswerEnd): Usage {
  if (model_end === null || model_end.usage === null) return null;
  const { prompt_tokens, completion_tokens, total_tokens } = model_end.usage;
  return { prompt_tokens, completion_tokens, total_tokens };
}

function addUsage(a: Usage, b: Usage): Usage {
  if (a === null || b === null) return null;
  return {
    prompt_tokens: a.prompt_tokens + b.prompt_tokens,
    completion_tokens: a.completion_tokens + b.completion_tokens,
    total_tokens: a.total_tokens + b.total_tokens,
  };
}

/** Credits that run out end an answer as its `max_tokens` would. */
function reasonOf(finish: Finish, { model_end }: AnswerEnd): FinishReason | null {
  switch (finish) {
    case 'done':
      return model_end?.reason ?? 'stop';
    case 'out_of_credits':
    case 'member_cap':
    case 'too_long':
      return 'length';
    default:
      return null;
  }
}

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

/** Why an answer broke off, or never began. */
function problemOfEnd(
  { code, cause, finish, problem }: AnswerEnd,
  { output, words, charged, detail }: Pick<RunSettled, 'output' | 'words' | 'charged' | 'detail'>,
): Problem {
  const cost =
    charged > 0
      ? `Charged: ${counted(charged, 'credit')} for ${counted(words, 'word')}.`
      : 'Nothing was charged.';
  const said = `${detail ?? 'The answer was stopped.'} ${cost}`;
  const figures = { output, words, charged };
  if (cause === 'model_request_invalid') return problemOf('invalid_request', said, figures);
  if (cause === 'model_rate_limited')
    return problemOf('rate_limited', said, { ...figures, retry_after_s: BUSY_S });
  // Stopped by a person of the workspace, or with the server.
  if (finish === 'stopped' && code === 'invalid_state')
    return problemOf(detail === null ? 'invalid_state' : 'unavailable', said, figures);
  return { ...problemOf(code, said), ...problem, detail: said, ...figures };
}
