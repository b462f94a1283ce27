import { AsyncLocalStorage } from 'node:async_hooks';
import { MAX_PASSWORD_CHARS, MIN_PASSWORD_CHARS } from '@inkwell/contract';
import type { Database } from '@inkwell/ledger';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { admin, bearer, organization } from 'better-auth/plugins';
import { createAccessControl } from 'better-auth/plugins/access';
import { adminAc, defaultStatements, userAc } from 'better-auth/plugins/admin/access';
import { Kysely } from 'kysely';
import { digestOf, newId, newSecret } from '../auth/secrets.ts';
import { SESSION_LIFE_MS } from '../auth/store.ts';
import { dialectOf } from './dialect.ts';
import { type Limits, MAX_WORKSPACES, RESET_LIFE_S, RULES } from './limits.ts';
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

const INVITATION_LIFE_S = 7 * 86_400;

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
 * What passes beside the library while it makes things. The table keeps its hash as better-auth's token, so that whoever reads the
 * database can't sign in with what it holds; the secret of a session goes to the cookie and nowhere else.
 */
export const making = new AsyncLocalStorage<Making>();

export interface Making {
  secret: string | null;
  /** What the database failed with: the library tells no more than that something did. */
  failure: Error | null;
  /** What stands in a reset's link, for staff who hand it on; undefined: it goes its usual way. */
  reset_token?: string | null;
  /** The id that a workspace is to have. */
  workspace: string | undefined;
}

function noteFailure(error: Error): void {
  const made = making.getStore();
  if (made !== undefined) made.failure = error;
}

/** What staff ask for in somebody's name is not counted. */
const rules = Object.fromEntries(
  Object.entries(RULES).map(([path, rule]) => [
    path,
    () => (making.getStore()?.reset_token === undefined ? rule : (false as const)),
  ]),
);

/** Gives a session that begins its secret, of which the table keeps the hash, and the workspace it opens in. */
async function keepHash<S extends { userId: string }>(database: Database, session: S) {
  const secret = newSecret('ink_se');
  const made = making.getStore();
  if (made !== undefined) made.secret = secret;
  const [oldest] = await database.query<{ workspace_id: string }>(
    'select workspace_id from app.membership where person_id = $1 order by created_at, id limit 1',
    [session.userId],
  );
  const activeOrganizationId = oldest?.workspace_id ?? null;
  return { data: { ...session, token: digestOf(secret), activeOrganizationId } };
}

const plugins = () => [
  bearer(),
  admin({
    schema: ADMIN_SCHEMA,
    defaultRole: PERSON_ROLE,
    adminRoles: [STAFF_ROLE],
    ac: createAccessControl(defaultStatements),
    roles: { [PERSON_ROLE]: userAc, [STAFF_ROLE]: adminAc },
  }),
  organization({
    schema: ORGANIZATION_SCHEMA,
    invitationExpiresIn: INVITATION_LIFE_S,
    organizationLimit: MAX_WORKSPACES,
    membershipLimit: 10_000,
    invitationLimit: 1_000,
    cancelPendingInvitationsOnReInvite: true,
    requireEmailVerificationOnInvitation: false,
  }),
];

/** better-auth's options; tests compare the schema that they ask for with the one of our migrations. */
export function authOptions(options: AuthOptions) {
  const { database, limits, now, sendReset, warn } = options;
  return {
    database: {
      db: new Kysely({ dialect: dialectOf(database, now, noteFailure) }),
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
      sendResetPassword: ({ user, token }) => {
        const made = making.getStore();
        if (made?.reset_token === undefined) return sendReset(user, token);
        made.reset_token = token;
        return Promise.resolve();
      },
    },
    rateLimit: { enabled: true, window: 60, max: 300, customStorage: limits, customRules: rules },
    advanced: {
      // Our own adapter has seen to the origin and the address of a request before the library is called.
      disableCSRFCheck: true,
      disableOriginCheck: true,
      ipAddress: { ipAddressHeaders: ['x-forwarded-for'] },
      database: {
        generateId: ({ model }) =>
          (model === 'organization' ? making.getStore()?.workspace : undefined) ??
          newId(PREFIXES[model] ?? model),
      },
    },
    databaseHooks: {
      session: {
        create: {
          before: (session) => keepHash(database, session),
        },
      },
    },
    plugins: plugins(),
  } satisfies BetterAuthOptions;
}

export const createAuth = (options: AuthOptions) => betterAuth(authOptions(options));
export type Auth = ReturnType<typeof createAuth>;
