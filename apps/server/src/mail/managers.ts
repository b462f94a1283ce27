import { shownMail } from '../people/names.ts';
import type { PeopleStore } from '../people/store.ts';
import type { Mail } from './mailer.ts';

/** A mail to whoever manages a workspace. */
export interface Told {
  subject: (workspace: string) => string;
  says: string;
  /** The page that the mail leads to, and what it is there for. */
  path: string;
  act: string;
}

export interface ManagerMail {
  people: Pick<PeopleStore, 'members' | 'workspaceName'>;
  url: () => string;
}

/**
 * Hands over the mail to each of a workspace's owners and admins, one after the other. Nobody is mailed if the workspace
 * is gone, or if the account belongs to a program and has no people.
 */
export async function mailManagers(
  { people, url }: ManagerMail,
  account: string,
  told: Told,
  deliver: (mail: Mail, member: string) => Promise<unknown>,
): Promise<void> {
  const workspace = await people.workspaceName(account);
  if (workspace === undefined) return;
  for (const { member, name, email, role } of await people.members(account)) {
    const to = role === 'member' ? null : shownMail(email);
    if (to === null) continue;
    const paragraphs = [`Hello ${name},`, told.says];
    const mail = { to, subject: told.subject(workspace), paragraphs, link: url() + told.path, act: told.act };
    await deliver(mail, member);
  }
}
