import type { Database, Ledger } from '@inkwell/ledger';
import type { Logger } from 'pino';
import { PromoStore } from '../earn/promos.ts';
import { Referrals, payReferral } from '../earn/referrals.ts';
import { type NewAct, StaffActs } from '../staff/acts.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, cycleStarts, trialStart } from './calendar.ts';
import { AWARD, PEOPLE, PROMO, STAFF, TRIAL } from './figures.ts';
import type { Act } from './script.ts';

const BY: NewAct['by'] = { member: STAFF.member, name: STAFF.name };

interface Earning {
  database: Database;
  ledger: Ledger;
  log: Logger;
  /** The time that the demo's clock shows. */
  now: () => number;
  account: string;
  /** The friend's workspace, in its trial. */
  friend: string;
}

/** The demo's bonus credits, by the acts that bring them: staff's award (G3), a code and a referral (L4). */
export function earned(parts: Earning, today: number): Act[] {
  const starts = cycleStarts(today);
  const in_cycle = ({ cycle, day }: { cycle: number; day: number }) =>
    starts[cycle]! + day * DAY_MS + 30 * MINUTE_MS;
  const came_at = trialStart(today) + MINUTE_MS;
  return [
    { at: in_cycle(AWARD), act: () => award(parts) },
    { at: in_cycle(PROMO) - HOUR_MS, act: () => makeCode(parts) },
    { at: in_cycle(PROMO), act: () => useCode(parts) },
    { at: came_at, act: () => friendComes(parts) },
    { at: came_at + DAY_MS, act: () => friendIsPaid(parts) },
  ];
}

/** Awards credits to the demo's first workspace; answers with the grant. */
async function grantTo(
  { ledger, account }: Earning,
  given: { key: string; credits: number; reason: string; source: 'staff' | 'promo'; actor: string },
): Promise<string> {
  const answer = await ledger.execute({ op: 'award', account, ...given });
  if (!answer.ok) throw new Error(`The demo's award was refused: ${answer.refusal.detail}`);
  return (answer.reply.body as { grant: string }).grant;
}

async function award(parts: Earning): Promise<void> {
  const { database, account, now } = parts;
  const { credits, reason } = AWARD;
  const acts = new StaffActs(database);
  const key = 'demo-award';
  await acts.begin({ by: BY, what: 'award', account, credits, reason, key }, now());
  const actor = `member:${STAFF.member}`;
  const grant = await grantTo(parts, { key, credits, reason, source: 'staff', actor });
  await acts.finish(account, key, grant, now());
}

async function makeCode({ database, now }: Earning): Promise<void> {
  const { code, credits, max_uses } = PROMO;
  const made = { code, credits, max_uses, expires_at: null, created_by: BY.name };
  await new PromoStore(database).create(made, now());
  const act = { by: BY, what: 'createPromo', account: null, target: code, credits, key: null };
  await new StaffActs(database).begin(act, now(), now());
}

async function useCode(parts: Earning): Promise<void> {
  const { database, account, now } = parts;
  const { code, credits } = PROMO;
  const promos = new PromoStore(database);
  const [{ member }] = PEOPLE;
  await promos.take(code, account, member, now());
  const given = { key: `promo:${code}`, credits, reason: `Promo code ${code}`, source: 'promo' } as const;
  await promos.awarded(code, account, await grantTo(parts, { ...given, actor: `member:${member}` }));
}

async function friendComes({ database, account, friend, now }: Earning): Promise<void> {
  const referrals = new Referrals(database, now);
  const { member, mail } = TRIAL.owner;
  await referrals.started({ workspace: friend, member, mail, ref: await referrals.codeOf(account) });
}

async function friendIsPaid(parts: Earning): Promise<void> {
  const { database, account, friend, now } = parts;
  const referrals = new Referrals(database, now);
  await referrals.move(friend, ['waiting'], 'paying', BY.name);
  await payReferral({ ...parts, referrals }, friend, account);
  const act = { by: BY, what: 'approveReferral', account: friend, key: null };
  await new StaffActs(database).begin(act, now(), now());
}
