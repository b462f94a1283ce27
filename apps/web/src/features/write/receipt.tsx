import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { client, readEvery } from '../../shared/api/client.ts';
import { useNameOf } from '../../shared/api/queries.ts';
import { useSession } from '../../shared/api/session.ts';
import type { Grant, Receipt } from '../../shared/api/types.ts';
import { dayAndClock } from '../../shared/format/date.ts';
import { count, credits, figure, words } from '../../shared/format/number.ts';
import { Await } from '../../shared/ui/states.tsx';
import { Recount } from './recount.tsx';

const KINDS: Record<string, string> = {
  plan: 'From plan credits',
  trial: 'From trial credits',
  bonus: 'From bonus credits',
};

const SOURCES = { command: 'Command', compose: 'Compose', template: 'Template', api: 'API key' } as const;

/** What an output cost; opens and closes its receipt. */
export function ReceiptButton(props: {
  readonly charged: number;
  readonly open: boolean;
  readonly toggle: () => void;
}) {
  return (
    <button
      type="button"
      className="mr-1 h-8 min-w-8 rounded-control px-2 text-13 font-label hover:bg-ink-wash pointer-coarse:h-11"
      aria-label={`${credits(props.charged)}. Receipt`}
      aria-expanded={props.open}
      onClick={props.toggle}
    >
      {figure(props.charged)}
    </button>
  );
}

/** Which credits paid for an output, when and for whom, and what came back: a double-ruled account of one charge. */
export function ReceiptPanel({ output, close }: { readonly output: string; readonly close: () => void }) {
  const { account } = useSession();
  const query = useQuery({
    queryKey: ['receipt', output],
    queryFn: () => client.outputs.get(account, output),
  });
  return (
    <section aria-label="Receipt" className="mt-3 max-w-md bg-paper p-3 text-13">
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
          <>
            <Account receipt={receipt} />
            <Particulars receipt={receipt} />
            <Recount output={output} />
            <Entries entries={receipt.entries} />
          </>
        )}
      </Await>
    </section>
  );
}

/** The bonus grants of the workspace, where a receipt names one. */
function useGrants(wanted: boolean): ReadonlyMap<string, Grant> {
  const { account } = useSession();
  const { data } = useQuery({
    queryKey: ['grants', account],
    queryFn: () => readEvery((page) => client.grants.list(account, page)),
    enabled: wanted,
  });
  return new Map(data?.map((grant) => [grant.grant, grant]));
}

function Account({ receipt }: { readonly receipt: Receipt }) {
  const grants = useGrants(receipt.slices.some(({ kind }) => kind === 'bonus'));
  const nameOf = ({ grant, kind }: Receipt['slices'][number]) => {
    const reason = grants.get(grant)?.reason;
    return kind === 'bonus' && reason ? `From bonus: ${reason}` : (KINDS[kind] ?? kind);
  };
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-y-1">
      <dt>{words(receipt.words)} counted</dt>
      <dd className="pl-4 text-right">{credits(receipt.charged)}</dd>
      {receipt.slices.map((slice) => (
        <Line key={slice.grant} name={nameOf(slice)} value={figure(slice.credits)} />
      ))}
      {receipt.refunds.map((refund) => (
        <Line
          key={refund.seq}
          name={`Refunded ${dayAndClock(refund.at)}${refund.taken_back ? ', taken back' : ''}`}
          value={`−${figure(refund.refunded)}`}
        />
      ))}
      <dt className="double-rule mt-1 pt-1 font-label">Cost</dt>
      <dd className="double-rule mt-1 pt-1 text-right font-label">
        {figure(receipt.charged - receipt.refunded)}
      </dd>
    </dl>
  );
}

/** What was set aside for the output before its words were known; null where it was charged at once. */
export function heldOf({ hold, entries }: Pick<Receipt, 'hold' | 'entries'>): number | null {
  if (hold === null) return null;
  const slices = entries[0]?.slices ?? [];
  return slices.reduce((sum, slice) => (slice.from === 'held' ? sum + slice.credits : sum), 0);
}

function Particulars({ receipt }: { readonly receipt: Receipt }) {
  const nameOf = useNameOf();
  const held = heldOf(receipt);
  const { vote_member, vote_reason } = receipt;
  return (
    <dl className="mt-2 grid grid-cols-[auto_1fr] gap-y-1 border-t border-rule pt-2">
      <Line name="Written by" value={`${nameOf(receipt.member)}, ${SOURCES[receipt.source]}`} />
      <Line name="Charged" value={dayAndClock(receipt.charged_at) + (receipt.late ? ', late' : '')} />
      {held !== null && held > 0 && (
        <Line
          name="Set aside"
          value={`${figure(held)}, ${figure(receipt.charged)} settled, ${figure(Math.max(0, held - receipt.charged))} returned`}
        />
      )}
      {receipt.shortfall > 0 && <Line name="Not paid for" value={words(receipt.shortfall)} />}
      {receipt.vote !== 'none' && vote_member !== null && (
        <Line
          name={receipt.vote === 'up' ? 'Upvoted by' : 'Downvoted by'}
          value={nameOf(vote_member) + (vote_reason ? `, ${vote_reason}` : '')}
        />
      )}
      {receipt.counter && <Line name="Counted by" value={receipt.counter} />}
      <Line name="Output" value={receipt.output} />
    </dl>
  );
}

/** The lines of the journal that this output is made of. */
function Entries({ entries }: Pick<Receipt, 'entries'>) {
  return (
    <details className="mt-2">
      <summary className="link w-fit py-1">
        {count(entries.length, 'journal entry', 'journal entries')}
      </summary>
      <ol className="mt-1">
        {entries.map((entry) => (
          <li key={entry.seq} className="border-t border-rule py-1 text-muted">
            <span className="text-text">
              {figure(entry.seq)} {entry.kind}
            </span>
            , {dayAndClock(entry.at)}
            {entry.actor && `, ${entry.actor}`}
            {entry.slices.map((slice) => (
              <span key={`${slice.grant} ${slice.from} ${slice.to}`} className="block wrap-anywhere">
                {figure(slice.credits)} {slice.from} to {slice.to}, {slice.grant}
              </span>
            ))}
            <code className="block font-sans text-12 wrap-anywhere">{entry.hash}</code>
          </li>
        ))}
      </ol>
    </details>
  );
}

function Line({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="pl-4 text-right text-muted wrap-anywhere">{value}</dd>
    </>
  );
}
