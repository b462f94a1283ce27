import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { Door } from './features/door/door.tsx';
import { JoinPage } from './features/door/join.tsx';
import { ResetPage } from './features/door/reset.tsx';
import { ConfirmPage, MailOffPage } from './features/mail/confirm-page.tsx';
import { router } from './routes.tsx';
import { InkwellError, app } from './shared/api/client.ts';
import { queryClient } from './shared/api/queries.ts';
import { SessionContext } from './shared/api/session.ts';
import { Failure, Loading } from './shared/ui/states.tsx';

/** Links that lead past the door, with or without a session. */
const LINKS: Record<string, () => React.ReactNode> = {
  '/join': () => <JoinPage />,
  '/reset': () => <ResetPage />,
  '/confirm': () => <ConfirmPage />,
  '/mail-off': () => <MailOffPage />,
};

export function App() {
  const link = LINKS[window.location.pathname];
  return (
    <QueryClientProvider client={queryClient}>{link === undefined ? <Gate /> : link()}</QueryClientProvider>
  );
}

function Gate() {
  const session = useQuery({ queryKey: ['session'], queryFn: () => app.session.get(), staleTime: Infinity });
  if (session.data) {
    return (
      <SessionContext value={session.data}>
        <RouterProvider router={router} />
      </SessionContext>
    );
  }
  if (session.error instanceof InkwellError && session.error.status === 401) return <Door />;
  if (session.error instanceof InkwellError && session.error.code === 'no_workspace')
    return <Door first="workspace" />;
  return (
    <main className="p-12">
      {session.isError ? (
        <Failure what="The server can’t be reached." retry={() => void session.refetch()} />
      ) : (
        <Loading label="Opening the workspace" />
      )}
    </main>
  );
}
