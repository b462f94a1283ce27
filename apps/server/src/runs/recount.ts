import { type Recount, problemOf } from '@inkwell/contract';
import { textDigest } from '@inkwell/engine';
import { COUNTER_VERSION, counterFor } from '@inkwell/words';
import type { Context, Input, Outcome, RunSession } from './types.ts';

/**
 * Counts the kept text of an output again, by the counter's version that its charge names (C2), and says whether the
 * words and the text are those of the receipt.
 */
export async function recount(
  context: Context,
  { params }: Input<'recountOutput'>,
  { account, member }: RunSession,
): Promise<Outcome<Recount>> {
  const { output } = params;
  const { reads } = context.ledger;
  const [text, loaded] = await Promise.all([
    context.store.text(account, member, output),
    reads.load(account),
  ]);
  const record = loaded && (await reads.outputs(loaded, [output])).get(output);
  if (text === undefined || record === undefined) {
    const detail = `There is no text of an output ${output}.`;
    return { ok: false, problem: problemOf('output_not_found', detail, { output }) };
  }
  const counter = record.counter ?? COUNTER_VERSION;
  const rule = counterFor(counter);
  if (rule === undefined) throw new Error(`There is no counter ${counter}.`);
  const counted = { words: rule.countWords(text), counter, text_sha256: textDigest(text) };
  const receipt = { words: record.words, counter, text_sha256: record.text_sha256 };
  const is_same_text = receipt.text_sha256 === null || receipt.text_sha256 === counted.text_sha256;
  return {
    ok: true,
    body: { output, counted, receipt, agrees: is_same_text && receipt.words === counted.words },
  };
}
