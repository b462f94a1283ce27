import { useLayoutEffect, useMemo, useRef } from 'react';
import type { Template } from '../../shared/api/types.ts';
import { OutputText } from '../write/output-text.tsx';
import { useReader } from '../write/use-reader.ts';
import { type Batch, columnsOf, doneOf, isBusy } from './board.ts';
import { type ColumnActs, OutputColumn } from './column.tsx';
import { useSaved } from './queries.ts';
import { keepVote, retry, stopAll, stopOne } from './store.ts';
import { barWords } from './words.ts';

/** One to three columns of at least 280 px, as many as there is room for. */
const GRID = 'grid grid-cols-[repeat(auto-fill,minmax(min(280px,100%),1fr))] gap-x-8 gap-y-6';

interface Props {
  readonly template: Template;
  readonly batches: readonly Batch[];
  readonly edit: () => void;
}

/** What the template has written in this visit, newest first, and one bar while something is being written. */
export function Outputs({ template, batches, edit }: Props) {
  const reader = useReader();
  const saved = useSaved(template.template).data;
  const saved_ids = useMemo(() => new Set(saved?.map((one) => one.output)), [saved]);
  const acts = useColumnActs(batches, edit);
  const busy = batches.some(isBusy);
  const columns = batches.map(columnsOf);
  // How many outputs stand before each batch: the keys 1 to 0 count through all of them.
  const before = columns.map((_, at) => columns.slice(0, at).reduce((sum, some) => sum + some.length, 0));
  return (
    <>
      {batches.length === 0 && <Sample template={template} />}
      {batches.map((batch, at) => (
        <div key={batch.key} className={`${GRID} mb-6 border-b border-rule pb-4 last:border-b-0`}>
          {columns[at]!.map(({ key, run, output }, place) => (
            <OutputColumn
              key={`${batch.key}-${output.index}-${key}`}
              id={key}
              number={before[at]! + place + 1}
              output={output}
              about_words={run.about_words}
              is_demo={run.is_demo}
              dropped={run.dropped}
              saved={saved_ids.has(output.output)}
              can_retry={Object.keys(batch.asked.inputs).length > 0}
              template={template.template}
              title={template.name}
              reader={reader}
              acts={acts}
            />
          ))}
        </div>
      ))}
      {busy && <Bar template={template.template} batches={batches} />}
    </>
  );
}

/** Acts that find their column among the batches of the moment, so that they need not change with each paint. */
function useColumnActs(batches: readonly Batch[], edit: () => void): ColumnActs {
  const latest = useRef({ batches, edit });
  useLayoutEffect(() => {
    latest.current = { batches, edit };
  });
  return useMemo<ColumnActs>(() => {
    const find = (id: string) => {
      for (const batch of latest.current.batches) {
        const column = columnsOf(batch).find((one) => one.key === id);
        if (column) return { batch, column };
      }
      return null;
    };
    return {
      retry: (id) => {
        const found = find(id);
        if (found) void retry(found.batch, id);
      },
      stop: (id) => {
        const run = find(id)?.column;
        if (run?.run.run) void stopOne(run.run.run, run.output.output);
      },
      voted: (id, vote) => {
        const found = find(id);
        if (found) keepVote(found.batch, found.column.run.key, found.column.output.output, vote);
      },
      edit: () => latest.current.edit(),
    };
  }, []);
}

function Bar({ template, batches }: { readonly template: string; readonly batches: readonly Batch[] }) {
  return (
    <section
      aria-label="Running"
      className="sticky bottom-0 z-10 -mx-2 flex min-h-12 items-center justify-between gap-4 border-t border-rule bg-sheet px-2 py-1.5"
    >
      <p className="font-label">{barWords(doneOf(batches))}</p>
      <button
        type="button"
        className="button"
        aria-keyshortcuts="Escape"
        onClick={() => void stopAll(template)}
      >
        Stop all <kbd className="font-sans text-12 text-muted">Esc</kbd>
      </button>
    </section>
  );
}

/** Before anything is written: what the example gives, marked as such. */
function Sample({ template }: { readonly template: Template }) {
  if (template.sample === null)
    return <p className="text-muted">Fill in the left side, then press Generate content.</p>;
  return (
    <section aria-label="What it writes" className="max-w-[68ch]">
      <p className="mb-3 text-13 text-muted">What the example gives. Nothing is charged for looking.</p>
      <div className="text-16 text-muted">
        <OutputText text={template.sample} wet={false} caret={false} />
      </div>
    </section>
  );
}
