/** The contract's types, for the app. Only types are imported: no schema reaches the browser. */
import type { Balance, Notice, RunSettled, RunPost } from '@inkwell/contract/types';

export type {
  Account,
  AppVoteReply as VoteReply,
  Balance,
  BatchReply,
  Finish,
  Grant,
  MemberUsage as Member,
  Notice,
  OutputReceipt as Receipt,
  Page,
  Plan,
  PlanPreview,
  Role,
  RunDetail,
  RunEvent,
  RunOutput,
  RunSummary,
  Session,
  UsageReply as Usage,
} from '@inkwell/contract/types';

export type Bucket = NonNullable<Balance['plan']>;
export type Length = NonNullable<RunPost['length']>;
export type Vote = 'up' | 'down' | 'none';
export type NoticeKind = Notice['notice'];
export type SettledFinish = RunSettled['finish'];

/** What the app asks a run for. */
export interface RunRequest {
  readonly kind: 'command';
  readonly input: string;
  readonly length: Length | null;
  readonly outputs: number;
  readonly retry_of?: string;
}
