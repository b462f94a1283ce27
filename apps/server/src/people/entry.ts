import type { InvitationSeen } from '@inkwell/contract';
import { instantText } from '@inkwell/engine';
import { digestOf, newId } from '../auth/secrets.ts';
import type { Asker, PeopleParts } from './context.ts';
import { type From, type Outcome, done, no, tooMany } from './outcome.ts';
import { provedByMail, sendProof, tooOften } from './proofs.ts';
import { LINK_RULE, SIGN_IN_RULE } from './limits.ts';
import { shownMail } from './names.ts';
import type { InvitationRow } from './store.ts';

/** The ways in. Each answers with the secret of the session that it has begun. */

export async function signUp(
  parts: PeopleParts,
  body: { name: string; mail: string; password: string; invitation: string | null; ref: string | null },
  from: From,
): Promise<Outcome<string>> {
  const { name, mail, password, invitation, ref } = body;
  const invited = invitation === null ? null : await openInvitation(parts, invitation, mail);
  if (invited !== null && !invited.ok) return invited;
  const library = await parts.library();
  const made = await library.post('/sign-up/email', { name, email: mail, password }, from);
  if (!made.ok) return made;
  const secret = made.body.secret!;
  const person = (await parts.auth.personOf(digestOf(secret), parts.now()))!;
  if (ref !== null) await parts.referrals.signedUp(person.member, ref);
  const entered = await enter(parts, secret, invited?.body ?? null, from);
  await askProof(parts, person.member);
  return entered;
}

/** A new address is to be proved, unless the invitation that its person came by has done so. */
async function askProof(parts: PeopleParts, member: string): Promise<void> {
  const person = await parts.store.person('id', member);
  if (!parts.mailer.sends || person === undefined || person.mail_confirmed) return;
  if ((await tooOften(parts, member, person.email)) === null) await sendProof(parts, person, person.email);
}

export async function signIn(
  parts: PeopleParts,
  body: { mail: string; password: string; invitation: string | null },
  from: From,
): Promise<Outcome<string>> {
  const { mail, password, invitation } = body;
  const tried = await parts.limits.consume(`mail|${digestOf(mail)}`, SIGN_IN_RULE);
  if (!tried.allowed) return tooMany(tried.retryAfter!);
  const invited = invitation === null ? null : await openInvitation(parts, invitation, mail);
  if (invited !== null && !invited.ok) return invited;
  const library = await parts.library();
  const made = await library.post('/sign-in/email', { email: mail, password }, from);
  return made.ok ? enter(parts, made.body.secret!, invited?.body ?? null, from) : made;
}

/** With a session just begun: the invitation that brought the person is accepted. */
async function enter(
  parts: PeopleParts,
  secret: string,
  invited: InvitationRow | null,
  from: From,
): Promise<Outcome<string>> {
  if (invited === null) return done(secret);
  const token = digestOf(secret);
  const person = await parts.auth.personOf(token, parts.now());
  const { session, member } = person!;
  const joined = await join(parts, invited, { session, member, token }, from);
  return joined.ok ? done(secret) : joined;
}

async function openInvitation(
  { store, now }: Pick<PeopleParts, 'store' | 'now'>,
  token: string,
  mail: string | null,
): Promise<Outcome<InvitationRow>> {
  const invitation = await store.invitationOf(digestOf(token), now());
  if (invitation === undefined) return no('link_not_found');
  const meant = shownMail(invitation.email);
  if (meant !== null && mail !== null && meant !== mail)
    return no('not_allowed', `This invitation is for ${meant}.`);
  return done(invitation);
}

async function join(
  parts: PeopleParts,
  invitation: InvitationRow,
  who: Pick<Asker, 'session' | 'member' | 'token'>,
  from: From,
): Promise<Outcome<{ workspace: string; name: string }>> {
  const { library, store, gate, now } = parts;
  const { workspace, workspace_name: name } = invitation;
  const inside = await store.workspaceOf(who.member, workspace);
  if (inside === undefined) {
    if (shownMail(invitation.email) === null)
      await store.join(newId('mem'), invitation.invitation, who.member, now());
    else {
      const body = { invitationId: invitation.invitation };
      const accepted = await (
        await library()
      ).post('/organization/accept-invitation', body, { ...from, token: who.token });
      if (!accepted.ok) return accepted;
    }
    if ((await store.workspaceOf(who.member, workspace)) === undefined) return no('link_not_found');
  }
  if (invitation.by_mail === true) await provedByMail(parts, who.member, invitation.email);
  await store.open(who.session, workspace);
  gate.forget();
  return done({ workspace, name });
}

export async function acceptInvitation(parts: PeopleParts, token: string, asker: Asker, from: From) {
  const person = await parts.store.person('id', asker.member);
  const invited = await openInvitation(parts, token, person!.email);
  return invited.ok ? join(parts, invited.body, asker, from) : invited;
}

export async function seeInvitation(
  parts: PeopleParts,
  token: string,
  from: From,
): Promise<Outcome<InvitationSeen>> {
  const tried = await parts.limits.consume(`${from.address}|invitation`, LINK_RULE);
  if (!tried.allowed) return tooMany(tried.retryAfter!);
  const invited = await openInvitation(parts, token, null);
  if (!invited.ok) return invited;
  const { workspace_name, role, invited_by, email, expires_at } = invited.body;
  const mail = shownMail(email);
  return done({ workspace: workspace_name, role, invited_by, mail, expires_at: instantText(expires_at) });
}

/** Asks for a link to set a new password by. The answer tells nobody whether the address is known. */
export async function askReset(parts: PeopleParts, mail: string, from: From) {
  const library = await parts.library();
  const asked = await library.post('/request-password-reset', { email: mail }, from);
  if (!asked.ok) return asked;
  return done({ by: parts.mailer.sends ? ('mail' as const) : ('staff' as const) });
}

export async function resetPassword(
  parts: PeopleParts,
  body: { token: string; password: string },
  from: From,
) {
  const library = await parts.library();
  const asked = { token: body.token, newPassword: body.password };
  const set = await library.post('/reset-password', asked, from);
  if (!set.ok) return set;
  parts.gate.forget();
  return done(null);
}
