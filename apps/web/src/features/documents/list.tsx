import { Link, useNavigate } from '@tanstack/react-router';
import { Columns3, Lock, PanelLeftClose, Plus, Trash2, Undo2 } from 'lucide-react';
import { type DragEvent, useDeferredValue, useId, useState } from 'react';
import { InkwellError, app, newKey } from '../../shared/api/client.ts';
import type { DocumentListed } from '../../shared/api/types.ts';
import { day } from '../../shared/format/date.ts';
import { words } from '../../shared/format/number.ts';
import { announce } from '../../shared/ui/announce.ts';
import { MoreButton } from '../../shared/ui/more-button.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';
import { ImportButton, ImportNotes } from './import/import-button.tsx';
import { type Import, useImport } from './import/use-import.ts';
import { keepMade } from './just-made.ts';
import { documentsChanged, titleOf, useDocuments } from './queries.ts';

/** Makes an empty document and opens it; false where it was refused. */
export function useNewDocument() {
  const navigate = useNavigate();
  const [refusal, setRefusal] = useState<string | null>(null);
  const make = async (): Promise<boolean> => {
    setRefusal(null);
    try {
      const made = await app.documents.create({}, { idempotency_key: newKey() });
      keepMade(made);
      await navigate({ to: '/documents/$document', params: { document: made.document } });
      await documentsChanged();
      return true;
    } catch (cause) {
      if (!(cause instanceof InkwellError)) throw cause;
      setRefusal(cause.code === 'network_error' ? 'The server can’t be reached.' : cause.message);
      return false;
    }
  };
  return { make, refusal };
}

/** The workspace's documents: search by title and text, a new one, files brought in by choosing or dropping them, the trash. */
export function DocumentList(props: { readonly close: () => void; readonly opened?: () => void }) {
  const id = useId();
  const [q, setQ] = useState('');
  const [trash, setTrash] = useState(false);
  const query = useDocuments(useDeferredValue(q), trash);
  const { make, refusal } = useNewDocument();
  const bringing = useImport(props.opened);
  const drop = useDrop(bringing.take);
  return (
    <nav
      aria-label="Documents"
      className={`flex h-full flex-col ${drop.over ? 'outline-2 -outline-offset-2 outline-ink' : ''}`}
      {...drop.on}
    >
      <ListHead
        title={trash ? 'Trash' : 'Documents'}
        bringing={bringing}
        make={() => void make().then((done) => done && props.opened?.())}
        close={props.close}
      />
      {refusal && (
        <p role="alert" className="px-4 text-13 text-bad">
          {refusal}
        </p>
      )}
      <ImportNotes bringing={bringing} />
      <div className="px-4 pt-2 pb-3">
        <label htmlFor={id} className="sr-only">
          Search documents
        </label>
        <input
          id={id}
          type="search"
          className="field w-full"
          placeholder="Search"
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-rule px-2 py-2">
        <Await query={query} label="Reading the documents" failed="Couldn’t read the documents.">
          {(data) => (
            <Rows
              rows={data.pages.flatMap((page) => page.data)}
              trash={trash}
              searched={q !== ''}
              opened={props.opened}
            />
          )}
        </Await>
        <MoreButton query={query} label="Show more" className="link m-2 text-13" />
      </div>
      <ListFoot trash={trash} toggle={() => setTrash(!trash)} />
    </nav>
  );
}

/** Said to eyes and ears that a document is its author's alone. */
export function PrivateSign({ className }: { readonly className: string }) {
  return (
    <>
      <Lock aria-hidden="true" className={className} />
      <span className="sr-only">Private</span>
    </>
  );
}

