import type { Told } from '../mail/managers.ts';

/** Notices (L1) that are worth a mail; the page tells the others. Awards are told by those who award. */
export const TOLD: Record<string, Told> = {
  plan_90: {
    subject: (workspace) => `${workspace} has used 90% of its plan credits`,
    says: 'Nine tenths of this cycle’s plan credits are used. Bonus credits, if there are any, come after them.',
    path: '/settings/usage',
    act: 'See what was used',
  },
  credits_out: {
    subject: (workspace) => `${workspace} has run out of credits`,
    says: 'There is nothing left to write with until the next cycle begins, unless you change the plan or earn bonus credits.',
    path: '/settings/billing',
    act: 'See what can be done',
  },
  bonus_out: {
    subject: (workspace) => `${workspace} has used up its bonus credits`,
    says: 'The last of the bonus credits were used. Plan credits come again with the next cycle.',
    path: '/earn',
    act: 'Earn more',
  },
  trial_last_day: {
    subject: (workspace) => `The trial of ${workspace} ends today`,
    says: 'Trial credits that are left when it ends are gone; what was written stays.',
    path: '/settings/billing',
    act: 'See what comes after it',
  },
};
