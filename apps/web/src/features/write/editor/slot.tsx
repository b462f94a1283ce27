import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { mayManage, useSession } from '../../../shared/api/session.ts';
import type { RunState } from '../run-state.ts';
import { type Reader, endSentence, refusalSentence } from '../sentences.ts';
import { useFollow } from '../use-follow.ts';
import { Waiting } from '../waiting.tsx';
import { Blocks } from './blocks.tsx';
import { nodesOf } from './markdown.ts';
import type { Writing } from './use-writing.ts';

/** What stands in the slot: text that is wet, an edit to decide on, or how the writing ended. */
export function WritingSlot(props: {
  readonly writing: Writing;
  readonly reader: Reader;
  /** Goes on from the end of what was written. */
  readonly proceed: () => void;
  readonly discard: () => void;
}) {
  const { writing, reader } = props;
  const { session, run, running } = writing;
  const text = session?.placed ? '' : (run?.outputs[0]?.text ?? '');
  const nodes = useMemo(() => nodesOf(text), [text]);
  const { end, left, follow } = useFollow(text, running, false);
  if (!session || !run) return null;
  const is_edit = session.asking.kind === 'edit';
  return (
    <section
      aria-label={is_edit ? 'Suggestion' : 'Writing'}
      aria-busy={running}
      className={is_edit ? 'suggestion' : ''}
    >
      {run.is_demo && !session.placed && <p className="mb-1 font-sans text-12 text-muted">Demo writer</p>}
      {text !== '' && (
        <div className={running ? 'wet' : ''}>
          <Blocks nodes={nodes} caret={running} />
        </div>
      )}
      {text === '' && running && <Waiting />}
      <div ref={end} />
      {left && (
        <button
          type="button"
          className="button sticky bottom-20 z-1 mx-auto flex bg-sheet font-sans text-14"
          onClick={follow}
        >
          ↓ Follow
        </button>
      )}
      {!running && <Ended {...props} run={run} reader={reader} />}
    </section>
  );
}

function Ended(props: {
  readonly writing: Writing;
  readonly run: RunState;
  readonly reader: Reader;
  readonly proceed: () => void;
  readonly discard: () => void;
}) {
  const { writing, run, reader } = props;
  const person = useSession();
  const { session } = writing;
  const output = run.outputs[0];
  if (!session || !output) return null;
  const refused = run.phase === 'refused' && run.problem;
  const sentence = refused
    ? refusalSentence(run.problem.code, run.problem.message, reader)
    : endSentence(output, reader, run.dropped);
  const has_text = output.phase === 'settled' && output.text.trim() !== '';
  const empty =
    output.finish === 'out_of_credits' ||
    output.code === 'insufficient_credits' ||
    run.problem?.code === 'insufficient_credits';
  const capped =
    output.finish === 'member_cap' ||
    output.code === 'member_cap_reached' ||
    run.problem?.code === 'member_cap_reached';
  const early = session.placed && output.finish === 'model_error';
  return (
    <div className="note font-sans text-13" role={refused ? 'alert' : undefined}>
      {sentence && <span>{sentence} </span>}
      {empty && <MoreCredits manages={mayManage(person)} />}
      <span className="inline-flex flex-wrap gap-x-4 gap-y-1">
        {has_text && session.asking.kind === 'edit' && (
          <>
            <Act label="Replace" act={writing.replace} />
            <Act label="Insert below" act={writing.insert} />
            <Act label="Try again" act={writing.again} />
            <Act label="Discard" act={writing.dismiss} />
          </>
        )}
        {has_text && session.asking.kind !== 'edit' && run.dropped && (
          <>
            <Act label="Insert" act={writing.insert} />
            <Act label="Discard" act={writing.dismiss} />
          </>
        )}
        {early && (
          <>
            <Act label="Continue" act={props.proceed} />
            <Act label="Discard" act={props.discard} />
          </>
        )}
        {!has_text && !empty && !capped && <Act label="Try again" act={writing.again} />}
        {(session.placed || !has_text) && !early && <Act label="Close" act={writing.dismiss} />}
      </span>
    </div>
  );
}

/** What this reader can do about credits that ran out. */
function MoreCredits({ manages }: { readonly manages: boolean }) {
  if (!manages) return <span>Ask an owner for more. </span>;
  return (
    <>
      <Link to="/settings/billing/plan" className="link">
        Edit plan
      </Link>{' '}
    </>
  );
}

function Act({ label, act }: { readonly label: string; readonly act: () => void }) {
  return (
    <button type="button" className="link" onClick={act}>
      {label}
    </button>
  );
}
