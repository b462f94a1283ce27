import type { InvitationMade, Role, Team, TeamMember } from '@inkwell/contract';
import { instantText } from '@inkwell/engine';
import { digestOf, newSecret } from '../auth/secrets.ts';
import { MANAGERS, type Asker, type PeopleParts, placeOf } from './context.ts';
import { invitationMail } from './mails.ts';
import { type From, type Outcome, done, no } from './outcome.ts';
import { linkMailOf, shownMail } from './names.ts';
import type { InvitationRow, MemberRow } from './store.ts';

/** Who belongs to a workspace, and who is asked to. */

const memberView = ({ email, joined_at, last_active_at, ...member }: MemberRow): TeamMember => ({
  ...member,
  mail: shownMail(email),
  joined_at: instantText(joined_at),
  last_active_at: last_active_at === null ? null : instantText(last_active_at),
});

const invitationView = (row: InvitationRow): Team['invitations'][number] => ({
  invitation: row.invitation,
  mail: shownMail(row.email),
  role: row.role,
  invited_by: row.invited_by,
  created_at: instantText(row.created_at),
  expires_at: instantText(row.expires_at),
});

export async function readTeam(parts: PeopleParts, asker: Asker, workspace: string): Promise<Outcome<Team>> {
  const { store, gate, now } = parts;
  const place = await placeOf(store, asker, workspace);
  if (!place.ok) return place;
  const manages = place.body.role !== 'member';
  // When people were last active is kept now and then; here it is looked at.
  await gate.flush();
  const [members, invitations] = await Promise.all([
    store.members(workspace),
    manages ? store.invitations(workspace, now()) : [],
  ]);
  const { name } = place.body;
  return done({
    workspace,
    name,
    members: members.map(memberView),
    invitations: invitations.map(invitationView),
  });
}

/** The member that a manager wants to change; owners are changed by handing over alone. */
async function changeable(parts: PeopleParts, asker: Asker, workspace: string, member: string) {
  const place = await placeOf(parts.store, asker, workspace, MANAGERS);
  if (!place.ok) return place;
  const found = await parts.store.member(workspace, member);
  if (found === undefined) return no('member_not_found', `There is no member ${member}.`);
  if (found.role === 'owner') return no('invalid_state', 'The owner hands the workspace over first.');
  return done(found);
}

export async function setRole(
  parts: PeopleParts,
  asker: Asker,
  workspace: string,
  member: string,
  role: Exclude<Role, 'owner'>,
): Promise<Outcome<TeamMember>> {
  const found = await changeable(parts, asker, workspace, member);
  if (!found.ok) return found;
  if (!(await parts.store.setRole(workspace, member, role)))
    return no('invalid_state', 'Somebody changed this in the meantime. Read the team anew.');
  parts.gate.forget();
  return done(memberView({ ...found.body, role }));
}

export async function removeMember(
  parts: PeopleParts,
  asker: Asker,
  workspace: string,
  member: string,
): Promise<Outcome<null>> {
  const found = await changeable(parts, asker, workspace, member);
  if (!found.ok) return found;
  if (!(await parts.store.removeMember(workspace, member)))
    return no('invalid_state', 'Somebody changed this in the meantime. Read the team anew.');
  parts.gate.forget();
  return done(null);
}

export async function invite(
  parts: PeopleParts,
  asker: Asker,
  workspace: string,
  { mail, role }: { mail: string | null; role: Exclude<Role, 'owner'> },
  from: From,
): Promise<Outcome<InvitationMade>> {
  const { store, library, now, url } = parts;
  const place = await placeOf(store, asker, workspace, MANAGERS);
  if (!place.ok) return place;
  const token = newSecret('ink_in');
  const body = {
    email: mail ?? linkMailOf(token),
    role,
    organizationId: workspace,
    token_sha256: digestOf(token),
  };
  const made = await (
    await library()
  ).post('/organization/invite-member', body, { ...from, token: asker.token });
  if (!made.ok) return made;
  const row = await store.invitationOf(digestOf(token), now());
  if (row === undefined) throw new Error('An invitation that was made is not there.');
  const link = `${url()}/join#${token}`;
  const mailed = mail !== null && (await mailInvitation(parts, row, mail));
  return done({ ...invitationView(row), link, mailed });
}

/** The mail has a link of its own: who follows it reads the mails of that address, and need not prove it again. */
async function mailInvitation(
  { store, mailer, url }: PeopleParts,
  row: InvitationRow,
  to: string,
): Promise<boolean> {
  const token = newSecret('ink_in');
  if (mailer.sends) await store.setMailToken(row.invitation, digestOf(token));
  return (await mailer.post(invitationMail(row, to, `${url()}/join#${token}`))) === 'taken';
}

export async function withdrawInvitation(
  { store }: PeopleParts,
  asker: Asker,
  workspace: string,
  invitation: string,
): Promise<Outcome<null>> {
  const place = await placeOf(store, asker, workspace, MANAGERS);
  if (!place.ok) return place;
  if (await store.withdraw(workspace, invitation)) return done(null);
  return no('invitation_not_found', `There is no invitation ${invitation} that waits.`);
}
