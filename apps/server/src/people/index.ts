import type { Logger } from 'pino';
import type { Job } from '../jobs.ts';
import { createMailer } from '../mail/mailer.ts';
import type { PeopleParts } from './context.ts';
import type { Library } from './library.ts';
import { Limits } from './limits.ts';
import { resetMail } from './mails.ts';
import { ProofStore } from './proof-store.ts';
import { PeopleStore } from './store.ts';
import { startDue } from './trials.ts';

export type { PeopleParts } from './context.ts';

type Given = Pick<
  PeopleParts,
  'config' | 'database' | 'ledger' | 'auth' | 'gate' | 'referrals' | 'endPayments' | 'url' | 'now'
>;

/** Everything that people's routes stand on. better-auth is loaded when it is first needed: it takes a third of a second. */
export function createPeople(given: Given, log: Logger): PeopleParts {
  const { config, database, now, url } = given;
  const store = new PeopleStore(database);
  const limits = new Limits(database, now);
  const proofs = new ProofStore(database);
  const mailer = createMailer(config, log, now);

  const sendReset = async (person: { id: string; email: string; name: string }, token: string) => {
    const link = `${url()}/reset#${token}`;
    if (!mailer.sends) await store.noteReset(person.id, now());
    // Not waited for: how long a mail takes would tell which addresses are known.
    void mailer.post(resetMail(person, link));
  };

  let loading: Promise<Library> | null = null;
  const load = async (): Promise<Library> => {
    const { Library } = await import('./library.ts');
    return new Library({
      database,
      limits,
      now,
      sendReset,
      warn: (message) => log.warn({ message }, 'sign-in'),
    });
  };
  return { ...given, store, limits, proofs, mailer, library: () => (loading ??= load()) };
}

/** Counts and sessions that are over go by themselves; mails and trials that wait are looked after. */
export const peopleJobs = (parts: PeopleParts): Job[] => [
  ...parts.mailer.jobs,
  { name: 'waiting_trials', every_ms: 60_000, run: () => startDue(parts) },
  { name: 'forget_tries', every_ms: 600_000, run: () => parts.limits.sweep() },
  { name: 'end_sessions', every_ms: 3_600_000, run: () => parts.auth.endSession('', parts.now()) },
];
