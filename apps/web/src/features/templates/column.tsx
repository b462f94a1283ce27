import { memo, useDeferredValue, useState } from 'react';
import type { Vote } from '../../shared/api/types.ts';
import { words } from '../../shared/format/number.ts';
import { OutputText } from '../write/output-text.tsx';
import type { OutputState } from '../write/run-state.ts';
import { type Reader, endSentence } from '../write/sentences.ts';
import { useCut, useFollow } from '../write/use-follow.ts';
import { Waiting } from '../write/waiting.tsx';
import { Foot } from './foot.tsx';

/** What a column can ask of its page. They stay the same between paints. */
export interface ColumnActs {
  readonly retry: (column: string) => void;
  readonly stop: (column: string) => void;
  readonly voted: (column: string, vote: Vote) => void;
  readonly edit: () => void;
}

interface Props {
  readonly id: string;
  /** Its place on the page, from 1: what the number keys go to. */
  readonly number: number;
  readonly output: OutputState;
  readonly about_words: number;
  readonly is_demo: boolean;
  readonly dropped: boolean;
  readonly saved: boolean;
  readonly can_retry: boolean;
  readonly template: string;
  readonly title: string;
  readonly reader: Reader;
  readonly acts: ColumnActs;
}

/** One output beside others: it scrolls past 320 px, and fails alone. */
export const OutputColumn = memo(function OutputColumn(props: Props) {
  const { output, number, about_words, dropped, reader, acts } = props;
  const writing = output.phase === 'writing' || output.phase === 'waiting';
  const { end, box, left, follow } = useFollow(output.text, writing, true);
  const [whole, setWhole] = useState(false);
  const cut = useCut(box, !writing && !whole);
  // Ten outputs that end in one frame would bring ten feet in one task; they come one after another instead.
  const has_foot = useDeferredValue(output.phase === 'settled');
  return (
    <section aria-label={`Output ${number}`} aria-busy={writing} className="relative flex min-w-0 flex-col">
      <Head {...props} writing={writing} />
      <div
        ref={box}
        // A column that scrolls by itself must be within reach of the keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        data-output={number}
        className={`overflow-y-auto pr-2 text-16 ${whole ? '' : 'max-h-[320px]'} ${cut ? 'fade-out' : ''}`}
        style={{ minHeight: roomFor(about_words) }}
      >
        {output.text === '' && writing ? (
          <Waiting />
        ) : (
          <div className={output.vote === 'down' ? 'text-muted' : ''}>
            <OutputText text={output.text} wet={writing} caret={output.phase === 'writing'} />
          </div>
        )}
        {output.phase === 'failed' && output.text === '' && (
          <Failed {...props} retry={() => acts.retry(props.id)} />
        )}
        <div ref={end} />
      </div>
      {left && (
        <button type="button" className="button sticky bottom-20 mx-auto flex bg-sheet" onClick={follow}>
          ↓ Follow
        </button>
      )}
      {/* The line keeps its room, so that columns below do not move when this one ends. */}
      <p className="min-h-6 pt-1 text-13">
        {cut && (
          <button type="button" className="link mr-3" onClick={() => setWhole(true)}>
            Show all {words(output.words)}
          </button>
        )}
        {output.phase === 'settled' && endSentence(output, reader, dropped)}
      </p>
      {has_foot ? (
        <Foot
          template={props.template}
          title={props.title}
          output={output}
          saved={props.saved}
          edit={acts.edit}
          voted={(vote) => acts.voted(props.id, vote)}
        />
      ) : (
        <div className="h-11" />
      )}
    </section>
  );
});

const WORDS_A_LINE = 5;
const LINE_PX = 24;
const COLUMN_PX = 320;

/** The height that a column keeps free for its text from the start. Headings and lists take more lines than prose. */
function roomFor(about_words: number): number {
  const lines = Math.ceil((about_words * 1.2) / WORDS_A_LINE) + 2;
  return Math.min(COLUMN_PX, lines * LINE_PX);
}

function Head(props: Props & { readonly writing: boolean }) {
  const { output, number, is_demo, acts, writing } = props;
  return (
    <p className="mb-2 flex items-baseline gap-2 text-12 text-muted">
      <span className="font-label text-text">{number}</span>
      {is_demo && <span>Demo writer</span>}
      {writing && output.words > 0 && (
        <button
          type="button"
          className="link ml-auto"
          aria-label={`Stop output ${number}`}
          onClick={() => acts.stop(props.id)}
        >
          Stop
        </button>
      )}
    </p>
  );
}

const OWN_WORDS = new Set([
  'insufficient_credits',
  'member_cap_reached',
  'bonus_locked_in_trial',
  'account_paused',
  'account_canceled',
  'invalid_state',
]);

function Failed(props: Props & { readonly retry: () => void }) {
  const { output, reader, dropped } = props;
  const known = output.code !== null && OWN_WORDS.has(output.code);
  return (
    <div className="border-l-2 border-edge pl-3 font-sans text-14">
      <p>
        {known ? endSentence(output, reader, dropped) : 'Failed. 0 charged.'}{' '}
        {props.can_retry && (
          <button type="button" className="link" onClick={props.retry}>
            Retry
          </button>
        )}
      </p>
      {!known && output.detail && <p className="mt-1 text-13 text-muted">{output.detail}</p>}
    </div>
  );
}
