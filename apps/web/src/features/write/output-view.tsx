import { Link } from '@tanstack/react-router';
import { memo, useState } from 'react';
import { useBalance } from '../../shared/api/live.ts';
import type { Vote } from '../../shared/api/types.ts';
import { mayManage, useSession } from '../../shared/api/session.ts';
import { MarkRow } from './mark.tsx';
import { words } from '../../shared/format/number.ts';
import { OutputText } from './output-text.tsx';
import type { OutputState } from './run-state.ts';
import { type Reader, endSentence } from './sentences.ts';
import { useCut, useFollow } from './use-follow.ts';
import { Waiting } from './waiting.tsx';

export interface OutputActs {
  /** Writes it once more; `output` is what it is tried again for, if that was written at all. */
  readonly again: (output?: string) => void;
  readonly edit: () => void;
  readonly proceed: (text: string) => void;
  readonly discard: (output: string) => void;
  readonly stop: (output: string) => void;
  readonly voted: (output: string, vote: Vote) => void;
}

interface Props {
  readonly state: OutputState;
  readonly many: boolean;
  readonly about_words: number;
  readonly is_demo: boolean;
  readonly dropped: boolean;
  readonly reader: Reader;
  readonly acts: OutputActs;
}

/** One output: its text, how it ended, and the mark that says what it cost. */
export const OutputView = memo(function OutputView(props: Props) {
  const { state, many, about_words, dropped, reader, acts } = props;
  const writing = state.phase === 'writing' || state.phase === 'waiting';
  const { end, box, left, follow } = useFollow(state.text, writing, many);
  const [whole, setWhole] = useState(false);
  const cut = useCut(box, many && !writing && !whole);
  const ended = endSentence(state, reader, dropped);
  const number = state.index + 1;
  return (
    <section
      aria-label={many ? `Output ${number}` : 'Output'}
      aria-busy={writing}
      className={many ? 'relative flex min-w-0 flex-col' : SINGLE}
    >
      <div className="min-w-0">
        <Head {...props} writing={writing} />
        <div
          ref={box}
          // A column that scrolls by itself must be within reach of the keyboard.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={many ? 0 : undefined}
          data-output={many ? number : undefined}
          className={many ? columnClass(whole, cut) : 'min-h-16 text-18 max-sm:text-17'}
          style={many ? { minHeight: roomFor(about_words) } : {}}
        >
          {state.text === '' && writing ? (
            <Waiting />
          ) : (
            <div className={state.vote === 'down' ? 'text-muted' : ''}>
              <OutputText text={state.text} wet={writing} caret={state.phase === 'writing'} />
            </div>
          )}
          <div ref={end} />
        </div>
        {cut && (
          <button type="button" className="link mt-2 text-13" onClick={() => setWhole(true)}>
            Show all {words(state.words)}
          </button>
        )}
        {left && (
          <button type="button" className="button sticky bottom-20 mx-auto flex bg-sheet" onClick={follow}>
            ↓ Follow
          </button>
        )}
        {ended && <Ended sentence={ended} state={state} acts={acts} />}
      </div>
      {writing && many && <div className="h-11" />}
      {state.phase === 'settled' && (
        <MarkRow
          output={state}
          again={() => acts.again(state.output)}
          edit={acts.edit}
          discard={acts.discard}
          voted={(vote) => acts.voted(state.output, vote)}
        />
      )}
    </section>
  );
});

/** Beside the text where the page has a margin for it, under it elsewhere. */
const SINGLE = 'relative grid gap-x-12 xl:grid-cols-[minmax(0,68ch)_minmax(240px,1fr)]';
const COLUMN = 'overflow-y-auto pr-2 text-16';

function columnClass(whole: boolean, cut: boolean): string {
  return `${COLUMN} ${whole ? '' : 'max-h-[320px]'} ${cut ? 'fade-out' : ''}`;
}

const WORDS_A_LINE = 5.5;
const LINE_PX = 24;
const COLUMN_PX = 320;

/** The height that a column keeps free for its text, so that what stands below does not move while it is written. */
function roomFor(about_words: number): number {
  const lines = Math.ceil(about_words / WORDS_A_LINE) + 1;
  return Math.min(COLUMN_PX, Math.max(2, lines) * LINE_PX);
}

function Head({ state, many, is_demo, acts, writing }: Props & { readonly writing: boolean }) {
  const number = state.index + 1;
  return (
    <p className="mb-2 flex items-baseline gap-2 text-12 text-muted">
      {many && <span className="font-label text-text">{number}</span>}
      {is_demo && <span>Demo writer</span>}
      {many && writing && state.words > 0 && (
        <button
          type="button"
          className="link ml-auto"
          aria-label={`Stop output ${number}`}
          onClick={() => acts.stop(state.output)}
        >
          Stop
        </button>
      )}
    </p>
  );
}

function Ended({
  sentence,
  state,
  acts,
}: {
  readonly sentence: string;
  readonly state: OutputState;
  readonly acts: OutputActs;
}) {
  const session = useSession();
  const trial = useBalance()?.phase === 'trialing';
  const early = state.finish === 'model_error' && state.phase === 'settled';
  const empty = state.finish === 'out_of_credits' || state.code === 'insufficient_credits';
  const failed = state.phase === 'failed' && !empty;
  return (
    <p className="mt-3 border-l-2 border-edge pl-3 text-13">
      {sentence}{' '}
      {failed && (
        <button type="button" className="link" onClick={() => acts.again()}>
          Try again
        </button>
      )}
      {early && (
        <span className="whitespace-nowrap">
          <button type="button" className="link" onClick={() => acts.proceed(state.text)}>
            Continue
          </button>
          {' / '}
          <button type="button" className="link" onClick={() => acts.discard(state.output)}>
            Discard
          </button>
        </span>
      )}
      {empty &&
        (mayManage(session) ? (
          <Link to={trial ? '/settings/billing' : '/settings/billing/plan'} className="link">
            {trial ? 'Start the plan' : 'Edit plan'}
          </Link>
        ) : (
          'Ask an owner for more.'
        ))}
    </p>
  );
}
