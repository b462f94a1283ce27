import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { app } from '../../shared/api/client.ts';
import { useNameOf } from '../../shared/api/queries.ts';
import { useTemplates } from '../templates/queries.ts';
import { useBalance } from '../../shared/api/live.ts';
import { mayManage, useSession } from '../../shared/api/session.ts';
import type { RunSummary } from '../../shared/api/types.ts';
import { dayAndClock } from '../../shared/format/date.ts';
import { count, credits, figure } from '../../shared/format/number.ts';
import { MoreButton } from '../../shared/ui/more-button.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';
import { MarkRow } from './mark.tsx';
import { OutputText } from './output-text.tsx';
import { type OutputState, fromServer, isDemo } from './run-state.ts';
import { endSentence, inputsLine, resetsOn } from './sentences.ts';

const PAGE = 20;

function useRunPages() {
  return useInfiniteQuery({
    queryKey: ['runs', 'earlier'],
    queryFn: ({ pageParam }) => app.runs.list({ limit: PAGE, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** Runs of before, newest first. Each opens into its outputs with their marks; a vote stays possible here. */
export function EarlierRuns(props: { readonly without?: ReadonlySet<string>; readonly empty: string }) {
  const query = useRunPages();
  return (
    <Await query={query} label="Reading earlier runs" failed="Couldn’t read earlier runs.">
      {(data) => {
        const runs = data.pages.flatMap((page) => page.data).filter((run) => !props.without?.has(run.run));
        return (
          <>
            {runs.length === 0 ? <Empty>{props.empty}</Empty> : <RunList runs={runs} />}
            <MoreButton query={query} label="Show older runs" />
          </>
        );
      }}
    </Await>
  );
}

function RunList({ runs }: { readonly runs: readonly RunSummary[] }) {
  return (
    <ul className="border-b border-rule">
      {runs.map((run) => (
        <li key={run.run} className="border-t border-rule">
          <RunItem run={run} opens={undefined} />
        </li>
      ))}
    </ul>
  );
}

interface ItemProps {
  readonly run: RunSummary;
  /** An output whose run and receipt stand open from the start. */
  readonly opens: string | undefined;
}

export function RunItem({ run, opens }: ItemProps) {
  const template = useTemplates().data?.find((one) => one.template === run.template)?.name;
  return (
    <PastItem
      item={run}
      many={run.outputs}
      opens={opens !== undefined}
      inside={<RunOutputs run={run} opens={opens} />}
    >
      {run.template !== null && <span className="font-label">{template ?? run.template}. </span>}
      {run.kind === 'api' && <span className="font-label">API. </span>}
      {asked(run)}
    </PastItem>
  );
}

/** One line of what was written: what, who, when and what it cost. It opens into what is inside. */
export function PastItem(props: {
  readonly item: Pick<RunSummary, 'member' | 'created_at' | 'charged' | 'refunded'>;
  readonly many: number;
  readonly opens: boolean;
  readonly inside: ReactNode;
  readonly children: ReactNode;
}) {
  const { item, many } = props;
  const [open, setOpen] = useState(props.opens);
  const nameOf = useNameOf();
  return (
    <details className="group" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="flex list-none flex-wrap items-baseline gap-x-4 py-3 transition-colors duration-90 hover:bg-ink-wash">
        <ChevronRight
          aria-hidden="true"
          className="size-4 shrink-0 self-center text-muted group-open:rotate-90"
        />
        <span className="line-clamp-1 min-w-0 flex-1 basis-52 wrap-anywhere group-open:line-clamp-none">
          {props.children}
        </span>
        <span className="max-w-24 truncate text-13 text-muted max-sm:hidden xl:max-w-40">
          {nameOf(item.member)}
        </span>
        <span className="w-28 text-right text-13 text-muted max-sm:ml-8 max-sm:w-auto">
          {dayAndClock(item.created_at)}
        </span>
        <span className="w-44 text-right text-13 max-sm:ml-auto max-sm:w-auto xl:w-60">
          {many > 1 && <span className="text-muted">{count(many, 'output')}, </span>}
          {item.refunded > 0 && <span className="text-muted">{figure(item.refunded)} refunded, </span>}
          {credits(item.charged - item.refunded)}
        </span>
      </summary>
      {open && props.inside}
    </details>
  );
}

/** A program that asks through the gateway decides whether its conversations are kept. */
const asked = ({ kind, template, input }: RunSummary) => {
  if (kind === 'api' && input === '') return <span className="text-muted">What was asked is not kept.</span>;
  return template === null ? input : inputsLine(input);
};

function RunOutputs({ run, opens }: ItemProps) {
  const session = useSession();
  const resets = resetsOn(useBalance());
  const query = useQuery({ queryKey: ['run', run.run], queryFn: () => app.runs.get(run.run) });
  const mayVote = run.member === session.member || mayManage(session);
  return (
    <Await query={query} label="Reading the run" failed="Couldn’t read the run.">
      {(detail) => (
        <div className="grid grid-cols-[repeat(auto-fill,minmax(280px,1fr))] gap-8 pt-2 pb-6 pl-8 max-sm:pl-0">
          {fromServer(detail).outputs.map((output) => (
            <PastOutput
              key={output.output}
              output={output}
              only={run.outputs === 1}
              kept={detail.keeps_text}
              demo={isDemo(run.model)}
              resets={resets}
              mayVote={mayVote}
              opens={output.output === opens}
            />
          ))}
        </div>
      )}
    </Await>
  );
}

function PastOutput(props: {
  readonly output: OutputState;
  readonly only: boolean;
  readonly kept: boolean;
  readonly demo: boolean;
  readonly resets: string;
  readonly mayVote: boolean;
  readonly opens: boolean;
}) {
  const { output } = props;
  const ended = endSentence(output, { resets: props.resets, cap: null }, false);
  return (
    <section
      aria-label={`Output ${output.index + 1}`}
      className={`min-w-0 text-16 ${props.only ? 'col-span-full max-w-[68ch]' : ''}`}
    >
      {props.demo && <p className="mb-1 text-12 text-muted">Demo writer</p>}
      {props.kept ? (
        <OutputText text={output.text} wet={false} caret={false} />
      ) : (
        <p className="text-13 text-muted">The text is not kept, its cost and its receipt are.</p>
      )}
      {ended && <p className="mt-3 border-l-2 border-edge pl-3 text-13">{ended}</p>}
      {output.phase === 'settled' && (
        <MarkRow output={output} mayVote={props.mayVote} receiptOpen={props.opens} />
      )}
    </section>
  );
}
