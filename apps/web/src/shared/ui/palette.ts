import { useSyncExternalStore } from 'react';

/** Whether the palette is open. Buttons and the key open it from anywhere; what it shows is loaded then. */
let open = false;
const listeners = new Set<() => void>();

export function setPalette(next: boolean): void {
  if (next === open) return;
  open = next;
  for (const listener of listeners) listener();
}

export const usePaletteOpen = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );

/** ⌘K or Ctrl K, and neither ⌘⇧K nor any other. */
export const isPaletteKey = (
  event: Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'shiftKey' | 'altKey'>,
) => event.key.toLowerCase() === 'k' && event.metaKey !== event.ctrlKey && !event.shiftKey && !event.altKey;
