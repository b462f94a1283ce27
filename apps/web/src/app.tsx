import { QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { Door } from './features/door/door.tsx';
import { router } from './routes.tsx';
import { InkwellError, app } from './shared/api/client.ts';
import { queryClient } from './shared/api/queries.ts';
import { SessionContext } from './shared/api/session.ts';
import { Failure, Loading } from './shared/ui/states.tsx';

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <Gate />
    </QueryClientProvider>
  );
}

function Gate() {
  const client = useQueryClient();
  const session = useQuery({ queryKey: ['session'], queryFn: () => app.session.get(), staleTime: Infinity });
  if (session.data) {
    return (
      <SessionContext value={session.data}>
        <RouterProvider router={router} />
      </SessionContext>
    );
  }
  if (session.error instanceof InkwellError && session.error.status === 401) {
    return <Door opened={(opened) => client.setQueryData(['session'], opened)} />;
  }
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
