import { useQuery } from '@tanstack/react-query';
import { app } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/queries.ts';
import { useSession } from '../../shared/api/session.ts';

export function useTeam(enabled = true) {
  const { account } = useSession();
  return useQuery({ queryKey: ['team', account], queryFn: () => app.workspaces.team(account), enabled });
}

/** Reads anew whatever shows who belongs here and what they may use. */
export const refreshTeam = (): Promise<unknown> =>
  Promise.all(
    ['team', 'members', 'account', 'me'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
  );
