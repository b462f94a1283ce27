import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { InkwellError, app, newKey } from '../../../shared/api/client.ts';
import type { DocumentDetail } from '../../../shared/api/types.ts';
import { announce } from '../../../shared/ui/announce.ts';
import { keepMade } from '../just-made.ts';
import { documentsChanged } from '../queries.ts';
import { UnreadableFileError, formatOf } from './files.ts';
import type * as FileReaderModule from './read.ts';

const KINDS = 'Markdown, HTML, Word (.docx) and plain text';
const OUT_OF_REACH = 'the server can’t be reached.';

export interface Import {
  readonly busy: boolean;
  /** One sentence a file that could not be taken, and what was left out of those that were. */
  readonly notes: readonly string[];
  readonly take: (files: readonly File[]) => Promise<void>;
  readonly clear: () => void;
}

interface Taken {
  readonly made: DocumentDetail | null;
  readonly note: string | null;
}

type Reader = typeof FileReaderModule;

/** One file as a new document of the workspace. Nothing is charged: only what the model writes is. */
async function take(file: File, reader: Reader): Promise<Taken> {
  const format = formatOf(file.name);
  if (format === null) return { made: null, note: `${file.name}: Inkwell reads ${KINDS}.` };
  try {
    const { title, content, pictures } = await reader.readFile(file, format);
    const made = await app.documents.create({ title, content }, { idempotency_key: newKey() });
    return { made, note: pictures === 0 ? null : `${file.name}: ${leftOut(pictures)}` };
  } catch (cause) {
    if (!(cause instanceof InkwellError || cause instanceof UnreadableFileError)) throw cause;
    const lost = cause instanceof InkwellError && cause.code === 'network_error';
    return { made: null, note: `${file.name}: ${lost ? OUT_OF_REACH : cause.message}` };
  }
}

const leftOut = (pictures: number): string =>
  pictures === 1 ? 'its picture was left out.' : `its ${pictures} pictures were left out.`;

/** What reads files is loaded with the first of them; null where it can't be. */
const loadReader = (): Promise<Reader | null> => import('./read.ts').catch(() => null);

/** Brings files in as documents. A single one is opened. */
export function useImport(opened?: () => void): Import {
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [notes, setNotes] = useState<readonly string[]>([]);
  const takeAll = async (files: readonly File[]) => {
    if (busy || files.length === 0) return;
    setBusy(true);
    setNotes([]);
    try {
      const reader = await loadReader();
      if (reader === null) return setNotes([`Nothing was imported: ${OUT_OF_REACH}`]);
      const made: DocumentDetail[] = [];
      const said: string[] = [];
      // One after the other, so that the list has them in the order of the files.
      for (const file of files) {
        const taken = await take(file, reader);
        if (taken.made) made.push(taken.made);
        if (taken.note !== null) said.push(taken.note);
        setNotes([...said]);
      }
      const [only] = made;
      if (made.length > 0) announce(made.length === 1 ? 'Imported.' : `${made.length} documents imported.`);
      if (only && files.length === 1) {
        keepMade(only);
        await navigate({ to: '/documents/$document', params: { document: only.document } });
        if (said.length === 0) opened?.();
      }
      await documentsChanged();
    } finally {
      setBusy(false);
    }
  };
  return { busy, notes, take: takeAll, clear: () => setNotes([]) };
}
