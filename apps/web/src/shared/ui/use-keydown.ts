import { useEffect, useLayoutEffect, useRef } from 'react';

/** Listens for keys on the whole page. `first`: ahead of whatever has the focus, as of an editor with keys of its own. */
export function useKeydown(pressed: (event: KeyboardEvent) => void, first = false): void {
  const latest = useRef(pressed);
  useLayoutEffect(() => {
    latest.current = pressed;
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => latest.current(event);
    document.addEventListener('keydown', listener, first);
    return () => document.removeEventListener('keydown', listener, first);
  }, [first]);
}