/** Files that are dropped here; what else is dragged over is left alone. */
function useDrop(take: (files: readonly File[]) => Promise<void>) {
  const [over, setOver] = useState(false);
  const carries = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  const on = {
    onDragOver: (event: DragEvent) => {
      if (!carries(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (event: DragEvent) => {
      const inside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
      if (!inside) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      if (!carries(event)) return;
      event.preventDefault();
      setOver(false);
      void take([...event.dataTransfer.files]);
    },
  };
  return { over, on };
}

function ListHead(props: {
  readonly title: string;
  readonly bringing: Import;
  readonly make: () => void;
  readonly close: () => void;
}) {
  return (
    <div className="flex items-center justify-between pt-3 pr-2 pl-4">
      <h2 className="font-label">{props.title}</h2>
      <span className="flex text-muted">
        <button
          type="button"
          className="icon-button"
          aria-label="New document"
          title="New document"
          onClick={props.make}
        >
          <Plus aria-hidden="true" className="size-4" strokeWidth={1.75} />
        </button>
        <ImportButton bringing={props.bringing} />
        <button
          type="button"
          className="icon-button"
          aria-label="Close the list"
          title="Close the list"
          onClick={props.close}
        >
          <PanelLeftClose aria-hidden="true" className="size-4" strokeWidth={1.75} />
        </button>
      </span>
    </div>
  );
}

function ListFoot({ trash, toggle }: { readonly trash: boolean; readonly toggle: () => void }) {
  return (
    <>
      <Link
        to="/commands"
        className="flex h-9 shrink-0 items-center gap-3 border-t border-rule px-4 text-13 text-muted hover:bg-ink-wash hover:text-text focus-visible:-outline-offset-2 pointer-coarse:h-11"
      >
        <Columns3 aria-hidden="true" className="size-4" strokeWidth={1.75} />
        Commands, up to ten outputs
      </Link>
      <button
        type="button"
        className="flex h-9 shrink-0 items-center gap-3 px-4 text-left text-13 text-muted hover:bg-ink-wash hover:text-text pointer-coarse:h-11"
        onClick={toggle}
      >
        <Trash2 aria-hidden="true" className="size-4" strokeWidth={1.75} />
        {trash ? 'Back to the documents' : 'Trash'}
      </button>
    </>
  );
}

function Rows(props: {
  readonly rows: readonly DocumentListed[];
  readonly trash: boolean;
  readonly searched: boolean;
  readonly opened: (() => void) | undefined;
}) {
  const { rows, trash, searched } = props;
  if (rows.length === 0) {
    const nothing = trash
      ? 'The trash is empty. What is thrown away stays here for 30 days.'
      : 'No documents yet.';
    return (
      <div className="px-2 text-13">
        <Empty>
          {searched ? (trash ? 'No title here has these words.' : 'No document has these words.') : nothing}
        </Empty>
      </div>
    );
  }
  return (
    <ul>
      {rows.map((row) => (
        <li key={row.document}>{trash ? <TrashRow row={row} /> : <Row row={row} opened={props.opened} />}</li>
      ))}
    </ul>
  );
}

function Row({ row, opened }: { readonly row: DocumentListed; readonly opened: (() => void) | undefined }) {
  return (
    <Link
      to="/documents/$document"
      params={{ document: row.document }}
      onClick={opened}
      className="block border-l-2 border-transparent px-2 py-2 transition-colors duration-90 hover:bg-ink-wash focus-visible:-outline-offset-2"
      activeProps={{ className: 'border-l-ink! bg-ink-wash', 'aria-current': 'page' }}
    >
      <span className="flex items-center gap-2 font-label">
        <span className="truncate">{titleOf(row)}</span>
        {row.is_private && <PrivateSign className="size-3 shrink-0 text-muted" />}
      </span>
      <span className="block text-12 text-muted">
        {day(row.updated_at)}, {words(row.words)}
      </span>
      {row.excerpt !== null && <span className="mt-1 line-clamp-2 text-12 text-muted">{row.excerpt}</span>}
    </Link>
  );
}

function TrashRow({ row }: { readonly row: DocumentListed }) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const restore = async () => {
    try {
      await app.documents.restore(row.document);
      announce(`${titleOf(row)} is back.`);
      await documentsChanged();
    } catch (cause) {
      if (!(cause instanceof InkwellError)) throw cause;
      setRefusal(cause.message);
    }
  };
  return (
    <div className="flex items-center px-2 py-2">
      <span className="min-w-0 flex-1">
        <span className="block truncate">{titleOf(row)}</span>
        <span className="block text-12 text-muted">Thrown away {row.deleted_at && day(row.deleted_at)}</span>
        {refusal && (
          <span role="alert" className="block text-12 text-bad">
            {refusal}
          </span>
        )}
      </span>
      <button
        type="button"
        className="icon-button text-muted"
        aria-label={`Take ${titleOf(row)} back`}
        title="Take it back"
        onClick={() => void restore()}
      >
        <Undo2 aria-hidden="true" className="size-4" strokeWidth={1.75} />
      </button>
    </div>
  );
}
