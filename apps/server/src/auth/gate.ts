import { SESSION_COOKIE } from '@inkwell/contract';
import type { Caller } from '../http/call.ts';
import { digestOf } from './secrets.ts';
import type { AuthStore } from './store.ts';

/**
 * How long a process may act on what it once read of a key or session that another process has changed. Open streams of
 * events are looked at once a second beside that: five seconds in all.
 */
const TRUST_MS = 4_000;
const REMEMBERED = 10_000;

const NOBODY: Caller = { kind: 'nobody', actor: 'nobody' };
const OPERATOR: Caller = { kind: 'operator', actor: 'operator' };

interface Known {
  caller: Caller;
  until: number;
}

/** A key that was revoked, and whose it was. */
export interface RevokedKey {
  account: string;
  key_id: string;
}

/** `inkwell_session` in a cookie header; null without one. */
export function sessionCookieOf(header: string | null): string | null {
  if (header === null) return null;
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === SESSION_COOKIE) return part.slice(at + 1).trim();
  }
  return null;
}

/**
 * Says who calls. What it has read lately it answers at once, without a promise; everything else is looked up by
 * hash. Neither keys nor sessions are kept in the clear.
 */
export class Gate {
  readonly #store: AuthStore;
  readonly #now: () => number;
  readonly #known = new Map<string, Known>();
  readonly #operators: Set<string>;
  /** By digest, those that were used of late. */
  readonly #revoked = new Map<string, RevokedKey>();
  /** How often all that was read was forgotten: an answer that was asked for before is out of date. */
  #forgotten = 0;
  #used = new Map<string, number>();
  #seen = new Map<string, number>();

  constructor(store: AuthStore, operators: string[], now: () => number) {
    this.#store = store;
    this.#operators = new Set(operators);
    this.#now = now;
  }

  /** null: there were credentials, and they open nothing. */
  callerOf(headers: Pick<Headers, 'get'>): Caller | Promise<Caller | null> | null {
    const authorization = headers.get('authorization');
    if (authorization !== null) return this.#bearer(authorization);
    const session = sessionCookieOf(headers.get('cookie'));
    return session === null ? NOBODY : this.#session(session);
  }

  #bearer(authorization: string): Caller | Promise<Caller | null> | null {
    if (authorization.length > 512 || authorization.slice(0, 7).toLowerCase() !== 'bearer ') return null;
    const digest = digestOf(authorization.slice(7).trim());
    if (this.#operators.has(digest)) return OPERATOR;
    const caller = this.#remembered(digest);
    if (caller === undefined) return this.#findKey(digest);
    if (caller.kind === 'workspace_key') this.#used.set(caller.key_id, this.#now());
    return caller;
  }

  async #findKey(digest: string): Promise<Caller | null> {
    const asked_at = this.#forgotten;
    const found = await this.#store.keyOf(digest);
    if (found === undefined) return null;
    const { account, key_id, is_revoked } = found;
    if (is_revoked) {
      if (this.#revoked.size >= REMEMBERED) this.#revoked.clear();
      this.#revoked.set(digest, { account, key_id });
      return null;
    }
    this.#used.set(key_id, this.#now());
    const caller = { kind: 'workspace_key', actor: `key:${key_id}`, account, key_id } as const;
    return this.#remember(digest, caller, asked_at);
  }

  /** Of a request that was answered with null: the key that it came with, if it once opened something. */
  revokedKeyOf(headers: Pick<Headers, 'get'>): RevokedKey | undefined {
    const authorization = headers.get('authorization') ?? '';
    return this.#revoked.size === 0 ? undefined : this.#revoked.get(digestOf(authorization.slice(7).trim()));
  }

  #session(session: string): Caller | Promise<Caller | null> {
    const digest = digestOf(session);
    const caller = this.#remembered(digest);
    if (caller === undefined) return this.#findSession(digest);
    this.#seen.set(digest, this.#now());
    return caller;
  }

  async #findSession(digest: string): Promise<Caller | null> {
    const asked_at = this.#forgotten;
    const person = await this.#store.personOf(digest, this.#now());
    if (person === undefined) return null;
    this.#seen.set(digest, this.#now());
    const { session, member, name, staff, account, workspace, role } = person;
    const who = { session, token: digest, actor: `member:${member}`, member, name, staff };
    if (account === null || workspace === null || role === null)
      return this.#remember(digest, { kind: 'person', ...who }, asked_at);
    return this.#remember(digest, { kind: 'session', ...who, account, workspace, role }, asked_at);
  }

  #remembered(digest: string): Caller | undefined {
    const known = this.#known.get(digest);
    if (known === undefined) return undefined;
    if (known.until > this.#now()) return known.caller;
    this.#known.delete(digest);
    return undefined;
  }

  /** What was read before the last `forget` is good for the request that asked, and for no other. */
  #remember(digest: string, caller: Caller, asked_at: number): Caller {
    if (asked_at !== this.#forgotten) return caller;
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.set(digest, { caller, until: this.#now() + TRUST_MS });
    return caller;
  }

  /** Forgets all that was read: after a key was revoked or a session ended. */
  forget(): void {
    this.#forgotten += 1;
    this.#known.clear();
  }

  /** Keeps when keys and sessions were last used. */
  async flush(): Promise<void> {
    const [used, seen] = [this.#used, this.#seen];
    this.#used = new Map();
    this.#seen = new Map();
    await this.#store.keysUsed(used);
    await this.#store.sessionsSeen(seen);
  }
}
