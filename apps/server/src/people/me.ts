import type { Me, PasswordPut, SignedIn } from '@inkwell/contract';
import { instantText } from '@inkwell/engine';
import { newSecret } from '../auth/secrets.ts';
import type { Asker, PeopleParts } from './context.ts';
import { type From, type Outcome, done, no } from './outcome.ts';
import { shownMail } from './names.ts';
import { proofView, sendProof, tooOften } from './proofs.ts';
import type { PersonRow } from './store.ts';
import { FIRST_PLAN } from './trials.ts';

/** What a person does with their own things. */

/** What waits for the proof of the person's address, and what they are mailed; nothing of it where no mail is sent. */
async function mailOf(
  { proofs, mailer, ledger, now }: PeopleParts,
  { member, mail_confirmed }: PersonRow,
): Promise<Pick<Me, 'mail_confirmed' | 'proof' | 'trial_waits' | 'notices'>> {
  if (!mailer.sends) return { mail_confirmed: null, proof: null, trial_waits: null, notices: null };
  const [proof, waiting, notices] = await Promise.all([
    proofs.of(member, now()),
    proofs.waiting(member),
    proofs.wantsNotices(member),
  ]);
  const plan = ledger.catalogue.planAt(FIRST_PLAN, now());
  const trial = { credits: plan?.trial_credits ?? 0, days: plan?.trial_days ?? 0 };
  return {
    mail_confirmed,
    proof: proof === undefined ? null : proofView(proof),
    trial_waits: waiting === undefined ? null : { workspace: waiting.account, ...trial },
    notices,
  };
}

export async function readMe(parts: PeopleParts, asker: Asker): Promise<Outcome<Me>> {
  const { store } = parts;
  const [found, workspaces] = await Promise.all([
    store.person('id', asker.member),
    store.belongsTo(asker.member),
  ]);
  const person = found!;
  const current = asker.kind === 'session' ? asker.account : null;
  const { member, name, email, has_password, staff } = person;
  return done({
    member,
    name,
    mail: shownMail(email),
    ...(await mailOf(parts, person)),
    has_password,
    staff,
    workspaces: workspaces.map((place) => ({ ...place, is_current: place.workspace === current })),
  });
}

/**
 * Where mail can prove an address, one that is proved stays until the new one is; one that is not gives way at once.
 * Giving the present address again withdraws what waits.
 */
export async function changeMe(
  parts: PeopleParts,
  asker: Asker,
  what: { name?: string | undefined; mail?: string | undefined; notices?: boolean | undefined },
): Promise<Outcome<Me>> {
  const { store, proofs, mailer, gate, now } = parts;
  const { name, mail, notices } = what;
  const person = (await store.person('id', asker.member))!;
  const to = mail === undefined || mail === person.email ? null : mail;
  if (to !== null && (await store.person('email', to)) !== undefined) return no('mail_taken');
  const often = to !== null && mailer.sends ? await tooOften(parts, asker.member, to) : null;
  if (often !== null) return often;
  const at_once = to !== null && !(mailer.sends && person.mail_confirmed) ? { mail: to } : {};
  const given = { ...(name === undefined ? {} : { name }), ...at_once };
  if (!(await store.change(asker.member, given, now()))) return no('mail_taken');
  if (mail !== undefined) await proofs.drop(asker.member);
  if (to !== null && mailer.sends) await sendProof(parts, (await store.person('id', asker.member))!, to);
  if (notices !== undefined) {
    await proofs.choiceOf(asker.member, newSecret('ink_mo'));
    await proofs.choose('person_id', asker.member, notices);
  }
  gate.forget();
  return readMe(parts, asker);
}

/**
 * Changes the asker's password and ends their sessions elsewhere. The current one is asked for, so that an unguarded
 * screen is not enough to lock its owner out; who came by a link and has none sets the first.
 */
export async function changePassword(
  { store, library, gate }: PeopleParts,
  asker: Asker,
  { current = null, password }: PasswordPut,
  from: From,
): Promise<Outcome<null>> {
  const person = await store.person('id', asker.member);
  if (shownMail(person!.email) === null)
    return no('invalid_state', 'Give your mail address first: you sign in with both.');
  if (person!.has_password !== (current !== null))
    return no(
      'invalid_state',
      current === null ? 'Give your current password.' : 'There is no password yet.',
    );
  const own = { ...from, token: asker.token };
  const set =
    current === null
      ? await (await library()).setPassword(password, own)
      : await (
          await library()
        ).post('/change-password', { currentPassword: current, newPassword: password }, own);
  if (!set.ok) return set;
  await store.endSessions(asker.member, null, asker.session);
  gate.forget();
  return done(null);
}

export async function listSessions(
  { store, gate, now }: Pick<PeopleParts, 'store' | 'gate' | 'now'>,
  asker: Asker,
): Promise<Outcome<{ data: SignedIn[] }>> {
  await gate.flush();
  const rows = await store.sessions(asker.member, now());
  const data = rows.map((row) => ({
    session: row.session,
    is_current: row.session === asker.session,
    device: row.user_agent === '' ? null : row.user_agent,
    address: row.ip_address === '' ? null : row.ip_address,
    signed_in_at: instantText(row.signed_in_at),
    last_used_at: instantText(row.last_used_at),
  }));
  return done({ data });
}

/** Ends one session, or (null) all but the asker's own. */
export async function endSessions(
  { store, gate }: Pick<PeopleParts, 'store' | 'gate'>,
  asker: Asker,
  only: string | null,
): Promise<Outcome<null>> {
  await store.endSessions(asker.member, only, asker.session);
  gate.forget();
  return done(null);
}
