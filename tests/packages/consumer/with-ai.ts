// How an app of the AI SDK asks, for the types alone: nobody calls it here.
import { inkwell, receiptOf } from '@inkwell/sdk/ai';
import { streamText, wrapLanguageModel } from 'ai';
import type { LanguageModel } from 'ai';
import { client } from './shop.js';

export async function write(model: Exclude<LanguageModel, string>): Promise<number | null | undefined> {
  const middleware = inkwell({ client, account: 'acme', member: 'ines' });
  const result = streamText({ model: wrapLanguageModel({ model, middleware }), prompt: 'Ferns.' });
  return receiptOf(await result.providerMetadata)?.charged;
}
