import { randomInt } from 'node:crypto';
import type { MailConfirmed, MailProof } from '@inkwell/contract';
import { instantText } from '@inkwell/engine';
import { digestOf, newSecret } from '../auth/secrets.ts';
import type { Asker, PeopleParts } from './context.ts';
import { CODE_TRIES, LINK_RULE, PROOF_HOUR_RULE, PROOF_RULE } from './limits.ts';
import { PROOF_LIFE_MS, changedMail, proofMail } from './mails.ts';
import { mailboxOf, shownMail } from './names.ts';
import { type From, type Outcome, done, no, tooMany } from './outcome.ts';
import type { ProofRow, Proved } from './proof-store.ts';
import type { PersonRow } from './store.ts';
import { FIRST_PLAN, startWaiting } from './trials.ts';

/** Proofs of mail addresses: a link and a code go to the address, and whoever brings one of them back reads its mail. */

export const proofView = ({ email, sent_at, expires_at }: ProofRow): MailProof => ({
  mail: email,
  sent_at: instantText(sent_at),
  expires_at: instantText(expires_at),
});

const digestOfCode = (member: string, code: string): string => digestOf(`${member} ${code}`);

/** Mails a proof of an address; an open one of the person opens nothing any more. Who gets one was counted before. */
export async function sendProof(parts: PeopleParts, person: PersonRow, email: string): Promise<ProofRow> {
  const { proofs, mailer, ledger, url, now } = parts;
  const token = newSecret('ink_mp');
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const { member, name } = person;
  const proof = { member, email, sent_at: now(), expires_at: now() + PROOF_LIFE_MS };
  const hashes = { token_sha256: digestOf(token), code_sha256: digestOfCode(member, code) };
  await proofs.begin({ ...proof, ...hashes }, now());
  const waits = (await proofs.waiting(member)) !== undefined;
  const trial_credits = waits ? (ledger.catalogue.planAt(FIRST_PLAN, now())?.trial_credits ?? null) : null;
  // Not waited for: the answer has nothing to do with how long a mail takes.
  void mailer.post(proofMail({ name, email }, { link: `${url()}/confirm#${token}`, code, trial_credits }));
  return proof;
}

/** How often mails go to one person, and to one mailbox, whoever asks for them; null: this one may go. */
export async function tooOften(
  { limits }: Pick<PeopleParts, 'limits'>,
  member: string,
  email: string,
): Promise<ReturnType<typeof tooMany> | null> {
  for (const [key, rule] of [
    [`proof|${member}`, PROOF_RULE],
    [`proofs|${member}`, PROOF_HOUR_RULE],
    [`proofs to|${digestOf(mailboxOf(email))}`, PROOF_HOUR_RULE],
  ] as const) {
    const tried = await limits.consume(key, rule);
    if (!tried.allowed) return tooMany(tried.retryAfter!);
  }
  return null;
}

/** Sends the mail again: of the address that waits, or of the person's own. */
export async function sendAgain(parts: PeopleParts, asker: Asker): Promise<Outcome<MailProof>> {
  const { store, proofs, mailer, now } = parts;
  const [person, open] = await Promise.all([
    store.person('id', asker.member),
    proofs.of(asker.member, now()),
  ]);
  const { email, mail_confirmed } = person!;
  const to = shownMail(open?.email ?? email);
  if (!mailer.sends) return no('invalid_state', 'This instance sends no mail.');
  if (to === null) return no('invalid_state', 'Give your mail address first.');
  if (mail_confirmed && to === email) return no('invalid_state', 'This address is confirmed already.');
  const often = await tooOften(parts, asker.member, to);
  return often ?? done(proofView(await sendProof(parts, person!, to)));
}

/** What follows from a proof: the address that was is told, and the trial that waited begins. */
async function follow(
  parts: PeopleParts,
  proved: Proved | null | undefined,
): Promise<Outcome<MailConfirmed>> {
  if (proved === undefined) return no('link_not_found');
  if (proved === null) return no('mail_taken');
  const { member, name, email, was, was_proved } = proved;
  const { mailer, gate, url } = parts;
  gate.forget();
  if (was !== email && was_proved) void mailer.post(changedMail({ name, email: was }, url()));
  return done({ mail: email, trial_started: await startWaiting(parts, member) });
}

/** By the link: in whatever browser it is opened, signed in or not. */
export async function confirmByLink(parts: PeopleParts, token: string, from: From) {
  const tried = await parts.limits.consume(`${from.address}|proof`, LINK_RULE);
  if (!tried.allowed) return tooMany(tried.retryAfter!);
  return follow(parts, await parts.proofs.prove('token_sha256', digestOf(token), parts.now()));
}

/** By the code, in the person's own session. */
export async function confirmByCode(parts: PeopleParts, asker: Asker, code: string) {
  const { proofs, now } = parts;
  const fits = await proofs.tryCode(asker.member, digestOfCode(asker.member, code), CODE_TRIES, now());
  if (fits === undefined)
    return no('invalid_state', 'No code waits to be typed. Send the mail again for a new one.');
  if (!fits) return no('not_allowed', 'This is not the code of the last mail.');
  return follow(parts, await proofs.prove('person_id', asker.member, now()));
}

/** By staff, for people whom no mail reaches: the address that they have, or the one that waits. */
export async function confirmByHand(
  parts: PeopleParts,
  { member, mail }: { member: string; mail: string },
): Promise<Outcome<MailConfirmed>> {
  const { store, proofs, now } = parts;
  const [person, open] = await Promise.all([store.person('id', member), proofs.of(member, now())]);
  if (person === undefined) return no('member_not_found', `There is nobody of the id ${member}.`);
  if (mail !== person.email && mail !== open?.email)
    return no('invalid_state', `${person.name} has another address by now. Read it anew.`);
  return follow(parts, await proofs.proved(member, mail, now()));
}

/** A link that went to this address by mail was followed by its person: the address is proved. */
export async function provedByMail(parts: PeopleParts, member: string, email: string): Promise<void> {
  const { store, proofs, now } = parts;
  const person = await store.person('id', member);
  if (person === undefined || person.mail_confirmed || person.email !== email) return;
  await follow(parts, await proofs.proved(member, email, now()));
}

/** By a mail program or a person that had one of the mails: no session is needed to get no more of them. */
export async function stopNotices(parts: PeopleParts, token: string, from: From): Promise<Outcome<null>> {
  const tried = await parts.limits.consume(`${from.address}|mail off`, LINK_RULE);
  if (!tried.allowed) return tooMany(tried.retryAfter!);
  return (await parts.proofs.choose('token', token, false)) ? done(null) : no('link_not_found');
}
