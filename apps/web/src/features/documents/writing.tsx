import { NotebookPen, PanelLeftOpen } from 'lucide-react';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { mayManage, useSession } from '../../shared/api/session.ts';
import type { DocumentDetail } from '../../shared/api/types.ts';
import { useWidth } from '../../shared/ui/use-width.ts';
import '../write/editor/document.css';
import { DocumentEditor } from '../write/editor/document-editor.tsx';
import { BriefDrawer } from './brief.tsx';
import { Conflict } from './conflict.tsx';
import { justMade } from './just-made.ts';
import { PrivateSign } from './list.tsx';
import { DocumentMenu } from './menu.tsx';
import { titleOf } from './queries.ts';
import { saveSentence } from './saver.ts';
import { reload, useFirstCommand, useOpenDocument } from './use-open-document.ts';
import { VersionsDrawer } from './versions.tsx';

/** The text, the margin for marks, and the space between them. */
const BESIDE_PX = 840;

type Drawer = 'brief' | 'versions' | null;

/** The opened document: its head, title and text, and the drawer beside them. */
export function Writing(props: {
  readonly detail: DocumentDetail;
  readonly list: boolean;
  readonly showList: () => void;
}) {
  const opened = useOpenDocument(props.detail);
  const { document, start, now, state, change } = opened;
  const [drawer, setDrawer] = useState<Drawer>(null);
  const [attach, width] = useWidth();
  const first = useFirstCommand(start);
  const beside = width >= BESIDE_PX;
  return (
    <div className="flex">
      <div ref={attach} className="flex min-h-dvh min-w-0 flex-1 flex-col max-sm:min-h-[calc(100dvh-92px)]">
        <Head
          list={props.list}
          showList={props.showList}
          status={saveSentence(state)}
          is_private={now.is_private}
          open={drawer === 'brief'}
          brief={() => setDrawer(drawer === 'brief' ? null : 'brief')}
        >
          <Menu opened={opened} versions={() => setDrawer('versions')} />
        </Head>
        <div className="page-text">
          {opened.refusal && (
            <p role="alert" className="mb-4 border-l-2 border-bad pl-3 text-13">
              {opened.refusal}
            </p>
          )}
          {state.status === 'conflict' && (
            <Conflict document={document} mine={now} takeTheirs={opened.takeTheirs} />
          )}
          <Title document={document} title={now.title} change={(title) => change({ title })} />
          <DocumentEditor
            document={document}
            content={start.content}
            change={opened.write}
            flush={opened.flush}
            beside={beside}
            first={first}
          />
        </div>
      </div>
      <Drawers opened={opened} drawer={drawer} close={() => setDrawer(null)} />
    </div>
  );
}

type Opened = ReturnType<typeof useOpenDocument>;

function Drawers(props: { readonly opened: Opened; readonly drawer: Drawer; readonly close: () => void }) {
  const { opened, drawer, close } = props;
  const { document, now, change } = opened;
  if (drawer === 'brief') {
    return (
      <BriefDrawer title={now.title} brief={now.brief} change={(brief) => change({ brief })} close={close} />
    );
  }
  if (drawer === null) return null;
  return (
    <VersionsDrawer
      document={document}
      settle={opened.settle}
      restored={() => void reload(document)}
      close={close}
    />
  );
}

function Menu({ opened, versions }: { readonly opened: Opened; readonly versions: () => void }) {
  const session = useSession();
  const { start, now, change, settle } = opened;
  const isAuthor = start.author === session.member;
  return (
    <DocumentMenu
      document={start.document}
      isPrivate={now.is_private}
      isAuthor={isAuthor}
      mayTrash={isAuthor || mayManage(session)}
      settle={settle}
      setPrivate={(is_private) => change({ is_private })}
      versions={versions}
      trash={() => void opened.trash()}
      refused={opened.setRefusal}
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
  readonly children: ReactNode;
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
      <p className="ml-auto">{props.status}</p>
      {props.is_private && <PrivateSign className="size-3.5" />}
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

function Title(props: {
  readonly document: string;
  readonly title: string;
  readonly change: (title: string) => void;
}) {
  const { document, title, change } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    if (justMade(document)) field.current?.focus();
  }, [document]);
  return (
    <>
      <h1 className="sr-only">{titleOf({ title })}</h1>
      <textarea
        ref={field}
        aria-label="Title"
        className="title mb-5 block field-sizing-content pb-1 w-full max-w-[68ch] resize-none bg-transparent text-28 outline-none placeholder:text-faint focus-visible:outline-none"
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
