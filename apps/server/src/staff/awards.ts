import type { AwardMade, AwardRevoked, GrantReply } from '@inkwell/contract';
import { type BonusSource, instantText } from '@inkwell/engine';
import type { Ledger } from '@inkwell/ledger';
import { isSignedIn } from '../auth/access.ts';
import type { Caller } from '../http/call.ts';
import { type Outcome, done, no } from '../people/outcome.ts';
import { shownMail } from '../people/names.ts';
import { actorOf } from './acts.ts';
import type { AwardParts, StaffParts } from './parts.ts';

/** Above this an award is typed twice. */
export const LARGE_AWARD = 50_000;
export const SAME_AWARD_MS = 24 * 3_600_000;

export interface AwardAsked {
  credits: number;
  reason: string;
  note: string | null;
  again: boolean;
  retyped: number | null;
}

const grouped = (credits: number): string => credits.toLocaleString('en');

/** Why an award has to be asked for once more; null if it does not. */
async function doubtOf({ acts, now }: StaffParts, account: string, asked: AwardAsked) {
  const { credits, again, retyped } = asked;
  if (credits > LARGE_AWARD && retyped !== credits)
    return no('confirmation_required', `Type ${grouped(credits)} once more to award that many.`, {
      asks: 'retype',
      credits,
    });
  if (again) return null;
  const since = now() - SAME_AWARD_MS;
  const same = (await acts.awards(account, since)).find((award) => award.credits === credits);
  if (same === undefined) return null;
  const detail = `${grouped(credits)} credits were awarded here by ${same.name} within the last 24 hours. Award them again?`;
  return no('confirmation_required', detail, {
    asks: 'again',
    credits,
    awarded_at: instantText(same.done_at),
  });
}

/** Tells the owners by mail. Not waited for: the notice reaches them in any case. */
async function tellOwners(parts: AwardParts, account: string, workspace: string, mail: Told): Promise<void> {
  const { store, mailer, url } = parts;
  const { credits, reason, name } = mail;
  for (const owner of await store.owners([account])) {
    const to = shownMail(owner.email);
    if (to === null) continue;
    void mailer.post({
      to,
      subject: `${grouped(credits)} bonus credits for ${workspace}`,
      paragraphs: [
        `Hello ${owner.name},`,
        `${grouped(credits)} bonus credits were awarded to ${workspace} by ${name}:`,
        reason,
        'They never expire. They are used once the trial is over and the plan’s own credits are used up.',
      ],
      link: `${url()}/earn`,
      act: 'See what was earned',
    });
  }
}

interface Told {
  credits: number;
  reason: string;
  name: string;
}

type Answer = Awaited<ReturnType<Ledger['execute']>>;

/** An award or a revocation as it is put on record. */
interface Recorded {
  account: string;
  key: string;
  reason: string;
  note: string | null;
}

/**
 * G3, G5: awards bonus credits, by whatever way they are asked for. The act is written down before the ledger is asked, under
 * the key of the request: the same request again, however many at once, is one award, one act and one mail. An account
 * that is no workspace has nobody to tell, and on record is only what staff did to it: a program that awards
 * to its own accounts is named by the journal.
 */
export async function recordedAward(
  parts: AwardParts,
  caller: Caller,
  asked: Recorded & { credits: number; source: BonusSource },
): Promise<Answer> {
  const { acts, ledger, store, now } = parts;
  const { account, key, credits, reason, note, source } = asked;
  const workspace = await store.workspace(account);
  const is_recorded = workspace !== undefined || isSignedIn(caller);
  const by = actorOf(caller);
  if (is_recorded) await acts.begin({ by, what: 'award', account, credits, reason, note, key }, now());
  const command = { op: 'award', account, key, actor: caller.actor, credits, reason, source } as const;
  const answer = await ledger.execute(command);
  if (!answer.ok || !is_recorded) return answer;
  const { grant } = answer.reply.body as GrantReply;
  const name = await acts.finish(account, key, grant, now());
  if (name !== undefined && workspace !== undefined)
    await tellOwners(parts, account, workspace.name, { credits, reason, name });
  return answer;
}

/** G4: takes back what is unspent of a bonus grant, on record as an award is. */
export async function recordedRevoke(
  { acts, ledger, store, now }: AwardParts,
  caller: Caller,
  { account, key, grant, reason, note }: Recorded & { grant: string },
): Promise<Answer> {
  const is_recorded = isSignedIn(caller) || (await store.workspace(account)) !== undefined;
  const by = actorOf(caller);
  if (is_recorded) await acts.begin({ by, what: 'revoke', account, target: grant, reason, note, key }, now());
  const answer = await ledger.execute({ op: 'revoke', account, key, actor: caller.actor, grant, reason });
  if (answer.ok && is_recorded) await acts.finish(account, key, grant, now());
  return answer;
}

const refusedBy = ({ refusal }: Extract<Answer, { ok: false }>) =>
  no(refusal.code, refusal.detail, refusal.figures);

/** An award by the console: it asks once more where that is wise. */
export async function award(
  parts: StaffParts,
  caller: Caller,
  account: string,
  asked: AwardAsked,
  key: string,
): Promise<Outcome<AwardMade> & { replayed?: boolean }> {
  const { acts, store, mailer } = parts;
  if ((await store.workspace(account)) === undefined)
    return no('workspace_not_found', `There is no workspace ${account}.`);
  const known = await acts.byKey(account, key);
  const doubt = known === undefined ? await doubtOf(parts, account, asked) : null;
  if (doubt !== null) return doubt;
  const { credits, reason, note } = asked;
  const answer = await recordedAward(parts, caller, { account, key, credits, reason, note, source: 'staff' });
  if (!answer.ok) return refusedBy(answer);
  const name = known?.name ?? actorOf(caller).name;
  const body = answer.reply.body as GrantReply;
  return { ...done({ ...body, by: name, mailed: mailer.sends }), replayed: answer.replayed };
}

/** A revocation by the console. */
export async function revokeAward(
  parts: StaffParts,
  caller: Caller,
  at: { account: string; grant: string },
  asked: { reason: string; note: string | null },
  key: string,
): Promise<Outcome<AwardRevoked> & { replayed?: boolean }> {
  if ((await parts.store.workspace(at.account)) === undefined)
    return no('workspace_not_found', `There is no workspace ${at.account}.`);
  const answer = await recordedRevoke(parts, caller, { ...at, ...asked, key });
  if (!answer.ok) return refusedBy(answer);
  const body = answer.reply.body as GrantReply;
  return { ...done({ ...body, taken: body.revoked }), replayed: answer.replayed };
}
