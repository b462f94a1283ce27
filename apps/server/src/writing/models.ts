import { APICallError, streamText } from 'ai';
import type { FinishReason, LanguageModel } from 'ai';
import { buildMessages } from './prompt.ts';
import { limitWords } from './limit.ts';
import { startWatch } from './watch.ts';
import type { Timer, Watch } from './watch.ts';
import { WriterError } from './writer.ts';
import type { WriteRequest, Writer } from './writer.ts';

export interface ModelWriterOptions {
  /** How long the first text may take. Reasoning models think before they write. */
  first_token_timeout_ms?: number;
  /** The longest pause between two chunks. */
  chunk_timeout_ms?: number;
  /** Retries of a request that failed before it streamed. */
  max_retries?: number;
  timer?: Timer;
}

/**
 * Puts a model of the AI SDK behind the Writer interface: stall timeouts, errors mapped to stable codes without
 * provider payloads, and a stop at the sentence once the asked length is passed.
 */
export function createModelWriter(
  id: string,
  model: LanguageModel,
  options: ModelWriterOptions = {},
): Writer {
  return {
    id,
    is_demo: false,
    write: (request) => limitWords(streamModel(model, request, options), request),
  };
}

async function* streamModel(
  model: LanguageModel,
  request: WriteRequest,
  options: ModelWriterOptions,
): AsyncGenerator<string> {
  if (request.signal.aborted) return;
  const watch = startWatch(request.signal, {
    first_ms: options.first_token_timeout_ms ?? 60_000,
    next_ms: options.chunk_timeout_ms ?? 20_000,
    ...(options.timer && { timer: options.timer }),
  });
  let is_started = false;
  try {
    const result = streamText({
      model,
      messages: buildMessages(request),
      allowSystemInMessages: true,
      abortSignal: watch.signal,
      maxRetries: options.max_retries ?? 1,
      // Errors come as parts of the stream below; the default would print them, payload and all.
      onError: () => undefined,
    });
    for await (const part of result.stream) {
      if (watch.is_over()) break;
      if (part.type === 'reasoning-delta') watch.touch();
      if (part.type === 'error') throw part.error;
      if (part.type === 'finish') refuseBadEnd(part.finishReason, is_started);
      if (part.type !== 'text-delta' || part.text === '') continue;
      watch.pause();
      is_started = true;
      yield part.text;
      watch.touch();
    }
  } catch (error) {
    if (!watch.is_over()) throw toWriterError(error);
  } finally {
    watch.end();
  }
  refuseStall(watch, is_started);
}

function refuseStall(watch: Watch, is_started: boolean): void {
  if (!watch.has_stalled()) return;
  const message = is_started
    ? 'The model stopped in the middle of its answer.'
    : 'The model did not answer in time.';
  throw new WriterError('model_stalled', message, { is_retryable: true });
}

function refuseBadEnd(reason: FinishReason, is_started: boolean): void {
  if (reason === 'content-filter') {
    throw new WriterError('model_refused', 'The model declined this request.');
  }
  if (reason === 'error' || !is_started) {
    throw new WriterError('model_unavailable', 'The model ended without an answer.', { is_retryable: true });
  }
}

/** Provider errors carry addresses, bodies and sometimes keys: none of it passes into the message. */
function toWriterError(error: unknown): WriterError {
  if (error instanceof WriterError) return error;
  const status = statusOf(error);
  if (status === 401 || status === 403) {
    return new WriterError('model_unauthorized', 'The model provider did not accept the configured key.');
  }
  if (status === 429) {
    return new WriterError('model_rate_limited', 'The model provider is receiving too many requests.', {
      is_retryable: true,
    });
  }
  if (status === 404) {
    return new WriterError('model_unavailable', 'The model provider does not know the configured model.');
  }
  if (status !== null && status >= 400 && status < 500) {
    return new WriterError('model_request_invalid', 'The model provider did not accept the request.');
  }
  return new WriterError('model_unavailable', 'The model could not be reached or failed.', {
    is_retryable: true,
  });
}

function statusOf(error: unknown): number | null {
  if (APICallError.isInstance(error)) return error.statusCode ?? null;
  // A RetryError wraps the last attempt's error.
  if (typeof error === 'object' && error !== null && 'lastError' in error) return statusOf(error.lastError);
  return null;
}
