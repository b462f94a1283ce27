import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../../shared/api/session.ts';
import { Page } from '../../shared/ui/page.tsx';

const TABS = [
  { to: '/staff', label: 'Workspaces' },
  { to: '/staff/earning', label: 'Codes and referrals' },
  { to: '/staff/feedback', label: 'Feedback' },
  { to: '/staff/acts', label: 'Record' },
  { to: '/staff/instance', label: 'Instance' },
] as const;

const HERE = { 'aria-current': 'page' } as const;

/** A page of the staff console. Whoever is not staff sees what any mistyped address shows; the server refuses them too. */
export function StaffPage(props: { readonly title: string; readonly children: ReactNode }) {
  const { staff } = useSession();
  const path = useLocation({ select: (location) => location.pathname });
  if (!staff)
    return (
      <Page title="There is nothing here">
        <p>
          The address may be mistyped.{' '}
          <Link to="/" className="link">
            Go to Write
          </Link>
        </p>
      </Page>
    );
  return (
    <Page title={props.title} wide>
      <nav
        aria-label="Staff"
        className="mb-6 flex gap-6 overflow-x-auto overflow-y-hidden border-b border-rule"
      >
        {TABS.map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: to === '/staff', includeSearch: false }}
            className="-mb-px flex h-9 items-center border-b-2 border-transparent font-label whitespace-nowrap text-muted hover:text-text aria-[current=page]:border-b-ink aria-[current=page]:text-ink pointer-coarse:h-11"
            activeProps={HERE}
            {...(to === '/staff' && path.startsWith('/staff/workspaces/') ? HERE : {})}
          >
            {label}
          </Link>
        ))}
      </nav>
      {props.children}
    </Page>
  );
}
