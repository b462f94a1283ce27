import { Link } from '@tanstack/react-router';
import { ChevronsUpDown } from 'lucide-react';
import { app, openAnew } from '../api/client.ts';
import { useMe } from '../api/queries.ts';
import { useSession } from '../api/session.ts';
import { Refusal, useSubmit } from './form.tsx';
import { hidePopover } from './hide-popover.ts';

const PLACE = {
  full: 'fixed top-14 left-3 w-60',
  narrow: 'fixed top-4 left-[60px] w-60',
  strip: 'fixed top-12 left-2 w-[min(20rem,calc(100vw-16px))]',
} as const;

const ROW =
  'flex min-h-9 w-full items-center justify-between gap-3 px-4 text-left hover:bg-ink-wash focus-visible:-outline-offset-2 pointer-coarse:min-h-11';

/** The workspace's name, and behind it the others, one's own settings and the way out. */
export function Switcher({ shape }: { readonly shape: keyof typeof PLACE }) {
  const { workspace } = useSession();
  const id = `workspaces-${shape}`;
  const narrow = shape === 'narrow';
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-label={`Workspace ${workspace.name}. Change`}
        className={
          narrow
            ? 'icon-button mx-auto mb-2'
            : 'flex min-h-9 max-w-full min-w-0 items-center gap-2 text-left hover:text-ink pointer-coarse:min-h-11'
        }
      >
        {!narrow && <span className="title truncate text-16">{workspace.name}</span>}
        <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-muted" strokeWidth={1.75} />
      </button>
      <div id={id} popover="auto" className={`popover py-2 ${PLACE[shape]}`}>
        <Choices />
      </div>
    </>
  );
}

function Choices() {
  const session = useSession();
  const me = useMe();
  const { submit, busy, refusal } = useSubmit();
  const open = async (workspace: string) => {
    if (await submit(() => app.workspaces.open(workspace))) openAnew();
  };
  const leave = async () => {
    if (await submit(() => app.session.end())) openAnew();
  };
  const places = me.data?.workspaces ?? [
    { workspace: session.account, name: session.workspace.name, role: session.role, is_current: true },
  ];
  return (
    <>
      <ul aria-label="Workspaces">
        {places.map(({ workspace, name, role }) => {
          const here = workspace === session.account;
          return (
            <li key={workspace}>
              <button
                type="button"
                className={`${ROW} ${here ? 'text-ink' : ''}`}
                aria-current={here ? 'true' : undefined}
                disabled={busy || here}
                onClick={() => void open(workspace)}
              >
                <span className="truncate font-label">{name}</span>
                <span className="text-13 text-muted">{here ? 'open' : role}</span>
              </button>
            </li>
          );
        })}
      </ul>
      <ul className="mt-2 border-t border-rule pt-2">
        <li>
          <Link to="/workspaces/new" className={ROW} onClick={hidePopover}>
            Start another workspace
          </Link>
        </li>
        <li>
          <Link to="/settings/you" className={ROW} onClick={hidePopover}>
            {session.name}, your settings
          </Link>
        </li>
        <li>
          <button type="button" className={ROW} disabled={busy} onClick={() => void leave()}>
            Sign out
          </button>
        </li>
      </ul>
      <div className="px-4">
        <Refusal refusal={refusal} />
      </div>
    </>
  );
}
