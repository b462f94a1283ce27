import type { Editor } from '@tiptap/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { InkwellError, app, client } from '../../../shared/api/client.ts';
import { mayManage, useSession } from '../../../shared/api/session.ts';
import type { Vote } from '../../../shared/api/types.ts';
import { MarkRow } from '../mark.tsx';
import type { OutputState } from '../run-state.ts';
import { keepVote, useRuns } from '../run-store.ts';
import { passageRange, textBetween } from './content.ts';
import { inkOf, withInk } from './ink.ts';
import { removePassage } from './session.ts';

/** What a passage cost, beside it: from the run of this visit, or else from the ledger's receipt. */
export function PassageMark(props: {
  readonly editor: Editor;
  readonly output: string;
  readonly again: (output: string, run: string) => void;
  readonly edit: (output: string, run: string) => void;
}) {
  const { editor, output } = props;
  const session = useSession();
  const { state, run, member } = usePassage(output);
  const vote = state?.vote ?? 'none';
  useEffect(() => markDown(editor, output, vote), [editor, output, vote]);
  if (!state) return null;
  const range = passageRange(editor.state.doc, output);
  const text = range ? textBetween(editor.state.doc, range.from, range.to) : state.text;
  return (
    <div className="margin-track">
      <fieldset aria-label="Passage" className="margin-mark min-w-0 font-sans text-14">
        <MarkRow
          output={{ ...state, text }}
          mayVote={member === session.member || mayManage(session)}
          discard={() => removePassage(editor, output)}
          voted={(next) => {
            markDown(editor, output, next);
            if (run) keepVote(run.key, output, next);
          }}
          {...(run?.run
            ? {
                again: () => props.again(output, run.run ?? ''),
                edit: () => props.edit(output, run.run ?? ''),
              }
            : {})}
        />
      </fieldset>
    </div>
  );
}

function markDown(editor: Editor, output: string, vote: Vote): void {
  if (editor.isDestroyed) return;
  const { down } = inkOf(editor.state);
  if (down.has(output) === (vote === 'down')) return;
  const next = new Set(down);
  if (vote === 'down') next.add(output);
  else next.delete(output);
  editor.view.dispatch(withInk(editor.state.tr, { down: next }));
}

interface Known {
  readonly state: OutputState | null;
  readonly run: { readonly key: string; readonly run: string | null } | null;
  readonly member: string | null;
}

function usePassage(output: string): Known {
  const { account, member } = useSession();
  const runs = useRuns();
  const fresh = runs.find((one) =>
    one.outputs.some((each) => each.output === output && each.phase === 'settled'),
  );
  const query = useQuery({
    queryKey: ['receipt', output],
    queryFn: () => client.outputs.get(account, output),
    enabled: !fresh,
    retry: (failures, error) => failures < 2 && !(error instanceof InkwellError && error.status === 404),
  });
  if (fresh) {
    const state = fresh.outputs.find((each) => each.output === output) ?? null;
    return { state, run: fresh, member: fresh.member ?? member };
  }
  if (!query.data) return { state: null, run: null, member: null };
  const { words, charged, refunded, vote, run } = query.data;
  const state = {
    output,
    index: 0,
    text: '',
    words,
    charged,
    refunded,
    vote,
    phase: 'settled',
    finish: 'done',
  } as const;
  return {
    state: { ...state, detail: null, code: null },
    run: run === null ? null : { key: run, run },
    member: query.data.member,
  };
}

/** What was asked for an output's run; null if the server has it no more. */
export async function askedOf(run: string): Promise<{ input: string; kind: 'compose' | 'command' } | null> {
  try {
    const { input, kind } = await app.runs.get(run);
    return { input, kind: kind === 'compose' ? 'compose' : 'command' };
  } catch (cause) {
    if (!(cause instanceof InkwellError)) throw cause;
    return null;
  }
}
