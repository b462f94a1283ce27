import { useEffect, useLayoutEffect, useRef } from 'react';

interface Acts {
  readonly focus: () => void;
  readonly stop: () => void;
  readonly running: boolean;
}

/** "/" and ⌘⇧K go to the command, Esc stops, 1 to 9 and 0 go to an output. */
export function useWriteKeys(acts: Acts): void {
  const latest = useRef(acts);
  useLayoutEffect(() => {
    latest.current = acts;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const command = (event.metaKey || event.ctrlKey) && event.shiftKey && event.key.toLowerCase() === 'k';
      if (command || (event.key === '/' && !isTyping(event.target))) {
        event.preventDefault();
        latest.current.focus();
      } else if (
        event.key === 'Escape' &&
        latest.current.running &&
        !document.querySelector(':popover-open')
      ) {
        latest.current.stop();
      } else if (
        /^\d$/.test(event.key) &&
        !isTyping(event.target) &&
        !event.metaKey &&
        !event.ctrlKey &&
        !event.altKey
      ) {
        const number = event.key === '0' ? 10 : Number(event.key);
        document.querySelector<HTMLElement>(`[data-output="${number}"]`)?.focus();
      }
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches('input:not([type=radio]), textarea, select, [contenteditable]')
  );
}
