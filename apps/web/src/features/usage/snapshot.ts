import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { client, readEvery, readSpans } from '../../shared/api/client.ts';
import { useBalance } from '../../shared/api/live.ts';
import { useSession } from '../../shared/api/session.ts';
import type { Balance, Usage } from '../../shared/api/types.ts';
import { nextDayKey } from '../../shared/format/date.ts';
import type { UsageSearch } from './search.ts';

export type Row = Usage['data'][number];

export interface DaySplit {
  readonly day: string;
  readonly total: number;
  readonly parts: readonly { readonly key: string; readonly credits: number }[];
}

/** One reading of a cycle's usage. Everything on the page comes from it, so that its figures agree. */
export interface Snapshot {
  /** null for a cycle that is over. */
  readonly balance: Balance | null;
  readonly limit: number;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly members: Usage;
  readonly days: readonly Row[];
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

const CALM_MS = 1_500;

/** Follows a value that moves often, once it has been still for a moment. */
function useCalm(value: number): number {
  const [calm, setCalm] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(value), CALM_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return calm;
}

async function readSnapshot(account: string, search: UsageSearch): Promise<Snapshot> {
  const cycle = search.cycle ?? 'current';
  const [balance, members, days] = await Promise.all([
    search.cycle ? null : client.accounts.balance(account),
    client.usage.get(account, { cycle, group_by: 'member' }),
    client.usage.get(account, { cycle, group_by: 'day' }),
  ]);
  const span = members.cycle ?? balance?.cycle;
  if (!span) throw new Error('The usage answer names no cycle.');
  const by = search.by ?? 'member';
  return {
    balance,
    limit: balance ? ((balance.trial ?? balance.plan)?.limit ?? 0) : await pastLimit(account, span.ends_at),
    starts_at: span.starts_at,
    ends_at: span.ends_at,
    members,
    days: days.data,
    splits: await readSplits(account, days.data, by),
  };
}

/** What a cycle that is over had: the amount of the plan grant that ended with it. */
async function pastLimit(account: string, ends_at: string): Promise<number> {
  const grants = await readEvery((page) => client.grants.list(account, page));
  return grants.find((grant) => grant.kind !== 'bonus' && grant.expires_at === ends_at)?.amount ?? 0;
}

async function readSplits(account: string, days: readonly Row[], by: string): Promise<DaySplit[]> {
  const written = days.filter((row) => row.credits > 0);
  const spans = written.map((row) => ({ from: row.key, to: nextDayKey(row.key), group_by: by }));
  const answers = await readSpans(account, spans);
  return written.map((row, index) => splitOf(row, answers[index] ?? null));
}

/**
 * A day's parts. A cycle that begins at noon shares its first day with the cycle before; where the parts of the whole
 * day do not add up to the cycle's own share of it, the day stays undivided.
 */
export function splitOf(row: Row, answer: Usage | null): DaySplit {
  const parts = (answer?.data ?? []).filter((part) => part.credits > 0);
  const total = parts.reduce((sum, part) => sum + part.credits, 0);
  const whole = total === row.credits;
  return { day: row.key, total: row.credits, parts: whole ? parts : [{ key: OTHERS, credits: row.credits }] };
}

export const OTHERS = 'Others';
const NAMED = 5;

/** The keys that get a fill of their own: the five largest. Everyone else is one. */
export function topKeys(splits: readonly DaySplit[]): string[] {
  const sums = new Map<string, number>();
  for (const split of splits) {
    for (const { key, credits } of split.parts) {
      if (key !== OTHERS) sums.set(key, (sums.get(key) ?? 0) + credits);
    }
  }
  return [...sums.entries()]
    .sort((one, other) => other[1] - one[1])
    .slice(0, NAMED)
    .map(([key]) => key);
}
