import { z } from 'zod';
import { FINISHES, MAX_CREDITS, MAX_RUN_OUTPUTS } from '../constants.ts';
import { id } from '../ids.ts';
import { choice, credits, flag, whole } from './values.ts';

/**
 * OpenAI's chat completions as the gateway takes and answers them. Requests are open, unlike the contract's own:
 * clients send many fields that mean nothing here. What would change the answer and can't be done is refused by name.
 */

const MAX_MESSAGES = 2_048;
const MAX_MODEL_CHARS = 256;
const MAX_STOPS = 4;
const MAX_TOKENS = MAX_CREDITS;

const CHAT_ROLES = ['system', 'developer', 'user', 'assistant'] as const;
const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'] as const;

/* What is asked. */

const between = (min: number, max: number) => {
  const error = `must be a number from ${min} to ${max}`;
  return z.number({ error }).min(min, { error }).max(max, { error }).nullish();
};

const CONTENT_RULE = 'must be text, or a list of text parts';

const contentPart = z.looseObject(
  { type: z.string({ error: 'must be text' }), text: z.string().optional(), refusal: z.string().optional() },
  { error: CONTENT_RULE },
);

const chatMessage = z
  .looseObject({
    role: z.enum(CHAT_ROLES, {
      error: ({ input }) =>
        input === 'tool' || input === 'function'
          ? 'is not supported: answers are text, without tools'
          : `must be one of ${CHAT_ROLES.join(', ')}`,
    }),
    content: z.union([z.string(), z.array(contentPart).min(1)], { error: CONTENT_RULE }),
  })
  .superRefine((message, context) => {
    for (const name of ['tool_calls', 'function_call', 'audio'])
      if (isAsked(message[name]))
        context.addIssue({ code: 'custom', path: [name], message: 'is not supported: messages are text' });
    if (typeof message.content === 'string') return;
    for (const [at, part] of message.content.entries()) {
      const text = part.type === 'refusal' ? part.refusal : part.text;
      if (part.type !== 'text' && part.type !== 'refusal') {
        const said = `is not supported: content is text, not ${part.type}`;
        context.addIssue({ code: 'custom', path: ['content', at], message: said });
      } else if (text === undefined)
        context.addIssue({ code: 'custom', path: ['content', at], message: 'must have its text' });
    }
  });

/** Whether a value asks for something: null, false, an empty list or object ask for nothing. */
function isAsked(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

const isChoice = (value: unknown): boolean => isAsked(value) && value !== 'none' && value !== 'auto';
const hasType = (value: unknown): boolean => (value as { type?: unknown } | null)?.type !== 'text';
const otherThanText = (value: unknown): boolean =>
  !Array.isArray(value) || value.some((one) => one !== 'text');

/** What would change the answer and can't be done, and when it is asked for. */
const UNSUPPORTED: Record<string, { why: string; when: (value: unknown) => boolean }> = {
  tools: { why: 'answers are text, without tools', when: isAsked },
  tool_choice: { why: 'answers are text, without tools', when: isChoice },
  functions: { why: 'answers are text, without tools', when: isAsked },
  function_call: { why: 'answers are text, without tools', when: isChoice },
  web_search_options: { why: 'answers are text, without tools', when: (value) => value !== null },
  modalities: { why: 'answers are text', when: (value) => isAsked(value) && otherThanText(value) },
  audio: { why: 'answers are text', when: isAsked },
  response_format: { why: 'answers are plain text', when: (value) => isAsked(value) && hasType(value) },
  logprobs: { why: 'the models’ probabilities are not passed on', when: isAsked },
  top_logprobs: {
    why: 'the models’ probabilities are not passed on',
    when: (value) => isAsked(value) && value !== 0,
  },
  logit_bias: { why: 'not every model knows it', when: isAsked },
  prediction: { why: 'not every model knows it', when: isAsked },
  moderation: { why: 'not every model knows it', when: isAsked },
};

export const chatPost = z
  .looseObject({
    model: z
      .string({ error: 'must be the name of a model' })
      .min(1, { error: 'must be the name of a model' })
      .max(MAX_MODEL_CHARS, { error: 'must be the name of a model' })
      .describe('One that `listModels` tells, the provider’s own name for it, or `default`.'),
    messages: z
      .array(chatMessage, { error: 'must be a list of messages' })
      .min(1, { error: 'must have a message' })
      .max(MAX_MESSAGES, { error: `must be at most ${MAX_MESSAGES} messages` }),
    stream: flag.nullish(),
    stream_options: z.looseObject({ include_usage: flag.nullish() }).nullish(),
    n: whole(1, MAX_RUN_OUTPUTS).nullish().describe('Each is an output with its own charge (C3).'),
    max_tokens: whole(1, MAX_TOKENS).nullish(),
    max_completion_tokens: whole(1, MAX_TOKENS).nullish().describe('Before `max_tokens`.'),
    temperature: between(0, 2),
    top_p: between(0, 1),
    presence_penalty: between(-2, 2),
    frequency_penalty: between(-2, 2),
    seed: whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER).nullish(),
    stop: z
      .union([z.string().min(1), z.array(z.string().min(1)).max(MAX_STOPS)], {
        error: `must be text, or a list of at most ${MAX_STOPS}, none of them empty`,
      })
      .nullish(),
    reasoning_effort: choice(EFFORTS).nullish(),
    user: z
      .string({ error: 'must be text' })
      .nullish()
      .describe(
        'The member who is charged: as it is if it is an id, hashed otherwise; without it `api` (M1).',
      ),
    store: flag
      .nullish()
      .describe('Keeps the conversation and the answer in History. Otherwise neither is kept.'),
  })
  .superRefine((body, context) => {
    for (const [name, { why, when }] of Object.entries(UNSUPPORTED))
      if (body[name] !== undefined && when(body[name]))
        context.addIssue({ code: 'custom', path: [name], message: `is not supported: ${why}` });
  })
  .meta({
    id: 'ChatCompletionPost',
    description: 'As OpenAI’s; fields that are not named here are ignored.',
    examples: [{ model: 'default', messages: [{ role: 'user', content: 'Two lines about ferns.' }] }],
  });

