import type { Role } from '@inkwell/contract';
import type { Database, Ledger } from '@inkwell/ledger';
import type { Gate } from '../auth/gate.ts';
import type { AuthStore } from '../auth/store.ts';
import type { Config } from '../config.ts';
import type { PersonCaller, SessionCaller } from '../http/call.ts';
import type { Mailer } from '../mail/mailer.ts';
import type { Referrals } from '../earn/referrals.ts';
import type { Library } from './library.ts';
import type { Outcome } from './outcome.ts';
import { no } from './outcome.ts';
import type { ProofStore } from './proof-store.ts';
import type { Limits } from './limits.ts';
import type { BelongsRow, PeopleStore } from './store.ts';

/** What the acts of people stand on. */
export interface PeopleParts {
  config: Config;
  database: Database;
  ledger: Ledger;
  auth: AuthStore;
  store: PeopleStore;
  gate: Gate;
  limits: Limits;
  proofs: ProofStore;
  mailer: Mailer;
  /** Told who came by a referral's link (L4). */
  referrals: Pick<Referrals, 'signedUp' | 'started'>;
  /** Ends what a workspace pays for; null when it is done (payments/index.ts). */
  endPayments: (account: string) => Promise<object | null>;
  /** Loaded when first asked for: most starts of the server never are. */
  library: () => Promise<Library>;
  /** The address that links begin with. */
  url: () => string;
  now: () => number;
}

export type Asker = SessionCaller | PersonCaller;

/** The asker's place in a workspace; another workspace's things answer 404, whoever asks. */
export async function placeOf(
  store: PeopleStore,
  asker: Asker,
  workspace: string,
  roles: readonly Role[] = ['owner', 'admin', 'member'],
): Promise<Outcome<BelongsRow>> {
  const place = await store.workspaceOf(asker.member, workspace);
  if (place === undefined) return no('workspace_not_found', `There is no workspace ${workspace}.`);
  if (!roles.includes(place.role))
    return no(
      'not_allowed',
      roles.length === 1
        ? 'This is for the owner of the workspace.'
        : 'This is for owners and admins of the workspace.',
    );
  return { ok: true, body: place };
}

export const MANAGERS = ['owner', 'admin'] as const;
