import type { Me, PasswordPut, SignedIn } from '@inkwell/contract';
import { instantText } from '@inkwell/engine';
import type { Asker, PeopleParts } from './context.ts';
import { type From, type Outcome, done, no } from './outcome.ts';
import { shownMail } from './names.ts';

/** What a person does with their own things. */

export async function readMe({ store }: Pick<PeopleParts, 'store'>, asker: Asker): Promise<Outcome<Me>> {
  const [person, workspaces] = await Promise.all([
    store.person('id', asker.member),
    store.belongsTo(asker.member),
  ]);
  const current = asker.kind === 'session' ? asker.account : null;
  const { member, name, email, has_password, staff } = person!;
  return done({
    member,
    name,
    mail: shownMail(email),
    has_password,
    staff,
    workspaces: workspaces.map((place) => ({ ...place, is_current: place.workspace === current })),
  });
}

export async function changeMe(
  parts: PeopleParts,
  asker: Asker,
  what: { name?: string | undefined; mail?: string | undefined },
): Promise<Outcome<Me>> {
  const { name, mail } = what;
  const given = { ...(name === undefined ? {} : { name }), ...(mail === undefined ? {} : { mail }) };
  if (!(await parts.store.change(asker.member, given, parts.now()))) return no('mail_taken');
  parts.gate.forget();
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
