/** The contract's types, for the app. Only types are imported: no schema reaches the browser. */
import type { RunPost } from '@inkwell/contract/types';

export type {
  Account,
  AwardMade,
  AppVoteReply as VoteReply,
  Balance,
  Brief,
  CycleList,
  DailyUsage,
  Delivery,
  DeliveryDetail,
  Door,
  DocumentContent,
  Earn,
  Earned,
  Entry,
  DocumentDetail,
  DocumentPut,
  DocumentListed,
  DocumentSummary,
  Finish,
  FoundWorkspaces,
  Grant,
  HistoryList,
  InstanceHealth,
  InvitationMade,
  InvitationSeen,
  KeyListed,
  KeyMade,
  KeyRefusal,
  KeyRefusalList,
  KeyRequests,
  Me,
  MemberUsage,
  Notice,
  OutputReceipt as Receipt,
  Plan,
  PlanPreview,
  Recount as RecountReply,
  ProgramOutput,
  Promo,
  Referral,
  RunDetail,
  RunEvent,
  RunSummary,
  Session,
  Template,
  TemplateInput,
  TemplatePost,
  TemplateSummary,
  SignedIn,
  StaffActList,
  StaffWorkspace,
  Team,
  TeamMember,
  UsageReply as Usage,
  VersionSummary,
  Webhook,
  WebhookMade,
  WebhookType,
} from '@inkwell/contract/types';

export type Length = NonNullable<RunPost['length']>;
export type Vote = 'up' | 'down' | 'none';

/** What the app asks a run for. */
export interface RunRequest {
  readonly kind: RunPost['kind'];
  readonly input: string;
  readonly length: Length | null;
  readonly outputs: number;
  readonly retry_of?: string;
  /** The document that it is asked in, and the text of it that it works on. */
  readonly document?: string;
  readonly context?: NonNullable<RunPost['context']>;
}
