import type { AppRoutes } from '@inkwell/contract';
import { isSameOrigin, isSignedIn } from '../auth/access.ts';
import { isSecure, sessionCookie } from '../auth/cookie.ts';
import { SESSION_LIFE_MS } from '../auth/store.ts';
import type { Config } from '../config.ts';
import { type Call, type Handlers, NO_CONTENT, type Result, ok, refuse, refused } from '../http/call.ts';
import type { Asker } from '../people/context.ts';
import { enterDemo, fromOf, readDoor } from '../people/door.ts';
import * as entry from '../people/entry.ts';
import type { PeopleParts } from '../people/index.ts';
import type { Outcome } from '../people/outcome.ts';
import * as me from '../people/me.ts';
import * as proofs from '../people/proofs.ts';
import * as staff from '../people/staff.ts';
import * as team from '../people/team.ts';
import * as workspaces from '../people/workspaces.ts';

type Asking = Pick<Call, 'caller' | 'request' | 'peer'>;

const visitOf = ({ request, peer }: Asking) => ({ peer, headers: request?.headers ?? new Headers() });

/** Routes with access `person` are reached by people signed in only. */
export function askerOf({ caller }: Pick<Call, 'caller'>): Asker {
  if (!isSignedIn(caller)) throw new Error('a route for people was reached without a session');
  return caller;
}

export function answered<T extends object | null>(outcome: Outcome<T>, status = 200): Result {
  if (outcome.ok) return outcome.body === null ? NO_CONTENT : ok(outcome.body, status);
  const result = refused(outcome.problem);
  if (outcome.retry_after_s === undefined) return result;
  return { ...result, headers: { 'retry-after': String(outcome.retry_after_s) } };
}

/** The cookie of a new session; `Secure` behind TLS. */
export function cookieOf(config: Pick<Config, 'public_url'>, headers: Headers, secret: string): string {
  const is_secure = isSecure(headers) || config.public_url?.startsWith('https:') === true;
  return sessionCookie(secret, Math.floor(SESSION_LIFE_MS / 1_000), is_secure);
}

type EntryRoutes = Pick<
  AppRoutes,
  | 'getDoor'
  | 'signUp'
  | 'signIn'
  | 'enterDemo'
  | 'askReset'
  | 'resetPassword'
  | 'seeInvitation'
  | 'acceptInvitation'
>;

const foreign = (call: Asking): Result | null =>
  isSameOrigin(visitOf(call).headers) ? null : refuse('not_allowed', 'Do this on this instance’s own page.');

/** Ways in are public, so the adapter has not looked at where they come from. */
function entryHandlers(parts: PeopleParts): Handlers<EntryRoutes> {
  const { config } = parts;
  const from = (call: Asking) => fromOf(config, visitOf(call));
  const begun = async (call: Asking, begin: () => Promise<Outcome<string>>): Promise<Result> => {
    const refusal = foreign(call);
    if (refusal !== null) return refusal;
    const outcome = await begin();
    if (!outcome.ok) return answered(outcome);
    const cookie = cookieOf(config, call.request!.headers, outcome.body);
    return { ...NO_CONTENT, headers: { 'set-cookie': cookie } };
  };
  return {
    getDoor: async (call) => answered(await readDoor(parts, visitOf(call))),
    signUp: (call) => begun(call, () => entry.signUp(parts, call.body, from(call))),
    signIn: (call) => begun(call, () => entry.signIn(parts, call.body, from(call))),
    enterDemo: (call) => begun(call, () => enterDemo(parts, visitOf(call), call.body.member)),
    askReset: async (call) =>
      foreign(call) ?? answered(await entry.askReset(parts, call.body.mail, from(call)), 202),
    resetPassword: async (call) =>
      foreign(call) ?? answered(await entry.resetPassword(parts, call.body, from(call))),
    seeInvitation: async (call) => answered(await entry.seeInvitation(parts, call.body.token, from(call))),
    acceptInvitation: async (call) =>
      answered(await entry.acceptInvitation(parts, call.body.token, askerOf(call), from(call))),
  };
}

type MeRoutes = Pick<
  AppRoutes,
  'getMe' | 'patchMe' | 'putPassword' | 'listSessions' | 'endOtherSessions' | 'endSession'
>;

const meHandlers = (parts: PeopleParts): Handlers<MeRoutes> => ({
  getMe: async (call) => answered(await me.readMe(parts, askerOf(call))),
  patchMe: async (call) => answered(await me.changeMe(parts, askerOf(call), call.body)),
  putPassword: async (call) =>
    answered(await me.changePassword(parts, askerOf(call), call.body, fromOf(parts.config, visitOf(call)))),
  listSessions: async (call) => answered(await me.listSessions(parts, askerOf(call))),
  endOtherSessions: async (call) => answered(await me.endSessions(parts, askerOf(call), null)),
  endSession: async (call) => answered(await me.endSessions(parts, askerOf(call), call.params.session)),
});

