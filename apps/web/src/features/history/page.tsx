import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useRef } from 'react';
import { app } from '../../shared/api/client.ts';
import { currentBalance, useBalance } from '../../shared/api/live.ts';
import { useAccount } from '../../shared/api/queries.ts';
import { MoreButton } from '../../shared/ui/more-button.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';
import { useCalm } from '../../shared/ui/use-calm.ts';
import { Filters } from './filters.tsx';
import { HistoryItems } from './items.tsx';
import { type HistorySearch, isFiltered } from './search.ts';

const PAGE = 30;
/** How soon the list is read again while the record behind it is still being read. */
const BEHIND_MS = 2_000;

function useHistory(search: HistorySearch) {
  const seq = useCalm(useBalance()?.seq ?? 0);
  /** The ledger's seq that was known here when the newest page was asked for. */
  const read_at = useRef(0);
  const query = useInfiniteQuery({
    queryKey: ['runs', 'history', search],
    queryFn: ({ pageParam, signal }) => {
      if (pageParam === undefined) read_at.current = currentBalance()?.seq ?? 0;
      return app.history({ ...search, limit: PAGE, cursor: pageParam, signal });
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (last) => last,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.pages[0]?.behind === true ? BEHIND_MS : false),
  });
  const { refetch } = query;
  // Whoever charges meanwhile, in the app or over the API, shows here as soon as the ledger is calm.
  useEffect(() => {
    if (seq > read_at.current) void refetch();
  }, [seq, refetch]);
  return query;
}

/** Every run and every output that a program charged, with votes and receipts; the filters stand in the address. */
export function HistoryPage() {
  const search = useSearch({ from: '/history' });
  const navigate = useNavigate({ from: '/history' });
  const zone = useAccount().data?.time_zone ?? 'UTC';
  const go = useCallback((next: HistorySearch) => void navigate({ search: next, replace: true }), [navigate]);
  const query = useHistory(search);
  return (
    <Page title="History" wide>
      <Filters search={search} zone={zone} go={go} />
      <Await query={query} label="Reading the history" failed="Couldn’t read the history.">
        {(data) => {
          const items = data.pages.flatMap((page) => page.data);
          const behind = data.pages[0]?.behind === true;
          return (
            <>
              {behind && (
                <output className="mb-3 block text-13 text-muted">
                  The record is still being read: what programs charged may be missing for a while.
                </output>
              )}
              {items.length === 0 && (
                <Empty>{isFiltered(search) ? 'Nothing fits these filters.' : 'Nothing written yet.'}</Empty>
              )}
              {items.length > 0 && <HistoryItems items={items} opens={search.output} />}
              <MoreButton query={query} label="Show older ones" />
            </>
          );
        }}
      </Await>
    </Page>
  );
}
