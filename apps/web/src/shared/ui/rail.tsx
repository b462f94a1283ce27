import { Link, useLocation } from '@tanstack/react-router';
import {
  ChartLine,
  CircleHelp,
  Gift,
  History,
  LayoutList,
  Menu,
  Monitor,
  Moon,
  PenLine,
  ReceiptText,
  Search,
  Settings,
  ShieldCheck,
  Sun,
  Users,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useSession } from '../api/session.ts';
import { type Theme, chooseTheme, useTheme } from '../theme/theme.ts';
import { hidePopover } from './hide-popover.ts';
import { Meter } from './meter.tsx';
import { NoticeLine } from './notices.tsx';
import { setPalette } from './palette.ts';
import { Switcher } from './switcher.tsx';

const GROUPS = [
  [
    { to: '/', label: 'Write', Icon: PenLine },
    { to: '/templates', label: 'Templates', Icon: LayoutList },
    { to: '/history', label: 'History', Icon: History },
  ],
  [
    { to: '/settings/usage', label: 'Usage', Icon: ChartLine },
    { to: '/settings/billing', label: 'Billing', Icon: ReceiptText },
    { to: '/settings/team', label: 'Team', Icon: Users },
    { to: '/earn', label: 'Earn credits', Icon: Gift },
    { to: '/settings/you', label: 'Settings', Icon: Settings },
  ],
  [{ to: '/help', label: 'How credits work', Icon: CircleHelp }],
] as const;
const FOR_STAFF = [{ to: '/staff', label: 'Staff', Icon: ShieldCheck }] as const;

/** How much room there is for what the rail holds. */
export type Shape = 'full' | 'narrow' | 'strip';
/** What stands above the meter, for each of them. */
export type Above = Readonly<Record<Shape, ReactNode>>;

/** The rail: 232 px, narrow between 640 and 900 px, a header with a strip on a phone. */
export function Rail({ above }: { readonly above: Above | null }) {
  const { name, role } = useSession();
  return (
    <>
      <header className="sticky top-0 h-dvh w-[232px] shrink-0 border-r border-rule bg-paper max-md:hidden">
        <div className="flex h-full flex-col">
          <div className="px-4 pt-4 pb-2">
            <Switcher shape="full" />
          </div>
          <Find />
          <div className="min-h-0 flex-1 overflow-y-auto">
            <Entries />
          </div>
          <div>
            {above?.full}
            <NoticeLine />
            <Meter shape="full" />
            <div className="mt-2 flex items-center justify-between border-t border-rule py-1 pr-2 pl-4 text-13 text-muted">
              <span className="truncate">
                {name}, {role}
              </span>
              <ThemeSwitch />
            </div>
          </div>
        </div>
      </header>
      <header className="sticky top-0 flex h-dvh w-14 shrink-0 flex-col border-r border-rule bg-paper pt-4 max-sm:hidden md:hidden">
        <Switcher shape="narrow" />
        <Find narrow />
        <div className="min-h-0 flex-1 overflow-y-auto [scrollbar-width:thin]">
          <Entries narrow />
        </div>
        <div className="grid justify-items-center pb-2">
          {above?.narrow}
          <Meter shape="narrow" />
          <ThemeSwitch />
        </div>
      </header>
      <PhoneHeader aside={above?.strip} />
    </>
  );
}

/** Documents are what Write opens. */
const IN_DOCUMENT = { 'data-status': 'active', 'aria-current': 'page' } as const;

function Entries({ narrow = false }: { readonly narrow?: boolean }) {
  const path = useLocation({ select: (location) => location.pathname });
  const groups = useSession().staff ? [...GROUPS, FOR_STAFF] : GROUPS;
  return (
    <nav aria-label="Main">
      {groups.map((group, index) => (
        <ul key={group[0].to} className={index > 0 ? 'mt-2 border-t border-rule pt-2' : ''}>
          {group.map(({ to, label, Icon }) => (
            <li key={to}>
              <Link
                to={to}
                onClick={hidePopover}
                activeOptions={{ exact: to === '/', includeSearch: false }}
                className="flex h-9 items-center gap-3 border-l-2 border-transparent px-3.5 font-label text-muted transition-colors duration-90 hover:bg-ink-wash hover:text-text focus-visible:-outline-offset-2 data-[status=active]:border-l-ink data-[status=active]:text-ink pointer-coarse:h-11"
                activeProps={{ className: 'border-l-ink! text-ink!', 'aria-current': 'page' }}
                {...(to === '/' && path.startsWith('/documents/') ? IN_DOCUMENT : {})}
                {...(narrow ? { 'aria-label': label, title: label } : {})}
              >
                <Icon aria-hidden="true" className="size-4 shrink-0" strokeWidth={1.75} />
                {!narrow && label}
              </Link>
            </li>
          ))}
        </ul>
      ))}
    </nav>
  );
}

function PhoneHeader({ aside }: { readonly aside: ReactNode }) {
  return (
    <header className="sticky top-0 z-10 border-b border-rule bg-paper sm:hidden">
      <div className="flex items-center justify-between pr-1 pl-4">
        <Switcher shape="strip" />
        <span className="flex items-center">
          {aside}
          <Find narrow />
          <ThemeSwitch />
          <button type="button" className="icon-button size-11" popoverTarget="phone-menu" aria-label="Menu">
            <Menu aria-hidden="true" className="size-5" strokeWidth={1.75} />
          </button>
        </span>
      </div>
      <div className="relative -mt-2 pb-2">
        <Meter shape="strip" />
      </div>
      <div id="phone-menu" popover="auto" className="popover fixed top-12 right-2 w-60 py-2">
        <Entries />
      </div>
    </header>
  );
}

const FIND = 'Go to or do';
const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Opens the palette, which ⌘K opens from everywhere. */
function Find({ narrow = false }: { readonly narrow?: boolean }) {
  const keys = isApple ? '⌘K' : 'Ctrl K';
  const icon = <Search aria-hidden="true" className="size-4 shrink-0" strokeWidth={1.75} />;
  const shared = {
    type: 'button',
    'aria-keyshortcuts': 'Meta+K Control+K',
    onClick: () => setPalette(true),
  } as const;
  if (narrow)
    return (
      <button
        {...shared}
        className="icon-button mx-auto pointer-coarse:size-11"
        aria-label={FIND}
        title={FIND}
      >
        {icon}
      </button>
    );
  return (
    <button
      {...shared}
      className="mx-4 mb-2 flex h-9 shrink-0 items-center gap-2 rounded-control border border-edge px-3 text-13 text-muted hover:bg-ink-wash hover:text-text"
    >
      {icon}
      <span>{FIND}</span>
      <kbd className="ml-auto font-sans text-12">{keys}</kbd>
    </button>
  );
}

const THEMES = {
  system: { next: 'light', says: 'The theme follows your system', Icon: Monitor },
  light: { next: 'dark', says: 'Light theme', Icon: Sun },
  dark: { next: 'system', says: 'Dark theme', Icon: Moon },
} as const satisfies Record<Theme, unknown>;

function ThemeSwitch() {
  const { next, says, Icon } = THEMES[useTheme()];
  const goes = next === 'system' ? 'the system’s' : next;
  return (
    <button
      type="button"
      className="icon-button pointer-coarse:size-11"
      aria-label={`${says}. Change to ${goes}`}
      title={says}
      onClick={() => chooseTheme(next)}
    >
      <Icon aria-hidden="true" className="size-4" strokeWidth={1.75} />
    </button>
  );
}
