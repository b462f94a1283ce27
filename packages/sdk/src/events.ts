import type { AccountEvent } from '@inkwell/contract/types';
import { InkwellError } from './errors.ts';
import { backoffMs, pathOf } from './http.ts';
import type { CallOptions, Http } from './http.ts';
import { EventParser, eventsOf } from './sse.ts';
import type { ServerEvent } from './sse.ts';

export interface EventsOptions extends CallOptions {
  /** Go on after this event: the `seq` of the last one handled. */
  last_event_id?: string | undefined;
  /** Told when the connection opens and when it is lost; the iterator goes on by itself. */
  on_state?: ((state: 'open' | 'lost') => void) | undefined;
  /** Silence after which a connection counts as lost. The server sends a comment every 15 s. Default 45 s. */
  idle_ms?: number | undefined;
}

const isAccountEvent = (event: ServerEvent): boolean => event.event === 'balance' || event.event === 'notice';

/** Refusals that trying again will not change: the key, the account or the request is wrong. */
const isFinal = (error: unknown): boolean =>
  error instanceof InkwellError && error.status >= 400 && error.status < 500 && error.status !== 429;

/** Aborts when told, when the outer signal does, or after a silence. */
function watchdog(idle_ms: number, outer?: AbortSignal) {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const touch = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => controller.abort(new Error('The connection fell silent.')), idle_ms);
  };
  touch();
  return {
    signal: outer === undefined ? controller.signal : AbortSignal.any([outer, controller.signal]),
    touch,
    end(): void {
      clearTimeout(timer);
    },
  };
}

/**
 * Follows an account: the balance at once and after every change, notices as they come. Reconnects by itself, with
 * the last id, for as long as it is iterated; ends when the signal aborts, throws when the server refuses for good.
 */
export async function* accountEvents(
  http: Http,
  account: string,
  options: EventsOptions = {},
): AsyncGenerator<AccountEvent, void, undefined> {
  const { signal, on_state } = options;
  let last = options.last_event_id;
  let failures = 0;
  let retry_ms: number | null = null;
  const isOver = (): boolean => signal?.aborted === true;
  while (!isOver()) {
    const parser = new EventParser();
    const watch = watchdog(options.idle_ms ?? 45_000, signal);
    try {
      const response = await http.send({
        method: 'GET',
        path: pathOf('/v1/accounts/{account}/events', account),
        accept: 'text/event-stream',
        last_event_id: last,
        signal: watch.signal,
      });
      on_state?.('open');
      for await (const event of eventsOf(response, parser, watch.touch)) {
        failures = 0;
        if (event.id !== '') last = event.id;
        if (isAccountEvent(event))
          yield { ...event, data: JSON.parse(event.data) as unknown } as AccountEvent;
      }
    } catch (error) {
      if (isOver()) return;
      if (isFinal(error) || error instanceof SyntaxError) throw error;
    } finally {
      watch.end();
    }
    on_state?.('lost');
    retry_ms = parser.retry_ms ?? retry_ms;
    if (!(await pausedUnlessAborted(http, retry_ms ?? backoffMs(failures), signal))) return;
    failures += 1;
  }
}

async function pausedUnlessAborted(http: Http, ms: number, signal?: AbortSignal): Promise<boolean> {
  try {
    await http.wait(ms, signal);
    return true;
  } catch (error) {
    if (signal?.aborted === true) return false;
    throw error;
  }
}
