import OpenAI, { APIError } from 'openai';

const base_url = `${process.env.INKWELL_URL ?? 'http://127.0.0.1:3000'}/openai/v1`;
const client = new OpenAI({ baseURL: base_url, apiKey: process.env.INKWELL_KEY ?? '' });

export async function write(member: string, content: string, show: (text: string) => void) {
  const stream = await client.chat.completions.create({
    model: 'default',
    user: member,
    stream: true,
    messages: [{ role: 'user', content }],
  });
  for await (const { choices } of stream) show(choices[0]?.delta.content ?? '');
}

import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { streamText } from 'ai';

const inkwell = createOpenAICompatible({
  name: 'inkwell',
  baseURL: base_url,
  apiKey: process.env.INKWELL_KEY ?? '',
  includeUsage: true,
});

export const stream = (prompt: string) => streamText({ model: inkwell('default'), prompt });

export const once = (key: string, content: string) =>
  client.chat.completions.create(
    { model: 'default', messages: [{ role: 'user', content }] },
    { headers: { 'Idempotency-Key': key } },
  );

export function sentenceOf(error: unknown): string {
  if (!(error instanceof APIError)) throw error;
  if (error.code !== 'insufficient_quota') return error.message;
  const { available } = (error.error as { inkwell: { available: number } }).inkwell;
  return `${available} words are left.`;
}
