import { useQuery } from '@tanstack/react-query';
import { FilePlus } from 'lucide-react';
import { useState } from 'react';
import { InkwellError, app, newKey } from '../../shared/api/client.ts';
import type { DocumentSummary } from '../../shared/api/types.ts';
import { announce } from '../../shared/ui/announce.ts';
import { MENU_ROW, Menu } from '../../shared/ui/menu.tsx';
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
export const InsertButton = (props: { readonly passage: Passage; readonly title: string }) => (
  <Menu label="Insert into…" title="Insert into…" Icon={FilePlus} opens="right" className="w-64">
    {(close) => <Documents {...props} close={close} />}
  </Menu>
);

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
          className={MENU_ROW}
          disabled={busy}
          onClick={() => void insert(row)}
        >
          <span className="truncate">{titleOf(row)}</span>
        </button>
      ))}
      {query.isError && <p className="px-4 py-2 text-13 text-bad">Couldn’t read the documents.</p>}
      <button
        type="button"
        className={`${MENU_ROW} border-t border-rule font-label`}
        disabled={busy}
        onClick={() => void insert(null)}
      >
        New document
      </button>
    </>
  );
}
