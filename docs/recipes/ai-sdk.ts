import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { SpendingRefused, createClient } from '@inkwell/sdk';
import { inkwell, receiptOf } from '@inkwell/sdk/ai';
import type { ModelCall } from '@inkwell/sdk/ai';
import { convertToModelMessages, generateText, streamText, wrapLanguageModel } from 'ai';
import type { UIMessage } from 'ai';
import { Hono } from 'hono';

const ink = createClient({ base_url: process.env.INKWELL_URL ?? '', key: process.env.INKWELL_KEY ?? '' });
const models = createOpenAICompatible({ name: 'models', baseURL: process.env.MODEL_URL ?? '' });

/** The model for one person of one customer: as cheap to make as an object, so make one for each request. */
const modelFor = (account: string, member: string) =>
  wrapLanguageModel({
    model: models('writer'),
    middleware: inkwell({ client: ink, account, member, labels: ['chat'] }),
  });

export async function POST(request: Request): Promise<Response> {
  const { messages } = (await request.json()) as { messages: UIMessage[] };
  const { account, member } = signedIn(request);
  const result = streamText({
    model: modelFor(account, member),
    messages: await convertToModelMessages(messages),
    abortSignal: request.signal,
    onError: () => {}, // The reader is told below.
  });
  return result.toUIMessageStreamResponse({
    // The receipt travels with the message: what it cost, what is left, and the id that a 👎 names.
    messageMetadata: ({ part }) =>
      part.type === 'finish-step' ? { inkwell: receiptOf(part.providerMetadata) } : undefined,
    onError: (error) =>
      error instanceof SpendingRefused ? `${error.available} words are left.` : 'The model did not answer.',
  });
}

const signedIn = (request: Request) => ({
  account: request.headers.get('x-customer') ?? '',
  member: request.headers.get('x-person') ?? '',
});

export const app = new Hono().post('/api/chat', (c) => POST(c.req.raw));

export async function summarise(account: string, member: string, text: string) {
  const result = await generateText({ model: modelFor(account, member), prompt: `Summarise: ${text}` });
  return { summary: result.text, receipt: receiptOf(result.providerMetadata) };
}

type Who = { account: string; member: string; run: string };
const whoOf = ({ providerOptions }: ModelCall) => providerOptions?.app as Who;

export const shared = wrapLanguageModel({
  model: models('writer'),
  middleware: inkwell({
    client: ink,
    account: (call) => whoOf(call).account,
    member: (call) => whoOf(call).member,
    run: (call) => whoOf(call).run,
  }),
});

export const ask = (who: Who, prompt: string) =>
  generateText({ model: shared, prompt, providerOptions: { app: who } });
