/** The contract's types and constants, without zod: what the web app and the SDK import. */
import type { z } from 'zod';
import type * as accounts from './schemas/accounts.ts';
import type * as app from './schemas/app.ts';
import type * as entries from './schemas/entries.ts';
import type * as keys from './schemas/keys.ts';
import type * as reading from './schemas/reading.ts';
import type * as spending from './schemas/spending.ts';

export * from './constants.ts';
export type { ErrorCode, FieldError, Figures, Problem, RefusalCode } from './errors.ts';
export type { AppRoutes } from './app.ts';
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
export type Balance = z.output<typeof accounts.balance>;
export type Cycle = z.output<typeof accounts.cycle>;
export type RefundBudget = z.output<typeof accounts.refundBudget>;
export type PlanPreview = z.output<typeof accounts.planPreview>;
export type Grant = z.output<typeof accounts.grant>;
export type GrantReply = z.output<typeof accounts.grantReply>;
export type MemberUsage = z.output<typeof accounts.memberUsage>;
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
export type RunDetail = z.output<typeof app.runDetail>;
export type AppVotePut = z.input<typeof app.appVotePut>;
export type AppVoteReply = z.output<typeof app.appVoteReply>;
export type Role = Session['role'];
export type Finish = RunSettled['finish'];
