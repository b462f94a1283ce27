import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useLeft } from '../../../shared/api/queries.ts';
import { costBefore } from '../sentences.ts';

/** A free command, asked where its answer will stand. */
export function CommandLine(props: {
  readonly first: string;
  readonly focusRun: boolean;
  readonly busy: boolean;
  readonly run: (input: string) => void;
  readonly close: () => void;
}) {
  const id = useId();
  const [input, setInput] = useState(props.first);
  const field = useRef<HTMLTextAreaElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const left = useLeft();
  const { focusRun } = props;
  const ready = input.trim() !== '' && !props.busy;
  const leave = (event: KeyboardEvent) => {
    if (event.key === 'Escape') props.close();
  };
  useEffect(() => {
    if (focusRun) return button.current?.focus();
    field.current?.focus();
    field.current?.select();
  }, [focusRun]);
  return (
    <form
      aria-label="Command"
      className="my-4 border-y border-rule py-3 font-sans text-14"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) props.run(input.trim());
      }}
    >
      <label htmlFor={id} className="mb-1 block font-label">
        What should be written?
      </label>
      <textarea
        id={id}
        ref={field}
        className="field scroll-mb-20 block field-sizing-content max-h-60 min-h-12 w-full resize-none py-2 text-16"
        rows={1}
        maxLength={4000}
        placeholder="write a blog post outline about house plants"
        value={input}
        onChange={(event) => setInput(event.target.value)}
        onKeyDown={(event) => {
          leave(event);
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          if (ready) props.run(input.trim());
        }}
      />
      <div className="mt-2 flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
        {left && <p className="mr-auto text-13 text-muted">{costBefore(null, 1, left.left).sentence}</p>}
        <span className="flex gap-3">
          <button type="button" className="button" onKeyDown={leave} onClick={props.close}>
            Cancel
          </button>
          <button
            ref={button}
            type="submit"
            className="button button-ink min-w-20 scroll-mb-20"
            disabled={!ready}
            onKeyDown={leave}
          >
            Run
          </button>
        </span>
      </div>
    </form>
  );
}
