import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { client } from '../../shared/api/client.ts';
import { useBalance } from '../../shared/api/live.ts';
import { useSession } from '../../shared/api/session.ts';
import type { Balance, CycleList, DailyUsage, Usage } from '../../shared/api/types.ts';
import { useCalm } from '../../shared/ui/use-calm.ts';
import type { UsageSearch } from './search.ts';

export interface DaySplit {
  readonly day: string;
  readonly total: number;
  readonly parts: readonly { readonly key: string; readonly credits: number }[];
}

export type Cycle = CycleList['data'][number];

/** The cycles that there are to choose from, newest first. */
export function useCycles() {
  const { account } = useSession();
  return useQuery({
    queryKey: ['cycles', account],
    queryFn: async () => (await client.cycles.list(account)).data,
  });
}

/** One reading of a cycle's usage. Everything on the page comes from it, so that its figures agree. */
export interface Snapshot {
  /** null for a cycle that is over. */
  readonly balance: Balance | null;
  /** Of the cycle; the trial is 0. */
  readonly number: number;
  readonly limit: number;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly members: Usage;
  readonly splits: readonly DaySplit[];
}

export function useSnapshot(search: UsageSearch) {
  const { account } = useSession();
  const seq = useCalm(useBalance()?.seq ?? 0);
  return useQuery({
    queryKey: ['usage', account, search.cycle, search.by, seq],
    queryFn: () => readSnapshot(account, search),
    placeholderData: keepPreviousData,
    retry: 1,
  });
}

async function readSnapshot(account: string, search: UsageSearch): Promise<Snapshot> {
  const cycle = search.cycle ?? 'current';
  const by = search.by ?? 'member';
  const [balance, members, daily, cycles] = await Promise.all([
    search.cycle === undefined ? client.accounts.balance(account) : null,
    client.usage.get(account, { cycle, group_by: 'member' }),
    client.usage.daily(account, { cycle, by }),
    search.cycle === undefined ? null : client.cycles.list(account),
  ]);
  const span = members.cycle ?? balance?.cycle;
  if (!span) throw new Error('The usage answer names no cycle.');
  const past = cycles?.data.find(({ number }) => number === span.number);
  return {
    balance,
    number: span.number,
    limit: past?.credits ?? (balance?.trial ?? balance?.plan)?.limit ?? 0,
    starts_at: span.starts_at,
    ends_at: span.ends_at,
    members,
    splits: splitsOf(daily.data),
  };
}

/** The days on which something was written, each with its parts. What only came back on a day is no part of it. */
export function splitsOf(rows: DailyUsage['data']): DaySplit[] {
  const days = Map.groupBy(rows, (row) => row.day);
  return [...days].map(([day, own]) => ({
    day,
    total: own.reduce((sum, row) => sum + row.credits, 0),
    parts: own.filter((row) => row.credits > 0).map(({ key, credits }) => ({ key, credits })),
  }));
}

export const OTHERS = 'Others';
const NAMED = 5;

/** The keys that get a fill of their own: the five largest. Everyone else is one. */
export function topKeys(splits: readonly DaySplit[]): string[] {
  const sums = new Map<string, number>();
  for (const split of splits) {
    for (const { key, credits } of split.parts) {
      sums.set(key, (sums.get(key) ?? 0) + credits);
    }
  }
  return [...sums.entries()]
    .sort((one, other) => other[1] - one[1])
    .slice(0, NAMED)
    .map(([key]) => key);
}
