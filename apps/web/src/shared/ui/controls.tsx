import { Minus, Plus } from 'lucide-react';
import { useId } from 'react';

interface Choice<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly hint?: string;
}

/** A row of native radios that looks like one control; arrow keys move as in any radio group. */
export function Segmented<V extends string>(props: {
  readonly legend: string;
  readonly value: V;
  readonly choices: readonly Choice<V>[];
  readonly onChange: (value: V) => void;
  readonly disabled?: boolean;
}) {
  const name = useId();
  return (
    <fieldset className="flex items-center gap-2" disabled={props.disabled}>
      <legend className="sr-only">{props.legend}</legend>
      <span aria-hidden="true" className="text-13 text-muted max-sm:hidden">
        {props.legend}
      </span>
      <span className="flex">
        {props.choices.map((choice) => (
          <label
            key={choice.value}
            title={choice.hint}
            className="-ml-px grid h-9 min-w-9 cursor-pointer place-items-center border border-edge px-2 font-label first:ml-0 first:rounded-l-control last:rounded-r-control hover:bg-ink-wash has-checked:z-1 has-checked:border-ink has-checked:bg-ink-wash has-checked:text-ink has-focus-visible:z-2 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink pointer-coarse:h-11 pointer-coarse:min-w-11"
          >
            <input
              type="radio"
              className="sr-only"
              name={name}
              value={choice.value}
              checked={choice.value === props.value}
              onChange={() => props.onChange(choice.value)}
            />
            <span>
              {choice.label}
              {choice.hint && <span className="sr-only">, {choice.hint}</span>}
            </span>
          </label>
        ))}
      </span>
    </fieldset>
  );
}

/** A whole number between two ends. The number itself can be typed; the buttons step. */
export function Stepper(props: {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}) {
  const { value, min, max } = props;
  const id = useId();
  const step = (by: number) => props.onChange(Math.min(max, Math.max(min, value + by)));
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="text-13 text-muted">
        {props.label}
      </label>
      <div className="flex h-9 items-stretch rounded-control border border-edge pointer-coarse:h-11">
        <button
          type="button"
          className="px-2 hover:bg-ink-wash disabled:text-faint"
          disabled={value <= min}
          aria-label="One output fewer"
          onClick={() => step(-1)}
        >
          <Minus aria-hidden="true" className="size-4" />
        </button>
        <input
          id={id}
          className="w-8 bg-transparent text-center font-label"
          inputMode="numeric"
          value={value}
          onChange={(event) => {
            const typed = Number.parseInt(event.target.value, 10);
            if (Number.isInteger(typed)) props.onChange(Math.min(max, Math.max(min, typed)));
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowUp') step(1);
            if (event.key === 'ArrowDown') step(-1);
          }}
        />
        <button
          type="button"
          className="px-2 hover:bg-ink-wash disabled:text-faint"
          disabled={value >= max}
          aria-label="One output more"
          onClick={() => step(1)}
        >
          <Plus aria-hidden="true" className="size-4" />
        </button>
      </div>
    </div>
  );
}
