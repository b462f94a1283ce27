import { useKeydown } from '../../shared/ui/use-keydown.ts';

interface Acts {
  readonly focus: () => void;
  readonly stop: () => void;
  readonly running: boolean;
}

/** "/" and ⌘⇧K go to the command, Esc stops, 1 to 9 and 0 go to an output. */
export function useWriteKeys({ focus, stop, running }: Acts): void {
  useKeydown((event) => {
    if (event.defaultPrevented) return;
    const held = event.metaKey || event.ctrlKey;
    if (
      (held && event.shiftKey && event.key.toLowerCase() === 'k') ||
      (event.key === '/' && !isTyping(event))
    ) {
      event.preventDefault();
      focus();
    } else if (event.key === 'Escape' && running && !document.querySelector(':popover-open')) {
      stop();
    } else if (/^\d$/.test(event.key) && !held && !event.altKey && !isTyping(event)) {
      const number = event.key === '0' ? 10 : Number(event.key);
      document.querySelector<HTMLElement>(`[data-output="${number}"]`)?.focus();
    }
  });
}

const isTyping = ({ target }: KeyboardEvent): boolean =>
  target instanceof HTMLElement &&
  target.matches('input:not([type=radio]), textarea, select, [contenteditable]');
