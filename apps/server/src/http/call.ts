import type { Problem, Role, Route, RouteInput } from '@inkwell/contract';
import type { Answer } from '@inkwell/ledger';
import { problemOf } from '@inkwell/contract';
import type { ErrorCode, Figures } from '@inkwell/contract';

/** Who calls. `actor` is what the journal keeps of it. */
export type Caller =
  | { kind: 'operator'; actor: string }
  | { kind: 'workspace_key'; actor: string; account: string; key_id: string }
  | SessionCaller
  | PersonCaller
  | { kind: 'nobody'; actor: 'nobody' };

interface SignedIn {
  actor: string;
  /** The session's id, and the SHA-256 of its cookie by which it is kept. */
  session: string;
  token: string;
  member: string;
  name: string;
  /** The instance's own staff, who may do what operators may. */
  staff: boolean;
}

/** Somebody signed in, in a workspace. */
export interface SessionCaller extends SignedIn {
  kind: 'session';
  account: string;
  workspace: string;
  role: Role;
}

/** Somebody signed in who belongs to no workspace (yet, or any more). */
export interface PersonCaller extends SignedIn {
  kind: 'person';
}

/** What a handler is given: the parsed request, who calls, and the key of the change. */
export interface Call<R extends Route = Route> extends RouteInput<R> {
  caller: Caller;
  /** K1; the caller's own, or made by the server. Empty on routes that change nothing. */
  idempotency_key: string;
  /** null for an operation of a batch. Its `signal` aborts when the client hangs up. */
  request: Request | null;
  /** What the answer carries as `X-Request-Id`. */
  request_id: string;
  /** The address at the other end of the connection; null where there is none. */
  peer: string | null;
}

/** What a handler answers: an object is sent as JSON, text and streams with the content type in `headers`. */
export interface Result {
  status: number;
  body: object | string | ReadableStream<Uint8Array> | null;
  headers?: Record<string, string>;
  replayed?: boolean;
}

export type Handler<R extends Route> = (call: Call<R>) => Result | Promise<Result>;
export type Handlers<T extends Record<string, Route>> = { [id in keyof T]: Handler<T[id]> };

/** Done, and nothing to say. */
export const NO_CONTENT: Result = { status: 204, body: null };

export const ok = (body: object, status = 200): Result => ({ status, body });

export const refused = (problem: Problem): Result => ({ status: problem.status, body: problem });

export const refuse = (code: ErrorCode, detail?: string, figures?: Figures): Result =>
  refused(problemOf(code, detail, figures));

/** The ledger's answer as HTTP's. */
export function resultOf(answer: Answer): Result {
  if (!answer.ok) {
    const { code, detail, figures } = answer.refusal;
    return refuse(code, detail, figures as Figures);
  }
  const { status, body } = answer.reply;
  return { status, body, replayed: answer.replayed };
}
