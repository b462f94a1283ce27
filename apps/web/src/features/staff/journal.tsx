import { useInfiniteQuery } from '@tanstack/react-query';
import { client } from '../../shared/api/client.ts';
import type { Entry } from '../../shared/api/types.ts';
import { dayAndClock } from '../../shared/format/date.ts';
import { figure } from '../../shared/format/number.ts';
import { MoreButton } from '../../shared/ui/more-button.tsx';
import { ScrollBox } from '../../shared/ui/scroll-box.tsx';
import { Await } from '../../shared/ui/states.tsx';

const PAGE = 25;

/** The account's journal, newest first, page by page. */
export function Journal({ account, seq }: { readonly account: string; readonly seq: number }) {
  const query = useInfiniteQuery({
    queryKey: ['staff', 'journal', account, seq],
    queryFn: ({ pageParam, signal }) =>
      client.entries.list(account, {
        limit: PAGE,
        signal,
        ...(pageParam === null ? {} : { cursor: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (last) => last,
  });
  return (
    <Await query={query} label="Reading the journal" failed="Couldn’t read the journal.">
      {({ pages }) => (
        <>
          <ScrollBox label="Entries of the journal" className="overflow-x-auto">
            <table className="w-full text-13">
              <thead>
                <tr className="text-left whitespace-nowrap text-muted">
                  <th scope="col" className="py-2 text-right font-label">
                    No.
                  </th>
                  <th scope="col" className="py-2 pl-4 font-label">
                    When
                  </th>
                  <th scope="col" className="py-2 pl-4 font-label">
                    What
                  </th>
                  <th scope="col" className="py-2 pl-4 text-right font-label">
                    Credits
                  </th>
                  <th scope="col" className="py-2 pl-4 font-label">
                    Who
                  </th>
                </tr>
              </thead>
              <tbody>
                {pages.flatMap(({ data }) => data.map((entry) => <Row key={entry.seq} entry={entry} />))}
              </tbody>
            </table>
          </ScrollBox>
          <MoreButton query={query} label="Show earlier entries" />
        </>
      )}
    </Await>
  );
}

const CELL = 'border-t border-rule py-2 pl-4 align-top';

function Row({ entry }: { readonly entry: Entry }) {
  const moved = entry.slices.map(({ credits, from, to }) => `${figure(credits)} ${from} → ${to}`);
  const { notice } = entry.data;
  const what = entry.kind.replaceAll('_', ' ');
  return (
    <tr>
      <td className="border-t border-rule py-2 text-right align-top text-muted">{figure(entry.seq)}</td>
      <td className={`${CELL} whitespace-nowrap`}>{dayAndClock(entry.at)}</td>
      <td className={CELL}>
        {typeof notice === 'string' ? `${what}: ${notice.replaceAll('_', ' ')}` : what}
      </td>
      <td className={`${CELL} text-right whitespace-nowrap`}>
        {moved.map((line) => (
          <span key={line} className="block">
            {line}
          </span>
        ))}
      </td>
      <td className={`${CELL} min-w-44 break-all text-muted`}>{entry.actor}</td>
    </tr>
  );
}
