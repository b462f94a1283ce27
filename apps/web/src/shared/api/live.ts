import { useSyncExternalStore } from 'react';
import type { Balance, Notice } from './types.ts';

/**
 * The one store of what is left. Server events, run streams and vote replies all pass through `accept`, so that
 * every number on the page comes from the same balance.
 */
export interface Live {
  readonly balance: Balance | null;
  /** Set once the stream has been away for LOST_MS; the instant of the last balance then still shown. */
  readonly stale_since: string | null;
  readonly notices: readonly ShownNotice[];
  /** Counts the times that credits came back, so that the meter can mark each once. */
  readonly rises: number;
}

export interface ShownNotice {
  readonly id: number;
  readonly notice: Notice;
}

const LOST_MS = 5_000;
let state: Live = { balance: null, stale_since: null, notices: [], rises: 0 };
let lostTimer: ReturnType<typeof setTimeout> | undefined;
let noticeCount = 0;
const listeners = new Set<() => void>();

function set(next: Partial<Live>): void {
  state = { ...state, ...next };
  for (const listener of listeners) listener();
}

/** True if `next` is at least as new as `seen`: a later entry, or the same entry read later. */
export function isNewer(next: Balance, seen: Balance | null): boolean {
  if (!seen || next.account !== seen.account) return true;
  if (next.seq !== seen.seq) return next.seq > seen.seq;
  return Date.parse(next.as_of) >= Date.parse(seen.as_of);
}

export function accept(balance: Balance): void {
  if (!isNewer(balance, state.balance)) return;
  const before = state.balance;
  const refunded =
    before !== null && balance.refunds.used > before.refunds.used && balance.left > before.left;
  set({ balance, rises: state.rises + (refunded ? 1 : 0) });
}

export function dismissNotice(id: number): void {
  set({ notices: state.notices.filter((notice) => notice.id !== id) });
}

function markLost(): void {
  lostTimer ??= setTimeout(() => {
    set({ stale_since: state.balance?.as_of ?? null });
  }, LOST_MS);
}

function markHeard(): void {
  clearTimeout(lostTimer);
  lostTimer = undefined;
  if (state.stale_since !== null) set({ stale_since: null });
}

/** Follows an account's events until the returned function is called. EventSource reconnects by itself. */
export function follow(account: string): () => void {
  let source: EventSource;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    source = new EventSource(`/v1/accounts/${encodeURIComponent(account)}/events`);
    source.addEventListener('open', markHeard);
    source.addEventListener('balance', (event) => {
      markHeard();
      accept(JSON.parse(event.data as string) as Balance);
    });
    source.addEventListener('notice', (event) => {
      noticeCount += 1;
      const notice = { id: noticeCount, notice: JSON.parse(event.data as string) as Notice };
      set({ notices: [...state.notices.slice(-4), notice] });
    });
    source.addEventListener('error', () => {
      markLost();
      // A refused connection is final for EventSource; a lost one it takes up again.
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(open, 3_000);
    });
  };
  open();
  return () => {
    clearTimeout(retry);
    clearTimeout(lostTimer);
    lostTimer = undefined;
    source.close();
  };
}

export function useLive(): Live {
  return useSyncExternalStore(subscribe, () => state);
}

export function useBalance(): Balance | null {
  return useSyncExternalStore(subscribe, () => state.balance);
}

export const currentBalance = () => state.balance;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
