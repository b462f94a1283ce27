import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { app } from '../../shared/api/client.ts';
import { Page } from '../../shared/ui/page.tsx';
import { Loading } from '../../shared/ui/states.tsx';
import { lastDocument } from '../documents/queries.ts';
import { CommandPage } from './command-page.tsx';

const RECENT = 50;

/** Opens the document last worked on here, or else the one last saved; without any, the command box. */
export function WritePage() {
  const query = useQuery({
    queryKey: ['documents', 'first'],
    queryFn: async () => (await app.documents.list({ limit: RECENT })).data.map((row) => row.document),
    staleTime: 0,
    gcTime: 0,
  });
  if (query.isPending) {
    return (
      <Page title="Write">
        <Loading label="Opening the document" />
      </Page>
    );
  }
  const last = lastDocument();
  const document = query.data?.find((one) => one === last) ?? query.data?.[0];
  if (document === undefined) return <CommandPage title="Write" />;
  return <Navigate to="/documents/$document" params={{ document }} replace />;
}
