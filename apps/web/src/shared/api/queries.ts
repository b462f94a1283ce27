import { QueryCache, QueryClient, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { InkwellError, app, client, readEvery } from './client.ts';
import { useBalance } from './live.ts';
import { mayManage, useSession } from './session.ts';

/** The session ended elsewhere: asking for it anew brings the door. */
const sessionEnded = () => queryClient.resetQueries({ queryKey: ['session'] });

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      const gone = error instanceof InkwellError && error.status === 401;
      if (gone && query.queryKey[0] !== 'session') void sessionEnded();
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) =>
        failures < 2 && !(error instanceof InkwellError && error.status >= 400 && error.status < 500),
    },
  },
});

/** The members of the cycle with their caps; read again whenever the ledger moved. */
export function useMembers() {
  const { account } = useSession();
  const seq = useBalance()?.seq ?? 0;
  return useQuery({
    queryKey: ['members', account, seq],
    queryFn: () => readEvery((page) => client.members.list(account, page)),
    placeholderData: (last) => last,
  });
}

export function useAccount() {
  const { account } = useSession();
  const seq = useBalance()?.seq ?? 0;
  return useQuery({
    queryKey: ['account', account, seq],
    queryFn: () => client.accounts.get(account),
    placeholderData: (last) => last,
  });
}

export function usePlans() {
  return useQuery({
    queryKey: ['plans'],
    queryFn: async () => (await client.plans()).data,
    staleTime: 300_000,
  });
}

export interface Left {
  readonly left: number;
  readonly cap: number | null;
}

/** What this person may still use: the workspace's figure, or their own where a cap is tighter. */
export function useLeft(): Left | null {
  const { member } = useSession();
  const balance = useBalance();
  const own = useMembers().data?.find((row) => row.member === member);
  if (!balance) return null;
  if (own && own.cap !== null && own.left !== null && own.left < balance.left)
    return { left: own.left, cap: own.cap };
  return { left: balance.left, cap: null };
}

/** The workspace's keys with what each has used; of those who may not see them none is asked for. */
export function useKeys() {
  const session = useSession();
  const { account } = session;
  const seq = useBalance()?.seq ?? 0;
  return useQuery({
    queryKey: ['keys', account, seq],
    queryFn: () => readEvery((page) => client.keys.list(account, page)),
    placeholderData: (last) => last,
    enabled: mayManage(session),
  });
}

/** Oneself, and the workspaces that one belongs to. */
export function useMe(enabled = true) {
  return useQuery({ queryKey: ['me'], queryFn: () => app.me.get(), enabled });
}

/** What people of the workspace are called, those who left it included. */
export function useNameList() {
  const { account } = useSession();
  return useQuery({
    queryKey: ['names', account],
    queryFn: async () => (await app.names()).data,
    staleTime: 60_000,
  });
}

/** Says what a member is called; by the id where nobody knows, as of members that a key names. */
export function useNameOf(): (member: string) => string {
  const list = useNameList().data;
  return useMemo(() => {
    const names = new Map(list?.map(({ member, name }) => [member, name]));
    return (member) => names.get(member) ?? member;
  }, [list]);
}
