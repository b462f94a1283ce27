import { useNavigate, useParams } from '@tanstack/react-router';
import { Lock, NotebookPen, PanelLeftOpen } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { InkwellError, app } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/queries.ts';
import { mayManage, useSession } from '../../shared/api/session.ts';
import type { Brief, DocumentContent, DocumentDetail } from '../../shared/api/types.ts';
import { recall, remember } from '../../shared/theme/theme.ts';
import { announce } from '../../shared/ui/announce.ts';
import { Page } from '../../shared/ui/page.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';
import { useWidth } from '../../shared/ui/use-width.ts';
import '../write/editor/document.css';
import { DocumentEditor } from '../write/editor/document-editor.tsx';
import { BriefDrawer } from './brief.tsx';
import { Conflict } from './conflict.tsx';
import { DocumentList } from './list.tsx';
import { DocumentMenu } from './menu.tsx';
import { documentsChanged, rememberDocument, titleOf, useDocument, withDraft } from './queries.ts';
import { saveSentence } from './saver.ts';
import { draftFor, useSaver } from './use-saver.ts';
import { VersionsDrawer } from './versions.tsx';

const LIST = 'inkwell.document_list';
/** From this width on the list has its place beside the text; below it lies over it. */
const LIST_WIDE = '(min-width: 1280px)';
/** The text, the margin for marks, and the space between them. */
const BESIDE_PX = 840;

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
        <div className="sticky top-0 z-10 h-dvh w-[264px] shrink-0 border-r border-rule bg-paper max-xl:fixed max-xl:shadow-[0_8px_32px_var(--shadow)] max-sm:inset-x-0 max-sm:w-auto">
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

const reload = (document: string) => queryClient.resetQueries({ queryKey: ['document', document] });

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

const FIRST_DONE = 'inkwell.first_command';
const FIRST = 'write a blog post outline about house plants';

/** The demo opens with a command to try; afterwards, and anywhere else, documents open as they are. */
function useFirstCommand(detail: DocumentDetail): string | null {
  const { model } = useSession();
  const [first] = useState(() =>
    model.is_demo && detail.words > 0 && recall(FIRST_DONE) === null ? FIRST : null,
  );
  useEffect(() => {
    if (first !== null) remember(FIRST_DONE, first);
  }, [first]);
  return first;
}

/** The opened document: its title, text and brief, each saved as it changes. */
function Writing(props: {
  readonly detail: DocumentDetail;
  readonly list: boolean;
  readonly showList: () => void;
}) {
  const [draft] = useState(() => draftFor(props.detail));
  const [start] = useState(() => withDraft(props.detail, draft));
  const { document } = start;
  const { saver, state } = useSaver(props.detail, draft);
  const [title, setTitle] = useState(start.title);
  const [brief, setBrief] = useState(start.brief);
  const [content, setContent] = useState(start.content);
  const [is_private, setPrivate] = useState(start.is_private);
  const [drawer, setDrawer] = useState<'brief' | 'versions' | null>(null);
  const [attach, width] = useWidth();
  const first = useFirstCommand(start);
  const navigate = useNavigate();
  useEffect(() => {
    globalThis.document.title = `${titleOf({ title })} · Inkwell`;
  }, [title]);
  const write = useCallback(
    (next: DocumentContent) => {
      setContent(next);
      saver.change({ content: next });
    },
    [saver],
  );
  const flush = useCallback(() => saver.flush(), [saver]);
  const settle = async () => {
    await saver.flush();
    return saver.isClean ? saver.revision : null;
  };
  const trash = async () => {
    await saver.flush();
    await app.documents.trash(document);
    announce('Moved to the trash.');
    rememberDocument(null);
    await documentsChanged();
    await navigate({ to: '/' });
  };
  const takeTheirs = () => {
    saver.restart(saver.revision);
    void reload(document);
  };
  return (
    <div className="flex">
      <div ref={attach} className="flex min-h-dvh min-w-0 flex-1 flex-col max-sm:min-h-[calc(100dvh-92px)]">
        <Head
          {...props}
          status={saveSentence(state)}
          is_private={is_private}
          brief={() => setDrawer(drawer === 'brief' ? null : 'brief')}
          open={drawer === 'brief'}
        >
          <Menu
            detail={start}
            is_private={is_private}
            settle={settle}
            setPrivate={(next) => {
              setPrivate(next);
              saver.change({ is_private: next });
            }}
            versions={() => setDrawer('versions')}
            trash={() => void trash()}
          />
        </Head>
        <div className={`page-text ${width >= BESIDE_PX ? 'page-text-beside' : ''}`}>
          {state.status === 'conflict' && (
            <Conflict
              document={document}
              mine={{ title, content, brief, is_private }}
              takeTheirs={takeTheirs}
            />
          )}
          <Title
            title={title}
            change={(next) => {
              setTitle(next);
              saver.change({ title: next });
            }}
          />
          <DocumentEditor
            document={document}
            content={start.content}
            change={write}
            flush={flush}
            beside={width >= BESIDE_PX}
            first={first}
          />
        </div>
      </div>
      {drawer === 'brief' && (
        <BriefDrawer
          title={title}
          brief={brief}
          change={(next: Brief) => {
            setBrief(next);
            saver.change({ brief: next });
          }}
          close={() => setDrawer(null)}
        />
      )}
      {drawer === 'versions' && (
        <VersionsDrawer
          document={document}
          settle={settle}
          restored={() => void reload(document)}
          close={() => setDrawer(null)}
        />
      )}
    </div>
  );
}

