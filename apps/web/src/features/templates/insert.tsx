import { useQuery } from '@tanstack/react-query';
import { FilePlus } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { InkwellError, app, newKey } from '../../shared/api/client.ts';
import type { DocumentSummary } from '../../shared/api/types.ts';
import { announce } from '../../shared/ui/announce.ts';
import { documentsChanged, titleOf } from '../documents/queries.ts';
import { nodesOf } from '../write/editor/markdown.ts';

interface Passage {
  readonly output: string;
  readonly text: string;
}

const SHOWN = 8;

/** Puts the output at the end of a document. Somebody who saved meanwhile is read anew, once. */
async function append(document: string, { output, text }: Passage): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const { content, revision } = await app.documents.get(document);
    const joined = { ...content, content: [...content.content, ...nodesOf(text, output)] };
    try {
      await app.documents.save(document, { revision, content: joined }, { idempotency_key: newKey() });
      return;
    } catch (cause) {
      const is_late = cause instanceof InkwellError && cause.code === 'document_changed';
      if (!is_late || attempt > 0) throw cause;
    }
  }
}

async function createWith(title: string, { output, text }: Passage): Promise<void> {
  const content = { type: 'doc', content: nodesOf(text, output) } as const;
  await app.documents.create({ title, content: { ...content } }, { idempotency_key: newKey() });
}

/** "Insert into…": the last documents, or a new one. */
export function InsertButton(props: { readonly passage: Passage; readonly title: string }) {
  const id = useId();
  const anchor = `--insert${id.replaceAll(/[^A-Za-z0-9]/g, '')}`;
  const [open, setOpen] = useState(false);
  const popover = useRef<HTMLDivElement>(null);
  return (
    <>
      <button
        type="button"
        className="icon-button"
        popoverTarget={id}
        style={{ anchorName: anchor }}
        aria-label="Insert into…"
        title="Insert into…"
      >
        <FilePlus aria-hidden="true" className="size-4" strokeWidth={1.75} />
      </button>
      <div
        id={id}
        ref={popover}
        popover="auto"
        className="popover w-64 py-1 text-text"
        style={{
          positionAnchor: anchor,
          positionArea: 'block-end span-inline-end',
          positionTryFallbacks: 'flip-block, flip-inline',
        }}
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        {open && <Documents {...props} close={() => popover.current?.hidePopover()} />}
      </div>
    </>
  );
}

const ITEM = 'block w-full truncate px-4 py-2 text-left hover:bg-ink-wash pointer-coarse:min-h-11';

function Documents(props: { readonly passage: Passage; readonly title: string; readonly close: () => void }) {
  const { passage, title, close } = props;
  const query = useQuery({
    queryKey: ['documents', 'last'],
    queryFn: async () => (await app.documents.list({ limit: SHOWN })).data,
  });
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const insert = async (into: DocumentSummary | null) => {
    setBusy(true);
    setSaid(null);
    try {
      await (into === null ? createWith(title, passage) : append(into.document, passage));
      announce(`Inserted into ${into === null ? title : titleOf(into)}.`);
      setSaid('Inserted.');
      await documentsChanged();
      close();
    } catch (cause) {
      if (!(cause instanceof InkwellError)) throw cause;
      setSaid(cause.message);
    }
    setBusy(false);
  };
  return (
    <>
      <p className="px-4 py-1 text-12 text-muted">{said ?? 'At the end of'}</p>
      {query.data?.map((row) => (
        <button
          key={row.document}
          type="button"
          className={ITEM}
          disabled={busy}
          onClick={() => void insert(row)}
        >
          {titleOf(row)}
        </button>
      ))}
      {query.isError && <p className="px-4 py-2 text-13 text-bad">Couldn’t read the documents.</p>}
      <button
        type="button"
        className={`${ITEM} border-t border-rule font-label`}
        disabled={busy}
        onClick={() => void insert(null)}
      >
        New document
      </button>
    </>
  );
}
