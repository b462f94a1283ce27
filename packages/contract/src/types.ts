/** The contract's types and constants, without zod: what the web app and the SDK import. */
import type { z } from 'zod';
import type { WEBHOOK_TYPES } from './constants.ts';
import type * as accounts from './schemas/accounts.ts';
import type * as app from './schemas/app.ts';
import type * as documents from './schemas/documents.ts';
import type * as earning from './schemas/earn.ts';
import type * as entries from './schemas/entries.ts';
import type * as gateway from './schemas/gateway.ts';
import type * as keys from './schemas/keys.ts';
import type * as mails from './schemas/mail.ts';
import type * as payments from './schemas/payments.ts';
import type * as people from './schemas/people.ts';
import type * as reading from './schemas/reading.ts';
import type * as spending from './schemas/spending.ts';
import type * as staff from './schemas/staff.ts';
import type * as templates from './schemas/templates.ts';
import type * as events from './schemas/webhook-events.ts';
import type * as webhooks from './schemas/webhooks.ts';

export * from './constants.ts';
export type { ErrorCode, FieldError, Figures, Problem, RefusalCode } from './errors.ts';
export type { AppRoutes } from './app.ts';
export type { GatewayRoutes } from './gateway.ts';
export type { OpenAiError } from './openai-error.ts';
export type {
  BlockNode,
  DocumentContent,
  DocumentMark,
  InlineNode,
  ListItemNode,
} from './schemas/document-content.ts';
export type { Access, Method, Route, RouteInput, RouteResponse } from './route.ts';
export type { RouteId, Routes } from './routes/index.ts';

/* What is asked, before defaults. */
export type AccountPut = z.input<typeof accounts.accountPut>;
export type AccountPatch = z.input<typeof accounts.accountPatch>;
export type PlanEdit = z.input<typeof accounts.planEdit>;
export type Cancel = z.input<typeof accounts.cancelBody>;
export type MemberPut = z.input<typeof accounts.memberPut>;
export type GrantPost = z.input<typeof accounts.grantPost>;
export type GrantRevoke = z.input<typeof accounts.grantRevoke>;
export type HoldPost = z.input<typeof spending.holdPost>;
export type HoldExtend = z.input<typeof spending.holdExtend>;
export type HoldSettle = z.input<typeof spending.holdSettle>;
export type ChargePost = z.input<typeof spending.chargePost>;
export type VotePut = z.input<typeof spending.votePut>;
export type BatchPost = z.input<typeof reading.batchPost>;

/* What is answered. */
export type Plan = z.output<typeof accounts.plan>;
export type Account = z.output<typeof accounts.account>;
export type AccountList = z.output<typeof accounts.accountList>;
export type ImportReply = z.output<typeof accounts.importReply>;
export type Balance = z.output<typeof accounts.balance>;
export type Cycle = z.output<typeof accounts.cycle>;
export type RefundBudget = z.output<typeof accounts.refundBudget>;
export type PlanPreview = z.output<typeof accounts.planPreview>;
export type Grant = z.output<typeof accounts.grant>;
export type GrantReply = z.output<typeof accounts.grantReply>;
export type MemberUsage = z.output<typeof accounts.memberUsage>;
export type MemberReply = z.output<typeof accounts.memberReply>;
export type Slice = z.output<typeof spending.slice>;
export type HoldReply = z.output<typeof spending.holdReply>;
export type ExtendReply = z.output<typeof spending.extendReply>;
export type SettleReply = z.output<typeof spending.settleReply>;
export type ReleaseReply = z.output<typeof spending.releaseReply>;
export type ChargeReply = z.output<typeof spending.chargeReply>;
export type VoteReply = z.output<typeof spending.voteReply>;
export type OutputReceipt = z.output<typeof spending.outputReceipt>;
export type Entry = z.output<typeof entries.entry>;
export type UsageReply = z.output<typeof reading.usageReply>;
export type ExplainReply = z.output<typeof reading.explainReply>;
export type VerifyReply = z.output<typeof reading.verifyReply>;
export type Clock = z.output<typeof reading.clockReply>;
export type WordsReply = z.output<typeof reading.wordsReply>;
export type KeyPost = z.input<typeof keys.keyPost>;
export type Key = z.output<typeof keys.key>;
export type KeyMade = z.output<typeof keys.keyMade>;
export type WebhookPost = z.input<typeof webhooks.webhookPost>;
export type WebhookPatch = z.input<typeof webhooks.webhookPatch>;
export type SecretRotate = z.input<typeof webhooks.secretRotate>;
export type Webhook = z.output<typeof webhooks.webhook>;
export type WebhookMade = z.output<typeof webhooks.webhookMade>;
export type WebhookList = z.output<typeof webhooks.webhookList>;
export type WebhookEvent = z.output<typeof events.webhookEvent>;
export type WebhookType = (typeof WEBHOOK_TYPES)[number];
export type Delivery = z.output<typeof webhooks.delivery>;
export type DeliveryDetail = z.output<typeof webhooks.deliveryDetail>;
export type ReplayReply = z.output<typeof webhooks.replayReply>;
export type KeyListed = z.output<typeof keys.keyListed>;
export type KeyRequests = z.output<typeof keys.keyRequests>;
export type KeyRefusal = z.output<typeof keys.keyRefusal>;
export type KeyRefusalList = z.output<typeof keys.keyRefusalList>;
export type DailyUsage = z.output<typeof reading.dailyReply>;
export type CycleList = z.output<typeof reading.cycleList>;
export type BatchReply = z.output<typeof reading.batchReply>;
export type Notice = z.output<typeof reading.notice>;
export type AccountEvent = z.output<typeof reading.accountEvent>;

