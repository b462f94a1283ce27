import { useState } from 'react';
import { InkwellError, newKey } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/queries.ts';
import { announce } from '../../shared/ui/announce.ts';

/** One act on the account: its key, whether it is under way, and the refusal that came instead. */
export function useAct() {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const act = async (send: (options: { idempotency_key: string }) => Promise<unknown>, done: string) => {
    if (busy) return false;
    setBusy(true);
    setRefusal(null);
    try {
      await send({ idempotency_key: newKey() });
      await Promise.all(
        ['account', 'billing'].map((name) => queryClient.invalidateQueries({ queryKey: [name] })),
      );
      announce(done);
      return true;
    } catch (cause) {
      if (!(cause instanceof InkwellError)) throw cause;
      setRefusal(
        cause.code === 'network_error' ? 'The server can’t be reached. Nothing was changed.' : cause.message,
      );
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { act, busy, refusal };
}
