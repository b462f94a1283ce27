import { type RefObject, useEffect, useId, useRef } from 'react';
import { useLeft } from '../../shared/api/queries.ts';
import type { Length } from '../../shared/api/types.ts';
import { count } from '../../shared/format/number.ts';
import { Segmented, Stepper } from '../../shared/ui/controls.tsx';
import { LENGTHS, costBefore } from './sentences.ts';

export interface Command {
  readonly input: string;
  readonly length: Length | null;
  readonly outputs: number;
}

/** The command, its length and number of outputs, and what it would cost, before anything runs. */
export function CommandBox(props: {
  readonly command: Command;
  readonly busy: boolean;
  readonly inputRef: RefObject<HTMLTextAreaElement | null>;
  readonly focusRun: boolean;
  readonly onChange: (command: Command) => void;
  readonly onRun: (outputs: number) => void;
}) {
  const { command, busy, inputRef } = props;
  const id = useId();
  const run = useRef<HTMLButtonElement>(null);
  const ready = command.input.trim() !== '' && !busy;
  useEffect(() => {
    if (props.focusRun) run.current?.focus();
  }, [props.focusRun]);
  return (
    <form
      aria-label="Command"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) props.onRun(command.outputs);
      }}
    >
      <label htmlFor={id} className="mb-1 flex justify-between font-label">
        What should be written?
        <span aria-hidden="true" className="text-12 font-body text-muted max-sm:hidden">
          / to come here, Enter to run
        </span>
      </label>
      <textarea
        id={id}
        ref={inputRef}
        className="field block field-sizing-content max-h-60 min-h-[78px] w-full resize-none py-3 font-serif text-18 max-sm:text-17"
        rows={2}
        maxLength={4000}
        placeholder="Press / and ask, for example: write a blog post outline about house plants"
        value={command.input}
        onChange={(event) => props.onChange({ ...command, input: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          if (ready) props.onRun(command.outputs);
        }}
      />
      <div className="mt-3 flex flex-wrap items-center gap-x-6 gap-y-3 max-sm:gap-x-4">
        <Segmented
          legend="Length"
          value={command.length ?? 'auto'}
          choices={LENGTHS}
          onChange={(value) => props.onChange({ ...command, length: value === 'auto' ? null : value })}
        />
        <Stepper
          label="Outputs"
          value={command.outputs}
          min={1}
          max={10}
          onChange={(outputs) => props.onChange({ ...command, outputs })}
        />
        <div className="ml-auto flex items-center gap-4 max-sm:ml-0 max-sm:w-full max-sm:justify-between">
          <CostLine command={command} onRun={props.onRun} busy={busy} />
          <button ref={run} type="submit" className="button button-ink min-w-24" disabled={!ready}>
            Run
          </button>
        </div>
      </div>
    </form>
  );
}

function CostLine(props: {
  readonly command: Command;
  readonly busy: boolean;
  readonly onRun: (outputs: number) => void;
}) {
  const { command, busy, onRun } = props;
  const left = useLeft();
  if (!left) return null;
  const cost = costBefore(command.length, command.outputs, left.left);
  const { suggest } = cost;
  return (
    <p className="text-13 text-muted">
      {cost.sentence}
      {suggest !== null && !busy && command.input.trim() !== '' && (
        <>
          {' '}
          <button
            type="button"
            className="link"
            aria-label={`Run ${count(suggest, 'output')}`}
            onClick={() => onRun(suggest)}
          >
            Run {suggest}
          </button>
        </>
      )}
    </p>
  );
}
