import { type OutputSeen, problemOf } from '@inkwell/contract';
import { variationRule } from '../writing/prompt.ts';
import type { Context, Input, Outcome, RunSession } from './types.ts';

/**
 * What the model saw: the messages as they were kept when the run began, with the sentence that tells this output
 * from the run's others. None for an output that was made before they were kept, or with a key.
 */
export async function seen(
  context: Context,
  { params }: Input<'getSeen'>,
  { account, member }: RunSession,
): Promise<Outcome<OutputSeen>> {
  const { output } = params;
  const row = await context.store.prompt(account, member, output);
  if (row === undefined) {
    const detail = `There is no output ${output}.`;
    return { ok: false, problem: problemOf('output_not_found', detail, { output }) };
  }
  const { kind, model, document, attempt, first_index, idx } = row;
  // What the gateway's callers send goes to the model as it is.
  const variation = kind === 'api' ? null : variationRule({ output_index: first_index + idx, attempt });
  const messages = (row.prompt ?? []).map((message) =>
    message.role === 'system' && variation !== null
      ? { ...message, content: `${message.content}\n${variation}` }
      : message,
  );
  return { ok: true, body: { output, kind, model, document, messages } };
}
