/** The staff console: a part of the app's client, for staff of the instance. */
import type {
  AwardMade,
  AwardPost,
  AwardRevoke,
  AwardRevoked,
  Feedback,
  FoundWorkspaces,
  InstanceHealth,
  MailConfirmed,
  Promo,
  PromoPost,
  Referral,
  ReferralList,
  StaffActList,
  StaffMember,
  StaffWorkspace,
} from '@inkwell/contract/types';
import { pathOf } from './http.ts';
import type { CallOptions, ChangeOptions, Http } from './http.ts';
import type { PageOptions } from './pages.ts';

const AT = '/app/staff';
const ONE = `${AT}/workspaces/{account}`;

export interface ActPage extends PageOptions {
  account?: string | undefined;
}

const workspacesOf = (http: Http) => ({
  find: (q: string, call: CallOptions = {}) =>
    http.json<FoundWorkspaces>({ ...call, method: 'GET', path: `${AT}/workspaces`, query: { q } }),
  get: (account: string, call: CallOptions = {}) =>
    http.json<StaffWorkspace>({ ...call, method: 'GET', path: pathOf(ONE, account) }),
  /** Refused with `confirmation_required` where the amount is large or was awarded here within a day. */
  award: (account: string, body: AwardPost, call: ChangeOptions = {}) =>
    http.json<AwardMade>({
      ...call,
      method: 'POST',
      path: pathOf(`${ONE}/awards`, account),
      body,
      changes: true,
    }),
  revoke: (account: string, grant: string, body: AwardRevoke, call: ChangeOptions = {}) =>
    http.json<AwardRevoked>({
      ...call,
      method: 'POST',
      path: pathOf(`${ONE}/awards/{grant}/revoke`, account, grant),
      body,
      changes: true,
    }),
});

const promosOf = (http: Http) => ({
  list: (call: CallOptions = {}) =>
    http.json<{ data: Promo[] }>({ ...call, method: 'GET', path: `${AT}/promos` }),
  create: (body: PromoPost) => http.json<Promo>({ method: 'POST', path: `${AT}/promos`, body }),
  close: (code: string) => http.json<Promo>({ method: 'DELETE', path: pathOf(`${AT}/promos/{code}`, code) }),
});

const referralsOf = (http: Http) => ({
  list: (call: CallOptions = {}) =>
    http.json<ReferralList>({ ...call, method: 'GET', path: `${AT}/referrals` }),
  decide: (account: string, decision: 'approve' | 'decline') =>
    http.json<Referral>({
      method: 'POST',
      path: pathOf(`${AT}/referrals/{account}/${decision}`, account),
      body: {},
    }),
});

const peopleOf = (http: Http) => ({
  /** Staff may do what operators may. */
  add: (member: string, call: CallOptions = {}) =>
    http.json<StaffMember>({ ...call, method: 'PUT', path: pathOf(`${AT}/{member}`, member) }),
  /** Refused with `invalid_state` for the last one. */
  remove: (member: string, call: CallOptions = {}) =>
    http.json<StaffMember>({ ...call, method: 'DELETE', path: pathOf(`${AT}/{member}`, member) }),
  /** Confirms an address of somebody whom no mail reaches. */
  confirmMail: (member: string, mail: string, call: CallOptions = {}) =>
    http.json<MailConfirmed>({
      ...call,
      method: 'POST',
      path: '/app/confirmations',
      body: { member, mail },
    }),
});

export const staffOf = (http: Http) => ({
  people: peopleOf(http),
  workspaces: workspacesOf(http),
  promos: promosOf(http),
  referrals: referralsOf(http),
  acts: ({ signal, ...query }: ActPage = {}) =>
    http.json<StaffActList>({ method: 'GET', path: `${AT}/acts`, query, signal }),
  feedback: (days: number, by: 'kind' | 'template', call: CallOptions = {}) =>
    http.json<Feedback>({ ...call, method: 'GET', path: `${AT}/feedback`, query: { days, by } }),
  health: (call: CallOptions = {}) =>
    http.json<InstanceHealth>({ ...call, method: 'GET', path: `${AT}/health` }),
});
