import type { Ledger } from '@inkwell/ledger';
import { digestOf } from '../auth/secrets.ts';
import type { PeopleParts } from './context.ts';
import { mailboxOf } from './names.ts';
import type { PersonRow } from './store.ts';

/** One trial a verified person (L4): who gets it at once, whose waits, and what it is remembered by. */

/** What a workspace starts with, and what its trial turns into. */
export const FIRST_PLAN = 'pro';

const DUE_PAGE = 50;

/** What a trial is remembered by: the person, who may change their address, and the mailbox, which outlives the person. */
const marksOf = (member: string, email: string): string[] => [
  digestOf(`trial of ${member}`),
  digestOf(`trial ${mailboxOf(email)}`),
];

/** `now`: it begins with the workspace. `waits`: it begins when the address is proved. `none`: the person has had theirs. */
export type TrialStart = 'now' | 'waits' | 'none';

export interface TrialPlace {
  start: TrialStart;
  /** Gives back what was taken, where the workspace could not be made. */
  giveBack: () => Promise<void>;
}

const nothing = (): Promise<void> => Promise.resolve();

/** Where mail can prove an address, the trial is for an address that was proved; elsewhere it can't be asked for. */
export async function placeTrial(
  { store, proofs, mailer, now }: PeopleParts,
  { member, email, mail_confirmed }: PersonRow,
  workspace: string,
  ref: string | null,
): Promise<TrialPlace> {
  const marks = marksOf(member, email);
  if (mailer.sends && !mail_confirmed) {
    const waits = (await store.areFree(marks)) && (await proofs.wait(member, workspace, ref, now()));
    return waits
      ? { start: 'waits', giveBack: () => proofs.waitNoMore(member) }
      : { start: 'none', giveBack: nothing };
  }
  const free = await Promise.all(marks.map((mark) => store.takeTrial(mark, now())));
  if (!free.every(Boolean)) return { start: 'none', giveBack: nothing };
  const giveBack = async () => {
    await Promise.all(marks.map((mark) => store.returnTrial(mark)));
  };
  return { start: 'now', giveBack };
}

/** Makes the account: in its trial, waiting for it, or canceled at once where there is none. */
export async function startAccount(
  ledger: Ledger,
  account: string,
  start: TrialStart,
  time_zone: string,
  actor: string,
): Promise<void> {
  const make = { op: 'create_account', account, plan: FIRST_PLAN, trial: true, time_zone } as const;
  const waits = start === 'waits' ? { trial_waits: true } : {};
  const made = await ledger.execute({ ...make, ...waits, key: 'start', actor });
  if (!made.ok) throw new Error(made.refusal.detail);
  if (start !== 'none') return;
  const stopped = await ledger.execute({ op: 'cancel', account, when: 'now', key: 'no-second-trial', actor });
  if (!stopped.ok) throw new Error(stopped.refusal.detail);
}

/** Begins the trial that waits for this person, if there is one: whether it has begun. Repeating it is safe. */
export async function startWaiting(parts: PeopleParts, member: string): Promise<boolean> {
  const { store, proofs, ledger, referrals, gate, now } = parts;
  const [person, waits] = await Promise.all([store.person('id', member), proofs.waiting(member)]);
  if (person === undefined || waits === undefined) return false;
  const owns = (await store.workspaceOf(member, waits.account))?.role === 'owner';
  const marks = marksOf(member, person.email);
  const taken = owns ? await proofs.take(member, marks, now()) : null;
  if (taken === null || taken === undefined) {
    // Handed on, or the mailbox has had its trial meanwhile: there is none to wait for.
    await proofs.waitNoMore(member);
    return false;
  }
  const { account, ref } = taken;
  const started = await ledger.execute({
    op: 'start_trial',
    account,
    key: 'start-trial',
    actor: `member:${member}`,
  });
  if (started.ok) await referrals.started({ workspace: account, member, mail: person.email, ref });
  // The plan was started instead, so the trial is still the person's.
  else await Promise.all(marks.map((mark) => store.returnTrial(mark)));
  await proofs.waitNoMore(member);
  gate.forget();
  return started.ok;
}

/** Begins what a broken-off proof, staff, or the end of a mail server have left waiting. */
export async function startDue(parts: PeopleParts): Promise<void> {
  const { proofs, mailer } = parts;
  for (const member of await proofs.due(!mailer.sends, DUE_PAGE)) await startWaiting(parts, member);
}
