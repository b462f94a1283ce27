import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { recall, remember } from '../../shared/theme/theme.ts';
import { Page, Section } from '../../shared/ui/page.tsx';
import { useNewDocument } from '../documents/list.tsx';
import { type Command, CommandBox } from './command-box.tsx';
import { DemoNote } from './demo-note.tsx';
import { EarlierRuns } from './earlier.tsx';
import type { OutputActs } from './output-view.tsx';
import { type RunState, isRunning } from './run-state.ts';
import { discard, keepVote, resume, start, stop, useRuns } from './run-store.ts';
import { RunView } from './run-view.tsx';
import { RunningBar } from './running-bar.tsx';
import { useWriteKeys } from './use-write-keys.ts';

const DRAFT = 'inkwell.draft';
const FIRST = 'write a blog post outline about house plants';

interface Rerun extends Command {
  readonly retry_of?: string;
}

/** One command and one to ten outputs side by side, without a document. */
export function CommandPage({ title = 'Commands' }: { readonly title?: string }) {
  const all = useRuns();
  const runs = useMemo(() => all.filter((run) => run.document === null), [all]);
  const input = useRef<HTMLTextAreaElement>(null);
  const [first] = useState(() => recall(DRAFT) === null);
  const [command, setCommand] = useState<Command>({
    input: recall(DRAFT) ?? FIRST,
    length: null,
    outputs: 1,
  });
  const running = isRunning(runs[0]);
  const change = (next: Command) => {
    setCommand(next);
    remember(DRAFT, next.input);
  };
  const run = (next: Rerun) => {
    remember(DRAFT, next.input);
    void start({ ...next, kind: 'command', input: next.input.trim() });
  };
  const edit = (text: string) => {
    change({ ...command, input: text });
    input.current?.focus();
  };
  useWriteKeys({ focus: () => input.current?.focus(), stop: () => void stop(), running });
  useEffect(() => void resume(), []);
  const seen = useMemo(() => new Set(runs.flatMap((state) => (state.run ? [state.run] : []))), [runs]);
  return (
    <Page title={title} wide aside={<DocumentActs />}>
      <CommandBox
        command={command}
        busy={running}
        inputRef={input}
        focusRun={first}
        onChange={change}
        onRun={(outputs) => run({ ...command, outputs })}
      />
      <DemoNote />
      <div className="mt-6">
        {runs.map((state) => (
          <RunOfVisit key={state.key} run={state} edit={edit} rerun={run} />
        ))}
      </div>
      <Section title="Earlier">
        <EarlierRuns without={seen} empty="Nothing written yet. Type what you want, or press / to ask." />
      </Section>
      {running && runs[0] && <RunningBar run={runs[0]} />}
    </Page>
  );
}

/** The acts of one run, kept the same between paints so that its settled outputs are not drawn again. */
function RunOfVisit(props: {
  readonly run: RunState;
  readonly edit: (text: string) => void;
  readonly rerun: (command: Rerun) => void;
}) {
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  const acts = useMemo<OutputActs>(() => {
    const now = () => latest.current;
    const one = (input: string, retry_of?: string) =>
      now().rerun({ input, length: now().run.length, outputs: 1, ...(retry_of ? { retry_of } : {}) });
    return {
      again: (output) => one(now().run.input, output),
      edit: () => now().edit(now().run.input),
      proceed: (text) => one(`${now().run.input}\n\nGo on from here:\n${text}`),
      discard: (output) => discard(now().run.key, output),
      stop: (output) => void stop(output),
      voted: (output, vote) => keepVote(now().run.key, output, vote),
    };
  }, []);
  return <RunView run={props.run} acts={acts} />;
}

/** From here to the documents. */
function DocumentActs() {
  const { make, refusal } = useNewDocument();
  return (
    <span className="flex items-center gap-4">
      {refusal && (
        <span role="alert" className="text-13 text-bad">
          {refusal}
        </span>
      )}
      <button type="button" className="button" onClick={() => void make()}>
        New document
      </button>
    </span>
  );
}
