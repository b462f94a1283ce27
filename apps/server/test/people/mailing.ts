import { expect } from 'vitest';
import type { Backend } from '../../../../tests/backends.ts';
import type { World } from '../http/harness.ts';
import { type Inbox, type Received, mailEnv, openInbox, tokenOf } from '../mail/server.ts';
import { type Newcomer, openPeople, visitor } from './world.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

type Read = Record<string, unknown>;

/** An instance that mails to an inbox of its own. */
export interface Mailing {
  world: World;
  inbox: Inbox;
  /** The account of a workspace, as its owner reads it. */
  account(who: Newcomer, id?: string): Promise<Read>;
  me(who: Pick<Newcomer, 'ask'>): Promise<Read>;
  confirm(token: string): ReturnType<Newcomer['ask']>;
  /** Follows the link of the newest mail to somebody; what it has answered. */
  confirmed(who: Newcomer): Promise<Read>;
  close(): Promise<void>;
}

export async function openMailing(backend: Backend): Promise<Mailing> {
  const inbox = await openInbox();
  const world = await openPeople(backend, mailEnv(inbox));
  const read = async (who: Pick<Newcomer, 'ask'>, path: string) =>
    (await who.ask('GET', path)).body as unknown as Read;
  const confirm: Mailing['confirm'] = (token) => visitor(world).ask('POST', '/app/mail/confirm', { token });
  return {
    world,
    inbox,
    account: (who, id = who.workspace) => read(who, `/v1/accounts/${id}`),
    me: (who) => read(who, '/app/me'),
    confirm,
    confirmed: async (who) => {
      const { status, body, text } = await confirm(tokenOf(await inbox.newest(who.mail)));
      expect(status, text).toBe(200);
      return body as unknown as Read;
    },
    close: async () => {
      await world.close();
      await inbox.close();
    },
  };
}

export const codeOf = ({ mail }: Received): string => /^(\d{6})$/m.exec(mail.text!)![1]!;
