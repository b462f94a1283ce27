import { Suspense, lazy, useEffect } from 'react';
import { isPaletteKey, setPalette, usePaletteOpen } from '../../shared/ui/palette.ts';

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));

/** Listens for ⌘K on every page. The palette and its library come with the first opening. */
export function PaletteHost() {
  const open = usePaletteOpen();
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!isPaletteKey(event) || document.querySelector('dialog[open]:not([data-palette])')) return;
      event.preventDefault();
      setPalette(document.querySelector('dialog[data-palette]') === null);
    };
    // Ahead of the editor, which knows the key for links.
    document.addEventListener('keydown', pressed, true);
    return () => document.removeEventListener('keydown', pressed, true);
  }, []);
  return open ? (
    <Suspense fallback={null}>
      <Palette />
    </Suspense>
  ) : null;
}
