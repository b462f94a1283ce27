import type { MouseEvent } from 'react';

/** Closes the popover that a clicked link stands in: the page behind it changes, the popover would stay. */
export function hidePopover(event: MouseEvent<HTMLElement>): void {
  event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();
}
