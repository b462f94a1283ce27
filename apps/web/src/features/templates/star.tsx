import { Star } from 'lucide-react';

/** A star that is on or off. */
export function StarButton(props: {
  readonly on: boolean;
  readonly label: string;
  readonly onChange: (on: boolean) => void;
}) {
  return (
    <button
      type="button"
      className="icon-button text-faint aria-pressed:text-reserve"
      aria-pressed={props.on}
      aria-label={props.label}
      onClick={() => props.onChange(!props.on)}
    >
      <Star
        aria-hidden="true"
        className="size-4"
        strokeWidth={1.75}
        fill={props.on ? 'currentColor' : 'none'}
      />
    </button>
  );
}
