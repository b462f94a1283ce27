import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  type Role,
  type RouteId,
  type RouteResponse,
  type Routes,
  SESSION_COOKIE,
  routes,
} from '@inkwell/contract';
import type { Ledger } from '@inkwell/ledger';
import { type Backend, type TestDatabase, testDatabase } from '../../../../tests/backends.ts';
import { AuthStore } from '../../src/auth/store.ts';
import { readConfig } from '../../src/config.ts';
import { addPerson } from '../../src/first-start.ts';
import { type Running, startServer } from '../../src/start.ts';

export const OPERATOR = 'operator-key-for-tests-0123456789';

export interface Sent {
  key?: string | null;
  cookie?: string;
  body?: unknown;
  idempotency?: string;
  headers?: Record<string, string>;
}

/** What the tests read of answers, whichever route they come from. */
export interface Body {
  [field: string]: unknown;
  code: string;
  field: string;
  errors: { field: string }[];
  account: string;
  output: string;
  hold: string;
  grant: string;
  clock: string;
  key: string;
  secret: string;
  words: number;
  available: number;
  resets_at: string;
  openapi: string;
  balance: { available: number };
  totals: { credits: number };
  data: Record<string, unknown>[];
  next_cursor: string | null;
  results: { status: number; body: Body }[];
}

export interface Answered {
  status: number;
  headers: Headers;
  body: Body;
  text: string;
}

export interface World {
  running: Running;
  ledger: Ledger;
  url: string;
  at: TestDatabase;
  clock: { now: number };
  send(method: string, path: string, sent?: Sent): Promise<Answered>;
  account(credits?: number): Promise<string>;
  workspaceKey(account: string): Promise<string>;
  /** The cookie of the first person, who is staff. */
  session(): Promise<string>;
  /** The cookie of somebody else of the first workspace. */
  person(member: string, role: Role): Promise<string>;
  seq(account: string): Promise<number>;
  /** Gives a job a turn now. */
  turn(job: string): Promise<void>;
  close(): Promise<void>;
}

export const START = Date.UTC(2026, 10, 22, 12);
let accounts = 0;

export async function openWorld(backend: Backend, env: Record<string, string> = {}): Promise<World> {
  const at = await testDatabase(backend);
  const data_dir = mkdtempSync(join(tmpdir(), 'inkwell-data-'));
  const clock = { now: START };
  const config = readConfig({
    PORT: '0',
    INKWELL_DATA_DIR: data_dir,
    INKWELL_OPERATOR_KEY: OPERATOR,
    INKWELL_LOG_LEVEL: 'fatal',
    ...env,
  });
  const running = await startServer({ config, database: at.database, now: () => clock.now });
  const { url, ledger } = running;
  const send: World['send'] = async (method, path, sent = {}) => {
    const headers: Record<string, string> = { ...sent.headers };
    if (sent.cookie !== undefined) headers.cookie = sent.cookie;
    else if (sent.key !== null) headers.authorization = `Bearer ${sent.key ?? OPERATOR}`;
    if (sent.idempotency !== undefined) headers['idempotency-key'] = sent.idempotency;
    if (sent.body !== undefined) headers['content-type'] ??= 'application/json';
    const body = typeof sent.body === 'string' ? sent.body : JSON.stringify(sent.body);
    const response = await fetch(url + path, {
      method,
      headers,
      redirect: 'manual',
      ...(sent.body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const is_json = /[/+]json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: is_json ? JSON.parse(text) : {},
      text,
    };
  };
  return {
    running,
    ledger,
    url,
    at,
    clock,
    send,
    account: async () => {
      const account = `acct-${(accounts += 1)}`;
      await send('PUT', `/v1/accounts/${account}`, { body: { plan: 'pro' } });
      return account;
    },
    workspaceKey: async (account) =>
      (await send('POST', `/v1/accounts/${account}/keys`, { body: { name: 'test' } })).body.secret,
    session: async () => {
      const { search } = new URL(running.sign_in_url);
      const { headers } = await send('GET', `/${search}`, { key: null });
      return headers.get('set-cookie')!.split(';')[0]!;
    },
    person: async (member, role) => {
      await addPerson(at.database, 'workspace', { member, name: member, role }, clock.now);
      const session = await new AuthStore(at.database).beginSession(member, 'workspace', clock.now);
      return `${SESSION_COOKIE}=${session}`;
    },
    seq: async (account) => (await ledger.reads.load(account))?.stored.seq ?? 0,
    turn: (job) => running.turn(job),
    close: async () => {
      await running.close();
      await at.remove();
      rmSync(data_dir, { recursive: true, force: true });
    },
  };
}

/** Lets a world's clock move meanwhile: it paces what streams. */
export async function ticking<T>({ clock }: Pick<World, 'clock'>, does: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => (clock.now += 100), 20);
  try {
    return await does();
  } finally {
    clearInterval(timer);
  }
}

/** A route's path with its parameters filled in. */
export const pathOf = (id: RouteId, params: Record<string, string>): string =>
  routes[id].path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? 'none'));

/** Whether an answer has one of the shapes that its route promises for its status. */
export function promised(id: keyof Routes, answered: Answered): string | null {
  const route = routes[id];
  const shapes = route.responses.filter((response) => response.status === answered.status);
  if (shapes.length === 0) return `${id} answered ${answered.status}: ${answered.text}`;
  for (const { schema, media } of shapes as readonly RouteResponse[]) {
    if (media !== undefined && media !== 'application/json') continue;
    if (schema === null) return null;
    const parsed = schema.safeParse(answered.body);
    if (!parsed.success) return `${id}: ${JSON.stringify(parsed.error.issues)}`;
    // Schemas drop what they do not name: an answer with more than the document says is not the promised one.
    return isDeepStrictEqual(parsed.data, answered.body) ? null : `${id} answers with undocumented fields`;
  }
  return null;
}
