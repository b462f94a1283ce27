import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { createModelWriter } from './models.ts';
import type { Writer } from './writer.ts';

// What a model has no use for is told to whoever asked for it (ModelEnd); the library would print it.
globalThis.AI_SDK_LOG_WARNINGS = false;

/** What reaches a provider: checked settings (choose.ts). */
export interface ProviderSettings {
  provider: 'openai' | 'anthropic' | 'openai-compatible';
  model: string;
  /** Of a server that speaks OpenAI's API it must be given; of the others it replaces their own address. */
  base_url: string | null;
  api_key: string | null;
}

/** The writer on a provider's model. Loaded only where one is chosen: the SDKs take a tenth of a second. */
export function providerWriter({ provider, model, base_url, api_key }: ProviderSettings): Writer {
  const settings = {
    ...(api_key !== null && { apiKey: api_key }),
    ...(base_url !== null && { baseURL: base_url }),
  };
  const id = `${provider}:${model}`;
  switch (provider) {
    case 'openai': {
      const openai = createOpenAI(settings);
      // Chat completions take every setting that the gateway's callers may send; the newer API has no stop and no seed.
      return createModelWriter(id, openai(model), { conversation_model: openai.chat(model) });
    }
    case 'anthropic':
      return createModelWriter(id, createAnthropic(settings)(model));
    case 'openai-compatible': {
      const compatible = {
        name: provider,
        baseURL: base_url ?? '',
        // Otherwise such servers tell no tokens when they stream.
        includeUsage: true,
        ...(api_key !== null && { apiKey: api_key }),
      };
      return createModelWriter(id, createOpenAICompatible(compatible)(model));
    }
  }
}
