import { useKeydown } from '../../../shared/ui/use-keydown.ts';
import { stop } from '../run-store.ts';

interface Acts {
  readonly compose: () => void;
  readonly open: () => void;
  readonly running: boolean;
}

/** ⌘J composes, ⌘⇧K opens a command, Esc stops. With Ctrl where there is no ⌘. */
export function useEditorKeys({ compose, open, running }: Acts): void {
  const pressed = (event: KeyboardEvent) => {
    const held = event.metaKey || event.ctrlKey;
    const key = event.key.toLowerCase();
    if (held && !event.shiftKey && !event.altKey && key === 'j') {
      event.preventDefault();
      if (!running) compose();
    } else if (held && event.shiftKey && key === 'k') {
      event.preventDefault();
      open();
    } else if (event.key === 'Escape' && running && !isElsewhere(event.target)) {
      void stop();
    }
  };
  // Before the editor, which has a use of its own for Esc.
  useKeydown(pressed, true);
}

/** Esc closes what lies over the page first. */
const isElsewhere = (target: EventTarget | null): boolean =>
  document.querySelector(':popover-open') !== null ||
  (target instanceof Element && target.closest('aside, dialog') !== null);
