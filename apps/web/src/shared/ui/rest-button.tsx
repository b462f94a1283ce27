import { useState } from 'react';

/** Rows of a long table that are shown at first. */
const SHOWN = 50;

/** The first rows of a list that is read whole, and how many wait behind its button. */
export function useFirstRows<Row>(rows: readonly Row[]) {
  const [whole, setWhole] = useState(false);
  const shown = whole ? rows : rows.slice(0, SHOWN);
  return { shown, hidden: rows.length - shown.length, showAll: () => setWhole(true) };
}

/** Shows what `useFirstRows` held back; nothing where that is nothing. */
export function RestButton(props: {
  readonly hidden: number;
  /** "150 more people". */
  readonly says: string;
  readonly showAll: () => void;
}) {
  if (props.hidden === 0) return null;
  return (
    <button type="button" className="link mt-3" onClick={props.showAll}>
      Show {props.says}
    </button>
  );
}
