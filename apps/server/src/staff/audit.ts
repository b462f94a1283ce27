import { isSignedIn } from '../auth/access.ts';
import type { Mounted } from '../http/app.ts';
import type { Call } from '../http/call.ts';
import { type StaffActs, actorOf } from './acts.ts';

/** These write their own acts, before they are done. */
const OWN = new Set(['award', 'revokeAward', 'awardGrant', 'revokeGrant']);
const GUARDED = new Set(['operator', 'admin', 'spend']);

interface Named {
  account?: string;
  member?: string;
  grant?: string;
  output?: string;
  webhook?: string;
  code?: string;
  mail?: string;
  preview?: boolean;
  reason?: string;
  credits?: number;
}

/** Whether somebody does this as staff of the instance, and not as a member of their own workspace. */
function isStaffAct({ route }: Mounted, call: Call): boolean {
  const { caller } = call;
  if (!isSignedIn(caller) || !caller.staff) return false;
  if (route.access === 'operator') return true;
  const { account } = call.params as Named;
  return account !== undefined && !(caller.kind === 'session' && caller.account === account);
}

/**
 * Writes down whatever staff change by any route, the contract's included, once it is done. An answer goes out only
 * after its act is on record.
 */
export function audited(mounted: Mounted[], acts: StaffActs, now: () => number): Mounted[] {
  return mounted.map((one) => {
    const { route, handler } = one;
    if (route.method === 'GET' || !GUARDED.has(route.access) || OWN.has(route.id)) return one;
    return {
      route,
      handler: async (call) => {
        const result = await handler(call);
        const body = (call.body ?? {}) as Named;
        if (result.status >= 300 || body.preview === true || !isStaffAct(one, call)) return result;
        const params = (call.params ?? {}) as Named;
        const at = now();
        await acts.begin(
          {
            by: actorOf(call.caller),
            what: route.id,
            account: params.account ?? null,
            target:
              params.member ??
              params.grant ??
              params.output ??
              params.webhook ??
              params.code ??
              body.code ??
              body.mail ??
              null,
            credits: body.credits ?? null,
            reason: body.reason ?? null,
            key: call.idempotency_key === '' ? null : call.idempotency_key,
          },
          at,
          at,
        );
        return result;
      },
    };
  });
}
