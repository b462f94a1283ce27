import { type ReactNode, useId } from 'react';

/** A labelled field; `children` draws the control with the id that the label names. */
export function Field(props: {
  readonly label: string;
  readonly note?: string;
  readonly children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="mb-4">
      <label htmlFor={id} className="mb-1 block font-label">
        {props.label}
      </label>
      {props.children(id)}
      {props.note && <p className="mt-1 text-12 text-muted">{props.note}</p>}
    </div>
  );
}

/** A labelled list to choose from. */
export function Choice<V extends string>(props: {
  readonly label: string;
  readonly value: V;
  readonly choices: Readonly<Record<V, string>>;
  readonly onChange: (value: V) => void;
}) {
  return (
    <Field label={props.label}>
      {(id) => (
        <select
          id={id}
          className="field w-full"
          value={props.value}
          onChange={(event) => props.onChange(event.target.value as V)}
        >
          {(Object.entries(props.choices) as [V, string][]).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
