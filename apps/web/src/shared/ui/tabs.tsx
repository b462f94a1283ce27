import { Link, type LinkProps, useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { MEASURE, Page } from './page.tsx';

interface Tab {
  readonly to: NonNullable<LinkProps['to']>;
  readonly label: string;
  /** How the paths of its other pages begin. */
  readonly holds?: string;
}

const HERE = { 'aria-current': 'page' } as const;

/** Tabs that are pages of their own, so they are links. */
export function Tabs(props: { readonly label: string; readonly tabs: readonly Tab[] }) {
  const path = useLocation({ select: (location) => location.pathname });
  const nav = useRef<HTMLElement>(null);
  // Where they do not fit beside each other, the one that is open is in sight. Each page has tabs of its own.
  useEffect(() => {
    const here = nav.current?.querySelector<HTMLElement>('[aria-current=page]');
    if (!nav.current || !here) return;
    const middle = here.offsetLeft - nav.current.offsetLeft + here.offsetWidth / 2;
    nav.current.scrollLeft = middle - nav.current.clientWidth / 2;
  }, []);
  return (
    <nav
      ref={nav}
      aria-label={props.label}
      className="mb-6 flex gap-6 overflow-x-auto overflow-y-hidden border-b border-rule"
    >
      {props.tabs.map(({ to, label, holds }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: true, includeSearch: false }}
          className="-mb-px flex h-9 items-center border-b-2 border-transparent font-label whitespace-nowrap text-muted hover:text-text aria-[current=page]:border-b-ink aria-[current=page]:text-ink pointer-coarse:h-11"
          activeProps={HERE}
          {...(holds !== undefined && path.startsWith(holds) ? HERE : {})}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

const SETTINGS: readonly Tab[] = [
  { to: '/settings/usage', label: 'Usage' },
  { to: '/settings/billing', label: 'Billing' },
  { to: '/settings/team', label: 'Team' },
  { to: '/settings/workspace', label: 'Workspace' },
  { to: '/settings/keys', label: 'API keys' },
  { to: '/settings/webhooks', label: 'Webhooks', holds: '/settings/webhooks/' },
  { to: '/settings/you', label: 'You' },
];

export const SettingsTabs = () => <Tabs label="Settings" tabs={SETTINGS} />;

/** A page of the settings. They share one frame, so that the tabs stay where they are from one to the next. */
export function SettingsPage(props: {
  readonly title: string;
  readonly aside?: ReactNode;
  /** Tables and charts take the whole frame, what is read or filled in a narrower measure. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <Page title={props.title} aside={props.aside} wide>
      <SettingsTabs />
      {props.wide ? props.children : <div className={MEASURE}>{props.children}</div>}
    </Page>
  );
}
