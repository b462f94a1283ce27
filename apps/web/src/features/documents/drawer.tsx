import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';

/** A drawer at the right of the page; a sheet at its foot on a phone. Esc closes it while the focus is in it, which then goes back. */
export function Drawer(props: {
  readonly title: string;
  readonly close: () => void;
  readonly children: ReactNode;
}) {
  const { title, close } = props;
  const frame = useRef<HTMLElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    button.current?.focus();
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  useEffect(() => {
    const element = frame.current;
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close();
    };
    element?.addEventListener('keydown', pressed);
    return () => element?.removeEventListener('keydown', pressed);
  }, [close]);
  return (
    <aside
      ref={frame}
      aria-label={title}
      className="z-20 flex w-80 shrink-0 flex-col border-l border-rule bg-paper max-xl:fixed max-xl:inset-y-0 max-xl:right-0 max-sm:inset-x-0 max-sm:top-auto max-sm:max-h-[80dvh] max-sm:w-auto max-sm:border-t max-sm:border-l-0 xl:sticky xl:top-0 xl:h-dvh"
    >
      <div className="flex items-center justify-between border-b border-rule py-2 pr-2 pl-4">
        <h2 className="title text-16">{title}</h2>
        <button
          ref={button}
          type="button"
          className="icon-button"
          aria-label={`Close: ${title}`}
          onClick={close}
        >
          <X aria-hidden="true" className="size-4" />
        </button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-4">{props.children}</div>
    </aside>
  );
}
