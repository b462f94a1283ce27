/** The contract's types, for the app. Only types are imported: no schema reaches the browser. */
import type { RunPost } from '@inkwell/contract/types';

export type {
  Account,
  AppVoteReply as VoteReply,
  Balance,
  CycleList,
  DailyUsage,
  Finish,
  Grant,
  Notice,
  Plan,
  PlanPreview,
  RunDetail,
  RunEvent,
  RunSummary,
  Session,
  UsageReply as Usage,
} from '@inkwell/contract/types';

export type Length = NonNullable<RunPost['length']>;
export type Vote = 'up' | 'down' | 'none';

/** What the app asks a run for. */
export interface RunRequest {
  readonly kind: 'command';
  readonly input: string;
  readonly length: Length | null;
  readonly outputs: number;
  readonly retry_of?: string;
}
