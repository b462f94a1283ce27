import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { app } from '../../shared/api/client.ts';
import { Await, Empty } from '../../shared/ui/states.tsx';

const ROLES = { system: 'Rules', user: 'Request', assistant: 'Earlier answer' } as const;

/** The messages that an output was written from, word for word. */
export function SeenPanel({ output, close }: { readonly output: string; readonly close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const query = useQuery({
    queryKey: ['seen', output],
    queryFn: () => app.outputs.seen(output),
    staleTime: Infinity,
  });
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      aria-label="What the model saw"
      className="m-auto w-full max-w-2xl rounded-popover border border-rule bg-sheet p-6 font-sans text-14 text-text backdrop:bg-(--shadow) max-sm:p-4"
      onClose={close}
    >
      <div className="mb-4 flex items-baseline justify-between">
        <h2 className="title text-22">What the model saw</h2>
        <button
          type="button"
          className="icon-button"
          aria-label="Close"
          onClick={() => dialog.current?.close()}
        >
          <X aria-hidden="true" className="size-4" />
        </button>
      </div>
      <Await query={query} label="Reading the messages" failed="Couldn’t read the messages.">
        {(seen) => (
          <>
            <p className="mb-4 text-13 text-muted">Model: {seen.model}</p>
            {seen.messages.length === 0 && <Empty>Nothing was kept for this output.</Empty>}
            {seen.messages.map((message) => (
              <section
                key={message.role}
                aria-label={ROLES[message.role]}
                className="border-t border-rule py-3"
              >
                <h3 className="mb-1 font-label">{ROLES[message.role]}</h3>
                <p className="whitespace-pre-wrap wrap-anywhere">{message.content}</p>
              </section>
            ))}
          </>
        )}
      </Await>
    </dialog>
  );
}
