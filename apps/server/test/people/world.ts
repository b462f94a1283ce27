import { SESSION_COOKIE } from '@inkwell/contract';
import { expect } from 'vitest';
import { type Answered, type Sent, type World, openWorld } from '../http/harness.ts';
import type { Backend } from '../../../../tests/backends.ts';

/** A browser of one person: it keeps the cookie that it is given. */
export interface Visitor {
  cookie: string | null;
  ask: (method: string, path: string, body?: unknown, sent?: Sent) => Promise<Answered>;
}

export const PASSWORD = 'a long enough password';

export function visitor(world: World, headers: Record<string, string> = {}): Visitor {
  const one: Visitor = {
    cookie: null,
    ask: async (method, path, body, sent = {}) => {
      const answered = await world.send(method, path, {
        key: null,
        ...(one.cookie === null ? {} : { cookie: one.cookie }),
        ...(body === undefined ? {} : { body }),
        ...sent,
        headers: { 'user-agent': 'Test browser', ...headers, ...sent.headers },
      });
      const set = answered.headers.get('set-cookie');
      if (set !== null) one.cookie = set.includes('Max-Age=0') ? null : set.split(';')[0]!;
      return answered;
    },
  };
  return one;
}

let people = 0;

/** Somebody who has just signed up, and has started a workspace if one is named. */
export async function newcomer(world: World, name: string, workspace?: string) {
  const mail = `${name.toLowerCase()}-${(people += 1)}@example.com`;
  // More people sign up here than one address may at once.
  world.clock.now += 31_000;
  const one = visitor(world);
  const made = await one.ask('POST', '/app/sign-up', { name, mail, password: PASSWORD });
  expect(made.status, made.text).toBe(204);
  expect(one.cookie).toMatch(new RegExp(`^${SESSION_COOKIE}=ink_se_`));
  const { body: me } = await one.ask('GET', '/app/me');
  let id = '';
  if (workspace !== undefined) {
    const started = await one.ask('POST', '/app/workspaces', { name: workspace });
    expect(started.status, started.text).toBe(201);
    id = started.body.workspace as string;
  }
  return { ...one, one, mail, member: me.member as string, workspace: id, ask: one.ask };
}

export type Newcomer = Awaited<ReturnType<typeof newcomer>>;

/** Lets somebody into a workspace by a link. */
export async function letIn(owner: Newcomer, who: Newcomer, role: 'admin' | 'member' = 'member') {
  const { body } = await owner.ask('POST', `/app/workspaces/${owner.workspace}/invitations`, { role });
  const token = new URL(body.link as string).hash.slice(1);
  const joined = await who.ask('POST', '/app/invitation/accept', { token });
  expect(joined.status, joined.text).toBe(200);
  return token;
}

export const openPeople = (backend: Backend, env: Record<string, string> = {}) => openWorld(backend, env);
