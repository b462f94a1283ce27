import type { AppRoutes } from '@inkwell/contract';
import { isSameOrigin } from '../auth/access.ts';
import { isSecure, sessionCookie } from '../auth/cookie.ts';
import { type Gate, sessionCookieOf } from '../auth/gate.ts';
import { digestOf } from '../auth/secrets.ts';
import type { AuthStore } from '../auth/store.ts';
import type { Config } from '../config.ts';
import {
  type Call,
  type Handlers,
  NO_CONTENT,
  type Result,
  type SessionCaller,
  ok,
  refuse,
  refused,
} from '../http/call.ts';
import type { Allowances } from '../http/allowance.ts';
import type { History } from '../history/index.ts';
import { Patient, QUIET_MS, SSE_HEADERS, WAITING, pulledStream } from '../http/sse.ts';
import type { PeopleParts } from '../people/index.ts';
import type { Outcome, RunEvents, RunSession, Runs } from '../runs/index.ts';
import type { Writer } from '../writing/writer.ts';
import { cookieOf } from './people.ts';

interface SessionOptions {
  store: AuthStore;
  gate: Gate;
  writer: Pick<Writer, 'id' | 'is_demo'>;
  config: Config;
  now: () => number;
}

/** Routes with access `session` are reached by people signed in only. */
export const personOf = (call: Pick<Call, 'caller'>): SessionCaller => {
  if (call.caller.kind !== 'session') throw new Error('a session route was reached without a session');
  return call.caller;
};

/** Signs a token's person in: the cookie to set, or null if the token stands for nobody. */
export async function signIn(
  options: Pick<SessionOptions, 'store' | 'config' | 'now'>,
  token: string,
  headers: Headers,
): Promise<string | null> {
  const { store, config, now } = options;
  const made = await store.signIn(token, now());
  if (made === undefined) return null;
  return cookieOf(config, headers, made.session);
}

type SessionRoutes = Pick<AppRoutes, 'getSession' | 'createSession' | 'deleteSession'>;

export const sessionHandlers = (options: SessionOptions): Handlers<SessionRoutes> => ({
  getSession: (call) => {
    if (call.caller.kind === 'person') return refuse('no_workspace');
    const { account, workspace, member, name, role, staff } = personOf(call);
    const { id, is_demo } = options.writer;
    const { support } = options.config;
    const model = { id, is_demo };
    return ok({ account, workspace: { name: workspace }, member, name, role, staff, model, support });
  },
  createSession: async ({ body, request }) => {
    const { headers } = request!;
    if (!isSameOrigin(headers)) return refuse('not_allowed', 'Sign in on this instance’s own page.');
    const cookie = await signIn(options, body.token, headers);
    if (cookie === null) return refuse('unauthorized', 'This token opens no workspace.');
    return { ...NO_CONTENT, headers: { 'set-cookie': cookie } };
  },
  deleteSession: async ({ request }) => {
    const { headers } = request!;
    if (!isSameOrigin(headers)) return refuse('not_allowed', 'Sign out on this instance’s own page.');
    const session = sessionCookieOf(headers.get('cookie'));
    if (session !== null) {
      await options.store.endSession(digestOf(session), options.now());
      options.gate.forget();
    }
    return { ...NO_CONTENT, headers: { 'set-cookie': sessionCookie('', 0, isSecure(headers)) } };
  },
});

/** A run's events as they are read: what the reader has not asked for is not pulled from the model. */
export function streamOf(
  events: Pick<RunEvents, 'next' | 'ready' | 'return'>,
  quiet_ms = QUIET_MS,
): ReadableStream<Uint8Array> {
  const coming = new Patient(events, quiet_ms);
  return pulledStream({
    async next() {
      const told = await coming.next();
      if (told === 'quiet') return WAITING;
      const { done, value } = told;
      return done === true ? null : `event: ${value.event}\ndata: ${JSON.stringify(value.data)}\n\n`;
    },
    async cancel() {
      await events.return?.();
    },
  });
}

export const runSession = (call: Pick<Call, 'caller'>): RunSession => {
  const { account, member, name, role } = personOf(call);
  return { account, member, name, role };
};

export const answered = <T extends object>(outcome: Outcome<T>, status = 200): Result =>
  outcome.ok ? ok(outcome.body, status) : refused(outcome.problem);

type RunRoutes = Pick<AppRoutes, 'startRun' | 'stopRun' | 'listRuns' | 'getRun' | 'recountOutput' | 'vote'>;

/** The writing runs, for the person signed in. */
export const runHandlers = (
  { handlers: runs }: Pick<Runs, 'handlers'>,
  allowances: Pick<Allowances, 'run'>,
): Handlers<RunRoutes> => ({
  startRun: async (call) => {
    const waits = allowances.run.take(personOf(call).member);
    if (waits !== null) return waits;
    const { idempotency_key, request } = call;
    const started = await runs.startRun(call, runSession(call), { idempotency_key, signal: request?.signal });
    if (!started.ok) return refused(started.problem);
    const { events, replayed } = started;
    return { status: 200, body: streamOf(events), headers: SSE_HEADERS, replayed };
  },
  stopRun: async (call) => answered(await runs.stopRun(call, runSession(call)), 202),
  listRuns: async (call) => answered(await runs.listRuns(call, runSession(call))),
  getRun: async (call) => answered(await runs.getRun(call, runSession(call))),
  recountOutput: async (call) => answered(await runs.recountOutput(call, runSession(call))),
  vote: async (call) => {
    const { idempotency_key } = call;
    const outcome = await runs.vote(call, runSession(call), { idempotency_key });
    return { ...answered(outcome), replayed: outcome.replayed === true };
  },
});

/** Runs and what programs charged, in one list. */
export const historyHandlers = (history: History): Handlers<Pick<AppRoutes, 'listHistory'>> => ({
  listHistory: async (call) => answered(await history.list(call, runSession(call))),
});

/** What people are called, for whoever reads names beside credits. */
export const nameHandlers = ({
  store,
}: Pick<PeopleParts, 'store'>): Handlers<Pick<AppRoutes, 'listNames'>> => ({
  listNames: async (call) => ok({ data: await store.names(personOf(call).account) }),
});
