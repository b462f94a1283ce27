import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { hidePopover } from './hide-popover.ts';

/** A row of a menu; whatever is not a `MenuItem` looks like one with it. */
export const MENU_ROW =
  'flex h-9 w-full items-center gap-3 px-4 text-left hover:bg-ink-wash pointer-coarse:h-11';

const SIDES = {
  left: { positionArea: 'block-end span-inline-start', positionTryFallbacks: 'flip-block' },
  right: { positionArea: 'block-end span-inline-end', positionTryFallbacks: 'flip-block, flip-inline' },
} as const;

/** An icon button and what opens below it, to one side, or above where there is no room. */
export function Menu(props: {
  readonly label: string;
  readonly title?: string;
  readonly Icon: LucideIcon;
  readonly opens: keyof typeof SIDES;
  /** Its width. */
  readonly className: string;
  /** Given as a function, it is only there while the menu is open, and closes it itself. */
  readonly children: ReactNode | ((close: () => void) => ReactNode);
}) {
  const { Icon, children } = props;
  const id = useId();
  const anchor = `--${id.replaceAll(/[^A-Za-z0-9]/g, '')}`;
  const [open, setOpen] = useState(false);
  const close = () => document.getElementById(id)?.hidePopover();
  return (
    <>
      <button
        type="button"
        className="icon-button"
        popoverTarget={id}
        style={{ anchorName: anchor }}
        aria-label={props.label}
        title={props.title}
      >
        <Icon aria-hidden="true" className="size-4" strokeWidth={1.75} />
      </button>
      <div
        id={id}
        popover="auto"
        className={`popover py-1 font-sans text-14 text-text ${props.className}`}
        style={{ positionAnchor: anchor, ...SIDES[props.opens] }}
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        {typeof children === 'function' ? open && children(close) : children}
      </div>
    </>
  );
}

/** One act of a menu, which closes with it. */
export function MenuItem(props: {
  readonly Icon?: LucideIcon;
  readonly danger?: boolean;
  readonly act: () => void;
  readonly children: ReactNode;
}) {
  const { Icon } = props;
  return (
    <button
      type="button"
      className={`${MENU_ROW} ${props.danger ? 'text-bad' : ''}`}
      onClick={(event) => {
        hidePopover(event);
        props.act();
      }}
    >
      {Icon && <Icon aria-hidden="true" className="size-4" strokeWidth={1.75} />}
      {props.children}
    </button>
  );
}
