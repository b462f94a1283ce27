import { useQuery } from '@tanstack/react-query';
import type { Billing } from '@inkwell/contract/types';
import { app } from '../../shared/api/client.ts';
import { useBalance } from '../../shared/api/live.ts';
import { mayManage, useSession } from '../../shared/api/session.ts';

const AWAITED_EVERY_MS = 2_000;

/**
 * Payments, read again whenever the ledger moved; only for owners and admins. Back from a payment they are asked for
 * until what was paid for is there: the provider tells the server when it will.
 */
export function useBilling(is_there: (billing: Billing) => boolean = () => true) {
  const session = useSession();
  const seq = useBalance()?.seq ?? 0;
  return useQuery({
    queryKey: ['billing', session.account, seq],
    queryFn: () => app.billing.get(),
    enabled: mayManage(session),
    placeholderData: (last) => last,
    refetchInterval: ({ state }) =>
      state.data !== undefined && !is_there(state.data) ? AWAITED_EVERY_MS : false,
  });
}

export function useInvoices(limit: number) {
  const session = useSession();
  const seq = useBalance()?.seq ?? 0;
  return useQuery({
    queryKey: ['billing', session.account, 'invoices', limit, seq],
    queryFn: () => app.billing.invoices({ limit }),
    placeholderData: (last) => last,
  });
}
