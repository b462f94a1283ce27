import type { ReactNode } from 'react';

/** A region that scrolls by itself. It takes the focus, so that arrow keys can scroll it too. */
export function ScrollBox(props: {
  readonly label: string;
  readonly className: string;
  readonly children: ReactNode;
}) {
  return (
    // A scrolling region without controls is out of reach by keyboard unless it can be focused.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section tabIndex={0} aria-label={props.label} className={props.className}>
      {props.children}
    </section>
  );
}
