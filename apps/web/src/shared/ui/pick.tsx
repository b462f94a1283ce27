import { type ReactNode, useId } from 'react';

/** A filter of a list: a labelled select, two of them side by side on a phone. */
export function Pick(props: {
  readonly label: string;
  readonly value: string;
  readonly pick: (value: string) => void;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <div className="max-sm:basis-[calc(50%-8px)]">
      <label htmlFor={id} className="mb-1 block text-13 text-muted">
        {props.label}
      </label>
      <select
        id={id}
        className="field w-full min-w-28 max-w-44 font-label max-sm:max-w-none"
        value={props.value}
        onChange={(event) => props.pick(event.target.value)}
      >
        {props.children}
      </select>
    </div>
  );
}
