import { useAct } from './use-act.ts';

/** Leaves for a page of the payment provider. Nothing but a page on the web is left for. */
export function leaveFor(url: string): void {
  const { protocol } = new URL(url, window.location.href);
  if (protocol === 'https:' || protocol === 'http:') window.location.assign(url);
}

/** An act that goes on at the payment provider's page. */
export function usePay() {
  const { act, busy, refusal } = useAct();
  const pay = (ask: (options: { idempotency_key: string }) => Promise<{ url: string }>) =>
    act(async (options) => leaveFor((await ask(options)).url), 'Opening the payment page.');
  return { pay, busy, refusal };
}
