import type { WorkspaceMade } from '@inkwell/contract';
import type { Database } from '@inkwell/ledger';
import { newId } from '../auth/secrets.ts';
import { MANAGERS, type Asker, type PeopleParts, placeOf } from './context.ts';
import { MAX_WORKSPACES } from './limits.ts';
import { type From, type Outcome, done, no } from './outcome.ts';
import { placeTrial, startAccount } from './trials.ts';

/** Workspaces: started, opened, renamed, handed over, left, deleted. A workspace's id is its account in the ledger. */

export async function createWorkspace(
  parts: PeopleParts,
  asker: Asker,
  { name, time_zone, ref }: { name: string; time_zone: string; ref: string | null },
  from: From,
): Promise<Outcome<WorkspaceMade>> {
  const { store, ledger, library, gate, referrals } = parts;
  // The library looks again; but by then the account would be made, and an account never goes.
  if ((await store.belongsTo(asker.member)).length >= MAX_WORKSPACES)
    return no('invalid_state', 'You belong to as many workspaces as one person can.');
  const person = (await store.person('id', asker.member))!;
  const workspace = newId('ws');
  const { start, giveBack } = await placeTrial(parts, person, workspace, ref);
  try {
    await startAccount(ledger, workspace, start, time_zone, asker.actor);
    const own = { ...from, token: asker.token };
    const made = await (
      await library()
    ).post('/organization/create', { name, slug: workspace }, own, workspace);
    if (!made.ok) {
      await giveBack();
      return made;
    }
  } catch (error) {
    await giveBack();
    throw error;
  }
  // Who had a trial before is no new friend: a mailbox comes by a referral once (L4).
  if (start === 'now') await referrals.started({ workspace, member: asker.member, mail: person.email, ref });
  await store.open(asker.session, workspace);
  gate.forget();
  return done({ workspace, name, trial: start === 'now', trial_waits: start === 'waits' });
}

export async function openWorkspace(
  { store, gate }: PeopleParts,
  asker: Asker,
  workspace: string,
): Promise<Outcome<null>> {
  const place = await placeOf(store, asker, workspace);
  if (!place.ok) return place;
  await store.open(asker.session, workspace);
  gate.forget();
  return done(null);
}

export async function renameWorkspace(
  { store, gate }: PeopleParts,
  asker: Asker,
  workspace: string,
  name: string,
): Promise<Outcome<{ workspace: string; name: string }>> {
  const place = await placeOf(store, asker, workspace, MANAGERS);
  if (!place.ok) return place;
  await store.rename(workspace, name);
  gate.forget();
  return done({ workspace, name });
}

export async function leaveWorkspace(
  { store, gate }: PeopleParts,
  asker: Asker,
  workspace: string,
): Promise<Outcome<null>> {
  const place = await placeOf(store, asker, workspace);
  if (!place.ok) return place;
  if (!(await store.removeMember(workspace, asker.member)))
    return no('invalid_state', 'An owner hands the workspace over first, or deletes it.');
  gate.forget();
  return done(null);
}

export async function transferWorkspace(
  { store, gate }: PeopleParts,
  asker: Asker,
  workspace: string,
  member: string,
): Promise<Outcome<null>> {
  const place = await placeOf(store, asker, workspace, ['owner']);
  if (!place.ok) return place;
  if ((await store.member(workspace, member)) === undefined)
    return no('member_not_found', `There is no member ${member}.`);
  if (member === asker.member) return no('invalid_state', 'You own this workspace already.');
  if (!(await store.transfer(workspace, asker.member, member)))
    return no('invalid_state', 'Somebody changed this in the meantime. Read the team anew.');
  gate.forget();
  return done(null);
}

/** Tables of texts and of what opens a workspace: their rows go with it. Rows that hang on these go by themselves. */
export const GOES_WITH_WORKSPACE = [
  'run',
  'document',
  'voice',
  'template',
  'template_favourite',
  'output_favourite',
  'api_key',
  'referral_code',
  'notice_mail',
  'webhook',
  'trial_waiting',
  'program_output',
] as const;

/** What stays of a workspace: whoever runs the instance has to account for money, and for who decided about credits. */
export const STAYS_WITH_INSTANCE = [
  'payment_account',
  'payment_act',
  'payment_invoice',
  'promo_use',
  'referral',
  'staff_act',
] as const;

async function removeTexts(database: Database, account: string): Promise<void> {
  for (const table of GOES_WITH_WORKSPACE)
    await database.query(`delete from app.${table} where account = $1`, [account]);
}

export async function deleteWorkspace(
  parts: PeopleParts,
  asker: Asker,
  workspace: string,
  typed: string,
  from: From,
): Promise<Outcome<null>> {
  const { store, ledger, database, library, gate } = parts;
  const place = await placeOf(store, asker, workspace, ['owner']);
  if (!place.ok) return place;
  if (typed.trim() !== place.body.name)
    return no('not_allowed', 'Type the name of the workspace exactly as it is written.');
  if ((await parts.endPayments(workspace)) !== null)
    return no(
      'payment_provider_error',
      'The subscription could not be ended, so nothing was deleted. Try again.',
    );
  const cancel = { op: 'cancel', account: workspace, when: 'now' } as const;
  const canceled = await ledger.execute({ ...cancel, key: newId('delete'), actor: asker.actor });
  // An account that was canceled before, or never made, is no reason to keep the texts.
  if (!canceled.ok && !['invalid_state', 'account_not_found'].includes(canceled.refusal.code))
    return no(canceled.refusal.code, canceled.refusal.detail);
  await removeTexts(database, workspace);
  const own = { ...from, token: asker.token };
  const deleted = await (await library()).post('/organization/delete', { organizationId: workspace }, own);
  if (!deleted.ok) return deleted;
  await store.chooseDefault();
  gate.forget();
  return done(null);
}
