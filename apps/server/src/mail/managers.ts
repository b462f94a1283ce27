import { shownMail } from '../people/names.ts';
import type { PeopleStore } from '../people/store.ts';
import type { Mailer } from './mailer.ts';

/** A mail to whoever manages a workspace. */
export interface Told {
  subject: (workspace: string) => string;
  says: string;
  /** The page that the mail leads to. */
  path: string;
}

export interface ManagerMail {
  mailer: Mailer;
  people: Pick<PeopleStore, 'members' | 'workspaceName'>;
  url: () => string;
}

/** Mails a workspace's owners and admins: whether the mail server took all of them. */
export async function mailManagers(
  { people, mailer, url }: ManagerMail,
  account: string,
  told: Told,
): Promise<boolean> {
  const workspace = await people.workspaceName(account);
  // The workspace is gone, or the account belongs to a program and has no people.
  if (workspace === undefined) return true;
  const members = await people.members(account);
  let taken = true;
  for (const { name, email, role } of members) {
    const to = role === 'member' ? null : shownMail(email);
    if (to === null) continue;
    const paragraphs = [`Hello ${name},`, told.says];
    const mail = { to, subject: told.subject(workspace), paragraphs, link: url() + told.path };
    taken = (await mailer.send(mail)) && taken;
  }
  return taken;
}
