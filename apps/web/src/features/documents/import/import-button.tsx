import { FileUp, X } from 'lucide-react';
import { useRef } from 'react';
import { ACCEPTED } from './files.ts';
import type { Import } from './use-import.ts';

/** Chooses files to bring in. */
export function ImportButton({ bringing }: { readonly bringing: Import }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className="icon-button"
        aria-label="Import documents"
        title="Import Markdown, HTML, Word or text files"
        aria-busy={bringing.busy}
        disabled={bringing.busy}
        onClick={() => input.current?.click()}
      >
        <FileUp aria-hidden="true" className="size-4" strokeWidth={1.75} />
      </button>
      <input
        ref={input}
        type="file"
        aria-label="Files to import"
        tabIndex={-1}
        hidden
        multiple
        accept={ACCEPTED}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file can be chosen again.
          event.target.value = '';
          void bringing.take(files);
        }}
      />
    </>
  );
}

/** What could not be brought in, and what of it was left out. */
export function ImportNotes({ bringing }: { readonly bringing: Import }) {
  if (bringing.notes.length === 0) return null;
  return (
    <div aria-live="polite" className="flex items-start gap-2 px-4 pt-2 text-13">
      <ul className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {bringing.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <button
        type="button"
        className="icon-button -my-2 text-muted"
        aria-label="Close these notes"
        title="Close"
        onClick={bringing.clear}
      >
        <X aria-hidden="true" className="size-4" strokeWidth={1.75} />
      </button>
    </div>
  );
}