/** A page of a list. */
export interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

/* The app. */
export type Session = z.output<typeof app.session>;
export type RunPost = z.input<typeof app.runPost>;
export type RunStarted = z.output<typeof app.runStarted>;
export type RunText = z.output<typeof app.runText>;
export type RunSettled = z.output<typeof app.runSettled>;
export type RunFailed = z.output<typeof app.runFailed>;
export type RunDone = z.output<typeof app.runDone>;
export type RunEvent = z.output<typeof app.runEvent>;
export type RunSummary = z.output<typeof app.runSummary>;
export type RunOutput = z.output<typeof app.runOutput>;
export type ProgramOutput = z.output<typeof app.programOutput>;
export type HistoryList = z.output<typeof app.historyList>;
export type HistoryQuery = z.input<typeof app.historyQuery>;
export type RunQuery = z.input<typeof app.runQuery>;
export type Recount = z.output<typeof app.recount>;
export type MemberName = z.output<typeof app.nameList>['data'][number];
export type RunDetail = z.output<typeof app.runDetail>;
export type AppVotePut = z.input<typeof app.appVotePut>;
export type AppVoteReply = z.output<typeof app.appVoteReply>;
export type Role = Session['role'];
export type Finish = RunSettled['finish'];

/* The gateway. */
export type ChatCompletionPost = z.output<typeof gateway.chatPost>;
export type ChatCompletion = z.output<typeof gateway.chatCompletion>;
export type ChatCompletionChunk = z.output<typeof gateway.chatChunk>;
export type GatewayModel = z.output<typeof gateway.gatewayModel>;

/* Documents. */
export type DocumentPost = z.input<typeof documents.documentPost>;
export type DocumentPut = z.input<typeof documents.documentPut>;
export type DocumentListed = z.output<typeof documents.documentListed>;
export type DocumentSummary = z.output<typeof documents.documentSummary>;
export type DocumentDetail = z.output<typeof documents.documentDetail>;
export type Brief = z.output<typeof documents.brief>;
export type VersionSummary = z.output<typeof documents.versionSummary>;
export type VersionDetail = z.output<typeof documents.versionDetail>;
export type VoicePost = z.input<typeof documents.voicePost>;
export type Voice = z.output<typeof documents.voice>;
export type OutputSeen = z.output<typeof documents.outputSeen>;

/* Payments. */
export type CheckoutPost = z.input<typeof payments.checkoutPost>;
export type PackPost = z.input<typeof payments.packPost>;
export type PaidPlanPost = z.input<typeof payments.paidPlanPost>;
export type PaidPlanReply = z.output<typeof payments.paidPlanReply>;
export type PaymentRedirect = z.output<typeof payments.redirect>;
export type Billing = z.output<typeof payments.billing>;
export type Invoice = z.output<typeof payments.invoice>;

/* Templates. */
export type TemplateInput = z.output<typeof templates.templateInput>;
export type TemplatePost = z.input<typeof templates.templateBody>;
export type TemplateBody = z.output<typeof templates.templateBody>;
export type TemplateFile = z.output<typeof templates.templateFile>;
export type TemplateSummary = z.output<typeof templates.templateSummary>;
export type Template = z.output<typeof templates.template>;
export type Favourite = z.output<typeof templates.favourite>;
export type SavedOutput = z.output<typeof templates.savedOutput>;

/* People. */
export type SignUpPost = z.input<typeof people.signUpPost>;
export type SignInPost = z.input<typeof people.signInPost>;
export type MePatch = z.input<typeof people.mePatch>;
export type PasswordPut = z.input<typeof people.passwordPut>;
export type WorkspacePost = z.input<typeof people.workspacePost>;
export type InvitationPost = z.input<typeof people.invitationPost>;
export type Door = z.output<typeof people.door>;
export type Me = z.output<typeof people.me>;
export type MailProof = z.output<typeof people.mailProof>;
export type MailConfirmed = z.output<typeof mails.mailConfirmed>;
export type SignedIn = z.output<typeof people.signedIn>;
export type InvitationSeen = z.output<typeof people.invitationSeen>;
export type InvitationMade = z.output<typeof people.invitationMade>;
export type WorkspaceMade = z.output<typeof people.workspaceMade>;
export type Joined = z.output<typeof people.joined>;
export type Team = z.output<typeof people.team>;
export type TeamMember = z.output<typeof people.teamMember>;
export type ResetAsks = z.output<typeof people.resetAsks>;
export type ResetLink = z.output<typeof people.resetLink>;
export type StaffMember = z.output<typeof people.staffMember>;

/* Staff and earning. */
export type AwardPost = z.input<typeof staff.awardPost>;
export type AwardRevoke = z.input<typeof staff.awardRevoke>;
export type AwardMade = z.output<typeof staff.awardMade>;
export type AwardRevoked = z.output<typeof staff.awardRevoked>;
export type FoundWorkspaces = z.output<typeof staff.foundWorkspaces>;
export type StaffWorkspace = z.output<typeof staff.staffWorkspace>;
export type StaffActList = z.output<typeof staff.staffActs>;
export type Feedback = z.output<typeof staff.feedback>;
export type InstanceHealth = z.output<typeof staff.instanceHealth>;
export type PromoPost = z.input<typeof earning.promoPost>;
export type Promo = z.output<typeof earning.promo>;
export type Earn = z.output<typeof earning.earn>;
export type Earned = z.output<typeof earning.earned>;
export type Referral = z.output<typeof earning.referral>;
export type ReferralList = z.output<typeof earning.referralList>;
