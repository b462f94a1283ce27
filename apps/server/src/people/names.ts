import { digestOf } from '../auth/secrets.ts';

/**
 * What better-auth calls its tables and columns, and what they are called here: schema `app`, snake case, our own words.
 * Migration 3 makes them; a test compares the two.
 */

/** A person's role in the instance; roles in a workspace stand in its memberships. */
export const PERSON_ROLE = 'user';
export const STAFF_ROLE = 'staff';

const NO_MAIL = '@no-mail.invalid';

/** The library wants a mail address of everybody. People made without one get an address that can't exist. */
export const noMailOf = (member: string): string => `${digestOf(member).slice(0, 32)}${NO_MAIL}`;

/** Invitations by link are for nobody's address. */
const NO_ADDRESS = '@link.invalid';
export const linkMailOf = (secret: string): string => `${digestOf(secret).slice(0, 32)}${NO_ADDRESS}`;

/** The address as it is shown: null for one that stands in for none. */
export const shownMail = (email: string): string | null =>
  email.endsWith(NO_MAIL) || email.endsWith(NO_ADDRESS) ? null : email;

/** The mailbox that an address leads to: what stands behind a plus sign goes to the same one. */
export const mailboxOf = (email: string): string => email.replace(/\+[^@]*(?=@)/, '');

const MADE = { createdAt: 'created_at', updatedAt: 'updated_at' } as const;

export const USER = {
  modelName: 'person',
  fields: { emailVerified: 'email_verified', ...MADE },
} as const;

export const SESSION = {
  modelName: 'session',
  fields: {
    userId: 'person_id',
    expiresAt: 'expires_at',
    ipAddress: 'ip_address',
    userAgent: 'user_agent',
    ...MADE,
  },
} as const;

export const ACCOUNT = {
  modelName: 'credential',
  fields: {
    accountId: 'account_id',
    providerId: 'provider_id',
    userId: 'person_id',
    accessToken: 'access_token',
    refreshToken: 'refresh_token',
    idToken: 'id_token',
    accessTokenExpiresAt: 'access_token_expires_at',
    refreshTokenExpiresAt: 'refresh_token_expires_at',
    ...MADE,
  },
} as const;

export const VERIFICATION = {
  modelName: 'verification',
  fields: { expiresAt: 'expires_at', ...MADE },
} as const;

export const ADMIN_SCHEMA = {
  user: { fields: { banReason: 'ban_reason', banExpires: 'ban_expires' } },
  session: { fields: { impersonatedBy: 'impersonated_by' } },
} as const;

export const ORGANIZATION_SCHEMA = {
  session: { fields: { activeOrganizationId: 'active_workspace_id' } },
  organization: { modelName: 'workspace', fields: { createdAt: 'created_at' } },
  member: {
    modelName: 'membership',
    fields: { organizationId: 'workspace_id', userId: 'person_id', createdAt: 'created_at' },
  },
  invitation: {
    modelName: 'invitation',
    fields: {
      organizationId: 'workspace_id',
      inviterId: 'inviter_id',
      expiresAt: 'expires_at',
      createdAt: 'created_at',
    },
    additionalFields: {
      token_sha256: { type: 'string', required: false },
    },
  },
} as const;
