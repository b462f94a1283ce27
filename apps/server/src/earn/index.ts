import type { Earn, Earned, Promo, Referral, ReferralList } from '@inkwell/contract';
import { type Grant, grantView, instantText } from '@inkwell/engine';
import type { Ledger, Loaded } from '@inkwell/ledger';
import type { Logger } from 'pino';
import type { Caller, SessionCaller } from '../http/call.ts';
import type { Payments } from '../payments/index.ts';
import type { Limits } from '../people/limits.ts';
import { type Outcome, done, no, tooMany } from '../people/outcome.ts';
import { type StaffActs, actorOf } from '../staff/acts.ts';
import type { PromoRow, PromoStore } from './promos.ts';
import {
  REFERRAL_CREDITS,
  type ReferralRow,
  type Referrals,
  onFirstPayment,
  payReferral,
} from './referrals.ts';

/** What earning stands on. */
export interface EarnParts {
  ledger: Ledger;
  log: Logger;
  promos: PromoStore;
  referrals: Referrals;
  acts: StaffActs;
  limits: Limits;
  payments: Pick<Payments, 'kind' | 'onFirstPayment'>;
  /** The address that links begin with. */
  url: () => string;
  now: () => number;
}

/** Codes are short words: whoever guesses gets tired. In seconds. */
const PROMO_RULE = { window: 600, max: 20 };
const GRANTS_PAGE = 200;
const LIST_LIMIT = 200;

const paidBy = ({ payments }: Pick<EarnParts, 'payments'>) =>
  payments.kind === 'none' ? ('staff' as const) : ('first_payment' as const);

/** The payments tell of first payments from now on (L4). */
export const followPayments = (parts: EarnParts): void =>
  parts.payments.onFirstPayment((account) => onFirstPayment(parts, account));

async function bonusGrants({ ledger }: EarnParts, loaded: Loaded): Promise<Grant[]> {
  const all: Grant[] = [];
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const page = await ledger.reads.grants(loaded, before, GRANTS_PAGE);
    all.push(...page.map(({ grant }) => grant).filter(({ kind }) => kind === 'bonus'));
    const last = page.at(-1);
    if (last === undefined || page.length < GRANTS_PAGE) return all;
    before = last.grant.seq;
  }
}

type GrantBody = ReturnType<typeof grantView>;

const earnedView = (grant: GrantBody, by: string | null): Earned => ({
  grant: grant.grant,
  source: grant.source ?? 'staff',
  credits: grant.amount,
  left: grant.available + grant.held,
  reason: grant.reason,
  by,
  revoked: grant.state === 'revoked',
  at: grant.created_at,
});

const sumOf = (earned: readonly Earned[], ...sources: Earned['source'][]): number =>
  earned.filter(({ source }) => sources.includes(source)).reduce((sum, { credits }) => sum + credits, 0);

/** A workspace's link, who came by it, and what was earned. */
export async function readEarn(parts: EarnParts, { account }: SessionCaller): Promise<Outcome<Earn>> {
  const { ledger, referrals, acts, url } = parts;
  const loaded = await ledger.reads.load(account);
  if (loaded === undefined) return no('account_not_found', `There is no account ${account}.`);
  const [code, made, grants, awards] = await Promise.all([
    referrals.codeOf(account),
    referrals.madeBy(account),
    bonusGrants(parts, loaded),
    acts.awards(account),
  ]);
  const by = new Map(awards.map((award) => [award.target, award.name]));
  const earned = grants
    .filter(({ source }) => source !== 'purchase')
    .map((grant) => grantView(loaded.state, grant, null))
    .map((grant) => earnedView(grant, by.get(grant.grant) ?? null));
  return done({
    referral: {
      link: `${url()}/?ref=${code}`,
      gives: REFERRAL_CREDITS,
      gets: REFERRAL_CREDITS,
      paid_by: paidBy(parts),
      made: made.map(({ state, created_at }) => ({ state, at: instantText(created_at) })),
    },
    earned,
    totals: {
      referral: sumOf(earned, 'referral'),
      promo: sumOf(earned, 'promo'),
      staff: sumOf(earned, 'staff', 'goodwill'),
      all: earned.reduce((sum, { credits }) => sum + credits, 0),
    },
  });
}

const usedAlready = (code: string) =>
  no('invalid_state', `This workspace has used ${code} already.`, { code_used: code });

/** Why a code that exists can't be used now. */
function closedTo({ code, closed_at, expires_at, max_uses, uses }: PromoRow, now: number) {
  if (closed_at !== null) return no('invalid_state', `${code} is closed.`);
  if (expires_at !== null && expires_at <= now) return no('invalid_state', `${code} has expired.`);
  if (max_uses !== null && uses >= max_uses)
    return no('invalid_state', `${code} has been used as often as it may be.`);
  return null;
}

