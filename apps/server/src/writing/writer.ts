/**
 * The one interface behind which every model stands, the demo writer included. Runs, templates and the gateway
 * know nothing else about models.
 */

export type OutputLength = 's' | 'm' | 'l';

export interface WriterMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** What a document's brief tells a model. What is switched off or empty is null. */
export interface WriterBrief {
  title: string | null;
  description: string | null;
  keywords: string | null;
  tone: string | null;
  language: string | null;
  voice: { name: string; description: string } | null;
}

/** What a template asks: its own words to the model, the filled inputs by label, and about how much it writes. */
export interface TemplateAsk {
  prompt: string;
  shape: 'line' | 'list' | 'beats' | 'mail' | 'article';
  words: number;
  /** Label and value, in the template's order; empty ones are left out. */
  fields: readonly (readonly [string, string])[];
  /** What comes of the template's own examples, when they are what was filled in; otherwise null. */
  sample: string | null;
}

/** What a caller of the gateway asks of the model itself. What is undefined is the provider's to choose. */
export interface ModelSettings {
  temperature?: number | undefined;
  top_p?: number | undefined;
  max_tokens?: number | undefined;
  stop?: string[] | undefined;
  seed?: number | undefined;
  presence_penalty?: number | undefined;
  frequency_penalty?: number | undefined;
  reasoning_effort?: ReasoningEffort | undefined;
}

export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh';

export interface WriteRequest {
  /** What the person asked, or a template's filled prompt. May be empty when `messages` are given. */
  instruction: string;
  /** S 20–30 words, M 40–60, L 80–120; null: what the request implies, up to about 300. */
  length: OutputLength | null;
  /** 0..9: the ten outputs of one run must differ. */
  output_index: number;
  /** 0 at first; each "Try again" counts one up. */
  attempt: number;
  tone: string | null;
  /** A BCP 47 tag or a language's English name; null is English. */
  language: string | null;
  /** The text before the caret, or the selection that an edit works on. */
  context: string | null;
  /** Which of the two `context` is; a selection unless told. */
  context_kind?: 'before' | 'selection' | null;
  /** The document's, when the run is asked in one. */
  brief?: WriterBrief | null;
  /** A whole conversation, given by the gateway in place of an instruction. */
  messages: WriterMessage[] | null;
  /** What goes with such a conversation. */
  settings?: ModelSettings | null;
  /** The template's id, when the run is a template's. */
  template?: string | null;
  /** What that template asks; the instruction then holds its filled inputs. */
  ask?: TemplateAsk | null;
  /** A hard ceiling in words (`words-v1`); null leaves it to `length`. */
  max_words: number | null;
  signal: AbortSignal;
}

/** What the provider counted. */
export interface TokenUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
}

/** How a conversation's answer ended, as the model told. */
export interface ModelEnd {
  /** By itself or at a stop sequence; at `max_tokens`; by the provider's filter. */
  reason: 'stop' | 'length' | 'content_filter';
  /** null if the provider does not tell. */
  usage: TokenUsage | null;
  /** Settings that this model has no use for. */
  ignored: (keyof ModelSettings)[];
}

export interface Writer {
  /** `demo`, or provider and model: `openai:gpt-5`. Stands on receipts. */
  readonly id: string;
  readonly is_demo: boolean;
  /**
   * Yields chunks of text that joined make the output. Throws a WriterError on failure, returns when done, and
   * returns promptly, without an error, once `signal` aborts. What was yielded before an error stays delivered. What
   * it returns of a conversation is how the model ended.
   */
  write(request: WriteRequest): AsyncIterable<string, ModelEnd | void>;
}

export type WriterErrorCode =
  | 'model_unavailable'
  | 'model_unauthorized'
  | 'model_rate_limited'
  | 'model_refused'
  | 'model_stalled'
  | 'model_request_invalid'
  | 'language_unsupported';

/** A failure that a reader can be told: `message` is a sentence, holds no keys and no provider payload. */
export class WriterError extends Error {
  override readonly name = 'WriterError';
  readonly code: WriterErrorCode;
  /** Whether the same request may succeed when it is sent again unchanged. */
  readonly is_retryable: boolean;

  constructor(code: WriterErrorCode, message: string, options: { is_retryable?: boolean } = {}) {
    super(message);
    this.code = code;
    this.is_retryable = options.is_retryable ?? false;
  }
}
