import { useInfiniteQuery } from '@tanstack/react-query';
import { getRuns } from '../../shared/api/client.ts';
import type { Run } from '../../shared/api/types.ts';
import { dayAndClock } from '../../shared/format/date.ts';
import { count, credits } from '../../shared/format/number.ts';
import { Await, Empty } from '../../shared/ui/states.tsx';
import { MarkRow } from './mark.tsx';
import { OutputText } from './output-text.tsx';
import { fromServer } from './run-state.ts';

const PAGE = 20;

export function useRunPages() {
  return useInfiniteQuery({
    queryKey: ['runs'],
    queryFn: ({ pageParam }) => getRuns(PAGE, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** Runs of before, newest first. Each opens into its outputs with their marks; a vote stays possible here. */
export function EarlierRuns(props: {
  readonly without?: ReadonlySet<string>;
  readonly keep?: (run: Run) => boolean;
  readonly empty: string;
}) {
  const query = useRunPages();
  return (
    <Await query={query} label="Reading earlier runs" failed="Couldn’t read earlier runs.">
      {(data) => {
        const runs = data.pages
          .flatMap((page) => page.data)
          .filter((run) => !props.without?.has(run.run) && (props.keep?.(run) ?? true));
        return (
          <>
            {runs.length === 0 ? <Empty>{props.empty}</Empty> : <RunList runs={runs} />}
            {query.hasNextPage && (
              <button
                type="button"
                className="button mt-4"
                disabled={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                {query.isFetchingNextPage ? 'Reading…' : 'Show older runs'}
              </button>
            )}
          </>
        );
      }}
    </Await>
  );
}

function RunList({ runs }: { readonly runs: readonly Run[] }) {
  return (
    <ul className="border-b border-rule">
      {runs.map((run) => (
        <li key={run.run} className="border-t border-rule">
          <RunItem run={run} />
        </li>
      ))}
    </ul>
  );
}

function RunItem({ run }: { readonly run: Run }) {
  const net = run.outputs.reduce((sum, output) => sum + output.charged - output.refunded, 0);
  const state = fromServer(run);
  return (
    <details className="group">
      <summary className="flex list-none flex-wrap items-baseline gap-x-4 py-3 hover:bg-ink-wash">
        <span className="line-clamp-1 min-w-0 flex-1 basis-60 font-label group-open:line-clamp-none">
          {run.input}
        </span>
        <span className="text-13 text-muted">{run.member}</span>
        <span className="text-13 text-muted">{dayAndClock(run.created_at)}</span>
        <span className="w-40 text-right text-13">
          {run.outputs.length > 1 && (
            <span className="text-muted">{count(run.outputs.length, 'output')}, </span>
          )}
          {credits(net)}
        </span>
      </summary>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(280px,1fr))] gap-8 pt-2 pb-6">
        {state.outputs.map((output) => (
          <section
            key={output.output}
            aria-label={`Output ${output.index + 1}`}
            className="max-w-[68ch] text-16"
          >
            {run.is_demo && <p className="mb-1 text-12 text-muted">Demo writer</p>}
            <OutputText text={output.text} wet={false} caret={false} />
            <MarkRow output={output} />
          </section>
        ))}
      </div>
    </details>
  );
}
