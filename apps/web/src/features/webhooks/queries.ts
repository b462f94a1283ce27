import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { client } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/queries.ts';
import { useSession } from '../../shared/api/session.ts';
import type { Delivery } from '../../shared/api/types.ts';

/** How often a log is read again while it is looked at, and while something in it is about to happen. */
const SLOW_MS = 5_000;
const SOON_MS = 1_500;
const PAGE = 25;

export function useWebhooks() {
  const { account } = useSession();
  return useQuery({
    queryKey: ['webhooks', account],
    queryFn: async () => (await client.webhooks.list(account)).data,
    refetchInterval: SLOW_MS,
  });
}

export function useWebhook(webhook: string) {
  const { account } = useSession();
  return useQuery({
    queryKey: ['webhooks', account, webhook],
    queryFn: ({ signal }) => client.webhooks.get(account, webhook, { signal }),
    refetchInterval: SLOW_MS,
  });
}

/** Whether a delivery is due within the next seconds. */
const isSoon = ({ next_at }: Delivery): boolean =>
  next_at !== null && Date.parse(next_at) < Date.now() + SLOW_MS;

/** The deliveries of a webhook, newest first, page by page. When they change, its health is read anew as well. */
export function useDeliveries(webhook: string, state: Delivery['state'] | undefined) {
  const { account } = useSession();
  const query = useInfiniteQuery({
    queryKey: ['webhooks', account, webhook, 'deliveries', state],
    queryFn: ({ pageParam, signal }) =>
      client.webhooks.deliveries(account, webhook, { state, limit: PAGE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some((page) => page.data.some(isSoon)) ? SOON_MS : SLOW_MS,
    placeholderData: (last) => last,
  });
  const seen = query.data?.pages[0]?.data.map((one) => `${one.delivery} ${one.state} ${one.tries}`).join();
  useEffect(() => {
    if (seen !== undefined)
      void queryClient.invalidateQueries({ queryKey: ['webhooks', account, webhook], exact: true });
  }, [account, webhook, seen]);
  return query;
}

/** One delivery; read anew whenever its line in the log says something else. */
export function useDelivery({ webhook, delivery, state, tries }: Delivery) {
  const { account } = useSession();
  return useQuery({
    queryKey: ['webhooks', account, webhook, 'delivery', delivery, state, tries],
    queryFn: ({ signal }) => client.webhooks.delivery(account, webhook, delivery, { signal }),
    placeholderData: (last) => last,
  });
}

export const refreshWebhooks = () => queryClient.invalidateQueries({ queryKey: ['webhooks'] });
