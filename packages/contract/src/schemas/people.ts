import { z } from 'zod';
import { INVITED_ROLES, MAX_PASSWORD_CHARS, MIN_PASSWORD_CHARS, ROLES } from '../constants.ts';
import { id } from '../ids.ts';
import { choice, credits, flag, instant, storable, timeZone } from './values.ts';

/** People, their sessions, and the workspaces that they belong to. */

const MAX_NAME_CHARS = 80;
const MAX_WORKSPACE_CHARS = 80;

/* What is asked. */

const MAIL_RULE = 'must be a mail address such as ines@juniper.example';

/** A mail address; kept and compared in lower case. */
export const mail = z
  .string({ error: MAIL_RULE })
  .max(254, { error: MAIL_RULE })
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.email({ error: MAIL_RULE }))
  // Addresses that can't exist stand in for none (RFC 6761).
  .refine((address) => !address.endsWith('.invalid'), { error: MAIL_RULE });

const trimmed = (max: number) => {
  const error = `must be text of 1 to ${max} characters`;
  return storable(1, max)
    .transform((text) => text.trim())
    .pipe(z.string().min(1, { error }));
};

/** Only the length is asked for (NIST SP 800-63B): rules of composition make passwords no harder to guess. */
const newPassword = storable(MIN_PASSWORD_CHARS, MAX_PASSWORD_CHARS);
/** A password that is to be compared: whatever was typed. */
const givenPassword = storable(1, 512);
export const token = storable(1, 512);
const invitationToken = token.nullable().default(null).describe('From the link of an invitation.');

const referralCode = storable(1, 64).nullable().default(null).describe('From the link of a referral.');

export const signUpPost = z
  .strictObject({
    name: trimmed(MAX_NAME_CHARS),
    mail,
    password: newPassword,
    invitation: invitationToken,
    ref: referralCode,
  })
  .meta({ id: 'SignUpPost' });

export const signInPost = z
  .strictObject({ mail, password: givenPassword, invitation: invitationToken })
  .meta({ id: 'SignInPost' });

export const demoPost = z.strictObject({ member: id }).meta({ id: 'DemoPost' });

export const resetPost = z.strictObject({ mail }).meta({ id: 'ResetPost' });
export const newPasswordPost = z
  .strictObject({ token: token.describe('From the link of a reset.'), password: newPassword })
  .meta({ id: 'NewPasswordPost' });

export const tokenPost = z.strictObject({ token }).meta({ id: 'InvitationToken' });

export const mePatch = z
  .strictObject({
    name: trimmed(MAX_NAME_CHARS).optional(),
    mail: mail
      .optional()
      .describe('Where mail is sent, a confirmed address stays until the new one is confirmed.'),
    notices: flag.optional().describe('Whether to be mailed about credits.'),
  })
  .meta({ id: 'MePatch' });

export const passwordPut = z
  .strictObject({
    current: givenPassword.nullable().default(null).describe('null: there is none yet.'),
    password: newPassword,
  })
  .meta({ id: 'PasswordPut' });

export const sessionParams = z.strictObject({ session: id });
export const workspaceParams = z.strictObject({ workspace: id });
export const teamMemberParams = z.strictObject({ workspace: id, member: id });
export const invitationParams = z.strictObject({ workspace: id, invitation: id });
export const staffParams = z.strictObject({ member: id });

export const workspacePost = z
  .strictObject({
    name: trimmed(MAX_WORKSPACE_CHARS),
    time_zone: timeZone.default('UTC'),
    ref: referralCode,
  })
  .meta({ id: 'WorkspacePost' });
export const workspacePatch = z
  .strictObject({ name: trimmed(MAX_WORKSPACE_CHARS) })
  .meta({ id: 'WorkspacePatch' });
export const workspaceDelete = z
  .strictObject({
    name: storable(1, MAX_WORKSPACE_CHARS).describe('The name of the workspace, typed again.'),
  })
  .meta({ id: 'WorkspaceDelete' });

export const transferPost = z
  .strictObject({ member: id.describe('Who becomes the owner. The owner until now becomes an admin.') })
  .meta({ id: 'TransferPost' });
export const teamMemberPatch = z
  .strictObject({ role: choice(INVITED_ROLES) })
  .meta({ id: 'TeamMemberPatch' });