type MailRoutes = Pick<
  AppRoutes,
  'confirmMail' | 'confirmMailByCode' | 'sendMailProof' | 'confirmMailByHand' | 'stopNotices'
>;

/** Mail programs that turn notices off come from anywhere; whoever confirms an address comes from our own page. */
function mailHandlers(parts: PeopleParts): Handlers<MailRoutes> {
  const from = (call: Asking) => fromOf(parts.config, visitOf(call));
  return {
    confirmMail: async (call) =>
      foreign(call) ?? answered(await proofs.confirmByLink(parts, call.body.token, from(call))),
    confirmMailByCode: async (call) =>
      answered(await proofs.confirmByCode(parts, askerOf(call), call.body.code)),
    sendMailProof: async (call) => answered(await proofs.sendAgain(parts, askerOf(call))),
    confirmMailByHand: async (call) => answered(await proofs.confirmByHand(parts, call.body)),
    stopNotices: async (call) => answered(await proofs.stopNotices(parts, call.params.token, from(call))),
  };
}

type WorkspaceRoutes = Pick<
  AppRoutes,
  | 'createWorkspace'
  | 'openWorkspace'
  | 'patchWorkspace'
  | 'deleteWorkspace'
  | 'leaveWorkspace'
  | 'transferWorkspace'
>;

function workspaceHandlers(parts: PeopleParts): Handlers<WorkspaceRoutes> {
  const from = (call: Asking) => fromOf(parts.config, visitOf(call));
  return {
    createWorkspace: async (call) =>
      answered(await workspaces.createWorkspace(parts, askerOf(call), call.body, from(call)), 201),
    openWorkspace: async (call) =>
      answered(await workspaces.openWorkspace(parts, askerOf(call), call.params.workspace)),
    patchWorkspace: async (call) =>
      answered(await workspaces.renameWorkspace(parts, askerOf(call), call.params.workspace, call.body.name)),
    deleteWorkspace: async (call) => {
      const { params, body } = call;
      return answered(
        await workspaces.deleteWorkspace(parts, askerOf(call), params.workspace, body.name, from(call)),
      );
    },
    leaveWorkspace: async (call) =>
      answered(await workspaces.leaveWorkspace(parts, askerOf(call), call.params.workspace)),
    transferWorkspace: async (call) =>
      answered(
        await workspaces.transferWorkspace(parts, askerOf(call), call.params.workspace, call.body.member),
      ),
  };
}

type TeamRoutes = Pick<
  AppRoutes,
  'getTeam' | 'patchTeamMember' | 'removeTeamMember' | 'createInvitation' | 'withdrawInvitation'
>;

const teamHandlers = (parts: PeopleParts): Handlers<TeamRoutes> => ({
  getTeam: async (call) => answered(await team.readTeam(parts, askerOf(call), call.params.workspace)),
  patchTeamMember: async (call) => {
    const { workspace, member } = call.params;
    return answered(await team.setRole(parts, askerOf(call), workspace, member, call.body.role));
  },
  removeTeamMember: async (call) => {
    const { workspace, member } = call.params;
    return answered(await team.removeMember(parts, askerOf(call), workspace, member));
  },
  createInvitation: async (call) => {
    const from = fromOf(parts.config, visitOf(call));
    return answered(await team.invite(parts, askerOf(call), call.params.workspace, call.body, from), 201);
  },
  withdrawInvitation: async (call) => {
    const { workspace, invitation } = call.params;
    return answered(await team.withdrawInvitation(parts, askerOf(call), workspace, invitation));
  },
});

type StaffRoutes = Pick<AppRoutes, 'listResets' | 'createResetLink' | 'addStaff' | 'removeStaff'>;

const staffHandlers = (parts: PeopleParts): Handlers<StaffRoutes> => ({
  listResets: async () => answered(await staff.listResets(parts)),
  createResetLink: async (call) =>
    answered(await staff.resetLink(parts, call.body.mail, fromOf(parts.config, visitOf(call))), 201),
  addStaff: async (call) => answered(await staff.setStaff(parts, call.params.member, true)),
  removeStaff: async (call) => answered(await staff.setStaff(parts, call.params.member, false)),
});

/** People, their sessions and their workspaces. */
export const peopleHandlers = (parts: PeopleParts) => ({
  ...entryHandlers(parts),
  ...meHandlers(parts),
  ...mailHandlers(parts),
  ...workspaceHandlers(parts),
  ...teamHandlers(parts),
  ...staffHandlers(parts),
});
