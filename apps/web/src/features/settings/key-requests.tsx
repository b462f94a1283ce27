import { useQuery } from '@tanstack/react-query';
import { client } from '../../shared/api/client.ts';
import type { KeyRequests as Counts } from '../../shared/api/types.ts';
import { dayOfKey } from '../../shared/format/date.ts';
import { count, figure } from '../../shared/format/number.ts';
import { ScrollBox } from '../../shared/ui/scroll-box.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';

const DAYS = 30;
const CELL =
  'py-2 pl-6 max-sm:pl-4 text-right align-top whitespace-nowrap first:pl-0 first:text-left last:w-full last:text-left last:whitespace-normal';
const HEAD = `${CELL} font-label text-muted`;
const ROW = `${CELL} border-t border-rule`;

interface Day {
  readonly day: string;
  readonly answered: number;
  readonly refused: readonly { readonly code: string; readonly requests: number }[];
}

/** The days on which there were requests, newest first. */
export function requestDays(data: Counts['data']): Day[] {
  return [...Map.groupBy(data, (row) => row.day)].map(([day, rows]) => ({
    day,
    answered: rows.find(({ outcome }) => outcome === 'ok')?.requests ?? 0,
    refused: rows
      .filter(({ outcome }) => outcome !== 'ok')
      .map(({ outcome, requests }) => ({ code: outcome, requests })),
  }));
}

/** How the requests under a key ended, day by day. */
export function KeyRequests(props: {
  readonly account: string;
  readonly keyId: string;
  readonly name: string;
}) {
  const { account, keyId, name } = props;
  const query = useQuery({
    queryKey: ['keys', account, 'requests', keyId],
    queryFn: ({ signal }) => client.keys.requests(account, keyId, { days: DAYS, signal }),
  });
  return (
    <Await query={query} label="Reading the requests" failed="Couldn’t read the requests.">
      {({ data }) =>
        data.length === 0 ? (
          <Empty>No request in the last {DAYS} days.</Empty>
        ) : (
          <ScrollBox label={`Requests under ${name}`} className="max-h-[356px] overflow-auto text-13">
            <table className="w-full border-collapse">
              <thead className="sticky top-0 bg-sheet">
                <tr>
                  {['Day', 'Answered', 'Refused', 'Reasons'].map((head) => (
                    <th key={head} scope="col" className={HEAD}>
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {requestDays(data).map((day) => (
                  <DayRow key={day.day} day={day} />
                ))}
              </tbody>
            </table>
          </ScrollBox>
        )
      }
    </Await>
  );
}

function DayRow({ day: { day, answered, refused } }: { readonly day: Day }) {
  const all = refused.reduce((sum, { requests }) => sum + requests, 0);
  return (
    <tr>
      <th scope="row" className={`${ROW} font-body`}>
        {dayOfKey(day)}
      </th>
      <td className={ROW}>{figure(answered)}</td>
      <td className={ROW}>{figure(all)}</td>
      <td className={ROW}>
        {refused.map(({ code, requests }) => (
          <span key={code} className="block">
            {count(requests, code, code)}
          </span>
        ))}
      </td>
    </tr>
  );
}