/** The name may have any sign: providers' own have slashes and colons. */
export const modelParams = z.strictObject({ model: z.string().min(1).max(MAX_MODEL_CHARS) });

/* What is answered. */

const tokens = z.int().min(0);
const usage = z
  .object({ prompt_tokens: tokens, completion_tokens: tokens, total_tokens: tokens })
  .nullable()
  .describe('As the model’s provider told; null if it does not. Of several answers, their sum.');

/** What one answer cost. */
const inkwellOutput = z
  .object({
    output: id.describe('To vote on it, or to read its receipt.'),
    words: credits,
    charged: credits.describe('Credits.'),
    finish: z.enum(FINISHES),
    detail: z.string().nullable(),
    ignored: z.array(z.string()).optional().describe('Settings that the model has no use for.'),
  })
  .meta({ id: 'InkwellOutput' });

const inkwellAnswer = z
  .object({
    run: id,
    words: credits,
    charged: credits,
    outputs: z.array(inkwellOutput),
  })
  .meta({ id: 'InkwellAnswer' });

const FINISH_REASONS = ['stop', 'length', 'content_filter'] as const;
const head = { id: z.string(), created: z.int(), model: z.string() };
const index = z.int().min(0);

export const chatCompletion = z
  .object({
    ...head,
    object: z.literal('chat.completion'),
    choices: z.array(
      z.object({
        index,
        message: z.object({ role: z.literal('assistant'), content: z.string(), refusal: z.null() }),
        logprobs: z.null(),
        finish_reason: z.enum(FINISH_REASONS),
      }),
    ),
    usage,
    inkwell: inkwellAnswer,
  })
  .meta({ id: 'ChatCompletion' });

export const chatChunk = z
  .object({
    ...head,
    object: z.literal('chat.completion.chunk'),
    choices: z.array(
      z.object({
        index,
        delta: z.object({ role: z.literal('assistant').optional(), content: z.string().optional() }),
        logprobs: z.null(),
        finish_reason: z.enum(FINISH_REASONS).nullable(),
      }),
    ),
    usage: usage.optional(),
    inkwell: z
      .union([inkwellOutput, inkwellAnswer])
      .optional()
      .describe('With the end of an answer what it cost; with the usage at the end of the stream all of it.'),
  })
  .meta({
    id: 'ChatCompletionChunk',
    description:
      'Server-sent events, `[DONE]` last. A stream that breaks ends with `{ "error": … }` in place of it.',
  });

export const gatewayModel = z
  .object({ id: z.string(), object: z.literal('model'), created: z.int(), owned_by: z.string() })
  .meta({ id: 'GatewayModel' });
export const gatewayModelList = z
  .object({ object: z.literal('list'), data: z.array(gatewayModel) })
  .meta({ id: 'GatewayModelList' });
