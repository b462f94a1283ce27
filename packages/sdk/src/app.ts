/** A client of the app's own routes: what the web page of an instance speaks beside the contract. */
import type {
  AppVotePut,
  AppVoteReply,
  HistoryList,
  HistoryQuery,
  MemberName,
  Page,
  Recount,
  RunDetail,
  RunEvent,
  RunPost,
  RunQuery,
  RunSummary,
  Session,
} from '@inkwell/contract/types';
import { billingOf } from './billing.ts';
import { documentsOf, seenOf, voicesOf } from './documents.ts';
import { earnOf } from './earn.ts';
import { InkwellError, networkError } from './errors.ts';
import { createHttp, pathOf } from './http.ts';
import type { CallOptions, ChangeOptions, ClientOptions, Http } from './http.ts';
import type { PageOptions } from './pages.ts';
import { entryOf, meOf, resetsOf, workspacesOf } from './people.ts';
import { eventsOf } from './sse.ts';
import { staffOf } from './staff.ts';
import { savedOf, templatesOf } from './templates.ts';

const RUN_EVENTS: readonly string[] = [
  'run',
  'text',
  'settled',
  'failed',
  'balance',
  'done',
] satisfies RunEvent['event'][];

type Filters<Query> = PageOptions &
  Partial<Omit<Query, 'limit' | 'cursor' | 'cycle'>> & {
    /** The number of a cycle; the trial is 0. */
    cycle?: number | undefined;
  };

/**
 * Starts a run and gives its events as they come, `done` last. Stopping the iteration or aborting the signal hangs
 * up: the server stops writing and charges what was delivered. A connection that breaks before `done` throws
 * `network_error`; the run can then be read with `runs.get`.
 */
async function* startRun(
  http: Http,
  body: RunPost,
  options: ChangeOptions,
): AsyncGenerator<RunEvent, void, undefined> {
  const { signal } = options;
  const response = await http.send({
    ...options,
    method: 'POST',
    path: '/app/runs',
    body,
    changes: true,
    accept: 'text/event-stream',
  });
  try {
    for await (const { event, data } of eventsOf(response)) {
      if (!RUN_EVENTS.includes(event)) continue;
      yield { event, data: JSON.parse(data) as unknown } as RunEvent;
      if (event === 'done') return;
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof SyntaxError || error instanceof InkwellError) throw error;
    throw networkError('The connection dropped while the text was being written.', error);
  }
  signal?.throwIfAborted();
  throw networkError('The connection ended before the run did.');
}

/** The app's client. In a page of the instance: `createApp({})`. */
export function createApp(options: ClientOptions) {
  const http = createHttp(options);
  const session = '/app/session';
  return {
    session: {
      get: (call: CallOptions = {}) => http.json<Session>({ ...call, method: 'GET', path: session }),
      /** The browser keeps the cookie that comes back. */
      create: (token: string, call: CallOptions = {}) =>
        http.json<void>({ ...call, method: 'POST', path: session, body: { token } }),
      end: (call: CallOptions = {}) => http.json<void>({ ...call, method: 'DELETE', path: session }),
    },
    entry: entryOf(http),
    me: meOf(http),
    workspaces: workspacesOf(http),
    resets: resetsOf(http),
    runs: {
      start: (body: RunPost, call: ChangeOptions = {}) => startRun(http, body, call),
      stop: (run: string, output?: string, call: CallOptions = {}) =>
        http.json<object>({
          ...call,
          method: 'POST',
          path: pathOf('/app/runs/{run}/stop', run),
          body: output === undefined ? {} : { output },
        }),
      /** Newest first; the filters are joined by "and". */
      list: ({ signal, ...query }: Filters<RunQuery> = {}) =>
        http.json<Page<RunSummary>>({ method: 'GET', path: '/app/runs', query, signal }),
      get: (run: string, call: CallOptions = {}) =>
        http.json<RunDetail>({ ...call, method: 'GET', path: pathOf('/app/runs/{run}', run) }),
    },
    /** Runs and what programs charged, newest first; the filters are joined by "and". */
    history: ({ signal, ...query }: Filters<HistoryQuery> = {}) =>
      http.json<HistoryList>({ method: 'GET', path: '/app/history', query, signal }),
    templates: templatesOf(http),
    saved: savedOf(http),
    documents: documentsOf(http),
    voices: voicesOf(http),
    billing: billingOf(http),
    earn: earnOf(http),
    staff: staffOf(http),
    /** What people of the workspace are called, those who left it included. */
    names: (call: CallOptions = {}) =>
      http.json<{ data: MemberName[] }>({ ...call, method: 'GET', path: '/app/names' }),
    outputs: {
      seen: seenOf(http),
      /** Counts the kept text again and compares it with what was charged. */
      recount: (output: string, call: CallOptions = {}) =>
        http.json<Recount>({ ...call, method: 'GET', path: pathOf('/app/outputs/{output}/recount', output) }),
      vote: (output: string, body: AppVotePut, call: ChangeOptions = {}) =>
        http.json<AppVoteReply>({
          ...call,
          method: 'PUT',
          path: pathOf('/app/outputs/{output}/vote', output),
          body,
          changes: true,
        }),
    },
  };
}

export type App = ReturnType<typeof createApp>;
export { InkwellError } from './errors.ts';
