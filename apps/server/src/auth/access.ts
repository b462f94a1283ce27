import { type Problem, type Route, problemOf } from '@inkwell/contract';
import type { Caller, PersonCaller, SessionCaller } from '../http/call.ts';

const notAllowed = (detail: string): Problem => problemOf('not_allowed', detail);

/** A route that one account owns: another account's things answer 404, whoever asks for them. */
const elsewhere = (account: string): Problem =>
  problemOf('account_not_found', `There is no account ${account}.`, { account });

/** Previews change nothing, so a workspace key may have them: the handler looks at the body. */
const DECIDES_ITSELF = new Set(['editPlan']);

/** Why a caller may not call a route; null if it may (api.md "Keys and who may do what"). */
export function refusalFor(route: Route, caller: Caller, account: string | undefined): Problem | null {
  const { access } = route;
  if (access === 'public') return null;
  if (caller.kind === 'nobody')
    return problemOf('unauthorized', 'Send `Authorization: Bearer KEY`, or sign in.');
  if (access === 'person')
    return isSignedIn(caller) ? null : problemOf('unauthorized', 'This is for people who are signed in.');
  if (access === 'session')
    return caller.kind === 'session'
      ? null
      : problemOf('unauthorized', 'This is for people who are signed in.');
  if (access === 'key')
    return isSignedIn(caller)
      ? problemOf('unauthorized', 'This is for keys: send `Authorization: Bearer KEY`.')
      : null;
  if (caller.kind === 'operator') return null;
  if (isSignedIn(caller) && caller.staff) return null;
  if (caller.kind === 'person')
    return account === undefined
      ? notAllowed('You belong to no workspace: start one, or ask for an invitation.')
      : elsewhere(account);
  if (account !== undefined && account !== caller.account) return elsewhere(account);
  if (access === 'operator') return notAllowed('This needs an operator key.');
  if (access !== 'admin') return null;
  if (caller.kind === 'workspace_key')
    return DECIDES_ITSELF.has(route.id)
      ? null
      : notAllowed("This needs an operator key, or an owner's or admin's session.");
  return caller.role === 'member' ? notAllowed('This is for owners and admins of the workspace.') : null;
}

/** A member signed in acts in their own name; owners, admins and keys for whom they name. */
export function refusalForMember(caller: Caller, member: string): Problem | null {
  if (caller.kind !== 'session' || caller.role !== 'member' || caller.member === member) return null;
  return notAllowed('You can act in your own name only.');
}

/** A person in the app, in a workspace or in none. */
export const isSignedIn = (caller: Caller): caller is SessionCaller | PersonCaller =>
  caller.kind === 'session' || caller.kind === 'person';

/** Whether a request that a cookie vouches for comes from this instance's own pages. */
export function isSameOrigin(headers: Pick<Headers, 'get'>): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' || site === 'none';
  const origin = headers.get('origin');
  // Every browser of today sends one of the two with a change; programs that hold a cookie send neither.
  if (origin === null) return true;
  return URL.parse(origin)?.host === headers.get('host');
}
