import type { Mail } from '../mail/compose.ts';
import type { InvitationRow } from './store.ts';

/** The mails that people get about themselves: what each says, and for how long it is of use. */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long the link and the code of a proof work. */
export const PROOF_LIFE_MS = 3 * DAY_MS;

interface Addressee {
  name: string;
  email: string;
}

const hello = ({ name }: Addressee): string => `Hello ${name},`;

export const resetMail = (person: Addressee, link: string): Mail => ({
  to: person.email,
  subject: 'A new password for Inkwell',
  paragraphs: [
    hello(person),
    'somebody asked for a new password for your account. If it was not you, nothing needs to be done.',
    'The link works once, for an hour:',
  ],
  link,
  act: 'Set a new password',
  useful_ms: HOUR_MS,
});

/** `trial_credits` is what the proof begins; null: it begins nothing. */
export const proofMail = (
  person: Addressee,
  proof: { link: string; code: string; trial_credits: number | null },
): Mail => ({
  to: person.email,
  subject: 'Confirm your mail address for Inkwell',
  paragraphs: [
    hello(person),
    'please confirm that this mail address is yours. If you did not give it to Inkwell, nothing needs to be done.',
    ...(proof.trial_credits === null
      ? []
      : [`Your ${proof.trial_credits.toLocaleString('en')} trial credits start when it is confirmed.`]),
    'Type this code in Inkwell, or follow the link. Both work once, for three days:',
  ],
  code: proof.code,
  link: proof.link,
  act: 'Confirm this address',
  useful_ms: PROOF_LIFE_MS,
});

/** To the address that was proved until now: whoever reads it may not be who has changed it. */
export const changedMail = (person: Addressee, link: string): Mail => ({
  to: person.email,
  subject: 'Your mail address for Inkwell was changed',
  paragraphs: [
    hello(person),
    'your account has another mail address now, and this one opens it no longer.',
    'If it was not you, ask whoever runs this instance for help. Nothing more comes to this address.',
  ],
  link,
  act: 'Open Inkwell',
});

export const invitationMail = (row: InvitationRow, to: string, link: string): Mail => ({
  to,
  subject: `${row.invited_by} invites you to ${row.workspace_name}`,
  paragraphs: [
    `${row.invited_by} invites you to write in the workspace “${row.workspace_name}” as ${row.role === 'admin' ? 'an admin' : 'a member'}.`,
    'The link is for you alone and works for seven days:',
  ],
  link,
  act: `Join ${row.workspace_name}`,
});
