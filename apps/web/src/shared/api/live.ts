import { useSyncExternalStore } from 'react';
import { InkwellError, client } from './client.ts';
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

interface ShownNotice {
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

/**
 * Follows an account's events until the returned function is called. Reconnects by itself; a device that goes offline
 * is told of at once, since its open connection only falls silent.
 */
export function follow(account: string): () => void {
  let abort = new AbortController();
  const on_state = (now: 'open' | 'lost') => (now === 'open' ? markHeard() : markLost());
  const connect = () => {
    abort.abort();
    abort = new AbortController();
    void hear(account, abort.signal, on_state);
  };
  const disconnect = () => {
    abort.abort();
    markLost();
  };
  connect();
  window.addEventListener('online', connect);
  window.addEventListener('offline', disconnect);
  return () => {
    window.removeEventListener('online', connect);
    window.removeEventListener('offline', disconnect);
    abort.abort();
    clearTimeout(lostTimer);
    lostTimer = undefined;
  };
}

async function hear(account: string, signal: AbortSignal, on_state: (now: 'open' | 'lost') => void) {
  try {
    for await (const event of client.events(account, { signal, on_state })) {
      if (event.event === 'balance') accept(event.data);
      else notice(event.data);
    }
  } catch (cause) {
    if (!(cause instanceof InkwellError)) throw cause;
    // The session is over: the page says so when it is next asked for anything.
    markLost();
  }
}

function notice(next: Notice): void {
  noticeCount += 1;
  set({ notices: [...state.notices.slice(-4), { id: noticeCount, notice: next }] });
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
