import { Outlet } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { follow } from '../api/live.ts';
import { useSession } from '../api/session.ts';
import { attachRegion } from './announce.ts';
import { Toast } from './notices.tsx';
import { type Above, Rail } from './rail.tsx';

/**
 * What stands around every page: the rail with the meter and what is shown by it, the main landmark with what has to be
 * said before the page, the toast and the live region.
 */
export function Frame({ above, before }: { readonly above: Above | null; readonly before: ReactNode }) {
  const { account } = useSession();
  useEffect(() => follow(account), [account]);
  return (
    <div className="min-h-dvh sm:flex">
      <a href="#main" className="link sr-only bg-sheet p-2 focus:not-sr-only focus:absolute focus:z-30">
        Skip to the page
      </a>
      <Rail above={above} />
      <main id="main" tabIndex={-1} className="min-w-0 flex-1 outline-none">
        {before}
        <Outlet />
      </main>
      <Toast />
      <div ref={attachRegion} aria-live="polite" className="sr-only" />
    </div>
  );
}
