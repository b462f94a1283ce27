import { useLeft } from '../../../shared/api/queries.ts';
import type { Length } from '../../../shared/api/types.ts';
import { Segmented } from '../../../shared/ui/controls.tsx';
import type { RunState } from '../run-state.ts';
import { stop } from '../run-store.ts';
import { LENGTHS, barSentence, costBefore } from '../sentences.ts';

const SIZES = LENGTHS.filter(
  (length): length is Extract<(typeof LENGTHS)[number], { value: Length }> => length.value !== 'auto',
);
const IS_MAC = typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac');
export const COMPOSE_KEY = IS_MAC ? '⌘J' : 'Ctrl J';

/** Over the document's foot: how long, what it would cost, Compose; while it is written, how far it is, Stop. */
export function ComposeBar(props: {
  readonly run: RunState | null;
  readonly length: Length;
  readonly choose: (length: Length) => void;
  readonly compose: () => void;
}) {
  const { run, length } = props;
  const left = useLeft();
  if (run) {
    return (
      <section aria-label="Running" className={BAR}>
        <p className="font-label">{barSentence(run)}</p>
        <button
          type="button"
          className="button ml-auto"
          aria-keyshortcuts="Escape"
          onClick={() => void stop()}
        >
          Stop <kbd className="font-sans text-12 text-muted">Esc</kbd>
        </button>
      </section>
    );
  }
  return (
    <section aria-label="Compose" className={BAR}>
      <Segmented legend="Length" value={length} choices={SIZES} onChange={props.choose} />
      <p className="min-w-0 flex-1 text-right text-13 text-muted max-sm:text-12">
        {left && costBefore(length, 1, left.left).sentence}
      </p>
      <button
        type="button"
        className="button button-ink"
        aria-keyshortcuts={IS_MAC ? 'Meta+J' : 'Control+J'}
        onClick={props.compose}
      >
        Compose <kbd className="font-sans text-12 max-sm:hidden">{COMPOSE_KEY}</kbd>
      </button>
    </section>
  );
}

const BAR =
  'sticky bottom-0 z-10 flex min-h-12 items-center gap-4 border-t border-rule bg-sheet px-6 py-1.5 max-sm:gap-3 max-sm:px-4';
