import { Link } from '@tanstack/react-router';
import { useMembers } from '../../shared/api/queries.ts';
import type { Usage } from '../../shared/api/types.ts';
import { dayOfKey } from '../../shared/format/date.ts';
import { count, figure, share } from '../../shared/format/number.ts';
import type { BurnDay } from './forecast.ts';
import { RestButton, useFirstRows } from '../../shared/ui/rest-button.tsx';
import { ScrollBox } from '../../shared/ui/scroll-box.tsx';

const HEAD = 'py-2 pl-4 max-sm:pl-2 text-right font-label text-muted first:pl-0 first:text-left';
const CELL =
  'border-t border-rule py-2 pl-4 max-sm:pl-2 text-right whitespace-nowrap first:pl-0 first:text-left';
const SUM =
  'double-rule py-2 pl-4 max-sm:pl-2 text-right font-label whitespace-nowrap first:pl-0 first:text-left';
/** What phones have no room for follows from the figures beside it. */
const WIDE = 'max-sm:hidden';

/** Who used what, those who used the most first. Its total counts all of them and is the figure of the sentence above. */
export function MemberTable(props: {
  readonly usage: Usage;
  readonly capped: boolean;
  readonly cycle: number;
  readonly nameOf: (member: string) => string;
}) {
  const { usage, capped } = props;
  const members = useMembers().data;
  const { totals } = usage;
  const caps = new Map(members?.map((row) => [row.member, row.cap]));
  const rows = [...usage.data].sort((one, other) => other.credits - one.credits);
  const { shown, hidden, showAll } = useFirstRows(rows);
  const cap = (member: string, used: number) => {
    const limit = caps.get(member);
    if (limit === undefined || limit === null) return 'none';
    return used >= limit ? `${figure(limit)}, reached` : figure(limit);
  };
  return (
    <>
      <ScrollBox label="Usage by member" className="overflow-x-auto">
        <table className="w-full border-collapse">
          <thead>
            <tr>
              {['Member', 'Credits', 'Share', 'Outputs', 'Refunded', ...(capped ? ['Cap'] : [])].map(
                (name) => (
                  <th key={name} scope="col" className={`${HEAD} ${name === 'Share' ? WIDE : ''}`}>
                    {name}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <MemberRow key={row.key} {...props} row={row} cap={capped ? cap(row.key, row.credits) : null} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" className={SUM}>
                Total
              </th>
              <td className={SUM}>{figure(totals.credits)}</td>
              <td className={`${SUM} ${WIDE}`}>{share(totals.credits, totals.credits)}</td>
              <td className={SUM}>{figure(totals.outputs)}</td>
              <td className={SUM}>{figure(totals.refunded)}</td>
              {capped && <td className={SUM}>–</td>}
            </tr>
          </tfoot>
        </table>
      </ScrollBox>
      <RestButton hidden={hidden} says={count(hidden, 'more member')} showAll={showAll} />
    </>
  );
}

function MemberRow(props: {
  readonly row: Usage['data'][number];
  readonly usage: Usage;
  readonly cycle: number;
  readonly nameOf: (member: string) => string;
  readonly cap: string | null;
}) {
  const { row, cycle, nameOf, cap } = props;
  const { totals } = props.usage;
  return (
    <tr>
      <th scope="row" className={`${CELL} font-body`}>
        <Link to="/history" search={{ member: row.key, cycle }} className="hover:text-ink hover:underline">
          {nameOf(row.key)}
        </Link>
      </th>
      <td className={CELL}>{figure(row.credits)}</td>
      <td className={`${CELL} ${WIDE}`}>{share(row.credits, totals.credits)}</td>
      <td className={CELL}>{figure(row.outputs)}</td>
      <td className={CELL}>{figure(row.refunded)}</td>
      {cap !== null && <td className={CELL}>{cap}</td>}
    </tr>
  );
}

/** The burn chart's days as a table. */
export function DayTable({ days }: { readonly days: readonly BurnDay[] }) {
  return (
    <ScrollBox label="Credits day by day" className="max-h-[356px] overflow-auto">
      <table className="w-full border-collapse">
        <thead className="sticky top-0 bg-sheet">
          <tr>
            {['Day', 'That day', 'So far', 'Even pace'].map((name) => (
              <th key={name} scope="col" className={HEAD}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day.key}>
              <th scope="row" className={`${CELL} font-body`}>
                {dayOfKey(day.key)}
              </th>
              <td className={CELL}>{figure(day.credits)}</td>
              <td className={CELL}>{figure(day.so_far)}</td>
              <td className={CELL}>{figure(day.even)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
