import type { AppRoutes, ErrorCode, Finish, Problem, Role, RouteInput, RunEvent } from '@inkwell/contract';
import type { Database, Ledger } from '@inkwell/ledger';
import type { Writer, WriterBrief, WriterErrorCode } from '../writing/writer.ts';
import type { TemplateFinder } from '../templates/index.ts';
import type { Delivered } from './delivered.ts';
import type { RunStore } from './store.ts';

/** Who asks: a person signed in to the app. */
export interface RunSession {
  account: string;
  member: string;
  name: string;
  role: Role;
}

/** Resolves after `ms`, or at once when the signal aborts. Never rejects. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** As much of a logger as is used here; pino is one. Neither prompts nor texts are logged. */
export interface RunsLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What a model is told of a document; null if this person has no such document. */
export type BriefOf = (session: RunSession, document: string) => Promise<WriterBrief | null>;

export interface RunsOptions {
  database: Database;
  ledger: Pick<Ledger, 'execute' | 'reads'>;
  writer: Writer;
  log: RunsLog;
  /** Milliseconds since 1970. */
  now: () => number;
  sleep?: Sleep;
  /** Without it no run can name a document. */
  briefOf?: BriefOf;
  /** Without it there are those alone that come with the product. */
  templates?: TemplateFinder;
}

/** What the parts of a run share. */
export interface Context {
  store: RunStore;
  ledger: Pick<Ledger, 'execute' | 'reads'>;
  writer: Writer;
  log: RunsLog;
  now: () => number;
  sleep: Sleep;
  delivered: Delivered;
  briefOf: BriefOf;
  templates: TemplateFinder;
  /** This process, by a name that no other one has or had. */
  process: string;
  /** Aborts when this process has waited long enough for the last settles. */
  giving_up: AbortSignal;
}

/** How the writing of an output ended. */
export interface Ending {
  /** What is told when words were delivered. */
  finish: Finish;
  detail: string | null;
  /** What is told when none were: nothing is charged then. */
  code: ErrorCode;
  /** What the writer threw, if that is why. */
  cause: WriterErrorCode | null;
  /** null where nothing went wrong: the reader stopped. */
  problem: Problem | null;
}

export type Input<Id extends keyof AppRoutes> = RouteInput<AppRoutes[Id]>;

/** A handler's answer: the body of the route's success, or the problem to answer with. */
export type Outcome<Body> = { ok: true; body: Body } | { ok: false; problem: Problem };

/** What belongs to a request beside its input. */
export interface RunCall {
  /** K1. Without one a repeated request is another run. */
  idempotency_key?: string | undefined;
  /** Aborts when the client hangs up. */
  signal?: AbortSignal | undefined;
}

/** `ready` resolves once `next` would not wait, and takes nothing; without it nothing is charged for what is taken. */
export interface RunEvents extends AsyncIterableIterator<RunEvent> {
  ready?(): Promise<void>;
}

/**
 * A run's events. Pull the next one when the last one has been sent: what was pulled counts as delivered, and a
 * reader that doesn't pull lets the model wait. `return()` hangs up.
 */
export interface StartedRun {
  run: string;
  /** Whether this is the run that the same key has started before. */
  replayed: boolean;
  events: RunEvents;
}
