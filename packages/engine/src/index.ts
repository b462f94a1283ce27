/** The credit rules, pure: see ../SPEC.md for the rules by number. */
export * from './types.ts';
export type * from './commands.ts';
export {
  type Balance,
  balanceOf,
  cycleGrant,
  figuresOf,
  refundCap,
  refundsLeft,
  spendable,
} from './balance.ts';
export { accountBody, accountView, trialWaits } from './commands/accounts.ts';
export { grantView } from './commands/grants.ts';
export { previewEdit } from './commands/plans.ts';
export { applyDue, decide, effectiveNow, memberView, project } from './decide.ts';
export { type DueEvent, isQuiet, nextDue } from './due.ts';
export { differingField, fingerprintOf, requestFingerprint } from './fingerprint.ts';
export { explain } from './explain.ts';
export { type NextCharge } from './interval.ts';
export { GENESIS, bodyOf, hashEntry, idOf, parseBody, seqOf, textDigest } from './journal.ts';
export { BUCKETS, MOVE, movesFrom, movesTo } from './moves.ts';
export { NOTICE_BIT, type Notice } from './notices.ts';
export { applyVote, openOutput, outputOf } from './outputs.ts';
export { firstRefusal, outputExists, refusal } from './refuse.ts';
export { replyOf } from './replies.ts';
export { type CreatedFacts, type CycleFacts, apply, cloneState, createState } from './state.ts';
export { dateOfDay, dayOf, instantText, isTimeZone } from './time.ts';
