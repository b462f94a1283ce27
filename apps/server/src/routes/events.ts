import { LAST_EVENT_ID, type Routes, routes } from '@inkwell/contract';
import { refusalFor } from '../auth/access.ts';
import type { Gate } from '../auth/gate.ts';
import type { EventHub } from '../events/hub.ts';
import { type Handlers, refuse } from '../http/call.ts';
import { SSE_HEADERS } from '../http/sse.ts';

/** Whether what came with a request still opens an account's events. */
function hearing(gate: Gate, headers: Pick<Headers, 'get'> | undefined, account: string) {
  const kept = new Headers();
  for (const name of ['authorization', 'cookie']) {
    const value = headers?.get(name) ?? null;
    if (value !== null) kept.set(name, value);
  }
  return async (): Promise<boolean> => {
    const caller = await gate.callerOf(kept);
    return caller !== null && refusalFor(routes.streamEvents, caller, account) === null;
  };
}

/** Server-sent events of an account (L2). */
export const eventHandlers = (hub: EventHub, gate: Gate): Handlers<Pick<Routes, 'streamEvents'>> => ({
  streamEvents: async (call) => {
    const { account } = call.params;
    const headers = call.request?.headers;
    const last = headers?.get(LAST_EVENT_ID) ?? '';
    const after = /^\d{1,15}$/.test(last) ? Number(last) : null;
    const stream = await hub.open(account, after, hearing(gate, headers, account));
    if (stream === undefined)
      return refuse('account_not_found', `There is no account ${account}.`, { account });
    return { status: 200, body: stream, headers: SSE_HEADERS };
  },
});
