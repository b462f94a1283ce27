/** The AI SDK middleware: any language model, paid by the word. See README.md. */
import type { LanguageModelMiddleware } from 'ai';
import { paidResult } from './generate.ts';
import type { InkwellOptions } from './options.ts';
import { Purse } from './purse.ts';
import { meteredStream } from './stream.ts';

export { receiptOf } from './receipt.ts';
export type { Receipt, Unsettled } from './receipt.ts';
export type { InkwellOptions, PerCall } from './options.ts';
export type { ModelCall } from './model.ts';

const NOTHING = { text: '', words: 0, ended_by: null } as const;

/** Does the work; what is not delivered because of an error is released. */
async function orRelease<T>(purse: Purse, work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await purse.close(NOTHING);
    throw error;
  }
}

/**
 * Middleware for `wrapLanguageModel`. Before each call credits are held (H1); the words of the text are counted as it
 * is delivered, the hold grows ahead of them (H2), and the text stops at the last word that can be paid, with finish
 * reason `length`; then what was delivered is settled (H3), or the hold released (H4). The call's receipt stands in
 * `providerMetadata.inkwell`.
 *
 * A call that can't begin throws `SpendingRefused` before the model is asked. An error or an abort midway settles with
 * the words delivered so far (C4). A process that dies leaves a hold that ends by itself (H5).
 */
export function inkwell(options: InkwellOptions): LanguageModelMiddleware {
  return {
    specificationVersion: 'v4',
    async wrapGenerate({ doGenerate, params }) {
      const purse = await Purse.open(options, params);
      return orRelease(purse, async () => paidResult(await doGenerate(), purse, options, params));
    },
    async wrapStream({ doStream, params }) {
      const purse = await Purse.open(options, params);
      const result = await orRelease(purse, doStream);
      return { ...result, stream: meteredStream(result.stream, purse, options, params.abortSignal) };
    },
  };
}
