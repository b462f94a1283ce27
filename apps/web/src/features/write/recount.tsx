import { useState } from 'react';
import { InkwellError, app } from '../../shared/api/client.ts';
import type { RecountReply } from '../../shared/api/types.ts';
import { figure, words } from '../../shared/format/number.ts';

type Told = RecountReply | InkwellError | null;

/** Counts the kept text again, by the version that charged it, and says whether the receipt is right. */
export function Recount({ output }: { readonly output: string }) {
  const [told, setTold] = useState<Told>(null);
  const [busy, setBusy] = useState(false);
  const count = async () => {
    setBusy(true);
    try {
      setTold(await app.outputs.recount(output));
    } catch (cause) {
      if (!(cause instanceof InkwellError)) throw cause;
      setTold(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <p className="mt-2 flex flex-wrap items-baseline gap-x-3 border-t border-rule pt-2">
      <button type="button" className="link" disabled={busy} onClick={() => void count()}>
        Recount
      </button>
      <output className={isWrong(told) ? 'text-bad' : 'text-muted'}>
        {told !== null && recountSentence(told)}
      </output>
    </p>
  );
}

const isWrong = (told: Told) => told !== null && (told instanceof InkwellError || !told.agrees);

/** What a recount found, or why there was none. */
export function recountSentence(told: RecountReply | InkwellError): string {
  if (told instanceof InkwellError)
    return told.code === 'output_not_found'
      ? 'No text of this output is kept here.'
      : 'Couldn’t count it again.';
  const { counted, receipt, agrees } = told;
  const again = `${words(counted.words)} by ${counted.counter}.`;
  if (agrees) return `${again} Agrees with the receipt.`;
  return counted.words === receipt.words
    ? `${again} As many, but not the text that was charged.`
    : `${again} The receipt says ${figure(receipt.words)}.`;
}
