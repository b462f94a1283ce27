import type { AwardMade, AwardRevoked, GrantReply } from '@inkwell/contract';
import { instantText } from '@inkwell/engine';
import type { Caller } from '../http/call.ts';
import { type Outcome, done, no } from '../people/outcome.ts';
import { shownMail } from '../people/names.ts';
import { actorOf } from './acts.ts';
import type { StaffParts } from './parts.ts';

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
async function tellOwners(parts: StaffParts, account: string, workspace: string, mail: Told): Promise<void> {
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

/**
 * G3, G5: awards bonus credits. The act is written down before the ledger is asked, under the key of the request: the
 * same request again, however many at once, is one award, one act and one mail.
 */
export async function award(
  parts: StaffParts,
  caller: Caller,
  account: string,
  asked: AwardAsked,
  key: string,
): Promise<Outcome<AwardMade> & { replayed?: boolean }> {
  const { acts, ledger, store, mailer, now } = parts;
  const workspace = await store.workspace(account);
  if (workspace === undefined) return no('workspace_not_found', `There is no workspace ${account}.`);
  const known = await acts.byKey(account, key);
  const doubt = known === undefined ? await doubtOf(parts, account, asked) : null;
  if (doubt !== null) return doubt;
  const by = actorOf(caller);
  const { credits, reason, note } = asked;
  await acts.begin({ by, what: 'award', account, credits, reason, note, key }, now());
  const command = {
    op: 'award',
    account,
    key,
    actor: caller.actor,
    credits,
    reason,
    source: 'staff',
  } as const;
  const answer = await ledger.execute(command);
  if (!answer.ok) return no(answer.refusal.code, answer.refusal.detail, answer.refusal.figures);
  const body = answer.reply.body as GrantReply;
  const name = known?.name ?? by.name;
  if (await acts.finish(account, key, body.grant, now()))
    await tellOwners(parts, account, workspace.name, { credits, reason, name });
  return { ...done({ ...body, by: name, mailed: mailer.sends }), replayed: answer.replayed };
}

/** G4: takes back what is unspent of a bonus grant. */
export async function revokeAward(
  { acts, ledger, store, now }: StaffParts,
  caller: Caller,
  at: { account: string; grant: string },
  asked: { reason: string; note: string | null },
  key: string,
): Promise<Outcome<AwardRevoked> & { replayed?: boolean }> {
  const { account, grant } = at;
  if ((await store.workspace(account)) === undefined)
    return no('workspace_not_found', `There is no workspace ${account}.`);
  const { reason, note } = asked;
  await acts.begin({ by: actorOf(caller), what: 'revoke', account, target: grant, reason, note, key }, now());
  const answer = await ledger.execute({ op: 'revoke', account, key, actor: caller.actor, grant, reason });
  if (!answer.ok) return no(answer.refusal.code, answer.refusal.detail, answer.refusal.figures);
  await acts.finish(account, key, grant, now());
  const body = answer.reply.body as GrantReply;
  return { ...done({ ...body, taken: body.revoked }), replayed: answer.replayed };
}
