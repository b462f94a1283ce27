import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { type ReactNode, useDeferredValue, useEffect, useRef, useState } from 'react';
import { app, openAnew } from '../../shared/api/client.ts';
import { useMe } from '../../shared/api/queries.ts';
import { useSession } from '../../shared/api/session.ts';
import { chooseTheme, useTheme } from '../../shared/theme/theme.ts';
import { useNewDocument } from '../documents/list.tsx';
import { titleOf, useDocuments } from '../documents/queries.ts';
import { useTemplates } from '../templates/queries.ts';
import { setPalette } from '../../shared/ui/palette.ts';
import { pagesFor } from './pages.ts';
import { scoreOf } from './score.ts';

/** Everything that can be gone to or done, by a few letters of its name. */
export function Palette() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState('');
  const [failed, setFailed] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    // A modal gives the focus to its first part that can have one, and that is the list's frame.
    field.current?.focus();
  }, []);
  /** Known as closed at once: the dialog's own event comes a moment later, and would undo a key pressed in between. */
  const leave = () => {
    dialog.current?.close();
    setPalette(false);
  };
  /** Closes first, so that the focus is back where it was before the page changes. */
  const doing = (act: () => unknown) => () => {
    leave();
    void act();
  };
  const ending = async (act: () => Promise<unknown>) => {
    setFailed(false);
    try {
      await act();
      openAnew();
    } catch {
      setFailed(true);
    }
  };
  return (
    // A click on the backdrop is a click on the dialog itself. Esc closes it too.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      data-palette=""
      aria-label="Go to or do"
      className="mx-auto mt-[12vh] w-[min(600px,calc(100vw-24px))] rounded-popover border border-rule bg-sheet p-0 text-14 text-text shadow-[0_8px_32px_var(--shadow)] backdrop:bg-(--shadow) max-sm:mt-3"
      onCancel={(event) => {
        event.preventDefault();
        leave();
      }}
      onClick={(event) => event.target === dialog.current && leave()}
    >
      <Command label="Go to or do" loop vimBindings={false} filter={filter}>
        <Command.Input
          ref={field}
          className="h-12 w-full border-b border-rule bg-transparent px-4 text-16 outline-none focus-visible:outline-none"
          placeholder="Pages, documents, templates, acts"
          value={typed}
          onValueChange={setTyped}
        />
        {failed && (
          <p role="alert" className="px-4 pt-3 text-bad">
            The server can’t be reached. Nothing was changed.
          </p>
        )}
        <Command.List label="Results" className="max-h-[min(420px,60dvh)] overflow-y-auto py-2">
          <Command.Empty className="px-4 py-3 text-muted">Nothing of that name.</Command.Empty>
          <Pages doing={doing} />
          <Documents typed={typed} doing={doing} />
          <Acts doing={doing} ending={ending} />
          <Templates doing={doing} />
        </Command.List>
      </Command>
    </dialog>
  );
}

const filter = (_id: string, typed: string, [name = '', also]: string[] = []) => scoreOf(typed, name, also);

type Doing = (act: () => unknown) => () => void;

function Group({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <Command.Group
      heading={name}
      className="[&_[cmdk-group-heading]]:px-4 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-13 [&_[cmdk-group-heading]]:text-muted"
    >
      {children}
    </Command.Group>
  );
}

function Item(props: {
  readonly id: string;
  readonly name: string;
  readonly also?: string;
  readonly onSelect: () => void;
  readonly says?: string;
}) {
  const { id, name, also, onSelect, says } = props;
  return (
    <Command.Item
      value={id}
      keywords={also === undefined ? [name] : [name, also]}
      className="flex min-h-9 cursor-pointer items-center justify-between gap-4 border-l-2 border-transparent px-3.5 data-[selected=true]:border-l-ink data-[selected=true]:bg-ink-wash pointer-coarse:min-h-11"
      onSelect={onSelect}
    >
      <span className="truncate">{name}</span>
      {says !== undefined && <span className="shrink-0 text-13 text-muted">{says}</span>}
    </Command.Item>
  );
}

function Pages({ doing }: { readonly doing: Doing }) {
  const session = useSession();
  const navigate = useNavigate();
  return (
    <Group name="Go to">
      {pagesFor(session).map(({ to, name, also }) => (
        <Item key={to} id={`page ${to}`} name={name} also={also} onSelect={doing(() => navigate({ to }))} />
      ))}
    </Group>
  );
}

/** Titles that are shown at most: more letters find the others. */
const SHOWN = 12;

function Documents({ typed, doing }: { readonly typed: string; readonly doing: Doing }) {
  const navigate = useNavigate();
  const found = useDocuments(useDeferredValue(typed.trim()), false).data?.pages[0]?.data ?? [];
  return (
    <Group name="Documents">
      {found.slice(0, SHOWN).map((row) => (
        <Item
          key={row.document}
          id={`document ${row.document}`}
          name={titleOf(row)}
          says="document"
          onSelect={doing(() => navigate({ to: '/documents/$document', params: { document: row.document } }))}
        />
      ))}
    </Group>
  );
}

/** Last, since they are many; what is typed brings the best names to the top. */
function Templates({ doing }: { readonly doing: Doing }) {
  const navigate = useNavigate();
  const all = useTemplates().data ?? [];
  return (
    <Group name="Templates">
      {all.map(({ template, name, purpose }) => (
        <Item
          key={template}
          id={`template ${template}`}
          name={name}
          also={purpose}
          says="template"
          onSelect={doing(() => navigate({ to: '/templates/$template', params: { template } }))}
        />
      ))}
    </Group>
  );
}

const THEMES = [
  { theme: 'light', name: 'Light theme' },
  { theme: 'dark', name: 'Dark theme' },
  { theme: 'system', name: 'Theme of the system' },
] as const;

function Acts(props: {
  readonly doing: Doing;
  readonly ending: (act: () => Promise<unknown>) => Promise<void>;
}) {
  const { doing, ending } = props;
  const { account } = useSession();
  const navigate = useNavigate();
  const theme = useTheme();
  const { make } = useNewDocument();
  const others = (useMe().data?.workspaces ?? []).filter(({ workspace }) => workspace !== account);
  return (
    <Group name="Do">
      <Item id="act new" name="New document" also="create write blank" onSelect={doing(make)} />
      <Item
        id="act template"
        name="New template"
        also="create own"
        onSelect={doing(() => navigate({ to: '/templates/new' }))}
      />
      {THEMES.filter((one) => one.theme !== theme).map((one) => (
        <Item
          key={one.theme}
          id={`act ${one.theme}`}
          name={one.name}
          also="colours appearance"
          onSelect={doing(() => chooseTheme(one.theme))}
        />
      ))}
      {others.map(({ workspace, name }) => (
        <Item
          key={workspace}
          id={`act open ${workspace}`}
          name={`Open ${name}`}
          also="switch workspace"
          onSelect={() => void ending(() => app.workspaces.open(workspace))}
        />
      ))}
      <Item
        id="act workspace"
        name="Start another workspace"
        onSelect={doing(() => navigate({ to: '/workspaces/new' }))}
      />
      <Item
        id="act leave"
        name="Sign out"
        also="leave log out"
        onSelect={() => void ending(() => app.session.end())}
      />
    </Group>
  );
}
