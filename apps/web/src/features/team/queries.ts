import { useQuery } from '@tanstack/react-query';
import { app } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/queries.ts';
import { useSession } from '../../shared/api/session.ts';

/** Who belongs here, read anew by each page that shows it: people join by themselves. */
export function useTeam(enabled = true) {
  const { account } = useSession();
  return useQuery({
    queryKey: ['team', account],
    queryFn: () => app.workspaces.team(account),
    enabled,
    refetchOnMount: 'always',
  });
}

/** Reads anew whatever shows who belongs here and what they may use. */
export const refreshTeam = (): Promise<unknown> =>
  Promise.all(
    ['team', 'members', 'account', 'me'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
  );
