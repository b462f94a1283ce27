import { mayManage, useSession } from '../../shared/api/session.ts';
import type { HistoryList, ProgramOutput } from '../../shared/api/types.ts';
import { useNameOf } from '../../shared/api/queries.ts';
import { words } from '../../shared/format/number.ts';
import { PastItem, RunItem } from '../write/earlier.tsx';
import { MarkRow } from '../write/mark.tsx';
import { chargedBy } from './charged-by.ts';

/** Runs and outputs of programs in one list. `opens` names an output that stands open from the start. */
export function HistoryItems(props: {
  readonly items: HistoryList['data'];
  readonly opens: string | undefined;
}) {
  return (
    <ul className="border-b border-rule">
      {props.items.map((item) => (
        <li key={item.type === 'run' ? item.run : `output ${item.output}`} className="border-t border-rule">
          {item.type === 'run' ? (
            <RunItem run={item} opens={props.opens} />
          ) : (
            <ProgramItem item={item} opens={props.opens !== undefined} />
          )}
        </li>
      ))}
    </ul>
  );
}

interface ItemProps {
  readonly item: ProgramOutput;
  readonly opens: boolean;
}

/** An output that a program charged: what it cost and who voted is here, what was written is not. */
function ProgramItem({ item, opens }: ItemProps) {
  return (
    <PastItem item={item} many={1} opens={opens} inside={<Charged item={item} opens={opens} />}>
      <span className="font-label">{item.key?.name ?? 'API'}. </span>
      {item.output}
    </PastItem>
  );
}

function Charged({ item, opens }: ItemProps) {
  const session = useSession();
  const nameOf = useNameOf();
  const mayVote = item.member === session.member || mayManage(session);
  const { output, charged, refunded, vote } = item;
  const mark = { output, index: 0, text: '', words: item.words, charged, refunded, vote } as const;
  return (
    <section aria-label={`Output ${output}`} className="max-w-[68ch] pt-2 pb-6 pl-8 max-sm:pl-0">
      <p>
        {words(item.words)}, {chargedBy(item, nameOf)}. The text is not kept here.
      </p>
      {(item.run !== null || item.labels.length > 0) && (
        <p className="mt-1 text-13 wrap-anywhere text-muted">
          {item.run !== null && `Run ${item.run}. `}
          {item.labels.length > 0 && `Labels: ${item.labels.join(', ')}.`}
        </p>
      )}
      <MarkRow
        output={{ ...mark, phase: 'settled', finish: null, detail: null, code: null }}
        mayVote={mayVote}
        receiptOpen={opens}
        textless
      />
    </section>
  );
}
