import { LAST_EVENT_ID, type Routes } from '@inkwell/contract';
import type { EventHub } from '../events/hub.ts';
import { type Handlers, refuse } from '../http/call.ts';

/** `no-transform` and no buffering: a proxy that collects events would deliver them late. */
export const STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
} as const;

/** Server-sent events of an account (L2). */
export const eventHandlers = (hub: EventHub): Handlers<Pick<Routes, 'streamEvents'>> => ({
  streamEvents: async (call) => {
    const { account } = call.params;
    const last = call.request?.headers.get(LAST_EVENT_ID) ?? '';
    const stream = await hub.open(account, /^\d{1,15}$/.test(last) ? Number(last) : null);
    if (stream === undefined)
      return refuse('account_not_found', `There is no account ${account}.`, { account });
    return { status: 200, body: stream, headers: STREAM_HEADERS };
  },
});
