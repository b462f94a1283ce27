import type { AppRoutes } from '@inkwell/contract';
import type { Handlers } from '../http/call.ts';
import { ok } from '../http/call.ts';
import { award, revokeAward } from '../staff/awards.ts';
import type { StaffParts } from '../staff/parts.ts';
import { findWorkspaces, listActs, readFeedback, readHealth, readWorkspace } from '../staff/reading.ts';
import { answered } from './app.ts';
import { cursorOf, pageOf } from './context.ts';

type StaffRoutes = Pick<
  AppRoutes,
  | 'findWorkspaces'
  | 'getStaffWorkspace'
  | 'award'
  | 'revokeAward'
  | 'listStaffActs'
  | 'getFeedback'
  | 'getInstanceHealth'
>;

/** The staff console. Access `operator` keeps everybody else out. */
export const consoleHandlers = (parts: StaffParts): Handlers<StaffRoutes> => ({
  findWorkspaces: async ({ query }) => answered(await findWorkspaces(parts, query.q)),
  getStaffWorkspace: async ({ params }) => answered(await readWorkspace(parts, params.account)),
  award: async ({ caller, params, body, idempotency_key }) => {
    const outcome = await award(parts, caller, params.account, body, idempotency_key);
    return { ...answered(outcome, 201), replayed: outcome.replayed === true };
  },
  revokeAward: async ({ caller, params, body, idempotency_key }) => {
    const outcome = await revokeAward(parts, caller, params, body, idempotency_key);
    return { ...answered(outcome), replayed: outcome.replayed === true };
  },
  listStaffActs: async ({ query: { limit, cursor, account = null } }) => {
    const before = cursorOf(cursor);
    if (typeof before !== 'number') return before;
    const rows = await listActs(parts, account, before, limit + 1);
    return ok(pageOf(rows, limit, ({ act }) => String(act)));
  },
  getFeedback: async ({ query }) => answered(await readFeedback(parts, query)),
  getInstanceHealth: async () => answered(await readHealth(parts)),
});
