import type { ResetAsks, ResetLink } from '@inkwell/contract';
import { instantText } from '@inkwell/engine';
import type { PeopleParts } from './context.ts';
import { type From, type Outcome, done, no } from './outcome.ts';
import { RESET_LIFE_S } from './limits.ts';
import { PERSON_ROLE, STAFF_ROLE } from './names.ts';

/** What staff and operators do for people. */

const ASKED_WITHIN_MS = 7 * 86_400_000;

/** Who asked for a new password of late and could not be sent a mail. */
export async function listResets({ store, now }: PeopleParts): Promise<Outcome<ResetAsks>> {
  const rows = await store.resets(now() - ASKED_WITHIN_MS);
  return done({ data: rows.map((row) => ({ ...row, asked_at: instantText(row.asked_at) })) });
}

export async function resetLink(
  { store, library, url, now }: PeopleParts,
  mail: string,
  from: From,
): Promise<Outcome<ResetLink>> {
  const person = await store.person('email', mail);
  if (person === undefined) return no('member_not_found', `Nobody here has the address ${mail}.`);
  const token = await (await library()).resetToken(mail, from);
  await store.resetDone(person.member);
  return done({ link: `${url()}/reset#${token}`, expires_at: instantText(now() + RESET_LIFE_S * 1_000) });
}

export async function setStaff({ store, gate }: PeopleParts, member: string, staff: boolean) {
  const person = await store.person('id', member);
  if (person === undefined) return no('member_not_found', `There is nobody of the id ${member}.`);
  if (!(await store.setStaff(member, staff ? STAFF_ROLE : PERSON_ROLE, STAFF_ROLE)))
    return no('invalid_state', 'One person at least stays staff.');
  gate.forget();
  return done({ member, name: person.name, staff });
}
