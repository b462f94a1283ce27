import type { RunState } from './run-state.ts';
import { stop } from './run-store.ts';
import { barSentence } from './sentences.ts';

/** How far the run is and what it costs so far, over the page's foot while it runs. */
export function RunningBar({ run }: { readonly run: RunState }) {
  const many = run.outputs.length > 1;
  return (
    <section
      aria-label="Running"
      className="sticky bottom-0 z-10 -mx-2 flex min-h-12 items-center justify-between gap-4 border-t border-rule bg-sheet px-2 py-1.5"
    >
      <p className="font-label">{barSentence(run)}</p>
      <button type="button" className="button" aria-keyshortcuts="Escape" onClick={() => void stop()}>
        {many ? 'Stop all' : 'Stop'} <kbd className="font-sans text-12 text-muted">Esc</kbd>
      </button>
    </section>
  );
}
