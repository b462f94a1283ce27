import type { AccountState, Draft } from './types.ts';

/** What an accepted command writes, before it stands in the journal. */
export interface Outcome {
  drafts: Draft[];
  /** Index of the draft that carries the key and the reply (K1); 0 unless said. */
  main?: number;
  /** Whether it takes credits, so that the notice of an empty bonus is due (L1). */
  spends: boolean;
  /**
   * The reply's body beside the balance, made once the entries stand; kept whole in the entry. Left out by the
   * commands of the hot path, whose replies are built again from their entry and its figures (replies.ts).
   */
  body?: (state: AccountState) => Record<string, unknown>;
}
