/** People, sessions and workspaces: a part of the app's client. */
import type {
  Door,
  EXPORT_FILE_FORMATS,
  InvitationMade,
  InvitationPost,
  InvitationSeen,
  Joined,
  MailConfirmed,
  MailProof,
  Me,
  MePatch,
  Method,
  PasswordPut,
  ResetAsks,
  ResetLink,
  Role,
  SignInPost,
  SignUpPost,
  SignedIn,
  Team,
  TeamMember,
  WorkspaceMade,
  WorkspacePost,
} from '@inkwell/contract/types';
import { pathOf } from './http.ts';
import type { CallOptions, Http } from './http.ts';

type ExportFormat = (typeof EXPORT_FILE_FORMATS)[number];
/** An archive, as it comes. */
const downloading =
  (http: Http) =>
  async (
    path: string,
    documents: ExportFormat = 'md',
    call: CallOptions = {},
  ): Promise<ReadableStream<Uint8Array>> => {
    const accept = 'application/zip';
    return (await http.send({ ...call, method: 'GET', path, query: { documents }, accept })).body!;
  };

type Ask = <T>(method: Method, path: string, body?: unknown, call?: CallOptions) => Promise<T>;

const asking =
  (http: Http): Ask =>
  <T>(method: Method, path: string, body?: unknown, call: CallOptions = {}) =>
    http.json<T>({ ...call, method, path, body });

/** The ways in. The browser keeps the cookie that comes back. */
export const entryOf = (http: Http) => {
  const ask = asking(http);
  return {
    door: (call?: CallOptions) => ask<Door>('GET', '/app/door', undefined, call),
    signUp: (body: SignUpPost) => ask<void>('POST', '/app/sign-up', body),
    signIn: (body: SignInPost) => ask<void>('POST', '/app/sign-in', body),
    demo: (member: string) => ask<void>('POST', '/app/demo', { member }),
    askReset: (mail: string) => ask<{ by: 'mail' | 'staff' }>('POST', '/app/reset', { mail }),
    resetPassword: (token: string, password: string) =>
      ask<void>('POST', '/app/reset/password', { token, password }),
    invitation: (token: string) => ask<InvitationSeen>('POST', '/app/invitation', { token }),
    /** By the link of the mail, signed in or not. */
    confirmMail: (token: string) => ask<MailConfirmed>('POST', '/app/mail/confirm', { token }),
    /** By the token that stands in each mail about credits. */
    stopNotices: (token: string) => ask<void>('POST', pathOf('/app/mail/off/{token}', token)),
    accept: (token: string) => ask<Joined>('POST', '/app/invitation/accept', { token }),
  };
};

/** Oneself. */
export const meOf = (http: Http) => {
  const ask = asking(http);
  return {
    get: (call?: CallOptions) => ask<Me>('GET', '/app/me', undefined, call),
    patch: (body: MePatch) => ask<Me>('PATCH', '/app/me', body),
    password: (body: PasswordPut) => ask<void>('PUT', '/app/me/password', body),
    confirmMail: (code: string) => ask<MailConfirmed>('POST', '/app/me/mail/confirm', { code }),
    sendProof: () => ask<MailProof>('POST', '/app/me/mail/send'),
    sessions: (call?: CallOptions) => ask<{ data: SignedIn[] }>('GET', '/app/me/sessions', undefined, call),
    endOthers: () => ask<void>('DELETE', '/app/me/sessions'),
    /** What is one's own, as an archive. */
    export: (documents?: ExportFormat, call?: CallOptions) =>
      downloading(http)('/app/me/export', documents, call),
    /** Where a browser downloads it from. */
    exportPath: (documents: ExportFormat = 'md') => `/app/me/export?documents=${documents}`,
    endSession: (session: string) => ask<void>('DELETE', pathOf('/app/me/sessions/{session}', session)),
  };
};

const ONE = '/app/workspaces/{workspace}';

/** Workspaces and who belongs to them. */
export const workspacesOf = (http: Http) => {
  const ask = asking(http);
  return {
    create: (body: WorkspacePost) => ask<WorkspaceMade>('POST', '/app/workspaces', body),
    /** The workspace as an archive; for owners and admins. */
    export: (workspace: string, documents?: ExportFormat, call?: CallOptions) =>
      downloading(http)(pathOf(`${ONE}/export`, workspace), documents, call),
    /** Where a browser downloads it from. */
    exportPath: (workspace: string, documents: ExportFormat = 'md') =>
      `${pathOf(`${ONE}/export`, workspace)}?documents=${documents}`,
    open: (workspace: string) => ask<void>('POST', pathOf(`${ONE}/open`, workspace)),
    rename: (workspace: string, name: string) => ask<Joined>('PATCH', pathOf(ONE, workspace), { name }),
    /** `name` is the workspace's, typed again. */
    delete: (workspace: string, name: string) => ask<void>('DELETE', pathOf(ONE, workspace), { name }),
    leave: (workspace: string) => ask<void>('POST', pathOf(`${ONE}/leave`, workspace)),
    transfer: (workspace: string, member: string) =>
      ask<void>('POST', pathOf(`${ONE}/transfer`, workspace), { member }),
    team: (workspace: string, call?: CallOptions) =>
      ask<Team>('GET', pathOf(`${ONE}/team`, workspace), undefined, call),
    setRole: (workspace: string, member: string, role: Exclude<Role, 'owner'>) =>
      ask<TeamMember>('PATCH', pathOf(`${ONE}/members/{member}`, workspace, member), { role }),
    remove: (workspace: string, member: string) =>
      ask<void>('DELETE', pathOf(`${ONE}/members/{member}`, workspace, member)),
    /** The link is in this answer and nowhere else. */
    invite: (workspace: string, body: InvitationPost) =>
      ask<InvitationMade>('POST', pathOf(`${ONE}/invitations`, workspace), body),
    withdraw: (workspace: string, invitation: string) =>
      ask<void>('DELETE', pathOf(`${ONE}/invitations/{invitation}`, workspace, invitation)),
  };
};

/** For staff: links for people who forgot their password, on an instance without a mail server. */
export const resetsOf = (http: Http) => {
  const ask = asking(http);
  return {
    list: (call?: CallOptions) => ask<ResetAsks>('GET', '/app/resets', undefined, call),
    create: (mail: string) => ask<ResetLink>('POST', '/app/resets', { mail }),
  };
};
