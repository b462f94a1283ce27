/** Runs `run` once after `ms`; the returned function cancels it. Tests give their own. */
export type Timer = (run: () => void, ms: number) => () => void;

const systemTimer: Timer = (run, ms) => {
  const handle = setTimeout(run, ms);
  return () => clearTimeout(handle);
};

export interface Watch {
  /** Aborts when the request aborts and when the model stalls. */
  signal: AbortSignal;
  touch(): void;
  /** While the reader is slow the model is not to blame. */
  pause(): void;
  is_over(): boolean;
  has_stalled(): boolean;
  end(): void;
}

/** Watches a stream for silence: `first_ms` until the first sign of life, `next_ms` between two. */
export function startWatch(
  request_signal: AbortSignal,
  limits: { first_ms: number; next_ms: number; timer?: Timer },
): Watch {
  const timer = limits.timer ?? systemTimer;
  const stall = new AbortController();
  const left = new AbortController();
  const signal = AbortSignal.any([request_signal, stall.signal, left.signal]);
  let cancel = timer(() => stall.abort(), limits.first_ms);
  return {
    signal,
    touch: () => {
      cancel();
      cancel = timer(() => stall.abort(), limits.next_ms);
    },
    pause: () => cancel(),
    is_over: () => request_signal.aborted || stall.signal.aborted,
    has_stalled: () => stall.signal.aborted && !request_signal.aborted,
    end: () => {
      cancel();
      // Also closes the provider's connection when the reader left early.
      left.abort();
    },
  };
}
