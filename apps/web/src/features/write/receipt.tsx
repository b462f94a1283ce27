import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { client } from '../../shared/api/client.ts';
import { useSession } from '../../shared/api/session.ts';
import { dayAndClock } from '../../shared/format/date.ts';
import { credits, figure, words } from '../../shared/format/number.ts';
import { Await } from '../../shared/ui/states.tsx';

const KINDS: Record<string, string> = {
  plan: 'From plan credits',
  trial: 'From trial credits',
  bonus: 'From bonus credits',
};

/** Which credits paid for an output, and what came back: a double-ruled account of one charge. */
export function ReceiptPanel({ output, close }: { readonly output: string; readonly close: () => void }) {
  const { account } = useSession();
  const query = useQuery({
    queryKey: ['receipt', output],
    queryFn: () => client.outputs.get(account, output),
  });
  return (
    <section aria-label="Receipt" className="mt-3 max-w-sm bg-paper p-3 text-13">
      <div className="flex items-baseline justify-between">
        <p className="font-label">Receipt</p>
        <button
          type="button"
          className="icon-button -my-1 -mr-1"
          aria-label="Close the receipt"
          onClick={close}
        >
          <X aria-hidden="true" className="size-4" />
        </button>
      </div>
      <Await query={query} label="Reading the receipt" failed="Couldn’t read the receipt.">
        {(receipt) => (
          <dl className="grid grid-cols-[auto_1fr] gap-y-1">
            <dt className="whitespace-nowrap">{words(receipt.words)} counted</dt>
            <dd className="text-right">{credits(receipt.charged)}</dd>
            {receipt.slices.map((slice) => (
              <Line key={slice.grant} name={KINDS[slice.kind] ?? slice.kind} value={figure(slice.credits)} />
            ))}
            {receipt.refunded > 0 && <Line name="Refunded" value={`−${figure(receipt.refunded)}`} />}
            <dt className="double-rule mt-1 pt-1 font-label">Cost</dt>
            <dd className="double-rule mt-1 pt-1 text-right font-label">
              {figure(receipt.charged - receipt.refunded)}
            </dd>
            <Line name="Member" value={receipt.member} />
            {receipt.counter && <Line name="Counted by" value={receipt.counter} />}
            <Line name="Charged" value={dayAndClock(receipt.charged_at)} />
            <Line name="Output" value={receipt.output} />
          </dl>
        )}
      </Await>
    </section>
  );
}

function Line({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt className="whitespace-nowrap text-muted">{name}</dt>
      <dd className="pl-2 text-right text-muted wrap-anywhere">{value}</dd>
    </>
  );
}
