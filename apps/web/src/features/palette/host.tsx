import { Suspense, lazy } from 'react';
import { isPaletteKey, setPalette, usePaletteOpen } from '../../shared/ui/palette.ts';
import { useKeydown } from '../../shared/ui/use-keydown.ts';

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));

/** Listens for ⌘K on every page. The palette and its library come with the first opening. */
export function PaletteHost() {
  const open = usePaletteOpen();
  const pressed = (event: KeyboardEvent) => {
    if (!isPaletteKey(event) || document.querySelector('dialog[open]:not([data-palette])')) return;
    event.preventDefault();
    setPalette(document.querySelector('dialog[data-palette]') === null);
  };
  // Ahead of the editor, which knows the key for links.
  useKeydown(pressed, true);
  return open ? (
    <Suspense fallback={null}>
      <Palette />
    </Suspense>
  ) : null;
}
