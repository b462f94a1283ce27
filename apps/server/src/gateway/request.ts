import { type ChatCompletionPost, id } from '@inkwell/contract';
import { textDigest } from '@inkwell/engine';
import type { AskedAnswer } from '../runs/index.ts';
import type { ModelSettings, WriterMessage } from '../writing/writer.ts';

/** Whom a request without `user` is charged to (M1). */
const NOBODY_NAMED = 'api';
const HASH_CHARS = 24;

/** `user` as a member's id: as it is where it is one, hashed otherwise. */
export function memberOf(user: string | null | undefined): string {
  if (user === undefined || user === null || user === '') return NOBODY_NAMED;
  return id.safeParse(user).success ? user : `user_${textDigest(user).slice(0, HASH_CHARS)}`;
}

type Message = ChatCompletionPost['messages'][number];

/** `developer` is OpenAI's newer name for `system`; parts of one message stand in lines of their own. */
function messageOf({ role, content }: Message): WriterMessage {
  return {
    role: role === 'developer' ? 'system' : role,
    content:
      typeof content === 'string'
        ? content
        : content.map((part) => (part.type === 'refusal' ? part.refusal : part.text) ?? '').join('\n'),
  };
}

/** What is null is left out: the model's own default stands for it. */
function settingsOf(body: ChatCompletionPost): ModelSettings {
  const { stop } = body;
  return {
    temperature: body.temperature ?? undefined,
    top_p: body.top_p ?? undefined,
    max_tokens: body.max_completion_tokens ?? body.max_tokens ?? undefined,
    stop: typeof stop === 'string' ? [stop] : (stop ?? undefined),
    seed: body.seed ?? undefined,
    presence_penalty: body.presence_penalty ?? undefined,
    frequency_penalty: body.frequency_penalty ?? undefined,
    reasoning_effort: body.reasoning_effort ?? undefined,
  };
}

/** Who asks, and whether they gave the request a key of their own. */
interface Asking {
  account: string;
  actor: string;
  has_key: boolean;
}

type Asked = Omit<AskedAnswer, 'refusal'>;

/**
 * A request as the runs know it. Texts are kept for who asks for it, by `store` or by a key: the same key brings the
 * same answer (K1), which has to be there then.
 */
export function askedOf(body: ChatCompletionPost, { account, actor, has_key }: Asking): Asked {
  const { model, user } = body;
  const messages = body.messages.map(messageOf);
  const settings = settingsOf(body);
  const outputs = body.n ?? 1;
  const stream = body.stream === true;
  const store = body.store === true;
  const include_usage = includesUsage(body);
  return {
    account,
    actor,
    member: memberOf(user),
    messages,
    settings,
    outputs,
    is_whole: !stream,
    keeps_text: store || has_key,
    keeps_prompt: store,
    fields: {
      model,
      messages,
      user: user ?? undefined,
      n: outputs,
      stream,
      include_usage,
      store,
      ...settings,
    },
  };
}

export const includesUsage = ({ stream_options }: ChatCompletionPost): boolean =>
  stream_options?.include_usage === true;
