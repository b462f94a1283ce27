import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from '@inkwell/ledger';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { admin, bearer, organization } from 'better-auth/plugins';
import { createAccessControl } from 'better-auth/plugins/access';
import { adminAc, defaultStatements, userAc } from 'better-auth/plugins/admin/access';
import { Kysely } from 'kysely';
import { digestOf, newId, newSecret } from '../auth/secrets.ts';
import { SESSION_LIFE_MS } from '../auth/store.ts';
import { dialectOf } from './dialect.ts';
import { type Limits, RULES } from './limits.ts';
import {
  ACCOUNT,
  ADMIN_SCHEMA,
  ORGANIZATION_SCHEMA,
  PERSON_ROLE,
  SESSION,
  STAFF_ROLE,
  USER,
  VERIFICATION,
} from './names.ts';

export const MIN_PASSWORD_CHARS = 10;
export const MAX_PASSWORD_CHARS = 128;
export const RESET_LIFE_S = 3_600;
export const INVITATION_LIFE_S = 7 * 86_400;

/** Where better-auth believes to be. Nothing listens there: its handler is called in this process only. */
export const INSIDE = 'http://inkwell.internal/api/auth';

const PREFIXES: Record<string, string> = {
  user: 'usr',
  session: 'ses',
  account: 'cred',
  verification: 'ver',
  organization: 'ws',
  member: 'mem',
  invitation: 'inv',
};

interface AuthOptions {
  database: Database;
  limits: Limits;
  now: () => number;
  /** Told of a reset that was asked for. */
  sendReset: (person: { id: string; email: string; name: string }, token: string) => Promise<void>;
  warn: (message: string) => void;
}

/**
 * The secret of a session that is being made. The table keeps its hash as better-auth's token, so that whoever reads the
 * database can't sign in with what it holds; the secret goes to the cookie and nowhere else.
 */
export const making = new AsyncLocalStorage<{ secret: string | null }>();

/** better-auth's options; tests compare the schema that they ask for with the one of our migrations. */
export function authOptions(options: AuthOptions) {
  const { database, limits, now, sendReset, warn } = options;
  const access = createAccessControl(defaultStatements);
  const oldestWorkspace = async (person: string): Promise<string | null> => {
    const [row] = await database.query<{ workspace_id: string }>(
      'select workspace_id from app.membership where person_id = $1 order by created_at, id limit 1',
      [person],
    );
    return row?.workspace_id ?? null;
  };
  return {
    database: {
      db: new Kysely({ dialect: dialectOf(database, now) }),
      type: 'postgres',
      schemaName: 'app',
      transaction: false,
    },
    baseURL: INSIDE,
    basePath: '/api/auth',
    // Signs what passes between our adapter and the library within this process; nothing that is kept depends on it.
    secret: newSecret('ink_op'),
    logger: { level: 'error', log: (_level, message) => warn(message) },
    telemetry: { enabled: false },
    user: USER,
    session: { ...SESSION, expiresIn: SESSION_LIFE_MS / 1_000, disableSessionRefresh: true, freshAge: 0 },
    account: ACCOUNT,
    verification: { ...VERIFICATION, storeIdentifier: 'hashed' },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: MIN_PASSWORD_CHARS,
      maxPasswordLength: MAX_PASSWORD_CHARS,
      resetPasswordTokenExpiresIn: RESET_LIFE_S,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) => sendReset(user, token),
    },
    rateLimit: { enabled: true, customStorage: limits, customRules: RULES },
    advanced: {
      // Our own adapter has seen to the origin and the address of a request before the library is called.
      disableCSRFCheck: true,
      disableOriginCheck: true,
      ipAddress: { ipAddressHeaders: ['x-forwarded-for'] },
      database: { generateId: ({ model }) => newId(PREFIXES[model] ?? model) },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            const secret = newSecret('ink_se');
            const made = making.getStore();
            if (made !== undefined) made.secret = secret;
            const activeOrganizationId = await oldestWorkspace(session.userId);
            return { data: { ...session, token: digestOf(secret), activeOrganizationId } };
          },
        },
      },
    },
    plugins: [
      bearer(),
      admin({
        schema: ADMIN_SCHEMA,
        defaultRole: PERSON_ROLE,
        adminRoles: [STAFF_ROLE],
        ac: access,
        roles: { [PERSON_ROLE]: userAc, [STAFF_ROLE]: adminAc },
      }),
      organization({
        schema: ORGANIZATION_SCHEMA,
        invitationExpiresIn: INVITATION_LIFE_S,
        membershipLimit: 10_000,
        invitationLimit: 1_000,
        cancelPendingInvitationsOnReInvite: true,
        requireEmailVerificationOnInvitation: false,
      }),
    ],
  } satisfies BetterAuthOptions;
}

export const createAuth = (options: AuthOptions) => betterAuth(authOptions(options));
export type Auth = ReturnType<typeof createAuth>;
