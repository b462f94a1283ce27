import { MAX_TEXT_CHARS } from '@inkwell/contract';
import { countWords, createWordCounter } from '@inkwell/words';
import { COMMAND_MAX_WORDS, LENGTH_BANDS } from '../writing/lengths.ts';
import type { ModelEnd, WriteRequest } from '../writing/writer.ts';
import { done, failed, stalled, tooLong } from './endings.ts';
import type { LiveOutput } from './output.ts';
import type { Purse } from './purse.ts';
import type { Context, Ending } from './types.ts';

/** How long a text may get, whatever the provider sends. */
interface Limits {
  words: number;
  /** Blanks and dashes are free words, so signs have a limit as well. */
  chars: number;
}

const MAX_CHARS = 40_000;
const OVERRUN = 2;
/** Who asks for a conversation says itself how long it may get. This is more than any model of today writes at once. */
const CONVERSATION: Limits = { words: 200_000, chars: MAX_TEXT_CHARS };

/** A model that has not stopped by then never will: twice the most that was asked for. */
function limitsOf({ length, messages }: Pick<WriteRequest, 'length' | 'messages'>): Limits {
  if (messages !== null) return CONVERSATION;
  const most = length === null ? COMMAND_MAX_WORDS : LENGTH_BANDS[length].max_words;
  return { words: OVERRUN * most, chars: MAX_CHARS };
}

/** Counts an output's text and passes on as much of it as its hold pays for. */
class Meter {
  readonly #counter = createWordCounter();
  readonly #output: LiveOutput;
  readonly #purse: Purse;
  readonly #limits: Limits;
  #rest = '';
  #chars = 0;

  constructor(output: LiveOutput, purse: Purse, limits: Limits) {
    this.#output = output;
    this.#purse = purse;
    this.#limits = limits;
  }

  /** Passes a chunk on. Returns why the text has to end here, or null. */
  async push(chunk: string): Promise<Ending | null> {
    // PostgreSQL stores no NUL; neither it nor half of a surrogate pair counts as a word.
    const text = chunk.replaceAll('\0', '');
    const room = this.#limits.chars - this.#chars - this.#rest.length;
    this.#rest += text.slice(0, room);
    for (;;) {
      const limit = this.#pass();
      if (!this.#counter.refused) return text.length > room ? tooLong() : null;
      const why = await this.#more(limit);
      if (why !== null) return why;
    }
  }

  /** After the last chunk: the rest is a number that may be one word too many, or half a surrogate pair. */
  async finish(): Promise<Ending | null> {
    while (countWords(this.#rest) > 0) {
      const why = await this.#more(Math.min(this.#output.held, this.#limits.words));
      if (why !== null) return why;
      this.#pass();
    }
    return null;
  }

  #pass(): number {
    const limit = Math.min(this.#output.held, this.#limits.words);
    const accepted = this.#counter.pushUpTo(this.#rest, limit);
    if (accepted > 0) {
      this.#output.accept(this.#rest.slice(0, accepted).toWellFormed(), this.#counter.total);
      this.#rest = this.#rest.slice(accepted);
      this.#chars += accepted;
    }
    if (limit < this.#limits.words) this.#purse.askEarly(this.#output);
    return limit;
  }

  #more(limit: number): Promise<Ending | null> {
    return limit >= this.#limits.words ? Promise.resolve(tooLong()) : this.#purse.more(this.#output, limit);
  }
}

/**
 * Writes an output: the model's text, counted, paid for and passed on as the reader takes it (C4). Returns how it
 * ended; never rejects.
 */
export async function writeText(
  output: LiveOutput,
  request: WriteRequest,
  purse: Purse,
  { writer, log, now }: Pick<Context, 'writer' | 'log' | 'now'>,
): Promise<Ending> {
  const meter = new Meter(output, purse, limitsOf(request));
  const late = (error: unknown) =>
    log.info({ output: output.output, err: error }, 'The model failed after its end');
  let chunks: AsyncIterator<string, ModelEnd | void> | null = null;
  try {
    chunks = writer.write(request)[Symbol.asyncIterator]();
    for (;;) {
      output.waiting_since = now();
      const next = chunks.next();
      const step = await Promise.race([next, output.stopped]);
      output.waiting_since = null;
      if (output.ending !== null || step === undefined) {
        next.catch(late);
        return output.ending ?? stalled();
      }
      if (step.done === true) {
        output.model_end = step.value ?? null;
        return (await meter.finish()) ?? done();
      }
      const why = await meter.push(step.value);
      if (why !== null) return why;
      await output.room();
    }
  } catch (error) {
    log.warn({ output: output.output, err: error }, 'The model failed');
    return output.ending ?? failed(error);
  } finally {
    output.waiting_since = null;
    // Not waited for: a model that hangs must not keep what was delivered from being settled.
    chunks?.return?.().catch(late);
  }
}