function Menu(
  props: Omit<Parameters<typeof DocumentMenu>[0], 'document' | 'isPrivate' | 'isAuthor' | 'mayTrash'> & {
    readonly detail: DocumentDetail;
    readonly is_private: boolean;
  },
) {
  const session = useSession();
  const { detail, is_private, ...acts } = props;
  const isAuthor = detail.author === session.member;
  return (
    <DocumentMenu
      {...acts}
      document={detail.document}
      isPrivate={is_private}
      isAuthor={isAuthor}
      mayTrash={isAuthor || mayManage(session)}
    />
  );
}

function Head(props: {
  readonly list: boolean;
  readonly showList: () => void;
  readonly status: string;
  readonly is_private: boolean;
  readonly brief: () => void;
  readonly open: boolean;
  readonly children: React.ReactNode;
}) {
  return (
    <div className="flex min-h-12 items-center gap-2 px-4 text-13 text-muted">
      {!props.list && (
        <button
          type="button"
          className="icon-button"
          aria-label="Show the documents"
          title="Documents"
          onClick={props.showList}
        >
          <PanelLeftOpen aria-hidden="true" className="size-4" strokeWidth={1.75} />
        </button>
      )}
      <p role="status" className="ml-auto">
        {props.status}
      </p>
      {props.is_private && <Lock role="img" aria-label="Private" className="size-3.5" />}
      <button
        type="button"
        className="icon-button aria-expanded:text-ink"
        aria-label="Brief"
        title="Brief"
        aria-expanded={props.open}
        onClick={props.brief}
      >
        <NotebookPen aria-hidden="true" className="size-4" strokeWidth={1.75} />
      </button>
      {props.children}
    </div>
  );
}

function Title({ title, change }: { readonly title: string; readonly change: (title: string) => void }) {
  return (
    <>
      <h1 className="sr-only">{titleOf({ title })}</h1>
      <textarea
        aria-label="Title"
        className="title mb-6 block field-sizing-content w-full max-w-[68ch] resize-none bg-transparent text-28 outline-none placeholder:text-faint focus-visible:outline-none"
        rows={1}
        maxLength={200}
        placeholder="Untitled"
        value={title}
        onChange={(event) => change(event.target.value.replaceAll(/\s*\n\s*/g, ' '))}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          globalThis.document.querySelector<HTMLElement>('.ProseMirror')?.focus();
        }}
      />
    </>
  );
}
