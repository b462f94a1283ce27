import { useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { InkwellError, app } from '../../shared/api/client.ts';
import type { DocumentDetail } from '../../shared/api/types.ts';
import { recall, remember } from '../../shared/theme/theme.ts';
import { Page } from '../../shared/ui/page.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';
import { keepMade } from './just-made.ts';
import { DocumentList } from './list.tsx';
import { documentsChanged, rememberDocument, titleOf, useDocument } from './queries.ts';
import { reload } from './use-open-document.ts';
import { Writing } from './writing.tsx';

const LIST = 'inkwell.document_list';
/** From this width on the list has its place beside the text; below it lies over it. */
const LIST_WIDE = '(min-width: 1280px)';

/** A document with the list of all of them. */
export function DocumentPage() {
  const { document } = useParams({ from: '/documents/$document' });
  const wide = window.matchMedia(LIST_WIDE).matches;
  const [list, setList] = useState(() => wide && recall(LIST) !== 'closed');
  const toggle = (open: boolean) => {
    setList(open);
    if (wide) remember(LIST, open ? null : 'closed');
  };
  const opened = wide ? undefined : () => setList(false);
  return (
    <div className="flex min-h-[inherit]">
      {list && (
        <div className="sticky top-0 z-10 h-dvh w-[264px] shrink-0 border-r border-rule bg-paper max-xl:fixed max-xl:z-20 max-xl:shadow-[0_8px_32px_var(--shadow)] max-sm:inset-x-0 max-sm:w-auto">
          <DocumentList close={() => toggle(false)} {...(opened ? { opened } : {})} />
        </div>
      )}
      <Opened key={document} document={document} list={list} showList={() => toggle(true)} />
    </div>
  );
}

interface OpenedProps {
  readonly document: string;
  readonly list: boolean;
  readonly showList: () => void;
}

function Opened(props: OpenedProps) {
  const query = useDocument(props.document);
  const gone = query.error instanceof InkwellError && query.error.status === 404;
  useEffect(() => {
    if (query.data) rememberDocument(props.document);
    if (gone) rememberDocument(null);
  }, [query.data, gone, props.document]);
  const read = query.isSuccess && !query.isPlaceholderData;
  useEffect(() => {
    if (read) keepMade(null);
  }, [read]);
  if (gone) {
    return (
      <Page title="This document is not here">
        <p>
          It may have been thrown away for good, or made private.{' '}
          <button type="button" className="link" onClick={props.showList}>
            Show the documents
          </button>
        </p>
      </Page>
    );
  }
  return (
    <div className="min-w-0 flex-1">
      {query.data === undefined && <h1 className="sr-only">Document</h1>}
      <div className={query.data === undefined ? 'px-12 pt-16 max-sm:px-4' : 'contents'}>
        <Await query={query} label="Opening the document" failed="Couldn’t open the document.">
          {(detail) =>
            detail.deleted_at === null ? (
              <Writing key={detail.revision} detail={detail} list={props.list} showList={props.showList} />
            ) : (
              <Trashed detail={detail} />
            )
          }
        </Await>
      </div>
    </div>
  );
}

function Trashed({ detail }: { readonly detail: DocumentDetail }) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const restore = async () => {
    try {
      await app.documents.restore(detail.document);
      await Promise.all([reload(detail.document), documentsChanged()]);
    } catch (cause) {
      if (!(cause instanceof InkwellError)) throw cause;
      setRefusal(cause.message);
    }
  };
  return (
    <Page title={titleOf(detail)}>
      <Empty>This document is in the trash. It is deleted for good after 30 days.</Empty>
      {refusal && (
        <p role="alert" className="text-bad">
          {refusal}
        </p>
      )}
      <button type="button" className="button" onClick={() => void restore()}>
        Take it back
      </button>
    </Page>
  );
}
