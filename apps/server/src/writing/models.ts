import { APICallError, streamText } from 'ai';
import type {
  CallWarning,
  FinishReason,
  LanguageModel,
  LanguageModelCallOptions,
  LanguageModelUsage,
} from 'ai';
import { buildMessages } from './prompt.ts';
import { limitWords } from './limit.ts';
import { startWatch } from './watch.ts';
import type { Timer, Watch } from './watch.ts';
import { WriterError } from './writer.ts';
import type { ModelEnd, ModelSettings, TokenUsage, WriteRequest, Writer } from './writer.ts';

export interface ModelWriterOptions {
  /** What answers conversations of the gateway, where that is another one than writes our own prompts. */
  conversation_model?: LanguageModel;
  /** How long the first text may take. Reasoning models think before they write, of a conversation for minutes. */
  first_token_timeout_ms?: number;
  /** The longest pause between two chunks. */
  chunk_timeout_ms?: number;
  /** Retries of a request that failed before it streamed. */
  max_retries?: number;
  timer?: Timer;
}

const FIRST_MS = 60_000;
const CONVERSATION_FIRST_MS = 300_000;

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
    write: (request) => {
      // Whoever gave the conversation has set its length as well.
      if (request.messages !== null)
        return streamModel(options.conversation_model ?? model, request, options);
      return limitWords(streamModel(model, request, options), request);
    },
  };
}

async function* streamModel(
  model: LanguageModel,
  request: WriteRequest,
  options: ModelWriterOptions,
): AsyncGenerator<string, ModelEnd | void> {
  if (request.signal.aborted) return;
  const is_conversation = request.messages !== null;
  const watch = startWatch(request.signal, {
    first_ms: options.first_token_timeout_ms ?? (is_conversation ? CONVERSATION_FIRST_MS : FIRST_MS),
    next_ms: options.chunk_timeout_ms ?? 20_000,
    ...(options.timer && { timer: options.timer }),
  });
  let is_started = false;
  let ignored: ModelEnd['ignored'] = [];
  try {
    const result = streamText({
      model,
      messages: buildMessages(request),
      ...settingsOf(request.settings ?? {}),
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
      if (part.type === 'start-step') ignored = ignoredIn(part.warnings);
      if (part.type === 'finish') {
        const { finishReason, totalUsage } = part;
        if (is_conversation) return endOf(finishReason, totalUsage, ignored);
        refuseBadEnd(finishReason, is_started);
      }
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

/** The AI SDK's names for a caller's settings. */
const SETTINGS = {
  temperature: 'temperature',
  top_p: 'topP',
  max_tokens: 'maxOutputTokens',
  stop: 'stopSequences',
  seed: 'seed',
  presence_penalty: 'presencePenalty',
  frequency_penalty: 'frequencyPenalty',
  reasoning_effort: 'reasoning',
} as const satisfies Record<keyof ModelSettings, keyof LanguageModelCallOptions>;

const NAMES = Object.keys(SETTINGS) as (keyof ModelSettings)[];

function settingsOf(settings: ModelSettings): LanguageModelCallOptions {
  const given = NAMES.filter((name) => settings[name] !== undefined);
  return Object.fromEntries(given.map((name) => [SETTINGS[name], settings[name]]));
}

/** The caller's names for what the model has no use for. */
function ignoredIn(warnings: readonly CallWarning[]): (keyof ModelSettings)[] {
  const features = warnings.flatMap((one) => (one.type === 'unsupported' ? [one.feature] : []));
  return NAMES.filter((name) => features.includes(SETTINGS[name]));
}

/** How a conversation's answer ended. An empty one is an answer too: the tokens may have gone into thoughts. */
function endOf(reason: FinishReason, usage: LanguageModelUsage, ignored: ModelEnd['ignored']): ModelEnd {
  if (reason === 'error')
    throw new WriterError('model_unavailable', 'The model ended without an answer.', { is_retryable: true });
  const known = { length: 'length', 'content-filter': 'content_filter' } as const;
  return {
    reason: reason === 'length' || reason === 'content-filter' ? known[reason] : 'stop',
    usage: tokensOf(usage),
    ignored,
  };
}

function tokensOf({ inputTokens, outputTokens, totalTokens }: LanguageModelUsage): TokenUsage | null {
  if (inputTokens === undefined || outputTokens === undefined) return null;
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: totalTokens ?? inputTokens + outputTokens,
  };
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