/**
 * L4: a promo code, once an account. A row takes the use first, then the ledger awards under `promo:CODE`; a process that
 * dies between the two leaves a use that the next try finishes.
 */
export async function usePromo(
  { promos, ledger, limits, now }: EarnParts,
  { account, member, actor }: SessionCaller,
  code: string,
): Promise<Outcome<Earned>> {
  const tried = await limits.consume(`promo|${member}`, PROMO_RULE);
  if (!tried.allowed) return tooMany(tried.retryAfter!);
  const promo = await promos.find(code);
  if (promo === undefined) return no('promo_not_found', `There is no code ${code}.`);
  const used = await promos.useOf(code, account);
  if (typeof used === 'string') return usedAlready(code);
  if (used === undefined && !(await promos.take(code, account, member, now()))) {
    const known = (await promos.find(code)) ?? promo;
    const why = closedTo(known, now());
    return (await promos.useOf(code, account)) === undefined && why !== null ? why : usedAlready(code);
  }
  const answer = await ledger.execute({
    op: 'award',
    account,
    key: `promo:${code}`,
    actor,
    credits: promo.credits,
    reason: `Promo code ${code}`,
    source: 'promo',
  });
  if (!answer.ok) {
    await promos.giveBack(code, account);
    return no(answer.refusal.code, answer.refusal.detail, answer.refusal.figures);
  }
  const grant = answer.reply.body as unknown as GrantBody;
  if (!(await promos.awarded(code, account, grant.grant))) return usedAlready(code);
  return done(earnedView(grant, null));
}

const promoView = ({ expires_at, created_at, closed_at, ...row }: PromoRow): Promo => ({
  ...row,
  expires_at: expires_at === null ? null : instantText(expires_at),
  created_at: instantText(created_at),
  closed: closed_at !== null,
});

export const listPromos = async ({ promos }: EarnParts) =>
  done({ data: (await promos.list(LIST_LIMIT)).map(promoView) });

export async function createPromo(
  { promos, now }: EarnParts,
  caller: Caller,
  body: { code: string; credits: number; expires_at: string | null; max_uses: number | null },
): Promise<Outcome<Promo>> {
  const expires_at = body.expires_at === null ? null : Date.parse(body.expires_at);
  if (expires_at !== null && expires_at <= now())
    return no('invalid_state', 'This code would have expired before its first use.');
  const made = await promos.create({ ...body, expires_at, created_by: actorOf(caller).name }, now());
  return made === undefined
    ? no('invalid_state', `There is a code ${body.code} already.`)
    : done(promoView(made));
}

export async function closePromo({ promos, now }: EarnParts, code: string): Promise<Outcome<Promo>> {
  const closed = await promos.close(code, now());
  return closed === undefined ? no('promo_not_found', `There is no code ${code}.`) : done(promoView(closed));
}

async function referralView({ ledger }: EarnParts, row: ReferralRow): Promise<Referral> {
  const phase = (await ledger.reads.load(row.account))?.state.phase ?? 'canceled';
  const { created_at, decided_at, ...rest } = row;
  return {
    ...rest,
    phase,
    created_at: instantText(created_at),
    decided_at: decided_at === null ? null : instantText(decided_at),
  };
}

export async function listReferrals(parts: EarnParts): Promise<Outcome<ReferralList>> {
  const rows = await parts.referrals.list(LIST_LIMIT);
  const data = await Promise.all(rows.map((row) => referralView(parts, row)));
  return done({ data, paid_by: paidBy(parts) });
}

/** L4: on an instance without payments staff say when a referral is paid. */
export async function decideReferral(
  parts: EarnParts,
  caller: Caller,
  account: string,
  is_approved: boolean,
): Promise<Outcome<Referral>> {
  const { referrals } = parts;
  const found = await referrals.find(account);
  if (found === undefined) return no('referral_not_found', `No referral brought ${account}.`);
  const { name } = actorOf(caller);
  if (!is_approved) {
    if (!(await referrals.move(account, ['waiting'], 'declined', name)))
      return no('invalid_state', `This referral is ${found.state} already.`);
  } else {
    if (parts.payments.kind !== 'none')
      return no('invalid_state', 'It is paid at the first payment of the workspace that came.');
    if (await referrals.isOwn(account, found.referrer))
      return no('not_allowed', 'Both workspaces are of the same person.');
    // One that broke off while it was paid is finished by approving it again.
    if (!(await referrals.move(account, ['waiting', 'paying'], 'paying', name)))
      return no('invalid_state', `This referral is ${found.state} already.`);
    await payReferral(parts, account, found.referrer);
  }
  return done(await referralView(parts, (await referrals.find(account)) ?? found));
}
