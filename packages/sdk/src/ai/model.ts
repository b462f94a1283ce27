/** The AI SDK's language models as a middleware sees them; types alone, so `ai` is no dependency at run time. */
import type { LanguageModelMiddleware } from 'ai';

export type WrapGenerate = NonNullable<LanguageModelMiddleware['wrapGenerate']>;
export type WrapStream = NonNullable<LanguageModelMiddleware['wrapStream']>;

/** What a model is called with: prompt, `maxOutputTokens`, `providerOptions`, … */
export type ModelCall = Parameters<WrapStream>[0]['params'];
export type GenerateResult = Awaited<ReturnType<WrapGenerate>>;
export type StreamResult = Awaited<ReturnType<WrapStream>>;
export type StreamPart = StreamResult['stream'] extends ReadableStream<infer Part> ? Part : never;
export type Finish = Extract<StreamPart, { type: 'finish' }>;
