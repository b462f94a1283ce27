import type { AppRoutes } from '@inkwell/contract';
import {
  type EarnParts,
  closePromo,
  createPromo,
  decideReferral,
  listPromos,
  listReferrals,
  readEarn,
  usePromo,
} from '../earn/index.ts';
import type { Handlers } from '../http/call.ts';
import { personOf } from './app.ts';
import { answered } from './people.ts';

type EarnRoutes = Pick<
  AppRoutes,
  | 'getEarn'
  | 'usePromo'
  | 'listPromos'
  | 'createPromo'
  | 'closePromo'
  | 'listReferrals'
  | 'approveReferral'
  | 'declineReferral'
>;

/** Earning, for the person signed in; codes and approvals, for staff. */
export const earnHandlers = (parts: EarnParts): Handlers<EarnRoutes> => ({
  getEarn: async (call) => answered(await readEarn(parts, personOf(call))),
  usePromo: async (call) => answered(await usePromo(parts, personOf(call), call.body.code), 201),
  listPromos: async () => answered(await listPromos(parts)),
  createPromo: async (call) => answered(await createPromo(parts, call.caller, call.body), 201),
  closePromo: async (call) => answered(await closePromo(parts, call.params.code)),
  listReferrals: async () => answered(await listReferrals(parts)),
  approveReferral: async (call) =>
    answered(await decideReferral(parts, call.caller, call.params.account, true)),
  declineReferral: async (call) =>
    answered(await decideReferral(parts, call.caller, call.params.account, false)),
});
