import { createDemoWriter } from './demo/writer.ts';
import type { ProviderSettings } from './providers.ts';
import type { Writer } from './writer.ts';

interface WriterEnv {
  INKWELL_MODEL?: string | undefined;
  INKWELL_MODEL_BASE_URL?: string | undefined;
  INKWELL_MODEL_API_KEY?: string | undefined;
  OPENAI_API_KEY?: string | undefined;
  ANTHROPIC_API_KEY?: string | undefined;
}

/** A wrong setting. The message names the variable and what it may hold; it never repeats a key. */
export class WriterConfigError extends Error {
  override readonly name = 'WriterConfigError';
  readonly variable: string;

  constructor(variable: string, message: string) {
    super(`${variable}: ${message}`);
    this.variable = variable;
  }
}

const ACCEPTED_FORMS =
  'leave it unset for the demo writer, or use openai:MODEL (needs OPENAI_API_KEY), anthropic:MODEL (needs ANTHROPIC_API_KEY) ' +
  'or openai-compatible:MODEL (needs INKWELL_MODEL_BASE_URL, for example http://127.0.0.1:11434/v1)';

/**
 * The writer that the environment asks for. Without INKWELL_MODEL it is the demo writer.
 * Rejects with WriterConfigError, at start-up, for a value that could never work.
 */
export async function chooseWriter(env: WriterEnv): Promise<Writer> {
  const settings = providerSettings(env);
  if (settings === null) return createDemoWriter();
  const { providerWriter } = await import('./providers.ts');
  return providerWriter(settings);
}

const isProvider = (name: string): name is ProviderSettings['provider'] =>
  name === 'openai' || name === 'anthropic' || name === 'openai-compatible';

function providerSettings(env: WriterEnv): ProviderSettings | null {
  const setting = (env.INKWELL_MODEL ?? '').trim();
  if (setting === '' || setting === 'demo') return null;
  const separator = setting.indexOf(':');
  const provider = separator < 0 ? setting : setting.slice(0, separator);
  const model = separator < 0 ? '' : setting.slice(separator + 1).trim();
  if (!isProvider(provider) || model === '')
    throw new WriterConfigError('INKWELL_MODEL', `"${setting}" is not a model; ${ACCEPTED_FORMS}.`);
  const id = `${provider}:${model}`;
  const base_url = checkedBaseUrl(env.INKWELL_MODEL_BASE_URL);
  if (provider === 'openai')
    return { provider, model, base_url, api_key: required(env, 'OPENAI_API_KEY', id) };
  if (provider === 'anthropic')
    return { provider, model, base_url, api_key: required(env, 'ANTHROPIC_API_KEY', id) };
  if (base_url === null)
    throw new WriterConfigError(
      'INKWELL_MODEL_BASE_URL',
      `${id} needs it: the address of the server's OpenAI API, for example http://127.0.0.1:11434/v1.`,
    );
  const api_key = env.INKWELL_MODEL_API_KEY?.trim() ?? '';
  return { provider, model, base_url, api_key: api_key === '' ? null : api_key };
}

function required(env: WriterEnv, variable: 'OPENAI_API_KEY' | 'ANTHROPIC_API_KEY', id: string): string {
  const value = env[variable]?.trim() ?? '';
  if (value === '') throw new WriterConfigError(variable, `INKWELL_MODEL=${id} needs it, and it is not set.`);
  return value;
}

function checkedBaseUrl(value: string | undefined): string | null {
  const given = value?.trim() ?? '';
  if (given === '') return null;
  const url = URL.parse(given);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new WriterConfigError(
      'INKWELL_MODEL_BASE_URL',
      'it must be an http or https address, for example http://127.0.0.1:11434/v1.',
    );
  }
  return given.replace(/\/+$/, '');
}