export const invitationPost = z
  .strictObject({
    mail: mail.nullable().default(null).describe('Only this address may accept; null: whoever has the link.'),
    role: choice(INVITED_ROLES).default('member'),
  })
  .meta({ id: 'InvitationPost' });

/* What is answered. */

const shownMail = z.string().nullable().describe('null: none was given yet.');
const role = z.enum(ROLES);

export const door = z
  .object({
    demo: z
      .object({
        workspace: z.string(),
        people: z.array(
          z.object({ member: id, name: z.string(), says: z.enum(['owner', 'writer', 'staff']) }),
        ),
      })
      .nullable()
      .describe('Who can be tried by one click: on a demo instance reached from its own machine only.'),
    mails: z.boolean().describe('Whether this instance sends mail.'),
    trial: z.object({ credits, days: z.int().min(0) }).describe('What a first workspace starts with.'),
  })
  .meta({ id: 'Door' });

export const resetAsked = z
  .object({ by: z.enum(['mail', 'staff']).describe('Who brings the link.') })
  .meta({ id: 'ResetAsked' });

export const invitationSeen = z
  .object({ workspace: z.string(), role, invited_by: z.string(), mail: shownMail, expires_at: instant })
  .meta({ id: 'InvitationSeen' });

const workspaceHead = { workspace: id, name: z.string() };
export const joined = z.object(workspaceHead).meta({ id: 'Joined' });
export const workspaceMade = z
  .object({
    ...workspaceHead,
    trial: z.boolean().describe('The trial has begun.'),
    trial_waits: z
      .boolean()
      .describe('It begins when the mail address is confirmed. Neither: there was one before (L4).'),
  })
  .meta({ id: 'WorkspaceMade' });

export const mailProof = z
  .object({ mail: z.string(), sent_at: instant, expires_at: instant })
  .meta({ id: 'MailProof', description: 'An address that waits to be confirmed.' });

export const me = z
  .object({
    member: id,
    name: z.string(),
    mail: shownMail,
    mail_confirmed: z.boolean().nullable().describe('null: this instance sends no mail, so it can’t know.'),
    proof: mailProof.nullable().describe('The address that waits to be confirmed.'),
    trial_waits: z
      .object({ workspace: id, credits, days: z.int().min(0) })
      .nullable()
      .describe('The trial that begins when the address is confirmed (L4).'),
    notices: z
      .boolean()
      .nullable()
      .describe('Whether the person is mailed about credits; null: no mail is sent.'),
    has_password: z.boolean(),
    staff: z.boolean(),
    workspaces: z.array(z.object({ ...workspaceHead, role, is_current: z.boolean() })),
  })
  .meta({ id: 'Me' });

export const signedIn = z
  .object({
    session: id,
    is_current: z.boolean(),
    device: z.string().nullable().describe('The browser’s own words.'),
    address: z.string().nullable(),
    signed_in_at: instant,
    last_used_at: instant,
  })
  .meta({ id: 'SignedIn' });
export const signedInList = z.object({ data: z.array(signedIn) }).meta({ id: 'SignedInList' });

const invitation = z.object({
  invitation: id,
  mail: shownMail,
  role,
  invited_by: z.string(),
  created_at: instant,
  expires_at: instant,
});

export const invitationMade = invitation
  .extend({
    link: z.string().describe('In this answer only; the server keeps a hash.'),
    mailed: z.boolean(),
  })
  .meta({ id: 'InvitationMade' });

export const teamMember = z
  .object({
    member: id,
    name: z.string(),
    mail: shownMail,
    role,
    staff: z.boolean(),
    joined_at: instant,
    last_active_at: instant.nullable(),
  })
  .meta({ id: 'TeamMember' });

export const team = z
  .object({
    ...workspaceHead,
    members: z.array(teamMember),
    invitations: z.array(invitation).describe('Those that wait; for owners and admins.'),
  })
  .meta({ id: 'Team' });

export const resetAsks = z
  .object({ data: z.array(z.object({ member: id, name: z.string(), mail: z.string(), asked_at: instant })) })
  .meta({ id: 'ResetAsks' });
export const resetLink = z.object({ link: z.string(), expires_at: instant }).meta({ id: 'ResetLink' });

export const staffMember = z
  .object({ member: id, name: z.string(), staff: z.boolean() })
  .meta({ id: 'StaffMember' });
