import { Link } from '@tanstack/react-router';

const TABS = [
  { to: '/settings/usage', label: 'Usage' },
  { to: '/settings/billing', label: 'Billing' },
  { to: '/settings/team', label: 'Team' },
  { to: '/settings/workspace', label: 'Workspace' },
  { to: '/settings/keys', label: 'API keys' },
  { to: '/settings/you', label: 'You' },
] as const;

/** The tabs of Settings. They are pages of their own, so they are links. */
export function SettingsTabs() {
  return (
    <nav
      aria-label="Settings"
      className="mb-6 flex gap-6 overflow-x-auto overflow-y-hidden border-b border-rule"
    >
      {TABS.map(({ to, label }) => (
        <Link
          key={to}
          to={to}
          className="-mb-px flex h-9 items-center border-b-2 border-transparent font-label whitespace-nowrap text-muted hover:text-text pointer-coarse:h-11"
          activeProps={{ className: 'border-b-ink! text-ink!', 'aria-current': 'page' }}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
