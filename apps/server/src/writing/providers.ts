import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { createModelWriter } from './models.ts';
import type { Writer } from './writer.ts';

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
    case 'openai':
      return createModelWriter(id, createOpenAI(settings)(model));
    case 'anthropic':
      return createModelWriter(id, createAnthropic(settings)(model));
    case 'openai-compatible': {
      const compatible = {
        name: provider,
        baseURL: base_url ?? '',
        ...(api_key !== null && { apiKey: api_key }),
      };
      return createModelWriter(id, createOpenAICompatible(compatible)(model));
    }
  }
}
