import { type Problem, problemOf } from '@inkwell/contract';

/** Who asks: by address for the limits, by session for what needs one. */
export interface From {
  address: string;
  agent: string | null;
  /** The SHA-256 by which the asker's session is kept. */
  token?: string;
}

export type Outcome<T> = { ok: true; body: T } | { ok: false; problem: Problem; retry_after_s?: number };

export const done = <T>(body: T): { ok: true; body: T } => ({ ok: true, body });
export const no = (...problem: Parameters<typeof problemOf>): { ok: false; problem: Problem } => ({
  ok: false,
  problem: problemOf(...problem),
});

export const tooMany = (retry_after_s: number) => ({
  ...no('rate_limited', `Too many tries. Repeat in ${retry_after_s} s.`, { retry_after_s }),
  retry_after_s,
});
