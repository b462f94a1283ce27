import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { app } from '../../shared/api/client.ts';
import { useAccount } from '../../shared/api/queries.ts';
import { MoreButton } from '../../shared/ui/more-button.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';
import { RunList } from '../write/earlier.tsx';
import { Filters } from './filters.tsx';
import { type HistorySearch, isFiltered } from './search.ts';

const PAGE = 30;

function useHistory(search: HistorySearch) {
  return useInfiniteQuery({
    queryKey: ['runs', search],
    queryFn: ({ pageParam, signal }) => app.runs.list({ ...search, limit: PAGE, cursor: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (last) => last,
  });
}

/** Every run of the workspace with its outputs, votes and receipts; the filters stand in the address. */
export function HistoryPage() {
  const search = useSearch({ from: '/history' });
  const navigate = useNavigate({ from: '/history' });
  const zone = useAccount().data?.time_zone ?? 'UTC';
  const go = useCallback((next: HistorySearch) => void navigate({ search: next, replace: true }), [navigate]);
  const query = useHistory(search);
  return (
    <Page title="History" wide>
      <Filters search={search} zone={zone} go={go} />
      <Await query={query} label="Reading the runs" failed="Couldn’t read the runs.">
        {(data) => {
          const runs = data.pages.flatMap((page) => page.data);
          if (runs.length === 0)
            return (
              <Empty>{isFiltered(search) ? 'Nothing fits these filters.' : 'Nothing written yet.'}</Empty>
            );
          return (
            <>
              <RunList runs={runs} opens={search.output} />
              <MoreButton query={query} label="Show older runs" />
            </>
          );
        }}
      </Await>
    </Page>
  );
}
